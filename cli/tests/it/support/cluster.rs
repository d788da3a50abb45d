//! A PostgreSQL server of a test's own, to be stopped under everybody's feet.

use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use super::free_address;
use super::process::{PATIENCE, send_signal};

/// PostgreSQL refuses to run as root, and Debian calls nobody by this number.
const NOBODY: u32 = 65_534;
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// It is killed when this is dropped.
#[derive(Debug)]
pub struct Cluster {
    /// Before its files.
    server: Option<Child>,
    bin: PathBuf,
    dir: TempDir,
    address: SocketAddr,
}

impl Cluster {
    pub async fn start() -> Self {
        let dir = tempfile::Builder::new().prefix("nproxy-pg").tempdir().unwrap();
        if is_root(dir.path()) {
            chown(dir.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let mut cluster = Self { bin: bin(), dir, address: free_address(), server: None };
        let mut initdb = cluster.command("initdb");
        initdb.args(["--username=nproxy", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        let made = initdb.arg("--pgdata").arg(cluster.data()).stdout(Stdio::null()).status().await.unwrap();
        assert!(made.success(), "initdb fails");
        cluster.go_on().await;
        cluster
    }

    /// Of its first database.
    pub fn url(&self) -> String {
        format!("postgres://nproxy@{}/postgres", self.address)
    }

    /// Cuts everybody off and ends.
    pub async fn stop(&mut self) {
        let mut server = self.server.take().expect("it runs");
        send_signal(server.id().expect("it runs"), "-INT").await;
        timeout(PATIENCE, server.wait()).await.expect("it stops").unwrap();
    }

    /// Ends without a word, as by a loss of power, and has to recover at its next start.
    pub async fn crash(&mut self) {
        let mut server = self.server.take().expect("it runs");
        send_signal(server.id().expect("it runs"), "-QUIT").await;
        timeout(PATIENCE, server.wait()).await.expect("it stops").unwrap();
    }

    /// At the same address, until it answers.
    pub async fn go_on(&mut self) {
        let mut postgres = self.command("postgres");
        let log = std::fs::File::create(self.dir.path().join("server.log")).unwrap();
        postgres.arg("-D").arg(self.data()).stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        for setting in [
            format!("port={}", self.address.port()),
            format!("listen_addresses={}", self.address.ip()),
            format!("unix_socket_directories={}", self.dir.path().display()),
            // As it comes: an operator's server has no more.
            "max_connections=100".to_owned(),
        ] {
            postgres.args(["-c", &setting]);
        }
        self.server = Some(postgres.kill_on_drop(true).spawn().unwrap());
        let answers = async {
            while !self.is_ready().await {
                sleep(LOOK_AGAIN).await;
            }
        };
        timeout(PATIENCE, answers).await.expect("PostgreSQL starts");
    }

    async fn is_ready(&self) -> bool {
        let mut ask = self.command("pg_isready");
        let (host, port) = (self.address.ip().to_string(), self.address.port().to_string());
        ask.args(["-q", "-U", "nproxy", "-h", &host, "-p", &port]);
        TcpStream::connect(self.address).await.is_ok() && ask.status().await.unwrap().success()
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        command.current_dir(self.dir.path());
        if is_root(Path::new("/proc/self")) {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }
}

/// Whoever owns the files that this process makes is root.
fn is_root(of_ours: &Path) -> bool {
    std::fs::metadata(of_ours).unwrap().uid() == 0
}

/// Where `scripts/with-postgres` finds it: the newest of Debian's, or the one in the path.
fn bin() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut found: Vec<_> = versions.map(|entry| entry.unwrap().path().join("bin")).collect();
    found.sort_by_key(|bin| std::cmp::Reverse(bin.clone()));
    found.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    let initdb = found.into_iter().map(|bin| bin.join("initdb")).find(|initdb| initdb.exists());
    let initdb = initdb.expect("PostgreSQL's initdb is installed").canonicalize().unwrap();
    initdb.parent().expect("it lies somewhere").to_owned()
}
