//! Chats that an agent cannot take stand before those they can: what is passed over must not be walked past each time.

use super::world::{DAY, World, agent, chat, group, patient, secs};
use super::{Scenario, scenario};
use frontdesk::{Action, AgentSettings, ChatRequest, Event, Policy, Skills};

pub const ALL: &[Scenario] = &[
    scenario("decline", "the only agent declines n chats", decline),
    scenario("declined_before", "n declined chats stand before n that are served", declined_before),
    scenario("unmet_needs", "n chats that nobody is skilled for stand before n that are served", unmet_needs),
    scenario("too_large", "n chats that do not fit stand before n that are served", too_large),
    scenario("tier_closed", "n chats closed to the agent's tier stand before n that are served", tier_closed),
    scenario(
        "held_for_another",
        "n chats that wait for another agent stand before n that are served",
        held_for_another,
    ),
    scenario("nobody_skilled", "n chats look for a skill among n agents with room", nobody_skilled),
    scenario("nobody_fits", "n chats look for more room than any of n agents has", nobody_fits),
    scenario("best_skilled", "n chats look for the best of n agents", best_skilled),
];

/// The agent gives back whatever they are given.
fn decline_all(world: &mut World, n: u64) {
    let mut declined = 0;
    while let Some(chat) = world.decided.iter().rev().find_map(|decision| match decision.action {
        Action::Assign { chat, .. } => Some(chat),
        _ => None,
    }) {
        world.tell(Event::ChatDeclined { chat, agent: agent(0) });
        declined += 1;
    }
    assert_eq!(declined, n);
}

fn decline(n: u64) {
    let mut world = World::with(patient()).and_agent(0);
    world.request(0..n);
    world.tell(Event::agent(AgentSettings::new(agent(0), 1, [group(0)])));
    decline_all(&mut world, n);
    assert_eq!(world.tally("withdraw"), n);
    world.request(n..n + 1);
    assert!(matches!(world.decided[0].action, Action::Assign { .. }), "a new chat finds them");
}

fn declined_before(n: u64) {
    let mut world = World::with(patient()).and_agent(1);
    for number in 0..n {
        world.request(number..number + 1);
        world.tell(Event::ChatDeclined { chat: chat(number), agent: agent(0) });
    }
    serve_behind(world, n);
}

/// The agent is busy; chats n to 2 n come, and each close pulls the next.
fn serve_behind(mut world: World, n: u64) {
    world.request(n..2 * n + 1);
    let before = world.tally("assign");
    (n..2 * n).for_each(|number| world.close(number));
    assert_eq!(world.tally("assign") - before, n);
}

/// Chats 0 to n are asked for so, and nobody takes one.
fn passed_over(mut world: World, n: u64, request: impl Fn(ChatRequest) -> ChatRequest) {
    for number in 0..n {
        world.ask(request(ChatRequest::new(chat(number), group(0))));
    }
    assert_eq!(world.tally("enqueue"), n);
    serve_behind(world, n);
}

fn skills(name: &str) -> Skills {
    [(name.to_owned(), 1)].into()
}

fn unmet_needs(n: u64) {
    passed_over(World::with(patient()).and_agent(1), n, |request| ChatRequest { needs: skills("french"), ..request });
}

fn too_large(n: u64) {
    passed_over(World::with(patient()).and_agent(1), n, |request| ChatRequest { cost: 2, ..request });
}

/// The old ones are open; those that come later are more urgent, and not.
fn tier_closed(n: u64) {
    let mut world = World::with(Policy { tier_opens: vec![secs(DAY)], ..patient() });
    world.joins(AgentSettings::new(agent(0), 1, [(group(0), 1)]));
    world.request(0..n + 1);
    world.after(DAY);
    for number in n + 1..2 * n + 1 {
        world.ask(ChatRequest { priority: 1, ..ChatRequest::new(chat(number), group(0)) });
    }
    (0..n).for_each(|number| world.close(number));
    assert_eq!((world.tally("enqueue"), world.tally("assign")), (2 * n + 1, n + 1));
}

fn held_for_another(n: u64) {
    let mut world = World::with(patient()).and_agent(1);
    world.joins(AgentSettings::new(agent(1), 0, [group(0)]));
    passed_over(world, n, |request| ChatRequest { agent: Some(agent(1)), agent_wait: secs(DAY), ..request });
}

/// Nobody can take the chat that they look for.
fn among_agents(n: u64, request: impl Fn(ChatRequest) -> ChatRequest) {
    let mut world = World::with(patient());
    world.join(n);
    for number in 0..n {
        world.ask(request(ChatRequest::new(chat(number), group(0))));
    }
    assert_eq!(world.tally("enqueue"), n);
}

fn nobody_skilled(n: u64) {
    among_agents(n, |request| ChatRequest { needs: skills("french"), ..request });
}

fn nobody_fits(n: u64) {
    among_agents(n, |request| ChatRequest { cost: 2, ..request });
}

fn best_skilled(n: u64) {
    let mut world = World::with(Policy { strategy: frontdesk::Strategy::BestSkilled, ..patient() });
    for number in 0..n {
        let skills = Skills::from([("french".to_owned(), (number % 255) as u8 + 1)]);
        world.joins(AgentSettings { skills, ..AgentSettings::new(agent(number), 1, [group(0)]) });
    }
    for number in 0..n {
        world.ask(ChatRequest { needs: skills("french"), ..ChatRequest::new(chat(number), group(0)) });
    }
    assert_eq!(world.tally("assign"), n);
}
