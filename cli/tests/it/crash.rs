//! A process dies at every step of a generation's life, and another one goes on.
//!
//! On PostgreSQL, with a web process, two worker processes, and the played upstream in the test's own process: its
//! bill is what tells whether a picture was bought twice.

use std::os::unix::process::ExitStatusExt as _;

use nproxy_app::crash::{self, CrashStep};
use nproxy_sandbox::{Conduct, Controls, Fault, Sandbox, SandboxOptions};
use nproxy_store::testing::TestDb;
use serde_json::{Value, json};

use crate::support::{MASTER_KEY, Nproxy, Running, Site, ids};

const ABORTED: i32 = 6;
const BATCH: u64 = 4;
const KEYS: [&str; 3] = ["key-one", "key-two", "key-three"];

/// Everything of a small installation but its processes.
struct World {
    nproxy: Nproxy,
    sandbox: Sandbox,
    customer: Value,
    db: TestDb,
}

impl World {
    /// With so many keys, each for so many requests at once.
    async fn new(keys: usize, max_in_flight: u32) -> Self {
        Self::of("nano_banana", keys, max_in_flight).await
    }

    /// With keys of this provider.
    async fn of(provider: &str, keys: usize, max_in_flight: u32) -> Self {
        let db = TestDb::postgres().await;
        let known = KEYS[..keys].iter().map(|k| (*k).to_owned()).collect();
        let sandbox = Sandbox::start(SandboxOptions { keys: known, ..SandboxOptions::default() }).await.unwrap();
        let nproxy = Nproxy::new()
            .with("NPROXY__DATABASE__URL", db.url())
            .with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)
            .with("NPROXY__SERVER__LISTEN", "127.0.0.1:0")
            .with("NPROXY__PROVIDERS__NANO_BANANA__BASE_URL", sandbox.gemini_base_url())
            // Long enough for a living worker on a busy machine, short enough to wait for.
            .with("NPROXY__WORKER__LEASE_MS", "3000")
            .with("NPROXY__WORKER__HEARTBEAT_MS", "300")
            .with("NPROXY__WORKER__POLL_MS", "100")
            // The key of an attempt that died with its worker rests before it is used again.
            .with("NPROXY__KEYS__COOLDOWN_S", "1");
        if provider == "fal" {
            let upstream = sandbox.fal_base_url();
            let routes = r#"[models.fal]
label = "Fal"
routes = [{ provider = "fal", model = "fal-ai/nano-banana-2" }]
"#;
            let providers = format!("[providers.fal]\nbase_url = {upstream:?}\napi_url = {upstream:?}\n");
            nproxy.write("nproxy.toml", &format!("{providers}poll_interval_ms = 250\n{routes}"));
        }
        let create = ["users", "create", "ada@example.org", "--generate-password", "--json"];
        let created = nproxy.run(&create).await.done().json();
        nproxy.run(&["users", "grant-cycle", "ada@example.org"]).await.done();
        let at_once = max_in_flight.to_string();
        for (nth, key) in KEYS[..keys].iter().enumerate() {
            let label = format!("number {nth}");
            let add = ["keys", "add", "--provider", provider, "--label", &label, "--max-in-flight", &at_once];
            nproxy.run_with_input(&add, key).await.done();
        }
        let customer = json!({ "email": created["user"]["email"], "password": created["password"] });
        Self { nproxy, sandbox, customer, db }
    }

    fn controls(&self) -> Controls {
        self.sandbox.controls()
    }

    async fn web(&self) -> (Running, Site) {
        let web = self.nproxy.start(&["web"], &[]).await;
        let site = Site::sign_in(web.url(), &self.customer).await;
        (web, site)
    }

    async fn worker(&self) -> Running {
        self.nproxy.start(&["worker"], &[]).await
    }

    /// A worker that will die there. It works on one generation at a time, unless told otherwise, so that no
    /// other picture is lost with it.
    async fn doomed(&self, step: CrashStep, at_once: &str) -> Running {
        let env = [(crash::VARIABLE, step.name()), ("NPROXY__WORKER__CONCURRENCY", at_once)];
        self.nproxy.start(&["worker"], &env).await
    }

    /// All generations of the turn have ended, and the money is right. Gives the number of pictures.
    async fn is_right(&self, site: &Site, answer: &Value) -> u64 {
        let ended = site.wait(&ids(answer)).await;
        let made = u64::try_from(ended.iter().filter(|g| g["state"] == "succeeded").count()).unwrap();
        let ledger = self.nproxy.run(&["ledger", "check", "--json"]).await.done().json();
        assert_eq!(ledger["ok"], true, "{ledger}");
        assert_eq!((&ledger["spent"], &ledger["held"]), (&json!(made), &json!(0)), "{ledger} {ended:?}");
        let of_kind = |kind: &'static str| {
            let sums = nproxy_store::cycles::sums(self.db.store.read());
            async move {
                let sums = sums.await.unwrap();
                sums.iter().filter(|s| s.kind.as_deref() == Some(kind)).filter_map(|s| s.amount).sum::<i64>()
            }
        };
        let holds = of_kind("hold").await;
        assert_eq!(holds, i64::try_from(BATCH).unwrap(), "held once for each");
        assert_eq!(of_kind("spend").await + of_kind("release").await, holds, "spent or released once for each");
        for generation in ended.iter().filter(|g| g["state"] == "succeeded") {
            let (_, bytes) = site.picture(generation["asset"]["url"].as_str().unwrap()).await;
            assert!(bytes.len() > 1000);
            let (_, thumb) = site.picture(generation["asset"]["thumb_url"].as_str().unwrap()).await;
            assert!(!thumb.is_empty());
        }
        made
    }

    fn bought(&self) -> u64 {
        self.controls().bill().totals.images_made
    }
}

