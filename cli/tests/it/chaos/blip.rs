//! One blip of one key.

use nproxy_sandbox::{Conduct, Deed, Fault};
use nproxy_store::entities::{key_events, provider_keys};
use nproxy_store::testing::sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use super::customers::{BATCH, succeeded, turn};
use super::world::{Plan, World};
use crate::support::ids;

const AT_ONCE: u32 = 20;
/// Long enough for all to be in flight together.
const LATENCY_MS: u64 = 4000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_blip_with_twenty_requests_in_flight_is_one_strike() {
    let mut plan = Plan::plain(2, AT_ONCE, LATENCY_MS);
    plan.env.push(("NPROXY__WORKER__CONCURRENCY", (AT_ONCE * 2).to_string()));
    let world = World::new(plan).await;
    let controls = world.controls();
    let blip = Conduct { latency_ms: LATENCY_MS, ..Fault::Overloaded.into() };
    controls.set_key(&world.keys[0].secret(), blip.for_next(AT_ONCE)).unwrap();
    let web = world.web().await;
    let site = world.sites(&web).await.remove(0);
    let _worker = world.worker().await;
    let mut generations = Vec::new();
    for n in 0..u64::from(AT_ONCE) * 2 / BATCH {
        generations.extend(ids(&site.submit(&format!("turn-{n}"), &turn(None, "a lighthouse")).await));
    }
    let ended = site.wait(&generations).await;
    assert!(ended.iter().all(succeeded), "{ended:?}");

    let journal = controls.journal(0);
    let blips: Vec<_> = journal.iter().filter(|call| call.fault.is_some() && call.deed == Deed::Generate).collect();
    let last_in = blips.iter().map(|call| call.begun_at_ms).max().unwrap();
    let first_out = blips.iter().map(|call| call.at_ms).min().unwrap();
    assert_eq!(blips.len(), AT_ONCE as usize);
    assert!(last_in < first_out, "all were in flight together");

    let rows = provider_keys::Entity::find().all(world.db.store.read()).await.unwrap();
    let row = rows.iter().find(|row| row.label == world.keys[0].label).unwrap();
    assert_eq!((row.strikes, row.state.as_str(), row.in_flight), (1, "cooldown", 0));
    let events = key_events::Entity::find().filter(key_events::Column::KeyId.eq(row.id));
    let events = events.all(world.db.store.read()).await.unwrap();
    let events: Vec<_> = events.iter().map(|event| (event.before.as_str(), event.after.as_str())).collect();
    assert_eq!(events, [("active", "cooldown")]);
}
