//! The service is killed under load, again and again, and nothing that it said is undone.
//!
//! Each round several clients post under keys, over and over until they have an answer, while readers follow the
//! decisions. At a moment drawn by chance the process gets SIGKILL. It is started again, now and then killed once more
//! while it starts, and then:
//!
//! * every event that was answered stands in the log, once, and its answer can be had again by its key;
//! * whoever was left without an answer posts again under the same key: no row of the log is anybody else's, or
//!   nobody's;
//! * every decision that any reader ever saw under an index is the one that stands under it;
//! * the decisions and the state are what a replay of the log from nothing gives.
//!
//! The replay goes on from round to round, as the log does; at the end all is compared once more with one from nothing.
//!
//! `FRONTDESK_KILLS` says how many kills; `FRONTDESK_SEED` draws others.

mod support;

use fastrand::Rng;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;
use support::desk::{agent, group, request, status};
use support::postgres::{Server, is_skipped};
use support::replay::{Log, Replay};
use support::stream::Stream;
use support::{Answer, Client, HOST, Start};

const CLIENTS: u64 = 6;
/// How many rows the desk begins with.
const OPENING: usize = 7;

/// A number from the environment.
fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().expect("a number"))
}

/// What a client was told: the key, the body that it posted, and the answer.
type Told = (String, Value, Value);

#[test]
fn nothing_that_was_said_is_undone() {
    let directory = tempfile::tempdir().expect("a directory");
    let start = Start::in_directory(directory.path()).with(&["--snapshot-every", "97"]);
    again_and_again(number("FRONTDESK_KILLS", 15), &start, &Log::Directory(directory.path().to_owned()), 400);
}

#[test]
fn nothing_that_was_said_on_postgres_is_undone() {
    if is_skipped() {
        return;
    }
    let (server, directory) = (Server::start(), tempfile::tempdir().expect("a directory"));
    let start = Start::in_directory(directory.path()).with(&["--database", &server.url(), "--snapshot-every", "97"]);
    again_and_again(number("FRONTDESK_KILLS", 5), &start, &Log::Url(server.url()), 1_500);
}

fn again_and_again(kills: u64, start: &Start, log: &Log, longest_ms: u64) {
    let seed = number("FRONTDESK_SEED", 21);
    let mut rng = Rng::with_seed(seed);
    let mut history = History::new();
    let mut service = start.run();
    open(&service.host());
    for kill in 0..kills {
        let delay = Duration::from_millis(rng.u64(5..longest_ms));
        // One reader goes back a little, so that much is seen twice.
        let starts = [history.last - history.last.min(500), history.last];
        let streams = starts.map(|after| service.supervisor().follow(after, true));
        let (told, doubted) = load(rng.u64(..), kill, delay, service);
        streams.iter().for_each(|stream| history.saw(stream));
        history.told.extend(told);
        if rng.u8(..4) == 0 {
            start.stumble(Duration::from_micros(rng.u64(..30_000)));
        }
        service = start.run();
        history.settle(&service.host(), doubted);
        let check = history.check(&service, log);
        check.unwrap_or_else(|fault| panic!("after kill {kill} of seed {seed}: {fault}"));
    }
    history.check_all(log).unwrap_or_else(|fault| panic!("at the end of seed {seed}: {fault}"));
    let (content, said) = start.verify();
    assert!(content, "{said}");
    println!(
        "{kills} kills: {} answers kept, {} of them asked for again after a kill, {} decisions seen by readers, {}",
        history.told.len(),
        history.doubted,
        history.seen.len(),
        said.trim()
    );
    assert!(history.told.len() as u64 > kills, "there was no load to speak of");
}

fn open(host: &Client) {
    host.tell(group(
        "1",
        json!({ "queue": { "fixed": 50 }, "accept_within_ms": 40, "reoffer_after_ms": 30, "wrap_up_ms": 20,
        "offline_after_missed": null, "longest_wait_ms": 300 }),
    ));
    for name in ["1", "2", "3"] {
        host.tell(agent(name, 3, &["1"]));
        host.tell(status(name, "online"));
    }
}

