//! Names of agents, groups and chats: opaque numbers that the host chooses.

use core::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// It is 128 bits wide, so a UUID, a ULID or a database key can be used as it is. No decision depends
        /// on the order of ids: the engine compares them for equality only.
        ///
        /// It is written as a decimal number up to `u64::MAX`, and as a hyphenated UUID above that. With `serde`,
        /// human-readable formats carry this text and all others the number.
        ///
        /// ```
        #[doc = concat!("use frontdesk::", stringify!($name), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($name), "::from(17u64).to_string(), \"17\");")]
        #[doc = concat!("let wide: ", stringify!($name), " = \"67e55044-10b1-426f-9247-bb680e5fe0c8\".parse()?;")]
        /// assert_eq!(wide.to_string(), "67e55044-10b1-426f-9247-bb680e5fe0c8");
        /// # Ok::<(), frontdesk::InvalidId>(())
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u128);

        impl $name {
            /// The id with this number.
            #[must_use]
            pub const fn new(number: u128) -> Self {
                Self(number)
            }

            /// The number of this id.
            #[must_use]
            pub const fn get(self) -> u128 {
                self.0
            }
        }

        impl From<u128> for $name {
            fn from(number: u128) -> Self {
                Self(number)
            }
        }

        impl From<u64> for $name {
            fn from(number: u64) -> Self {
                Self(u128::from(number))
            }
        }

        impl From<u32> for $name {
            fn from(number: u32) -> Self {
                Self(u128::from(number))
            }
        }

        impl From<$name> for u128 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_id(self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "("))?;
                write_id(self.0, f)?;
                f.write_str(")")
            }
        }

        impl core::str::FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                read_id(text).map(Self).ok_or(InvalidId)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    serializer.serialize_u128(self.0)
                }
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    deserializer.deserialize_str(Text).map(Self)
                } else {
                    <u128 as serde::Deserialize>::deserialize(deserializer).map(Self)
                }
            }
        }
    };
}

id! {
    /// Names an agent: a person who answers chats.
    AgentId
}
id! {
    /// Names a group: a set of agents with one policy.
    GroupId
}
id! {
    /// Names a chat: one visitor's request and what becomes of it.
    ChatId
}

impl GroupId {
    /// The Default group, to which every agent belongs once the workspace is configured `[R39]`.
    ///
    /// Its number is the highest there is (`ffffffff-ffff-ffff-ffff-ffffffffffff`), which no host is likely to use.
    /// Only `workspace_configured` sets it up: `group_configured` and `group_removed` of it are refused with
    /// [`UnknownGroup`](crate::EventError::UnknownGroup).
    pub const DEFAULT: Self = Self(u128::MAX);
}

/// The text is neither a decimal number up to `u64::MAX`, without sign or leading zeros, nor a hyphenated UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id is a decimal number up to 18446744073709551615 or a hyphenated UUID")]
pub struct InvalidId;

/// Where the hyphens stand in a UUID's text.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

fn write_id(number: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Ok(short) = u64::try_from(number) {
        return write!(f, "{short}");
    }
    write!(
        f,
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        number >> 96,
        (number >> 80) & 0xffff,
        (number >> 64) & 0xffff,
        (number >> 48) & 0xffff,
        number & 0xffff_ffff_ffff
    )
}

fn read_id(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    if bytes.len() != 36 {
        // `u64::from_str` would also take a plus and leading zeros; a decimal id has only one spelling.
        let plain = bytes.iter().all(u8::is_ascii_digit) && (bytes.len() == 1 || bytes.first() != Some(&b'0'));
        return if plain { text.parse::<u64>().ok().map(u128::from) } else { None };
    }
    let mut number = 0u128;
    for (place, &byte) in bytes.iter().enumerate() {
        if HYPHENS.contains(&place) {
            if byte != b'-' {
                return None;
            }
        } else {
            number = (number << 4) | u128::from(char::from(byte).to_digit(16)?);
        }
    }
    Some(number)
}

#[cfg(feature = "serde")]
struct Text;

#[cfg(feature = "serde")]
impl serde::de::Visitor<'_> for Text {
    type Value = u128;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&InvalidId, f)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<u128, E> {
        read_id(text).ok_or_else(|| E::custom(InvalidId))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn text_and_back() {
        for number in [0, 1, 17, u128::from(u64::MAX), u128::from(u64::MAX) + 1, u128::MAX, 0x1234 << 90] {
            let id = ChatId::from(number);
            assert_eq!(id.to_string().parse(), Ok(id), "{number}");
        }
    }

    #[test]
    fn other_text_is_refused() {
        let wrong = ["", "+1", "007", "x", "18446744073709551616", "67e55044+10b1-426f-9247-bb680e5fe0c8", "-1", " 1"];
        for text in wrong {
            assert_eq!(text.parse::<AgentId>(), Err(InvalidId), "{text:?}");
        }
    }
}
