//! Matching, in both directions: a chat looks for an agent, then agents look for chats (contract §6).

use super::Ways;
use crate::model::{Reason, Source};
use crate::rules::backlog::Backlog;
use crate::rules::lines::LineKind;
use crate::state::{AgentSlot, ChatSlot, Relieved};

impl Ways<'_> {
    /// Lets each agent who came to have room take chats until they are full or nothing is left.
    pub(super) fn let_agents_look(&mut self) {
        let lookers = self.lookers();
        for &agent in &lookers {
            self.take_what_waits(agent);
        }
        self.looked(lookers);
    }

    /// An agent takes the best chats that wait for them until they are full or nothing is left.
    fn take_what_waits(&mut self, agent: AgentSlot) {
        while let Some(found) = self.best_for(agent) {
            let chat = found.chat();
            let reason = match self.chats[chat].rare.reservation {
                Some(_) => Reason::Requested,
                None => Reason::HadRoom,
            };
            let source = match found.line() {
                LineKind::Helpers => Source::SlowAnswer,
                LineKind::Agents => taken_from(found.kind()),
            };
            self.assign_waiting(chat, found.group(), agent, source, reason);
        }
    }

    /// A chat of theirs has ended, and nothing else is under way. An agent who was full takes what waits before they
    /// stand in any line: most often they are full again, and no line was touched.
    ///
    /// An agent who had room stands where they stood, unless their load matters to one of their lines; and what waits
    /// did not fit them before only if it costs more than one place.
    #[inline]
    pub(super) fn relieved(&mut self, relieved: Relieved) {
        let Relieved { agent, was_full, .. } = relieved;
        let moves = if was_full {
            self.take_what_waits(agent);
            self.agents[agent].limit().has_room()
        } else {
            self.has_to_stand(agent)
        };
        if moves {
            self.stand_relieved(agent);
        }
    }

    /// A chat that waits looks again, because somebody else may take it now: an agent, or a helper if it is slow.
    pub(in crate::engine) fn look_again(&mut self, chat: ChatSlot) {
        let Some((group, kind)) = self.chats[chat].place().waits() else { return };
        if self.withheld(group, kind).is_some() {
            return;
        }
        if let Some((agent, helps, reason)) = self.taker(chat, group, kind) {
            self.assign_waiting(chat, group, agent, helps.unwrap_or(taken_from(kind)), reason);
        }
    }
}

/// Where a chat was that is taken from this backlog.
fn taken_from(kind: Backlog) -> Source {
    match kind {
        Backlog::Queued => Source::Queue,
        Backlog::Ticket => Source::Ticket,
    }
}
