//! The control endpoint.

use nproxy_sandbox::{Conduct, Fault, SandboxOptions};
use serde_json::{Value, json};

use crate::client::{KEYS, SMALL_MODEL, World, generate_path, small};

async fn status(world: &World, key: &str) -> u16 {
    world.gemini("POST", &generate_path(SMALL_MODEL), key, &small("a boat")).await.expect("an answer").status
}

#[tokio::test]
async fn faults_are_set_and_lifted_while_running() {
    let world = World::start().await;
    let set = world.control("PUT", "/keys/key-a", &json!({"fault": "html_502", "probability": 1.0})).await;
    assert_eq!(set.status, 200);
    assert_eq!(set.json()["keys"][0]["conduct"]["fault"], "html_502");
    assert_eq!((status(&world, KEYS[0]).await, status(&world, KEYS[1]).await), (502, 200));

    assert_eq!(
        world.control("PUT", "/keys/1", &json!({"fault": "out_of_funds_429", "next_requests": 1})).await.status,
        200
    );
    assert_eq!((status(&world, KEYS[1]).await, status(&world, KEYS[1]).await), (429, 200));

    assert_eq!(world.control("PUT", "/keys/key+c%2F%C3%BC", &json!({"fault": "region"})).await.status, 200);
    assert_eq!(world.controls.state().keys[2].conduct.as_ref().and_then(|conduct| conduct.fault), Some(Fault::Region));

    assert_eq!(world.control("PUT", "/defaults", &json!({"fault": "overloaded"})).await.status, 200);
    assert_eq!(world.control("DELETE", "/keys/0", &Value::Null).await.status, 200);
    assert_eq!(status(&world, KEYS[0]).await, 503);
    assert_eq!(world.control("PUT", "/keys/key-a", &json!({})).await.status, 200);
    assert_eq!(status(&world, KEYS[0]).await, 200, "a conduct of its own, and a healthy one");
}

#[tokio::test]
async fn reset_brings_back_the_start() {
    let world = World::with(SandboxOptions {
        defaults: Conduct { latency_ms: 5, ..Conduct::default() },
        ..SandboxOptions::default()
    })
    .await;
    let start = world.control("GET", "/state", &Value::Null).await.json();
    world.control("PUT", "/keys/key-a", &json!({"fault": "internal"})).await;
    world.control("PUT", "/defaults", &json!({"latency_ms": 50})).await;
    status(&world, KEYS[0]).await;
    world.control("PUT", "/outages/openrouter", &json!("cuts")).await;
    let poor = world.control("PUT", "/balances/fal", &json!({"left_micro_usd": 7})).await.json();
    assert_eq!((&poor["services"][1]["outage"], &poor["services"][2]["left_micro_usd"]), (&json!("cuts"), &json!(7)));
    assert_eq!(world.control("POST", "/reset", &Value::Null).await.json(), start);
    assert_eq!(start["defaults"]["latency_ms"], 5);
    assert!(world.controls.journal(0).is_empty());
}

#[tokio::test]
async fn nonsense_is_refused_with_words() {
    let world = World::start().await;
    let cases = [
        ("PUT", "/keys/nobody", json!({}), 404, "no such key"),
        ("PUT", "/keys/7", json!({}), 404, "no such key"),
        ("DELETE", "/keys/nobody", Value::Null, 404, "no such key"),
        ("PUT", "/keys/0", json!({"fault": "meteor"}), 400, "meteor"),
        ("PUT", "/keys/0", json!({"latency": 1}), 400, "latency"),
        ("PUT", "/keys/0", json!({"probability": 2}), 400, "probability"),
        ("PUT", "/defaults", json!({"latency_ms": 10_000_000}), 400, "latency_ms"),
        ("PUT", "/defaults", Value::Null, 400, "EOF"),
        ("GET", "/journal?after=x", Value::Null, 400, "after"),
        ("PUT", "/outages/nobody", json!("hangs"), 404, "no such service"),
        ("PUT", "/outages/fal", json!("meteor"), 400, "meteor"),
        ("PUT", "/balances/fal", json!({"left_micro_usd": -1}), 400, "-1"),
        ("PUT", "/balances/fal", json!({"left": 1}), 400, "left"),
        ("GET", "/", Value::Null, 404, "GET /state"),
        ("DELETE", "/bill", Value::Null, 404, "GET /bill"),
    ];
    for (method, target, body, status, text) in cases {
        let reply = world.control(method, target, &body).await;
        assert_eq!(reply.status, status, "{method} {target} {body}");
        assert!(
            reply.json()["error"].as_str().is_some_and(|error| error.contains(text)),
            "{method} {target}: {}",
            reply.json()
        );
    }
}

#[tokio::test]
async fn a_start_with_an_impossible_conduct_is_refused() {
    let defaults = Conduct { probability: -1.0, ..Conduct::default() };
    let error = nproxy_sandbox::Sandbox::start(SandboxOptions { defaults, ..SandboxOptions::default() })
        .await
        .expect_err("refused");
    assert!(error.to_string().contains("probability"));
}

#[tokio::test]
async fn it_tells_where_everything_is() {
    let ca = nproxy_sandbox::PlayedCa::new().expect("a certificate");
    let world = World::with(SandboxOptions { tls: Some(ca.clone()), ..SandboxOptions::default() }).await;
    let doors = world.control("GET", "/doors", &Value::Null).await.json();
    let told = json!({
        "gemini_base_url": world.sandbox.gemini_base_url(),
        "openrouter_base_url": world.sandbox.openrouter_base_url(),
        "fal_base_url": world.sandbox.fal_base_url(),
        "openai_base_url": world.sandbox.openai_base_url(),
        "kie_base_url": world.sandbox.kie_base_url(),
        "nowpayments_base_url": world.sandbox.nowpayments_base_url(),
        "btcpay_base_url": world.sandbox.btcpay_base_url(),
        "crypto_pay_base_url": world.sandbox.crypto_pay_base_url(),
        "heleket_base_url": world.sandbox.heleket_base_url(),
        "oxapay_base_url": world.sandbox.oxapay_base_url(),
        "echo_url": world.sandbox.echo_url(),
        "smtp_address": world.sandbox.smtp_address().to_string(),
        "telegram_base_url": world.sandbox.telegram_base_url(),
        "ca_pem": ca.pem(),
    });
    assert_eq!(doors, told);
    assert!(world.sandbox.gemini_base_url().starts_with("https://"));
}
