//! Marks: situations that random worlds must come to. A run that misses one tests less than it seems.

use crate::log::Log;
use crate::world::{Ids, limits};
use frontdesk::{Action, AgentId, ChatRequest, ChatState, Decision, Event, Reason, Source, Status, Timestamp};
use frontdesk_kit::reference::Model;
use std::collections::{BTreeMap, BTreeSet};

/// How often each situation came about.
#[derive(Default)]
pub struct Marks(pub BTreeMap<String, u64>);

impl Marks {
    fn hit(&mut self, mark: impl Into<String>) {
        *self.0.entry(mark.into()).or_default() += 1;
    }

    fn hit_if(&mut self, hit: bool, mark: &str) {
        if hit {
            self.hit(mark);
        }
    }

    /// Plays a log on the model and marks what it comes to.
    pub fn play(&mut self, log: &Log) {
        let mut model = Model::new(limits(log.seed));
        let mut decisions = Vec::new();
        let mut online = BTreeSet::new();
        for line in &log.lines {
            let before = model.clone();
            decisions.clear();
            let answer = model.handle(line.at, &line.event, &mut decisions);
            self.hit(answer.err().map_or_else(|| "accepted".to_owned(), |error| format!("error {}", error.name())));
            self.mark_deadlines(&before, &model, line.at);
            self.mark_decisions(&decisions);
            self.mark_logins(&decisions, &mut online);
            if answer.is_ok() {
                self.mark_event(&line.event, &before, &model, &decisions);
            }
            self.mark_state(&model);
        }
    }

    fn mark_deadlines(&mut self, before: &Model, model: &Model, at: Timestamp) {
        let fired = model.fired();
        for deadline in fired {
            self.hit(format!("deadline {:?}", deadline.kind));
            self.hit_if(deadline.at == before.now(), "deadline made over by a change");
        }
        for pair in fired.windows(2) {
            self.hit_if(pair[0].at == pair[1].at, "two deadlines in one instant");
            self.hit_if(pair[0].at == pair[1].at && pair[0].kind != pair[1].kind, "two kinds in one instant");
        }
        self.hit_if(fired.iter().any(|deadline| deadline.at == at), "deadline at the instant of the event");
        self.hit_if(fired.len() > 20, "many deadlines in one call");
    }

    fn mark_decisions(&mut self, decisions: &[Decision]) {
        for decision in decisions {
            match decision.action {
                Action::Assign { source, .. } => self.hit(format!("assign {source:?} {}", decision.reason)),
                Action::Reject { cause, .. } => self.hit(format!("reject {cause:?} {}", decision.reason)),
                Action::Widget { mode, .. } => self.hit(format!("widget {mode:?} {}", decision.reason)),
                action => self.hit(format!("{} {}", action.name(), decision.reason)),
            }
        }
        for pair in decisions.windows(2) {
            let [first, second] = pair else { unreachable!("pairs") };
            match (first.action, second.action) {
                (Action::Withdraw { agent, .. }, Action::Assign { agent: to, source, .. }) => {
                    self.hit_if(agent == to, "back to the same agent");
                    self.hit_if(source == Source::SlowAnswer && first.reason != Reason::SlowAnswer, "back to a helper");
                }
                (Action::Withdraw { .. }, Action::Enqueue { .. }) => self.hit("back to the queue"),
                (Action::Assign { agent, .. }, Action::Assign { agent: other, .. }) if first.at == second.at => {
                    let had_room = first.reason == Reason::HadRoom && second.reason == Reason::HadRoom;
                    self.hit_if(had_room && agent == other, "an agent is filled");
                    self.hit_if(had_room && agent != other, "two agents look in one step");
                }
                _ => {}
            }
        }
    }

