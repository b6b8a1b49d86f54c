//! The engine, with whoever watches it.

use super::{EngineWork, Options, RunError};
use frontdesk::{Decision, Engine, Event, EventError, Limits, Timestamp};
use frontdesk_audit::Auditor;
use std::time::Instant;

/// An engine, the auditor beside it, and what it costs.
pub struct Desk {
    /// The engine, for its views.
    pub engine: Engine,
    auditor: Option<Auditor>,
    decisions: Vec<Decision>,
    work: EngineWork,
}

impl Desk {
    /// An engine that knows nothing yet.
    pub fn new(options: Options) -> Self {
        Self {
            engine: Engine::new(Limits::default()),
            auditor: options.audit.then(Auditor::new),
            decisions: Vec::new(),
            work: EngineWork::default(),
        }
    }

    /// Tells the engine what must make sense to it.
    pub fn tell(&mut self, at: i64, event: &Event) -> Result<Vec<Decision>, RunError> {
        let (answer, decisions) = self.try_tell(at, event)?;
        answer.map(|()| decisions).map_err(|error| RunError::Refused {
            at: Timestamp::from_micros(at),
            event: format!("{event:?}"),
            error,
        })
    }

    /// Tells the engine what it may refuse.
    pub fn try_tell(&mut self, at: i64, event: &Event) -> Result<(Result<(), EventError>, Vec<Decision>), RunError> {
        let at = Timestamp::from_micros(at);
        let mut decisions = std::mem::take(&mut self.decisions);
        decisions.clear();
        let begin = Instant::now();
        let answer = self.engine.handle(at, event, &mut decisions);
        self.work.time += begin.elapsed();
        self.work.calls += 1;
        self.work.decisions += decisions.len() as u64;
        self.work.refused += u64::from(answer.is_err());
        if let Some(auditor) = &mut self.auditor {
            self.work.audited += 1;
            if let Some(breach) = auditor.watch(at, event, answer, &decisions).first() {
                return Err(RunError::Breach(format!("{breach:?}")));
            }
        }
        Ok((answer, decisions))
    }

    /// Gives the list of decisions back, to be filled again.
    pub fn reuse(&mut self, decisions: Vec<Decision>) {
        self.decisions = decisions;
    }

    /// When the engine is to be called again.
    pub fn deadline(&self) -> Option<i64> {
        self.engine.next_deadline().map(|deadline| deadline.at.as_micros())
    }

    /// What it did.
    pub fn work(&self) -> EngineWork {
        self.work
    }
}
