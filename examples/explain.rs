//! Why does this visitor wait? For each agent of the group everything that keeps them from the chat, until when, and
//! the instant at which time alone brings it to somebody.
//!
//! ```text
//! cargo run --example explain
//! ```

use core::time::Duration;
use frontdesk::{
    AgentId, AgentSettings, ChatId, ChatRequest, Engine, Event, GroupId, Limits, Membership, Obstacle, Policy, Queue,
    Status, Timestamp,
};

const NAMES: [&str; 4] = ["Ana", "Ben", "Cem", "Dee"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let support = GroupId::from(1u64);
    let agent = |number: usize| AgentId::from(number as u64);
    let policy = Policy {
        queue: Queue::Unlimited,
        tier_opens: vec![Duration::from_secs(120)],
        wrap_up: Some(Duration::from_secs(45)),
        ..Policy::default()
    };
    let french = |settings: AgentSettings| AgentSettings { skills: [("french".into(), 3)].into(), ..settings };
    let second_tier = Membership { group: support, tier: 1 };
    let (waits, busy) = (ChatId::from(9u64), ChatId::from(1u64));
    let request = ChatRequest { needs: [("french".into(), 2)].into(), ..ChatRequest::new(waits, support) };

    let mut engine = Engine::new(Limits::default());
    let mut decisions = Vec::new();
    let nine: Timestamp = "2026-06-01T09:00:00Z".parse()?;
    for event in [
        Event::group(support, policy),
        Event::agent(french(AgentSettings::new(agent(0), 1, [support]))),
        Event::agent(AgentSettings::new(agent(1), 3, [support])),
        Event::agent(french(AgentSettings::new(agent(2), 3, [support]))),
        Event::agent(french(AgentSettings::new(agent(3), 3, [second_tier]))),
        Event::status(agent(0), Status::Online),
        Event::request(busy, support),
        Event::ChatAccepted { chat: busy, agent: agent(0) },
        Event::ChatClosed { chat: busy, agent: Some(agent(0)) },
        Event::status(agent(1), Status::Online),
        Event::status(agent(2), Status::Away),
        Event::status(agent(3), Status::Online),
        Event::ChatRequested(request),
    ] {
        engine.handle(nine, &event, &mut decisions)?;
    }

    println!("Why does chat {waits} wait?");
    for candidate in engine.explain(waits).ok_or("the chat is live")?.candidates {
        let who = NAMES[usize::try_from(candidate.agent.get())?];
        let obstacles: Vec<_> = candidate.obstacles.iter().map(in_words).collect();
        println!("  {who}: {}", if obstacles.is_empty() { "may take it".into() } else { obstacles.join("; ") });
    }
    let soonest = engine.soonest(waits).ok_or("time alone helps")?;
    println!("If nothing happens, somebody takes it at {soonest}.");
    assert_eq!(soonest, "2026-06-01T09:00:45Z".parse()?);
    Ok(())
}

/// What a supervisor reads. The list of obstacles is closed: a host can have a sentence for each.
fn in_words(obstacle: &Obstacle) -> String {
    let until = |at: &Option<Timestamp>| at.map_or(String::new(), |at| format!(" until {at}"));
    match obstacle {
        Obstacle::Away { until: at } => format!("away{}", until(at)),
        Obstacle::Full { until: at } => format!("has as many as they may{}", until(at)),
        Obstacle::LacksSkill { skill, until: at } => format!("lacks {skill}{}", until(at)),
        Obstacle::TierClosed { until } => format!("is asked from {until} on"),
        other => format!("{other:?}"),
    }
}
