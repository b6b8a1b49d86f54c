//! The tables, for both databases.

/// `service` has one row: the version of the tables and the epoch of the writer.
pub const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS service (
        one INTEGER PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL, epoch BIGINT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS log (idx BIGINT PRIMARY KEY, at BIGINT NOT NULL, event TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS decisions (idx BIGINT PRIMARY KEY, log BIGINT NOT NULL, decision TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS keys (
        key TEXT PRIMARY KEY, fingerprint BLOB NOT NULL, answer TEXT NOT NULL, at BIGINT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS keys_at ON keys (at);
    CREATE TABLE IF NOT EXISTS snapshots (
        idx BIGINT PRIMARY KEY, decision BIGINT NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL
    );
    CREATE TABLE IF NOT EXISTS names (
        kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, id)
    );
    INSERT INTO service (one, version, epoch) VALUES (1, 1, 0) ON CONFLICT DO NOTHING;
";

/// Takes the next epoch.
pub const TAKE: &str = "UPDATE service SET epoch = epoch + 1 RETURNING version, epoch";
/// Rows of the log.
pub const LOG: &str = "SELECT idx, at, event FROM log WHERE idx > $1 ORDER BY idx LIMIT $2";
/// Decisions.
pub const DECISIONS: &str = "SELECT idx, log, decision FROM decisions WHERE idx > $1 ORDER BY idx LIMIT $2";
/// Snapshots.
pub const SNAPSHOTS: &str = "SELECT idx, decision, hash, body FROM snapshots ORDER BY idx DESC LIMIT $1";
/// Names.
pub const NAMES: &str = "SELECT kind, id, name FROM names ORDER BY kind, id";
/// Keeps a snapshot.
pub const KEEP_SNAPSHOT: &str =
    "INSERT INTO snapshots (idx, decision, hash, body) VALUES ($1, $2, $3, $4) ON CONFLICT (idx) DO NOTHING";
/// Keeps a name, in the place of an older one.
pub const KEEP_NAME: &str = "INSERT INTO names (kind, id, name) VALUES ($1, $2, $3)
    ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name";
/// Forgets keys by age.
pub const FORGET_OLD_KEYS: &str = "DELETE FROM keys WHERE at < $1";
/// Forgets keys by number.
pub const FORGET_MANY_KEYS: &str =
    "DELETE FROM keys WHERE at <= (SELECT at FROM keys ORDER BY at DESC LIMIT 1 OFFSET $1)";
/// Forgets snapshots by number.
pub const FORGET_SNAPSHOTS: &str =
    "DELETE FROM snapshots WHERE idx <= (SELECT idx FROM snapshots ORDER BY idx DESC LIMIT 1 OFFSET $1)";
