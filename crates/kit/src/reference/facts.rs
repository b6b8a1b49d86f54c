//! Who is there, who is available, who may take a chat, who holds one [§6, §7]; what a queue and a ticket limit allow.

use super::lines::Line;
use super::timed::{open_at_once, tier};
use super::{Agent, Chat, Group, Model, Place};
use frontdesk::{
    AgentId, Availability, Device, DeviceState, GroupId, Mode, Policy, Presence, Queue, Reason, Status, Tickets,
    Timestamp, WhenAbsent, WorkTime,
};

impl Model {
    /// Not on leave, inside strict hours, and passing the availability check: what being there asks besides
    /// membership and status [§6].
    fn fit(&self, agent: &Agent, policy: &Policy) -> bool {
        !agent.on_leave && self.inside_strict_hours(agent) && self.passes(agent, policy)
    }

    /// Without `hours`, `strict_hours` asks nothing [§5].
    pub(super) fn inside_strict_hours(&self, agent: &Agent) -> bool {
        match &agent.hours {
            Some(hours) if agent.settings.strict_hours => hours.inside(self.now),
            _ => true,
        }
    }

    fn passes(&self, agent: &Agent, policy: &Policy) -> bool {
        match policy.availability {
            Availability::Status => true,
            Availability::WorkTime => agent.work_time != WorkTime::ClockedOut,
            Availability::Presence(presence) => self.present(agent, presence),
        }
    }

    /// One device that counts [BIT-10, BIT-12, BIT-13]; or none was ever reported [R26].
    pub(super) fn present(&self, agent: &Agent, presence: Presence) -> bool {
        agent.devices.is_empty() || agent.devices.iter().any(|seen| counts_until(seen, presence).at(self.now))
    }

    /// When the agent's presence ends by the clock; `None` if it has no end, or is none that devices give.
    pub(super) fn presence_ends(&self, agent: &Agent, presence: Presence) -> Option<Timestamp> {
        let mut last = None;
        for seen in &agent.devices {
            match counts_until(seen, presence) {
                Counts::ForNow => return None,
                Counts::Until(end) => last = last.max(Some(end)),
                Counts::No => {}
            }
        }
        last
    }

    /// [R1, BRV-23]
    pub(super) fn there(&self, agent: &Agent, group: &Group) -> bool {
        is_member(group, agent)
            && matches!(agent.status, Status::Online | Status::Away)
            && self.fit(agent, self.policy(group))
    }

    /// [R2]
    pub(super) fn how_many_there(&self, group: &Group) -> usize {
        self.agents.iter().filter(|agent| self.there(agent, group)).count()
    }

    /// There and clocked in, as if the status were online and the agent a member.
    fn able(&self, agent: &Agent, policy: &Policy) -> bool {
        self.fit(agent, policy)
            && (policy.availability != Availability::WorkTime || agent.work_time == WorkTime::ClockedIn)
    }

    pub(super) fn available(&self, agent: &Agent, group: &Group) -> bool {
        is_member(group, agent) && agent.status == Status::Online && self.able(agent, self.policy(group))
    }

    pub(super) fn helps(&self, agent: &Agent, group: &Group) -> bool {
        is_member(group, agent)
            && agent.status == Status::Invisible
            && agent.settings.answers_when_invisible
            && self.able(agent, self.policy(group))
    }

    /// The costs of the chats owned, accepted or not, parked ones apart, and of the wrap-ups [R38, F5, F6, F7].
    pub(super) fn load(&self, agent: &Agent) -> u64 {
        self.units(agent, |_| true)
    }

    /// Those of one group [F6].
    pub(super) fn load_in(&self, agent: &Agent, group: GroupId) -> u64 {
        self.units(agent, |of| of == Some(group))
    }

    fn units(&self, agent: &Agent, of: impl Fn(Option<GroupId>) -> bool) -> u64 {
        let owned = self.chats.iter().filter(|chat| chat.place == Place::With(agent.id) && !chat.parked);
        let wrapping = self.wrapping.iter().filter(|wrap_up| wrap_up.agent == agent.id);
        let owned: u64 = owned.filter(|chat| of(chat.group)).map(|chat| u64::from(chat.asks.cost)).sum();
        let wrapping: u64 = wrapping.filter(|wrap_up| of(wrap_up.group)).map(|wrap_up| u64::from(wrap_up.cost)).sum();
        owned + wrapping
    }