    /// Follows who was ever online: those who never were look for chats in an order of their own.
    fn mark_logins(&mut self, decisions: &[Decision], online: &mut BTreeSet<AgentId>) {
        let helps = |decision: &Decision| match decision.action {
            Action::Assign { agent, source: Source::SlowAnswer, .. } if decision.reason == Reason::HadRoom => {
                Some(agent)
            }
            _ => None,
        };
        for (place, decision) in decisions.iter().enumerate() {
            if let Action::Status { agent, to: Status::Online, .. } = decision.action {
                online.insert(agent);
            }
            let Some(helper) = helps(decision) else { continue };
            let before = decisions[..place].iter().rev().map_while(helps).find(|other| *other != helper);
            let never = |agent: &AgentId| !online.contains(agent);
            self.hit_if(before.is_some(), "two helpers look in one step");
            let Some(other) = before else { continue };
            self.hit_if(never(&other) && never(&helper), "two who were never online look in one step");
            self.hit_if(!never(&other) && never(&helper), "one who was never online looks after one who was");
        }
    }

    fn mark_event(&mut self, event: &Event, before: &Model, after: &Model, decisions: &[Decision]) {
        let chats = || Ids::chats().into_iter().filter_map(|chat| before.chat(chat));
        match event {
            Event::GroupRemoved { group, into } => {
                let how = if into.is_some() { "into another" } else { "for good" };
                for chat in chats().filter(|chat| chat.group == Some(*group)) {
                    self.hit(format!("group removed {how} with a chat {:?}", chat.state));
                    let held = (before.is_held(chat.chat), after.is_held(chat.chat));
                    let same = after.chat(chat.chat).is_some_and(|now| now.agent.is_some() && now.agent == chat.agent);
                    self.hit_if(
                        same && held == (true, false),
                        "moved on into a group where its owner does not hold it",
                    );
                    self.hit_if(same && held == (false, true), "moved on into a group where its owner holds it again");
                }
            }
            Event::AgentRemoved { agent } => {
                let owned = chats().any(|chat| chat.agent == Some(*agent));
                let alone = Ids::groups()
                    .into_iter()
                    .filter_map(|group| before.group(group))
                    .any(|group| group.there == 1 && after.group(group.group).is_some_and(|group| group.there == 0));
                self.hit_if(owned && alone, "last agent of a group removed with chats");
            }
            Event::ChatRequested(ChatRequest { chat, agent, .. }) => {
                let by_name = decisions.iter().any(|decision| decision.reason == Reason::Requested);
                self.hit_if(agent.is_some() && !by_name, "asked for by name and served by the group");
                let again = before.now() == after.now();
                self.hit_if(again && after.chat(*chat).is_some(), "requested at the instant of the last event");
            }
            Event::VisitorLeft { chat } => self.hit_if(after.chat(*chat).is_some(), "a ticket stays"),
            Event::ChatTransferred { chat, .. } => {
                let before = before.chat(*chat).expect("it was transferred");
                self.hit(format!("transferred {:?}", before.state));
                self.hit_if(before.group.is_none(), "transferred without a group");
            }
            _ => {}
        }
    }

    fn mark_state(&mut self, model: &Model) {
        for group in Ids::groups().into_iter().filter_map(|group| model.group(group)) {
            let exactly = group.places.is_some_and(|places| places > 0 && places == u64::from(group.waiting));
            self.hit_if(exactly, "queue exactly full");
            self.hit_if(
                group.places.is_some_and(|places| places < u64::from(group.waiting)),
                "queue beyond its places",
            );
            self.hit_if(group.tickets_left == Some(0) && group.tickets > 0, "tickets at their limit");
            self.hit_if(group.there < group.online + group.away, "online and not there");
            self.hit_if(!group.open && group.there > 0, "closed with somebody there");
            self.hit_if(!group.open && group.waiting > 0, "closed with somebody waiting");
        }
        for chat in Ids::chats().into_iter().filter_map(|chat| model.chat(chat)) {
            self.hit_if(chat.group.is_none(), "a chat without a group");
            self.hit_if(chat.participants.len() > 1, "several participants");
            self.hit_if(chat.seen_online.len() > 1, "several seen online");
            let cooling = model.explain(chat.chat).is_some_and(|explanation| {
                let mut obstacles = explanation.candidates.iter().map(|candidate| &candidate.obstacles);
                obstacles.any(|obstacles| matches!(obstacles[..], [frontdesk::Obstacle::CoolingDown { .. }]))
            });
            self.hit_if(chat.state == ChatState::Queued && cooling, "nothing but a cool-down keeps a chat waiting");
        }
        for agent in Ids::agents().into_iter().filter_map(|agent| model.agent(agent)) {
            self.hit_if(agent.load > agent.capacity.into(), "beyond capacity");
            self.hit_if(agent.capacity == 0, "capacity zero");
        }
    }
}

