//! SQLite in memory, with indexes and prepared statements: what a switch does that keeps its agents in a table.
//!
//! * [`Join`]: the members of a group joined with the agents, sorted, the first taken: the query of `mod_callcenter`.
//! * [`Covering`]: what the choice asks is kept in every membership, and a partial index holds it in order: the choice
//!   is one look into the index, a change of load one update of each membership.
//!
//! Everything is in SQLite's favour: no journal, no disk, no locks, the queue's length in a column, one transaction an
//! event, ids as blobs. Whether an agent may take more is only asked when it can be.

use crate::design::{Design, Step, Verdict, What};
use crate::world::{Shape, World};
use frontdesk::Strategy;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row};

/// SQLite with the indexed join.
pub type Join = Sqlite<false>;
/// SQLite with the covering index.
pub type Covering = Sqlite<true>;

/// SQLite, with the covering index or without.
#[derive(Debug)]
pub struct Sqlite<const COVERING: bool> {
    db: Connection,
    least_active: bool,
    clock: i64,
}

const SCHEMA: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA temp_store = MEMORY;
    CREATE TABLE groups(slot INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, waiting INTEGER NOT NULL);
    CREATE TABLE agents(
        slot INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, capacity INTEGER NOT NULL, load INTEGER NOT NULL,
        online INTEGER NOT NULL, stamp INTEGER NOT NULL);
    CREATE TABLE members(
        grp INTEGER NOT NULL, agent INTEGER NOT NULL, able INTEGER NOT NULL, rank INTEGER NOT NULL,
        stamp INTEGER NOT NULL, PRIMARY KEY(grp, agent)) WITHOUT ROWID;
    CREATE INDEX of_agent ON members(agent, grp);
    CREATE TABLE chats(
        id BLOB PRIMARY KEY, grp INTEGER NOT NULL, request INTEGER NOT NULL, agent INTEGER) WITHOUT ROWID;
    CREATE TABLE waiting(
        grp INTEGER NOT NULL, request INTEGER NOT NULL, chat BLOB NOT NULL, PRIMARY KEY(grp, request)) WITHOUT ROWID;
";
const LINE: &str = "CREATE INDEX line ON members(grp, rank, stamp, agent) WHERE able = 1";

const GROUP: &str = "SELECT slot, waiting FROM groups WHERE id = ?1";
const BY_IDLE: &str = "SELECT a.slot FROM members m JOIN agents a ON a.slot = m.agent
    WHERE m.grp = ?1 AND a.online = 1 AND a.load < a.capacity ORDER BY a.stamp LIMIT 1";
const BY_LOAD: &str = "SELECT a.slot FROM members m JOIN agents a ON a.slot = m.agent
    WHERE m.grp = ?1 AND a.online = 1 AND a.load < a.capacity ORDER BY a.load, a.stamp LIMIT 1";
const BY_LINE: &str = "SELECT agent FROM members WHERE grp = ?1 AND able = 1 ORDER BY rank, stamp LIMIT 1";
const ADD_CHAT: &str = "INSERT INTO chats(id, grp, request, agent) VALUES (?1, ?2, ?3, NULL)";
const OWN: &str = "UPDATE chats SET agent = ?2 WHERE id = ?1";
const END_CHAT: &str = "DELETE FROM chats WHERE id = ?1 RETURNING grp, request, agent";
const WAIT: &str = "INSERT INTO waiting(grp, request, chat) VALUES (?1, ?2, ?3)";
const WAIT_NO_MORE: &str = "DELETE FROM waiting WHERE grp = ?1 AND request = ?2";
const COUNT_WAITING: &str = "UPDATE groups SET waiting = waiting + ?2 WHERE slot = ?1";
const OLDEST: &str = "SELECT w.grp, w.request, w.chat FROM members m JOIN waiting w ON w.grp = m.grp
    WHERE m.agent = ?1 AND w.request = (SELECT min(request) FROM waiting WHERE grp = m.grp) ORDER BY w.request LIMIT 1";
const TAKE: &str =
    "UPDATE agents SET load = load + 1, stamp = ?2 WHERE slot = ?1 RETURNING id, load, capacity, online, stamp";
const GIVE_UP: &str = "UPDATE agents SET
    stamp = CASE WHEN ?3 OR load = capacity THEN ?2 ELSE stamp END, load = load - 1
    WHERE slot = ?1 RETURNING id, load, capacity, online, stamp";
const SWITCH: &str = "UPDATE agents SET online = ?2, stamp = ?3 WHERE id = ?1 AND online != ?2
    RETURNING slot, load, capacity, online, stamp";
const STAND: &str = "UPDATE members SET able = ?2, rank = ?3, stamp = ?4 WHERE agent = ?1";

/// An agent after a change.
struct Agent {
    load: i64,
    capacity: i64,
    online: bool,
    stamp: i64,
}

impl Agent {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { load: row.get(1)?, capacity: row.get(2)?, online: row.get(3)?, stamp: row.get(4)? })
    }

    const fn has_room(&self) -> bool {
        self.online && self.load < self.capacity
    }
}

impl<const COVERING: bool> Sqlite<COVERING> {
    fn tick(&mut self) -> i64 {
        self.clock += 1;
        self.clock
    }

