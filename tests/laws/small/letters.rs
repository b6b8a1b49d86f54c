//! The letters of small worlds: events as they stand, and those that depend on who owns a chat or what is due.

use crate::log::Line;
use crate::subject::Engine;
use crate::world::Cast;
use frontdesk::{
    AgentId, AgentSettings, ChatId, ChatRequest, Device, DeviceState, Event, GroupId, Policy, Status, Target, Timestamp,
};
use std::time::Duration;

pub const ANA: AgentId = AgentId::new(1);
pub const BEN: AgentId = AgentId::new(2);
pub const SALES: GroupId = GroupId::new(11);
pub const HELP: GroupId = GroupId::new(12);
pub const ONE: ChatId = ChatId::new(101);
pub const TWO: ChatId = ChatId::new(102);
pub const THREE: ChatId = ChatId::new(103);
pub const SECOND: Duration = Duration::from_secs(1);

/// A Monday, a second before nine.
pub const START: Timestamp = Timestamp::from_secs(1_780_304_399);

/// Everybody.
pub fn cast() -> Cast {
    Cast { agents: vec![ANA, BEN], groups: vec![SALES, HELP, GroupId::DEFAULT], chats: vec![ONE, TWO, THREE] }
}

/// One of the things that may happen next.
pub enum Letter {
    /// This.
    Say(Event),
    /// What the owner of a chat does, or Ana where nobody has it.
    Owner(ChatId, fn(ChatId, AgentId) -> Event),
    /// Time goes on this long.
    Wait(Duration),
    /// Time goes on to the next deadline.
    Due,
}

impl Letter {
    /// What it says in this state.
    pub fn line(&self, engine: &Engine) -> Line {
        let now = engine.now();
        match self {
            Self::Say(event) => line(now, event.clone()),
            Self::Owner(chat, event) => {
                let owner = engine.chat(*chat).and_then(|view| view.agent);
                line(now, event(*chat, owner.unwrap_or(ANA)))
            }
            Self::Wait(time) => line(now.checked_add(*time).unwrap_or(now), Event::Tick),
            Self::Due => line(engine.next_deadline().map_or(now, |due| due.at), Event::Tick),
        }
    }
}

pub fn line(at: Timestamp, event: Event) -> Line {
    Line { at, event }
}

pub fn is(agent: AgentId, status: Status) -> Letter {
    Letter::Say(Event::status(agent, status))
}

pub fn online(agent: AgentId) -> Letter {
    is(agent, Status::Online)
}

pub fn offline(agent: AgentId) -> Letter {
    is(agent, Status::Offline)
}

pub fn ask(chat: ChatId, group: GroupId) -> Letter {
    Letter::Say(Event::request(chat, group))
}

pub fn ask_for(request: ChatRequest) -> Letter {
    Letter::Say(Event::ChatRequested(request))
}

pub fn accept(chat: ChatId) -> Letter {
    Letter::Owner(chat, |chat, agent| Event::ChatAccepted { chat, agent })
}

pub fn decline(chat: ChatId) -> Letter {
    Letter::Owner(chat, |chat, agent| Event::ChatDeclined { chat, agent })
}

/// The owner writes.
pub fn answer(chat: ChatId) -> Letter {
    Letter::Owner(chat, |chat, agent| Event::AgentMessage { chat, agent })
}

pub fn close(chat: ChatId) -> Letter {
    Letter::Owner(chat, |chat, agent| Event::ChatClosed { chat, agent: Some(agent) })
}

pub fn wrapped_up(chat: ChatId, agent: AgentId) -> Letter {
    Letter::Say(Event::WrapUpEnded { agent, chat })
}

pub fn left(chat: ChatId) -> Letter {
    Letter::Say(Event::VisitorLeft { chat })
}

/// The visitor writes.
pub fn write(chat: ChatId) -> Letter {
    Letter::Say(Event::VisitorMessage { chat })
}

/// An agent writes, whoever has the chat.
pub fn message(chat: ChatId, agent: AgentId) -> Letter {
    Letter::Say(Event::AgentMessage { chat, agent })
}

pub fn join(chat: ChatId, agent: AgentId) -> Letter {
    Letter::Say(Event::ChatJoined { chat, agent })
}

pub fn to_agent(chat: ChatId, agent: AgentId) -> Letter {
    Letter::Say(Event::ChatTransferred { chat, to: Target::Agent(agent) })
}

pub fn to_group(chat: ChatId, group: GroupId) -> Letter {
    Letter::Say(Event::ChatTransferred { chat, to: Target::Group(group) })
}

pub fn park(chat: ChatId) -> Letter {
    Letter::Say(Event::ChatParked { chat })
}

pub fn resume(chat: ChatId) -> Letter {
    Letter::Say(Event::ChatResumed { chat })
}

pub fn prioritize(chat: ChatId, priority: u8) -> Letter {
    Letter::Say(Event::ChatReprioritized { chat, priority })
}

pub fn set(group: GroupId, policy: Policy) -> Letter {
    Letter::Say(Event::group(group, policy))
}

pub fn remove(group: GroupId, into: Option<GroupId>) -> Letter {
    Letter::Say(Event::GroupRemoved { group, into })
}

pub fn settings(settings: AgentSettings) -> Letter {
    Letter::Say(Event::agent(settings))
}

pub fn dismiss(agent: AgentId) -> Letter {
    Letter::Say(Event::AgentRemoved { agent })
}

pub fn leave(agent: AgentId, on_leave: bool) -> Letter {
    Letter::Say(Event::LeaveChanged { agent, on_leave })
}

pub fn seen(agent: AgentId, device: Device, state: DeviceState) -> Letter {
    Letter::Say(Event::DeviceSeen { agent, device, state })
}
