//! The one thread that owns the engine and writes the log.
//!
//! It takes what waits in the queue, hands it to the engine, writes events, decisions and keys in one transaction, and
//! only then answers and publishes. If that fails the engine is ahead of the log: it is thrown away, and comes back
//! from the store.

mod turn;
mod work;

use crate::desk::{Desk, Unwritable};
use crate::fault::Fault;
use crate::health::{Condition, Health};
use crate::names::Names;
use crate::outbox::Outbox;
use crate::recovery::{self, NotRecovered};
use crate::store::{Claim, Database, Forget, Index, NameRow, Store, StoreError};
use frontdesk::{Limits, Timestamp};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, SystemTime};
use turn::Turn;
use work::{Answer, MOST_WAITING, Post, Work};
pub use work::{Door, Key, Reply};

/// How many requests share a transaction.
const MOST_REQUESTS: usize = 256;
/// How many events do.
const MOST_EVENTS: usize = 4_096;
/// How many decisions of deadlines are written at a time, after a long sleep.
const MOST_CATCHING_UP: usize = 2_000;
/// How long the thread sleeps at most: clocks are set, and machines sleep.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// How long a key is kept.
const KEYS_FOR: Duration = Duration::from_secs(24 * 3_600);
/// How many keys are kept.
const MOST_KEYS: i64 = 1_000_000;
/// How many snapshots are kept.
const SNAPSHOTS: i64 = 8;

/// Names to be kept, and where the answer goes.
type Named = (Vec<NameRow>, Answer);

/// A writer at work.
pub struct Up {
    store: Box<dyn Store>,
    /// The engine and its books.
    pub desk: Desk,
    /// The names.
    pub names: Names,
    /// The place of the newest snapshot.
    snapshot: Index,
}

/// Why a turn was not written.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Unwritable(#[from] Unwritable),
}

/// Why there is no writer.
#[derive(Debug, thiserror::Error)]
pub enum NotStarted {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("the log does not bring back the state: {0}")]
    Recovery(#[from] NotRecovered),
}

enum State {
    Up(Box<Up>),
    Down(String),
    Fenced,
}

/// The thread's own.
pub struct Writer {
    state: State,
    database: Database,
    epoch: i64,
    limits: Limits,
    /// After how many rows of the log a snapshot is kept.
    every: i64,
    inbox: Receiver<Work>,
    outbox: Arc<Outbox>,
    health: Arc<Health>,
}

impl Writer {
    /// Takes over the log, brings back the state, and says what it found.
    pub fn open(database: Database, every: i64, health: Arc<Health>) -> Result<(Self, Door, String), NotStarted> {
        let limits = Limits::default();
        let store = database.open(Claim::Take)?;
        let epoch = store.epoch();
        let (up, found) = come_up(store, limits)?;
        let outbox = Arc::new(Outbox::new(up.desk.head().decision));
        let (sender, inbox) = sync_channel(MOST_WAITING);
        let writer = Self { state: State::Up(up), database, epoch, limits, every, inbox, outbox, health };
        Ok((writer, Door::new(sender), found))
    }

    /// Where the decisions are published.
    pub fn outbox(&self) -> Arc<Outbox> {
        self.outbox.clone()
    }

    /// Works until it is asked to stop.
    pub fn run(mut self) {
        loop {
            let mut works = Vec::new();
            match self.inbox.recv_timeout(self.sleep()) {
                Ok(work) => self.gather(work, &mut works),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => works.push(Work::Stop),
            }
            let stop = works.iter().any(|work| matches!(work, Work::Stop));
            self.work(works);
            if stop {
                return self.finish();
            }
        }
    }

    fn sleep(&self) -> Duration {
        let State::Up(up) = &self.state else { return LONGEST_SLEEP };
        let deadline = up.desk.engine().next_deadline();
        let left = deadline.map(|deadline| deadline.at.saturating_since(wall()));
        left.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)
    }

    /// Takes what else waits, as much as fits one transaction.
    fn gather(&self, first: Work, works: &mut Vec<Work>) {
        let mut events = 0;
        let mut next = Some(first);
        while let Some(work) = next {
            if let Work::Post(post) = &work {
                events += post.posted.entries.len();
            }
            works.push(work);
            let full = works.len() >= MOST_REQUESTS || events >= MOST_EVENTS;
            next = if full { None } else { self.inbox.try_recv().ok() };
        }
    }

    fn work(&mut self, works: Vec<Work>) {
        if matches!(self.state, State::Down(_)) {
            self.come_back();
        }
        let (mut posts, mut names, mut looks) = (Vec::new(), Vec::new(), Vec::new());
        for work in works {
            match work {
                Work::Post(post) => posts.push(post),
                Work::Names(rows, answer) => names.push((rows, answer)),
                Work::Look(look) => looks.push(look),
                Work::Stop => {}
            }
        }
        let result = match &mut self.state {
            State::Up(up) => write(up, posts, names, &self.outbox).and_then(|()| keep_snapshot(up, self.every)),
            State::Down(_) | State::Fenced => {
                refuse(posts, names, &self.fault());
                Ok(())
            }
        };
        if let Err(failure) = result {
            self.fall(&failure);
        }
        for look in looks {
            look(match &self.state {
                State::Up(up) => Ok(up),
                _ => Err(self.fault()),
            });
        }
    }

    fn fault(&self) -> Fault {
        match &self.state {
            State::Up(_) => Fault::stopping(),
            State::Down(why) => Fault::unavailable(why),
            State::Fenced => Fault::fenced(),
        }
    }

    /// The engine is ahead of the log, or may be: it goes.
    fn fall(&mut self, failure: &Failure) {
        eprintln!("frontdesk-service: {failure}");
        if let Failure::Store(StoreError::Fenced { .. }) = failure {
            self.state = State::Fenced;
            self.health.set(Condition::Fenced);
            return;
        }
        self.state = State::Down(failure.to_string());
        self.health.set(Condition::Unavailable);
        self.come_back();
    }

    fn come_back(&mut self) {
        let store = self.database.open(Claim::Keep(self.epoch));
        match store.map_err(NotStarted::from).and_then(|store| come_up(store, self.limits)) {
            // To go on would put other decisions under indices that were read already.
            Ok((up, _)) if up.desk.head().decision < self.outbox.end() => {
                let (end, published) = (up.desk.head().decision, self.outbox.end());
                self.state = State::Down(format!("the log ends at decision {end}, and {published} were published"));
            }
            Ok((up, found)) => {
                eprintln!("frontdesk-service: back: {found}");
                self.outbox.reset(up.desk.head().decision);
                self.health.set(Condition::Ready);
                self.state = State::Up(up);
            }
            Err(NotStarted::Store(error @ StoreError::Fenced { .. })) => self.fall(&error.into()),
            Err(error) => self.state = State::Down(error.to_string()),
        }
    }

    fn finish(mut self) {
        if let State::Up(up) = &mut self.state
            && let Err(failure) = keep_snapshot(up, 1)
        {
            eprintln!("frontdesk-service: no snapshot at the end: {failure}");
        }
    }
}