/// Clients post until the process is killed: what they were told, and what they were not.
fn load(seed: u64, round: u64, delay: Duration, service: support::Service) -> (Vec<Told>, Vec<(String, Value)>) {
    let base = &service.base.clone();
    let (over, counter) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        let client = |number: u64| {
            let (over, counter) = (&over, &counter);
            let mut rng = Rng::with_seed(seed ^ number);
            scope.spawn(move || {
                let host = Client::new(base, Some(HOST));
                let (mut told, mut doubted) = (Vec::new(), Vec::new());
                while !over.load(Ordering::Relaxed) {
                    let key = format!("r{round}-{}", counter.fetch_add(1, Ordering::Relaxed));
                    let body = body(&mut rng, round, number);
                    match host.try_post(&body, Some(&key)) {
                        Ok(answer) if answer.status == 200 => told.push((key, body, answer.body)),
                        Ok(answer) => assert!([422, 503].contains(&answer.status), "{answer:?}"),
                        Err(_) => {
                            doubted.push((key, body));
                            break;
                        }
                    }
                }
                (told, doubted)
            })
        };
        let clients: Vec<_> = (0..CLIENTS).map(client).collect();
        thread::sleep(delay);
        service.kill();
        over.store(true, Ordering::Relaxed);
        let ends = clients.into_iter().map(|client| client.join().expect("a client"));
        let (told, doubted): (Vec<_>, Vec<_>) = ends.unzip();
        (told.concat(), doubted.concat())
    })
}

/// One event or a few, of a small world, so that many of them meet.
fn body(rng: &mut Rng, round: u64, client: u64) -> Value {
    let mut event = || {
        let chat = (round * 1_000 + client * 100 + rng.u64(..40)).to_string();
        let agent = rng.u64(1..=3).to_string();
        let event = match rng.u8(..10) {
            0..5 => request(&chat, "1"),
            5 => json!({ "chat_accepted": { "chat": chat, "agent": agent } }),
            6 => json!({ "visitor_message": { "chat": chat } }),
            7 => status(&agent, "online"),
            _ => json!({ "chat_closed": { "chat": chat, "agent": agent } }),
        };
        json!({ "event": event })
    };
    if event()["event"].get("visitor_message").is_some() { (0..5).map(|_| event()).collect() } else { event() }
}

/// What the outside world knows.
struct History {
    replay: Replay,
    told: Vec<Told>,
    /// How many of them were compared with what their keys say now.
    compared: usize,
    /// How many were posted again since the answer was lost.
    doubted: usize,
    /// Every decision that a reader saw, by its index.
    seen: BTreeMap<i64, Value>,
    last: i64,
}

impl History {
    fn new() -> Self {
        let (told, seen) = (Vec::new(), BTreeMap::new());
        Self { replay: Replay::from_nothing(), told, compared: 0, doubted: 0, seen, last: 0 }
    }

    fn saw(&mut self, stream: &Stream) {
        for (id, decision) in stream.here() {
            assert_eq!(decision["index"], json!(id));
            if let Some(before) = self.seen.insert(id, decision.clone()) {
                assert_eq!(before, decision, "two decisions under one index");
            }
            self.last = self.last.max(id);
        }
    }

    /// Whoever has no answer posts again.
    fn settle(&mut self, host: &Client, doubted: Vec<(String, Value)>) {
        for (key, body) in doubted {
            let answer = host.post(&body, Some(&key));
            assert!([200, 422].contains(&answer.status), "{answer:?}");
            if answer.status == 200 {
                self.doubted += 1;
                self.told.push((key, body, answer.body));
            }
        }
    }

