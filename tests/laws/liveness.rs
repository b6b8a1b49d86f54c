//! Liveness: whatever happened before, once the requests stop and each group has one able agent, time brings everything
//! to its end.
//!
//! Precisely. At the instant at which the able agents come, whatever still waits is a ticket that its group does not
//! give out now, a chat held for somebody, or one beyond the group's `per_agent`. Then the host accepts and closes
//! every chat as it is given out, and calls at every deadline. Hours go round for ever, so after a while the host lifts
//! them all. Then every queue is empty and every ticket is gone, but for tickets that wait to be claimed, as their
//! group wants it `[R9]`, and chats that cost more than the group's `per_agent`, which nobody may ever take: tickets,
//! or without a longest wait. The host claims the ones and closes the others, and no deadline is left, no load, and
//! nothing else: [`the_end`].
//!
//! Worlds at the end of the calendar are left out: what would be over beyond it never is.

use crate::equal::engine;
use crate::log::Log;
use crate::relations::comes_to;
use crate::settings::SKILLS;
use crate::subject::Engine;
use crate::the_end;
use crate::world::Ids;
use frontdesk::snapshot::PlaceRecord;
use frontdesk::{
    AgentId, AgentSettings, ChatId, ChatState, ChatView, DeadlineKind, Event, Explanation, GroupId, Hold, Limits,
    MAX_DELAY, Obstacle, Status, WorkTime,
};

/// How many calls the host makes while hours are in force.
const CALLS: usize = 60;
/// How many it may take at most once they are lifted.
const AT_MOST: usize = 5_000;
/// The first of those who come.
const FIRST: u64 = 1_000;

/// After any chaos.
pub fn everything_finds_an_end(log: &Log) -> Result<(), String> {
    let mut chaos = engine(log);
    for line in &log.lines {
        let mut decided = Vec::new();
        if !comes_to(&mut chaos, line.at, &mut decided) {
            break; // An engine that is wrong may go round every millisecond where the model does not.
        }
        let _ = chaos.handle(line.at, &line.event, &mut decided);
    }
    if chaos.now().checked_add(2 * MAX_DELAY).is_none() {
        return Ok(());
    }
    // Those who come may be more than the engine was built for.
    let engine = Engine::restore(&chaos.snapshot(), Limits::default()).map_err(|error| error.to_string())?;
    let mut host = Host { engine };
    host.an_able_agent_for_each_group()?;
    host.who_waits_has_a_reason(|obstacle| {
        matches!(obstacle, Obstacle::GroupLimit { .. } | Obstacle::HeldForAgent { .. })
    })?;
    host.work(CALLS)?;
    host.lift_all_hours()?;
    if !host.work(AT_MOST)? {
        return Err(format!("after {AT_MOST} calls there is still {:?}", host.engine.next_deadline()));
    }
    host.who_waits_has_a_reason(|obstacle| matches!(obstacle, Obstacle::GroupLimit { until: None }))?;
    host.end_what_waits_for_ever()?;
    if !host.work(AT_MOST)? {
        return Err(format!("all is over, and there is still {:?}", host.engine.next_deadline()));
    }
    the_end::nothing_is_left(host.engine)
}

/// Who tells the engine what happens.
struct Host {
    engine: Engine,
}

impl Host {
    fn tell(&mut self, event: &Event) -> Result<(), String> {
        let now = self.engine.now();
        self.engine.handle(now, event, &mut Vec::new()).map_err(|error| format!("{error} to {event:?}"))?;
        self.engine.check().map_err(|broken| format!("{broken} after {event:?}"))
    }

    fn an_able_agent_for_each_group(&mut self) -> Result<(), String> {
        for (group, id) in Ids::groups().into_iter().zip(FIRST..) {
            if self.engine.group(group).is_none() {
                continue;
            }
            let agent = AgentId::from(id);
            let skills = SKILLS.into_iter().map(|skill| (skill.to_owned(), 255)).collect();
            // The Default group comes by itself.
            let groups = [group].into_iter().filter(|group| *group != GroupId::DEFAULT);
            self.tell(&Event::agent(AgentSettings { skills, ..AgentSettings::new(agent, u32::MAX, groups) }))?;
            self.tell(&Event::WorkTimeChanged { agent, state: WorkTime::ClockedIn })?;
            self.tell(&Event::status(agent, Status::Online))?;
        }
        Ok(())
    }

