//! Every process is replaced, one after the other, while customers go on.

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::crew::{Crew, keeps_asking};
use super::{is_long, report};
use crate::chaos::world::{Plan, World};

const WEBS: usize = 2;
const WORKERS: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_of_all_processes_under_load_fails_no_request_and_neither_loses_a_picture_nor_buys_one_twice()
{
    let rounds = if is_long() { 8 } else { 1 };
    let mut plan = Plan::plain(6, 4, 400);
    plan.customers = 4;
    plan.env.push(("NPROXY__SERVER__DRAIN_S", "2".into()));
    plan.env.push(("NPROXY__WORKER__CONCURRENCY", "4".into()));
    let mut crew = Crew::new(World::new(plan).await, WEBS, WORKERS).await;
    let stop = CancellationToken::new();
    let mut asking = JoinSet::new();
    for (n, site) in crew.sites().await.into_iter().enumerate() {
        asking.spawn(keeps_asking(site, format!("customer-{n}"), stop.clone()));
    }
    for _ in 0..rounds {
        for _ in 0..WORKERS.max(WEBS) {
            crew.restart_worker().await;
            crew.restart_web().await;
        }
    }
    stop.cancel();
    let mut ended = Vec::new();
    while let Some(asked) = asking.join_next().await {
        ended.extend(asked.expect("no request failed"));
    }
    crew.nothing_was_lost_or_bought_twice(&ended).await;
    assert_eq!(crew.attempts_of("ok").await, ended.len(), "none was broken off and tried again");
    // What runs by time alone goes on in one of those that came.
    crew.comes_to("SELECT count(*) AS n FROM river_leader WHERE expires_at > now()", |leaders| leaders == 1).await;
    report(&format!("{rounds} rounds of rolling restarts: {} pictures, no request failed", ended.len()));
}
