//! Generic containers: who is best, who is next, what is due. They know nothing of chats.

mod deadlines;
mod line;
mod ranked;
mod table;

pub(crate) use deadlines::Deadlines;
pub(crate) use line::{Line, Standing};
pub(crate) use ranked::Ranked;
pub(crate) use table::{Entry, Slot, Table};
