//! What agents do at once: each further chat at hand may slow all of them down.

use std::collections::BTreeMap;

/// The chats that an agent has answered and not ended, each with the work that is left.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// By chat: work left at `since`, in microseconds at full speed.
    chats: BTreeMap<u64, f64>,
    since: i64,
    slowdown: f64,
}

impl Work {
    /// Nothing to do; every further chat adds this share of its own time to each.
    pub fn new(slowdown: f64) -> Self {
        Self { slowdown, ..Self::default() }
    }

    /// A chat is begun, or gone on with.
    pub fn begin(&mut self, at: i64, chat: u64, left: f64) {
        self.go_on(at);
        self.chats.insert(chat, left);
    }

    /// A chat is over, or taken away: what was left of it.
    pub fn stop(&mut self, at: i64, chat: u64) -> Option<f64> {
        self.go_on(at);
        self.chats.remove(&chat)
    }

    /// When each chat ends if nothing changes.
    pub fn ends(&self) -> impl Iterator<Item = (u64, i64)> + '_ {
        let stretch = self.stretch();
        self.chats.iter().map(move |(chat, left)| (*chat, self.since + (left * stretch).round() as i64))
    }

    /// Whether what begins or stops here moves the ends of the others.
    pub fn shares(&self) -> bool {
        self.slowdown > 0.0
    }

    fn go_on(&mut self, at: i64) {
        let done = (at - self.since) as f64 / self.stretch();
        self.chats.values_mut().for_each(|left| *left = (*left - done).max(0.0));
        self.since = at;
    }

    fn stretch(&self) -> f64 {
        1.0 + self.slowdown * (self.chats.len().max(1) - 1) as f64
    }
}
