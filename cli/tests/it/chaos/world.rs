//! An installation with its processes, and the outside world that it lives in.

use std::fmt::Write as _;

use nproxy_sandbox::{Conduct, Controls, PlayedCa, PlayedProxy, Sandbox, SandboxOptions, Service};
use nproxy_store::testing::TestDb;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{MASTER_KEY, Nproxy, Running, Site};

/// No run makes so many calls that the first are forgotten.
const JOURNAL_CALLS_MAX: usize = 1_000_000;
/// A million dollars: money is not what ends here.
const CREDIT_MICRO_USD: u64 = 1_000_000_000_000;
/// What workers warn of in a storm is no news.
const QUIET: [(&str, &str); 1] = [("NPROXY_LOG", "error")];
/// Limits on customers that no test here is about.
const GENEROUS: &str = "
[plans.standard]
label = \"Standard\"
request_limit = 1000000
months = 1
price = \"9.00\"
currency = \"USD\"
";

/// A key to be.
#[derive(Clone, Debug)]
pub struct KeyPlan {
    pub label: String,
    pub service: Service,
    pub account: Option<String>,
    /// Its place in the list of proxies, and whether it is the only way.
    pub proxy: Option<(usize, bool)>,
    pub max_in_flight: u32,
}

impl KeyPlan {
    pub fn new(service: Service, n: usize, max_in_flight: u32) -> Self {
        let label = format!("{}-{n:02}", provider(service));
        Self { label, service, account: None, proxy: None, max_in_flight }
    }

    pub fn secret(&self) -> String {
        format!("secret-of-{}", self.label)
    }
}

/// What a world is made with.
pub struct Plan {
    pub keys: Vec<KeyPlan>,
    pub proxies: Vec<PlayedProxy>,
    /// The upstreams speak https where there is one.
    pub ca: Option<PlayedCa>,
    pub defaults: Conduct,
    pub customers: usize,
    /// One call, and one attempt.
    pub attempt_timeout_s: u32,
    /// What the environment says beside that.
    pub env: Vec<(&'static str, String)>,
    /// `[models.*]`, and whatever else the file says.
    pub models: String,
    /// `None`: they are small, so that a call costs next to nothing.
    pub heavy_pictures_bytes: Option<usize>,
}

impl Plan {
    /// Keys of one upstream, without proxies, under the rules as they are shipped.
    pub fn plain(keys: usize, max_in_flight: u32, latency_ms: u64) -> Self {
        let route = route(Service::Gemini);
        Self {
            keys: (0..keys).map(|n| KeyPlan::new(Service::Gemini, n, max_in_flight)).collect(),
            proxies: Vec::new(),
            ca: None,
            defaults: Conduct { latency_ms, ..Conduct::default() },
            customers: 1,
            attempt_timeout_s: 30,
            env: Vec::new(),
            models: format!("[models.pictures]\nlabel = \"Pictures\"\nroutes = [{route}]\n"),
            heavy_pictures_bytes: None,
        }
    }
}

pub struct World {
    pub nproxy: Nproxy,
    pub sandbox: Sandbox,
    pub proxies: Vec<PlayedProxy>,
    pub keys: Vec<KeyPlan>,
    pub accounts: Vec<Value>,
    pub db: TestDb,
}

/// The id of its instance.
pub fn provider(service: Service) -> &'static str {
    match service {
        Service::Gemini => "nano_banana",
        Service::OpenRouter => "openrouter",
        Service::Fal => "fal",
        Service::OpenAi => "openai",
        Service::Kie => "kie",
    }
}

/// Of a model's routes.
pub fn route(service: Service) -> String {
    let model = match service {
        Service::Gemini => "gemini-nano-banana-2.1",
        Service::OpenRouter => "google/gemini-nano-banana-2.1",
        Service::Fal => "fal-ai/nano-banana-2",
        Service::OpenAi => "gpt-image-2",
        Service::Kie => "nano-banana-2",
    };
    format!("{{ provider = {:?}, model = {model:?} }}", provider(service))
}

impl World {
    pub async fn new(plan: Plan) -> Self {
        Self::on(TestDb::postgres().await, plan).await
    }

