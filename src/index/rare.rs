//! A part of an entry that few entries have: without, it is a word, and reads as if it were empty.
//!
//! Entries stay short by it, and a short entry is read with fewer misses. It takes memory when it is first written to,
//! and keeps it as long as its entry lives.

use alloc::boxed::Box;
use core::ops::Deref;

/// What can be without anything.
pub(crate) trait Empty: Sized + 'static {
    /// As it reads where there is none.
    const EMPTY: &'static Self;

    /// As it is when it is first written to.
    fn empty() -> Self;
}

/// A part that is there once it was written to.
#[derive(Clone, Debug)]
pub(crate) struct Rare<T>(Option<Box<T>>);

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Empty> Rare<T> {
    /// To be written to.
    pub(crate) fn fill(&mut self) -> &mut T {
        self.0.get_or_insert_with(|| Box::new(T::empty()))
    }

    /// To be written to, if it ever was.
    pub(crate) fn filled(&mut self) -> Option<&mut T> {
        self.0.as_deref_mut()
    }
}

impl<T: Empty> Deref for Rare<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::EMPTY)
    }
}

impl<T: Empty> From<T> for Rare<T> {
    fn from(value: T) -> Self {
        Self(Some(Box::new(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    impl Empty for Vec<u8> {
        const EMPTY: &'static Self = &Self::new();

        fn empty() -> Self {
            Self::new()
        }
    }

    #[test]
    fn it_reads_as_empty_until_it_is_written_to() {
        let mut rare = Rare::<Vec<u8>>::default();
        assert!(rare.is_empty() && rare.filled().is_none());
        rare.fill().push(7);
        assert_eq!((rare.as_slice(), rare.clone().fill().len()), (&[7][..], 1));
        rare.filled().into_iter().for_each(Vec::clear);
        assert!(rare.is_empty() && rare.filled().is_some());
        assert_eq!(*Rare::from(Vec::from([1])), [1]);
    }
}