/// What every run must come to: every error, deadline, reason and cause there is, and what is written below.
pub fn required() -> Vec<String> {
    let lines = REQUIRED.lines().map(str::trim).filter(|line| !line.is_empty());
    let marks = lines.flat_map(|line| match line.split_once(": ") {
        // The words after a colon each go with what stands before.
        Some((what, words)) => words.split(' ').map(|word| format!("{what} {word}")).collect(),
        None => vec![line.to_owned()],
    });
    marks.collect()
}

const REQUIRED: &str = "
    accepted
    error: time_went_back unknown_chat chat_exists unknown_agent unknown_group invalid_schedule invalid_policy
    error: invalid_agent not_the_owner already_accepted limit_reached invalid_chat not_accepted
    deadline: PresenceExpiry ShiftEnd GroupHours ShiftStart NoReply SlowAnswer AcceptTimeout Reoffer OrphanedQueue
    deadline: SkillsRelaxed TierOpens AgentWait LongestWait WrapUp Pace
    deadline at the instant of the event
    deadline made over by a change
    two deadlines in one instant
    two kinds in one instant
    many deadlines in one call
    requested at the instant of the last event

    assign New: longest_idle least_active most_available round_robin in_order best_skilled requested
    assign Returned: longest_idle least_active most_available round_robin in_order best_skilled
    assign Transferred: longest_idle least_active most_available round_robin in_order best_skilled requested
    assign SlowAnswer: longest_idle least_active most_available round_robin in_order best_skilled had_room
    assign Queue: had_room requested longest_idle best_skilled
    assign Ticket had_room
    assign Claimed requested
    enqueue: all_busy transferred visitor_message agent_removed declined accept_timeout
    enqueue: held_for_agent longest_wait resumed_full
    overflow: all_busy nobody_there outside_hours longest_wait
    resume: requested visitor_message agent_message
    enqueue: went_offline went_away went_invisible on_leave presence_lost work_time_ended
    withdraw: transferred visitor_message agent_removed declined accept_timeout slow_answer
    withdraw: went_offline went_away went_invisible on_leave presence_lost work_time_ended
    withdraw resumed_full
    offline_ticket: nobody_there outside_hours orphaned transferred longest_wait
    reject QueueOff all_busy
    reject QueueFull all_busy
    reject WorkspaceTicketsOff: nobody_there outside_hours
    reject TicketsOff: nobody_there outside_hours
    reject TicketLimit: nobody_there outside_hours
    reject UnknownGroup unknown_group
    miss: orphaned group_removed longest_wait
    position: visitor_message reprioritized
    status: requested shift_started shift_ended no_reply missed_offers
    notify: shift_started shift_ended offline_ticket missed_chat
    widget Live: agents_available queue_open
    widget Hidden: all_busy nobody_there outside_hours
    widget Messenger: nobody_there outside_hours

    an agent is filled
    two agents look in one step
    back to the queue
    back to a helper
    back to the same agent
    nothing but a cool-down keeps a chat waiting
    asked for by name and served by the group
    a ticket stays
    transferred: Queued Ticket Assigned
    transferred without a group
    group removed into another with a chat: Queued Ticket Assigned
    group removed for good with a chat: Queued Ticket Assigned
    moved on into a group where its owner does not hold it
    moved on into a group where its owner holds it again
    two helpers look in one step
    two who were never online look in one step
    one who was never online looks after one who was
    last agent of a group removed with chats
    a chat without a group

    queue exactly full
    queue beyond its places
    tickets at their limit
    online and not there
    closed with somebody there
    closed with somebody waiting
    several participants
    several seen online
    beyond capacity
    capacity zero
";
