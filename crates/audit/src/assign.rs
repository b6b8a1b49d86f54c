//! What is wrong with an `assign`: where the chat comes from, why, whether the agent may take it, and who is passed
//! over.

use super::books::{Books, Chat, Place};
use super::judge::{Verdict, ensure};
use super::taking::{How, Tri};
use super::{Fault, Hindrance};
use frontdesk::{AgentId, ChatId, Event, Reason, Source, Target};

impl Books {
    pub(super) fn judge_assign(
        &self,
        id: ChatId,
        agent: AgentId,
        source: Source,
        reason: Reason,
        event: Option<&Event>,
    ) -> Verdict {
        let chat = self.live(id)?;
        self.agent_named(agent)?;
        if let Some(owner) = chat.owner() {
            return Err(Fault::SecondOwner { chat: id, owner, agent });
        }
        let claimed = source == Source::Claimed && chat.waits() && claims(event, id, agent);
        let handed = source == Source::Transferred && is_handed(event, id, agent);
        if claimed || handed {
            return ensure(reason == Reason::Requested, Fault::WrongReason { reason });
        }
        ensure(self.comes_from(chat, source), Fault::WrongSource { chat: id, source })?;
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
            _ => return Err(Fault::WrongReason { reason }),
        };
        self.judge_taking(id, agent, chat, how)?;
        if how != How::Agent {
            return Ok(());
        }
        // Who takes a new chat could have taken what waits; one that comes back looks before agents do.
        let looks = reason == Reason::HadRoom || source == Source::New;
        if let Some(passed) = looks.then(|| self.passed_by(agent, id, chat)).flatten() {
            return Err(Fault::Overtook { chat: id, agent, passed });
        }
        let chosen = reason != Reason::HadRoom;
        match chosen.then(|| self.passed_agent(agent, chat)).flatten() {
            Some(better) => Err(Fault::PassedOver { chat: id, agent, better }),
            None => Ok(()),
        }
    }

    fn judge_taking(&self, id: ChatId, agent: AgentId, chat: &Chat, how: How) -> Verdict {
        let may_not = |why| Fault::MayNotTake { chat: id, agent, why };
        self.may_take(agent, chat, how, None).map_err(may_not)?;
        // A closed group lets nobody in.
        let group = chat.group.and_then(|group| self.group(group));
        let closed = chat.place == Place::New && group.is_some_and(|group| self.is_open(group) == Tri::No);
        ensure(!closed, may_not(Hindrance::GroupClosed))
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
