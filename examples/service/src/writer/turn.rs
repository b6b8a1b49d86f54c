//! One turn: a handful of requests, each handed to the engine in the order in which they came, and all written at once.

use super::work::{Answer, Key, Post, Reply};
use super::{Failure, Up};
use crate::desk::Taken;
use crate::fault::Fault;
use crate::store::{KeyRow, NameRow};
use crate::wire::Entry;
use axum::http::StatusCode;
use frontdesk::Timestamp;
use std::collections::HashMap;

/// An answer that may be given once the turn is durable.
struct Owed {
    answer: Answer,
    result: Result<Reply, Fault>,
    /// Whether it holds only if the turn is written.
    hangs_on_commit: bool,
}

/// The answers of a turn, and the keys it knows.
#[derive(Default)]
pub struct Turn {
    owed: Vec<Owed>,
    keys: HashMap<String, KeyRow>,
}

impl Turn {
    /// A turn that knows what the store knows of the keys of these requests.
    pub fn begin(up: &mut Up, posts: &[Post]) -> Result<Self, Failure> {
        let keys: Vec<_> = posts.iter().filter_map(|post| Some(post.key.as_ref()?.text.as_str())).collect();
        let known = up.store.keys(&keys)?.into_iter().map(|row| (row.key.clone(), row));
        Ok(Self { owed: Vec::new(), keys: known.collect() })
    }

    /// Takes a request.
    pub fn post(&mut self, up: &mut Up, wall: Timestamp, post: Post) -> Result<(), Failure> {
        let known = post.key.as_ref().and_then(|key| self.known(key));
        let (result, hangs_on_commit) = match known {
            Some(result) => (result, true),
            None => {
                let rows = up.desk.head().log;
                let answered = answer(up, wall, &post)?;
                if let (Ok(reply), Some(key), true) = (&answered, post.key, up.desk.head().log > rows) {
                    self.keep(up, key, reply);
                }
                (answered, up.desk.head().log > rows)
            }
        };
        self.owed.push(Owed { answer: post.answer, result, hangs_on_commit });
        Ok(())
    }

    /// Takes names.
    pub fn names(&mut self, up: &mut Up, names: Vec<NameRow>, answer: Answer) {
        let body = format!("{{\"names\":{}}}", names.len());
        let full = up.names.len() + names.len() > crate::names::MOST_NAMES;
        let result = if full {
            Err(Fault::refused("limit_reached", format!("more than {} names", crate::names::MOST_NAMES)))
        } else {
            up.names.put(&names);
            up.desk.pending().names.extend(names);
            Ok(Reply { body, replayed: false })
        };
        self.owed.push(Owed { answer, result, hangs_on_commit: true });
    }

    /// Gives the answers; after a turn that was not written, those that hang on it are this fault.
    pub fn end(self, unwritten: Option<&Fault>) {
        for owed in self.owed {
            let result = match unwritten {
                Some(fault) if owed.hangs_on_commit => Err(fault.clone()),
                _ => owed.result,
            };
            // Whoever asked may have gone; what was taken is taken.
            let _ = owed.answer.send(result);
        }
    }

    fn known(&self, key: &Key) -> Option<Result<Reply, Fault>> {
        let row = self.keys.get(&key.text)?;
        if row.fingerprint == key.fingerprint {
            return Some(Ok(Reply { body: row.answer.clone(), replayed: true }));
        }
        let message = "this idempotency key came before, with another body";
        Some(Err(Fault::new(StatusCode::CONFLICT, "key_reused", message)))
    }

    fn keep(&mut self, up: &mut Up, key: Key, reply: &Reply) {
        let at = up.desk.engine().now().as_micros();
        let row = KeyRow { key: key.text, fingerprint: key.fingerprint, answer: reply.body.clone(), at };
        self.keys.insert(row.key.clone(), row.clone());
        up.desk.pending().keys.push(row);
    }
}

/// Hands the events in, one by one. One of a batch that is refused leaves the others alone.
fn answer(up: &mut Up, wall: Timestamp, post: &Post) -> Result<Result<Reply, Fault>, Failure> {
    let mut bodies = Vec::with_capacity(post.posted.entries.len());
    for entry in &post.posted.entries {
        match take(up, wall, entry)? {
            Ok(taken) => bodies.push(body(up, &taken)),
            Err(fault) if post.posted.is_batch => bodies.push(fault.to_json().to_string()),
            Err(fault) => return Ok(Err(fault)),
        }
    }
    let body = if post.posted.is_batch { format!("{{\"results\":[{}]}}", bodies.join(",")) } else { bodies.concat() };
    Ok(Ok(Reply { body, replayed: false }))
}

fn take(up: &mut Up, wall: Timestamp, entry: &Entry) -> Result<Result<Taken, Fault>, Failure> {
    let at = match entry.at {
        Some(at) if at > wall => {
            let message = format!("`at` lies ahead of the service's clock, which shows {wall}");
            return Ok(Err(Fault::refused("time_ahead", message)));
        }
        Some(at) => at,
        None => wall.max(up.desk.engine().now()),
    };
    let taken = up.desk.take(at, &entry.event, entry.wire.clone())?;
    Ok(taken.map_err(|refusal| Fault::refused(refusal.name(), refusal.to_string())))
}

fn body(up: &mut Up, taken: &Taken) -> String {
    let log = taken.log.map_or("null".into(), |log| log.to_string());
    let decisions = up.desk.pending().decisions.get(taken.decisions.clone()).unwrap_or_default();
    let lines: Vec<_> = decisions.iter().map(|row| row.line()).collect();
    format!("{{\"log\":{log},\"at\":\"{}\",\"decisions\":[{}]}}", taken.at, lines.join(","))
}
