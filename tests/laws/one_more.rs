//! A relation between staffs: one more able agent, and at that instant nobody who waits is worse off.

use crate::equal::engine;
use crate::log::Log;
use crate::settings::SKILLS;
use crate::subject::Engine;
use crate::world::Ids;
use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, ChatState, ChatView, Event, GroupId, Limits, Status, WorkTime,
};
use frontdesk_kit::rng::Rng;

/// Nobody else has this id.
const NEWCOMER: AgentId = AgentId::new(1_000);
/// Nor a chat this one.
const LATEST: ChatId = ChatId::new(1_000);

/// At some points of a story somebody comes who may take chats. Who waited is taken or waits in a place not further
/// back, and a plain request of that instant fares no worse. (Of later instants nothing is said: a chat that the
/// newcomer has and does not accept comes back, where without them it would have been missed in the meantime.)
pub fn one_more_agent_lets_nobody_wait_longer(log: &Log) -> Result<(), String> {
    let mut engine = engine(log);
    let mut rng = Rng::new(log.seed);
    for line in &log.lines {
        let _ = engine.handle(line.at, &line.event, &mut Vec::new());
        if rng.chance(12) {
            nobody_waits_longer(&engine, &mut rng).map_err(|why| format!("after {line:?}: {why}"))?;
        }
    }
    Ok(())
}

fn nobody_waits_longer(engine: &Engine, rng: &mut Rng) -> Result<(), String> {
    let mut without = Engine::restore(&engine.snapshot(), Limits::default()).map_err(|error| error.to_string())?;
    // What a change made over is due at this instant, with the newcomer or without.
    let now = without.now();
    without.tick(now, &mut Vec::new()).map_err(|error| error.to_string())?;
    let mut with = without.clone();
    let capacity = rng.pick(&[1, 1, 2, 5]);
    for event in newcomer(&with, capacity) {
        with.handle(now, &event, &mut Vec::new()).map_err(|error| format!("{error} to {event:?}"))?;
    }

    for before in waiting(&without) {
        let chat = before.chat;
        let after = with.chat(chat).ok_or_else(|| format!("{chat:?} waited, and is gone"))?;
        match (before.state, after.state) {
            (_, ChatState::Assigned) => {}
            (before, after) if before != after => return Err(format!("{chat:?} was {before:?}, and is {after:?}")),
            _ if after.position > before.position => return Err(format!("{after:?} was before {:?}", before.position)),
            _ => {}
        }
    }
    let group = rng.pick(&Ids::groups());
    a_request_fares_no_worse(without, with, group)
}

/// Of a plain request without and with the newcomer. Where somebody is there no request overflows because nobody is,
/// and a group at whose limit the newcomer is has one agent who is busy: so a request that overflows is left out.
fn a_request_fares_no_worse(mut without: Engine, mut with: Engine, group: GroupId) -> Result<(), String> {
    let now = without.now();
    let (mut decided, mut decided_with) = (Vec::new(), Vec::new());
    let request = Event::request(LATEST, group);
    let answers = (without.handle(now, &request, &mut decided), with.handle(now, &request, &mut decided_with));
    let overflows = decided.iter().any(|decision| matches!(decision.action, Action::Overflow { .. }));
    if answers.0.is_err() || overflows {
        return Ok(());
    }
    let (before, after) = (without.chat(LATEST), with.chat(LATEST));
    let worse = match (&before, &after) {
        (Some(before), Some(after)) => match before.state {
            ChatState::Assigned => after.state != ChatState::Assigned,
            ChatState::Queued => after.state == ChatState::Ticket || after.position > before.position,
            ChatState::Ticket => false,
        },
        (Some(before), None) => before.state != ChatState::Ticket,
        (None, _) => false,
    };
    if worse { Err(format!("a request in {group:?} was {before:?}, and is {after:?}")) } else { Ok(()) }
}

fn newcomer(engine: &Engine, capacity: u32) -> [Event; 3] {
    let groups = Ids::groups().into_iter().filter(|group| engine.group(*group).is_some());
    let skills = SKILLS.into_iter().map(|skill| (skill.to_owned(), 255)).collect();
    [
        Event::agent(AgentSettings { skills, ..AgentSettings::new(NEWCOMER, capacity, groups) }),
        Event::WorkTimeChanged { agent: NEWCOMER, state: WorkTime::ClockedIn },
        Event::status(NEWCOMER, Status::Online),
    ]
}

fn waiting(engine: &Engine) -> impl Iterator<Item = ChatView> {
    let chats = Ids::chats().into_iter().filter_map(|chat| engine.chat(chat));
    chats.filter(|chat| chat.state != ChatState::Assigned)
}
