//! Answers what comes over the wire.

use super::desk::{Desk, NoAnswer};
use super::rejoin::{admit, promote};
use super::standing::{Place, Standing};
use crate::entry::{Answer, Item};
use crate::machine::{self, Image, ImageError, Page, Replica, TooLate};
use crate::net::{Hashes, Request, Response, Service, Status};
use crate::raft::{Entry, NodeId, Raft};
use crate::store::Store;
use openraft::EntryPayload;
use openraft::error::RaftError;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Most decisions in one answer.
const MAX_DECISIONS: u32 = 4096;
/// Most bytes of entries in one answer.
const MAX_LOG_BYTES: usize = 4 * 1024 * 1024;

/// All that a question may be about.
pub struct Reception {
    pub id: NodeId,
    pub raft: Raft,
    pub replica: Replica,
    pub store: Store,
    pub desk: Desk,
    pub place: Arc<Place>,
}

impl Service for Reception {
    async fn answer(&self, request: Request) -> Response {
        let result = match request {
            Request::Append(to, _) | Request::Vote(to, _) | Request::Snapshot(to, _) if to != self.id => {
                Err(format!("this is node {}, not {to}", self.id))
            }
            Request::Append(..) | Request::Snapshot(..) if self.place.get() == Standing::Outside => {
                Err("this node came with an empty disk, and is no part of the group yet".into())
            }
            Request::Vote(..) if self.place.get() != Standing::Member => {
                Err("this node came with an empty disk, and has no vote yet".into())
            }
            Request::Append(_, request) => in_words(self.raft.append_entries(request).await).map(Response::Append),
            Request::Vote(_, request) => in_words(self.raft.vote(request).await).map(Response::Vote),
            Request::Snapshot(_, request) => match self.raft.install_snapshot(request).await {
                Ok(response) => Ok(Response::Snapshot(Ok(response))),
                Err(RaftError::APIError(error)) => Ok(Response::Snapshot(Err(error))),
                Err(RaftError::Fatal(error)) => Err(error.to_string()),
            },
            Request::Admit(node) => admit(&self.raft, node).await.map(|()| Response::Admitted),
            Request::Promote(node) => promote(&self.raft, node).await.map(|()| Response::Admitted),
            Request::Submit(items) => Ok(self.submit(items).await),
            Request::Status { hash } => self.status(hash).await.map(|status| Response::Status(Box::new(status))),
            Request::Decisions { from, limit } => Ok(Response::Decisions(self.decisions(from, limit))),
            Request::Log { from } => self.log(from).await,
        };
        result.unwrap_or_else(Response::Failed)
    }
}

impl Reception {
    async fn submit(&self, items: Vec<Item>) -> Response {
        if let Some(answers) = self.recall(&items) {
            return Response::Answers(answers);
        }
        match self.desk.submit(items).await {
            Ok(answers) => Response::Answers(answers),
            Err(NoAnswer::TooMuch) => Response::TooMuch,
            Err(NoAnswer::NotNow) => {
                let leader = self.raft.server_metrics().borrow().current_leader;
                Response::NotNow { leader: leader.filter(|leader| *leader != self.id) }
            }
        }
    }

    /// The answers to a retry whose events were all done. It need not go through the log again, and any node may say
    /// it.
    fn recall(&self, items: &[Item]) -> Option<Vec<Answer>> {
        let recall = |item: &Item| match *item {
            Item::Open => None,
            Item::Event { session, sequence, .. } => {
                self.replica.look(|image| image.state.recall(session, sequence)).map(Answer::Done)
            }
        };
        if items.is_empty() { None } else { items.iter().map(recall).collect() }
    }

    async fn status(&self, hash: bool) -> Result<Status, String> {
        let metrics = self.raft.metrics().borrow().clone();
        let (joining, node) = (self.place.get() != Standing::Member, self.id);
        let replica = self.replica.clone();
        let look = move |image: &Image| {
            let (engine, outbox) = (image.state.engine(), image.state.outbox());
            let hashes = if hash { Some(hashes(image).map_err(|error| error.to_string())?) } else { None };
            Ok(Status {
                node,
                leader: metrics.current_leader,
                term: metrics.current_term,
                joining,
                applied: image.applied.map_or(0, |applied| applied.index),
                last: metrics.last_log_index,
                snapshot: metrics.snapshot.map(|id| id.index),
                purged: metrics.purged.map(|id| id.index),
                now: engine.now(),
                deadline: engine.next_deadline().map(|next| next.at),
                sessions: image.state.sessions() as u64,
                decisions: outbox.total(),
                chain: outbox.chain(),
                hashes,
            })
        };
        // Hashing takes a while in a large workspace.
        spawn_blocking(move || replica.look(look)).await.map_err(|error| error.to_string())?
    }

    fn decisions(&self, from: machine::Place, limit: u32) -> Result<Page, TooLate> {
        self.replica.look(|image| {
            let applied = image.applied.map_or(0, |applied| applied.index);
            image.state.outbox().read(from, applied, limit.min(MAX_DECISIONS) as usize)
        })
    }

    async fn log(&self, from: u64) -> Result<Response, String> {
        let applied = self.replica.look(|image| image.applied.map_or(0, |applied| applied.index));
        let entries = self.store.entries(from..=applied, MAX_LOG_BYTES).await.map_err(|error| error.to_string())?;
        if from <= applied && entries.first().is_none_or(|entry| entry.log_id.index != from) {
            return Err(format!("the log has let go entry {from}"));
        }
        let batch = |entry: Entry| match entry.payload {
            EntryPayload::Normal(batch) => (entry.log_id.index, Some(batch)),
            _ => (entry.log_id.index, None),
        };
        Ok(Response::Log(entries.into_iter().map(batch).collect()))
    }
}

fn in_words<T>(result: Result<T, RaftError<NodeId>>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

fn hashes(image: &Image) -> Result<Hashes, ImageError> {
    Ok(Hashes { state: Image::hash(&image.encode()?), engine: Image::engine_hash(image.state.engine())? })
}
