//! What is wrong with an `assign`: where the chat comes from, why, whether the agent may take it, and who is passed over.

use super::books::{Books, Chat, Place};
use super::taking::{How, Tri};
use super::{Fault, Hindrance};
use crate::ids::{AgentId, ChatId};
use crate::model::{Event, Reason, Source, Target};

impl Books {
    pub(super) fn judge_assign(
        &self,
        id: ChatId,
        agent: AgentId,
        source: Source,
        reason: Reason,
        event: Option<&Event>,
    ) -> Option<Fault> {
        let chat = match self.live(id) {
            Ok(chat) => chat,
            Err(fault) => return Some(fault),
        };
        if self.agent(agent).is_none() {
            return Some(Fault::UnknownAgent { agent });
        }
        if let Some(owner) = chat.owner() {
            return Some(Fault::SecondOwner { chat: id, owner, agent });
        }
        let claimed = source == Source::Claimed && chat.waits() && claims(event, id, agent);
        let handed = source == Source::Transferred && is_handed(event, id, agent);
        if !claimed && !handed && !self.comes_from(chat, source) {
            return Some(Fault::WrongSource { chat: id, source });
        }
        if claimed || handed {
            return (reason != Reason::Requested).then_some(Fault::WrongReason { reason });
        }
        let strategy = self.policy_of(chat).map(|policy| policy.strategy);
        let by_name = match chat.place {
            Place::New => chat.asked == Some(agent),
            Place::Queued => chat.hold.is_some_and(|(holder, _)| holder == agent),
            _ => false,
        };
        let how = match (source, reason) {
            (Source::New | Source::Queue, Reason::Requested) if by_name => How::ByName,
            (Source::SlowAnswer, Reason::HadRoom) if chat.waits() => How::Helper,
            (Source::SlowAnswer, _) if strategy.map(Reason::from) == Some(reason) => How::Helper,
            (_, Reason::HadRoom) if chat.waits() => How::Agent,
            _ if strategy.map(Reason::from) == Some(reason) => How::Agent,
            _ => return Some(Fault::WrongReason { reason }),
        };
        if let Some(fault) = self.judge_taking(id, agent, chat, how) {
            return Some(fault);
        }
        // Who takes a new chat could have taken what waits; one that comes back looks before agents do.
        let looks = reason == Reason::HadRoom || source == Source::New;
        if how != How::Agent {
            return None;
        }
        let passed = if looks { self.passed_by(agent, id, chat) } else { None };
        let better = if reason == Reason::HadRoom { None } else { self.passed_agent(agent, chat) };
        let overtook = passed.map(|passed| Fault::Overtook { chat: id, agent, passed });
        overtook.or(better.map(|better| Fault::PassedOver { chat: id, agent, better }))
    }

    fn judge_taking(&self, id: ChatId, agent: AgentId, chat: &Chat, how: How) -> Option<Fault> {
        let why = match self.may_take(agent, chat, how, None) {
            Err(why) => why,
            Ok(_) => {
                // A closed group lets nobody in, and a new chat none that is there.
                let group = self.group(chat.group?)?;
                let closed = chat.place == Place::New && self.is_open(group) == Tri::No;
                return closed.then_some(Fault::MayNotTake { chat: id, agent, why: Hindrance::GroupClosed });
            }
        };
        Some(Fault::MayNotTake { chat: id, agent, why })
    }

    /// Whether the chat was there just before.
    fn comes_from(&self, chat: &Chat, source: Source) -> bool {
        match (chat.place, source) {
            (Place::New, Source::New) | (Place::Queued, Source::Queue) | (Place::Ticket, Source::Ticket) => true,
            (Place::Queued | Place::Loose { ticket: false, .. }, Source::SlowAnswer) => true,
            (Place::Loose { source: from, .. }, _) => from == source,
            // In the very step in which it came there.
            (Place::Queued | Place::Ticket, Source::Returned | Source::Transferred) => {
                chat.arrived == Some((self.now, source))
            }
            _ => false,
        }
    }
}

fn claims(event: Option<&Event>, id: ChatId, who: AgentId) -> bool {
    match event {
        Some(Event::ChatJoined { chat, agent } | Event::AgentMessage { chat, agent }) => (*chat, *agent) == (id, who),
        _ => false,
    }
}

fn is_handed(event: Option<&Event>, id: ChatId, who: AgentId) -> bool {
    matches!(event, Some(Event::ChatTransferred { chat, to }) if *chat == id && *to == Target::Agent(who))
}
