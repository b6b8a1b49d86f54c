//! The rules as pure functions over small values: each gives a verdict and its reason, and none needs an engine.
//!
//! | question | function |
//! | --- | --- |
//! | what does a group see of this agent? | [`availability::Facts::of`] |
//! | is this agent there? available? | [`availability::is_there`], [`availability::is_available`] |
//! | does a device of theirs count? | [`presence::counts_until`] |
//! | may this agent take one more? does this one fit? | [`capacity::Limit`] |
//! | does this agent's pace hold them back? | [`pace::paced_until`] |
//! | in which line do they stand? | [`lines::line_of`], [`lines::standing`] |
//! | can this agent do what the chat needs? how well? | [`skills::lacks`], [`skills::meets`], [`skills::score`] |
//! | is the chat open to this tier? when does it open? | [`tiers::is_open`], [`tiers::opens_at`] |
//! | which of the waiting chats is first? | [`rank::rank`] |
//! | which way does a request go? | [`admission::way`] |
//! | is there room in this queue? for a ticket? | [`admission::queue_admits`], [`admission::ticket_admits`] |
//! | which backlog is first? | [`backlog::preferred`] |
//! | which of these agents is chosen? | [`selection::rank`] |
//! | is the chat slow to be answered? from when? | [`slow::when_due`], [`slow::slow_from`] |
//! | from when is a queued chat an orphan? | [`orphans::orphaned_alone`] |
//! | does an agent leave a chat? | [`returns::holds`], [`returns::leaves`] |
//! | does it come back? and a parked one that is too much? | [`returns::comes_back`], [`returns::comes_back_when_resumed`] |
//! | does a chat that ends go on as load? | [`wrap_up::wraps_up`] |
//! | when is a delay over? | [`delay::over`] |
//! | how long will a queued chat wait? | [`estimate::wait`] |
//! | how is the widget shown? may a chat be offered? | [`widget::mode`], [`widget::offer`] |

pub mod admission;
pub mod availability;
pub mod backlog;
pub mod capacity;
pub mod delay;
pub mod estimate;
pub mod lines;
pub mod orphans;
pub mod pace;
pub mod presence;
pub mod rank;
pub mod returns;
pub mod selection;
pub mod skills;
pub mod slow;
pub mod tiers;
pub mod widget;
pub mod wrap_up;
