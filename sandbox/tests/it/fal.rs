//! fal's queue, played: replies have the keys and types of the documented ones, jobs take their time, and end in the bill.

use base64::{Engine, prelude::BASE64_STANDARD};
use nproxy_sandbox::{Conduct, Deed, Fault, SandboxOptions};
use serde_json::{Value, json};

use crate::{
    client::{KEYS, Reply, World, send},
    structure::same_structure,
};

const APP: &str = "fal-ai/nano-banana-2";
/// 0.5K of [`APP`].
const PRICE: u64 = 45_000;
/// Longer than any test takes.
const NEVER_MS: u64 = 600_000;

async fn call(world: &World, method: &str, target: &str, key: &str, body: &Value) -> Reply {
    let base = world.sandbox.fal_base_url();
    let path = target.strip_prefix(&base).unwrap_or(target);
    let header = if key.is_empty() { String::new() } else { format!("authorization: Key {key}\r\n") };
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    send(&base, method, path, &header, &body).await.expect("an answer")
}

fn small(prompt: &str) -> Value {
    json!({ "prompt": prompt, "resolution": "0.5K" })
}

/// Submits below `path` and tells the addresses.
async fn submit(world: &World, path: &str, body: &Value) -> Value {
    let reply = call(world, "POST", &format!("/{path}"), KEYS[0], body).await;
    assert_eq!(reply.status, 200, "{}", reply.json());
    reply.json()
}

async fn get(world: &World, job: &Value, address: &str) -> Reply {
    call(world, "GET", job[address].as_str().expect("an address"), KEYS[0], &Value::Null).await
}

async fn ended(world: &World, job: &Value) -> Reply {
    while get(world, job, "status_url").await.json()["status"] != "COMPLETED" {}
    get(world, job, "response_url").await
}

#[tokio::test]
async fn a_job_is_taken_worked_on_and_fetched_from_where_it_lies() {
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Conduct { latency_ms: 200, ..Conduct::default() }).expect("known");
    let job = submit(&world, APP, &small("a quiet harbour")).await;
    let real = json!({"status":"IN_QUEUE","request_id":"r1","queue_position":0,"response_url":"..","status_url":"..","cancel_url":".."});
    same_structure(&real, &job, "submit");
    let early = get(&world, &job, "response_url").await;
    assert_eq!(early.status, 400, "{}", early.json());

    let result = ended(&world, &job).await.json();
    let real = json!({"images":[{"url":"https://v3.fal.media/files/x/y.png","content_type":"image/png","file_name":"y.png","file_size":123,"width":1024,"height":1024}],"description":""});
    same_structure(&real, &result, "result");
    assert_eq!(world.controls.bill().totals.images_delivered, 0, "told, not fetched");
    let url = result["images"][0]["url"].as_str().expect("an address").to_owned();
    let file = call(&world, "GET", &url, "", &Value::Null).await;
    let picture = image::load_from_memory(&file.body).expect("a picture");
    assert_eq!((picture.width(), picture.height()), (512, 512));
    let bill = world.controls.bill();
    assert_eq!((bill.totals.images_delivered, bill.totals.billed_micro_usd), (1, PRICE));
    assert_eq!((bill.totals.generate_requests, bill.totals.in_flight), (1, 0));
}

#[tokio::test]
async fn an_edit_takes_data_uris_and_is_asked_after_without_its_sub_path() {
    let world = World::start().await;
    let job = submit(&world, APP, &small("a quiet harbour")).await;
    let url = ended(&world, &job).await.json()["images"][0]["url"].as_str().expect("an address").to_owned();
    let input = call(&world, "GET", &url, "", &Value::Null).await.body;
    let mut body = small("make it night");
    body["image_urls"] = json!([format!("data:image/png;base64,{}", BASE64_STANDARD.encode(input))]);
    body["output_format"] = json!("webp");
    let edit = submit(&world, &format!("{APP}/edit"), &body).await;
    assert!(edit["status_url"].as_str().is_some_and(|url| url.contains(&format!("/{APP}/requests/"))), "{edit}");
    let result = ended(&world, &edit).await.json();
    assert_eq!(result["images"][0]["content_type"], "image/webp");
    let url = result["images"][0]["url"].as_str().expect("an address").to_owned();
    let file = call(&world, "GET", &url, "", &Value::Null).await;
    assert!(file.head.contains("image/webp"));
    image::load_from_memory(&file.body).expect("a picture");
}

