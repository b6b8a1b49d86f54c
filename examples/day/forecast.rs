//! How often the wait that was estimated when somebody was enqueued came true.

use crate::simulator::{Fate, Run};
use frontdesk::rules::estimate::{self, Flow};
use frontdesk::{Estimate, Timestamp};
use frontdesk_kit::recorded::contacts::{Contact, Recorded};
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

/// The estimates of those who waited and were taken, against their waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// The wait lay between the ends.
    pub within: usize,
    /// It was shorter than the low end.
    pub sooner: usize,
    /// It was longer than the high end.
    pub later: usize,
    /// Nothing had been said.
    pub unknown: usize,
}

impl Forecast {
    /// What the engine said, against what it then did.
    pub fn simulated(run: &Run) -> Self {
        let mut forecast = Self::default();
        for (told, fate) in run.told.iter().zip(&run.fates) {
            if let (Some(told), Fate::Served(wait)) = (*told, *fate) {
                forecast.judge(told, wait);
            }
        }
        forecast
    }

    /// What the rule would have said of the recorded queues, one for each kind, against what was then recorded. No
    /// engine has a hand in this.
    pub fn recorded(contacts: &[Contact], credit: u32) -> Self {
        let mut changes: Vec<(u32, Change, usize)> = Vec::new();
        for (index, contact) in contacts.iter().enumerate().filter(|(_, contact)| contact.queued) {
            let (wait, leaves) = match contact.recorded {
                Recorded::Served { wait } => (wait, Leaves::Taken),
                Recorded::GaveUp { patience } => (patience, Leaves::GaveUp),
                Recorded::LeftMenu => continue,
            };
            changes.push((contact.asked, Change::Asks, index));
            let end = contact.asked.saturating_add(wait);
            changes.push((end, if wait > 0 { Change::Leaves(leaves) } else { Change::LeavesAtOnce(leaves) }, index));
        }
        changes.sort_unstable();
        let mut queues: HashMap<&str, Recording> = HashMap::new();
        let mut forecast = Self::default();
        for (second, change, index) in changes {
            let contact = &contacts[index];
            let queue = queues.entry(&contact.kind).or_default();
            let rank = i64::from(contact.asked) - if contact.priority { i64::from(credit) } else { 0 };
            let now = Timestamp::from_secs(i64::from(second));
            match change {
                Change::Asks => {
                    let told = queue.enter((rank, index), now);
                    if let Recorded::Served { wait } = contact.recorded {
                        forecast.judge(told, wait);
                    }
                }
                Change::Leaves(how) | Change::LeavesAtOnce(how) => queue.leave((rank, index), how, now),
            }
        }
        forecast
    }

    /// How many had an estimate.
    pub fn told(&self) -> usize {
        self.within + self.sooner + self.later
    }

    fn judge(&mut self, told: Estimate, wait: u32) {
        let wait = Duration::from_secs(wait.into());
        *match told {
            Estimate::Unknown(_) => &mut self.unknown,
            Estimate::Between { low, .. } if wait < low => &mut self.sooner,
            Estimate::Between { high, .. } if wait > high => &mut self.later,
            Estimate::Between { .. } => &mut self.within,
        } += 1;
    }
}

/// What happens in a recorded queue. Of one second, in this order: whoever leaves makes room for whoever comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Leaves(Leaves),
    Asks,
    LeavesAtOnce(Leaves),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Leaves {
    Taken,
    GaveUp,
}

/// A recorded queue: who waits, by rank, and how they go.
#[derive(Default)]
struct Recording {
    waiting: BTreeSet<(i64, usize)>,
    flow: Flow,
}

impl Recording {
    fn enter(&mut self, who: (i64, usize), now: Timestamp) -> Estimate {
        self.waiting.insert(who);
        self.flow.run(true, now);
        let position = u32::try_from(self.waiting.range(..=who).count()).unwrap_or(u32::MAX);
        estimate::wait(&self.flow, true, position, now)
    }

    fn leave(&mut self, who: (i64, usize), how: Leaves, now: Timestamp) {
        if how == Leaves::Taken {
            self.flow.take(now);
        }
        self.waiting.remove(&who);
        self.flow.run(!self.waiting.is_empty(), now);
    }
}
