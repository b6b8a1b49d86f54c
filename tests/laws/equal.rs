//! The first law: the engine decides as the reference model does, and every view agrees, after every event.

use crate::log::{Line, Log};
use crate::subject::Engine;
use crate::world::{Cast, Ids, limits};
use frontdesk::{Candidate, ChatId, Decision, Event, Explanation, Query, Timestamp};
use frontdesk_kit::reference::Model;

/// The engine of a log's world.
pub fn engine(log: &Log) -> Engine {
    Engine::new(limits(log.seed))
}

/// How a difference is told.
pub fn differ(what: &str, line: &Line, engine: &impl std::fmt::Debug, model: &impl std::fmt::Debug) -> String {
    let line = serde_json::to_string(line).unwrap_or_default();
    format!("{what} differ at {line}\n  engine: {engine:#?}\n   model: {model:#?}")
}

/// Equal decisions, errors and views. In every second world the host calls exactly when `next_deadline` says so.
pub fn engine_equals_model(log: &Log) -> Result<(), String> {
    let mut engine = engine(log);
    let mut model = Model::new(limits(log.seed));
    let punctual = log.seed.is_multiple_of(2);
    let cast = Cast::of_random_worlds();
    for line in &log.lines {
        let mut decided = Vec::new();
        if punctual {
            call_at_deadlines(&mut engine, line.at, &mut decided)?;
        }
        let answer = engine.handle(line.at, &line.event, &mut decided);
        let mut expected = Vec::new();
        let expected_answer = model.handle(line.at, &line.event, &mut expected);
        if decided != expected {
            return Err(differ("decisions", line, &decided, &expected));
        }
        if answer != expected_answer {
            return Err(differ("answers", line, &answer, &expected_answer));
        }
        same_views(line, &engine, &model, &cast)?;
    }
    same_answers_to_queries(log, &mut engine, &mut model)
}

/// The host calls whenever the engine asks for it: then nothing was due before a call, and nothing stays due.
fn call_at_deadlines(engine: &mut Engine, until: Timestamp, decided: &mut Vec<Decision>) -> Result<(), String> {
    while let Some(due) = engine.next_deadline().filter(|due| due.at <= until) {
        let from = decided.len();
        engine.handle(due.at, &Event::Tick, decided).map_err(|error| format!("{due:?} lies back: {error}"))?;
        if let Some(late) = decided[from..].iter().find(|decision| decision.at != due.at) {
            return Err(format!("next_deadline was {due:?}, too late for {late:?}"));
        }
        if let Some(next) = engine.next_deadline().filter(|next| next.at <= due.at) {
            return Err(format!("after a call at {:?} there is still {next:?}", due.at));
        }
    }
    Ok(())
}

/// Every view that there is, of everybody who may be known.
pub fn same_views(line: &Line, engine: &Engine, model: &Model, cast: &Cast) -> Result<(), String> {
    macro_rules! same {
        ($what:expr, $engine:expr, $model:expr) => {
            let (ours, theirs) = ($engine, $model);
            if ours != theirs {
                return Err(differ($what, line, &ours, &theirs));
            }
        };
    }
    same!("clocks", engine.now(), model.now());
    for &group in &cast.groups {
        same!("groups", engine.group(group), model.group(group));
        same!("offers", engine.offer(group, true), model.offer(group, true));
        same!("offers", engine.offer(group, false), model.offer(group, false));
    }
    for &agent in &cast.agents {
        same!("agents", engine.agent(agent), model.agent(agent));
    }
    for &chat in &cast.chats {
        same!("chats", engine.chat(chat), model.chat(chat));
        same!("positions", engine.position(chat), model.position(chat));
        same_explanation(line, engine.explain(chat), model, chat)?;
    }
    if engine.next_deadline().is_none() && model.next_deadline().is_some_and(|due| comes_to_pass(model, due.at)) {
        return Err(differ("deadlines", line, &engine.next_deadline(), &model.next_deadline()));
    }
    Ok(())
}

/// Whether anything is decided if the host calls then.
fn comes_to_pass(model: &Model, at: Timestamp) -> bool {
    let mut decided = Vec::new();
    let _ = model.clone().handle(at, &Event::Tick, &mut decided);
    !decided.is_empty()
}

/// The same obstacles for the same agents; whoever has none and comes first is the strategy's choice.
fn same_explanation(line: &Line, ours: Option<Explanation>, model: &Model, chat: ChatId) -> Result<(), String> {
    let theirs = model.explain(chat);
    let choice = ours.as_ref().and_then(|explanation| {
        explanation.candidates.iter().find(|candidate| candidate.obstacles.is_empty()).map(|candidate| candidate.agent)
    });
    let (plain_ours, plain_theirs) = (ours.clone().map(in_agent_order), theirs.clone().map(in_agent_order));
    if plain_ours != plain_theirs {
        return Err(differ("explanations", line, &plain_ours, &plain_theirs));
    }
    if choice != model.would_choose(chat) {
        return Err(differ("choices", line, &ours, &model.would_choose(chat)));
    }
    Ok(())
}

fn in_agent_order(mut explanation: Explanation) -> Explanation {
    explanation.candidates.sort_by_key(|candidate: &Candidate| candidate.agent);
    for candidate in &mut explanation.candidates {
        candidate.obstacles.sort_by_key(|obstacle| format!("{obstacle:?}"));
    }
    explanation
}

/// A query moves the clock like a tick and may be refused like an event.
fn same_answers_to_queries(log: &Log, engine: &mut Engine, model: &mut Model) -> Result<(), String> {
    let now = model.now();
    let at = model.next_deadline().map_or(now, |due| due.at);
    let before = Timestamp::from_micros(now.as_micros() - 1);
    let mut queries = vec![(before, Query::Agent(Ids::agents()[0]))];
    queries.extend(Ids::groups().into_iter().map(|group| (at, Query::Group(group))));
    queries.extend(Ids::groups().into_iter().map(|group| (at, Query::Offer { group, matches_targeting: true })));
    queries.extend(Ids::chats().into_iter().map(|chat| (at, Query::Chat(chat))));
    queries.extend(Ids::agents().into_iter().map(|agent| (at, Query::Agent(agent))));
    for (at, query) in queries {
        let (mut decided, mut expected) = (Vec::new(), Vec::new());
        let (ours, theirs) = (engine.query(at, &query, &mut decided), model.query(at, &query, &mut expected));
        if (&ours, &decided) != (&theirs, &expected) {
            let last = log.lines.last().cloned().unwrap_or(Line { at, event: Event::Tick });
            return Err(differ(&format!("answers to {query:?}"), &last, &(ours, decided), &(theirs, expected)));
        }
    }
    Ok(())
}
