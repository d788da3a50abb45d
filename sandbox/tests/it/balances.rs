//! Credit is drawn down by what is billed, and at its end pictures are refused in the words of the service.

use nproxy_sandbox::{Changed, Conduct, Fault, SandboxOptions, Service};
use serde_json::{Value, json};

use crate::client::{KEYS, Reply, World, generate_path, send, small};

/// 1K at OpenRouter's default model.
const PRICE: u64 = 33_600;

fn options() -> SandboxOptions {
    let billing_keys = vec!["billing".to_owned()];
    SandboxOptions { billing_keys, small_pictures: true, ..SandboxOptions::default() }
}

async fn openrouter(world: &World, method: &str, path: &str, key: &str, body: &Value) -> Reply {
    let base = world.sandbox.openrouter_base_url();
    let header = format!("authorization: Bearer {key}\r\n");
    let target = format!("/api/v1{path}");
    let addr = base.trim_end_matches("/api/v1");
    send(addr, method, &target, &header, body.to_string().as_bytes()).await.expect("an answer")
}

async fn complete(world: &World, key: &str) -> Reply {
    let body = json!({ "model": "google/gemini-nano-banana-2.1", "modalities": ["image"], "messages": [{ "role": "user", "content": "a boat" }] });
    openrouter(world, "POST", "/chat/completions", key, &body).await
}

async fn fal(world: &World, method: &str, path: &str, key: &str) -> Reply {
    let header = format!("authorization: Key {key}\r\n");
    let body = if method == "GET" { String::new() } else { json!({ "prompt": "a boat" }).to_string() };
    send(&world.sandbox.fal_base_url(), method, path, &header, body.as_bytes()).await.expect("an answer")
}

#[tokio::test]
async fn the_last_of_the_credit_buys_a_picture_and_then_every_key_is_refused() {
    let world = World::with(options()).await;
    world.controls.set_balance(Service::OpenRouter, PRICE + 1);
    assert_eq!(complete(&world, KEYS[0]).await.status, 200);
    assert_eq!(world.controls.balance(Service::OpenRouter), Some(1));
    assert_eq!(complete(&world, KEYS[1]).await.status, 200, "the last call may cost more than there was");
    let told = openrouter(&world, "GET", "/credits", "billing", &Value::Null).await.json();
    assert_eq!(told, json!({"data": {"total_credits": 0.033_601, "total_usage": 0.0672}}));
    for key in &KEYS[..2] {
        let refused = complete(&world, key).await;
        assert_eq!(refused.status, 402);
        assert_eq!(refused.json()["error"]["metadata"]["limit_source"], "openrouter_credits");
        assert_eq!(
            openrouter(&world, "GET", "/key", key, &Value::Null).await.status,
            200,
            "the key is as good as ever"
        );
    }
    assert_eq!(world.controls.bill().totals.billed_micro_usd, 2 * PRICE, "a refusal costs nothing");

    world.controls.set_balance(Service::OpenRouter, 1_000_000);
    assert_eq!(complete(&world, KEYS[0]).await.status, 200, "paid in while running");
    let changes = world.controls.schedule().changes().to_vec();
    assert!(changes.iter().any(|change| change.what == Changed::FundsSpent(Service::OpenRouter)), "{changes:?}");
}

#[tokio::test]
async fn each_service_has_its_own_purse() {
    let world = World::with(options()).await;
    let path = generate_path(crate::client::SMALL_MODEL);
    world.gemini("POST", &path, KEYS[0], &small("a boat")).await.expect("an answer");
    assert_eq!(world.controls.balance(Service::Gemini), None, "Gemini tells no balance");
    let told = openrouter(&world, "GET", "/credits", "billing", &Value::Null).await.json();
    assert_eq!(told["data"]["total_usage"], 0.0, "what was bought at Gemini is not OpenRouter's");

    world.controls.set_balance(Service::Fal, 0);
    let refused = fal(&world, "POST", "/fal-ai/nano-banana", KEYS[0]).await;
    let words = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.";
    assert_eq!((refused.status, refused.json()), (403, json!({ "detail": words })));
    let left = fal(&world, "GET", "/v1/account/billing?expand=credits", "billing").await.json();
    assert_eq!(left["credits"], json!({"current_balance": 0.0, "currency": "USD"}));
    assert_eq!(complete(&world, KEYS[0]).await.status, 200);

    world.controls.set_balance(Service::Gemini, 0);
    let refused = world.gemini("POST", &path, KEYS[0], &small("a boat")).await.expect("an answer");
    assert_eq!(refused.status, 402);
}

#[tokio::test]
async fn a_bad_key_is_told_so_even_without_funds() {
    let world = World::with(options()).await;
    world.controls.set_balance(Service::OpenRouter, 0);
    world.controls.set_key(KEYS[0], Fault::KeyInvalid).expect("known");
    world.controls.set_key(KEYS[1], Fault::HalfBody).expect("known");
    assert_eq!(complete(&world, KEYS[0]).await.status, 401);
    assert_eq!(complete(&world, KEYS[1]).await.status, 402, "no answer was begun that could be cut");
}

#[tokio::test]
async fn a_keys_own_limit_stops_that_key_alone() {
    let world = World::with(options()).await;
    let limited = Conduct { key_limit_micro_usd: Some(PRICE), ..Conduct::default() };
    world.controls.set_key(KEYS[0], limited.clone()).expect("known");
    assert_eq!(complete(&world, KEYS[0]).await.status, 200);
    let refused = complete(&world, KEYS[0]).await;
    assert_eq!(refused.status, 402);
    assert_eq!(refused.json()["error"]["metadata"]["limit_source"], "openrouter_key_limit");
    let told = openrouter(&world, "GET", "/key", KEYS[0], &Value::Null).await.json();
    assert_eq!((&told["data"]["limit_remaining"], &told["data"]["usage"]), (&json!(0.0), &json!(0.0336)));
    assert_eq!(complete(&world, KEYS[1]).await.status, 200);
    let now = std::time::Instant::now();
    let able = |service| world.controls.schedule().able_keys(service, now);
    assert_eq!((able(Service::OpenRouter), able(Service::Fal)), (vec![1, 2], vec![0, 1, 2]));
    let raised = Conduct { key_limit_micro_usd: Some(2 * PRICE), ..limited };
    world.controls.set_key(KEYS[0], raised).expect("known");
    assert_eq!(complete(&world, KEYS[0]).await.status, 200);
}

#[tokio::test]
async fn balances_are_for_the_keys_that_may_ask() {
    let world = World::with(options()).await;
    let status = async |key: &str| openrouter(&world, "GET", "/credits", key, &Value::Null).await.status;
    assert_eq!((status("billing").await, status(KEYS[0]).await, status("nobody").await), (200, 403, 401));
    let status = async |key: &str| fal(&world, "GET", "/v1/account/billing", key).await.status;
    assert_eq!((status("billing").await, status(KEYS[0]).await, status("nobody").await), (200, 403, 401));
    let unasked = fal(&world, "GET", "/v1/account/billing", "billing").await.json();
    assert_eq!(unasked, json!({"username": "somebody"}), "credits come where they are asked for");
    let own = openrouter(&world, "GET", "/key", "billing", &Value::Null).await.json();
    assert_eq!(own["data"]["is_management_key"], true);
    assert_eq!(complete(&world, "billing").await.status, 401, "a management key makes nothing");
}
