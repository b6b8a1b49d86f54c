//! An engine that is watched: after every call its invariants hold, its decisions are stamped in order, and a refusal
//! has changed nothing but what a tick changes.

use frontdesk::{AgentId, ChatId, Decision, Engine, Event, EventError, GroupId, Limits, Query, Timestamp};
use serde_json::{Value, json};
use std::fmt::Write;

/// The ids in use, the same for agents, groups and chats: both ends, and [`GroupId::DEFAULT`] in every kind.
pub const IDS: [u128; 6] = [0, 1, 2, 3, u64::MAX as u128 + 1, u128::MAX];

/// An engine, and the log that made it what it is.
pub struct Probe {
    pub engine: Engine,
    limits: Limits,
    log: String,
}

impl Probe {
    pub fn new(limits: Limits) -> Self {
        Self { engine: Engine::new(limits), limits, log: String::new() }
    }

    /// Hands the engine an event.
    pub fn tell(&mut self, at: Timestamp, event: &Event) -> Result<Vec<Decision>, EventError> {
        self.note(&json!({ "at": at, "event": event }));
        self.watch(at, |engine, decisions| engine.handle(at, event, decisions), Some(&Event::Tick))
    }

    /// Asks the engine.
    pub fn ask(&mut self, at: Timestamp, query: &Query) -> Result<Vec<Decision>, EventError> {
        self.note(&json!({ "at": at, "query": query }));
        self.watch(at, |engine, decisions| engine.query(at, query, decisions).map(drop), None)
    }

    /// The log as the example `replay` reads it.
    fn note(&mut self, line: &Value) {
        let line = line.to_string().replace(&GroupId::DEFAULT.to_string(), "default");
        writeln!(self.log, "{line}").expect("a string takes all");
    }

    fn watch(
        &mut self,
        at: Timestamp,
        call: impl FnOnce(&mut Engine, &mut Vec<Decision>) -> Result<(), EventError>,
        instead: Option<&Event>,
    ) -> Result<Vec<Decision>, EventError> {
        let mut before = self.engine.clone();
        let from = before.now();
        let mut decisions = Vec::new();
        let result = call(&mut self.engine, &mut decisions);
        if let Err(error) = result {
            let mut of_the_clock = Vec::new();
            if error == EventError::TimeWentBack {
                assert!(at < before.now(), "time did not go back");
            } else if let Some(tick) = instead {
                before.handle(at, tick, &mut of_the_clock).expect("not back");
            } else {
                before.tick(at, &mut of_the_clock).expect("not back");
            }
            assert_eq!(decisions, of_the_clock, "a refusal ({error}) has decided");
            assert_eq!(views(&self.engine), views(&before), "a refusal ({error}) shows in the views");
            assert_eq!(
                format!("{:?}", self.engine),
                format!("{before:?}"),
                "a refusal ({error}) has changed something"
            );
        }
        let stamps = decisions.iter().map(|decision| decision.at);
        assert!(stamps.clone().is_sorted() && stamps.clone().all(|stamp| from <= stamp && stamp <= at), "out of order");
        self.is_sound();
        result.map(|()| decisions)
    }

    fn is_sound(&self) {
        let engine = &self.engine;
        engine.check().unwrap_or_else(|broken| panic!("{broken}"));
        assert!(engine.next_deadline().is_none_or(|next| next.at >= engine.now()), "a deadline in the past");
        let count = |known: fn(&Engine, u128) -> bool| IDS.iter().filter(|&&id| known(engine, id)).count();
        let agents = count(|engine, id| engine.agent(AgentId::new(id)).is_some());
        let groups = count(|engine, id| engine.group(GroupId::new(id)).is_some());
        let chats = count(|engine, id| engine.chat(ChatId::new(id)).is_some());
        for (there, most) in [(agents, self.limits.agents), (groups, self.limits.groups), (chats, self.limits.chats)] {
            assert!(there <= most as usize, "{there} of at most {most}");
        }
        for chat in IDS.map(ChatId::new) {
            assert_eq!(engine.explain(chat).is_some(), engine.chat(chat).is_some());
        }
    }
}

/// When an assertion fails, the log tells how it came to that.
impl Drop for Probe {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("{:?}\n{}", self.limits, self.log);
        }
    }
}

/// All there is to see.
fn views(engine: &Engine) -> String {
    let mut text = format!("{} {:?}\n", engine.now(), engine.next_deadline());
    for id in IDS {
        let (agent, group, chat) = (AgentId::new(id), GroupId::new(id), ChatId::new(id));
        let offers = [true, false].map(|matches| engine.offer(group, matches));
        writeln!(text, "{:?} {:?} {offers:?}", engine.agent(agent), engine.group(group)).expect("a string takes all");
        writeln!(text, "{:?} {:?} {:?}", engine.chat(chat), engine.position(chat), engine.explain(chat))
            .expect("a string takes all");
    }
    text
}
