//! PostgreSQL goes away under everybody's feet, and comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use nproxy_store::testing::TestDb;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::crew::{Crew, pair};
use super::{is_long, report};
use crate::chaos::world::{Plan, World};
use crate::support::{Cluster, Site, ids};

const SENT: &str = "SELECT count(*) AS n FROM mails WHERE state = 'sent'";

/// How it goes.
#[derive(Clone, Copy, Debug)]
enum Blow {
    Stops,
    Crashes,
}

/// What customers were told.
#[derive(Debug, Default)]
struct Told {
    answers: AtomicU64,
    /// That the database is away, and when to come back.
    away: AtomicU64,
}

/// What a customer wants.
enum Wish<'a> {
    /// Under this key.
    Pictures(&'a str),
    /// What lies at a path.
    Sight(&'a str),
}

/// A customer whose program does what it is told: where the answer is 503 it comes back, with the same request.
struct Patient {
    site: Site,
    told: Arc<Told>,
}

impl Patient {
    /// The answer, once there is one. Anything but a right answer or a clear "later" is a mistake.
    async fn ask(&self, wish: Wish<'_>, right: u16) -> Value {
        loop {
            let (status, body) = match wish {
                Wish::Pictures(key) => self.site.try_submit(key, &pair("a lighthouse")).await.expect("an answer"),
                Wish::Sight(path) => self.site.try_get(path).await,
            };
            self.told.answers.fetch_add(1, Ordering::Relaxed);
            if status == right {
                return body;
            }
            assert_eq!((status, &body["code"]), (503, &json!("database_unavailable")), "{body}");
            assert!(body["retry_after_seconds"].is_u64(), "{body}");
            self.told.away.fetch_add(1, Ordering::Relaxed);
            // Sooner than it is told, so that more is seen of the outage.
            sleep(Duration::from_millis(200)).await;
        }
    }

    async fn keeps_asking(self, name: String, stop: CancellationToken) -> Vec<Value> {
        let (mut ended, mut n) = (Vec::new(), 0);
        while !stop.is_cancelled() {
            n += 1;
            let answer = self.ask(Wish::Pictures(&format!("{name}-{n}")), 202).await;
            let path = format!("/api/v1/generations?ids={}", ids(&answer).join(","));
            loop {
                let body = self.ask(Wish::Sight(&path), 200).await;
                let all = body["generations"].as_array().unwrap();
                if all.iter().all(|one| !one["finished_at"].is_null()) {
                    ended.extend(all.iter().cloned());
                    break;
                }
                sleep(Duration::from_millis(200)).await;
            }
        }
        ended
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_may_stop_under_load_and_nothing_is_lost_bought_twice_or_left_to_be_healed_by_hand() {
    let away = Duration::from_secs(if is_long() { 20 } else { 6 });
    let mut cluster = Cluster::start().await;
    let mut plan = Plan::plain(6, 4, 300);
    plan.customers = 4;
    plan.env.push(("NPROXY__WORKER__CONCURRENCY", "4".into()));
    // So that the longer outage outlasts a lease and the shorter one doesn't.
    plan.env.push(("NPROXY__WORKER__LEASE_MS", "10000".into()));
    plan.env.push(("NPROXY__WORKER__HEARTBEAT_MS", "1000".into()));
    let world = World::on(TestDb::postgres_on(&cluster.url()).await, plan).await;
    let crew = Crew::new(world, 2, 3).await;
    let (told, stop) = (Arc::<Told>::default(), CancellationToken::new());
    let mut asking = JoinSet::new();
    for (n, account) in crew.world.accounts.iter().enumerate() {
        let site = Site::sign_in(crew.webs[n % crew.webs.len()].url(), account).await;
        asking.spawn(Patient { site, told: told.clone() }.keeps_asking(format!("customer-{n}"), stop.clone()));
    }
    let blows: &[Blow] = if is_long() { &[Blow::Stops, Blow::Crashes] } else { &[Blow::Stops] };
    for blow in blows {
        let made = crew.world.controls().bill().totals.images_made;
        while crew.world.controls().bill().totals.images_made < made + 16 {
            sleep(Duration::from_millis(50)).await;
        }
        let before = told.away.load(Ordering::Relaxed);
        match blow {
            Blow::Stops => cluster.stop().await,
            Blow::Crashes => cluster.crash().await,
        }
        let mut hears = JoinSet::new();
        for web in &crew.webs {
            hears.spawn(Site::browser().get(format!("{}/readyz", web.url())).send());
        }
        let (balancer, ()) = tokio::join!(hears.join_all(), sleep(away));
        assert!(balancer.into_iter().all(|ready| ready.unwrap().status() == 503), "a balancer hears of it");
        cluster.go_on().await;
        assert!(told.away.load(Ordering::Relaxed) > before, "customers were told");
    }
    let back = Instant::now();
    crew.balancer.has_ready(2).await;
    // What is left to be done by the background goes on as well.
    let sent = crew.count(SENT).await;
    let (url, forgotten) = (crew.webs[0].url(), json!({ "email": crew.world.accounts[0]["email"] }));
    let forgot = Site::browser().post(format!("{url}/api/v1/auth/password/forgot")).header("origin", url);
    assert_eq!(forgot.json(&forgotten).send().await.unwrap().status(), 202);
    crew.comes_to(SENT, |now| now > sent).await;
    let healed = back.elapsed();
    stop.cancel();
    let mut ended = Vec::new();
    while let Some(asked) = asking.join_next().await {
        ended.extend(asked.expect("every answer was right or told when to come back"));
    }
    crew.nothing_was_lost_or_bought_twice(&ended).await;
    report(&format!(
        "PostgreSQL away for {away:?}, {blows:?}: {} pictures, {} answers of which {} said when to come back; mail flows after {healed:?}",
        ended.len(),
        told.answers.load(Ordering::Relaxed),
        told.away.load(Ordering::Relaxed),
    ));
}
