//! When agents were on duty: per agent and day from the first talk's start to the last talk's end.

use super::csv::{BadInput, Source, each_row};

/// The agents and their spans.
#[derive(Debug, Default)]
pub struct Shifts {
    /// Names, in the order of their first day.
    pub agents: Vec<String>,
    /// Spans, apart from each other: the agent by place in `agents`, and from when to when, in seconds.
    pub spans: Vec<Span>,
}

/// A stretch of time in which an agent is on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The agent, by place.
    pub agent: usize,
    /// Its first second.
    pub from: u32,
    /// Its end.
    pub to: u32,
}

impl Shifts {
    /// Reads the agents' days.
    ///
    /// # Errors
    ///
    /// The first line that makes no sense.
    pub fn read(source: &Source) -> Result<Self, BadInput> {
        let mut shifts = Self::default();
        each_row(source, &["server", "first_service_start_s", "last_service_exit_s"], |row| {
            let name = row.text("server");
            if name.is_empty() {
                return Err(row.bad("`server` is empty".into()));
            }
            let (from, to) = (row.number("first_service_start_s")?, row.number("last_service_exit_s")?);
            if to < from {
                return Err(row.bad("the last service ends before the first one starts".into()));
            }
            let agent = shifts.agents.iter().position(|known| known == name).unwrap_or_else(|| {
                shifts.agents.push(name.to_owned());
                shifts.agents.len() - 1
            });
            shifts.spans.push(Span { agent, from, to });
            Ok(())
        })?;
        shifts.join();
        Ok(shifts)
    }

    /// Spans that touch or overlap are one: a day that runs past midnight meets the next.
    pub fn join(&mut self) {
        self.spans.sort_by_key(|span| (span.agent, span.from, span.to));
        self.spans.dedup_by(|next, span| {
            let meet = next.agent == span.agent && next.from <= span.to;
            if meet {
                span.to = span.to.max(next.to);
            }
            meet
        });
        self.spans.sort_by_key(|span| (span.from, span.agent));
    }

    /// All spans together, in seconds.
    pub fn seconds(&self) -> u64 {
        self.spans.iter().map(|span| u64::from(span.to - span.from)).sum()
    }
}
