//! Which of these agents is chosen? The order in a group's line (contract §6) `[R37]`.
//!
//! Every strategy is an order by rank, lower first. The line breaks ties: of two agents, the one who entered it or was
//! moved to its end earlier comes first. `round_robin` begins after the member who was chosen last.

use crate::model::Strategy;

/// What a strategy may look at in an agent with room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contender {
    /// What they carry.
    pub load: u64,
    /// The load up to which they are given chats; above `load`, since they have room.
    pub capacity: u32,
    /// A number that rises in the order in which members joined the group.
    pub joined: u64,
}

/// The rank of an agent with room: the agent with the lowest is chosen.
///
/// | strategy | rank |
/// | --- | --- |
/// | `longest_idle` | the same for all, so that the line alone decides |
/// | `best_skilled` | the same for all, so that the line decides among those with the best skills for the chat |
/// | `least_active` | the load |
/// | `most_available` | the share of the capacity in use, exact: see below |
/// | `round_robin`, `in_order` | the order of joining |
///
/// The share is `floor(load · 2⁶⁴ / capacity)`. Two different fractions with 32-bit parts differ by more than 2⁻⁶⁴, so
/// this orders them exactly, and equal fractions have equal ranks.
///
/// ```
/// use frontdesk::rules::selection::{Contender, rank};
/// use frontdesk::Strategy;
///
/// let third = Contender { load: 1, capacity: 3, joined: 7 };
/// let same = Contender { load: 2, capacity: 6, joined: 8 };
/// assert_eq!(rank(Strategy::MostAvailable, third), rank(Strategy::MostAvailable, same));
/// assert!(rank(Strategy::LeastActive, third) < rank(Strategy::LeastActive, same));
/// ```
#[must_use]
pub fn rank(strategy: Strategy, who: Contender) -> u64 {
    match strategy {
        Strategy::LongestIdle | Strategy::BestSkilled => 0,
        Strategy::LeastActive => who.load,
        Strategy::MostAvailable => share_in_use(who.load, who.capacity),
        Strategy::RoundRobin | Strategy::InOrder => who.joined,
    }
}

fn share_in_use(load: u64, capacity: u32) -> u64 {
    // Nobody without room stands in a line. A caller who asks about such an agent gets the worst rank there is.
    let share = (u128::from(load) << 64).checked_div(capacity.into());
    share.and_then(|share| u64::try_from(share).ok()).unwrap_or(u64::MAX)
}

/// Whether the [`rank`] depends on the load. Such a strategy puts an agent at the end whenever their load changes.
///
/// | strategy | by load |
/// | --- | --- |
/// | `least_active`, `most_available` | yes |
/// | `longest_idle`, `best_skilled`, `round_robin`, `in_order` | no |
#[must_use]
pub fn goes_by_load(strategy: Strategy) -> bool {
    match strategy {
        Strategy::LeastActive | Strategy::MostAvailable => true,
        Strategy::LongestIdle | Strategy::BestSkilled | Strategy::RoundRobin | Strategy::InOrder => false,
    }
}

/// What happened to an agent who stands in line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Neither of the two below.
    No,
    /// Their load changed, but not by getting a chat.
    Load,
    /// They got a chat, no matter how or of which group.
    Got,
}

/// Whether this puts an agent at the end of the line.
///
/// | strategy | got a chat | load changed otherwise |
/// | --- | --- | --- |
/// | `longest_idle`, `best_skilled` | yes | no |
/// | `least_active`, `most_available` | yes | yes |
/// | `round_robin`, `in_order` | no | no |
///
/// An agent who enters a line stands at its end, whatever the strategy. Under `round_robin` and `in_order`, whose ranks
/// all differ, that shows only once the strategy is another.
#[must_use]
pub fn goes_to_the_end(strategy: Strategy, moved: Moved) -> bool {
    match strategy {
        Strategy::LongestIdle | Strategy::BestSkilled => moved == Moved::Got,
        Strategy::LeastActive | Strategy::MostAvailable => moved != Moved::No,
        Strategy::RoundRobin | Strategy::InOrder => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    fn who(load: u64, capacity: u32, joined: u64) -> Contender {
        Contender { load, capacity, joined }
    }

    /// What [`goes_by_load`] says of a strategy is what [`rank`] does, and such a strategy moves with the load.
    #[test]
    fn by_load() {
        for strategy in Strategy::ALL {
            let differs = rank(strategy, who(0, 9, 1)) != rank(strategy, who(5, 9, 1));
            assert_eq!(goes_by_load(strategy), differs, "{strategy:?}");
            assert_eq!(goes_to_the_end(strategy, Moved::Load), differs, "{strategy:?}");
        }
    }

    /// `[R37]`, `[YEL-X2]`, `[BIT-X1]`: the table of [`rank`], row by row.
    #[test]
    fn ranks() {
        assert_eq!(rank(Strategy::LongestIdle, who(0, 1, 5)), rank(Strategy::LongestIdle, who(3, 9, 1)));
        assert!(rank(Strategy::LeastActive, who(1, 2, 9)) < rank(Strategy::LeastActive, who(2, 99, 1)));
        assert!(rank(Strategy::MostAvailable, who(2, 99, 9)) < rank(Strategy::MostAvailable, who(1, 2, 1)));
        for strategy in [Strategy::RoundRobin, Strategy::InOrder] {
            assert!(rank(strategy, who(9, 10, 1)) < rank(strategy, who(0, 10, 2)));
        }
        assert_eq!(rank(Strategy::MostAvailable, who(0, 0, 0)), u64::MAX);
    }

    /// The table of [`goes_to_the_end`], row by row.
    #[test]
    fn moves() {
        for (strategy, got, load) in [
            (Strategy::LongestIdle, true, false),
            (Strategy::BestSkilled, true, false),
            (Strategy::LeastActive, true, true),
            (Strategy::MostAvailable, true, true),
            (Strategy::RoundRobin, false, false),
            (Strategy::InOrder, false, false),
        ] {
            assert_eq!(goes_to_the_end(strategy, Moved::Got), got, "{strategy:?}");
            assert_eq!(goes_to_the_end(strategy, Moved::Load), load, "{strategy:?}");
            assert!(!goes_to_the_end(strategy, Moved::No), "{strategy:?}");
        }
    }

    proptest! {
        #[test]
        fn shares_are_exact(a in 1u32.., b in 1u32.., x in any::<u32>(), y in any::<u32>()) {
            let (x, y) = (x % a, y % b);
            let exact = (u64::from(x) * u64::from(b)).cmp(&(u64::from(y) * u64::from(a)));
            prop_assert_eq!(share_in_use(x.into(), a).cmp(&share_in_use(y.into(), b)), exact);
        }
    }
}
