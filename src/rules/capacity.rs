//! May this agent take one more? (contract §6, field F6) `[YEL-17]`, `[R38]`

/// How much an agent carries and may carry, of everything or of one group's chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What they carry: the cost of the chats they own, accepted or not, and of wrap-ups; parked chats cost nothing.
    pub load: u64,
    /// The load up to which they are given chats; `None` is no limit.
    pub most: Option<u32>,
}

impl Limit {
    /// Whether there is any room at all. That does not mean that every chat [fits](Self::fits).
    ///
    /// | load | most | room |
    /// | --- | --- | --- |
    /// | below | n | yes |
    /// | equal, or above by claims and transfers | n | no |
    /// | any | 0 | no |
    /// | any | none | yes |
    ///
    /// ```
    /// use frontdesk::rules::capacity::Limit;
    ///
    /// let limit = |load, most| Limit { load, most: Some(most) };
    /// assert!(limit(2, 3).has_room() && !limit(3, 3).has_room() && !limit(0, 0).has_room());
    /// ```
    #[must_use]
    pub fn has_room(self) -> bool {
        self.most.is_none_or(|most| self.load < u64::from(most))
    }

    /// Whether a chat of this cost fits.
    ///
    /// | load + cost | most | fits |
    /// | --- | --- | --- |
    /// | at most | n | yes |
    /// | above | n | no |
    /// | any | none | yes |
    #[must_use]
    pub fn fits(self, cost: u32) -> bool {
        self.most.is_none_or(|most| self.load.saturating_add(cost.into()) <= u64::from(most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(load: u64, most: u32) -> Limit {
        Limit { load, most: Some(most) }
    }

    /// `[YEL-17]`, `[R38]`: the table of [`Limit::has_room`], row by row.
    #[test]
    fn room() {
        assert!(limit(0, 1).has_room() && limit(2, 3).has_room());
        assert!(!limit(3, 3).has_room() && !limit(4, 3).has_room());
        assert!(!limit(0, 0).has_room() && !limit(1, 0).has_room());
        assert!(Limit { load: u64::MAX, most: None }.has_room());
    }

    /// The table of [`Limit::fits`], row by row.
    #[test]
    fn cost() {
        assert!(limit(1, 3).fits(2) && limit(0, 3).fits(3));
        assert!(!limit(1, 3).fits(3) && !limit(5, 3).fits(1) && !limit(0, 0).fits(1));
        assert!(Limit { load: u64::MAX, most: None }.fits(65_535));
    }
}