    /// On a database of the caller's.
    pub async fn on(db: TestDb, plan: Plan) -> Self {
        let Plan { keys, proxies, ca, defaults, customers, attempt_timeout_s, env, models, heavy_pictures_bytes } =
            plan;
        let options = SandboxOptions {
            keys: keys.iter().map(KeyPlan::secret).collect(),
            credit_micro_usd: CREDIT_MICRO_USD,
            tls: ca.clone(),
            small_pictures: heavy_pictures_bytes.is_none(),
            heavy_pictures_bytes,
            journal_calls_max: JOURNAL_CALLS_MAX,
            defaults,
            ..SandboxOptions::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let mut nproxy = Nproxy::new()
            .with("NPROXY__DATABASE__URL", db.url())
            .with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)
            .with("NPROXY__SERVER__LISTEN", "127.0.0.1:0")
            .with("NPROXY__PROXIES__ECHO_URL", sandbox.echo_url())
            .with("NPROXY__GENERATION__RUNNING_PER_USER_MAX", "100")
            .with("NPROXY__GENERATION__QUEUED_PER_USER_MAX", "10000")
            .with("NPROXY__GENERATION__QUEUED_TOTAL_MAX", "100000")
            .with("NPROXY__GENERATION__DECLINED_PER_HOUR_MAX", "0")
            .with("NPROXY__GATEWAY__ATTEMPT_TIMEOUT_S", attempt_timeout_s.to_string());
        for (variable, value) in env {
            nproxy = nproxy.with(variable, value);
        }
        if let Some(ca) = ca {
            let file = nproxy.dir().join("ca.pem");
            ca.write_pem(&file).unwrap();
            nproxy = nproxy.with("SSL_CERT_FILE", file.to_str().unwrap());
        }
        nproxy.write("nproxy.toml", &format!("{}{models}{GENEROUS}", providers(&sandbox, attempt_timeout_s)));
        for (n, proxy) in proxies.iter().enumerate() {
            let add = ["proxies", "add", "--untested", "--label", &format!("proxy-{n}")];
            nproxy.run_with_input(&add, &format!("{}\n", proxy.resolving_url())).await.done();
        }
        nproxy.run_with_input(&["keys", "import", "-"], &csv(&keys)).await.done();
        let mut creating = JoinSet::new();
        for n in 0..customers {
            creating.spawn(customer(nproxy.clone(), n));
        }
        let accounts = creating.join_all().await;
        Self { nproxy, sandbox, proxies, keys, accounts, db }
    }

    pub fn controls(&self) -> Controls {
        self.sandbox.controls()
    }

    pub async fn web(&self) -> Running {
        self.nproxy.start(&["web"], &QUIET).await
    }

    /// Dropping it is a SIGKILL.
    pub async fn worker(&self) -> Running {
        self.nproxy.start(&["worker"], &QUIET).await
    }

    /// A program of each customer.
    pub async fn sites(&self, web: &Running) -> Vec<Site> {
        let mut sites = Vec::new();
        for account in &self.accounts {
            sites.push(Site::sign_in(web.url(), account).await);
        }
        sites
    }

    /// `{ok, spent, held, ..}`
    pub async fn ledger(&self) -> Value {
        self.nproxy.run(&["ledger", "check", "--json"]).await.json()
    }
}

async fn customer(nproxy: Nproxy, n: usize) -> Value {
    let email = format!("customer-{n}@example.org");
    let created = nproxy.run(&["users", "create", &email, "--generate-password", "--json"]).await.done().json();
    nproxy.run(&["users", "grant-cycle", &email]).await.done();
    json!({ "email": email, "password": created["password"] })
}

fn providers(sandbox: &Sandbox, attempt_timeout_s: u32) -> String {
    let (gemini, openrouter, fal) = (sandbox.gemini_base_url(), sandbox.openrouter_base_url(), sandbox.fal_base_url());
    let (openai, kie) = (sandbox.openai_base_url(), sandbox.kie_base_url());
    format!(
        "
[providers.nano_banana]
base_url = {gemini:?}
attempt_timeout_s = {attempt_timeout_s}
[providers.openrouter]
base_url = {openrouter:?}
attempt_timeout_s = {attempt_timeout_s}
[providers.fal]
base_url = {fal:?}
api_url = {fal:?}
call_timeout_s = {attempt_timeout_s}
poll_interval_ms = 250
[providers.openai]
base_url = {openai:?}
attempt_timeout_s = {attempt_timeout_s}
[providers.kie]
base_url = {kie:?}
call_timeout_s = {attempt_timeout_s}
poll_interval_ms = 250
"
    )
}

/// As `nproxy keys import` takes it.
fn csv(keys: &[KeyPlan]) -> String {
    let mut csv = "provider,label,secret,account,proxy,proxy_only,max_in_flight\n".to_owned();
    for key in keys {
        let (KeyPlan { label, service, account, proxy, max_in_flight }, secret) = (key, key.secret());
        let (provider, account) = (provider(*service), account.as_deref().unwrap_or_default());
        let (proxy, only) = proxy.map_or_else(<_>::default, |(n, only)| (format!("proxy-{n}"), only));
        writeln!(csv, "{provider},{label},{secret},{account},{proxy},{only},{max_in_flight}").unwrap();
    }
    csv
}
