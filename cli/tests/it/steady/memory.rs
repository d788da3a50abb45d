//! What a process takes: its memory at rest and with its hands full, and the time until it serves.

use std::time::Instant;

use nproxy_sandbox::Conduct;
use serde_json::json;

use super::crew::most_at_once;
use super::{is_long, report};
use crate::chaos::customers::succeeded;
use crate::chaos::world::{Plan, World};
use crate::support::{Running, ids};

/// As upstreams send them, of a megapixel.
const PICTURE_BYTES: usize = 1_500_000;
const BATCH: u64 = 4;
/// Of a process at rest.
const IDLE_MIB_MAX: u64 = 250;
/// Of a worker beside what its pictures take.
const BUSY_MIB: u64 = 300;
/// A picture in hand: the reply, which is text, what it says, and the picture.
const MIB_A_PICTURE: u64 = 8;

/// Resident, now and at its most.
struct Memory {
    now_mib: u64,
    most_mib: u64,
}

fn memory(process: &Running) -> Memory {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.pid())).unwrap();
    let mib = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).expect("a figure of the process");
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    };
    Memory { now_mib: mib("VmRSS:"), most_mib: mib("VmHWM:") }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_takes_no_more_memory_than_the_documentation_reckons_with() {
    let pictures: u64 = if is_long() { 200 } else { 8 };
    let mut plan = Plan::plain(4, 100, 0);
    plan.env.push(("NPROXY__WORKER__CONCURRENCY", pictures.to_string()));
    plan.env.push(("NPROXY__DATABASE__CONNECTIONS_MAX", "40".into()));
    // A customer may have a hundred of them.
    plan.customers = 2;
    plan.attempt_timeout_s = 240;
    plan.heavy_pictures_bytes = Some(PICTURE_BYTES);
    let world = World::new(plan).await;
    let began = Instant::now();
    let web = world.web().await;
    let web_after = began.elapsed();
    let began = Instant::now();
    let worker = world.worker().await;
    let worker_after = began.elapsed();
    let sites = world.sites(&web).await;
    let (web_idle, worker_idle) = (memory(&web), memory(&worker));

    // The first is drawn, and all others are the same.
    let turn = json!({ "mode": "text_to_image", "prompt": "a lighthouse in a storm", "resolution": "square", "batch_size": BATCH });
    sites[0].wait(&ids(&sites[0].submit("the-first", &turn).await)).await;
    // So long that all of them are under way together.
    let latency_ms = 1500 + 60 * pictures;
    world.controls().set_defaults(Conduct { latency_ms, ..Conduct::default() }).unwrap();
    let mut asked = [Vec::new(), Vec::new()];
    for n in 0..usize::try_from(pictures / BATCH).unwrap() {
        asked[n % 2].extend(ids(&sites[n % 2].submit(&format!("turn-{n}"), &turn).await));
    }
    let (ended, others) = tokio::join!(sites[0].wait(&asked[0]), sites[1].wait(&asked[1]));
    let ended = [ended, others].concat();
    assert!(ended.iter().all(succeeded), "{ended:?}");
    let calls = world.controls().journal(0);
    let (_, bytes) = sites[0].picture(ended[0]["asset"]["url"].as_str().unwrap()).await;
    let (web_busy, worker_busy) = (memory(&web), memory(&worker));
    report(&format!(
        "ready after {web_after:.1?} (web), {worker_after:.1?} (worker)\n\
         at rest {} MiB (web), {} MiB (worker)\n\
         with {} of {} pictures of {} KiB under way at once: at most {} MiB (web), {} MiB (worker); {} MiB afterwards",
        web_idle.now_mib,
        worker_idle.now_mib,
        most_at_once(&calls),
        pictures,
        bytes.len() / 1024,
        web_busy.most_mib,
        worker_busy.most_mib,
        worker_busy.now_mib,
    ));
    assert!(web_idle.now_mib.max(worker_idle.now_mib) < IDLE_MIB_MAX);
    assert!(worker_busy.most_mib < BUSY_MIB + pictures * MIB_A_PICTURE, "{} MiB", worker_busy.most_mib);
    assert_eq!(most_at_once(&calls) as u64, pictures);
}