    /// Below the capacity and the group's limit, and not held up by a pace [F6, F9].
    pub(super) fn has_room(&self, agent: &Agent, group: &Group) -> bool {
        self.load(agent) < u64::from(agent.settings.capacity)
            && self.policy(group).per_agent.is_none_or(|most| self.load_in(agent, group.id) < u64::from(most))
            && !agent.paced
    }

    /// With this chat the load is within the capacity and the group's limit; once its group is gone nothing of a
    /// policy applies [F6].
    pub(super) fn fits(&self, agent: &Agent, chat: &Chat) -> bool {
        let cost = u64::from(chat.asks.cost);
        let group = chat.group.and_then(|group| self.find_group(group));
        let most = group.and_then(|group| Some((group.id, self.policy(group).per_agent?)));
        self.load(agent) + cost <= u64::from(agent.settings.capacity)
            && most.is_none_or(|(group, most)| self.load_in(agent, group) + cost <= u64::from(most))
    }

    /// What may take asks of agent and chat, the room and the line apart: it fits, every need is met, the tier is
    /// open, and no cool-down runs [§6, F2, F3, F6].
    fn suits(&self, agent: &Agent, chat: &Chat, group: &Group) -> bool {
        self.fits(agent, chat)
            && self.meets_needs(agent, chat)
            && tier(group, agent).is_some_and(|tier| self.tier_is_open(chat, self.policy(group), tier))
            && !self.cooling_down(chat, agent)
    }

    /// May take: stands in the group's line, the chat suits, and waits for nobody [F8].
    pub(super) fn may_take(&self, agent: AgentId, chat: &Chat, line: Line) -> bool {
        let agent_and_group = self.find_agent(agent).zip(chat.group.and_then(|group| self.find_group(group)));
        agent_and_group.is_some_and(|(agent, group)| {
            group.line(line).contains(&agent.id) && self.suits(agent, chat, group) && chat.waits_for.is_none()
        })
    }

    /// May take what asks for them by name: a pace does not hold that up, and they need stand in no line [F8, F9].
    pub(super) fn may_take_by_name(&self, agent: AgentId, chat: &Chat) -> bool {
        let agent_and_group = self.find_agent(agent).zip(chat.group.and_then(|group| self.find_group(group)));
        agent_and_group.is_some_and(|(agent, group)| self.available(agent, group) && self.suits(agent, chat, group))
    }

    /// When the cool-down that began so is over, by the settings in force; never while the chat has no group.
    pub(super) fn cool_until(&self, chat: &Chat, began: Timestamp) -> Option<Timestamp> {
        began.checked_add(self.policy_of(chat)?.reoffer_after)
    }

    pub(super) fn cooling_down(&self, chat: &Chat, agent: &Agent) -> bool {
        chat.cooling
            .iter()
            .any(|&(who, began)| who == agent.id && self.cool_until(chat, began).is_none_or(|until| self.now < until))
    }

    /// Waiting are queued chats, and tickets of open groups with `auto_assign` [§1].
    pub(super) fn waits(&self, chat: &Chat) -> bool {
        let Some(group) = chat.group.and_then(|group| self.find_group(group)) else { return false };
        match chat.place {
            Place::Queued => true,
            Place::Ticket => group.open && auto_assigns(self.policy(group)),
            Place::With(_) => false,
        }
    }

    /// An unaccepted chat is held while the owner is available for its group, an accepted one while the owner is
    /// available, invisible or away; a helper holds while invisible or available; as if a member [§7, R21].
    pub(super) fn holds(&self, agent: &Agent, chat: &Chat) -> bool {
        // Without a group it is as under `keep`: there is no leaving.
        let Some(policy) = self.policy_of(chat) else { return true };
        let available = agent.status == Status::Online && self.able(agent, policy);
        match agent.status {
            Status::Online => available,
            Status::Away => chat.accepted,
            Status::Invisible => chat.accepted || chat.by_help,
            Status::Offline => false,
        }
    }

