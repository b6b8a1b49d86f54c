//! In which line of a group does a member stand? (contract §6) `[BRV-12]`, `[BRV-24]`
//!
//! A group has a line of agents and a line of helpers. [`line_of`] says by what is known of a member where they would
//! stand; [`standing`] says whether they do, by what they hold. Who is first in a line is
//! [`selection`](super::selection).

use super::availability::{Facts, is_available, is_helper};

/// One of the two lines of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Members who are available with room stand here.
    Agents,
    /// Invisible members who would help with slow chats stand here.
    Helpers,
}

impl LineKind {
    /// Both lines, in the order in which a chat looks through them.
    pub const ALL: [Self; 2] = [Self::Agents, Self::Helpers];
}

/// Returns the line in which a member would stand if they had room and were not held back; `None`: in neither.
///
/// A member who opted in moves from one line to the other with their status, and is never in both.
///
/// | available | helper | line |
/// | --- | --- | --- |
/// | yes | no | agents |
/// | no | yes | helpers `[BRV-24]` |
/// | no | no | none |
#[inline]
#[must_use]
pub fn line_of(facts: Facts, answers_when_invisible: bool) -> Option<LineKind> {
    if is_available(facts) {
        Some(LineKind::Agents)
    } else if is_helper(facts, answers_when_invisible) {
        Some(LineKind::Helpers)
    } else {
        None
    }
}

/// Where a member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether they may be given a chat that asks for them by name: a pace does not hold that up `[F9]`.
    pub able: bool,
    /// The line in which they stand; `None`: in neither.
    pub line: Option<LineKind>,
}

/// Returns where a member stands who would stand in a line.
///
/// `has_room` speaks of both limits, the agent's own and the group's `[F6]`. A helper with room is not able: helpers
/// are never asked for by name.
///
/// | would stand with | has room | paced | able | line |
/// | --- | --- | --- | --- | --- |
/// | agents | yes | no | yes | agents |
/// | agents | yes | yes | yes | none `[F9]` |
/// | helpers | yes | no | no | helpers |
/// | helpers | yes | yes | no | none `[F9]` |
/// | any | no | any | no | none |
/// | neither | any | any | no | none |
#[inline]
#[must_use]
pub fn standing(would: Option<LineKind>, has_room: bool, paced: bool) -> Verdict {
    let able = has_room && would == Some(LineKind::Agents);
    let line = would.filter(|_| has_room && !paced);
    Verdict { able, line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;
    use crate::rules::availability::Check;
    use LineKind::{Agents, Helpers};

    #[test]
    fn all_lines() {
        crate::model::assert_all!(LineKind::ALL, LineKind::Agents, LineKind::Helpers);
    }

    /// `[BRV-12]`, `[BRV-24]`: the table of [`line_of`], row by row.
    #[test]
    fn which_line() {
        let line = |status, opted_in| {
            let facts = Facts { status, on_leave: false, outside_strict_hours: false, check: Check::Status };
            line_of(facts, opted_in)
        };
        assert_eq!([false, true].map(|opted_in| line(Status::Online, opted_in)), [Some(Agents); 2]);
        assert_eq!([false, true].map(|opted_in| line(Status::Invisible, opted_in)), [None, Some(Helpers)]);
        for status in [Status::Away, Status::Offline] {
            assert_eq!(line(status, true), None, "{status:?}");
        }
        let on_leave = |status| Facts { status, on_leave: true, outside_strict_hours: false, check: Check::Status };
        assert_eq!([Status::Online, Status::Invisible].map(|status| line_of(on_leave(status), true)), [None; 2]);
    }

    /// `[F6]`, `[F9]`: the table of [`standing`], row by row.
    #[test]
    fn who_stands() {
        for (would, has_room, paced, able, line) in [
            (Some(Agents), true, false, true, Some(Agents)),
            (Some(Agents), true, true, true, None),
            (Some(Helpers), true, false, false, Some(Helpers)),
            (Some(Helpers), true, true, false, None),
        ] {
            assert_eq!(standing(would, has_room, paced), Verdict { able, line }, "{would:?} {paced}");
        }
        let nowhere = Verdict { able: false, line: None };
        for paced in [false, true] {
            for would in [Some(Agents), Some(Helpers)] {
                assert_eq!(standing(would, false, paced), nowhere, "{would:?} {paced}");
            }
            for has_room in [false, true] {
                assert_eq!(standing(None, has_room, paced), nowhere, "{has_room} {paced}");
            }
        }
    }
}
