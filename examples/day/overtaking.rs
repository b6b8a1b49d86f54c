//! Who was taken from the queue before somebody of their kind who was in front of them.

use crate::simulator::{Fate, Run};
use frontdesk_kit::recorded::contacts::{Contact, Recorded};
use std::collections::{BTreeSet, HashMap};

/// Somebody who was queued and taken.
#[derive(Clone, Copy, Debug)]
struct Turn<'a> {
    kind: &'a str,
    /// In the order of the recording.
    index: usize,
    asked: u32,
    priority: bool,
    taken: u32,
}

/// Of those who were queued and taken, how many were taken while one of their kind in front of them still waited (who
/// was taken later; whoever gave up is left out). In front is who asked earlier, with so many seconds credited to
/// priority customers; who came only in the second in which the other was taken was not there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overtaking {
    /// How many overtook.
    pub overtook: usize,
    /// Of how many.
    pub of: usize,
}

impl Overtaking {
    /// As it was recorded.
    pub fn recorded(contacts: &[Contact], credit: u32) -> Self {
        let wait = |_, contact: &Contact| match contact.recorded {
            Recorded::Served { wait } if contact.queued => Some(wait),
            _ => None,
        };
        Self::of(contacts, wait, credit)
    }

    /// As it came under the engine.
    pub fn simulated(contacts: &[Contact], run: &Run, credit: u32) -> Self {
        let wait = |index: usize, _: &Contact| match run.fates[index] {
            // Told how long: they were queued. Those who came in the night wait as tickets, and after the queue.
            Fate::Served(wait) if run.told[index].is_some() => Some(wait),
            _ => None,
        };
        Self::of(contacts, wait, credit)
    }

    fn of(contacts: &[Contact], wait: impl Fn(usize, &Contact) -> Option<u32>, credit: u32) -> Self {
        let turn = |(index, contact)| {
            let taken = wait(index, contact).map(|wait| contact.asked.saturating_add(wait))?;
            Some(Turn { kind: &contact.kind, index, asked: contact.asked, priority: contact.priority, taken })
        };
        let turns: Vec<Turn<'_>> = contacts.iter().enumerate().filter_map(turn).collect();
        Self { overtook: overtakers(&turns, credit), of: turns.len() }
    }
}

/// Goes through the seconds in which somebody was taken, with those of each kind who had asked before and were taken
/// later.
fn overtakers(turns: &[Turn<'_>], credit: u32) -> usize {
    let rank = |turn: &Turn<'_>| i64::from(turn.asked) - if turn.priority { i64::from(credit) } else { 0 };
    let mut takes: Vec<&Turn<'_>> = turns.iter().collect();
    takes.sort_by_key(|turn| turn.taken);
    let mut arrivals = takes.clone();
    arrivals.sort_by_key(|turn| turn.asked);
    let mut arrivals = arrivals.into_iter().peekable();
    let mut waiting: HashMap<&str, BTreeSet<(i64, usize)>> = HashMap::new();
    let mut count = 0;
    for together in takes.chunk_by(|one, other| one.taken == other.taken) {
        let second = together[0].taken;
        while let Some(turn) = arrivals.next_if(|turn| turn.asked < second) {
            // Who was taken in the very second in which they asked has gone.
            if turn.taken >= second {
                waiting.entry(turn.kind).or_default().insert((rank(turn), turn.index));
            }
        }
        for turn in together {
            waiting.entry(turn.kind).or_default().remove(&(rank(turn), turn.index));
        }
        let first = |turn: &Turn<'_>| waiting.get(turn.kind).and_then(BTreeSet::first).map(|&(rank, _)| rank);
        count += together.iter().filter(|turn| first(turn).is_some_and(|first| first < rank(turn))).count();
    }
    count
}