    /// Why an owner no longer holds a chat: the first that applies [§7].
    pub(super) fn why_left(&self, agent: &Agent, chat: &Chat) -> Reason {
        match agent.status {
            Status::Offline => return Reason::WentOffline,
            Status::Away => return Reason::WentAway,
            Status::Invisible => return Reason::WentInvisible,
            Status::Online => {}
        }
        let policy = self.policy_of(chat).expect("without a group nobody leaves a chat");
        match policy.availability {
            _ if agent.on_leave => Reason::OnLeave,
            Availability::Presence(presence) if !self.present(agent, presence) => Reason::PresenceLost,
            _ => Reason::WorkTimeEnded,
        }
    }

    pub(super) fn waiting(&self, group: &Group) -> usize {
        self.chats.iter().filter(|chat| chat.group == Some(group.id) && chat.place == Place::Queued).count()
    }

    /// The tickets open at this moment [R11].
    pub(super) fn tickets(&self, group: &Group) -> usize {
        self.chats.iter().filter(|chat| chat.group == Some(group.id) && chat.place == Place::Ticket).count()
    }

    /// The places of the queue; `None` is unlimited [IAD-3..8].
    pub(super) fn places(&self, group: &Group) -> Option<u64> {
        match self.policy(group).queue {
            Queue::Off => Some(0),
            Queue::Fixed(places) => Some(places.into()),
            Queue::PerOnlineAgent(places) => Some(u64::from(places) * self.how_many_there(group) as u64),
            Queue::Unlimited => None,
        }
    }

    pub(super) fn places_left(&self, group: &Group) -> Option<u64> {
        Some(self.places(group)?.saturating_sub(self.waiting(group) as u64))
    }

    /// How many more tickets may be made; `None` is unlimited [R10, R11].
    pub(super) fn tickets_left(&self, group: &Group) -> Option<u32> {
        match self.policy(group).tickets {
            _ if !self.offline_chats => Some(0),
            Tickets::Off => Some(0),
            Tickets::On { max, .. } => Some(max?.saturating_sub(self.tickets(group) as u32)),
        }
    }

    /// The widget and why [R13, R14, IAD-11, BRV-7, BRV-8, BRV-15, BRV-17].
    pub(super) fn widget(&self, group: &Group) -> (Mode, Reason) {
        let absent = match self.policy(group).when_absent {
            WhenAbsent::Hidden => Mode::Hidden,
            WhenAbsent::Messenger => Mode::Messenger,
        };
        if !group.open {
            return (absent, Reason::OutsideHours);
        }
        if self.how_many_there(group) == 0 {
            return (absent, Reason::NobodyThere);
        }
        // A new chat without needs, of cost 1, open to the tiers that are open at once [F2, F3, F4].
        let may_take_new = |agent: &Agent| {
            self.available(agent, group)
                && self.has_room(agent, group)
                && tier(group, agent).is_some_and(|tier| open_at_once(self.policy(group), tier))
        };
        if self.agents.iter().any(may_take_new) {
            return (Mode::Live, Reason::AgentsAvailable);
        }
        if self.places_left(group) != Some(0) {
            return (Mode::Live, Reason::QueueOpen);
        }
        (Mode::Hidden, Reason::AllBusy)
    }
}

pub(super) fn is_member(group: &Group, agent: &Agent) -> bool {
    group.members.iter().any(|member| member.agent == agent.id)
}

pub(super) fn auto_assigns(policy: &Policy) -> bool {
    matches!(policy.tickets, Tickets::On { auto_assign: true, .. })
}

/// How long a device counts, as things are.
enum Counts {
    ForNow,
    Until(Timestamp),
    No,
}

impl Counts {
    fn at(self, now: Timestamp) -> bool {
        match self {
            Self::ForNow => true,
            Self::Until(end) => now < end,
            Self::No => false,
        }
    }
}

fn counts_until(seen: &super::Seen, presence: Presence) -> Counts {
    let until = |began: Timestamp, delay| began.checked_add(delay).map_or(Counts::ForNow, Counts::Until);
    match (seen.device, seen.state) {
        (_, DeviceState::Closed) => Counts::No,
        // However idle [BIT-10].
        (Device::Desktop, _) | (Device::Mobile, DeviceState::Active) => Counts::ForNow,
        // A grace in the background [BIT-12].
        (Device::Mobile, DeviceState::Background) => until(seen.since, presence.mobile_grace),
        // Open, and active lately [BIT-13].
        (Device::Browser, _) => seen.active.map_or(Counts::No, |active| until(active, presence.browser_idle)),
    }
}
