//! Who may come to be known in random worlds, and how many of them an engine is built for.

use frontdesk::{AgentId, ChatId, GroupId, Limits};
use frontdesk_kit::rng::Rng;

/// What an engine of this world is built for: at times too little.
pub fn limits(seed: u64) -> Limits {
    let mut rng = Rng::new(!seed);
    if rng.chance(85) {
        return Limits { agents: 100, groups: 100, chats: 100 };
    }
    Limits { agents: 1 + rng.below(4) as u32, groups: 1 + rng.below(3) as u32, chats: 1 + rng.below(6) as u32 }
}

/// The ids of every world: few, so that known, unknown, repeated and reused ones are all common.
pub struct Ids;

impl Ids {
    /// Agents.
    pub fn agents() -> Vec<AgentId> {
        (1..=5u64).map(AgentId::from).collect()
    }

    /// Groups; the Default group is the last.
    pub fn groups() -> Vec<GroupId> {
        (11..=14u64).map(GroupId::from).chain([GroupId::DEFAULT]).collect()
    }

    /// Chats.
    pub fn chats() -> Vec<ChatId> {
        (101..=112u64).map(ChatId::from).collect()
    }
}

/// Everybody who may come to be known in a world.
pub struct Cast {
    /// Agents.
    pub agents: Vec<AgentId>,
    /// Groups.
    pub groups: Vec<GroupId>,
    /// Chats.
    pub chats: Vec<ChatId>,
}

impl Cast {
    /// Of every random world.
    pub fn of_random_worlds() -> Self {
        Self { agents: Ids::agents(), groups: Ids::groups(), chats: Ids::chats() }
    }
}
