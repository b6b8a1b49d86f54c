//! What an agent carries: the chats they own, those that ended and still count, and what all of these cost.

use super::{ChatSlot, GroupSlot};
use crate::index::Bag;
use alloc::vec::Vec;

/// The chats of an agent, and the sums over them. [`add`](Self::add) and [`remove`](Self::remove) are the only way in
/// and out, so the sums cannot drift from what they sum up; `check()` counts them again all the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Carried {
    owned: Bag<ChatSlot>,
    /// Chats that ended and still count.
    wrapping: Bag<ChatSlot>,
    /// The cost of both, parked chats apart.
    load: u64,
    /// The same by group, for groups of which there is anything, by slot; the agent need not be a member.
    by_group: Vec<OfGroup>,
}

/// What is carried of one group's chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OfGroup {
    pub(super) group: GroupSlot,
    pub(super) share: Share,
}

/// What one chat, or several, are of what an agent carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    /// The cost of the chats that count.
    pub(super) load: u64,
    /// How many are owned, parked ones too.
    pub(super) owned: u32,
}

impl Carried {
    /// The chats they own, in no order that means anything.
    pub(crate) fn owned(&self) -> &[ChatSlot] {
        self.owned.as_slice()
    }

    /// Chats that ended and still count, in no order that means anything.
    pub(crate) fn wrapping(&self) -> &[ChatSlot] {
        self.wrapping.as_slice()
    }

    /// What they carry, all in all.
    #[inline]
    pub(crate) fn load(&self) -> u64 {
        self.load
    }

    /// What they carry of a group's chats.
    pub(super) fn load_of(&self, group: GroupSlot) -> u64 {
        self.find(group).map_or(0, |index| self.by_group[index].share.load)
    }

    /// The groups whose chats they own.
    pub(super) fn groups_owned_in(&self) -> impl Iterator<Item = GroupSlot> {
        self.by_group.iter().filter(|part| part.share.owned > 0).map(|part| part.group)
    }

    pub(super) fn by_group(&self) -> &[OfGroup] {
        &self.by_group
    }

    /// Adds a chat, and says where it stands among those of its kind.
    #[inline]
    pub(super) fn add(&mut self, chat: ChatSlot, group: Option<GroupSlot>, share: Share) -> u32 {
        self.load += share.load;
        if let Some(group) = group {
            match self.find(group) {
                Ok(index) => {
                    let sum = &mut self.by_group[index].share;
                    (sum.load, sum.owned) = (sum.load + share.load, sum.owned + share.owned);
                }
                Err(index) => self.by_group.insert(index, OfGroup { group, share }),
            }
        }
        self.kind(share).add(chat)
    }

    /// Removes the chat that stands here among those of its kind, and says which chat stands there now.
    #[inline]
    pub(super) fn remove(&mut self, at: u32, group: Option<GroupSlot>, share: Share) -> Option<ChatSlot> {
        self.load -= share.load;
        if let Some(index) = group.and_then(|group| self.find(group).ok()) {
            let sum = &mut self.by_group[index].share;
            (sum.load, sum.owned) = (sum.load - share.load, sum.owned - share.owned);
            // A group of which they carry nothing is not listed.
            if *sum == Share::default() {
                self.by_group.remove(index);
            }
        }
        self.kind(share).take_out(at)
    }

    #[inline]
    fn kind(&mut self, share: Share) -> &mut Bag<ChatSlot> {
        if share.owned == 0 { &mut self.wrapping } else { &mut self.owned }
    }

    #[inline]
    fn find(&self, group: GroupSlot) -> Result<usize, usize> {
        // Most agents carry chats of few groups, most often of one.
        match self.by_group.first() {
            Some(first) if first.group == group => Ok(0),
            Some(_) => self.by_group.binary_search_by_key(&group, |part| part.group),
            None => Err(0),
        }
    }
}

/// Faults to plant: the test of `check()` breaks each list and sum by itself.
#[cfg(test)]
mod faults {
    use super::{Bag, Carried};

    impl Carried {
        pub(in crate::state) fn forget_owned(&mut self) {
            self.owned = Bag::default();
        }

        pub(in crate::state) fn forget_wrapping(&mut self) {
            self.wrapping = Bag::default();
        }

        pub(in crate::state) fn forget_groups(&mut self) {
            self.by_group.clear();
        }

        pub(in crate::state) fn miscount(&mut self) {
            self.load += 1;
        }
    }
}
