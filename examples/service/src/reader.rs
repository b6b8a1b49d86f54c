//! A thread that reads old decisions from the store, so that a slow reader never holds up the writer.

use crate::fault::Fault;
use crate::store::{Claim, Database, DecisionRow, Index, Store, StoreError};
use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use tokio::sync::oneshot;

/// How many questions may wait.
const MOST_WAITING: usize = 64;

struct Question {
    after: Index,
    limit: i64,
    reply: oneshot::Sender<Result<Vec<DecisionRow>, StoreError>>,
}

/// Asks the thread. It ends when the last of these is gone.
#[derive(Clone)]
pub struct Reader(SyncSender<Question>);

impl Reader {
    /// Starts the thread.
    pub fn start(database: Database) -> io::Result<Self> {
        let (questions, inbox) = sync_channel(MOST_WAITING);
        thread::Builder::new().name("reader".into()).spawn(move || run(&database, &inbox))?;
        Ok(Self(questions))
    }

    /// Decisions after a place, at most so many.
    pub async fn decisions(&self, after: Index, limit: i64) -> Result<Vec<DecisionRow>, Fault> {
        let (reply, answer) = oneshot::channel();
        self.0.try_send(Question { after, limit, reply }).map_err(|_| Fault::busy("readers of old decisions"))?;
        let answer = answer.await.map_err(|_| Fault::stopping())?;
        answer.map_err(|error| Fault::unavailable(error.to_string()))
    }
}

fn run(database: &Database, inbox: &Receiver<Question>) {
    let mut store = None;
    while let Ok(question) = inbox.recv() {
        let answer = ask(&mut store, database, &question);
        if answer.is_err() {
            // The next question opens it anew.
            store = None;
        }
        // Whoever asked may have gone.
        let _ = question.reply.send(answer);
    }
}

fn ask(
    store: &mut Option<Box<dyn Store>>,
    database: &Database,
    question: &Question,
) -> Result<Vec<DecisionRow>, StoreError> {
    let store = match store {
        Some(store) => store,
        None => store.insert(database.open(Claim::Read)?),
    };
    store.decisions(question.after, question.limit)
}
