//! The internal door: for monitoring, with and without a database.

use std::sync::Arc;

use chrono::Duration;
use nproxy_app::health::Report;
use nproxy_app::pool_state::{FRESH_FOR, PoolState};
use nproxy_app::presence;
use nproxy_domain::WorkerId;
use nproxy_server::InternalDoor;
use nproxy_store::{StoreError, workers};
use serde_json::{Value, json};

use crate::house::House;
use crate::person::Person;

/// What looks at the house; its page of metrics says only whether the database was seen, and what is queued.
async fn monitor(house: &House) -> Person {
    let page = |state: Option<&PoolState>, _: &Report| {
        state.map_or("away".to_owned(), |seen| format!("{}", seen.queue.queued))
    };
    let door = InternalDoor::bind(house.app.clone(), ([127, 0, 0, 1], 0).into(), Arc::new(page)).await;
    let door = door.expect("a free port");
    let monitor = house.at(door.address());
    tokio::spawn(door.run());
    monitor
}

async fn worker_dies(house: &House) {
    let (id, now) = (WorkerId::new(&house.db.env), house.db.env.now());
    let written = house.app.store.write(move |tx| async move {
        workers::register(&tx, id, "worker", "0.0.9", now).await?;
        Ok::<_, StoreError>(())
    });
    written.await.expect("a row");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_serves_everybody_for_some_seconds_and_then_shows_what_is_new() {
    let house = House::new().await;
    let monitor = monitor(&house).await;
    assert_eq!(monitor.get("/metrics").await.text(), "0");
    let anna = house.customer().await;
    anna.generation("k").await;
    assert_eq!(monitor.get("/metrics").await.text(), "0", "it is not looked again so soon");
    house.db.clock.advance(FRESH_FOR);
    assert_eq!(monitor.get("/metrics").await.text(), "1");
    assert_eq!(monitor.get("/health").await.expect(200)["generations"]["queued"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_falls_silent_is_trouble() {
    let house = House::new().await;
    let monitor = monitor(&house).await;
    worker_dies(&house).await;
    let health = monitor.get("/health").await.expect(200);
    assert_eq!(health["status"], "ok", "{health}");
    assert_eq!(
        (&health["processes"][0]["role"], &health["processes"][0]["version"]),
        (&json!("worker"), &json!("0.0.9"))
    );
    house.db.clock.advance(Duration::from_std(presence::EVERY * 4).unwrap());
    let health = monitor.get("/health").await.expect(200);
    assert_eq!((&health["status"], &health["processes"][0]["silent"]), (&json!("trouble"), &json!(true)), "{health}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_database_it_says_so_and_still_answers() {
    let house = House::new().await;
    let monitor = monitor(&house).await;
    assert_eq!(monitor.get("/health").await.expect(200)["status"], "ok");
    house.app.store.close().await;
    house.db.clock.advance(FRESH_FOR);
    let health = monitor.get("/health").await.expect(503);
    assert_eq!((&health["status"], &health["database"]["reachable"]), (&json!("down"), &json!(false)), "{health}");
    assert_eq!(health["pool"], Value::Null);
    assert_eq!(health["health"]["status"], "down");
    let parts = health["health"]["components"].as_array().expect("a list");
    let state = |id: &str| parts.iter().find(|part| part["id"] == id).map_or(&Value::Null, |part| &part["state"]);
    assert_eq!((state("database"), state("storage")), (&json!("critical"), &json!("ok")));
    for unseen in ["queue", "pool", "mail", "process", "proxies", "switches", "backup"] {
        assert_eq!(state(unseen), "unknown", "{unseen} is not seen, which is not ok");
    }
    let metrics = monitor.get("/metrics").await;
    assert_eq!((metrics.status.as_u16(), metrics.text()), (200, "away".to_owned()));
    assert_eq!(metrics.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    monitor.get("/healthz").await.expect(200);
    monitor.get("/nothing").await.expect(404);
}
