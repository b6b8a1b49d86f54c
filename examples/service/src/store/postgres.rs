//! The log on a PostgreSQL server. A row locked by each append keeps out whoever writes under an older epoch.

use super::{
    Answer, Append, Claim, DecisionRow, Index, KeyRow, LogRow, NameRow, SnapshotRow, Store, StoreError, VERSION,
    check_fence, kind_of, schema,
};
use postgres::{Client, Config, NoTls, Row, Transaction};
use std::time::Duration;

/// How long a server may be silent.
const PATIENCE: Duration = Duration::from_secs(5);

/// Two that start at once would both make the tables; this number is the service's own.
const ONE_AT_A_TIME: &str = "SELECT pg_advisory_xact_lock(7309454932)";
const EPOCH: &str = "SELECT version, epoch FROM service";
/// Whoever wants the next epoch waits for this lock, until the append is over.
const FENCE: &str = "SELECT epoch FROM service FOR UPDATE";
const ADD_LOG: &str = "INSERT INTO log (idx, at, event) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[])";
const ADD_DECISIONS: &str =
    "INSERT INTO decisions (idx, log, decision) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[])";
const ADD_KEYS: &str = "INSERT INTO keys (key, fingerprint, answer, at)
    SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[], $4::bigint[])";
const KEYS: &str = "SELECT key, fingerprint, answer, at FROM keys WHERE key = ANY($1)";

pub struct Postgres {
    client: Client,
    epoch: i64,
}

impl From<postgres::Error> for StoreError {
    fn from(error: postgres::Error) -> Self {
        // The driver's own text says only that the server answered with an error.
        let server = error.as_db_error().map(ToString::to_string);
        Self::Database(server.unwrap_or_else(|| error.to_string()))
    }
}

impl Postgres {
    pub fn open(url: &str, claim: Claim) -> Answer<Self> {
        let mut config: Config = url.parse()?;
        config.connect_timeout(PATIENCE).tcp_user_timeout(PATIENCE).application_name("frontdesk-service");
        let mut postgres = Self { client: config.connect(NoTls)?, epoch: 0 };
        let limit = PATIENCE.as_millis();
        // A log that may be lost after a commit is none, whatever the server's default.
        let session =
            format!("SET synchronous_commit = on; SET statement_timeout = {limit}; SET lock_timeout = {limit}");
        postgres.client.batch_execute(&session)?;
        postgres.claim(claim)?;
        Ok(postgres)
    }

    fn claim(&mut self, claim: Claim) -> Answer<()> {
        let row = match claim {
            Claim::Take => {
                let mut tx = self.client.transaction()?;
                tx.execute(ONE_AT_A_TIME, &[])?;
                tx.batch_execute(&schema::TABLES.replace("BLOB", "BYTEA"))?;
                let row = tx.query_one(schema::TAKE, &[])?;
                tx.commit()?;
                row
            }
            Claim::Keep(_) | Claim::Read => self.client.query_one(EPOCH, &[])?,
        };
        let (version, epoch) = (row.try_get(0)?, row.try_get(1)?);
        if version != VERSION {
            return Err(StoreError::Version(version));
        }
        match claim {
            Claim::Take => self.epoch = epoch,
            Claim::Keep(ours) => {
                check_fence(ours, epoch)?;
                self.epoch = ours;
            }
            Claim::Read => {}
        }
        Ok(())
    }
}

impl Store for Postgres {
    fn epoch(&self) -> i64 {
        self.epoch
    }

    fn append(&mut self, append: &Append) -> Answer<()> {
        let mut tx = self.client.transaction()?;
        check_fence(self.epoch, tx.query_one(FENCE, &[])?.try_get(0)?)?;
        add_log(&mut tx, &append.log)?;
        add_decisions(&mut tx, &append.decisions)?;
        add_keys(&mut tx, &append.keys)?;
        for row in &append.names {
            tx.execute(schema::KEEP_NAME, &[&row.kind, &row.id, &row.name])?;
        }
        if let Some(row) = &append.snapshot {
            tx.execute(schema::KEEP_SNAPSHOT, &[&row.index, &row.decision, &row.hash, &row.body])?;
        }
        if let Some(forget) = &append.forget {
            tx.execute(schema::FORGET_OLD_KEYS, &[&forget.keys_before])?;
            tx.execute(schema::FORGET_MANY_KEYS, &[&forget.keys_beyond])?;
            tx.execute(schema::FORGET_SNAPSHOTS, &[&forget.snapshots_beyond])?;
        }
        Ok(tx.commit()?)
    }

