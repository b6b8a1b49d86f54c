//! Chats: where each one is, and what is remembered of it.

use super::due::ChatTimers;
use super::terms::Asks;
use super::{AgentSlot, GroupSlot};
use crate::ids::ChatId;
use crate::index::{Empty, Entry, Handle, Rare, Slot};
use crate::model::{LastFrom, Relaxation, Skills};
use crate::rules::backlog::Backlog;
use crate::rules::presence::Until;
use crate::rules::returns::Owned;
use crate::rules::slow::Slow;
use crate::time::Timestamp;
use alloc::vec::Vec;
use core::time::Duration;

pub(crate) type ChatSlot = Slot<Chat>;

/// A live chat, or one in wrap-up.
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
    pub(crate) last_from: LastFrom,
    pub(crate) slow: Slow,
    pub(crate) rare: Rare<ChatExtras>,
    whereabouts: Whereabouts,

    // Derived.
    /// The terms under which it is listed while it waits; it is found by them.
    pub(super) terms: Asks,
    pub(super) timers: ChatTimers,
    /// Where in its agent's and in its group's bag of chats with agents it stands, if it does.
    pub(super) listed_at: (u32, u32),
}

/// What a new or restored chat begins with.
#[derive(Debug)]
pub(crate) struct ChatFacts {
    pub(crate) id: ChatId,
    pub(crate) seq: u64,
    pub(crate) requested_at: Timestamp,
    pub(crate) priority: u8,
    pub(crate) cost: u32,
    pub(crate) tiers_as_of: Timestamp,
    pub(crate) last_from: LastFrom,
    pub(crate) slow: Slow,
    pub(crate) rare: Rare<ChatExtras>,
}

/// What few chats have.
#[derive(Clone, Debug)]
pub(crate) struct ChatExtras {
    /// What it needs, if anything.
    pub(crate) demands: Option<Demands>,
    /// The agent it waits for, and nobody else.
    pub(crate) reservation: Option<Reservation>,
    /// All who joined, in that order, whoever owns it now.
    pub(crate) participants: Vec<Person>,
    /// Agents who are not given it for a while, by registration.
    pub(crate) cool_downs: Vec<CoolDown>,
}

impl Empty for ChatExtras {
    const EMPTY: &'static Self =
        &Self { demands: None, reservation: None, participants: Vec::new(), cool_downs: Vec::new() };

    fn empty() -> Self {
        Self::EMPTY.clone()
    }
}

/// Where a chat is between two calls. Only a chat that an agent has can be without a group: one that was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Queued {
        group: GroupSlot,
        /// When it began to wait there.
        since: Timestamp,
    },
    Ticket {
        group: GroupSlot,
    },
    Owned(Holding),
    /// Ended, but still load of the agent who had it.
    WrapUp {
        agent: AgentSlot,
        group: Option<GroupSlot>,
        /// When it ended.
        since: Timestamp,
    },
}

/// Where a chat is within a step, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whereabouts {
    At(Place),
    /// On its way from one place to the next; whoever moves it has the token for it, a `Loose`.
    OnItsWay {
        group: Option<GroupSlot>,
    },
}

/// What is known of a chat with an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) agent: AgentSlot,
    pub(crate) group: Option<GroupSlot>,
    /// When it was assigned.
    pub(crate) since: Timestamp,
    pub(crate) accepted: bool,
    /// Whether an invisible helper took it.
    pub(crate) by_helper: bool,
    /// Whether it is set aside, and costs nothing.
    pub(crate) parked: bool,
    /// Derived: whether the owner held it when that was last judged. An owner who stops holding it leaves it.
    pub(super) held: bool,
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
pub(crate) struct Reservation {
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

/// An agent is not given the chat for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CoolDown {
    pub(crate) who: Person,
    pub(crate) since: Timestamp,
    pub(super) timer: Handle,
}

impl Demands {
    /// What a request asks for, if it asks for anything.
    pub(crate) fn of(needs: &Skills, relax: &[Relaxation]) -> Option<Self> {
        let asks = !needs.is_empty() || !relax.is_empty();
        asks.then(|| Self { needs: needs.clone(), steps: relax.iter().rev().cloned().collect() })
    }
}

impl Holding {
    /// A holding that begins; whether it is held is judged next.
    pub(crate) fn new(agent: AgentSlot, group: Option<GroupSlot>, since: Timestamp) -> Self {
        Self { agent, group, since, accepted: false, by_helper: false, parked: false, held: false }
    }
}

impl CoolDown {
    pub(crate) fn new(who: Person, since: Timestamp) -> Self {
        Self { who, since, timer: Handle::default() }
    }

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

impl Place {
    /// The group in which the chat waits, and in which of its backlogs.
    #[inline]
    pub(crate) fn waits(self) -> Option<(GroupSlot, Backlog)> {
        match self {
            Self::Queued { group, .. } => Some((group, Backlog::Queued)),
            Self::Ticket { group } => Some((group, Backlog::Ticket)),
            Self::Owned(_) | Self::WrapUp { .. } => None,
        }
    }

