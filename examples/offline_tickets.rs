//! Offline tickets: who writes at night leaves a ticket, up to a limit, and in the morning the agents are given them in
//! the order in which they came.
//!
//! ```text
//! cargo run --example offline_tickets
//! ```

use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, Engine, Event, GroupId, Limits, Policy, Status, Tickets, WhenAbsent,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (support, ana) = (GroupId::from(1u64), AgentId::from(1u64));
    let policy = Policy {
        tickets: Tickets::On { max: Some(3), auto_assign: true },
        when_absent: WhenAbsent::Messenger,
        ..Policy::default()
    };
    let mut engine = Engine::new(Limits::default());
    let mut decisions = Vec::new();
    let night = "2026-06-01T02:00:00Z".parse()?;
    engine.handle(night, &Event::group(support, policy), &mut decisions)?;
    engine.handle(night, &Event::agent(AgentSettings::new(ana, 2, [support])), &mut decisions)?;
    decisions.clear();

    println!("At night:");
    for visitor in 1..=4u64 {
        engine.handle(night, &Event::request(ChatId::from(visitor), support), &mut decisions)?;
        for decision in decisions.drain(..) {
            match decision.action {
                Action::OfflineTicket { chat, .. } => println!("  chat {chat}: we answer tomorrow"),
                Action::Reject { chat, cause } => println!("  chat {chat}: please come again ({cause:?})"),
                Action::Widget { mode, .. } => println!("  the widget is now {mode:?}"),
                _ => {}
            }
        }
    }
    let view = engine.group(support).ok_or("the group is there")?;
    println!("  {} tickets, {:?} left", view.tickets, view.tickets_left);

    println!("In the morning:");
    let morning = "2026-06-01T07:00:00Z".parse()?;
    engine.handle(morning, &Event::status(ana, Status::Online), &mut decisions)?;
    // She may hold two at a time; the third ticket follows when the first is done.
    engine.handle(morning, &Event::ChatClosed { chat: ChatId::from(1u64), agent: Some(ana) }, &mut decisions)?;
    let mut given = Vec::new();
    for decision in decisions.drain(..) {
        if let Action::Assign { chat, agent, .. } = decision.action {
            println!("  chat {chat} goes to agent {agent}: {}", decision.reason);
            given.push(chat);
        }
    }
    assert_eq!(given, [1u64, 2, 3].map(ChatId::from));
    Ok(())
}
