//! What is going to happen, by instant.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Something to come. Of one instant, in this order: who has room goes before who loses patience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Next {
    /// The agent of a chat answers it, if it still is the same offer.
    Answer {
        /// The chat.
        chat: u64,
        /// Which of its turns.
        turn: u32,
    },
    /// The chat has been dealt with, if nothing came between.
    End {
        /// The chat.
        chat: u64,
        /// Which of its turns.
        turn: u32,
    },
    /// The agent is done with what follows a chat.
    AfterWork {
        /// The agent, by place.
        agent: usize,
        /// The chat.
        chat: u64,
    },
    /// The engine ends a wrap-up at this instant: the agent's load is looked at.
    Look {
        /// The agent, by place.
        agent: usize,
    },
    /// Patience is over.
    Patience {
        /// The chat.
        chat: u64,
    },
    /// The agent's break begins or ends.
    Break {
        /// The agent, by place.
        agent: usize,
        /// Whether it begins.
        begins: bool,
        /// Whether this is the edge itself, after which the next one is looked for.
        edge: bool,
    },
    /// The agent is back after the engine set them offline.
    Back {
        /// The agent, by place.
        agent: usize,
    },
}

/// Everything that is to come.
#[derive(Debug, Default)]
pub struct Agenda {
    heap: BinaryHeap<Reverse<(i64, Next)>>,
}

impl Agenda {
    /// Something happens then.
    pub fn add(&mut self, at: i64, next: Next) {
        self.heap.push(Reverse((at, next)));
    }

    /// When something happens next.
    pub fn next(&self) -> Option<i64> {
        self.heap.peek().map(|Reverse((at, _))| *at)
    }

    /// Takes it.
    pub fn take(&mut self) -> Option<Next> {
        self.heap.pop().map(|Reverse((_, next))| next)
    }
}
