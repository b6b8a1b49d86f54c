//! What is due, and when, in the order (instant, key): a heap in which every entry can be moved.
//!
//! The owner of a deadline keeps a [`Handle`] to it. Setting and clearing cost O(log n) with small constants, and no
//! allocation once there have been as many deadlines before. The first costs O(1). Clearing one that is not set costs
//! nothing.

use super::slab::Slab;
use alloc::vec::Vec;

/// Children of a node of the heap.
const WIDTH: usize = 4;

/// The way to a deadline, kept by its owner; the default leads to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Handle(u32);

impl Handle {
    const NONE: Self = Self(u32::MAX);

    pub(crate) fn is_set(self) -> bool {
        self != Self::NONE
    }
}

impl Default for Handle {
    fn default() -> Self {
        Self::NONE
    }
}

#[derive(Clone, Copy, Debug)]
struct Entry<K> {
    key: K,
    /// Where it is in the heap.
    place: u32,
}

/// An entry in the heap, beside its instant, which alone nearly always decides the order.
#[derive(Clone, Copy, Debug)]
struct Due<T> {
    at: T,
    entry: u32,
}

/// Deadlines by instant and key.
#[derive(Clone, Debug)]
pub(crate) struct Deadlines<T, K> {
    entries: Slab<Entry<K>>,
    /// No entry comes before its parent.
    heap: Vec<Due<T>>,
}

impl<T, K> Default for Deadlines<T, K> {
    fn default() -> Self {
        Self { entries: Slab::default(), heap: Vec::new() }
    }
}

impl<T: Copy + Ord, K: Copy + Ord> Deadlines<T, K> {
    /// Sets the deadline, whatever it was; `None` clears it.
    pub(crate) fn set(&mut self, handle: &mut Handle, key: K, at: Option<T>) {
        match (handle.is_set(), at) {
            (false, None) => {}
            (false, Some(at)) => *handle = self.add(key, at),
            (true, None) => self.clear(handle),
            (true, Some(at)) => {
                let entry = &mut self.entries[handle.0];
                let place = entry.place as usize;
                // Most deadlines are set again to what they were, and then nothing moves.
                if (self.heap[place].at, entry.key) != (at, key) {
                    (self.heap[place].at, entry.key) = (at, key);
                    self.settle(place);
                }
            }
        }
    }

    /// Clears the deadline.
    pub(crate) fn clear(&mut self, handle: &mut Handle) {
        if handle.is_set() {
            self.remove(core::mem::take(handle));
        }
    }

    /// When it is due.
    pub(crate) fn get(&self, handle: Handle) -> Option<T> {
        handle.is_set().then(|| self.heap[self.entries[handle.0].place as usize].at)
    }

    pub(crate) fn len(&self) -> usize {
        self.heap.len()
    }

    /// The first instant at which something is due.
    pub(crate) fn first_at(&self) -> Option<T> {
        self.heap.first().map(|due| due.at)
    }

    /// The first deadline.
    pub(crate) fn first(&self) -> Option<(T, K)> {
        self.heap.first().map(|due| (due.at, self.key(due)))
    }

    /// All keys that are due at the first instant there is, in no order. The caller lends a buffer, so that its memory
    /// can be used again.
    pub(crate) fn of_the_first_instant<'a>(&'a self, places: &'a mut Vec<usize>) -> impl Iterator<Item = K> + 'a {
        places.clear();
        let first = self.first_at();
        places.extend(first.map(|_| 0));
        let mut next = 0;
        core::iter::from_fn(move || {
            let place = *places.get(next)?;
            next += 1;
            // A child of an entry of the first instant may be of that instant too; a child of a later one cannot.
            places.extend(self.children(place).filter(|&child| Some(self.heap[child].at) == first));
            Some(self.key(&self.heap[place]))
        })
    }

    /// Whether the heap is in order and every entry knows its place.
    pub(crate) fn is_sound(&self) -> bool {
        let in_order = |place: usize| self.children(place).all(|child| self.is_before(place, child));
        let known = |(place, due): (usize, &Due<T>)| self.entries[due.entry].place as usize == place;
        (0..self.heap.len()).all(in_order)
            && self.heap.iter().enumerate().all(known)
            && self.heap.len() == self.entries.len()
    }

    fn key(&self, due: &Due<T>) -> K {
        self.entries[due.entry].key
    }

    fn comes_before(&self, one: &Due<T>, other: &Due<T>) -> bool {
        one.at < other.at || one.at == other.at && self.key(one) < self.key(other)
    }

    fn is_before(&self, place: usize, other: usize) -> bool {
        self.comes_before(&self.heap[place], &self.heap[other])
    }

    fn children(&self, place: usize) -> core::ops::Range<usize> {
        let first = place * WIDTH + 1;
        first.min(self.heap.len())..(first + WIDTH).min(self.heap.len())
    }

    fn add(&mut self, key: K, at: T) -> Handle {
        let place = u32::try_from(self.heap.len()).expect("deadlines are counted in 32 bits");
        let entry = self.entries.insert(Entry { key, place });
        self.heap.push(Due { at, entry });
        self.rise(place as usize);
        Handle(entry)
    }

