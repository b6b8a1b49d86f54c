//! A log of the contract's events, one JSON object a line: its settings and what its agents did are played again as
//! they were, its chats become customers.

use super::customers::Customer;
use super::patience::Patience;
use super::random::{Key, Purpose, stream};
use crate::plan::{Names, PlanError};
use frontdesk::{ChatId, ChatRequest, Event, GroupId, Timestamp};
use frontdesk_kit::log::line::{Input, Line};
use frontdesk_kit::log::names::{Directory, Kind};
use std::collections::{BTreeMap, HashMap};
use std::io::BufRead;
use std::path::Path;

/// A chat without an end is still there so long after the log's.
const DAY: i64 = 86_400 * super::clock::SECOND;

/// What a log holds.
#[derive(Debug)]
pub struct EventLog {
    /// Settings and what agents did, in order.
    pub script: Vec<(Timestamp, Event)>,
    /// The names of its groups and agents; ids are places and one.
    pub names: Names,
    /// Whether somebody asks the Default group, or it is set up.
    pub has_default: bool,
    /// Its chats, in the order of their requests.
    chats: Vec<Chat>,
    /// Events that are left out, by name: what follows from them is the simulation's business.
    left_out: BTreeMap<&'static str, usize>,
    last: Timestamp,
}

/// What a log tells of a chat.
#[derive(Clone, Debug)]
struct Chat {
    request: ChatRequest,
    at: i64,
    answered: Option<i64>,
    ended: Option<i64>,
    wrapped_up: Option<i64>,
}

/// Reads a log line by line.
#[derive(Default)]
struct Reader {
    directory: Directory,
    live: HashMap<ChatId, usize>,
    log: Vec<(Timestamp, Event)>,
    chats: Vec<Chat>,
    left_out: BTreeMap<&'static str, usize>,
    has_default: bool,
    last: Option<Timestamp>,
}

impl EventLog {
    /// Reads a log file.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, or with the number of the first line that is no event or goes back in time.
    pub fn read(path: &Path) -> Result<Self, PlanError> {
        let name = path.display().to_string();
        let file = std::fs::File::open(path).map_err(|error| PlanError::new(&name, error))?;
        Self::parse(std::io::BufReader::new(file), &name)
    }

    /// Reads a log from wherever it comes.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn parse(input: impl BufRead, name: &str) -> Result<Self, PlanError> {
        let mut reader = Reader::default();
        for (index, line) in input.lines().enumerate() {
            let bad = |problem: String| PlanError::new(format!("{name}: line {}", index + 1), problem);
            let text = line.map_err(|error| bad(error.to_string()))?;
            // What was decided then may stand in the log; it is decided anew.
            let line = if is_output(&text) { None } else { read_line(index, &text, &mut reader.directory, name)? };
            if let Some(Line { at, input }) = line {
                if reader.last.is_some_and(|last| at < last) {
                    return Err(bad(format!("{at} lies before the line above")));
                }
                reader.last = Some(at);
                if let Input::Event(event) = input {
                    reader.note(at, event);
                }
            }
        }
        let last = reader.last.ok_or_else(|| PlanError::new(name, "there is no event in it"))?;
        let names =
            Names { groups: listed(&reader.directory, Kind::Group), agents: listed(&reader.directory, Kind::Agent) };
        let Reader { log, chats, left_out, has_default, .. } = reader;
        Ok(Self { script: log, names, has_default, chats, left_out, last })
    }

    /// The instants of the first and the last event.
    #[must_use]
    pub fn span(&self) -> (i64, i64) {
        let first = self.script.first().map(|(at, _)| at.as_micros()).into_iter();
        let first = first.chain(self.chats.first().map(|chat| chat.at)).min();
        (first.unwrap_or(self.last.as_micros()), self.last.as_micros())
    }

    /// What was read, and what was left out.
    #[must_use]
    pub fn account(&self) -> String {
        let mut account = format!("{} chats, {} other events", self.chats.len(), self.script.len());
        for (name, count) in &self.left_out {
            account += &format!("; {count} {name} left out");
        }
        account
    }

    /// The customers, in order, of the kind that is their group's place, and what they asked for.
    ///
    /// Patience that did not run out is drawn from the log's own curve beyond what they waited; who was never answered
    /// takes as long as the one answered last before them.
    #[must_use]
    pub fn customers(
        &self,
        seed: u64,
        place_of: impl Fn(Option<GroupId>) -> usize,
    ) -> (Vec<Customer>, Vec<ChatRequest>) {
        let curve = Patience::estimate(self.chats.iter().filter_map(Chat::wait).collect());
        let last = self.last.as_micros();
        let mut handling = self.chats.iter().find_map(|chat| chat.handling(last)).unwrap_or(0);
        let mut customers = Vec::with_capacity(self.chats.len());
        for (number, chat) in self.chats.iter().enumerate() {
            handling = chat.handling(last).unwrap_or(handling);
            let key = Key { kind: 0, day: 0, number: number as u64 };
            let draw = |wait| curve.beyond(wait, &mut stream(seed, key, Purpose::Patience));
            let patience = match chat.wait() {
                Some((patience, true)) => Some(patience),
                Some((wait, false)) => draw(wait),
                None => draw(0),
            };
            let kind = place_of(chat.request.group);
            let after_work = chat.wrapped_up.zip(chat.ended).map(|(until, from)| until - from);
            customers.push(Customer { kind, request: Some(number), at: chat.at, handling, patience, after_work, key });
        }
        (customers, self.chats.iter().map(|chat| chat.request.clone()).collect())
    }
}

