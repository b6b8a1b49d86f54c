//! The log replayed from nothing: every decision, every snapshot and every law.

use crate::options::Options;
use crate::recovery::{self, Watch};
use crate::store::Claim;
use frontdesk::{Decision, Event, Limits, Timestamp};
use frontdesk_audit::Auditor;
use std::path::Path;

/// How many breaches are told.
const MOST_TOLD: usize = 20;
/// How many snapshots are compared: all that are kept, and then some.
const SNAPSHOTS: i64 = 64;

#[derive(Default)]
struct Judge {
    auditor: Auditor,
    breaches: Vec<String>,
    count: usize,
}

impl Watch for Judge {
    fn row(&mut self, at: Timestamp, event: &Event, decisions: &[Decision]) {
        for breach in self.auditor.watch(at, event, Ok(()), decisions) {
            self.count += 1;
            if self.breaches.len() < MOST_TOLD {
                self.breaches.push(format!("  {breach:?}"));
            }
        }
    }
}

/// Replays the whole log, and says in words what was compared. A service may be running.
///
/// # Errors
///
/// In words, the first row that is not as it was, or the laws that are broken.
pub fn verify(options: &Options, data: &Path) -> Result<String, String> {
    let mut store = options.database(data)?.open(Claim::Read).map_err(|error| error.to_string())?;
    let marks = store.snapshots(SNAPSHOTS).map_err(|error| error.to_string())?;
    let mut judge = Judge::default();
    let replayed = recovery::replay(&mut *store, None, &marks, Limits::default(), &mut judge);
    let replayed = replayed.map_err(|error| error.to_string())?;
    if judge.count > 0 {
        return Err(format!("{} breaches of the laws, the first of them:\n{}", judge.count, judge.breaches.join("\n")));
    }
    replayed.engine.check().map_err(|broken| format!("the state is not sound: {broken:?}"))?;
    Ok(format!(
        "{} rows replayed from nothing: {} decisions as they were, {} snapshots with their hashes, no law broken",
        replayed.head.log,
        replayed.head.decision,
        marks.len()
    ))
}
