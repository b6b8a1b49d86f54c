//! A client: finds the leader, and asks again under the same key until it has an answer.

use crate::entry::{Answer, Denial, Item, Receipt};
use crate::machine::{Page, Place, TooLate, WINDOW};
use crate::net::{Connection, Directory, DirectoryError, Request, Response, Status, WireError};
use crate::raft::NodeId;
use frontdesk::Event;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(25);
/// How long one node may take to answer before another is asked.
const ONE_ANSWER: Duration = Duration::from_secs(2);

/// Why a client has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The nodes are not known.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// No leader answered in time. What was sent may be done or not; [`Client::resume`] asks on under the same keys.
    #[error("no leader answered within {0:?}: what was sent may be done or not")]
    Unavailable(Duration),
    /// Earlier events have no answer yet: [`Client::resume`] comes first.
    #[error("earlier events have no answer yet")]
    Unanswered,
    /// More events than one submission may hold.
    #[error("more events at once than a submission may hold")]
    TooMuch,
    /// The session is of no use any more: begin another with a new client.
    #[error(transparent)]
    Denied(#[from] Denial),
    /// A node did not answer.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// A node said something else.
    #[error("the node says: {0}")]
    Words(String),
    /// A reader came too late.
    #[error(transparent)]
    TooLate(#[from] TooLate),
}

/// One client, with one session: its events are applied in the order in which it tells them, each once.
pub struct Client {
    directory: Directory,
    patience: Duration,
    connection: Option<(NodeId, Connection)>,
    session: Option<u64>,
    /// The number of the last event that was answered.
    sequence: u64,
    /// What was sent and not answered.
    pending: Vec<Event>,
}

impl Client {
    /// A client that asks for so long before it gives up.
    pub fn new(directory: Directory, patience: Duration) -> Self {
        Self { directory, patience, connection: None, session: None, sequence: 0, pending: Vec::new() }
    }

    /// Its session, once it has one.
    pub fn session(&self) -> Option<u64> {
        self.session
    }

    /// The node that answered last.
    pub fn node(&self) -> Option<NodeId> {
        self.connection.as_ref().map(|(node, _)| *node)
    }

    /// The number of its last event that was answered.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Tells what happened, at most [`WINDOW`] events at once; a receipt for each, in their order. They are in the log
    /// then.
    pub async fn submit(&mut self, events: Vec<Event>) -> Result<Vec<Receipt>, ClientError> {
        if !self.pending.is_empty() {
            return Err(ClientError::Unanswered);
        }
        if events.len() > WINDOW {
            return Err(ClientError::TooMuch);
        }
        self.pending = events;
        self.resume().await
    }

    /// Asks on for what has no answer yet.
    pub async fn resume(&mut self) -> Result<Vec<Receipt>, ClientError> {
        let deadline = Instant::now() + self.patience;
        let session = match self.session {
            Some(session) => session,
            None => self.open_session(deadline).await?,
        };
        let key = |(sequence, event): (u64, &Event)| Item::Event { session, sequence, event: event.clone() };
        let items: Vec<_> = (self.sequence + 1..).zip(&self.pending).map(key).collect();
        let answers = match self.ask(items, deadline).await {
            Err(ClientError::TooMuch) => {
                // Nothing of it was written.
                self.pending.clear();
                return Err(ClientError::TooMuch);
            }
            answers => answers?,
        };
        let receipt = |answer| match answer {
            Answer::Done(receipt) => Ok(receipt),
            Answer::Denied(denial) => Err(ClientError::Denied(denial)),
            Answer::Opened(_) => Err(ClientError::Words("a session, where a receipt should be".into())),
        };
        let receipts: Vec<_> = answers.into_iter().map(receipt).collect::<Result<_, _>>()?;
        self.sequence += receipts.len() as u64;
        self.pending.clear();
        Ok(receipts)
    }

    /// If the answer is lost a session is left over, which harms nobody.
    async fn open_session(&mut self, deadline: Instant) -> Result<u64, ClientError> {
        match self.ask(vec![Item::Open], deadline).await?.pop() {
            Some(Answer::Opened(session)) => {
                self.session = Some(session);
                Ok(session)
            }
            _ => Err(ClientError::Words("something else, where a session should be".into())),
        }
    }

    /// Goes from node to node until one answers.
    async fn ask(&mut self, items: Vec<Item>, deadline: Instant) -> Result<Vec<Answer>, ClientError> {
        let count = items.len();
        let request = Request::Submit(items);
        let mut at = self.connection.as_ref().map(|(node, _)| *node);
        loop {
            let node = match at {
                Some(node) => node,
                None => self.any_node(None)?,
            };
            let asked = timeout(ONE_ANSWER, self.call(node, &request));
            at = match timeout_at(deadline, asked).await {
                Err(_) => return Err(ClientError::Unavailable(self.patience)),
                Ok(Ok(Ok(Response::Answers(answers)))) if answers.len() == count => return Ok(answers),
                Ok(Ok(Ok(Response::TooMuch))) => return Err(ClientError::TooMuch),
                Ok(Ok(Ok(Response::NotNow { leader: Some(leader) }))) => Some(leader),
                // No leader is known there, or the node is gone, stopped, or talks nonsense: the next one.
                Ok(_) => Some(self.any_node(Some(node))?),
            };
            sleep(PAUSE).await;
        }
    }

    /// The node after this one.
    fn any_node(&self, after: Option<NodeId>) -> Result<NodeId, ClientError> {
        let nodes = self.directory.nodes()?;
        let next = after.and_then(|after| nodes.range(after + 1..).next()).or_else(|| nodes.iter().next());
        next.map(|(node, _)| *node).ok_or(ClientError::Directory(DirectoryError::Unknown(0)))
    }

    async fn call(&mut self, node: NodeId, request: &Request) -> Result<Response, ClientError> {
        let open = self.connection.take().filter(|(at, _)| *at == node);
        let mut connection = match open {
            Some((_, connection)) => connection,
            None => Connection::open(&self.directory.address(node)?).await?,
        };
        let response = connection.call(request).await?;
        self.connection = Some((node, connection));
        Ok(response)
    }
}

/// Asks one node, the leader or not.
pub struct Reader {
    connection: Connection,
}

impl Reader {
    /// Connects to a node.
    pub async fn open(directory: &Directory, node: NodeId) -> Result<Self, ClientError> {
        Ok(Self { connection: Connection::open(&directory.address(node)?).await? })
    }

    /// How the node is.
    pub async fn status(&mut self, hash: bool) -> Result<Status, ClientError> {
        match self.connection.call(&Request::Status { hash }).await? {
            Response::Status(status) => Ok(*status),
            other => Err(unexpected(other)),
        }
    }

    /// What was decided, from a place on, as far as the node knows.
    pub async fn decisions(&mut self, from: Place, limit: u32) -> Result<Page, ClientError> {
        match self.connection.call(&Request::Decisions { from, limit }).await? {
            Response::Decisions(page) => Ok(page?),
            other => Err(unexpected(other)),
        }
    }

    /// The entries of the log, from an index on, as far as the node has applied them; none if there are no more yet.
    pub async fn log(&mut self, from: u64) -> Result<Vec<(u64, Option<crate::entry::Batch>)>, ClientError> {
        match self.connection.call(&Request::Log { from }).await? {
            Response::Log(entries) => Ok(entries),
            other => Err(unexpected(other)),
        }
    }
}

fn unexpected(response: Response) -> ClientError {
    match response {
        Response::Failed(words) => ClientError::Words(words),
        _ => ClientError::Words("something that answers another question".into()),
    }
}
