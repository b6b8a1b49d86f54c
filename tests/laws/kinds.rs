//! What happens in random worlds, and how often: each world draws its own weights, and some are after one thing.

use frontdesk_kit::rng::Rng;

/// What may happen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Workspace,
    Group,
    GroupRemoved,
    Agent,
    AgentRemoved,
    Status,
    WorkTime,
    Leave,
    Device,
    Request,
    VisitorMessage,
    AgentMessage,
    Accept,
    Decline,
    Join,
    ToAgent,
    ToGroup,
    Close,
    VisitorLeft,
    Reprioritize,
    Park,
    Resume,
    WrapUpEnded,
    Zone,
    Tick,
}

/// How often each comes before a world draws its own weights.
const KINDS: [(usize, Kind); 25] = [
    (1, Kind::Workspace),
    (3, Kind::Group),
    (2, Kind::GroupRemoved),
    (4, Kind::Agent),
    (1, Kind::AgentRemoved),
    (16, Kind::Status),
    (3, Kind::WorkTime),
    (2, Kind::Leave),
    (6, Kind::Device),
    (24, Kind::Request),
    (8, Kind::VisitorMessage),
    (8, Kind::AgentMessage),
    (8, Kind::Accept),
    (6, Kind::Decline),
    (4, Kind::Join),
    (3, Kind::ToAgent),
    (3, Kind::ToGroup),
    (10, Kind::Close),
    (3, Kind::VisitorLeft),
    (2, Kind::Reprioritize),
    (4, Kind::Park),
    (3, Kind::Resume),
    (2, Kind::WrapUpEnded),
    (1, Kind::Zone),
    (6, Kind::Tick),
];

/// What a world is after. Most are after nothing; what they come to too seldom, some are after.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Whatever comes.
    Any,
    /// Agents who never were online help with slow chats, several of them from one instant on.
    Helpers,
    /// Groups are removed into others that ask something else of those who have the chats.
    Removals,
}

impl Mood {
    /// Draws one.
    pub fn new(rng: &mut Rng) -> Self {
        rng.weighted(&[(80, Self::Any), (12, Self::Helpers), (8, Self::Removals)])
    }

    /// How much more often than elsewhere something happens.
    fn factor(self, kind: Kind) -> usize {
        match (self, kind) {
            (Self::Helpers, Kind::Group | Kind::Request) => 2,
            (Self::Removals, Kind::Group | Kind::GroupRemoved | Kind::WorkTime | Kind::Accept) => 4,
            (Self::Removals, Kind::Close | Kind::VisitorLeft | Kind::Decline) => 0,
            _ => 1,
        }
    }
}

/// A world's kinds with their weights: a random third is switched off; chats are requested in most worlds.
pub fn draw(rng: &mut Rng, mood: Mood) -> Vec<(usize, Kind)> {
    let mut kinds = Vec::new();
    for (weight, kind) in KINDS {
        let factor = mood.factor(kind);
        let off = match kind {
            Kind::Request => 5,
            _ if factor > 1 => 0,
            _ => 33,
        };
        if kind == Kind::Tick || !rng.chance(off) {
            kinds.push((weight * factor * (1 + rng.below(4)), kind));
        }
    }
    // What is removed must be able to come again, else the world soon stands still.
    let comes = |made: Kind| kinds.iter().any(|(weight, kind)| *kind == made && *weight > 0);
    let (agents_come, groups_come) = (comes(Kind::Agent), comes(Kind::Group));
    kinds.retain(|(weight, kind)| match kind {
        Kind::AgentRemoved => agents_come,
        Kind::GroupRemoved => groups_come,
        _ => *weight > 0,
    });
    kinds
}
