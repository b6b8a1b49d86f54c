//! How many events a second the service takes on loopback, and how long each waits for its answer.
//!
//! ```text
//! cargo run --release -p frontdesk-service --bin frontdesk-load
//! ```

use clap::Parser;
use frontdesk_service::{Options, Service};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::path::Path;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

const GROUPS: u64 = 8;
const AGENTS: u64 = 200;
/// How many chats a client keeps alive.
const LIVE: usize = 50;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Posts requests and closes from several clients at once, each waiting for its answer before it goes on.
#[derive(Parser)]
#[command(name = "frontdesk-load")]
struct Load {
    /// How many clients
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=256))]
    clients: u64,
    /// For how long
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// How many events in a request
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1000))]
    batch: u64,
    /// postgres://USER:PASSWORD@HOST/NAME, in the place of SQLite in a new directory
    #[arg(long)]
    database: Option<String>,
    /// The directory for SQLite's file: its disk is what is measured
    #[arg(long, default_value = "target/load")]
    data: std::path::PathBuf,
}

/// What a client saw.
#[derive(Default)]
struct Seen {
    /// How long each request took, in microseconds.
    waits: Vec<u32>,
    events: u64,
    refused: u64,
}

fn main() -> ExitCode {
    let load = Load::parse();
    let directory = load.data.join(std::process::id().to_string());
    let result = run(&load, &directory);
    // It was made for this run alone.
    let _ = std::fs::remove_dir_all(&directory);
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("frontdesk-load: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(load: &Load, directory: &Path) -> Result<(), String> {
    let mut arguments = vec!["frontdesk-service".to_owned(), "--listen".into(), "127.0.0.1:0".into()];
    arguments.extend(load.database.iter().flat_map(|url| ["--database".to_owned(), url.clone()]));
    let options = Options::try_parse_from(arguments).map_err(|error| error.to_string())?;
    let service = Service::start(&options, directory)?;
    let tokens = service.token_file().ok_or("FRONTDESK_TOKENS is set; this program makes its own")?;
    let tokens = std::fs::read_to_string(tokens).map_err(|error| error.to_string())?;
    let token = tokens.lines().find_map(|line| line.strip_prefix("host:")).ok_or("no token for a host")?;
    let url = format!("http://{}/events", service.address());
    let opened = Client::new(&url, token, 0).post(&opening())?;
    if opened.contains("\"error\"") {
        return Err(format!("the desk was not opened: {opened}"));
    }
    let begin = Instant::now();
    let seen = play(load, &url, token, begin + Duration::from_secs(load.seconds))?;
    report(load, &seen, begin.elapsed());
    service.stop()
}

fn play(load: &Load, url: &str, token: &str, end: Instant) -> Result<Vec<Seen>, String> {
    thread::scope(|scope| {
        let client = |number| scope.spawn(move || Client::new(url, token, number).play(load.batch, end));
        let clients: Vec<_> = (1..=load.clients).map(client).collect();
        clients.into_iter().map(|client| client.join().map_err(|_| "a client panicked".to_owned())?).collect()
    })
}

fn report(load: &Load, seen: &[Seen], took: Duration) {
    let mut waits: Vec<_> = seen.iter().flat_map(|seen| seen.waits.iter().copied()).collect();
    waits.sort_unstable();
    let events: u64 = seen.iter().map(|seen| seen.events).sum();
    let refused: u64 = seen.iter().map(|seen| seen.refused).sum();
    let share = |share: f64| {
        let place = (waits.len() as f64 * share) as usize;
        waits.get(place.min(waits.len().saturating_sub(1))).map_or(0.0, |micros| f64::from(*micros) / 1_000.0)
    };
    let store = if load.database.is_some() { "PostgreSQL" } else { "SQLite" };
    println!("{store}, {} clients, {} events in a request, {:.1} s", load.clients, load.batch, took.as_secs_f64());
    println!("{:.0} events a second, {refused} refused", events as f64 / took.as_secs_f64());
    println!("answers after: median {:.2} ms, 99 % {:.2} ms, slowest {:.2} ms", share(0.5), share(0.99), share(1.0));
}

/// Groups where everybody may wait, and agents who are online.
fn opening() -> Value {
    let policy = json!({ "queue": "unlimited" });
    let groups =
        (1..=GROUPS).map(|group| json!({ "group_configured": { "group": group.to_string(), "policy": policy } }));
    let agents = (1..=AGENTS).flat_map(|agent| {
        let groups = [(agent % GROUPS + 1).to_string(), (agent * 3 % GROUPS + 1).to_string()];
        let agent = agent.to_string();
        let settings = json!({ "agent_configured": { "agent": agent, "capacity": 5, "groups": groups } });
        [settings, json!({ "status_changed": { "agent": agent, "status": "online" } })]
    });
    groups.chain(agents).map(|event| json!({ "event": event })).collect()
}

/// One host, on a connection of its own.
struct Client {
    agent: ureq::Agent,
    url: String,
    token: String,
    number: u64,
    chats: u64,
    live: VecDeque<String>,
}

impl Client {
    fn new(url: &str, token: &str, number: u64) -> Self {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build();
        let (url, token) = (url.to_owned(), format!("Bearer {token}"));
        // Chats and keys are new ones, also in a database that has seen a run before; until 2041 it is below 2^51.
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let chats = since.as_micros() as u64;
        Self { agent: agent.into(), url, token, number, chats, live: VecDeque::new() }
    }

    fn play(mut self, batch: u64, end: Instant) -> Result<Seen, String> {
        let mut seen = Seen::default();
        while Instant::now() < end {
            let events: Vec<_> = (0..batch).map(|_| self.event()).collect();
            let begin = Instant::now();
            let answer = self.post(&events.into())?;
            seen.waits.push(u32::try_from(begin.elapsed().as_micros()).unwrap_or(u32::MAX));
            seen.events += batch;
            seen.refused += answer.matches("\"error\"").count() as u64;
        }
        Ok(seen)
    }

    /// A new chat, or the end of the oldest.
    fn event(&mut self) -> Value {
        if self.live.len() < LIVE {
            self.chats += 1;
            let chat = ((self.number << 51) + self.chats).to_string();
            let group = (self.chats % GROUPS + 1).to_string();
            self.live.push_back(chat.clone());
            return json!({ "event": { "chat_requested": { "chat": chat, "group": group } } });
        }
        let closed = self.live.pop_front();
        json!({ "event": { "chat_closed": { "chat": closed } } })
    }

    fn post(&self, body: &Value) -> Result<String, String> {
        let key = format!("{}-{}-{}", self.number, self.chats, self.live.len());
        let request = self.agent.post(&self.url).header("authorization", &self.token).header("idempotency-key", &key);
        let request = request.header("content-type", "application/json");
        let mut response = request.send(body.to_string()).map_err(|error| error.to_string())?;
        let text = response.body_mut().read_to_string().map_err(|error| error.to_string())?;
        if response.status() == 200 { Ok(text) } else { Err(format!("{}: {text}", response.status())) }
    }
}
