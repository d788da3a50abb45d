//! A real Caddy with the real Caddyfile, on ports of its own and with an authority of its own.

use std::fs::{self, File};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use reqwest::{Certificate, Client, ClientBuilder};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use super::{path, root};
use crate::support::{PATIENCE, free_address};

const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Dropping it kills it.
#[derive(Debug)]
pub struct Caddy {
    child: Child,
    dir: TempDir,
    https: u16,
    http: u16,
}

impl Caddy {
    /// In front of these webs, which may be there or not; serves `localhost`.
    pub async fn start(https: u16, webs: [SocketAddr; 2]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (http, admin) = (free_address().port(), free_address());
        let log = File::create(dir.path().join("log")).unwrap();
        let mut command = Command::new(binary().await);
        command.args(["run", "--adapter", "caddyfile", "--config"]).arg(path("deploy/Caddyfile"));
        command.env_clear().current_dir(dir.path());
        for (name, value) in [
            ("HOME", dir.path().display().to_string()),
            ("XDG_DATA_HOME", dir.path().join("data").display().to_string()),
            ("XDG_CONFIG_HOME", dir.path().join("config").display().to_string()),
            ("NPROXY_DOMAIN", "localhost".to_owned()),
            ("HTTP_PORT", http.to_string()),
            ("HTTPS_PORT", https.to_string()),
            ("CADDY_ADMIN_ADDRESS", admin.to_string()),
            ("WEB_1", webs[0].to_string()),
            ("WEB_2", webs[1].to_string()),
        ] {
            command.env(name, value);
        }
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).kill_on_drop(true);
        let mut caddy = Self { child: command.spawn().unwrap(), dir, https, http };
        caddy.wait().await;
        caddy
    }

    /// Until it shows its certificate, whatever there is behind it.
    async fn wait(&mut self) {
        let until = Instant::now() + PATIENCE;
        loop {
            let shown = self.authority_file("root").exists()
                && self.client().build().unwrap().get(self.url("/metrics")).send().await.is_ok();
            if shown {
                return;
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none() && Instant::now() < until, "Caddy does not serve ({ended:?}): {}", self.log());
            sleep(LOOK_AGAIN).await;
        }
    }

    pub fn origin(&self) -> String {
        format!("https://localhost:{}", self.https)
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// Where browsers are led to https from.
    pub fn plain_url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.http)
    }

    pub fn pid(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap()
    }

    /// Of its authority: `root` or `intermediate`.
    pub fn authority_file(&self, which: &str) -> PathBuf {
        self.dir.path().join(format!("data/caddy/pki/authorities/local/{which}.crt"))
    }

    /// Somebody who trusts its authority and no other.
    pub fn client(&self) -> ClientBuilder {
        // Another test of this process may have been first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let root = Certificate::from_pem(&fs::read(self.authority_file("root")).unwrap()).unwrap();
        #[expect(
            clippy::disallowed_methods,
            reason = "this is a customer's program, not ours; it talks to this machine alone"
        )]
        Client::builder().no_proxy().tls_certs_only([root]).local_address(IpAddr::from(Ipv4Addr::LOCALHOST))
    }
}

/// Where it is, or what to do about it.
async fn binary() -> String {
    let need = Command::new(root().join("scripts/need-caddy")).stderr(Stdio::piped()).output().await.unwrap();
    assert!(need.status.success(), "{}", String::from_utf8_lossy(&need.stderr));
    String::from_utf8(need.stdout).unwrap().trim().to_owned()
}
