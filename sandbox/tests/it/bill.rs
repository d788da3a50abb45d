//! The bill counts what a real upstream would charge for, whether or not the client was there to read it.

use std::time::Duration;

use nproxy_sandbox::{Conduct, Deed, Fault, SandboxOptions, Tally};
use serde_json::{Value, json};

use crate::client::{KEYS, SMALL_MODEL, World, generate_path, open, prompt, small};

/// 512 at [`SMALL_MODEL`].
const PRICE: u64 = 45_000;

async fn generate(world: &World, key: &str, text: &str) {
    // Some of these end in a reset; the bill is what is looked at.
    let _ended = world.gemini("POST", &generate_path(SMALL_MODEL), key, &small(text)).await;
}

/// The books are written by tasks that outlive their connection.
async fn until(world: &World, ready: impl Fn(&Tally) -> bool) -> Tally {
    for _ in 0..500 {
        let totals = world.controls.bill().totals;
        if ready(&totals) {
            return totals;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the bill stays {:?}", world.controls.bill().totals);
}

#[tokio::test]
async fn every_fault_is_billed_as_documented() {
    let billed = |fault: Fault| {
        use Fault as F;
        match fault {
            F::SafetyRefusal
            | F::PromptBlock
            | F::NoImage
            | F::TextOnly
            | F::HalfBody
            | F::ResetAfterReading
            | F::NeverAnswers
            | F::Slow => PRICE,
            F::Overloaded
            | F::Internal
            | F::Html502
            | F::RateLimitMinute
            | F::RateLimitDay
            | F::QuotaZero
            | F::RateLimitBare
            | F::OutOfFunds
            | F::OutOfFunds429
            | F::KeyLimit
            | F::KeyInvalid
            | F::KeyLeaked
            | F::KeySuspended
            | F::ServiceDisabled
            | F::Region
            | F::ModelGone
            | F::ResetBeforeReading
            | F::SilentBeforeReading => 0,
        }
    };
    let world = World::start().await;
    for fault in Fault::ALL {
        world.controls.reset();
        world.controls.set_key(KEYS[0], Conduct { slow_ms: 20, ..fault.into() }).expect("known");
        let call = generate(&world, KEYS[0], "a boat");
        if matches!(fault, Fault::NeverAnswers | Fault::SilentBeforeReading) {
            let _silence = tokio::time::timeout(Duration::from_millis(200), call).await;
        } else {
            call.await;
        }
        let totals = until(&world, |totals| totals.requests == 1).await;
        assert_eq!(totals.billed_micro_usd, billed(fault), "{fault:?}");
        let journal = world.controls.journal(0);
        assert_eq!((journal.len(), journal[0].fault, journal[0].deed), (1, Some(fault), Deed::Generate));
    }
}

#[tokio::test]
async fn a_delivered_picture_is_told_from_one_that_was_cut() {
    let world = World::start().await;
    generate(&world, KEYS[0], "a boat").await;
    world.controls.set_key(KEYS[0], Fault::HalfBody).expect("known");
    generate(&world, KEYS[0], "a boat").await;
    let expected = Tally {
        requests: 2,
        generate_requests: 2,
        images_made: 2,
        images_delivered: 1,
        billed_micro_usd: 2 * PRICE,
        billed_answers: 2,
        billed_lost_micro_usd: PRICE,
        in_flight: 0,
        in_flight_max: 1,
    };
    assert_eq!(until(&world, |totals| totals.in_flight == 0).await, expected);
    let journal = world.controls.journal(0);
    assert_eq!(journal.iter().map(|call| call.delivered).collect::<Vec<_>>(), [true, false]);
}

#[tokio::test]
async fn a_client_that_leaves_is_billed_all_the_same() {
    let world = World::start().await;
    world.controls.set_defaults(Conduct { latency_ms: 100, ..Conduct::default() }).expect("valid");
    let body = small("a boat").to_string();
    let stream = open(
        &world.sandbox.gemini_base_url(),
        "POST",
        &generate_path(SMALL_MODEL),
        "x-goog-api-key: key-b\r\n",
        body.as_bytes(),
    )
    .await;
    let stream = stream.expect("sent");
    until(&world, |totals| totals.in_flight == 1).await;
    drop(stream);
    let totals = until(&world, |totals| totals.images_made == 1 && totals.in_flight == 0).await;
    assert_eq!((totals.billed_micro_usd, totals.images_delivered), (PRICE, 0));
    assert_eq!(world.controls.bill().keys[1], totals);
}

#[tokio::test]
async fn what_a_key_works_on_at_once_is_counted() {
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Fault::NeverAnswers).expect("known");
    let body = small("a boat").to_string();
    let mut waiting = Vec::new();
    for begun in 1..=3 {
        let stream = open(
            &world.sandbox.gemini_base_url(),
            "POST",
            &generate_path(SMALL_MODEL),
            "x-goog-api-key: key-a\r\n",
            body.as_bytes(),
        )
        .await;
        waiting.push(stream.expect("sent"));
        until(&world, |totals| totals.in_flight == begun).await;
    }
    drop(waiting);
    let totals = until(&world, |totals| totals.in_flight == 0).await;
    assert_eq!(totals.in_flight_max, 3);
}

#[tokio::test]
async fn keys_are_counted_apart_and_strangers_not_at_all() {
    let world = World::start().await;
    generate(&world, KEYS[0], "a boat").await;
    generate(&world, KEYS[1], "a boat").await;
    generate(&world, KEYS[1], "a boat that is forbidden").await;
    generate(&world, "stranger", "a boat").await;
    let path = format!("/v1beta/models/{SMALL_MODEL}");
    world.gemini("GET", &path, KEYS[0], &Value::Null).await.expect("an answer");

    let bill = world.control("GET", "/bill", &Value::Null).await.json();
    assert_eq!(
        bill["keys"][0],
        json!({"requests":2,"generate_requests":1,"images_made":1,"images_delivered":1,"billed_micro_usd":PRICE,"billed_answers":1,"billed_lost_micro_usd":0,"in_flight":0,"in_flight_max":1})
    );
    assert_eq!(
        bill["keys"][1],
        json!({"requests":2,"generate_requests":2,"images_made":1,"images_delivered":1,"billed_micro_usd":2*PRICE,"billed_answers":2,"billed_lost_micro_usd":0,"in_flight":0,"in_flight_max":1})
    );
    assert_eq!(bill["totals"]["billed_micro_usd"], 3 * PRICE);
    assert_eq!(bill["unknown_key_requests"], 1);
}

#[tokio::test]
async fn a_refused_request_costs_nothing() {
    let world = World::start().await;
    let mut bad = prompt("x");
    bad["nonsense"] = json!(1);
    world.generate(KEYS[0], &bad).await;
    let totals = world.controls.bill().totals;
    assert_eq!((totals.requests, totals.billed_micro_usd, totals.images_made), (1, 0, 0));
}

#[tokio::test]
async fn the_journal_holds_no_prompt() {
    let world = World::start().await;
    generate(&world, KEYS[0], "a very private wish").await;
    generate(&world, KEYS[1], "a very private wish").await;
    generate(&world, KEYS[1], "another").await;
    let journal = world.control("GET", "/journal", &Value::Null).await;
    assert!(!String::from_utf8_lossy(&journal.body).contains("private"));
    let calls = journal.json()["calls"].as_array().expect("calls").clone();
    assert_eq!(calls.len(), 3);
    assert_eq!(calls[0]["prompt_hash"], calls[1]["prompt_hash"], "calls for one wish can be matched");
    assert_ne!(calls[1]["prompt_hash"], calls[2]["prompt_hash"]);
    assert_eq!(
        (&calls[0]["key_index"], &calls[0]["outcome"], &calls[0]["status"]),
        (&json!(0), &json!("STOP"), &json!(200))
    );
    assert_eq!(calls[0]["service"], "gemini");
    let (begun, entered) = (calls[0]["begun_at_ms"].as_u64(), calls[0]["at_ms"].as_u64());
    assert!(begun.is_some() && begun <= entered, "{begun:?} {entered:?}");
    let by_the_clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    let told = Duration::from_millis(calls[2]["at_unix_ms"].as_u64().expect("a time"));
    let ago = by_the_clock.checked_sub(told).expect("not in the future");
    assert!(ago < Duration::from_mins(1), "{ago:?}");
    let later = world.control("GET", "/journal?after=2", &Value::Null).await.json();
    assert_eq!(later["calls"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_journal_forgets_the_oldest_and_the_counts_do_not() {
    let world = World::with(SandboxOptions { journal_calls_max: 2, ..SandboxOptions::default() }).await;
    for _ in 0..3 {
        generate(&world, KEYS[0], "a boat").await;
    }
    assert_eq!(world.controls.journal(0).iter().map(|call| call.number).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(world.controls.bill().totals.images_delivered, 3);
}
