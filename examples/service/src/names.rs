//! What people call agents and groups. Names are shown, and decide nothing.

use crate::store::NameRow;
use std::collections::BTreeMap;

/// How many names are kept.
pub const MOST_NAMES: usize = 110_000;
/// How many characters a name has at most.
pub const LONGEST: usize = 100;

/// Names by id.
#[derive(Debug, Default)]
pub struct Names {
    agents: BTreeMap<String, String>,
    groups: BTreeMap<String, String>,
}

impl Names {
    /// The name of an agent.
    pub fn agent(&self, id: &str) -> Option<&str> {
        self.agents.get(id).map(String::as_str)
    }

    /// The name of a group.
    pub fn group(&self, id: &str) -> Option<&str> {
        self.groups.get(id).map(String::as_str)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.agents.len() + self.groups.len()
    }

    /// Takes names, in the place of older ones.
    pub fn put(&mut self, rows: &[NameRow]) {
        for row in rows {
            let names = if row.kind == "agent" { &mut self.agents } else { &mut self.groups };
            names.insert(row.id.clone(), row.name.clone());
        }
    }
}
