//! The rules as pure functions over small values: each gives a verdict and its reason, and none needs an engine.
//!
//! | question | function |
//! | --- | --- |
//! | is this agent there? available? | [`availability::is_there`], [`availability::is_available`] |
//! | does a device of theirs count? | [`presence::counts_until`] |
//! | may this agent take one more? does this one fit? | [`capacity::Limit`] |
//! | does this agent's pace hold them back? | [`pace::paced_until`] |
//! | can this agent do what the chat needs? how well? | [`skills::lacks`], [`skills::score`] |
//! | is the chat open to this tier? | [`tiers::opens_after`] |
//! | which of the waiting chats is first? | [`rank::rank`] |
//! | which way does a request go? | [`admission::way`] |
//! | is there room in this queue? for a ticket? | [`admission::queue_admits`], [`admission::ticket_admits`] |
//! | which backlog is first? | [`backlog::preferred`] |
//! | which of these agents is chosen? | [`selection::rank`] |
//! | does a chat stay with an agent who leaves? | [`returns::holds`], [`returns::comes_back`] |
//! | how long will a queued chat wait? | [`estimate::wait`] |
//! | how is the widget shown? may a chat be offered? | [`widget::mode`], [`widget::offer`] |

pub mod admission;
pub mod availability;
pub mod backlog;
pub mod capacity;
pub mod estimate;
pub mod pace;
pub mod presence;
pub mod rank;
pub mod returns;
pub mod selection;
pub mod skills;
pub mod tiers;
pub mod widget;
