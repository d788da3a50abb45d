//! What happens on the wire, and for how long.

use std::{
    io::ErrorKind,
    time::{Duration, Instant},
};

use nproxy_sandbox::{Conduct, Fault, GEMINI_DEFAULT_MODEL, SandboxOptions};
use serde_json::Value;

use crate::client::{KEYS, SMALL_MODEL, World, generate_path, open, prompt, read, small};

async fn small_reply(world: &World, key: &str) -> std::io::Result<crate::client::Reply> {
    world.gemini("POST", &generate_path(SMALL_MODEL), key, &small("a boat")).await
}

#[tokio::test]
async fn connections_are_reset_and_bodies_cut() {
    let world = World::start().await;
    for fault in [Fault::ResetBeforeReading, Fault::ResetAfterReading] {
        world.controls.set_key(KEYS[0], fault).expect("known");
        let error = small_reply(&world, KEYS[0]).await.expect_err("a reset");
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{fault:?}");
    }
    world.controls.set_key(KEYS[0], Fault::HalfBody).expect("known");
    let half = small_reply(&world, KEYS[0]).await.expect("a reply cut short, not a reset");
    assert_eq!(half.status, 200);
    assert!(
        !half.body.is_empty() && half.body.len() < half.content_length(),
        "{} of {}",
        half.body.len(),
        half.content_length()
    );
    assert!(serde_json::from_slice::<Value>(&half.body).is_err());
}

#[tokio::test]
async fn a_reset_before_reading_does_not_wait_for_the_body() {
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Fault::ResetBeforeReading).expect("known");
    // The head promises a body that never comes.
    let addr = world.sandbox.gemini_base_url();
    let mut stream = tokio::net::TcpStream::connect(addr.trim_start_matches("http://")).await.expect("a connection");
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: x\r\nx-goog-api-key: key-a\r\ncontent-length: 100000\r\n\r\n",
        generate_path(SMALL_MODEL)
    );
    tokio::io::AsyncWriteExt::write_all(&mut stream, head.as_bytes()).await.expect("sent");
    assert_eq!(read(stream).await.expect_err("a reset").kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn silence_lasts_until_the_client_leaves() {
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Fault::NeverAnswers).expect("known");
    let answer = tokio::time::timeout(Duration::from_millis(300), small_reply(&world, KEYS[0])).await;
    assert!(answer.is_err(), "nothing may come");
    assert_eq!(small_reply(&world, KEYS[1]).await.expect("other keys are well").status, 200);
}

#[tokio::test]
async fn latency_and_slow_bodies_take_their_time() {
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Conduct { latency_ms: 300, ..Fault::Overloaded.into() }).expect("known");
    let begun = Instant::now();
    assert_eq!(small_reply(&world, KEYS[0]).await.expect("an answer").status, 503);
    assert!(begun.elapsed() >= Duration::from_millis(300));

    world.controls.set_key(KEYS[0], Conduct { slow_ms: 400, ..Fault::Slow.into() }).expect("known");
    let begun = Instant::now();
    let slow = small_reply(&world, KEYS[0]).await.expect("an answer");
    assert_eq!(slow.body.len(), slow.content_length());
    assert!(slow.decoded().width() > 0);
    assert!(begun.elapsed() >= Duration::from_millis(350));
}

#[tokio::test]
async fn a_fault_for_the_next_two_requests_ends_by_itself() {
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Conduct::from(Fault::Internal).for_next(2)).expect("known");
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(small_reply(&world, KEYS[0]).await.expect("an answer").status);
    }
    assert_eq!(statuses, [500, 500, 200]);
}

#[tokio::test]
async fn a_likely_fault_is_met_that_often_and_the_same_with_the_same_seed() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let world = World::with(SandboxOptions { seed: 11, ..SandboxOptions::default() }).await;
        world.controls.set_key(KEYS[0], Conduct { probability: 0.4, ..Fault::KeyLeaked.into() }).expect("known");
        let mut statuses = Vec::new();
        for _ in 0..100 {
            let path = format!("/v1beta/models/{GEMINI_DEFAULT_MODEL}");
            statuses.push(world.gemini("GET", &path, KEYS[0], &Value::Null).await.expect("an answer").status);
        }
        runs.push(statuses);
    }
    let met = runs[0].iter().filter(|status| **status == 403).count();
    assert!((25..=55).contains(&met), "{met} of 100");
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn a_key_check_succeeds_without_funds_or_quota_but_not_with_a_bad_key() {
    let world = World::start().await;
    let path = format!("/v1beta/models/{GEMINI_DEFAULT_MODEL}");
    let cases = [
        (Fault::OutOfFunds, 200),
        (Fault::QuotaZero, 200),
        (Fault::RateLimitDay, 200),
        (Fault::PromptBlock, 200),
        (Fault::KeyInvalid, 400),
        (Fault::KeySuspended, 403),
        (Fault::Region, 400),
        (Fault::ModelGone, 404),
        (Fault::Overloaded, 503),
    ];
    for (fault, status) in cases {
        world.controls.set_key(KEYS[0], fault).expect("known");
        let reply = world.gemini("GET", &path, KEYS[0], &Value::Null).await.expect("an answer");
        assert_eq!(reply.status, status, "{fault:?}");
    }
}

#[tokio::test]
async fn shutdown_closes_ports_and_waiting_connections() {
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Fault::NeverAnswers).expect("known");
    let url = world.sandbox.gemini_base_url();
    let body = prompt("x").to_string();
    let waiting = open(&url, "POST", &generate_path(SMALL_MODEL), "x-goog-api-key: key-a\r\n", body.as_bytes())
        .await
        .expect("sent");
    world.sandbox.shutdown().await;
    assert!(read(waiting).await.is_err(), "cut");
    assert!(open(&url, "GET", "/", "", b"").await.is_err(), "closed");
}