fn turn() -> Value {
    json!({ "mode": "text_to_image", "prompt": "a lighthouse", "resolution": "square", "batch_size": BATCH })
}

/// One worker dies at the step while another, there all along, stands still until then.
async fn a_worker_dies(world: &World, step: CrashStep, at_once: &str) -> (Running, Site, Value) {
    let (web, site) = world.web().await;
    let other = world.worker().await;
    other.signal("-STOP").await;
    let doomed = world.doomed(step, at_once).await;
    let answer = site.submit("the-turn", &turn()).await;
    assert_eq!(doomed.end().await.signal(), Some(ABORTED), "it dies at {}", step.name());
    other.signal("-CONT").await;
    let made = world.is_right(&site, &answer).await;
    assert!(made <= BATCH);
    drop(other);
    (web, site, answer)
}

async fn nothing_is_lost_or_bought_twice(world: &World, step: CrashStep) {
    let (_web, site, answer) = a_worker_dies(world, step, "1").await;
    assert_eq!(world.is_right(&site, &answer).await, BATCH);
    assert_eq!(world.bought(), BATCH, "each picture was bought once");
}

async fn the_web_process_dies(step: CrashStep) {
    let world = World::new(3, 4).await;
    let doomed = world.nproxy.start(&["web"], &[(crash::VARIABLE, step.name())]).await;
    let site = Site::sign_in(doomed.url(), &world.customer).await;
    site.try_submit("the-turn", &turn()).await.expect_err("the customer hears nothing");
    assert_eq!(doomed.end().await.signal(), Some(ABORTED));

    let (_web, site) = world.web().await;
    let _workers = (world.worker().await, world.worker().await);
    // What a program does that heard nothing: the same again.
    let answer = site.submit("the-turn", &turn()).await;
    assert_eq!(world.is_right(&site, &answer).await, BATCH);
    assert_eq!(world.bought(), BATCH);
    let conversation = answer["conversation"]["id"].as_str().unwrap();
    let turns = site.get(&format!("/api/v1/conversations/{conversation}/turns")).await;
    assert_eq!(turns["items"].as_array().unwrap().len(), 1, "one turn, however often it was asked for");
}

