//! The real program in a directory of its own, and what a host and a supervisor would use to speak with it.
#![allow(dead_code, reason = "each test uses its share")]

pub mod browser;
pub mod desk;
pub mod postgres;
pub mod replay;
pub mod stream;

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub const HOST: &str = "host-secret-of-the-tests";
pub const SUPERVISOR: &str = "supervisor-secret-of-the-tests";

/// How long anything may take that is waited for.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A service under test; killed when it is dropped.
pub struct Service {
    child: Child,
    pub base: String,
}

/// How a service is started.
#[derive(Clone, Debug)]
pub struct Start {
    pub data: PathBuf,
    pub listen: String,
    pub arguments: Vec<String>,
}

impl Start {
    pub fn in_directory(data: &Path) -> Self {
        Self { data: data.to_owned(), listen: "127.0.0.1:0".into(), arguments: Vec::new() }
    }

    pub fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|&argument| argument.to_owned()));
        self
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk-service"));
        command.arg("--data").arg(&self.data).args(["--listen", &self.listen]).args(&self.arguments);
        command.env("FRONTDESK_TOKENS", format!("host:{HOST},supervisor:{SUPERVISOR}"));
        command.env_remove("FRONTDESK_DATABASE").env_remove("FRONTDESK_LISTEN");
        command
    }

    /// Starts it and waits until it listens; what it says instead is the error.
    pub fn try_run(&self) -> Result<Service, String> {
        let mut child =
            self.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let stderr = child.stderr.take().expect("a pipe");
        let complaints = thread::spawn(move || {
            let lines =
                BufReader::new(stderr).lines().map_while(Result::ok).inspect(|line| eprintln!("  service: {line}"));
            lines.collect::<Vec<_>>()
        });
        let stdout = child.stdout.take().expect("a pipe");
        let (found, address) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if let Some(base) = line.strip_prefix("listening on ") {
                    // The test may have given up.
                    let _ = found.send(base.to_owned());
                }
            }
        });
        match address.recv_timeout(PATIENCE) {
            Ok(base) => Ok(Service { child, base }),
            Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(complaints.join().expect("lines").join("\n"))
            }
        }
    }

    pub fn run(&self) -> Service {
        self.try_run().unwrap_or_else(|complaint| panic!("the service did not start: {complaint}"))
    }

    /// Starts it and kills it after a moment, as a rule before it listens.
    pub fn stumble(&self, after: Duration) {
        let mut child = self.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        thread::sleep(after);
        child.kill().and_then(|()| child.wait()).expect("it ends");
    }

    /// What `--verify` says, and whether it is content.
    pub fn verify(&self) -> (bool, String) {
        let output = self.command().arg("--verify").output().expect("the program starts");
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }
}

/// A service in a new directory.
pub fn fresh() -> (TempDir, Service) {
    let directory = tempfile::tempdir().expect("a directory");
    let service = Start::in_directory(directory.path()).run();
    (directory, service)
}

/// An answer: status, headers of interest, body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub replayed: bool,
    pub body: Value,
    pub headers: ureq::http::HeaderMap,
}

/// A client that keeps its connection.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    token: Option<String>,
}

impl Client {
    pub fn new(base: &str, token: Option<&str>) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build();
        Self { agent: config.into(), base: base.to_owned(), token: token.map(str::to_owned) }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.try_get(path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn try_get(&self, path: &str) -> Result<Answer, ureq::Error> {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        request.call().and_then(read)
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer, ureq::Error> {
        let url = format!("{}{path}", self.base);
        let mut request = if method == "PUT" { self.agent.put(url) } else { self.agent.post(url) };
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send(body).and_then(read)
    }

    /// Posts JSON under a key.
    pub fn try_post(&self, body: &Value, key: Option<&str>) -> Result<Answer, ureq::Error> {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(key.map(|key| ("idempotency-key", key)));
        self.send("POST", "/events", &headers, body.to_string().as_bytes())
    }

    pub fn post(&self, body: &Value, key: Option<&str>) -> Answer {
        self.try_post(body, key).expect("an answer")
    }

    /// Posts one event that is to be taken.
    pub fn tell(&self, event: Value) -> Value {
        let answer = self.post(&json!({ "event": event }), None);
        assert_eq!(answer.status, 200, "{event}: {}", answer.body);
        answer.body
    }
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Result<Answer, ureq::Error> {
    let text = response.body_mut().read_to_string()?;
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    let replayed = response.headers().contains_key("idempotency-replayed");
    Ok(Answer { status: response.status().as_u16(), replayed, body, headers: response.headers().clone() })
}

impl Service {
    pub fn host(&self) -> Client {
        Client::new(&self.base, Some(HOST))
    }

    pub fn supervisor(&self) -> Client {
        Client::new(&self.base, Some(SUPERVISOR))
    }

    /// Kills it as a power cut would.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop, and says whether it ended well.
    pub fn stop(mut self) -> bool {
        let status = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status();
        assert!(status.expect("kill runs").success());
        self.wait()
    }

    /// Waits until it has ended by itself, and says whether well.
    pub fn wait(&mut self) -> bool {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.success();
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("the service did not end");
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.end();
    }
}
