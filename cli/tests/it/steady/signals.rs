//! A process is asked to stop.

use std::time::{Duration, Instant};

use nproxy_sandbox::Conduct;
use nproxy_store::entities::generations;
use nproxy_store::entities::text::GenerationState;
use nproxy_store::testing::sea_orm::EntityTrait as _;
use nproxy_store::workers;
use tokio::time::{sleep, timeout};

use super::crew::pair;
use crate::chaos::customers::succeeded;
use crate::chaos::world::{Plan, World};
use crate::support::{Running, Site, ids};

const PATIENCE: Duration = Duration::from_mins(1);
const BOTH: usize = 2;

/// An upstream that takes so long, a customer whose two pictures it works on, and the worker that waits for it.
async fn at_work(latency_ms: u64, env: &[(&'static str, &str)]) -> (World, Running, Site, Vec<String>, Running) {
    let mut plan = Plan::plain(4, 1, latency_ms);
    plan.attempt_timeout_s = 120;
    plan.env.extend(env.iter().map(|(name, value)| (*name, (*value).to_owned())));
    let world = World::new(plan).await;
    let web = world.web().await;
    let site = world.sites(&web).await.remove(0);
    let worker = world.worker().await;
    let asked = ids(&site.submit("the-turn", &pair("a lighthouse")).await);
    let both_run = async {
        while world.controls().bill().totals.in_flight < BOTH as u64 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, both_run).await.expect("the upstream is asked");
    (world, web, site, asked, worker)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_is_asked_to_stop_waits_for_what_its_upstream_works_on_and_takes_nothing_new() {
    let (world, _web, site, asked, worker) = at_work(4000, &[("NPROXY__WORKER__CONCURRENCY", "8")]).await;
    worker.signal("-TERM").await;
    // It says goodbye before it waits.
    let heard = async {
        while !workers::list(world.db.store.read()).await.unwrap().iter().all(|row| row.role != "worker") {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, heard).await.expect("it heard");
    let later = ids(&site.submit("later", &pair("too late")).await);
    assert_eq!(worker.end().await.code(), Some(0));
    let ended = site.wait(&asked).await;
    assert!(ended.iter().all(succeeded), "{ended:?}");
    let rows = generations::Entity::find().all(world.db.store.read()).await.unwrap();
    let left: Vec<_> = rows.iter().filter(|row| later.contains(&row.id.to_string())).collect();
    assert!(left.iter().all(|row| row.state == GenerationState::Queued), "{left:?}");
    assert_eq!(world.controls().bill().totals.images_made, BOTH as u64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_signal_ends_a_worker_at_once_and_another_one_goes_on() {
    let lease = [
        ("NPROXY__WORKER__LEASE_MS", "2000"),
        ("NPROXY__WORKER__HEARTBEAT_MS", "200"),
        ("NPROXY__KEYS__COOLDOWN_S", "1"),
    ];
    let (world, _web, site, asked, mut worker) = at_work(100_000, &lease).await;
    worker.signal("-TERM").await;
    worker.keeps_running().await;
    let began = Instant::now();
    worker.signal("-TERM").await;
    assert_eq!(worker.end().await.code(), Some(1), "it says that it was broken off");
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    world.controls().set_defaults(Conduct::default()).unwrap();
    let _other = world.worker().await;
    let ended = site.wait(&asked).await;
    assert!(ended.iter().all(succeeded), "{ended:?}");
    assert_eq!(world.ledger().await["ok"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_whose_time_is_up_leaves_its_pictures_to_others() {
    let stop = [("NPROXY__WORKER__STOP_S", "1"), ("NPROXY__KEYS__COOLDOWN_S", "1")];
    let (world, _web, site, asked, worker) = at_work(100_000, &stop).await;
    assert_eq!(worker.terminate().await.code(), Some(0));
    let rows = generations::Entity::find().all(world.db.store.read()).await.unwrap();
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    assert!(rows.iter().all(|row| row.lease_until.is_some_and(|until| until <= now)), "{rows:?}");
    drop((site, asked));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_web_process_that_is_asked_to_stop_is_not_ready_first_and_answers_who_waits() {
    let mut plan = Plan::plain(1, 1, 0);
    plan.env.push(("NPROXY__SERVER__DRAIN_S", "2".into()));
    let world = World::new(plan).await;
    let web = world.web().await;
    let site = world.sites(&web).await.remove(0);
    let asked = ids(&site.submit("the-turn", &pair("a lighthouse")).await);
    let known = site.tag_of(&asked).await;
    let (waited, ()) = tokio::join!(site.look(&asked, &known), async {
        web.signal("-TERM").await;
        let ready = format!("{}/readyz", web.url());
        loop {
            let answer = Site::browser().get(&ready).send().await.expect("it still listens");
            if answer.status() == 503 {
                let problem: serde_json::Value = answer.json().await.unwrap();
                assert_eq!((&problem["code"], problem["retry_after_seconds"].is_u64()), (&"not_ready".into(), true));
                break;
            }
        }
        // Whoever comes before the balancer has noticed is served.
        site.get("/api/v1/me").await;
    });
    assert_eq!(waited, 304, "an answer, and not a broken connection");
    assert_eq!(web.end().await.code(), Some(0));
}