#[tokio::test]
async fn a_job_is_known_to_the_key_that_submitted_it_alone() {
    let world = World::start().await;
    let job = submit(&world, APP, &small("a boat")).await;
    for address in ["status_url", "response_url"] {
        let url = job[address].as_str().expect("an address");
        assert_eq!(call(&world, "GET", url, KEYS[1], &Value::Null).await.status, 404, "{address}");
        assert_eq!(call(&world, "GET", url, "", &Value::Null).await.status, 401, "{address}");
    }
    let other_app = job["status_url"].as_str().expect("an address").replace(APP, "fal-ai/nano-banana");
    assert_eq!(call(&world, "GET", &other_app, KEYS[0], &Value::Null).await.status, 404);
}

#[tokio::test]
async fn faults_at_the_door_have_the_words_of_the_protocol() {
    let cases = [
        (Fault::Overloaded, 503, true),
        (Fault::Internal, 500, true),
        (Fault::RateLimitMinute, 429, false),
        (Fault::RateLimitBare, 429, false),
        (Fault::KeyInvalid, 401, false),
        (Fault::KeySuspended, 401, false),
        (Fault::OutOfFunds, 403, false),
        (Fault::OutOfFunds429, 403, false),
        (Fault::ModelGone, 404, false),
    ];
    let world = World::start().await;
    for (fault, status, typed) in cases {
        world.controls.set_key(KEYS[0], fault).expect("known");
        let reply = call(&world, "POST", &format!("/{APP}"), KEYS[0], &small("a boat")).await;
        let real = if typed { json!({"detail": "..", "error_type": ".."}) } else { json!({"detail": ".."}) };
        assert_eq!(reply.status, status, "{fault:?}");
        same_structure(&real, &reply.json(), &format!("{fault:?}"));
        assert_eq!(reply.head.contains("x-fal-error-type: "), typed, "{fault:?}");
    }
    world.controls.set_key(KEYS[0], Fault::OutOfFunds).expect("known");
    let reply = call(&world, "POST", &format!("/{APP}"), KEYS[0], &small("a boat")).await;
    let real = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.";
    assert_eq!(reply.json(), json!({ "detail": real }));
    assert_eq!(world.controls.bill().totals.billed_micro_usd, 0);
}

#[tokio::test]
async fn a_models_own_complaints_come_with_the_result() {
    let cases = [
        (Fault::PromptBlock, 422, "content_policy_violation", 0),
        (Fault::SafetyRefusal, 422, "content_policy_violation", PRICE),
        (Fault::NoImage, 422, "no_media_generated", PRICE),
    ];
    let real = json!([{"loc":["body","prompt"],"msg":"..","type":"..","url":"..","input":".."}]);
    for (fault, status, kind, price) in cases {
        let world = World::start().await;
        world.controls.set_key(KEYS[0], fault).expect("known");
        let job = submit(&world, APP, &small("a boat")).await;
        let reply = ended(&world, &job).await;
        assert_eq!((reply.status, reply.json()["detail"][0]["type"].clone()), (status, json!(kind)), "{fault:?}");
        if fault == Fault::PromptBlock {
            same_structure(&real, &reply.json()["detail"], "policy");
        }
        assert_eq!(world.controls.bill().totals.billed_micro_usd, price, "{fault:?}");
    }
    let world = World::start().await;
    let mut bodies =
        vec![(json!({}), "missing"), (json!({ "prompt": "something forbidden" }), "content_policy_violation")];
    for (field, value, kind) in [
        ("aspect_ratio", json!("7:3"), "literal_error"),
        ("resolution", json!("3K"), "literal_error"),
        ("output_format", json!("gif"), "literal_error"),
        ("num_images", json!(5), "less_than_equal"),
    ] {
        let mut body = small("a boat");
        body[field] = value;
        bodies.push((body, kind));
    }
    for (body, kind) in bodies {
        let job = submit(&world, APP, &body).await;
        let reply = ended(&world, &job).await;
        assert_eq!((reply.status, reply.json()["detail"][0]["type"].clone()), (422, json!(kind)), "{body}");
    }
    for urls in [json!([]), json!(["https://example.com/a.png"]), json!(["data:image/png;base64,aGVsbG8="])] {
        let job = submit(&world, &format!("{APP}/edit"), &json!({ "prompt": "x", "image_urls": urls })).await;
        assert_eq!(ended(&world, &job).await.status, 422, "{urls}");
    }
}

