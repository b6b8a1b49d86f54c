//! Chats: where each one is, and what is remembered of it.

use super::{AgentSlot, Asks, ChatTimers, GroupSlot, Share};
use crate::ids::ChatId;
use crate::index::{Empty, Entry, Handle, Rare, Slot};
use crate::model::{LastFrom, Relaxation, Skills, Source};
use crate::rules::presence::Until;
use crate::rules::returns::Owned;
pub(crate) use crate::rules::slow::Slow;
use crate::time::Timestamp;
use alloc::vec::Vec;
use core::time::Duration;

pub(crate) type ChatSlot = Slot<Chat>;

/// A live chat.
#[derive(Clone, Debug)]
pub(crate) struct Chat {
    pub(crate) id: ChatId,
    /// Registration number.
    pub(crate) seq: u64,
    pub(crate) requested_at: Timestamp,
    pub(crate) priority: u8,
    pub(crate) cost: u32,
    /// Tiers are open that opened by this instant: that of the last deadline, move or change of settings.
    pub(crate) tiers_as_of: Timestamp,
    /// Its group; none once that was removed, and then it has an owner.
    pub(crate) group: Option<GroupSlot>,
    pub(crate) place: Place,
    pub(crate) last_from: LastFrom,
    pub(crate) slow: Slow,
    /// The terms under which it is listed while it waits; it is found by them.
    pub(crate) terms: Asks,
    pub(crate) timers: ChatTimers,
    /// Where in its agent's list and in its group's list of chats with agents it stands, if it does.
    pub(crate) listed_at: (u32, u32),
    /// The number of the step in which it last came back or moved, and which of the two it was.
    pub(crate) arrived: Option<(u64, Source)>,
    pub(crate) rare: Rare<ChatExtras>,
}

/// What few chats have.
#[derive(Clone, Debug)]
pub(crate) struct ChatExtras {
    /// What it needs, if anything.
    pub(crate) demands: Option<Demands>,
    /// The agent it waits for.
    pub(crate) hold: Option<AgentHold>,
    /// All who joined, in that order, whoever owns it now.
    pub(crate) participants: Vec<Person>,
    /// Who is not given it for a while, by registration.
    pub(crate) cool_downs: Vec<CoolDown>,
}

impl Empty for ChatExtras {
    const EMPTY: &'static Self = &Self { demands: None, hold: None, participants: Vec::new(), cool_downs: Vec::new() };

    fn empty() -> Self {
        Self::EMPTY.clone()
    }
}

/// Where a chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the middle of a step, on its way from one place to the next.
    Nowhere,
    Queued {
        /// When it began to wait there.
        since: Timestamp,
    },
    Ticket,
    Owned(Holding),
    /// Ended, but still load of the agent who had it.
    WrapUp {
        agent: AgentSlot,
        /// When it ended.
        since: Timestamp,
    },
}

/// What is known of a chat with an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) agent: AgentSlot,
    /// When it was assigned.
    pub(crate) since: Timestamp,
    pub(crate) accepted: bool,
    /// Whether an invisible helper took it.
    pub(crate) by_helper: bool,
    /// Whether the owner held it when that was last judged: who stops holding leaves.
    pub(crate) held: bool,
    /// Whether it is set aside, and costs nothing.
    pub(crate) parked: bool,
}

/// What a chat needs, now and later.
#[derive(Clone, Debug)]
pub(crate) struct Demands {
    pub(crate) needs: Skills,
    /// What it will need instead, the next step last.
    pub(crate) steps: Vec<Relaxation>,
}

/// A chat waits for one agent: until the deadline has fired or the agent is there no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AgentHold {
    pub(crate) who: Person,
    /// When it ends; none if that is beyond the last instant there is.
    pub(crate) until: Option<Timestamp>,
}

/// An agent, and nobody else who gets the same slot or id later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Person {
    pub(crate) slot: AgentSlot,
    pub(crate) seq: u64,
}

/// Who is not given the chat for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CoolDown {
    pub(crate) who: Person,
    pub(crate) since: Timestamp,
    pub(crate) timer: Handle,
}

impl Demands {
    /// What a request asks for, if it asks for anything.
    pub(crate) fn of(needs: &Skills, relax: &[Relaxation]) -> Option<Self> {
        let asks = !needs.is_empty() || !relax.is_empty();
        asks.then(|| Self { needs: needs.clone(), steps: relax.iter().rev().cloned().collect() })
    }
}

impl CoolDown {
    pub(crate) fn until(self, delay: Duration) -> Until {
        self.since.checked_add(delay).map_or(Until::Forever, Until::Instant)
    }
}

/// A chat by its rank: the order in which chats are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ChatRef {
    /// Lower is served first.
    pub(crate) rank: i64,
    /// Registration number.
    pub(crate) seq: u64,
    pub(crate) slot: ChatSlot,
}

impl Chat {
    pub(crate) fn holding(&self) -> Option<&Holding> {
        match &self.place {
            Place::Owned(holding) => Some(holding),
            Place::Nowhere | Place::Queued { .. } | Place::Ticket | Place::WrapUp { .. } => None,
        }
    }

    pub(crate) fn holding_mut(&mut self) -> Option<&mut Holding> {
        match &mut self.place {
            Place::Owned(holding) => Some(holding),
            Place::Nowhere | Place::Queued { .. } | Place::Ticket | Place::WrapUp { .. } => None,
        }
    }

    /// What it is of what an agent holds, if it has one: parked it costs nothing, ended it is owned no more.
    pub(crate) fn share(&self) -> Option<(AgentSlot, Share)> {
        let cost = u64::from(self.cost);
        match self.place {
            Place::Owned(Holding { agent, parked, .. }) => {
                Some((agent, Share { load: if parked { 0 } else { cost }, owned: 1 }))
            }
            Place::WrapUp { agent, .. } => Some((agent, Share { load: cost, owned: 0 })),
            Place::Nowhere | Place::Queued { .. } | Place::Ticket => None,
        }
    }

    /// Where the cool-down of an agent is, or would be.
    pub(crate) fn cool_down_of(&self, who: Person) -> Result<usize, usize> {
        self.rare.cool_downs.binary_search_by_key(&who.seq, |cool_down| cool_down.who.seq)
    }

    /// Whether it waits, and costs more than one place.
    pub(crate) fn is_costly(&self) -> bool {
        self.cost > 1 && matches!(self.place, Place::Queued { .. } | Place::Ticket)
    }

    /// What it needs now.
    pub(crate) fn needs(&self) -> Option<&Skills> {
        self.rare.demands.as_ref().map(|demands| &demands.needs)
    }

    /// Whether it has ended and only counts as load.
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.place, Place::WrapUp { .. })
    }

    /// What the rules of leaving ask of it.
    pub(crate) fn as_owned(&self, holding: &Holding) -> Owned {
        Owned { accepted: holding.accepted, last_from: self.last_from, by_helper: holding.by_helper }
    }
}

impl Entry for Chat {
    type Key = ChatId;

    fn key(&self) -> ChatId {
        self.id
    }
}
