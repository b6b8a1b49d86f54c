//! Ways: what becomes of a chat, from the event or deadline that moves it until it is somewhere again, and the state a
//! fixpoint.
//!
//! | file | way | leads on to |
//! | --- | --- | --- |
//! | `looking` | agents look for chats, and a chat that waits looks again | |
//! | `arriving` | a chat that came back or moved starts to wait in its group | |
//! | `leaving` | chats leave agents who do not hold them any more; the step settles | `arriving`, `looking` |
//! | `ending` | a chat ends | `looking` |

mod arriving;
mod ending;
mod leaving;
mod looking;

use super::acts::Acts;
use crate::state::ChatSlot;
use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};
use leaving::Homing;

/// Acts, and how they follow from each other.
pub(super) struct Ways<'a> {
    acts: Acts<'a>,
    buffers: &'a mut Buffers,
}

/// What is collected on a way, and empty between two. Kept for its memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Buffers {
    homing: Vec<Homing>,
    owned: Vec<ChatSlot>,
}

impl<'a> Ways<'a> {
    #[inline]
    pub(super) fn new(acts: Acts<'a>, buffers: &'a mut Buffers) -> Self {
        Self { acts, buffers }
    }
}

impl<'a> Deref for Ways<'a> {
    type Target = Acts<'a>;

    #[inline]
    fn deref(&self) -> &Acts<'a> {
        &self.acts
    }
}

impl<'a> DerefMut for Ways<'a> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Acts<'a> {
        &mut self.acts
    }
}
