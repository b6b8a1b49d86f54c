//! What is measured: each measure is a ratio of two sums over days.

use crate::run::{AgentDay, Tally};

/// The sums of one day.
#[derive(Clone, Copy, Debug, Default)]
pub struct Day {
    /// Contacts.
    pub tally: Tally,
    /// All agents together.
    pub staff: AgentDay,
}

/// A measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The service level: of those who found somebody there, who was answered in time.
    Service,
    /// How long the answered waited, in seconds.
    Wait,
    /// Of those who found somebody there, who left before an answer or was given up.
    GaveUp,
    /// Of all, who was rejected.
    Refused,
    /// Of all, who became a ticket.
    Tickets,
    /// Load over capacity of the agents online.
    Occupancy,
}

impl Measure {
    /// All of them, in their order.
    pub const ALL: [Self; 6] = [Self::Service, Self::Wait, Self::GaveUp, Self::Refused, Self::Tickets, Self::Occupancy];

    /// The two sums of a day: what is counted, and out of what.
    #[must_use]
    pub fn of(self, day: &Day) -> (f64, f64) {
        let Day { tally, staff } = day;
        let share = |part: u32, whole: u32| (f64::from(part), f64::from(whole));
        match self {
            Self::Service => share(tally.within, tally.live),
            Self::Wait => (tally.wait_s, f64::from(tally.answered)),
            Self::GaveUp => share(tally.gave_up + tally.missed, tally.live),
            Self::Refused => share(tally.refused, tally.contacts),
            Self::Tickets => share(tally.tickets, tally.contacts),
            Self::Occupancy => (staff.load_s, staff.capacity_s),
        }
    }

    /// Whether it is a share, and not a time.
    #[must_use]
    pub fn is_share(self) -> bool {
        self != Self::Wait
    }
}
