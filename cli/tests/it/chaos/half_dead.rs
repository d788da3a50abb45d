//! Half of the keys are dead: what that costs once it is known.

use nproxy_sandbox::Fault;
use nproxy_store::entities::generations;
use nproxy_store::testing::sea_orm::EntityTrait as _;

use super::customers::{self, succeeded};
use super::world::{Plan, World};
use super::{Scale, percentile, report};

const KEYS: usize = 10;
/// Enough for half of the keys, so that nobody waits for one.
const SLOTS: u32 = 10;
const LATENCY_MS: u64 = 100;
/// Pictures in which the pool learns which keys are dead.
const WARM: u64 = 40;

/// What so many pictures came to: calls that made none, and how long each picture took, sorted.
struct Came {
    wasted: u64,
    took_ms: Vec<i64>,
}

async fn pictures(dead: usize, measured: u64) -> Came {
    let world = World::new(Plan::plain(KEYS, SLOTS, LATENCY_MS)).await;
    let controls = world.controls();
    for key in &world.keys[..dead] {
        controls.set_key(&key.secret(), Fault::Overloaded).unwrap();
    }
    let web = world.web().await;
    let sites = world.sites(&web).await;
    let _workers = (world.worker().await, world.worker().await);
    let models = ["pictures".to_owned()];
    let (sites, warm) = customers::ask(sites, "warm", &models, WARM).await;
    let before = controls.bill().totals;
    let (_, ended) = customers::ask(sites, "measured", &models, measured).await;
    let after = controls.bill().totals;
    assert!(warm.iter().chain(&ended).all(succeeded), "nobody sees it");

    let measured: Vec<_> = ended.iter().map(|generation| generation["id"].as_str().unwrap().to_owned()).collect();
    let rows = generations::Entity::find().all(world.db.store.read()).await.unwrap();
    let rows = rows.iter().filter(|row| measured.contains(&row.id.to_string()));
    let mut took_ms: Vec<_> =
        rows.filter_map(|row| Some((row.finished_at? - row.started_at?).num_milliseconds())).collect();
    took_ms.sort_unstable();
    let calls = after.generate_requests - before.generate_requests;
    Came { wasted: calls - (after.images_made - before.images_made), took_ms }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_that_are_known_to_be_dead_are_hardly_paid_for() {
    let measured = Scale::wanted().half_dead;
    let healthy = pictures(0, measured).await;
    let half = pictures(KEYS / 2, measured).await;
    let per_thousand = half.wasted * 1000 / measured;
    report(&format!("half of {KEYS} keys dead, {measured} pictures: {per_thousand} wasted calls per 1,000"));
    for percent in [50, 99] {
        let (good, bad) = (percentile(&healthy.took_ms, percent), percentile(&half.took_ms, percent));
        let hundredths = bad * 100 / good.max(1);
        report(&format!(
            "p{percent}: {good} ms all healthy, {bad} ms half dead: {}.{:02}x",
            hundredths / 100,
            hundredths % 100
        ));
    }
    assert_eq!(healthy.wasted, 0);
    // Each dead key may be asked once more while the pool learns, and no key is asked for every picture.
    assert!(half.wasted * 10 <= measured, "{} of {measured} pictures met a dead key", half.wasted);
}
