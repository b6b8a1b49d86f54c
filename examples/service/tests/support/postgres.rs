//! A PostgreSQL server of the test's own, in a directory that goes with it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// A user who may run a server where root may not.
const USER: &str = "postgres";

pub struct Server {
    directory: TempDir,
    port: u16,
}

/// Whether the tests with a server are to be left out.
pub fn is_skipped() -> bool {
    let skipped = std::env::var("FRONTDESK_POSTGRES").is_ok_and(|value| value == "skip");
    if skipped {
        println!("skipped: FRONTDESK_POSTGRES=skip");
    }
    skipped
}

impl Server {
    pub fn start() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port();
        if is_root() {
            run(Command::new("chown").arg(USER).arg(directory.path()));
        }
        let server = Self { directory, port };
        run(server.command("initdb").args(["--auth=trust", "--username=desk", "--no-sync", "-D"]).arg(server.data()));
        server.go_on();
        server
    }

    /// Starts it, also after it was cut off.
    pub fn go_on(&self) {
        let socket = self.directory.path().display();
        let options = format!("-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={socket}", self.port);
        let mut command = self.command("pg_ctl");
        command.args(["start", "-w", "-s", "-l"]).arg(self.directory.path().join("server.log"));
        run(command.args(["-o", &options, "-D"]).arg(self.data()));
    }

    /// Ends it as a crash would.
    pub fn cut_off(&self) {
        run(self.command("pg_ctl").args(["stop", "-s", "-m", "immediate", "-D"]).arg(self.data()));
    }

    pub fn url(&self) -> String {
        format!("postgres://desk@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = if is_root() { Command::new("runuser") } else { Command::new(program) };
        if is_root() {
            command.args(["-u", USER, "--", program]);
        }
        command.current_dir(self.directory.path());
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be cut off already.
        let _ = self.command("pg_ctl").args(["stop", "-s", "-m", "immediate", "-D"]).arg(self.data()).output();
    }
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().expect("id runs");
    output.stdout.trim_ascii() == b"0"
}

/// Runs it; a server holds on to no pipe of ours.
fn run(command: &mut Command) {
    let status = command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null()).status();
    let status = status.unwrap_or_else(|error| {
        panic!("{command:?}: {error}. The tests need PostgreSQL; FRONTDESK_POSTGRES=skip leaves these out")
    });
    assert!(status.success(), "{command:?}: {status}");
}