    fn sql(&self, sql: &str) -> CachedStatement<'_> {
        self.db.prepare_cached(sql).expect("the statement fits the schema")
    }

    fn run(&self, sql: &str, params: impl Params) {
        self.sql(sql).execute(params).expect(SOUND);
    }

    fn one<T>(&self, sql: &str, params: impl Params, read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>) -> Option<T> {
        self.sql(sql).query_row(params, read).optional().expect(SOUND)
    }

    fn request(&mut self, chat: u128, group: u128, out: &mut Vec<Verdict>) {
        let request = self.tick();
        let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, u32>(1)?));
        let (slot, waiting) = self.one(GROUP, [bytes(group)], read).expect("a known group");
        self.run(ADD_CHAT, (bytes(chat), slot, request));
        let choice = if COVERING {
            BY_LINE
        } else if self.least_active {
            BY_LOAD
        } else {
            BY_IDLE
        };
        let best: Option<i64> = self.one(choice, [slot], |row| row.get(0));
        match best {
            Some(agent) => drop(self.assign(agent, chat, false, out)),
            None => {
                self.run(WAIT, (slot, request, bytes(chat)));
                self.run(COUNT_WAITING, (slot, 1));
                out.push(Verdict::Enqueued { chat, group, position: waiting + 1 });
            }
        }
    }

    /// The agent afterwards.
    fn assign(&mut self, slot: i64, chat: u128, waited: bool, out: &mut Vec<Verdict>) -> Agent {
        let stamp = self.tick();
        self.run(OWN, (bytes(chat), slot));
        let read = |row: &Row<'_>| Ok((row.get(0)?, Agent::read(row)?));
        let (id, agent) = self.one(TAKE, (slot, stamp), read).expect("a known agent");
        self.stand(slot, &agent);
        out.push(Verdict::Assigned { chat, agent: number(id), waited });
        agent
    }

    fn close(&mut self, chat: u128, out: &mut Vec<Verdict>) {
        let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<i64>>(2)?));
        let (group, request, owner) = self.one(END_CHAT, [bytes(chat)], read).expect("a live chat");
        let Some(slot) = owner else { return self.stop_waiting(group, request) };
        let stamp = self.tick();
        let agent = self.one(GIVE_UP, (slot, stamp, self.least_active), Agent::read).expect("a known agent");
        let was_full = agent.load + 1 == agent.capacity;
        if self.least_active || was_full {
            self.stand(slot, &agent);
        }
        if was_full {
            self.fill(slot, agent, out);
        }
    }

    fn stop_waiting(&self, group: i64, request: i64) {
        self.run(WAIT_NO_MORE, (group, request));
        self.run(COUNT_WAITING, (group, -1));
    }

    /// The agent takes what they may of those who wait, the oldest request first.
    fn fill(&mut self, slot: i64, mut agent: Agent, out: &mut Vec<Verdict>) {
        while agent.has_room() {
            let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
            let Some((group, request, chat)) = self.one(OLDEST, [slot], read) else { return };
            self.stop_waiting(group, request);
            agent = self.assign(slot, number(chat), true, out);
        }
    }

    fn status(&mut self, id: u128, online: bool, out: &mut Vec<Verdict>) {
        let stamp = self.tick();
        let read = |row: &Row<'_>| Ok((row.get(0)?, Agent::read(row)?));
        let Some((slot, agent)) = self.one(SWITCH, (bytes(id), online, stamp), read) else { return };
        out.push(Verdict::Status { agent: id, online });
        self.stand(slot, &agent);
        self.fill(slot, agent, out);
    }

    /// Keeps what the covering index holds of the agent.
    fn stand(&self, slot: i64, agent: &Agent) {
        if COVERING {
            let rank = if self.least_active { agent.load } else { 0 };
            self.run(STAND, (slot, agent.has_room(), rank, agent.stamp));
        }
    }
}

/// The tables are this module's alone.
const SOUND: &str = "statements and tables that fit each other";

const fn bytes(id: u128) -> [u8; 16] {
    id.to_be_bytes()
}

const fn number(id: [u8; 16]) -> u128 {
    u128::from_be_bytes(id)
}

impl<const COVERING: bool> Design for Sqlite<COVERING> {
    const NAME: &'static str = if COVERING { "covering" } else { "join" };
    type Input = Step;
    type Output = Verdict;

    fn new(world: &World, shape: &Shape) -> Self {
        let db = Connection::open_in_memory().expect("memory for a database");
        db.set_prepared_statement_cache_capacity(64);
        db.execute_batch(SCHEMA).expect(SOUND);
        if COVERING {
            db.execute_batch(LINE).expect(SOUND);
        }
        let least_active = shape.strategy == Strategy::LeastActive;
        let sqlite = Self { db, least_active, clock: world.agents.len() as i64 };
        sqlite.run("BEGIN", ());
        for (slot, &id) in world.groups.iter().enumerate() {
            sqlite.run("INSERT INTO groups VALUES (?1, ?2, 0)", (slot as i64, bytes(id)));
        }
        for (slot, agent) in world.agents.iter().enumerate() {
            let (slot, stamp) = (slot as i64, slot as i64 + 1);
            sqlite.run(
                "INSERT INTO agents VALUES (?1, ?2, ?3, 0, 1, ?4)",
                (slot, bytes(agent.id), agent.capacity, stamp),
            );
            for group in &agent.groups {
                sqlite.run("INSERT INTO members VALUES (?1, ?2, 1, 0, ?3)", (group, slot, stamp));
            }
        }
        sqlite.run("COMMIT", ());
        sqlite.db.execute_batch("ANALYZE").expect(SOUND);
        sqlite
    }

    fn input(step: &Step) -> Step {
        *step
    }

    fn handle(&mut self, step: &Step, out: &mut Vec<Verdict>) {
        self.run("BEGIN", ());
        match step.what {
            What::Request { chat, group } => self.request(chat, group, out),
            What::Close { chat } => self.close(chat, out),
            What::Status { agent, online } => self.status(agent, online, out),
        }
        self.run("COMMIT", ());
    }

    fn verdict(verdict: &Verdict) -> Option<Verdict> {
        Some(*verdict)
    }
}