#[tokio::test]
async fn after_hold() {
    the_web_process_dies(CrashStep::AfterHold).await;
}

#[tokio::test]
async fn after_submit() {
    the_web_process_dies(CrashStep::AfterSubmit).await;
}

#[tokio::test]
async fn after_claim() {
    nothing_is_lost_or_bought_twice(&World::new(3, 4).await, CrashStep::AfterClaim).await;
}

#[tokio::test]
async fn after_open() {
    nothing_is_lost_or_bought_twice(&World::new(3, 4).await, CrashStep::AfterOpen).await;
}

#[tokio::test]
async fn after_close() {
    let world = World::new(3, 4).await;
    for key in &KEYS[..2] {
        world.controls().set_key(key, Fault::Overloaded).unwrap();
    }
    nothing_is_lost_or_bought_twice(&world, CrashStep::AfterClose).await;
}

#[tokio::test]
async fn after_keep_cursor() {
    // An upstream that was left to work is asked for its picture by whoever goes on, with the key that began.
    nothing_is_lost_or_bought_twice(&World::of("fal", 3, 4).await, CrashStep::AfterKeepCursor).await;
}

#[tokio::test]
async fn after_wait() {
    // Two keys for one request at a time each, so that the others have to wait for them.
    let world = World::new(2, 1).await;
    world.controls().set_defaults(Conduct { latency_ms: 300, ..Conduct::default() }).unwrap();
    let (_web, site, answer) = a_worker_dies(&world, CrashStep::AfterWait, "4").await;
    let made = world.is_right(&site, &answer).await;
    assert_eq!(made, BATCH, "what died with the worker is made by the other key");
    // Two requests were in flight when it died: paid, perhaps.
    assert!(world.bought() <= BATCH + 2, "{}", world.bought());
}

#[tokio::test]
async fn after_reply() {
    let world = World::new(3, 4).await;
    let (_web, site, answer) = a_worker_dies(&world, CrashStep::AfterReply, "1").await;
    assert_eq!(world.is_right(&site, &answer).await, BATCH);
    // The one picture that was in the dead process's memory alone.
    assert_eq!(world.bought(), BATCH + 1);
}

#[tokio::test]
async fn after_store_bytes() {
    nothing_is_lost_or_bought_twice(&World::new(3, 4).await, CrashStep::AfterStoreBytes).await;
}

#[tokio::test]
async fn after_thumb() {
    nothing_is_lost_or_bought_twice(&World::new(3, 4).await, CrashStep::AfterThumb).await;
}

#[tokio::test]
async fn before_settle_commit() {
    nothing_is_lost_or_bought_twice(&World::new(3, 4).await, CrashStep::BeforeSettleCommit).await;
}

#[tokio::test]
async fn after_settle() {
    nothing_is_lost_or_bought_twice(&World::new(3, 4).await, CrashStep::AfterSettle).await;
}

#[tokio::test]
async fn after_abandon() {
    // Two die: one with an attempt open, and one that has just closed it in its place.
    let world = World::new(3, 4).await;
    let (_web, site) = world.web().await;
    let first = world.doomed(CrashStep::AfterOpen, "1").await;
    let answer = site.submit("the-turn", &turn()).await;
    assert_eq!(first.end().await.signal(), Some(ABORTED));
    let second = world.doomed(CrashStep::AfterAbandon, "1").await;
    assert_eq!(second.end().await.signal(), Some(ABORTED));
    let _third = world.worker().await;
    assert_eq!(world.is_right(&site, &answer).await, BATCH);
    assert_eq!(world.bought(), BATCH);
}

#[test]
fn every_step_has_its_test() {
    let of_notices = include_str!("../../../app/tests/it/notices/crash.rs");
    let source = [include_str!("crash.rs"), include_str!("crash_checkout.rs"), of_notices].concat();
    for step in CrashStep::ALL {
        assert!(source.contains(&format!("async fn {}()", step.name())), "{}", step.name());
    }
}
