//! Generic containers for what is best, what is next and what is due. They know nothing about chats.

mod bag;
mod chunked;
mod deadlines;
mod finder;
mod line;
mod pooled;
mod queue;
mod rare;
mod slab;
mod table;

pub(crate) use bag::Bag;
pub(crate) use chunked::Chunked;
pub(crate) use deadlines::{Deadlines, Handle};
pub(crate) use line::{Line, Spot, Standing};
pub(crate) use pooled::Pooled;
pub(crate) use queue::Queue;
pub(crate) use rare::{Empty, Rare};
pub(crate) use table::{Entry, Slot, Table};
