//! What all replicas agree on: an engine, who spoke last, and what was decided. No clock, no disk, no network.

use super::outbox::{Outbox, Place};
use super::sessions::Sessions;
use crate::entry::{Answer, Batch, Item, Receipt};
use frontdesk::{Decision, Engine, Event, Timestamp};

/// Most decisions that an answer carries; more are read from the outbox.
pub const MAX_ANSWERED: usize = 1024;

/// The state after some entry of the log. A function of the log alone.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub(super) engine: Engine,
    pub(super) sessions: Sessions,
    pub(super) outbox: Outbox,
}

impl State {
    /// Does what an entry says; an answer for each of its items.
    ///
    /// The engine's time never goes back. A leader stamps no earlier than what it has applied, but two leaders' entries
    /// may meet in one log with their clocks apart; then the later instant counts, on every replica alike.
    pub fn apply(&mut self, index: u64, batch: &Batch) -> Vec<Answer> {
        let at = batch.at.max(self.engine.now());
        let mut decisions = Vec::new();
        if batch.items.is_empty() {
            // The instant is no earlier than the engine's, so nothing is refused.
            let _ = self.engine.tick(at, &mut decisions);
        }
        let items = (0..).zip(&batch.items);
        let mut answers: Vec<_> = items.map(|(item, what)| self.take(index, item, at, what, &mut decisions)).collect();
        self.outbox.add(index, &decisions);
        for answer in &mut answers {
            self.add_decisions(answer, index, &decisions);
        }
        answers
    }

    fn take(&mut self, index: u64, item: u32, at: Timestamp, what: &Item, decisions: &mut Vec<Decision>) -> Answer {
        match *what {
            Item::Open => Answer::Opened(self.sessions.open(index)),
            Item::Event { session, sequence, ref event } => match self.sessions.look(session, sequence) {
                Err(denial) => Answer::Denied(denial),
                Ok(Some(kept)) => Answer::Done(kept.receipt(None)),
                Ok(None) => {
                    let receipt = self.handle(index, item, at, event, decisions);
                    self.sessions.keep(session, (&receipt).into());
                    Answer::Done(receipt)
                }
            },
        }
    }

    fn handle(&mut self, index: u64, item: u32, at: Timestamp, event: &Event, all: &mut Vec<Decision>) -> Receipt {
        let first = all.len();
        let outcome = self.engine.handle(at, event, all);
        let place = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Receipt { index, item, at, outcome, first: place(first), count: place(all.len() - first), decisions: None }
    }

    /// Puts the decisions into an answer: of this entry from what was just decided, of an earlier one from the outbox.
    fn add_decisions(&self, answer: &mut Answer, index: u64, new: &[Decision]) {
        let Answer::Done(receipt) = answer else { return };
        if receipt.count as usize > MAX_ANSWERED {
            return;
        }
        let first = Place { index: receipt.index, position: receipt.first };
        receipt.decisions = if receipt.index == index {
            new.get(receipt.first as usize..).and_then(|rest| rest.get(..receipt.count as usize)).map(<[_]>::to_vec)
        } else {
            self.outbox.run(first, receipt.count)
        };
    }

    /// The answer to an event that was done before.
    pub fn recall(&self, session: u64, sequence: u64) -> Option<Receipt> {
        let kept = self.sessions.look(session, sequence).ok()??;
        let first = Place { index: kept.index(), position: kept.first };
        let short = kept.count as usize <= MAX_ANSWERED;
        Some(kept.receipt(short.then(|| self.outbox.run(first, kept.count)).flatten()))
    }

    /// The engine, to be asked.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// How many clients have a session.
    pub fn sessions(&self) -> usize {
        self.sessions.count()
    }

    /// What was decided.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }
}