impl Chat {
    /// How long they waited for an answer, and whether they gave up; `None` if the log ends before.
    fn wait(&self) -> Option<(i64, bool)> {
        match (self.answered, self.ended) {
            (Some(answered), _) => Some((answered - self.at, false)),
            (None, Some(ended)) => Some((ended - self.at, true)),
            (None, None) => None,
        }
    }

    /// How long it took to help them; a chat without an end outlasts the log. `None` if nobody answered.
    fn handling(&self, last: i64) -> Option<i64> {
        match self.ended {
            Some(ended) => Some(ended - self.answered?),
            None => Some(last - self.answered.unwrap_or(self.at) + DAY),
        }
    }
}

impl Reader {
    fn note(&mut self, at: Timestamp, event: Event) {
        let micros = at.as_micros();
        match event {
            Event::ChatRequested(request) => {
                self.has_default |= request.group.is_none();
                self.live.insert(request.chat, self.chats.len());
                self.chats.push(Chat { request, at: micros, answered: None, ended: None, wrapped_up: None });
            }
            Event::ChatAccepted { chat, .. } | Event::AgentMessage { chat, .. } | Event::ChatJoined { chat, .. } => {
                self.with(chat, |chat| chat.answered = chat.answered.or(Some(micros)));
            }
            Event::ChatClosed { chat, .. } | Event::VisitorLeft { chat } => {
                self.with(chat, |chat| chat.ended = chat.ended.or(Some(micros)));
            }
            Event::WrapUpEnded { chat, .. } => self.with(chat, |chat| chat.wrapped_up = Some(micros)),
            Event::ChatDeclined { .. } => self.leave_out("chat_declined"),
            Event::ChatTransferred { .. } => self.leave_out("chat_transferred"),
            Event::ChatReprioritized { .. } => self.leave_out("chat_reprioritized"),
            Event::ChatParked { .. } => self.leave_out("chat_parked"),
            Event::ChatResumed { .. } => self.leave_out("chat_resumed"),
            Event::VisitorMessage { .. } | Event::Tick => {}
            event => {
                self.has_default |= matches!(event, Event::WorkspaceConfigured { .. });
                self.log.push((at, event));
            }
        }
    }

    fn with(&mut self, chat: ChatId, change: impl FnOnce(&mut Chat)) {
        if let Some(chat) = self.live.get(&chat).and_then(|&place| self.chats.get_mut(place)) {
            change(chat);
        }
    }

    fn leave_out(&mut self, name: &'static str) {
        *self.left_out.entry(name).or_default() += 1;
    }
}

fn read_line(index: usize, text: &str, names: &mut Directory, file: &str) -> Result<Option<Line>, PlanError> {
    Line::read(index + 1, text, names).map_err(|error| PlanError::new(file, error))
}

/// Whether this is a line of output (contract §1): a decision, an error or a view.
fn is_output(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok_and(|line| {
        ["decision", "error", "view"].iter().any(|field| line.get(field).is_some()) && line.get("event").is_none()
    })
}

fn listed(directory: &Directory, kind: Kind) -> Vec<String> {
    (1_u64..).map_while(|number| directory.name(kind, &number.to_string()).map(str::to_owned)).collect()
}
