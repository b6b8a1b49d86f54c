//! The contacts of a recording: who asked for an agent, when, and what came of it.

use super::csv::{BadInput, Source, each_row};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Somebody who called.
#[derive(Clone, Debug)]
pub struct Contact {
    /// The number of the row in the recording.
    pub row: u64,
    /// What kind of business it was about.
    pub kind: String,
    /// Whether they are a priority customer.
    pub priority: bool,
    /// When they left the menu and asked for an agent, in seconds from the recording's start.
    pub asked: u32,
    /// Whether they had to queue.
    pub queued: bool,
    /// What came of it.
    pub recorded: Recorded,
    /// How long a talk with them takes: as recorded, or borrowed for those who never had one.
    pub service: u32,
    /// When they talked with an agent whose shifts are known.
    pub talk: Option<(u32, u32)>,
}

/// What came of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// An agent took it after this long.
    Served {
        /// Seconds of waiting.
        wait: u32,
    },
    /// The caller hung up after waiting this long.
    GaveUp {
        /// Seconds of waiting.
        patience: u32,
    },
    /// The caller hung up in the menu, before asking for an agent.
    LeftMenu,
}

/// All contacts of a recording, in the order in which they asked, and the account of its rows.
#[derive(Debug, Default)]
pub struct Contacts {
    /// Those that are requests.
    pub list: Vec<Contact>,
    /// Rows read.
    pub rows: usize,
    /// Rows that are no requests, by the reason.
    pub left_out: BTreeMap<&'static str, usize>,
    /// Faulty rows that are requests all the same, by what is wrong and how it is taken.
    pub taken_so: BTreeMap<&'static str, usize>,
    /// How many have a borrowed service time.
    pub borrowed: usize,
}

const COLUMNS: &[&str] = &[
    "row",
    "priority",
    "type",
    "vru_exit_s",
    "q_start_s",
    "q_time_s",
    "outcome",
    "ser_start_s",
    "ser_time_s",
    "server",
    "flags",
];

/// In the column `priority`: 0 and 1 are regular customers.
const PRIORITY: u8 = 2;

impl Contacts {
    /// Reads the contacts.
    ///
    /// # Errors
    ///
    /// The first line that makes no sense.
    pub fn read(source: &Source) -> Result<Self, BadInput> {
        let mut contacts = Self::default();
        let mut numbers = HashSet::new();
        each_row(source, COLUMNS, |row| {
            contacts.rows += 1;
            let number = row.number("row")?;
            if !numbers.insert(number) {
                return Err(row.bad(format!("row {number} comes twice")));
            }
            let queue_start: Option<u32> = row.maybe("q_start_s")?;
            let wait = row.maybe("q_time_s")?.unwrap_or(0);
            let recorded = match (row.text("outcome"), queue_start) {
                ("PHANTOM", _) => {
                    *contacts.left_out.entry("phantom calls, which the recording says to ignore").or_default() += 1;
                    return Ok(());
                }
                ("AGENT", None) => Recorded::Served { wait: 0 },
                ("AGENT", Some(_)) => Recorded::Served { wait },
                ("HANG", None) => Recorded::LeftMenu,
                ("HANG", Some(_)) => Recorded::GaveUp { patience: wait },
                (other, _) => return Err(row.bad(format!("`outcome` is AGENT, HANG or PHANTOM, not {other:?}"))),
            };
            // Whoever queued asked when the queue took them; the others when they left the menu.
            let Some(asked) = queue_start.or(row.maybe("vru_exit_s")?) else {
                *contacts.left_out.entry("without an instant at which they ask for an agent").or_default() += 1;
                return Ok(());
            };
            let service: u32 = row.maybe("ser_time_s")?.unwrap_or(0);
            let talk_start: Option<u32> = row.maybe("ser_start_s")?;
            for fault in row.text("flags").split('|').filter_map(taken_so) {
                *contacts.taken_so.entry(fault).or_default() += 1;
            }
            // The instants of rows without service are placeholders.
            let talked = !row.text("server").is_empty() && service > 0;
            let talk = talk_start.filter(|_| talked).map(|start| (start, start.saturating_add(service)));
            let queued = queue_start.is_some();
            let kind = row.text("type").to_owned();
            let priority = row.number::<u8>("priority")? >= PRIORITY;
            contacts.list.push(Contact { row: number, kind, priority, asked, queued, recorded, service, talk });
            Ok(())
        })?;
        contacts.list.sort_by_key(|contact| contact.asked);
        contacts.borrow_services();
        Ok(contacts)
    }

    /// Gives those who hung up the service time of the contact of their type that was served last before them (else
    /// of the first after them), since the engine may serve them in time. So the mix of long and short talks is the
    /// recording's own, and no number is drawn.
    fn borrow_services(&mut self) {
        let served = |contact: &Contact| matches!(contact.recorded, Recorded::Served { .. }) && contact.service > 0;
        let mut last: HashMap<String, u32> = HashMap::new();
        for contact in self.list.iter().rev().filter(|contact| served(contact)) {
            last.insert(contact.kind.clone(), contact.service);
        }
        for contact in &mut self.list {
            if served(contact) {
                last.insert(contact.kind.clone(), contact.service);
            } else if matches!(contact.recorded, Recorded::GaveUp { .. }) {
                contact.service = last.get(&contact.kind).copied().unwrap_or(0);
                self.borrowed += 1;
            }
        }
    }
}

/// How a faulty row is taken.
fn taken_so(flag: &str) -> Option<&'static str> {
    Some(match flag {
        "neg_vru" => "in the menu for less than no time: they ask when the queue took them",
        "agent_no_server" => "served by an agent without a name: the talk takes as long with another",
        "zero_service" => "served for no time at all: closed in the instant of the assignment",
        "hang_with_service" => "hung up, yet with a service time: taken as given up",
        _ => return None,
    })
}
