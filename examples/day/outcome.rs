//! What came of a day, in figures that can be compared.

use crate::simulator::{Fate, Run};
use frontdesk_kit::figures::Sample;
use frontdesk_kit::recorded::contacts::{Contact, Recorded};

/// One side of the comparison. Times are seconds.
#[derive(Debug)]
pub struct Outcome {
    /// Everybody who called.
    pub arrivals: usize,
    /// Hung up in the menu.
    pub left_menu: usize,
    /// Taken by an agent.
    pub served: usize,
    /// Hung up while waiting.
    pub gave_up: usize,
    /// Rejected.
    pub turned_away: usize,
    /// Waiting when everything was over.
    pub left_waiting: usize,
    /// Of those who asked for an agent, how many had to wait.
    pub waited: usize,
    /// Waits of the served, those who were taken at once included.
    pub waits: Sample,
    /// Waits of the served who had to wait.
    pub long_waits: Sample,
    /// Waits of those who gave up.
    pub lost_waits: Sample,
}

impl Outcome {
    /// As it was recorded.
    pub fn recorded(contacts: &[Contact]) -> Self {
        let fate = |contact: &Contact| match contact.recorded {
            Recorded::Served { wait } => Fate::Served(wait),
            Recorded::GaveUp { patience } => Fate::GaveUp(patience),
            Recorded::LeftMenu => Fate::LeftMenu,
        };
        Self::of(contacts.iter().map(|contact| (fate(contact), contact.queued)))
    }

    /// As it came under the engine.
    pub fn simulated(run: &Run) -> Self {
        Self::of(run.fates.iter().copied().zip(run.waited.iter().copied()))
    }

    fn of(contacts: impl Iterator<Item = (Fate, bool)> + Clone) -> Self {
        let count = |wanted: fn(Fate) -> bool| contacts.clone().filter(|&(fate, _)| wanted(fate)).count();
        let served = |(fate, waited)| match fate {
            Fate::Served(wait) => Some((f64::from(wait), waited)),
            _ => None,
        };
        let lost = |(fate, _)| match fate {
            Fate::GaveUp(wait) => Some(f64::from(wait)),
            _ => None,
        };
        Self {
            arrivals: contacts.clone().count(),
            left_menu: count(|fate| fate == Fate::LeftMenu),
            served: count(|fate| matches!(fate, Fate::Served(_))),
            gave_up: count(|fate| matches!(fate, Fate::GaveUp(_))),
            turned_away: count(|fate| fate == Fate::TurnedAway),
            left_waiting: count(|fate| matches!(fate, Fate::Unknown | Fate::Queued | Fate::Ticket)),
            waited: contacts.clone().filter(|&(fate, waited)| waited && fate != Fate::LeftMenu).count(),
            waits: contacts.clone().filter_map(served).map(|(wait, _)| wait).collect(),
            long_waits: contacts
                .clone()
                .filter_map(served)
                .filter(|&(_, waited)| waited)
                .map(|(wait, _)| wait)
                .collect(),
            lost_waits: contacts.filter_map(lost).collect(),
        }
    }

    /// Everybody who got as far as to ask for an agent.
    pub fn asked(&self) -> usize {
        self.arrivals - self.left_menu
    }
}
