//! The directory of a log: its names on one side, the engine's ids on the other.

use frontdesk::GroupId;
use std::collections::HashMap;

/// What a name names. The three do not meet: an agent and a chat may have the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An agent.
    Agent,
    /// A chat.
    Chat,
    /// A group.
    Group,
}

/// The name that the contract gives to the Default group.
const DEFAULT: &str = "default";

/// Names and ids, each found by the other. A name gets the next free number when it is first used.
#[derive(Debug, Default)]
pub struct Directory {
    agents: Names,
    chats: Names,
    groups: Names,
}

impl Directory {
    /// The id of a name, as the text that stands for an id in JSON. A name that looks like a number is a name like any
    /// other.
    pub fn id(&mut self, kind: Kind, name: &str) -> String {
        if kind == Kind::Group && name == DEFAULT {
            return GroupId::DEFAULT.to_string();
        }
        self.names_mut(kind).number(name).to_string()
    }

    /// The name behind the text of an id; `None` for one that was never given out.
    pub fn name(&self, kind: Kind, id: &str) -> Option<&str> {
        if kind == Kind::Group && id.parse() == Ok(GroupId::DEFAULT) {
            return Some(DEFAULT);
        }
        let number: usize = id.parse().ok()?;
        self.names(kind).by_number.get(number.checked_sub(1)?).map(String::as_str)
    }

    fn names(&self, kind: Kind) -> &Names {
        match kind {
            Kind::Agent => &self.agents,
            Kind::Chat => &self.chats,
            Kind::Group => &self.groups,
        }
    }

    fn names_mut(&mut self, kind: Kind) -> &mut Names {
        match kind {
            Kind::Agent => &mut self.agents,
            Kind::Chat => &mut self.chats,
            Kind::Group => &mut self.groups,
        }
    }
}

/// The names of one kind, numbered from 1.
#[derive(Debug, Default)]
struct Names {
    by_number: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        self.by_number.push(name.to_owned());
        let number = self.by_number.len();
        self.numbers.insert(name.to_owned(), number);
        number
    }
}
