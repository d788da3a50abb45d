//! An installation as docker-compose.yml has it, without its containers: the folder that `nproxy init` wrote, the settings
//! of the services, and Caddy in front.

use std::net::SocketAddr;
use std::time::Duration;

use nproxy_store::testing::TestDb;
use reqwest::Client;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};

use super::caddy::Caddy;
use super::compose::Compose;
use crate::support::{MASTER_KEY, Nproxy, PATIENCE, Running, Site, free_address};

/// Everything but the product's own processes.
#[derive(Debug)]
pub struct Stack {
    pub nproxy: Nproxy,
    pub caddy: Caddy,
    /// It is gone with this.
    _db: TestDb,
    pub webs: [SocketAddr; 2],
}

impl Stack {
    /// With settings beside those of the services.
    pub async fn new(settings: &[(&str, String)]) -> Self {
        let db = TestDb::postgres().await;
        let (webs, https) = ([free_address(), free_address()], free_address().port());
        let caddy = Caddy::start(https, webs).await;
        let begun = Nproxy::new();
        begun.run(&["init", "--domain", "localhost", "--database-host", "localhost"]).await.done();
        let mut nproxy = begun;
        for (name, value) in Compose::read().settings_of("web-1") {
            nproxy = nproxy.with(&name, value);
        }
        // What is another one on this machine.
        for (name, value) in [
            ("NPROXY__SERVER__PUBLIC_URL", caddy.origin()),
            ("NPROXY__SERVER__TRUSTED_PROXIES", "127.0.0.1".to_owned()),
            ("NPROXY__INTERNAL__LISTEN", "127.0.0.1:0".to_owned()),
            ("NPROXY__STORAGE__DIR", "assets".to_owned()),
            ("NPROXY__MAIL__OUTBOX_DIR", "mail".to_owned()),
            ("NPROXY__DATABASE__URL", db.url().to_owned()),
            ("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY.to_owned()),
        ] {
            nproxy = nproxy.with(name, value);
        }
        for (name, value) in settings {
            nproxy = nproxy.with(name, value);
        }
        Self { nproxy, caddy, _db: db, webs }
    }

    /// The first or the second, once Caddy sends it requests.
    pub async fn web(&self, nth: usize) -> Running {
        let listen = self.webs[nth].to_string();
        let before = self.seen_up(&listen);
        let web = self.nproxy.start(&["web"], &[("NPROXY__SERVER__LISTEN", &listen)]).await;
        let seen = async {
            while self.seen_up(&listen) == before {
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(PATIENCE, seen).await.unwrap_or_else(|_| panic!("{listen}: {}", self.caddy.log()));
        self.answers("/healthz").await;
        web
    }

    /// How often Caddy found that a web is there. Until it has, another one that goes is the last: Caddy before 2.7.5 then
    /// refuses at once what is no GET, where later ones wait for the next web.
    fn seen_up(&self, listen: &str) -> usize {
        self.caddy.log().matches(&format!(r#""msg":"host is up","host":"{listen}""#)).count()
    }

    /// Until this is answered with 200.
    async fn answers(&self, path: &str) {
        let (client, until) = (self.client(), Instant::now() + PATIENCE);
        loop {
            let status = client.get(self.caddy.url(path)).send().await.map(|reply| reply.status().as_u16());
            if status.as_ref().is_ok_and(|status| *status == 200) {
                return;
            }
            assert!(Instant::now() < until, "{path}: {status:?}: {}", self.caddy.log());
            sleep(Duration::from_millis(50)).await;
        }
    }

    pub fn client(&self) -> Client {
        self.caddy.client().build().unwrap()
    }

    /// A customer with a month, signed in through the proxy by this program.
    pub async fn customer(&self, client: Client) -> Site {
        let create = ["users", "create", "ada@example.org", "--generate-password", "--json"];
        let created = self.nproxy.run(&create).await.done().json();
        self.nproxy.run(&["users", "grant-cycle", "ada@example.org"]).await.done();
        Site::sign_in_with(client, &self.caddy.origin(), &account(&created)).await
    }
}

fn account(created: &Value) -> Value {
    json!({ "email": created["user"]["email"], "password": created["password"] })
}
