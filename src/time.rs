//! Instants, and the delays between them.

use chrono::{DateTime, SecondsFormat, Utc};
use core::fmt;
use core::time::Duration;

/// An instant: microseconds since 1970-01-01T00:00:00Z.
///
/// It lies in the years 0 to 9999, the range of RFC 3339, so that every instant can be written and read back.
/// Conversions from anything beyond that range give [`MIN`](Self::MIN) or [`MAX`](Self::MAX), and digits finer than
/// a microsecond are cut off.
///
/// With `serde`, human-readable formats carry the text, always in UTC, and all others the number of microseconds.
///
/// ```
/// use frontdesk::Timestamp;
///
/// let nine: Timestamp = "2026-06-01T11:00:00.5+02:00".parse()?;
/// assert_eq!(nine.to_string(), "2026-06-01T09:00:00.5Z");
/// assert_eq!(nine.as_micros(), 1_780_304_400_500_000);
/// # Ok::<(), frontdesk::InvalidTimestamp>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The earliest instant, 0000-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_167_219_200_000_000);
    /// The latest instant, 9999-12-31T23:59:59.999999Z.
    pub const MAX: Self = Self(253_402_300_799_999_999);
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);

    /// The instant this many microseconds after the start of 1970 (before it, if negative), or the nearest end of the
    /// range.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        if micros < Self::MIN.0 {
            Self::MIN
        } else if micros > Self::MAX.0 {
            Self::MAX
        } else {
            Self(micros)
        }
    }

    /// The instant this many milliseconds after the start of 1970, or the nearest end of the range.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self::from_micros(millis.saturating_mul(1_000))
    }

    /// The instant this many seconds after the start of 1970, or the nearest end of the range.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self::from_micros(secs.saturating_mul(1_000_000))
    }

    /// Microseconds since the start of 1970; negative before it.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The instant `delay` after this one, or `None` if that is beyond [`MAX`](Self::MAX), which means never.
    ///
    /// What `delay` has beyond whole microseconds is cut off.
    #[must_use]
    pub fn checked_add(self, delay: Duration) -> Option<Self> {
        let delay = i64::try_from(delay.as_micros()).ok()?;
        let micros = self.0.checked_add(delay)?;
        (micros <= Self::MAX.0).then_some(Self(micros))
    }

    /// How long this is after `earlier`; zero if it is not after it.
    #[must_use]
    pub fn saturating_since(self, earlier: Self) -> Duration {
        // The range spans less than 2^59 microseconds, so the difference cannot overflow.
        Duration::from_micros(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(instant: DateTime<Utc>) -> Self {
        Self::from_micros(instant.timestamp_micros())
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(instant: Timestamp) -> Self {
        DateTime::from_timestamp_micros(instant.0).expect("the years 0 to 9999 lie within chrono's range")
    }
}

/// How long something lasts: a device that counts, a pace that holds an agent back, a cool-down.
///
/// The end is half-open: at the instant itself it lasts no longer. What lasts longer is greater, so the longest of
/// several is their maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Until {
    /// It does not last at all.
    Never,
    /// It lasts until just before this instant.
    Instant(Timestamp),
    /// It lasts as long as nothing changes.
    Forever,
}

impl Until {
    /// Returns how long a delay lasts that began at `since`; one that ends beyond the last instant lasts for ever.
    #[must_use]
    pub(crate) fn after(since: Timestamp, delay: Duration) -> Self {
        since.checked_add(delay).map_or(Self::Forever, Self::Instant)
    }

    /// Returns whether it still lasts at this instant.
    #[must_use]
    pub fn covers(self, now: Timestamp) -> bool {
        match self {
            Self::Never => false,
            Self::Instant(end) => now < end,
            Self::Forever => true,
        }
    }

    /// Returns the instant at which it ends; [`Timestamp::MAX`] stands for no such instant, and what does not last
    /// at all has none either.
    #[must_use]
    pub(crate) fn end(self) -> Timestamp {
        match self {
            Self::Instant(end) => end,
            Self::Never | Self::Forever => Timestamp::MAX,
        }
    }
}

/// The text is not an RFC 3339 instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an instant is written as in RFC 3339: 2026-06-01T09:00:00Z")]
pub struct InvalidTimestamp;

impl core::str::FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let parsed = DateTime::parse_from_rfc3339(text).map_err(|_| InvalidTimestamp)?;
        Ok(Self::from(parsed.with_timezone(&Utc)))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = DateTime::<Utc>::from(*self);
        if self.0 % 1_000_000 == 0 {
            return f.write_str(&instant.to_rfc3339_opts(SecondsFormat::Secs, true));
        }
        let text = instant.to_rfc3339_opts(SecondsFormat::Micros, true);
        let digits = text.trim_end_matches('Z').trim_end_matches('0');
        write!(f, "{digits}Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i64(self.0) }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl serde::de::Visitor<'_> for Text {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&InvalidTimestamp, f)
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }
        }

        if deserializer.is_human_readable() {
            deserializer.deserialize_str(Text)
        } else {
            <i64 as serde::Deserialize>::deserialize(deserializer).map(Self::from_micros)
        }
    }
}

