//! Weekly hours as the host writes them down.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// One window of a day: from and to, as `"HH:MM"`; `"24:00"` is allowed as an end.
pub(crate) type Window = (String, String);

/// Opening hours or working hours: weekly windows with dated exceptions, in one time zone (contract §5).
///
/// It holds the text as it was written. Nothing is checked until it is put to use; a schedule that cannot be understood
/// is [`EventError::InvalidSchedule`](crate::EventError::InvalidSchedule) then, and
/// [`Calendar::compile`](crate::hours::Calendar::compile) says why. A schedule without windows never opens; for "always
/// open", leave the schedule out `[R35]`.
///
/// ```
/// use frontdesk::Schedule;
///
/// let hours = Schedule::new("Europe/Paris")
///     .weekly("mon", &[("09:00", "12:30"), ("13:30", "17:00")])
///     .weekly("fri", &[("22:00", "06:00")])
///     .exception("2026-12-25", &[]);
/// assert_eq!(hours.weekly["mon"].len(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Schedule {
    /// The IANA name of the zone in which the times are read.
    pub zone: String,
    /// Windows by day: `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`. A window that ends before it starts runs into
    /// the next day and belongs to the day on which it starts.
    #[cfg_attr(feature = "serde", serde(default))]
    pub weekly: BTreeMap<String, Vec<Window>>,
    /// Windows by date (`2026-12-25`). They replace that whole day, but not the tail of an overnight window of the day
    /// before.
    #[cfg_attr(feature = "serde", serde(default))]
    pub exceptions: BTreeMap<String, Vec<Window>>,
}

impl Schedule {
    /// A schedule in this zone that never opens, to be filled.
    #[must_use]
    pub fn new(zone: &str) -> Self {
        Self { zone: zone.into(), ..Self::default() }
    }

    /// Sets the windows of a day of the week, in place of those it had.
    #[must_use]
    pub fn weekly(mut self, day: &str, windows: &[(&str, &str)]) -> Self {
        self.weekly.insert(day.into(), owned(windows));
        self
    }

    /// Sets the windows of one date, in place of those it had; without any it is closed.
    #[must_use]
    pub fn exception(mut self, date: &str, windows: &[(&str, &str)]) -> Self {
        self.exceptions.insert(date.into(), owned(windows));
        self
    }
}

fn owned(windows: &[(&str, &str)]) -> Vec<Window> {
    windows.iter().map(|&(from, to)| (from.into(), to.into())).collect()
}
