//! What becomes of the chats of an agent who leaves, or whose resumed chat is too much (contract §7, field F7)
//! `[BIT-15]`..`[BIT-18]`, `[R20]`, `[R21]`.

use crate::model::{LastFrom, Status, WhenAgentLeaves, WhenResumedFull};

/// What the rules below look at in an owned chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owned {
    /// Whether the owner accepted it.
    pub accepted: bool,
    /// Whose message was last.
    pub last_from: LastFrom,
    /// Whether an invisible helper took it.
    pub by_helper: bool,
}

/// Whether the owner holds the chat. An owner who stops holding it leaves it.
///
/// | chat | available for its group | status | holds |
/// | --- | --- | --- | --- |
/// | any | yes | online | yes |
/// | unaccepted | no | any | no |
/// | unaccepted, taken by a helper | no | invisible | yes |
/// | accepted | no | invisible, away | yes `[R21]` |
/// | accepted | no | online, offline | no |
#[must_use]
pub fn holds(chat: Owned, available: bool, status: Status) -> bool {
    available
        || match status {
            Status::Invisible => chat.accepted || chat.by_helper,
            Status::Away => chat.accepted,
            Status::Online | Status::Offline => false,
        }
}

/// Returns whether the owner leaves the chat, judged before a change and after it by [`holds`].
///
/// Only who held it can stop holding it: an owner who never did (one who got it by a transfer while away, say) leaves
/// it by going offline alone.
///
/// | went offline | held it before | holds it now | leaves |
/// | --- | --- | --- | --- |
/// | yes, from whatever status | any | any | yes |
/// | no | yes | no | yes |
/// | no | yes | yes | no |
/// | no | no | any | no |
#[inline]
#[must_use]
pub fn leaves(went_offline: bool, held_before: bool, holds: bool) -> bool {
    went_offline || held_before && !holds
}

/// Whether the chat comes back when its owner leaves it. If not, it stays with them until the visitor writes, and
/// under `keep` even then.
///
/// | policy | accepted | last message | comes back |
/// | --- | --- | --- | --- |
/// | `keep` | any | any | no |
/// | `return_unanswered` | no | any | yes `[BIT-15]` |
/// | `return_unanswered` | yes | visitor | yes `[BIT-17]` |
/// | `return_unanswered` | yes | agent | no `[BIT-16]` |
#[must_use]
pub fn comes_back(policy: WhenAgentLeaves, chat: Owned) -> bool {
    policy == WhenAgentLeaves::ReturnUnanswered && waits_for_an_answer(chat)
}

/// Returns whether a parked chat comes back when it is resumed, instead of going on with its owner.
///
/// `over` says that with it the owner would go over a limit: their own, or the group's. A chat without a group has no
/// such policy, and goes on.
///
/// | over | the owner wrote | policy | comes back |
/// | --- | --- | --- | --- |
/// | no | any | any | no |
/// | yes | yes | any | no: they answer it |
/// | yes | no | `over` | no |
/// | yes | no | `return` | yes `[F7]` |
#[inline]
#[must_use]
pub fn comes_back_when_resumed(over: bool, owner_wrote: bool, policy: WhenResumedFull) -> bool {
    let wanted_back = match policy {
        WhenResumedFull::Return => true,
        WhenResumedFull::Over => false,
    };
    over && !owner_wrote && wanted_back
}

/// Whether the visitor waits for an answer: the chat is unaccepted, or the last message is the visitor's.
#[must_use]
pub fn waits_for_an_answer(chat: Owned) -> bool {
    !chat.accepted || chat.last_from == LastFrom::Visitor
}

#[cfg(test)]
mod tests {
    use super::*;
    use LastFrom::{Agent, Visitor};
    use Status::{Away, Invisible, Offline, Online};

    fn chat(accepted: bool, last_from: LastFrom) -> Owned {
        Owned { accepted, last_from, by_helper: false }
    }

    /// `[R21]`, `[BRV-24]`: the table of [`holds`], row by row.
    #[test]
    fn who_holds() {
        for accepted in [false, true] {
            assert!(holds(chat(accepted, Visitor), true, Online));
        }
        let holding = |chat| [Online, Away, Invisible, Offline].map(|status| holds(chat, false, status));
        assert_eq!(holding(chat(false, Visitor)), [false; 4]);
        assert_eq!(holding(Owned { by_helper: true, ..chat(false, Visitor) }), [false, false, true, false]);
        assert_eq!(holding(chat(true, Agent)), [false, true, true, false]);
    }

    /// `[BIT-15]`, `[BIT-16]`, `[BIT-17]`, `[R20]`: the table of [`comes_back`], row by row.
    #[test]
    fn what_comes_back() {
        for (accepted, last_from, back) in
            [(false, Visitor, true), (false, Agent, true), (true, Visitor, true), (true, Agent, false)]
        {
            assert_eq!(comes_back(WhenAgentLeaves::ReturnUnanswered, chat(accepted, last_from)), back);
            assert!(!comes_back(WhenAgentLeaves::Keep, chat(accepted, last_from)));
        }
    }

    /// The table of [`leaves`], row by row.
    #[test]
    fn who_leaves() {
        for (held_before, holds) in [(false, false), (false, true), (true, false), (true, true)] {
            assert!(leaves(true, held_before, holds));
        }
        assert!(leaves(false, true, false));
        assert!(!leaves(false, true, true));
        assert!(!leaves(false, false, false) && !leaves(false, false, true));
    }

    /// `[F7]`: the table of [`comes_back_when_resumed`], row by row.
    #[test]
    fn what_is_too_much_when_resumed() {
        use WhenResumedFull::{Over, Return};

        for policy in [Over, Return] {
            assert!(!comes_back_when_resumed(false, false, policy) && !comes_back_when_resumed(false, true, policy));
            assert!(!comes_back_when_resumed(true, true, policy));
        }
        assert!(!comes_back_when_resumed(true, false, Over));
        assert!(comes_back_when_resumed(true, false, Return));
    }
}
