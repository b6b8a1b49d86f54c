//! Opening hours and working hours: when a [`Schedule`] is open, and when that changes next (contract §5).
//!
//! ```
//! use frontdesk::{Schedule, Timestamp, hours};
//!
//! let schedule = Schedule::new("Europe/Paris").weekly("fri", &[("22:00", "06:00")]);
//! let friday: Timestamp = "2026-06-05T12:00:00Z".parse()?;
//! assert!(!hours::is_open(&schedule, friday)?);
//!
//! let opening = hours::next_change(&schedule, friday)?.expect("it opens every Friday");
//! assert_eq!((opening.at, opening.open), ("2026-06-05T20:00:00Z".parse()?, true));
//! let closing = hours::next_change(&schedule, opening.at)?.expect("it closes every Saturday");
//! assert_eq!((closing.at, closing.open), ("2026-06-06T04:00:00Z".parse()?, false));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! To ask more than once, compile the schedule to a [`Calendar`] first. What the clocks of a zone show is data and not
//! code: it comes with the build ([`TZDB_VERSION`]) and can be replaced, zone by zone, in [`Zones`].
//!
//! The rules where clocks change `[R34]`:
//!
//! * A window is `[from, to)`. A time that the clocks skip stands for the first instant after the gap, as a start and
//!   as an end. A time that comes twice stands for its first occurrence as a start, and for its last as an end.
//! * A window that comes out empty, because both its ends lie in one gap, has no edges. A day that a zone skips as a
//!   whole is such a gap.
//! * Windows that touch or overlap are one, also if only a gap or a repeated hour makes them do so.

mod calendar;
mod schedule;
mod table;
mod zone;

pub use calendar::{Ahead, Calendar, Change};
pub use schedule::ScheduleError;
pub use table::{MAX_OFFSET_S, Transition, ZoneError, check as check_transitions};
pub use zone::{TZDB_VERSION, Zones};

use crate::model::Schedule;
use crate::time::Timestamp;

/// Whether the schedule is open at this instant, by the compiled zone data.
///
/// # Errors
///
/// When the schedule cannot be understood; see [`Calendar::compile`].
pub fn is_open(schedule: &Schedule, at: Timestamp) -> Result<bool, ScheduleError> {
    Ok(Calendar::compile(schedule, &Zones::new())?.is_open(at))
}

/// The first instant strictly after `after` at which the schedule opens or closes, by the compiled zone data;
/// `None` when it never does again. See [`Calendar::next_change`].
///
/// # Errors
///
/// When the schedule cannot be understood; see [`Calendar::compile`].
pub fn next_change(schedule: &Schedule, after: Timestamp) -> Result<Option<Change>, ScheduleError> {
    Ok(Calendar::compile(schedule, &Zones::new())?.next_change(after))
}

/// Microseconds in a second, the unit of all arithmetic here.
const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 86_400 * SECOND;
