//! A host asks "what if" on the live state: what if Ana came online now, what if the limit were 4? An engine is a plain
//! value, so the host asks a clone; the live one never knows.
//!
//! ```text
//! cargo run --example what_if
//! ```

use core::time::Duration;
use frontdesk::{
    Action, AfterLongestWait, AgentId, AgentSettings, ChatId, Decision, Engine, Event, EventError, GroupId, Policy,
    Queue, Status, Timestamp,
};

const SUPPORT: GroupId = GroupId::new(0);
const ANA: AgentId = AgentId::new(0);
const BEN: AgentId = AgentId::new(1);

// The host's names, by number.
const AGENTS: [&str; 2] = ["Ana", "Ben"];
const VISITORS: [&str; 5] = ["Mrs Rossi", "Mr Okafor", "Ms Lindqvist", "Mr Haddad", "Mrs Tanaka"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = monday_morning()?;
    let in_ten_minutes = engine.now().checked_add(Duration::from_secs(600)).ok_or("the end of time")?;
    let ben = AgentSettings::new(BEN, 4, [SUPPORT]);

    println!("It is {}. In the next ten minutes, if nothing happens:", clock(engine.now()));
    for line in ahead(&engine, &[], in_ten_minutes)? {
        println!("    {line}");
    }
    for (question, change) in [
        ("What if Ana came online now?", Event::status(ANA, Status::Online)),
        ("What if Ben's limit were 4?", Event::agent(ben)),
        ("What if Ben went offline?", Event::status(BEN, Status::Offline)),
    ] {
        println!("{question}");
        let without = ahead(&engine, &[], in_ten_minutes)?;
        let with = ahead(&engine, &[change], in_ten_minutes)?;
        without.iter().filter(|line| !with.contains(line)).for_each(|line| println!("  - {line}"));
        with.iter().filter(|line| !without.contains(line)).for_each(|line| println!("  + {line}"));
    }
    println!("The live engine is where it was: {} wait.", engine.group(SUPPORT).map_or(0, |group| group.waiting));
    Ok(())
}

/// What a clone of the engine decides from now on if these events came now, and then nothing until that instant.
fn ahead(engine: &Engine, changes: &[Event], until: Timestamp) -> Result<Vec<String>, EventError> {
    let mut clone = engine.clone();
    let mut decisions = Vec::new();
    for change in changes {
        clone.handle(clone.now(), change, &mut decisions)?;
    }
    clone.tick(until, &mut decisions)?;
    Ok(decisions.iter().map(tell).collect())
}

/// The live state: Ben has as many as he may, three wait, Ana is not there yet.
fn monday_morning() -> Result<Engine, Box<dyn std::error::Error>> {
    let policy = Policy {
        queue: Queue::Fixed(10),
        longest_wait: Some(Duration::from_secs(300)),
        after_longest_wait: AfterLongestWait::Miss,
        ..Policy::default()
    };
    let mut engine = Engine::default();
    let mut happens = |time: &str, event| -> Result<(), Box<dyn std::error::Error>> {
        let at = format!("2026-06-01T{time}Z").parse()?;
        Ok(engine.handle(at, &event, &mut Vec::new())?)
    };
    happens("09:00:00", Event::group(SUPPORT, policy))?;
    happens("09:00:00", Event::agent(AgentSettings::new(ANA, 2, [SUPPORT])))?;
    happens("09:00:00", Event::agent(AgentSettings::new(BEN, 2, [SUPPORT])))?;
    happens("09:00:00", Event::status(BEN, Status::Online))?;
    for (time, visitor) in ["09:01:00", "09:02:00", "09:03:00", "09:03:30", "09:04:00"].into_iter().zip(0u64..) {
        happens(time, Event::request(ChatId::from(visitor), SUPPORT))?;
    }
    Ok(engine)
}

/// A decision in words, with the host's names.
fn tell(decision: &Decision) -> String {
    let visitor = |chat: ChatId| VISITORS[chat.get() as usize];
    let agent = |agent: AgentId| AGENTS[agent.get() as usize];
    let what = match decision.action {
        Action::Assign { chat, agent: to, .. } => format!("{} goes to {}", visitor(chat), agent(to)),
        Action::Withdraw { chat, agent: from } => format!("{} leaves {}", visitor(chat), agent(from)),
        Action::Enqueue { chat, position, .. } => format!("{} waits at place {position}", visitor(chat)),
        Action::Miss { chat } => format!("{} is missed", visitor(chat)),
        Action::Status { agent: who, to, .. } => format!("{} is {to:?}", agent(who)),
        Action::Widget { mode, .. } => format!("the widget is {mode:?}"),
        other => format!("{other:?}"),
    };
    format!("{} {what}: {}", clock(decision.at), decision.reason)
}

/// The time of day in UTC.
fn clock(at: Timestamp) -> String {
    at.to_string()[11..19].to_owned()
}
