//! The auditor has nothing to say of a sound engine, whatever happens.

use crate::equal::engine;
use crate::log::{Line, Log};
use frontdesk::{Decision, Event, EventError};
use frontdesk_audit::{Auditor, Breach};

/// One call of an engine, as a log keeps it.
#[derive(Clone)]
pub struct Call {
    pub line: Line,
    pub answer: Result<(), EventError>,
    pub decisions: Vec<Decision>,
}

/// What an engine answers and decides; in every second world it is called whenever it asks for it.
pub fn calls(log: &Log) -> Vec<Call> {
    let mut engine = engine(log);
    let punctual = log.seed.is_multiple_of(2);
    let mut calls = Vec::new();
    let mut call = |engine: &mut crate::subject::Engine, line: Line| {
        let mut decisions = Vec::new();
        let answer = engine.handle(line.at, &line.event, &mut decisions);
        calls.push(Call { line, answer, decisions });
    };
    for line in &log.lines {
        while punctual && let Some(due) = engine.next_deadline().filter(|due| due.at <= line.at) {
            call(&mut engine, Line { at: due.at, event: Event::Tick });
        }
        call(&mut engine, line.clone());
    }
    calls
}

/// What the auditor says of these calls.
pub fn breaches(calls: &[Call]) -> Vec<(usize, Breach)> {
    let mut auditor = Auditor::new();
    let mut all = Vec::new();
    for (index, Call { line, answer, decisions }) in calls.iter().enumerate() {
        all.extend(auditor.watch(line.at, &line.event, *answer, decisions).into_iter().map(|breach| (index, breach)));
    }
    all
}

/// Nothing.
pub fn no_law_is_broken(log: &Log) -> Result<(), String> {
    let calls = calls(log);
    match breaches(&calls).first() {
        None => Ok(()),
        Some((index, breach)) => {
            let Call { line, answer, decisions } = &calls[*index];
            let line = serde_json::to_string(line).unwrap_or_default();
            Err(format!("{breach}\n  {breach:?}\n  in the call {line}, answered {answer:?}: {decisions:#?}"))
        }
    }
}
