//! Views: what can be asked of the state, which they never change (contract §8).

use crate::engine::Engine;
use crate::ids::{AgentId, ChatId, GroupId};
use crate::model::{AgentView, ChatState, ChatView, Decision, Estimate, EventError, GroupView, Query, Status, View};
use crate::rules::{admission, estimate, widget};
use crate::state::{BrokenInvariant, Place};
use crate::time::Timestamp;
use alloc::vec::Vec;

impl Engine {
    /// Answers a question of a log: moves the clock as a tick does, then looks.
    ///
    /// # Errors
    ///
    /// [`EventError::TimeWentBack`] as for any event; [`EventError::UnknownChat`], [`EventError::UnknownAgent`] or
    /// [`EventError::UnknownGroup`] if what is asked about is not live.
    pub fn query(&mut self, at: Timestamp, query: &Query, decisions: &mut Vec<Decision>) -> Result<View, EventError> {
        self.tick(at, decisions)?;
        match *query {
            Query::Group(group) => self.group(group).map(View::Group).ok_or(EventError::UnknownGroup),
            Query::Offer { group, matches_targeting } => {
                let offer = self.offer(group, matches_targeting).ok_or(EventError::UnknownGroup)?;
                Ok(View::Offer { offer })
            }
            Query::Chat(chat) => self.chat(chat).map(View::Chat).ok_or(EventError::UnknownChat),
            Query::Agent(agent) => self.agent(agent).map(View::Agent).ok_or(EventError::UnknownAgent),
        }
    }

    /// Checks every invariant of the state from scratch: lists, counts, lines, load, the fixpoint.
    ///
    /// Cheap enough for production once a minute: it goes through all groups, agents and chats once, and sorts the
    /// chats into their lists. Only where agents with room stand beside chats they cannot take is each of the two
    /// compared.
    ///
    /// # Errors
    ///
    /// [`BrokenInvariant`] names the first that does not hold: a bug of this crate, worth a report with the log.
    pub fn check(&self) -> Result<(), BrokenInvariant> {
        self.state().check()
    }

    /// The group as a supervisor sees it `[IAD-16]`; `None` if there is no such group. Counts its members: O(members).
    #[must_use]
    pub fn group(&self, group: GroupId) -> Option<GroupView> {
        let slot = self.state().groups.find(group)?;
        let state = &self.state().groups[slot];
        let policy = &self.state().settings(slot).policy;
        let with = |status| {
            let members = state.members.values();
            members.filter(|&&agent| self.state().agents[agent].status == status).count() as u32
        };
        Some(GroupView {
            group,
            open: state.is_open(),
            there: state.there(),
            online: with(Status::Online),
            away: with(Status::Away),
            invisible: with(Status::Invisible),
            waiting: state.waiting(),
            places: admission::places(policy.queue, state.there()),
            places_left: admission::places_left(policy.queue, state.there(), state.waiting()),
            tickets: state.open_tickets(),
            tickets_left: admission::tickets_left(self.state().offline_chats, policy.tickets, state.open_tickets()),
            widget: self.state().widget(slot).0,
        })
    }

    /// Whether a chat may be offered by this group to a visitor who matches the targeting or does not `[IAD-9]`,
    /// `[IAD-10]`; `None` if there is no such group.
    #[must_use]
    pub fn offer(&self, group: GroupId, matches_targeting: bool) -> Option<bool> {
        let slot = self.state().groups.find(group)?;
        Some(widget::offer(self.state().widget(slot).0, matches_targeting))
    }

    /// The chat as a supervisor sees it; `None` if it is not live.
    #[must_use]
    pub fn chat(&self, chat: ChatId) -> Option<ChatView> {
        let slot = self.state().live_chat(chat)?;
        let state = &self.state().chats[slot];
        let holding = state.holding();
        let accepted = holding.is_some_and(|holding| holding.accepted);
        let owner = holding.map(|holding| &self.state().agents[holding.agent]);
        let joined = state.rare.participants.iter().filter_map(|&person| self.state().agent_of(person));
        let participants: Vec<_> = joined.filter(|agent| owner.is_none_or(|owner| owner.id != agent.id)).collect();
        let seen = owner.into_iter().filter(|_| accepted).chain(participants.iter().copied());
        Some(ChatView {
            chat,
            group: state.group().map(|group| self.state().groups[group].id),
            state: state.place().into(),
            agent: owner.map(|owner| owner.id),
            accepted,
            last_from: state.last_from,
            position: self.state().position(slot),
            seen_online: seen.filter(|agent| agent.status != Status::Offline).map(|agent| agent.id).collect(),
            participants: participants.iter().map(|agent| agent.id).collect(),
            parked: holding.is_some_and(|holding| holding.parked),
        })
    }

    /// The agent as a supervisor sees them; `None` if there is no such agent.
    #[must_use]
    pub fn agent(&self, agent: AgentId) -> Option<AgentView> {
        let state = &self.state().agents[self.state().agents.find(agent)?];
        Some(AgentView {
            agent,
            status: state.status,
            load: state.carried().load(),
            capacity: state.capacity,
            wrapping_up: state.carried().wrapping().len() as u32,
        })
    }

    /// The place of a queued chat, counted from 1 `[IAD-13]`; `None` if it does not wait in a queue.
    #[must_use]
    pub fn position(&self, chat: ChatId) -> Option<u32> {
        self.state().position(self.state().live_chat(chat)?)
    }

    /// How long a queued chat will wait, from now on: an interval with its basis, or why nothing can be said; `None` if
    /// it does not wait in a queue.
    ///
    /// It is drawn from its place and from how fast agents took chats from its group's queue lately; how, and how
    /// often that was right on a real month, stands with [`rules::estimate`](crate::rules::estimate). Asking costs as
    /// much as [`position`](Self::position), and no decision depends on it.
    #[must_use]
    pub fn estimate(&self, chat: ChatId) -> Option<Estimate> {
        let slot = self.state().live_chat(chat)?;
        let position = self.state().position(slot)?;
        let group = &self.state().groups[self.state().chats[slot].group()?];
        Some(estimate::wait(&group.flow, group.there() > 0, position, self.state().now))
    }
}

impl From<Place> for ChatState {
    fn from(place: Place) -> Self {
        match place {
            Place::Owned(_) => Self::Assigned,
            Place::Ticket { .. } => Self::Ticket,
            // A chat in wrap-up is not live, so nobody asks where it is.
            Place::Queued { .. } | Place::WrapUp { .. } => Self::Queued,
        }
    }
}