    #[inline]
    fn group(self) -> Option<GroupSlot> {
        match self {
            Self::Queued { group, .. } | Self::Ticket { group } => Some(group),
            Self::Owned(Holding { group, .. }) | Self::WrapUp { group, .. } => group,
        }
    }
}

impl Chat {
    /// A chat that stands in none of the lists of its place yet.
    pub(crate) fn at(facts: ChatFacts, place: Place) -> Self {
        Self::new(facts, Whereabouts::At(place))
    }

    /// A chat that was just asked for in a group.
    pub(super) fn on_its_way(facts: ChatFacts, group: GroupSlot) -> Self {
        Self::new(facts, Whereabouts::OnItsWay { group: Some(group) })
    }

    #[inline]
    fn new(facts: ChatFacts, whereabouts: Whereabouts) -> Self {
        let ChatFacts { id, seq, requested_at, priority, cost, tiers_as_of, last_from, slow, rare } = facts;
        Self {
            id,
            seq,
            requested_at,
            priority,
            cost,
            tiers_as_of,
            last_from,
            slow,
            rare,
            whereabouts,
            terms: None,
            timers: ChatTimers::default(),
            listed_at: (0, 0),
        }
    }

    /// Where it is. Not to be asked of a chat that is on its way: whoever has its token knows that.
    #[inline]
    pub(crate) fn place(&self) -> Place {
        self.settled().expect("a chat whose token nobody has is somewhere")
    }

    /// Where it is, unless it is on its way.
    #[inline]
    pub(super) fn settled(&self) -> Option<Place> {
        match self.whereabouts {
            Whereabouts::At(place) => Some(place),
            Whereabouts::OnItsWay { .. } => None,
        }
    }

    /// Its group; none once that was removed while an agent had the chat.
    #[inline]
    pub(crate) fn group(&self) -> Option<GroupSlot> {
        match self.whereabouts {
            Whereabouts::At(place) => place.group(),
            Whereabouts::OnItsWay { group } => group,
        }
    }

    #[inline]
    pub(crate) fn holding(&self) -> Option<&Holding> {
        match &self.whereabouts {
            Whereabouts::At(Place::Owned(holding)) => Some(holding),
            Whereabouts::At(_) | Whereabouts::OnItsWay { .. } => None,
        }
    }

    #[inline]
    pub(super) fn holding_mut(&mut self) -> Option<&mut Holding> {
        match &mut self.whereabouts {
            Whereabouts::At(Place::Owned(holding)) => Some(holding),
            Whereabouts::At(_) | Whereabouts::OnItsWay { .. } => None,
        }
    }

    /// The group in whose queue it waits, if it does.
    #[inline]
    pub(crate) fn queued_in(&self) -> Option<GroupSlot> {
        match self.whereabouts {
            Whereabouts::At(Place::Queued { group, .. }) => Some(group),
            Whereabouts::At(_) | Whereabouts::OnItsWay { .. } => None,
        }
    }

    /// Since when it waits in the queue, if it does.
    #[inline]
    pub(super) fn queued_since(&self) -> Option<Timestamp> {
        match self.whereabouts {
            Whereabouts::At(Place::Queued { since, .. }) => Some(since),
            Whereabouts::At(_) | Whereabouts::OnItsWay { .. } => None,
        }
    }

    /// Puts it somewhere. The lists of its place are not the business of this file.
    #[inline]
    pub(super) fn put(&mut self, place: Place) {
        self.whereabouts = Whereabouts::At(place);
    }

    /// Sets it on its way, to a group if there is one.
    #[inline]
    pub(super) fn set_out(&mut self, group: Option<GroupSlot>) {
        self.whereabouts = Whereabouts::OnItsWay { group };
    }

    /// Where the cool-down of an agent is, or would be.
    pub(super) fn cool_down_of(&self, who: Person) -> Result<usize, usize> {
        self.rare.cool_downs.binary_search_by_key(&who.seq, |cool_down| cool_down.who.seq)
    }

    /// Whether it waits, and costs more than one place.
    #[inline]
    pub(super) fn is_costly(&self) -> bool {
        self.cost > 1 && self.settled().is_some_and(|place| place.waits().is_some())
    }

    /// What it needs now.
    #[inline]
    pub(crate) fn needs(&self) -> Option<&Skills> {
        self.rare.demands.as_ref().map(|demands| &demands.needs)
    }

    /// Whether it has ended and only counts as load.
    #[inline]
    pub(super) fn has_ended(&self) -> bool {
        matches!(self.whereabouts, Whereabouts::At(Place::WrapUp { .. }))
    }

    /// What the rules of leaving ask of it.
    #[inline]
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
