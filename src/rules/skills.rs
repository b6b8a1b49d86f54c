//! Can this agent do what the chat needs, and how well? (field F2)

use crate::model::Skills;
use alloc::string::String;

/// The first skill, by name, that the agent lacks or has at too low a level; `None` if every need is met.
///
/// | needs | has | lacks |
/// | --- | --- | --- |
/// | none | any | nothing |
/// | skill at level n | skill at n or higher | nothing |
/// | skill at level n | skill below n, or not at all | that skill |
#[must_use]
pub fn lacks<'a>(needs: &'a Skills, has: &Skills) -> Option<&'a str> {
    let unmet = |(skill, level): &(&String, &u8)| has.get(*skill).is_none_or(|had| had < *level);
    needs.iter().find(unmet).map(|(skill, _)| skill.as_str())
}

/// Returns whether an agent meets what a chat needs now, if it needs anything.
///
/// | needs | [`lacks`] | meets |
/// | --- | --- | --- |
/// | none | | yes |
/// | some | nothing | yes |
/// | some | a skill | no |
#[inline]
#[must_use]
pub fn meets(needs: Option<&Skills>, has: &Skills) -> bool {
    needs.is_none_or(|needs| lacks(needs, has).is_none())
}

/// How well the agent can do it: the sum of their levels in the skills needed. Other skills count for nothing.
#[must_use]
pub fn score(needs: &Skills, has: &Skills) -> u32 {
    needs.keys().filter_map(|skill| has.get(skill)).map(|&level| u32::from(level)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skills(list: &[(&str, u8)]) -> Skills {
        list.iter().map(|&(name, level)| (name.into(), level)).collect()
    }

    /// The table of [`lacks`], row by row.
    #[test]
    fn the_table() {
        let has = skills(&[("fr", 3), ("en", 1)]);
        assert_eq!(lacks(&skills(&[]), &has), None);
        assert_eq!(lacks(&skills(&[("fr", 3), ("en", 1)]), &has), None);
        assert_eq!(lacks(&skills(&[("en", 2), ("fr", 3)]), &has), Some("en"));
        assert_eq!(lacks(&skills(&[("de", 1)]), &has), Some("de"));
    }

    /// `[F2]`: the table of [`meets`], row by row.
    #[test]
    fn who_meets() {
        let has = skills(&[("fr", 3)]);
        assert!(meets(None, &has) && meets(None, &skills(&[])));
        assert!(meets(Some(&skills(&[("fr", 3)])), &has) && meets(Some(&skills(&[])), &has));
        assert!(!meets(Some(&skills(&[("fr", 4)])), &has) && !meets(Some(&skills(&[("de", 1)])), &has));
    }

    #[test]
    fn only_what_is_needed_counts() {
        let has = skills(&[("fr", 3), ("en", 255), ("de", 255)]);
        assert_eq!(score(&skills(&[("fr", 1), ("en", 2)]), &has), 258);
        assert_eq!(score(&skills(&[]), &has), 0);
        assert_eq!(score(&skills(&[("it", 1)]), &has), 0);
    }
}