#[tokio::test]
async fn a_cancel_is_heard_while_the_job_waits_for_its_turn() {
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Conduct { latency_ms: NEVER_MS, ..Conduct::default() }).expect("known");
    let job = submit(&world, APP, &small("a boat")).await;
    assert_eq!(get(&world, &job, "status_url").await.json()["status"], "IN_QUEUE");
    let cancel = job["cancel_url"].as_str().expect("an address");
    let heard = call(&world, "PUT", cancel, KEYS[0], &Value::Null).await;
    assert_eq!((heard.status, heard.json()), (202, json!({"status": "CANCELLATION_REQUESTED"})));
    let ended = ended(&world, &job).await;
    assert_eq!((ended.status, ended.json()["error_type"].clone()), (499, json!("client_cancelled")));
    let late = call(&world, "PUT", cancel, KEYS[0], &Value::Null).await;
    assert_eq!((late.status, late.json()), (400, json!({"status": "ALREADY_COMPLETED"})));
    let unknown = call(&world, "PUT", &cancel.replace("/cancel", "x/cancel"), KEYS[0], &Value::Null).await;
    assert_eq!((unknown.status, unknown.json()), (404, json!({"status": "NOT_FOUND"})));
    assert_eq!(world.controls.bill().totals.billed_micro_usd, 0);
}

#[tokio::test]
async fn an_answer_lost_on_the_way_is_a_job_all_the_same() {
    for fault in [Fault::ResetAfterReading, Fault::HalfBody] {
        let world = World::start().await;
        world.controls.set_key(KEYS[0], Conduct::from(fault).for_next(1)).expect("known");
        let header = format!("authorization: Key {}\r\n", KEYS[0]);
        let body = small("a boat").to_string();
        let _lost = send(&world.sandbox.fal_base_url(), "POST", &format!("/{APP}"), &header, body.as_bytes()).await;
        for _ in 0..500 {
            if world.controls.bill().totals.billed_micro_usd > 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let journal = world.controls.journal(0);
        assert_eq!(journal.len(), 1, "{fault:?}");
        assert_eq!(
            (journal[0].deed, journal[0].billed_micro_usd, journal[0].delivered),
            (Deed::Generate, PRICE, false)
        );
    }
}

#[tokio::test]
async fn an_admin_key_tells_what_is_left() {
    let options = SandboxOptions { billing_keys: vec!["billing".to_owned()], ..SandboxOptions::default() };
    let world = World::with(options).await;
    let job = submit(&world, APP, &small("a boat")).await;
    ended(&world, &job).await;
    let target = "/v1/account/billing?expand=credits";
    let told = call(&world, "GET", target, "billing", &Value::Null).await;
    let real = json!({"username": "somebody", "credits": {"current_balance": 99.955, "currency": "USD"}});
    assert_eq!(told.json(), real);
    assert_eq!(call(&world, "GET", target, KEYS[0], &Value::Null).await.status, 403);
    assert_eq!(call(&world, "GET", target, "nobody", &Value::Null).await.status, 401);
}

#[tokio::test]
async fn what_is_not_there_is_said() {
    let world = World::start().await;
    for (method, path, key, status) in [
        ("POST", "/fal-ai/nano-banana-9", KEYS[0], 404),
        ("POST", "/fal-ai/nano-banana-lite/edit", KEYS[0], 404),
        ("POST", "/fal-ai/nano-banana", "nobody", 401),
        ("POST", "/fal-ai/nano-banana", "", 401),
        ("GET", "/fal-ai/nano-banana/requests/r1/status", KEYS[0], 404),
        ("GET", "/files/r1/0.png", "", 404),
        ("DELETE", "/fal-ai/nano-banana", KEYS[0], 404),
    ] {
        assert_eq!(call(&world, method, path, key, &small("x")).await.status, status, "{method} {path} {key}");
    }
    assert_eq!(call(&world, "POST", &format!("/{APP}"), KEYS[0], &json!("text")).await.status, 400);
}
