//! Who is known: the groups, the agents, and the chats that wait. The engine answers about an id; the roster knows
//! which ids there are to ask about.

use frontdesk::snapshot::PlaceRecord;
use frontdesk::{Action, AgentId, ChatId, ChatState, Decision, Engine, Event, GroupId, Snapshot, Timestamp};
use std::collections::BTreeMap;

/// A list of ids in the order in which they came.
#[derive(Debug)]
pub struct Listed<K: Ord, V> {
    places: BTreeMap<K, u64>,
    entries: BTreeMap<u64, (K, V)>,
    next: u64,
}

impl<K: Ord, V> Default for Listed<K, V> {
    fn default() -> Self {
        Self { places: BTreeMap::new(), entries: BTreeMap::new(), next: 0 }
    }
}

impl<K: Ord + Copy, V> Listed<K, V> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// All, the first that came first.
    pub fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.entries.values()
    }

    /// What is listed under an id.
    pub fn get(&self, id: K) -> Option<&V> {
        self.entries.get(self.places.get(&id)?).map(|(_, value)| value)
    }

    fn put(&mut self, id: K, value: V) {
        let place = *self.places.entry(id).or_insert_with(|| {
            self.next += 1;
            self.next
        });
        self.entries.insert(place, (id, value));
    }

    fn remove(&mut self, id: K) {
        if let Some(place) = self.places.remove(&id) {
            self.entries.remove(&place);
        }
    }

    fn has(&self, id: K) -> bool {
        self.places.contains_key(&id)
    }
}

/// What is known of an agent beside the engine's view.
#[derive(Debug)]
pub struct Person {
    /// Their groups by own settings.
    pub groups: Vec<GroupId>,
}

/// The ids that are live.
#[derive(Debug, Default)]
pub struct Roster {
    /// Groups, as they came.
    pub groups: Listed<GroupId, ()>,
    /// Agents, as they came.
    pub agents: Listed<AgentId, Person>,
    /// Chats that wait in a queue, and since when they do.
    pub queued: Listed<ChatId, Timestamp>,
    /// Tickets, likewise.
    pub tickets: Listed<ChatId, Timestamp>,
}

impl Roster {
    /// Who is known in a state.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut roster = Self::default();
        for record in &snapshot.groups {
            roster.groups.put(record.group, ());
        }
        for record in &snapshot.agents {
            let groups = record.settings.groups.iter().map(|member| member.group).collect();
            roster.agents.put(record.settings.agent, Person { groups });
        }
        for record in &snapshot.chats {
            match record.place {
                PlaceRecord::Queued { since } => roster.queued.put(record.chat, since),
                PlaceRecord::Ticket => roster.tickets.put(record.chat, record.requested_at),
                PlaceRecord::Assigned { .. } | PlaceRecord::WrapUp { .. } => {}
            }
        }
        roster
    }

    /// Follows an event that was taken.
    pub fn follow(&mut self, event: &Event, engine: &Engine) {
        match event {
            Event::WorkspaceConfigured { .. } => self.groups.put(GroupId::DEFAULT, ()),
            Event::GroupConfigured { group, .. } => self.groups.put(*group, ()),
            Event::GroupRemoved { group, .. } => self.groups.remove(*group),
            Event::AgentConfigured(settings) => {
                let groups = settings.groups.iter().map(|member| member.group).collect();
                self.agents.put(settings.agent, Person { groups });
            }
            Event::AgentRemoved { agent } => self.agents.remove(*agent),
            // The two ends of a chat that waits are not decided, only told.
            Event::ChatClosed { chat, .. } | Event::VisitorLeft { chat } => self.look_at(*chat, engine.now(), engine),
            _ => {}
        }
    }

    /// Follows what was decided.
    pub fn follow_decision(&mut self, decision: &Decision, engine: &Engine) {
        match decision.action {
            Action::Assign { chat, .. }
            | Action::Enqueue { chat, .. }
            | Action::OfflineTicket { chat, .. }
            | Action::Miss { chat } => self.look_at(chat, decision.at, engine),
            _ => {}
        }
    }

    fn look_at(&mut self, chat: ChatId, at: Timestamp, engine: &Engine) {
        let state = engine.chat(chat).map(|view| view.state);
        if state != Some(ChatState::Queued) {
            self.queued.remove(chat);
        } else if !self.queued.has(chat) {
            self.queued.put(chat, at);
        }
        if state != Some(ChatState::Ticket) {
            self.tickets.remove(chat);
        } else if !self.tickets.has(chat) {
            self.tickets.put(chat, at);
        }
    }
}
