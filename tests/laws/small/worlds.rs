//! What small worlds are made of, and the list of them.

use super::letters::{ANA, BEN, HELP, Letter, SALES};
use super::{products, wishes};
use frontdesk::{AgentId, AgentSettings, ChatId, ChatRequest, Event, GroupId, Policy, Queue, Skills, Status, Tickets};

/// A world: how it begins, and what may happen.
pub struct Small {
    pub name: &'static str,
    pub stage: Vec<Event>,
    pub letters: Vec<Letter>,
}

/// All of them.
pub fn small_worlds() -> Vec<Small> {
    products::worlds().into_iter().chain(wishes::worlds()).collect()
}

/// Both groups, and both agents online: Ana with room for one, in both groups, Ben for two, in the second.
pub fn stage(sales: Policy, help: Policy) -> Vec<Event> {
    staged(sales, help, [agent(ANA, 1, &[SALES, HELP]), agent(BEN, 2, &[HELP])])
}

pub fn staged(sales: Policy, help: Policy, agents: [AgentSettings; 2]) -> Vec<Event> {
    let mut stage = vec![Event::group(SALES, sales), Event::group(HELP, help)];
    for agent in agents {
        let id = agent.agent;
        stage.extend([Event::agent(agent), Event::status(id, Status::Online)]);
    }
    stage
}

pub fn agent(agent: AgentId, capacity: u32, groups: &[GroupId]) -> AgentSettings {
    AgentSettings::new(agent, capacity, groups.iter().copied())
}

pub fn request(chat: ChatId, group: GroupId) -> ChatRequest {
    ChatRequest::new(chat, group)
}

/// Everybody may wait, nothing else happens by itself.
pub fn plain() -> Policy {
    Policy { queue: Queue::Unlimited, slow_answer: None, ..Policy::default() }
}

pub fn tickets(auto_assign: bool) -> Tickets {
    Tickets::On { max: Some(1), auto_assign }
}

pub fn french(level: u8) -> Skills {
    Skills::from([("fr".into(), level)])
}
