//! The four products as policies `[R0]`. Where the products disagree, each preset follows the documentation of its own.

use super::{Availability, Policy, Presence, Queue, Tickets, WhenAbsent, WhenAgentLeaves};

/// Tickets without a limit.
const fn tickets(auto_assign: bool) -> Tickets {
    Tickets::On { max: None, auto_assign }
}

impl Policy {
    /// iAdvize: no queue until one is set `[IAD-3]`; chats stay with their agent; slow chats go to no helper.
    ///
    /// Set [`queue`](Policy::queue) to one of the two capacity modes: fixed `[IAD-5]` or per online agent `[IAD-6]`.
    #[must_use]
    pub fn iadvize() -> Self {
        Self { when_agent_leaves: WhenAgentLeaves::Keep, slow_answer: None, ..Self::default() }
    }

    /// Brevo Conversations: everybody may wait; while nobody is there the widget is a messenger `[BRV-7]` whose
    /// messages are answered later `[BRV-18]`; slow chats reach invisible agents who opted in `[BRV-24]`.
    #[must_use]
    pub fn brevo() -> Self {
        Self {
            queue: Queue::Unlimited,
            tickets: tickets(false),
            when_absent: WhenAbsent::Messenger,
            when_agent_leaves: WhenAgentLeaves::Keep,
            ..Self::default()
        }
    }

    /// yellow.ai: everybody may wait `[YEL-18]`; offline tickets `[YEL-6]` go to agents as they come online `[YEL-12]`.
    #[must_use]
    pub fn yellow() -> Self {
        Self {
            queue: Queue::Unlimited,
            tickets: tickets(true),
            when_agent_leaves: WhenAgentLeaves::Keep,
            slow_answer: None,
            ..Self::default()
        }
    }

    /// Bitrix24 Open Channels: agents must be seen at a device `[BIT-1]`..`[BIT-14]`; unanswered chats of an agent who
    /// leaves come back `[BIT-15]`..`[BIT-18]`; a new request becomes a ticket while nobody is there, and is assigned
    /// when someone comes `[R31]`.
    #[must_use]
    pub fn bitrix24() -> Self {
        Self {
            queue: Queue::Unlimited,
            tickets: tickets(true),
            availability: Availability::Presence(Presence::default()),
            slow_answer: None,
            ..Self::default()
        }
    }
}
