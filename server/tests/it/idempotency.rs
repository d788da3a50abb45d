//! Sent twice is asked once.

use std::collections::BTreeSet;

use futures::future::join_all;
use reqwest::Method;

use crate::house::House;
use crate::person::{send, text, turn};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replayed_request_answers_the_same_turn() {
    let house = House::new().await;
    let anna = house.customer().await;
    let first = anna.submit("key_1-A", &turn(2)).await;
    assert_eq!(first.header("idempotency-replayed"), "");
    let again = anna.submit("key_1-A", &turn(2)).await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(first.expect(202), again.expect(202));
    anna.submit("key_1-A", &turn(3)).await.refused(409, "idempotency_key_reused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_request_eight_times_at_the_same_instant_is_one_turn() {
    let house = House::new().await;
    let anna = house.customer().await;
    let body = turn(2);
    let answers = join_all((0..8).map(|_| anna.submit("at-once", &body))).await;
    let turns: BTreeSet<String> = answers.iter().map(|answer| text(&answer.expect(202)["turn"]["id"])).collect();
    assert_eq!(turns.len(), 1);
    let fresh = answers.iter().filter(|answer| answer.header("idempotency-replayed").is_empty()).count();
    assert_eq!(fresh, 1);
    let conversations = anna.get("/api/v1/conversations").await.expect(200);
    assert_eq!(conversations["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_costs_quota_needs_a_key() {
    let house = House::new().await;
    let anna = house.customer().await;
    send(anna.request(Method::POST, "/api/v1/turns").json(&turn(1))).await.refused(400, "idempotency_key_missing");
    for bad in ["", "with space", "a/b", &"x".repeat(65)] {
        anna.submit(bad, &turn(1)).await.refused(400, "idempotency_key_invalid");
    }
    let id = anna.generation("k").await;
    let retry = anna.request(Method::POST, &format!("/api/v1/generations/{id}/retry"));
    send(retry).await.refused(400, "idempotency_key_missing");
}