    /// Every row of the log but ticks and what opened the desk is one event that somebody was told of.
    fn owners(&self) -> Result<(), String> {
        let claims =
            self.told.iter().flat_map(|(_, _, answer)| results(answer)).filter_map(|result| result["log"].as_i64());
        let claims: Vec<_> = claims.collect();
        let distinct: BTreeSet<_> = claims.iter().collect();
        let rows = self.replay.events.iter().filter(|event| **event != "tick").count() - OPENING;
        if claims.len() == distinct.len() && claims.len() == rows {
            return Ok(());
        }
        let places =
            self.replay.events.iter().enumerate().skip(OPENING).map(|(place, event)| (place as i64 + 1, event));
        let nobodys: Vec<_> = places.filter(|(place, event)| **event != "tick" && !distinct.contains(place)).collect();
        Err(format!("{} of {} claims are of one row each; nobody's are {nobodys:?}", distinct.len(), claims.len()))
    }

    fn check(&mut self, service: &support::Service, log: &Log) -> Result<(), String> {
        let host = service.host();
        let digest = host.get("/digest").body;
        self.replay.play(log, digest["log"].as_i64().ok_or("no log")?);
        let at = digest["at"].as_str().ok_or("no instant")?.parse().map_err(|error| format!("{error}"))?;
        if digest["sha256"] != self.replay.sha256(at).as_str() {
            return Err(format!("the state is not that of a replay: {digest}"));
        }
        self.compare(self.compared)?;
        // A request of which nothing was written has no key, and would be taken now.
        for (key, body, answer) in self.told[self.compared..].iter().filter(|(.., answer)| writes(answer)) {
            let again: Answer = host.try_post(body, Some(key)).map_err(|error| error.to_string())?;
            if !again.replayed || again.body != *answer {
                return Err(format!("{key} was answered {answer}, and now {again:?}"));
            }
        }
        self.compared = self.told.len();
        Ok(())
    }

    /// All that was told and seen, with a replay that begins anew.
    fn check_all(&mut self, log: &Log) -> Result<(), String> {
        let to = self.replay.log;
        self.replay = Replay::from_nothing();
        self.replay.play(log, to);
        self.compare(0)
    }

    fn compare(&self, first: usize) -> Result<(), String> {
        for (index, decision) in &self.seen {
            if self.replay.decisions.get(*index as usize - 1) != Some(decision) {
                return Err(format!("decision {index} was seen as {decision}"));
            }
        }
        self.told[first..].iter().try_for_each(|told| stands(told, &self.replay))?;
        self.owners()
    }
}

/// Whether something of it was written.
fn writes(answer: &Value) -> bool {
    results(answer).iter().any(|result| result["log"].is_i64())
}

fn results(answer: &Value) -> Vec<Value> {
    answer["results"].as_array().cloned().unwrap_or_else(|| vec![answer.clone()])
}

/// Each event of an answer stands in the log where the answer says, with its decisions.
fn stands((key, body, answer): &Told, replayed: &Replay) -> Result<(), String> {
    let posted = body.as_array().cloned().unwrap_or_else(|| vec![body.clone()]);
    for (event, result) in posted.iter().zip(results(answer)) {
        let Some(log) = result["log"].as_i64() else { continue };
        let row = replayed.events.get(log as usize - 1).ok_or(format!("{key}: row {log} is lost"))?;
        let (name, fields) = event["event"].as_object().and_then(|event| event.iter().next()).ok_or("no event")?;
        let kept = fields.as_object().into_iter().flatten().all(|(field, value)| row[name][field] == *value);
        if !kept || row.get(name).is_none() {
            return Err(format!("{key}: row {log} is {row}, and was {event}"));
        }
        for decision in result["decisions"].as_array().into_iter().flatten() {
            let index = decision["index"].as_i64().ok_or("no index")?;
            if replayed.decisions.get(index as usize - 1) != Some(decision) {
                return Err(format!("{key}: decision {index} was {decision}"));
            }
        }
    }
    Ok(())
}
