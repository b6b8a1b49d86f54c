//! The log in a file of SQLite's: a write-ahead log, and a commit returns when the disk has it.

use super::{
    Answer, Append, Claim, DecisionRow, Index, KeyRow, LogRow, NameRow, SnapshotRow, Store, StoreError, VERSION,
    check_fence, kind_of, schema,
};
use rusqlite::{Connection, OptionalExtension, Params, Row, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(2);

const EPOCH: &str = "SELECT version, epoch FROM service";
const ADD_LOG: &str = "INSERT INTO log (idx, at, event) VALUES (?1, ?2, ?3)";
const ADD_DECISION: &str = "INSERT INTO decisions (idx, log, decision) VALUES (?1, ?2, ?3)";
const ADD_KEY: &str = "INSERT INTO keys (key, fingerprint, answer, at) VALUES (?1, ?2, ?3, ?4)";
const KEY: &str = "SELECT key, fingerprint, answer, at FROM keys WHERE key = ?1";

pub struct Sqlite {
    db: Connection,
    epoch: i64,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.to_string())
    }
}

impl Sqlite {
    pub fn open(path: &Path, claim: Claim) -> Answer<Self> {
        let db = Connection::open(path)?;
        db.busy_timeout(PATIENCE)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.set_prepared_statement_cache_capacity(32);
        let mut sqlite = Self { db, epoch: 0 };
        sqlite.claim(claim)?;
        Ok(sqlite)
    }

    fn claim(&mut self, claim: Claim) -> Answer<()> {
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (version, epoch): (i64, i64) = match claim {
            Claim::Take => {
                let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
                tx.execute_batch(schema::TABLES)?;
                let taken = tx.query_row(schema::TAKE, (), read)?;
                tx.commit()?;
                taken
            }
            Claim::Keep(_) | Claim::Read => self.db.query_row(EPOCH, (), read)?,
        };
        if version != VERSION {
            return Err(StoreError::Version(version));
        }
        match claim {
            Claim::Take => self.epoch = epoch,
            Claim::Keep(ours) => {
                check_fence(ours, epoch)?;
                self.epoch = ours;
            }
            Claim::Read => self.db.pragma_update(None, "query_only", true)?,
        }
        Ok(())
    }

    fn all<T>(&self, sql: &str, with: impl Params, read: fn(&Row<'_>) -> rusqlite::Result<T>) -> Answer<Vec<T>> {
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map(with, read)?.collect::<Result<_, _>>()?)
    }
}

impl Store for Sqlite {
    fn epoch(&self) -> i64 {
        self.epoch
    }

    fn append(&mut self, append: &Append) -> Answer<()> {
        // The lock for writing comes with the beginning, so nobody takes over between the look and the commit.
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_fence(self.epoch, tx.query_row("SELECT epoch FROM service", (), |row| row.get(0))?)?;
        for row in &append.log {
            tx.prepare_cached(ADD_LOG)?.execute((row.index, row.at, &row.event))?;
        }
        for row in &append.decisions {
            tx.prepare_cached(ADD_DECISION)?.execute((row.index, row.log, &row.json))?;
        }
        for row in &append.keys {
            tx.prepare_cached(ADD_KEY)?.execute((&row.key, &row.fingerprint, &row.answer, row.at))?;
        }
        for row in &append.names {
            tx.prepare_cached(schema::KEEP_NAME)?.execute((row.kind, &row.id, &row.name))?;
        }
        if let Some(row) = &append.snapshot {
            tx.execute(schema::KEEP_SNAPSHOT, (row.index, row.decision, &row.hash, &row.body))?;
        }
        if let Some(forget) = &append.forget {
            tx.execute(schema::FORGET_OLD_KEYS, [forget.keys_before])?;
            tx.execute(schema::FORGET_MANY_KEYS, [forget.keys_beyond])?;
            tx.execute(schema::FORGET_SNAPSHOTS, [forget.snapshots_beyond])?;
        }
        Ok(tx.commit()?)
    }

    fn log(&mut self, after: Index, limit: i64) -> Answer<Vec<LogRow>> {
        let read = |row: &Row<'_>| Ok(LogRow { index: row.get(0)?, at: row.get(1)?, event: row.get(2)? });
        self.all(schema::LOG, [after, limit], read)
    }

    fn decisions(&mut self, after: Index, limit: i64) -> Answer<Vec<DecisionRow>> {
        let read = |row: &Row<'_>| Ok(DecisionRow { index: row.get(0)?, log: row.get(1)?, json: row.get(2)? });
        self.all(schema::DECISIONS, [after, limit], read)
    }

    fn keys(&mut self, keys: &[&str]) -> Answer<Vec<KeyRow>> {
        let mut statement = self.db.prepare_cached(KEY)?;
        let read = |row: &Row<'_>| {
            Ok(KeyRow { key: row.get(0)?, fingerprint: row.get(1)?, answer: row.get(2)?, at: row.get(3)? })
        };
        let found = keys.iter().filter_map(|key| statement.query_row([key], read).optional().transpose());
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn snapshots(&mut self, limit: i64) -> Answer<Vec<SnapshotRow>> {
        let read = |row: &Row<'_>| {
            Ok(SnapshotRow { index: row.get(0)?, decision: row.get(1)?, hash: row.get(2)?, body: row.get(3)? })
        };
        self.all(schema::SNAPSHOTS, [limit], read)
    }

    fn names(&mut self) -> Answer<Vec<NameRow>> {
        let read = |row: &Row<'_>| {
            let kind: String = row.get(0)?;
            Ok(NameRow { kind: kind_of(&kind), id: row.get(1)?, name: row.get(2)? })
        };
        self.all(schema::NAMES, (), read)
    }
}
