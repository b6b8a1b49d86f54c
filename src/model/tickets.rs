//! The setting of offline tickets, and its form on the wire.

/// What happens when nobody is there `[YEL-6]`..`[YEL-12]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tickets {
    /// Requests are rejected.
    #[default]
    Off,
    /// Requests become tickets.
    On {
        /// How many may be open at once in the group `[R11]`; `None` is no limit, 0 allows none.
        max: Option<u32>,
        /// Whether agents who come to have room are given tickets, or tickets wait to be claimed `[R9]`.
        auto_assign: bool,
    },
}

/// `"off"` or `{"max": n or null, "auto_assign": bool}`: a tag for one case only, which serde's derive cannot say.
/// Formats that are not human-readable get a plain enum.
#[cfg(feature = "serde")]
mod wire {
    use super::Tickets;
    use core::fmt;
    use serde::de::value::MapAccessDeserializer;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct On {
        #[serde(default)]
        max: Option<u32>,
        #[serde(default)]
        auto_assign: bool,
    }

    #[derive(Serialize, Deserialize)]
    enum Binary {
        Off,
        On(On),
    }

    impl From<On> for Tickets {
        fn from(On { max, auto_assign }: On) -> Self {
            Self::On { max, auto_assign }
        }
    }

    impl Serialize for Tickets {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let on = match *self {
                Self::Off => None,
                Self::On { max, auto_assign } => Some(On { max, auto_assign }),
            };
            match (serializer.is_human_readable(), on) {
                (true, None) => serializer.serialize_str("off"),
                (true, Some(on)) => on.serialize(serializer),
                (false, None) => Binary::Off.serialize(serializer),
                (false, Some(on)) => Binary::On(on).serialize(serializer),
            }
        }
    }

    impl<'de> Deserialize<'de> for Tickets {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            if deserializer.is_human_readable() {
                return deserializer.deserialize_any(Visitor);
            }
            Ok(match Binary::deserialize(deserializer)? {
                Binary::Off => Self::Off,
                Binary::On(on) => on.into(),
            })
        }
    }

    struct Visitor;

    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = Tickets;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("\"off\" or {\"max\": n or null, \"auto_assign\": bool}")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Tickets, E> {
            if text == "off" {
                Ok(Tickets::Off)
            } else {
                Err(E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Tickets, A::Error> {
            On::deserialize(MapAccessDeserializer::new(map)).map(Tickets::from)
        }
    }
}