    fn remove(&mut self, handle: Handle) {
        let place = self.entries[handle.0].place as usize;
        self.entries.release(handle.0);
        // The last entry of the heap fills the gap, from where it may have to go up or down.
        self.heap.swap_remove(place);
        if place < self.heap.len() {
            self.settle(place);
        }
    }

    /// Moves the entry at this place up or down to where it belongs, and tells each entry that moves its new place.
    fn settle(&mut self, place: usize) {
        if place > 0 && self.is_before(place, (place - 1) / WIDTH) {
            self.rise(place);
        } else {
            self.sink(place);
        }
    }

    fn rise(&mut self, mut place: usize) {
        let due = self.heap[place];
        while place > 0 {
            let parent = (place - 1) / WIDTH;
            let above = self.heap[parent];
            if self.comes_before(&above, &due) {
                break;
            }
            self.put(place, above);
            place = parent;
        }
        self.put(place, due);
    }

    fn sink(&mut self, mut place: usize) {
        let due = self.heap[place];
        let first = |heap: &Self, one, other| if heap.is_before(other, one) { other } else { one };
        while let Some(child) = self.children(place).reduce(|one, other| first(self, one, other)) {
            if self.comes_before(&due, &self.heap[child]) {
                break;
            }
            self.put(place, self.heap[child]);
            place = child;
        }
        self.put(place, due);
    }

    fn put(&mut self, place: usize, due: Due<T>) {
        self.heap[place] = due;
        self.entries[due.entry].place = place as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    #[test]
    fn one_instant_a_handle_in_order() {
        let mut deadlines = Deadlines::default();
        let mut handles = [Handle::default(); 4];
        for (index, (key, at)) in [('b', 5), ('a', 5), ('c', 3), ('d', 9)].into_iter().enumerate() {
            deadlines.set(&mut handles[index], key, Some(at));
        }
        let [mut b, mut a, mut c, mut d] = handles;
        let mut z = Handle::default();
        assert_eq!(deadlines.first(), Some((3, 'c')));
        deadlines.set(&mut c, 'c', Some(7));
        assert_eq!((deadlines.get(c), deadlines.get(z)), (Some(7), None));
        assert_eq!(
            deadlines.of_the_first_instant(&mut Vec::new()).collect::<BTreeSet<_>>(),
            BTreeSet::from(['a', 'b'])
        );
        deadlines.set(&mut a, 'a', None);
        deadlines.set(&mut z, 'z', None);
        deadlines.set(&mut b, 'b', Some(5));
        assert_eq!(deadlines.first(), Some((5, 'b')));
        for (handle, key) in [(&mut b, 'b'), (&mut c, 'c'), (&mut d, 'd')] {
            deadlines.set(handle, key, None);
            assert!(!handle.is_set());
        }
        assert_eq!(deadlines.first(), None);
        assert_eq!(deadlines.of_the_first_instant(&mut Vec::new()).count(), 0);
        assert!(deadlines.is_sound());
    }

    #[test]
    fn what_is_unsound() {
        let mut deadlines = Deadlines::default();
        let mut handles = [Handle::default(); 3];
        for (handle, (key, at)) in handles.iter_mut().zip([('a', 1), ('b', 2), ('c', 3)]) {
            deadlines.set(handle, key, Some(at));
        }
        let broken = |fault: fn(&mut Deadlines<i32, char>)| {
            let mut broken = deadlines.clone();
            fault(&mut broken);
            !broken.is_sound()
        };
        assert!(deadlines.is_sound());
        assert!(broken(|one| one.heap[0].at = 9), "a child before its parent");
        assert!(broken(|one| one.entries[1].place = 2), "an entry in the wrong place");
        assert!(broken(|one| one.heap.truncate(2)), "an entry that is not in the heap");
        assert_eq!(deadlines.len(), 3);
    }

    proptest! {
        #[test]
        fn like_a_sorted_set(steps in proptest::collection::vec((0usize..40, proptest::option::of(0u8..12), any::<u8>()), 0..400)) {
            let mut deadlines = Deadlines::default();
            let mut handles = [Handle::default(); 40];
            let mut places = Vec::new();
            let mut plain = BTreeSet::new();
            for (key, at, _) in steps {
                plain.retain(|&(_, other)| other != key);
                plain.extend(at.map(|at| (at, key)));
                deadlines.set(&mut handles[key], key, at);
                prop_assert_eq!(deadlines.get(handles[key]), at);
                prop_assert_eq!(deadlines.first(), plain.first().copied());
                prop_assert!(deadlines.is_sound());
                let first: BTreeSet<usize> = deadlines.of_the_first_instant(&mut places).collect();
                let expected = plain.iter().filter(|(at, _)| Some(*at) == plain.first().map(|first| first.0));
                prop_assert!(first.into_iter().eq(expected.map(|&(_, key)| key)));
            }
        }
    }
}
