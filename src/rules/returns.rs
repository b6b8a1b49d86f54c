//! What becomes of the chats of an agent who leaves (contract §7) `[BIT-15]`..`[BIT-18]`, `[R20]`, `[R21]`.

use crate::model::{LastFrom, Status, WhenAgentLeaves};

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
}