impl Drop for Writer {
    /// Without a writer the service is over, also if the thread panicked.
    fn drop(&mut self) {
        self.health.set(Condition::Stopping);
    }
}

/// Brings the state back, and says in words what was found.
fn come_up(mut store: Box<dyn Store>, limits: Limits) -> Result<(Box<Up>, String), NotStarted> {
    let (recovered, roster) = recovery::recover(&mut *store, limits)?;
    let found = format!(
        "{} rows in the log, {} decisions; {} rows replayed, all as they were",
        recovered.head.log, recovered.head.decision, recovered.replayed
    );
    let mut names = Names::default();
    names.put(&store.names()?);
    let desk = Desk::new(recovered.engine, roster, recovered.head);
    Ok((Box::new(Up { store, desk, names, snapshot: recovered.snapshot }), found))
}

/// What is due, then the requests; answered and published once they are durable.
fn write(up: &mut Up, posts: Vec<Post>, names: Vec<Named>, outbox: &Outbox) -> Result<(), Failure> {
    let wall = wall();
    let begun = catch_up(up, wall, outbox).and_then(|()| Turn::begin(up, &posts));
    let mut turn = match begun {
        Ok(turn) => turn,
        Err(failure) => {
            refuse(posts, names, &fault_of(&failure));
            return Err(failure);
        }
    };
    let taken = posts.into_iter().try_for_each(|post| turn.post(up, wall, post));
    names.into_iter().for_each(|(rows, answer)| turn.names(up, rows, answer));
    let result = taken.and_then(|()| commit(up, outbox));
    turn.end(result.as_ref().err().map(fault_of).as_ref());
    result
}

/// Fires what is due; after a long sleep in several transactions.
fn catch_up(up: &mut Up, wall: Timestamp, outbox: &Outbox) -> Result<(), Failure> {
    while up.desk.is_due(wall) {
        up.desk.advance(wall, MOST_CATCHING_UP)?;
        commit(up, outbox)?;
    }
    Ok(())
}

fn refuse(posts: Vec<Post>, names: Vec<Named>, fault: &Fault) {
    let answers = posts.into_iter().map(|post| post.answer).chain(names.into_iter().map(|(_, answer)| answer));
    for answer in answers {
        // Whoever asked may have gone.
        let _ = answer.send(Err(fault.clone()));
    }
}

fn fault_of(failure: &Failure) -> Fault {
    match failure {
        Failure::Store(StoreError::Fenced { .. }) => Fault::fenced(),
        failure => Fault::unavailable(failure.to_string()),
    }
}

fn commit(up: &mut Up, outbox: &Outbox) -> Result<(), Failure> {
    let append = up.desk.take_pending();
    if !append.is_empty() {
        up.store.append(&append)?;
        outbox.publish(append.decisions);
        outbox.touch();
    }
    Ok(())
}

fn keep_snapshot(up: &mut Up, every: i64) -> Result<(), Failure> {
    if up.desk.head().log - up.snapshot < every {
        return Ok(());
    }
    let snapshot = up.desk.snapshot()?;
    let place = snapshot.index;
    let keys_for = i64::try_from(KEYS_FOR.as_micros()).unwrap_or(i64::MAX);
    let keys_before = up.desk.engine().now().as_micros().saturating_sub(keys_for);
    let mut append = up.desk.take_pending();
    append.snapshot = Some(snapshot);
    append.forget = Some(Forget { keys_before, keys_beyond: MOST_KEYS, snapshots_beyond: SNAPSHOTS });
    up.store.append(&append)?;
    up.snapshot = place;
    Ok(())
}

/// The clock on the wall.
pub fn wall() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
