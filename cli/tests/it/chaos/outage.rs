//! An upstream is down for all keys at once.

use std::time::{Duration, Instant, SystemTime};

use nproxy_sandbox::{Conduct, Controls, Fault, Outage, Service};
use nproxy_store::entities::provider_keys;
use nproxy_store::testing::sea_orm::EntityTrait as _;
use tokio::time::{MissedTickBehavior, interval};

use super::books::{begun_ms, shared_causes};
use super::customers::{BATCH, succeeded, turn};
use super::world::{Plan, World};
use super::{Scale, report};
use crate::support::ids;

/// A customer asks for another turn this often.
const ASKS_EVERY: Duration = Duration::from_millis(500);
/// Pictures flow again within so long, in milliseconds.
const FLOWS_WITHIN_MS: i64 = 10_000;
const WARM_TURNS: u64 = 4;

/// Customers go on asking while `begin` .. `end`; nothing fails, no key is banned, and one incident tells of it.
async fn is_weathered(lasts_s: u64, keys: usize, incident: &str, begin: fn(&Controls), end: fn(&Controls)) {
    let world = World::new(Plan::plain(keys, 4, 50)).await;
    let web = world.web().await;
    let site = world.sites(&web).await.remove(0);
    let _workers = (world.worker().await, world.worker().await);
    let mut generations = Vec::new();
    for n in 0..WARM_TURNS {
        generations.extend(ids(&site.submit(&format!("warm-{n}"), &turn(None, "fair weather")).await));
    }
    site.wait(&generations).await;

    let controls = world.controls();
    let from = Instant::now();
    begin(&controls);
    let mut again = interval(ASKS_EVERY);
    again.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while from.elapsed() < Duration::from_secs(lasts_s) {
        again.tick().await;
        let key = format!("turn-{}", generations.len());
        generations.extend(ids(&site.submit(&key, &turn(None, "in an outage")).await));
    }
    end(&controls);
    let over = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let over_ms = i64::try_from(over.as_millis()).unwrap();

    let ended = site.wait(&generations).await;
    let failed: Vec<_> = ended.iter().filter(|generation| !succeeded(generation)).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let made = controls.journal(0).into_iter().filter(|call| call.images_made > 0);
    let first_ms = made.map(|call| begun_ms(&call)).filter(|at| *at >= over_ms).min().expect("pictures are made");
    assert!(first_ms - over_ms < FLOWS_WITHIN_MS, "pictures flow after {} ms", first_ms - over_ms);

    let rows = provider_keys::Entity::find().all(world.db.store.read()).await.unwrap();
    let banned: Vec<_> = rows.iter().filter(|row| row.state == "manual_review" || row.strikes > 0).collect();
    assert!(banned.is_empty(), "{banned:#?}");
    let incidents = shared_causes(&world.db).await;
    let told: Vec<_> = incidents.iter().map(|row| (row.key.as_str(), row.recovered_at.is_some())).collect();
    assert_eq!(told, [(incident, true)], "one incident, and it is over");
    assert_eq!(controls.bill().totals.images_made, generations.len() as u64, "each picture was bought once");
    assert!(generations.len() as u64 > WARM_TURNS * BATCH);
    report(&format!(
        "{incident}: {lasts_s} s, {keys} keys, {} pictures; the first {} ms after its end",
        generations.len(),
        first_ms - over_ms
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_bans_no_key_and_pictures_flow_again_within_ten_seconds_of_its_end() {
    let Scale { outage_s, outage_keys, .. } = Scale::wanted();
    let begin = |controls: &Controls| controls.start_outage(Service::Gemini, Outage::Unavailable);
    let end = |controls: &Controls| controls.end_outage(Service::Gemini);
    is_weathered(outage_s, outage_keys, "pool:nano_banana:failing", begin, end).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_that_are_all_called_invalid_at_once_are_no_invalid_keys() {
    let Scale { outage_s, outage_keys, .. } = Scale::wanted();
    let begin = |controls: &Controls| controls.set_defaults(Fault::KeyInvalid).unwrap();
    let end = |controls: &Controls| controls.set_defaults(Conduct::default()).unwrap();
    is_weathered(outage_s, outage_keys, "pool:nano_banana:refusing", begin, end).await;
}
