//! What a visitor asks for.

use super::{Skills, delay_is_valid, policy::MAX_DELAY};
use crate::ids::{AgentId, ChatId, GroupId};
use alloc::vec::Vec;
use core::time::Duration;

/// A request for a chat (contract §3, `chat_requested`). A field that is left out has its default.
///
/// ```
/// use frontdesk::{ChatId, ChatRequest, GroupId};
///
/// let urgent = ChatRequest { priority: 2, ..ChatRequest::new(ChatId::from(7u64), GroupId::from(1u64)) };
/// assert_eq!((urgent.cost, urgent.check()), (1, Ok(())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct ChatRequest {
    /// The chat.
    pub chat: ChatId,
    /// The group it asks for; `None` is the Default group.
    #[cfg_attr(feature = "serde", serde(default))]
    pub group: Option<GroupId>,
    /// An agent to try first `[BRV-30]`. An unknown one is ignored; if they may not take the chat, the group serves it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub agent: Option<AgentId>,
    /// How urgent it is; higher is more urgent `[F1]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub priority: u8,
    /// The skills an agent must have, each at no less than its level here `[F2]`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub needs: Skills,
    /// What the chat needs instead as time goes on `[F2]`: steps with rising `after`, each of which replaces the needs
    /// whole.
    #[cfg_attr(feature = "serde", serde(default))]
    pub relax: Vec<Relaxation>,
    /// How many units of an agent's capacity it takes: 1 to 65,535 `[F6]`.
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    pub cost: u32,
    /// How long to wait for `agent` alone if they are there but may not take the chat at once `[F8]`, in whole
    /// milliseconds up to ten years; zero is not at all.
    #[cfg_attr(feature = "serde", serde(default, rename = "agent_wait_ms", with = "crate::time::millis"))]
    pub agent_wait: Duration,
}

/// A step of [`ChatRequest::relax`]: from some instant on, the chat needs something else `[F2]`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Relaxation {
    /// How long after the request, in whole milliseconds from 1 to ten years.
    #[cfg_attr(feature = "serde", serde(rename = "after_ms", with = "crate::time::millis"))]
    pub after: Duration,
    /// What it needs from then on, whatever it needed before.
    pub needs: Skills,
}

/// What is wrong with a request. In events it is [`EventError::InvalidChat`](crate::EventError::InvalidChat).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// A level in `needs` or in a step of `relax` is 0.
    #[error("a level is 0")]
    ZeroLevel,
    /// The steps of `relax` do not rise, or one is 0, beyond ten years or finer than a millisecond.
    #[error("the steps of `relax` do not rise from above 0 to at most ten years (3,652 days)")]
    InvalidStep,
    /// `cost` is not from 1 to 65,535.
    #[error("`cost` is not from 1 to 65,535")]
    InvalidCost,
    /// `agent_wait` is beyond ten years or finer than a millisecond.
    #[error("`agent_wait_ms` is beyond ten years (3,652 days)")]
    InvalidWait,
}

impl ChatRequest {
    /// A plain request for a chat in a group.
    #[must_use]
    pub const fn new(chat: ChatId, group: GroupId) -> Self {
        Self {
            chat,
            group: Some(group),
            agent: None,
            priority: 0,
            needs: Skills::new(),
            relax: Vec::new(),
            cost: 1,
            agent_wait: Duration::ZERO,
        }
    }

    /// Checks whether the numbers make sense.
    ///
    /// # Errors
    ///
    /// The first that applies: [`RequestError::ZeroLevel`] for a level of 0 in `needs` or `relax`;
    /// [`RequestError::InvalidStep`] for steps of `relax` that do not rise or are out of their range;
    /// [`RequestError::InvalidCost`] for a `cost` that is not from 1 to 65,535; [`RequestError::InvalidWait`] for an
    /// `agent_wait` beyond ten years or finer than a millisecond.
    pub fn check(&self) -> Result<(), RequestError> {
        if !self.relax.is_empty() || !self.needs.is_empty() {
            self.check_needs()?;
        }
        if !(1..=65_535).contains(&self.cost) {
            return Err(RequestError::InvalidCost);
        }
        if self.agent_wait > MAX_DELAY || !(self.agent_wait.is_zero() || delay_is_valid(self.agent_wait)) {
            return Err(RequestError::InvalidWait);
        }
        Ok(())
    }

    fn check_needs(&self) -> Result<(), RequestError> {
        let all_needs = core::iter::once(&self.needs).chain(self.relax.iter().map(|step| &step.needs));
        if all_needs.flat_map(Skills::values).any(|&level| level == 0) {
            return Err(RequestError::ZeroLevel);
        }
        let rising = self.relax.windows(2).all(|pair| pair[0].after < pair[1].after);
        if !rising || !self.relax.iter().all(|step| delay_is_valid(step.after)) {
            return Err(RequestError::InvalidStep);
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
const fn one() -> u32 {
    1
}
