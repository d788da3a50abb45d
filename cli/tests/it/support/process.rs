//! The real binary.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// No start, stop or answer takes this long, however busy the machine.
pub const PATIENCE: Duration = Duration::from_mins(1);
/// Long enough for a process to end that is not held by anything.
const MOMENT: Duration = Duration::from_secs(1);
pub const MASTER_KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// A working directory and an environment of its own; nothing of the machine's gets in.
#[derive(Clone, Debug)]
pub struct Nproxy {
    dir: Arc<TempDir>,
    env: Vec<(String, String)>,
}

/// What a command answered.
#[derive(Debug)]
pub struct Answer {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// For commands that must succeed.
    pub fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }
}

impl Nproxy {
    pub fn new() -> Self {
        // A developer's disk may be nearly full with other things.
        Self { dir: Arc::new(tempfile::tempdir().unwrap()), env: Vec::new() }.with("NPROXY__DISK__ENOUGH_MIB", "64")
    }

    /// With a database of its own in a file, for commands that need no server.
    pub fn on_sqlite() -> Self {
        Self::new().with("NPROXY__DATABASE__URL", "sqlite:test.sqlite").with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)
    }

    /// For commands on the database of an `nproxy dev` in the same folder.
    pub fn against_dev(&self) -> Self {
        self.clone()
            .with("NPROXY__DATABASE__URL", "sqlite:data/nproxy.sqlite")
            .with("NPROXY__SECRETS__MASTER_KEY_FILE", "data/master.key")
    }

    pub fn with(mut self, variable: &str, value: impl Into<String>) -> Self {
        self.env.push((variable.to_owned(), value.into()));
        self
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.dir.path().join(name), text).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nproxy"));
        command.args(args).current_dir(self.dir.path()).env_clear().envs(self.env.iter().cloned());
        command.env("NPROXY_LOG", "warn").kill_on_drop(true);
        command
    }

    /// Runs a command to its end.
    pub async fn run(&self, args: &[&str]) -> Answer {
        self.run_with_input(args, "").await
    }

    pub async fn run_with_input(&self, args: &[&str], input: &str) -> Answer {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that reads nothing may have closed it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes()).await;
        let out = timeout(PATIENCE, child.wait_with_output()).await.expect("the command ends").unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Answer { code: out.status.code(), stdout: text(out.stdout), stderr: text(out.stderr) }
    }

    /// Starts a server and waits for the line with which it says that it is there. Dropping it kills it.
    pub async fn start(&self, args: &[&str], env: &[(&str, &str)]) -> Running {
        self.start_with_log(args, env, Stdio::inherit()).await
    }

    /// The same, with its log put elsewhere.
    pub async fn start_with_log(&self, args: &[&str], env: &[(&str, &str)], log: impl Into<Stdio>) -> Running {
        let mut command = self.command(args);
        command.arg("--json").envs(env.iter().copied()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        timeout(PATIENCE, stdout.read_line(&mut line)).await.expect("the process starts").unwrap();
        let said = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in {line:?}"));
        Running { child, said }
    }
}

/// `-TERM` and the like.
pub async fn send_signal(pid: u32, name: &str) {
    let sent = Command::new("kill").args([name, &pid.to_string()]).status().await.unwrap();
    assert!(sent.success(), "kill {name} {pid}");
}

/// A running server.
#[derive(Debug)]
pub struct Running {
    child: Child,
    /// Its first line.
    pub said: Value,
}

impl Running {
    pub fn url(&self) -> &str {
        self.said["url"].as_str().unwrap_or_else(|| panic!("it says no address but {}", self.said))
    }

    /// Ctrl-C.
    pub async fn interrupt(self) -> ExitStatus {
        self.signal("-INT").await;
        self.end().await
    }

    /// As a supervisor stops it.
    pub async fn terminate(self) -> ExitStatus {
        self.signal("-TERM").await;
        self.end().await
    }

    pub async fn signal(&self, name: &str) {
        send_signal(self.pid(), name).await;
    }

    /// It did not end within a moment.
    pub async fn keeps_running(&mut self) {
        let ended = timeout(MOMENT, self.child.wait()).await;
        assert!(ended.is_err(), "{ended:?}");
    }

    /// Waits until it ends by itself.
    pub async fn end(mut self) -> ExitStatus {
        timeout(PATIENCE, self.child.wait()).await.expect("the process ends").unwrap()
    }

    pub fn pid(&self) -> u32 {
        self.child.id().expect("it runs")
    }
}
