//! The README's quickstart with a bit more: two visitors, one agent, a look at the queue, and a visitor too many.

use frontdesk::{
    AgentId, AgentSettings, ChatId, Decision, Engine, Event, GroupId, Limits, Policy, Queue, Status, Timestamp,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (support, ana) = (GroupId::from(1u64), AgentId::from(1u64));
    let (first, second, third) = (ChatId::from(7u64), ChatId::from(8u64), ChatId::from(9u64));
    let log = [
        ("2026-06-01T09:00:00Z", Event::group(support, Policy { queue: Queue::Fixed(1), ..Policy::default() })),
        ("2026-06-01T09:00:00Z", Event::agent(AgentSettings::new(ana, 1, [support]))),
        ("2026-06-01T09:00:00Z", Event::status(ana, Status::Online)),
        ("2026-06-01T09:01:00Z", Event::request(first, support)),
        ("2026-06-01T09:02:00Z", Event::request(second, support)),
        ("2026-06-01T09:03:00Z", Event::request(third, support)),
    ];

    let mut engine = Engine::new(Limits::default());
    let mut decisions = Vec::new();
    for (at, event) in log {
        engine.handle(at.parse()?, &event, &mut decisions)?;
        print(&mut decisions);
    }

    // Asking changes nothing. Whatever waits has an explanation.
    if let Some(view) = engine.group(support) {
        println!("-- waiting: {}, places left: {:?}", view.waiting, view.places_left);
    }
    for candidate in engine.explain(second).map(|why| why.candidates).unwrap_or_default() {
        println!("-- {:?} cannot take {second:?} now: {:?}", candidate.agent, candidate.obstacles);
    }

    // An event that makes no sense is refused and changes nothing.
    let now: Timestamp = "2026-06-01T09:05:00Z".parse()?;
    if let Err(refusal) = engine.handle(now, &Event::VisitorMessage { chat: third }, &mut decisions) {
        println!("-- refused: {refusal}");
    }

    // The first chat ends, and the second has its turn.
    engine.handle(now, &Event::ChatClosed { chat: first, agent: Some(ana) }, &mut decisions)?;
    print(&mut decisions);
    println!("-- call again at: {:?}", engine.next_deadline());
    Ok(())
}

/// A host would act on each of them; this one only prints.
fn print(decisions: &mut Vec<Decision>) {
    for decision in decisions.drain(..) {
        println!("{} {:?}: {}", decision.at, decision.action, decision.reason);
    }
}
