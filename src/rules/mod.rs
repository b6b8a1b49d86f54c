//! The rules as pure functions over small values: a verdict and its reason, no engine needed.
//!
//! | question | function |
//! | --- | --- |
//! | is this agent there? available? | [`availability::is_there`], [`availability::is_available`] |
//! | does a device of theirs count? | [`presence::counts_until`] |
//! | may this agent take one more? does this one fit? | [`capacity::Limit`] |
//! | was this agent given enough for now? | [`pace::paced_until`] |
//! | can this agent do what the chat needs? how well? | [`skills::lacks`], [`skills::score`] |
//! | is the chat open to this tier? | [`tiers::opens_after`] |
//! | which of the waiting chats first? | [`rank::rank`] |
//! | which way does a request go? | [`admission::way`] |
//! | is there room in this queue? for a ticket? | [`admission::queue_admits`], [`admission::ticket_admits`] |
//! | which backlog first? | [`backlog::preferred`] |
//! | who of these? | [`selection::rank`] |
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
pub mod slow;
pub mod tiers;
pub mod widget;