    fn log(&mut self, after: Index, limit: i64) -> Answer<Vec<LogRow>> {
        let rows = self.client.query(schema::LOG, &[&after, &limit])?;
        let read = |row: &Row| Ok(LogRow { index: row.try_get(0)?, at: row.try_get(1)?, event: row.try_get(2)? });
        rows.iter().map(read).collect()
    }

    fn decisions(&mut self, after: Index, limit: i64) -> Answer<Vec<DecisionRow>> {
        let rows = self.client.query(schema::DECISIONS, &[&after, &limit])?;
        let read = |row: &Row| Ok(DecisionRow { index: row.try_get(0)?, log: row.try_get(1)?, json: row.try_get(2)? });
        rows.iter().map(read).collect()
    }

    fn keys(&mut self, keys: &[&str]) -> Answer<Vec<KeyRow>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.client.query(KEYS, &[&keys])?;
        let read = |row: &Row| {
            let (fingerprint, answer) = (row.try_get(1)?, row.try_get(2)?);
            Ok(KeyRow { key: row.try_get(0)?, fingerprint, answer, at: row.try_get(3)? })
        };
        rows.iter().map(read).collect()
    }

    fn snapshots(&mut self, limit: i64) -> Answer<Vec<SnapshotRow>> {
        let rows = self.client.query(schema::SNAPSHOTS, &[&limit])?;
        let read = |row: &Row| {
            let (index, decision) = (row.try_get(0)?, row.try_get(1)?);
            Ok(SnapshotRow { index, decision, hash: row.try_get(2)?, body: row.try_get(3)? })
        };
        rows.iter().map(read).collect()
    }

    fn names(&mut self) -> Answer<Vec<NameRow>> {
        let rows = self.client.query(schema::NAMES, &[])?;
        let read =
            |row: &Row| Ok(NameRow { kind: kind_of(row.try_get(0)?), id: row.try_get(1)?, name: row.try_get(2)? });
        rows.iter().map(read).collect()
    }
}

fn add_log(tx: &mut Transaction<'_>, rows: &[LogRow]) -> Answer<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let places: Vec<_> = rows.iter().map(|row| row.index).collect();
    let instants: Vec<_> = rows.iter().map(|row| row.at).collect();
    let events: Vec<_> = rows.iter().map(|row| row.event.as_str()).collect();
    tx.execute(ADD_LOG, &[&places, &instants, &events])?;
    Ok(())
}

fn add_decisions(tx: &mut Transaction<'_>, rows: &[DecisionRow]) -> Answer<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let places: Vec<_> = rows.iter().map(|row| row.index).collect();
    let logs: Vec<_> = rows.iter().map(|row| row.log).collect();
    let decisions: Vec<_> = rows.iter().map(|row| row.json.as_str()).collect();
    tx.execute(ADD_DECISIONS, &[&places, &logs, &decisions])?;
    Ok(())
}

fn add_keys(tx: &mut Transaction<'_>, rows: &[KeyRow]) -> Answer<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let keys: Vec<_> = rows.iter().map(|row| row.key.as_str()).collect();
    let fingerprints: Vec<_> = rows.iter().map(|row| row.fingerprint.as_slice()).collect();
    let answers: Vec<_> = rows.iter().map(|row| row.answer.as_str()).collect();
    let instants: Vec<_> = rows.iter().map(|row| row.at).collect();
    tx.execute(ADD_KEYS, &[&keys, &fingerprints, &answers, &instants])?;
    Ok(())
}
