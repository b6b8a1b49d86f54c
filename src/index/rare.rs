//! A part of an entry that few entries have. Where it is missing it takes one word, and reads as an empty part.
//!
//! This keeps entries short, and short entries are read with fewer cache misses. Memory is allocated when the part is
//! first written to, and kept as long as its entry lives.

use alloc::boxed::Box;
use core::ops::Deref;

/// A part that can be empty.
pub(crate) trait Empty: Sized + 'static {
    /// What is read where the part is missing.
    const EMPTY: &'static Self;

    /// What the part is when it is first written to: a value equal to [`EMPTY`](Self::EMPTY).
    fn empty() -> Self;
}

/// A part that exists once it has been written to.
#[derive(Clone, Debug)]
pub(crate) struct Rare<T>(Option<Box<T>>);

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Empty> Rare<T> {
    /// The part to write to. It exists from then on.
    pub(crate) fn fill(&mut self) -> &mut T {
        self.0.get_or_insert_with(|| Box::new(T::empty()))
    }

    /// The part to write to, if it exists.
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
