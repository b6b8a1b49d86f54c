//! A host whose ids are strings: it keeps a directory beside the engine, and hands over numbers.
//!
//! The number of a name comes from the order in which names were first seen, so a replay of the same log gives the same
//! numbers. Nothing is decided by the order of ids: any other way to number them does as well.
//!
//! ```text
//! cargo run --example string_ids
//! ```

use frontdesk::{Action, AgentId, AgentSettings, ChatId, Engine, Event, GroupId, Limits, Policy, Status};
use std::collections::HashMap;

/// Names and numbers, both ways. One for each kind, so that a chat and an agent may have the same name.
#[derive(Default)]
struct Directory {
    numbers: HashMap<String, u128>,
    names: Vec<String>,
}

impl Directory {
    /// The number of a name; a new name gets the next one. The Default group of the engine is 0, so they begin at 1.
    fn number(&mut self, name: &str) -> u128 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        self.names.push(name.to_owned());
        let number = self.names.len() as u128;
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn name(&self, number: u128) -> &str {
        let place = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        place.and_then(|place| self.names.get(place)).map_or("?", String::as_str)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut agents, mut groups, mut chats) = (Directory::default(), Directory::default(), Directory::default());
    let support = GroupId::new(groups.number("support@example.org"));
    let ana = AgentId::new(agents.number("auth0|ana"));
    let chat = ChatId::new(chats.number("conv_01HV3Z"));

    let mut engine = Engine::new(Limits::default());
    let mut decisions = Vec::new();
    let nine = "2026-06-01T09:00:00Z".parse()?;
    for event in [
        Event::group(support, Policy::default()),
        Event::agent(AgentSettings::new(ana, 1, [support])),
        Event::status(ana, Status::Online),
        Event::request(chat, support),
    ] {
        engine.handle(nine, &event, &mut decisions)?;
    }
    let told: Vec<_> = decisions
        .iter()
        .filter_map(|decision| match decision.action {
            Action::Assign { chat, agent, .. } => {
                Some(format!("{} goes to {}: {}", chats.name(chat.get()), agents.name(agent.get()), decision.reason))
            }
            _ => None,
        })
        .collect();
    println!("{}", told.join("\n"));
    assert_eq!(told, ["conv_01HV3Z goes to auth0|ana: longest_idle"]);
    Ok(())
}
