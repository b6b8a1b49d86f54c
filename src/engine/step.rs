//! What a handler of an event or a deadline works on. How the step ends is the last of the ways: `settle`.

use super::Limits;
use super::ways::Ways;
use core::ops::{Deref, DerefMut};

/// What a step works on: the ways, and how much the engine may hold.
pub(super) struct Step<'a> {
    pub(super) limits: Limits,
    ways: Ways<'a>,
}

impl<'a> Step<'a> {
    #[inline]
    pub(super) fn new(ways: Ways<'a>, limits: Limits) -> Self {
        Self { limits, ways }
    }
}

impl<'a> Deref for Step<'a> {
    type Target = Ways<'a>;

    #[inline]
    fn deref(&self) -> &Ways<'a> {
        &self.ways
    }
}

impl<'a> DerefMut for Step<'a> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Ways<'a> {
        &mut self.ways
    }
}
