//! Working hours and holidays: a group that closes over Christmas, and an agent whose shift begins and ends by itself.
//!
//! ```text
//! cargo run --example opening_hours
//! ```

use frontdesk::hours::{Calendar, Zones};
use frontdesk::{AgentId, AgentSettings, ChatId, Engine, Event, GroupId, Limits, Policy, Schedule, Timestamp};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (support, ana) = (GroupId::from(1u64), AgentId::from(1u64));
    let weekdays = ["mon", "tue", "wed", "thu", "fri"];
    let office = |from, to| {
        let week =
            weekdays.into_iter().fold(Schedule::new("Europe/Paris"), |week, day| week.weekly(day, &[(from, to)]));
        // A date with windows of its own, and one without any.
        week.exception("2026-12-24", &[("09:00", "12:30")]).exception("2026-12-25", &[])
    };

    // A schedule can be asked without an engine.
    let calendar = Calendar::compile(&office("09:00", "18:00"), &Zones::default())?;
    println!("The office around Christmas:");
    let mut at: Timestamp = "2026-12-23T12:00:00Z".parse()?;
    for _ in 0..6 {
        let change = calendar.next_change(at).ok_or("open for ever")?;
        println!("  {} {}", change.at, if change.open { "opens" } else { "closes" });
        at = change.at;
    }

    // In an engine it switches by itself: the group is open or closed, the agent goes online and offline.
    let policy = Policy { hours: Some(office("09:00", "18:00")), ..Policy::yellow() };
    let shift = AgentSettings { hours: Some(office("09:00", "17:00")), ..AgentSettings::new(ana, 3, [support]) };
    let mut engine = Engine::new(Limits::default());
    let mut decisions = Vec::new();
    println!("What becomes of a chat on Christmas day:");
    for (at, event) in [
        ("2026-12-24T08:30:00Z", Event::group(support, policy)),
        ("2026-12-24T08:30:00Z", Event::agent(shift)),
        ("2026-12-25T10:00:00Z", Event::request(ChatId::from(1u64), support)),
        // Monday: the shift begins, and what waited is given out.
        ("2026-12-28T08:00:00Z", Event::Tick),
    ] {
        engine.handle(at.parse()?, &event, &mut decisions)?;
        for decision in decisions.drain(..) {
            println!("  {} {:?}: {}", decision.at, decision.action, decision.reason);
        }
    }
    let chat = engine.chat(ChatId::from(1u64)).ok_or("the chat is live")?;
    assert_eq!(chat.agent, Some(ana));
    Ok(())
}