/// Durations on the wire: whole milliseconds. Digits finer than that are cut off.
#[cfg(feature = "serde")]
pub(crate) mod millis {
    use super::Duration;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(delay: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        whole(*delay).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_millis)
    }

    fn whole(delay: Duration) -> u64 {
        u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)
    }

    /// The same for a list of delays.
    pub(crate) mod list {
        use super::*;
        use alloc::vec::Vec;

        pub(crate) fn serialize<S: Serializer>(delays: &[Duration], serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(delays.iter().map(|&delay| whole(delay)))
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Duration>, D::Error> {
            Ok(Vec::<u64>::deserialize(deserializer)?.into_iter().map(Duration::from_millis).collect())
        }
    }

    /// The same for a delay that may be absent.
    pub(crate) mod option {
        use super::*;

        #[allow(clippy::ref_option, reason = "serde's `with` passes the field by reference")]
        pub(crate) fn serialize<S: Serializer>(delay: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
            delay.map(whole).serialize(serializer)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
            Ok(Option::<u64>::deserialize(deserializer)?.map(Duration::from_millis))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn text_and_back_with_as_many_digits_as_needed() {
        for (text, same) in [
            ("2026-06-01T09:00:00Z", "2026-06-01T09:00:00Z"),
            ("2026-06-01T09:00:00.120Z", "2026-06-01T09:00:00.12Z"),
            ("2026-06-01T09:00:00.000001999Z", "2026-06-01T09:00:00.000001Z"),
            ("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
            ("9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59.999999Z"),
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), same);
        }
    }

    #[test]
    fn the_ends_saturate() {
        assert_eq!(Timestamp::from_micros(i64::MIN), Timestamp::MIN);
        assert_eq!(Timestamp::from_secs(i64::MAX), Timestamp::MAX);
        assert_eq!(Timestamp::MAX.checked_add(Duration::from_micros(1)), None);
        assert_eq!(Timestamp::EPOCH.checked_add(Duration::MAX), None);
        assert_eq!(Timestamp::EPOCH.checked_add(Duration::from_millis(2)), Some(Timestamp::from_millis(2)));
        assert_eq!(Timestamp::MIN.saturating_since(Timestamp::MAX), Duration::ZERO);
        let whole = Timestamp::MAX.saturating_since(Timestamp::MIN);
        assert_eq!(Timestamp::MIN.checked_add(whole), Some(Timestamp::MAX));
    }

    #[test]
    fn what_lasts_ends_just_before_its_instant() {
        let until = Until::Instant(Timestamp::from_secs(5));
        assert!(until.covers(Timestamp::from_micros(4_999_999)) && !until.covers(Timestamp::from_secs(5)));
        assert!(Until::Forever.covers(Timestamp::MAX) && !Until::Never.covers(Timestamp::MIN));
    }

    #[test]
    fn what_lasts_longer_is_greater() {
        let at = |secs| Until::Instant(Timestamp::from_secs(secs));
        assert!([Until::Never, at(1), at(2), Until::Forever].is_sorted_by(|less, more| less < more));
    }

    #[test]
    fn what_ends_beyond_the_last_instant_has_no_end() {
        let delay = Duration::from_secs(2);
        assert_eq!(Until::after(Timestamp::EPOCH, delay), Until::Instant(Timestamp::from_secs(2)));
        assert_eq!(Until::after(Timestamp::EPOCH, delay).end(), Timestamp::from_secs(2));
        assert_eq!(Until::after(Timestamp::MAX, delay), Until::Forever);
        for endless in [Until::Never, Until::Forever] {
            assert_eq!(endless.end(), Timestamp::MAX);
        }
    }
}
