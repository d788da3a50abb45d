//! An outage takes a whole service, and the schedule knows who could have answered when.

use std::{
    io::ErrorKind,
    time::{Duration, Instant, SystemTime},
};

use nproxy_sandbox::{Ability, Changed, Conduct, Fault, Outage, SandboxOptions, Service};
use serde_json::{Value, json};

use crate::client::{KEYS, Reply, SMALL_MODEL, World, generate_path, send, small};

/// Long enough for any answer, short enough to wait for one that never comes.
const PATIENCE: Duration = Duration::from_millis(200);

async fn start() -> World {
    let billing_keys = vec!["billing".to_owned()];
    World::with(SandboxOptions { billing_keys, small_pictures: true, ..SandboxOptions::default() }).await
}

async fn generate(world: &World, key: &str) -> std::io::Result<Reply> {
    world.gemini("POST", &generate_path(SMALL_MODEL), key, &small("a boat")).await
}

async fn balances(world: &World) -> [std::io::Result<Reply>; 2] {
    let openrouter = world.sandbox.openrouter_base_url();
    let addr = openrouter.trim_end_matches("/api/v1");
    [
        send(addr, "GET", "/api/v1/credits", "authorization: Bearer billing\r\n", b"").await,
        send(&world.sandbox.fal_base_url(), "GET", "/v1/account/billing", "authorization: Key billing\r\n", b"").await,
    ]
}

#[tokio::test]
async fn every_key_of_the_service_fails_until_the_outage_ends() {
    let world = start().await;
    world.controls.start_outage(Service::Gemini, Outage::Unavailable);
    for key in KEYS {
        assert_eq!(generate(&world, key).await.expect("an answer").status, 503);
    }
    let check = world.gemini("GET", &format!("/v1beta/models/{SMALL_MODEL}"), KEYS[0], &Value::Null).await;
    assert_eq!(check.expect("an answer").status, 503, "a key check meets it too");
    assert!(balances(&world).await.into_iter().all(|told| told.expect("an answer").status == 200), "others go on");

    world.controls.start_outage(Service::Gemini, Outage::Cuts);
    assert_eq!(generate(&world, KEYS[0]).await.expect_err("a reset").kind(), ErrorKind::ConnectionReset);
    world.controls.start_outage(Service::Gemini, Outage::Hangs);
    assert!(tokio::time::timeout(PATIENCE, generate(&world, KEYS[0])).await.is_err(), "nothing is answered");

    world.controls.end_outage(Service::Gemini);
    assert_eq!(generate(&world, KEYS[0]).await.expect("an answer").status, 200);
    let totals = world.controls.bill().totals;
    assert_eq!((totals.images_made, totals.billed_answers), (1, 1), "nothing is made or billed in an outage");
}

#[tokio::test]
async fn balances_cannot_be_asked_for_in_an_outage() {
    let world = start().await;
    for service in [Service::OpenRouter, Service::Fal] {
        world.controls.start_outage(service, Outage::Unavailable);
    }
    let told = balances(&world).await.map(|told| told.expect("an answer"));
    assert_eq!(told.iter().map(|reply| reply.status).collect::<Vec<_>>(), [503, 503]);
    assert_eq!(told[0].json()["error"]["metadata"]["error_type"], "provider_overloaded");
    assert_eq!(told[1].json()["error_type"], "runner_scheduling_failure");
    for service in [Service::OpenRouter, Service::Fal] {
        world.controls.start_outage(service, Outage::Cuts);
    }
    assert!(balances(&world).await.into_iter().all(|told| told.is_err()));
}

#[tokio::test]
async fn what_a_key_has_in_store_outlasts_the_outage() {
    let world = start().await;
    world.controls.set_key(KEYS[0], Conduct::from(Fault::Internal).for_next(1)).expect("known");
    world.controls.start_outage(Service::Gemini, Outage::Unavailable);
    assert_eq!(generate(&world, KEYS[0]).await.expect("an answer").status, 503);
    world.controls.end_outage(Service::Gemini);
    assert_eq!(generate(&world, KEYS[0]).await.expect("an answer").status, 500);
    assert_eq!(generate(&world, KEYS[0]).await.expect("an answer").status, 200);
}

#[tokio::test]
async fn an_outage_is_switched_over_http() {
    let world = start().await;
    let set = world.control("PUT", "/outages/gemini", &json!("unavailable")).await;
    assert_eq!((set.status, &set.json()["services"][0]["outage"]), (200, &json!("unavailable")));
    assert_eq!(generate(&world, KEYS[0]).await.expect("an answer").status, 503);
    assert_eq!(world.control("DELETE", "/outages/gemini", &Value::Null).await.status, 200);
    assert_eq!(generate(&world, KEYS[0]).await.expect("an answer").status, 200);
}

#[tokio::test]
async fn the_schedule_agrees_with_what_calls_met() {
    let world = start().await;
    let service = Service::Gemini;
    world.controls.set_key(KEYS[0], Conduct::from(Fault::Overloaded).for_next(2)).expect("known");
    for _ in 0..3 {
        generate(&world, KEYS[0]).await.expect("an answer");
    }
    world.controls.set_defaults(Fault::Region).expect("valid");
    generate(&world, KEYS[1]).await.expect("an answer");
    world.controls.start_outage(service, Outage::Unavailable);
    generate(&world, KEYS[0]).await.expect("an answer");
    world.controls.end_outage(service);
    generate(&world, KEYS[0]).await.expect("an answer");

    let schedule = world.controls.schedule();
    let journal = world.controls.journal(0);
    let met: Vec<_> = journal.iter().map(|call| (call.fault, call.images_made)).collect();
    let overloaded = Some(Fault::Overloaded);
    let expected = [(overloaded, 0), (overloaded, 0), (None, 1), (Some(Fault::Region), 0), (overloaded, 0), (None, 1)];
    assert_eq!(met, expected);
    let kinds: Vec<_> = schedule.changes().iter().map(|change| &change.what).collect();
    assert!(
        matches!(
            kinds[..],
            [
                Changed::Key { key_index: 0, .. },
                Changed::FaultSpent { key_index: Some(0) },
                Changed::Defaults(_),
                Changed::Outage { outage: Some(Outage::Unavailable), .. },
                Changed::Outage { outage: None, .. },
            ]
        ),
        "{kinds:?}"
    );
    assert!(schedule.changes().is_sorted_by_key(|change| change.at));
    let (during, after) = (schedule.changes()[3].at, schedule.changes()[4].at);
    assert!(schedule.able_keys(service, during).is_empty());
    assert_eq!(schedule.able_keys(Service::Fal, during), [0], "the other keys follow the defaults");
    assert_eq!(schedule.able_keys(service, after), [0]);
    assert_eq!(schedule.able_keys(service, schedule.changes()[4].wall), [0], "by the clock it is the same");
    assert!(!schedule.always_able(service, during, Instant::now()));
    assert!(schedule.ever_able(service, during, SystemTime::now()));
    assert_eq!(schedule.able_throughout(service, after, Instant::now()), [0]);
    assert_eq!(schedule.ability(service, 0, Duration::ZERO), Ability::Able, "before anything was ordered");

    world.controls.reset();
    let schedule = world.controls.schedule();
    assert_eq!(schedule.able_keys(service, Instant::now()), [0, 1, 2]);
    assert!(schedule.able_keys(service, during).is_empty(), "what was is not forgotten");
}
