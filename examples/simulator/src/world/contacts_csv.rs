//! The recorded month: contacts and agent days as comma-separated text, in the columns of the library's example `day`.

use super::clock::SECOND;
use super::customers::Customer;
use super::patience::Patience;
use super::random::{Key, Purpose, number_of, stream};
use crate::plan::PlanError;
use frontdesk_kit::recorded::contacts::{Contact, Contacts, Recorded};
use frontdesk_kit::recorded::csv::Source;
use frontdesk_kit::recorded::shifts::Shifts;
use std::collections::BTreeMap;
use std::path::Path;

/// What the two files hold.
#[derive(Debug)]
pub struct Month {
    contacts: Contacts,
    shifts: Shifts,
}

/// An agent on duty, in microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The agent, by their place in [`Month::agents`].
    pub agent: usize,
    /// When they come.
    pub from: i64,
    /// When they go.
    pub to: i64,
}

impl Month {
    /// Reads both files.
    ///
    /// # Errors
    ///
    /// When one cannot be opened, or the first line that makes no sense, with its number.
    pub fn read(contacts: &Path, agent_days: &Path) -> Result<Self, PlanError> {
        let bad = |error: frontdesk_kit::recorded::csv::BadInput| PlanError::new("log", error);
        let contacts = Contacts::read(&source(contacts)?).map_err(bad)?;
        let shifts = Shifts::read(&source(agent_days)?).map_err(bad)?;
        Ok(Self { contacts, shifts })
    }

    /// The agents' names.
    #[must_use]
    pub fn agents(&self) -> &[String] {
        &self.shifts.agents
    }

    /// The kinds of contacts, in the order of their names.
    #[must_use]
    pub fn kinds(&self) -> Vec<String> {
        let kinds: std::collections::BTreeSet<&str> = self.asked().map(|contact| contact.kind.as_str()).collect();
        kinds.into_iter().map(str::to_owned).collect()
    }

    /// When the agents were there.
    #[must_use]
    pub fn duties(&self, start: i64) -> Vec<Duty> {
        let at = |second: u32| start + i64::from(second) * SECOND;
        self.shifts.spans.iter().map(|span| Duty { agent: span.agent, from: at(span.from), to: at(span.to) }).collect()
    }

    /// The customers, in order, and whether each is a priority one. Kinds are numbered from `first_kind`.
    ///
    /// Those who were answered would have waited longer: how long is drawn from their kind's curve of patience beyond
    /// what they did wait.
    #[must_use]
    pub fn customers(&self, start: i64, seed: u64, first_kind: usize) -> Vec<(Customer, bool)> {
        let kinds = self.kinds();
        let mut waits: BTreeMap<&str, Vec<(i64, bool)>> = BTreeMap::new();
        for contact in self.asked() {
            waits.entry(&contact.kind).or_default().push(wait(contact));
        }
        let patience: BTreeMap<&str, Patience> =
            waits.into_iter().map(|(kind, waits)| (kind, Patience::estimate(waits))).collect();
        let customer = |contact: &Contact| {
            let key = Key { kind: number_of(&contact.kind), day: 0, number: contact.row };
            let patience = match wait(contact) {
                (patience, true) => Some(patience),
                (wait, false) => {
                    let curve = patience.get(contact.kind.as_str());
                    curve.and_then(|curve| curve.beyond(wait, &mut stream(seed, key, Purpose::Patience)))
                }
            };
            let place = kinds.binary_search(&contact.kind).unwrap_or_default();
            let customer = Customer {
                kind: first_kind + place,
                request: None,
                at: start + i64::from(contact.asked) * SECOND,
                handling: i64::from(contact.service) * SECOND,
                patience,
                after_work: None,
                key,
            };
            (customer, contact.priority)
        };
        self.asked().map(customer).collect()
    }

    /// What was read, and what was left out.
    #[must_use]
    pub fn account(&self) -> String {
        let in_menu = self.contacts.list.len() - self.asked().count();
        let mut account = format!("{} rows read; {in_menu} hung up in the menu and are left out", self.contacts.rows);
        for (why, rows) in &self.contacts.left_out {
            account += &format!("; {rows} left out: {why}");
        }
        account
    }

    /// Those who hung up in the menu never asked for anybody.
    fn asked(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.list.iter().filter(|contact| contact.recorded != Recorded::LeftMenu)
    }
}

/// How long a contact waited, in microseconds, and whether it ended by giving up.
fn wait(contact: &Contact) -> (i64, bool) {
    match contact.recorded {
        Recorded::Served { wait } => (i64::from(wait) * SECOND, false),
        Recorded::GaveUp { patience } => (i64::from(patience) * SECOND, true),
        Recorded::LeftMenu => (0, true),
    }
}

fn source(path: &Path) -> Result<Source, PlanError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| PlanError::new(&name, error))?;
    Ok(Source { name, text })
}