    fn live(&self) -> Vec<ChatView> {
        Ids::chats().into_iter().filter_map(|chat| self.engine.chat(chat)).collect()
    }

    fn waiting(&self) -> impl Iterator<Item = Explanation> {
        let waiting = self.live().into_iter().filter(|chat| chat.state != ChatState::Assigned);
        waiting.filter_map(|chat| self.engine.explain(chat.chat))
    }

    /// Who waits is a ticket that its group holds back, or finds nothing at its able agents but obstacles that may
    /// stand.
    fn who_waits_has_a_reason(&self, may_stand: impl Fn(&Obstacle) -> bool) -> Result<(), String> {
        for explanation in self.waiting().filter(|explanation| explanation.hold.is_none()) {
            let of_able = explanation.candidates.iter().filter(|candidate| candidate.agent >= AgentId::from(FIRST));
            let able: Vec<_> = of_able.collect();
            let excused = able.iter().all(|able| !able.obstacles.is_empty() && able.obstacles.iter().all(&may_stand));
            if able.is_empty() || !excused {
                return Err(format!("able agents are there, and it waits: {explanation:?}"));
            }
        }
        Ok(())
    }

    /// Answers and ends everything that agents have, at every deadline; whether no deadline is left.
    fn work(&mut self, calls: usize) -> Result<bool, String> {
        for _ in 0..calls {
            self.end_what_agents_have()?;
            let Some(due) = self.engine.next_deadline() else { return Ok(true) };
            self.engine.tick(due.at, &mut Vec::new()).map_err(|error| format!("{due:?} lies back: {error}"))?;
            self.engine.check().map_err(|broken| format!("{broken} after {due:?}"))?;
        }
        Ok(false)
    }

    fn end_what_agents_have(&mut self) -> Result<(), String> {
        // Whoever comes to have room takes more, so there may be several rounds.
        while let Some((chat, agent, accepted)) =
            self.live().iter().find_map(|chat| Some((chat.chat, chat.agent?, chat.accepted)))
        {
            if !accepted {
                self.tell(&Event::ChatAccepted { chat, agent })?;
            }
            self.tell(&Event::ChatClosed { chat, agent: Some(agent) })?;
        }
        Ok(())
    }

    /// The same settings, but for hours and what leads nowhere.
    fn lift_all_hours(&mut self) -> Result<(), String> {
        for event in the_end::settings(&self.engine.snapshot()) {
            self.tell(&event)?;
        }
        let hours = [DeadlineKind::ShiftStart, DeadlineKind::ShiftEnd, DeadlineKind::GroupHours];
        match self.engine.next_deadline() {
            Some(due) if hours.contains(&due.kind) => Err(format!("there are no hours, and there is {due:?}")),
            _ => Ok(()),
        }
    }

    fn end_what_waits_for_ever(&mut self) -> Result<(), String> {
        let waiting: Vec<Explanation> = self.waiting().collect();
        for explanation in waiting {
            let chat: ChatId = explanation.chat;
            match explanation.hold {
                Some(Hold::NotAutoAssigned) => {
                    let claims =
                        |id: &u64| explanation.candidates.iter().any(|candidate| candidate.agent == AgentId::from(*id));
                    let agent = (FIRST..FIRST + 5).find(claims).ok_or("a group without its able agent")?;
                    self.tell(&Event::ChatJoined { chat, agent: AgentId::from(agent) })?;
                }
                Some(other) => return Err(format!("{other:?} without hours: {explanation:?}")),
                None => {
                    self.is_beyond_its_group(chat)?;
                    self.tell(&Event::ChatClosed { chat, agent: None })?;
                }
            }
        }
        Ok(())
    }

    /// It costs more than anybody may have of its group.
    fn is_beyond_its_group(&self, chat: ChatId) -> Result<(), String> {
        let snapshot = self.engine.snapshot();
        let record = snapshot.chats.iter().find(|record| record.chat == chat).ok_or("it is live")?;
        let group = snapshot.groups.iter().find(|group| Some(group.group) == record.group).ok_or("it has a group")?;
        let policy = &group.policy.as_ref().unwrap_or(&snapshot.default_policy).policy;
        let ticket = record.place == PlaceRecord::Ticket;
        match policy.per_agent {
            Some(most) if record.cost > most && (ticket || policy.longest_wait.is_none()) => Ok(()),
            most => Err(format!("nobody has anything, at most {most:?} may be had, and it waits: {record:?}")),
        }
    }
}
