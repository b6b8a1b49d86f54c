//! What a replay comes to: decisions by kind and reason, waits, speed.

use frontdesk::{Action, ChatId, ChatRequest, Event, Timestamp};
use frontdesk_kit::figures::Sample;
use frontdesk_kit::log::line::Input;
use frontdesk_kit::log::player::Answer;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::time::Duration;

/// Counts over a log.
#[derive(Default)]
pub struct Summary {
    events: usize,
    queries: usize,
    errors: BTreeMap<&'static str, usize>,
    decisions: BTreeMap<(&'static str, &'static str), usize>,
    requests: usize,
    /// When each chat that was never assigned yet was requested.
    unassigned: HashMap<ChatId, Timestamp>,
    waits: Vec<Duration>,
    in_engine: Duration,
}

impl Summary {
    /// Counts what the engine answered to a line, and how long it took.
    pub fn count(&mut self, answer: &Answer<'_>, took: Duration) {
        self.in_engine += took;
        match &answer.line.input {
            Input::Event(_) => self.events += 1,
            Input::Query(_) => self.queries += 1,
        }
        match &answer.result {
            Ok(_) => {
                if let Input::Event(Event::ChatRequested(ChatRequest { chat, .. })) = &answer.line.input {
                    self.requests += 1;
                    self.unassigned.insert(*chat, answer.line.at);
                }
            }
            Err(error) => *self.errors.entry(error.name()).or_default() += 1,
        }
        for decision in answer.decisions {
            *self.decisions.entry((decision.action.name(), decision.reason.name())).or_default() += 1;
            if let Action::Assign { chat, .. } = decision.action
                && let Some(requested) = self.unassigned.remove(&chat)
            {
                self.waits.push(decision.at.saturating_since(requested));
            }
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "decisions")?;
        for (&(kind, reason), count) in &self.decisions {
            writeln!(f, "  {kind:<16}{reason:<18}{count:>9}")?;
        }
        if !self.errors.is_empty() {
            writeln!(f, "refused")?;
        }
        for (error, count) in &self.errors {
            writeln!(f, "  {error:<34}{count:>9}")?;
        }
        let waits: Sample = self.waits.iter().map(Duration::as_secs_f64).collect();
        writeln!(f, "waits (request until first assign)")?;
        writeln!(f, "  {:<34}{:>9}", "requests", self.requests)?;
        writeln!(f, "  {:<34}{:>9}", "assigned", waits.count())?;
        if let (Some(median), Some(late)) = (waits.median(), waits.quantile(0.95)) {
            writeln!(f, "  {:<34}{median:>9.3} s", "median")?;
            writeln!(f, "  {:<34}{late:>9.3} s", "95th of 100")?;
        }
        writeln!(f, "engine")?;
        writeln!(f, "  {:<34}{:>9}", "events", self.events)?;
        writeln!(f, "  {:<34}{:>9}", "queries", self.queries)?;
        let calls = (self.events + self.queries) as f64;
        let seconds = self.in_engine.as_secs_f64();
        if seconds > 0.0 {
            writeln!(f, "  {:<34}{:>9.0}", "events and queries per second", calls / seconds)?;
        }
        Ok(())
    }
}
