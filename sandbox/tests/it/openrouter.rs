//! OpenRouter, played: replies have the keys and types of the documented ones, refusals are as strict, calls are billed.

use base64::{Engine, prelude::BASE64_STANDARD};
use nproxy_sandbox::{Conduct, Fault, SandboxOptions};
use serde_json::{Value, json};

use crate::{
    client::{KEYS, Reply, World, send},
    structure::same_structure,
};

const MODEL: &str = "google/gemini-nano-banana-2.1";
/// 1K of [`MODEL`].
const PRICE: u64 = 33_600;

async fn call(world: &World, method: &str, path: &str, key: &str, body: &Value) -> Reply {
    let base = world.sandbox.openrouter_base_url();
    let (addr, prefix) = base.split_at(base.len() - "/api/v1".len());
    let header = if key.is_empty() { String::new() } else { format!("authorization: Bearer {key}\r\n") };
    send(addr, method, &format!("{prefix}{path}"), &header, body.to_string().as_bytes()).await.expect("an answer")
}

async fn complete(world: &World, key: &str, body: &Value) -> Reply {
    call(world, "POST", "/chat/completions", key, body).await
}

fn asked(content: &Value) -> Value {
    json!({ "model": MODEL, "modalities": ["image", "text"], "messages": [{ "role": "user", "content": content }] })
}

fn picture(reply: &Reply) -> Vec<u8> {
    let json = reply.json();
    let images = json["choices"][0]["message"]["images"].as_array().expect("images");
    let url = images.last().expect("one")["image_url"]["url"].as_str().expect("an address");
    BASE64_STANDARD.decode(url.strip_prefix("data:image/jpeg;base64,").expect("a data URL")).expect("base64")
}

#[tokio::test]
async fn a_picture_comes_as_a_data_url_and_makes_another() {
    let world = World::start().await;
    let made = complete(&world, KEYS[0], &asked(&json!("a quiet harbour"))).await;
    let real = json!({"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO…"}}]}}],"usage":{"prompt_tokens":6,"completion_tokens":1290,"total_tokens":1296,"cost":0.0387}});
    assert_eq!(made.status, 200);
    same_structure(&real, &made.json(), "picture");
    let url = format!("data:image/jpeg;base64,{}", BASE64_STANDARD.encode(picture(&made)));
    let parts =
        json!([{ "type": "text", "text": "make it night" }, { "type": "image_url", "image_url": { "url": url } }]);
    let mut body = asked(&parts);
    body["image_config"] = json!({ "aspect_ratio": "16:9" });
    let edited = image::load_from_memory(&picture(&complete(&world, KEYS[0], &body).await)).expect("a picture");
    assert_eq!((edited.width(), edited.height()), (1376, 768));
    let bill = world.controls.bill();
    assert_eq!((bill.totals.images_delivered, bill.totals.billed_micro_usd), (2, 2 * PRICE));
}

#[tokio::test]
async fn faults_have_the_words_of_the_protocol_and_are_billed_only_where_something_was_made() {
    let meta = |code: u16, metadata: Value| json!({"error":{"code":code,"message":"..","metadata":metadata}});
    let plain = |code: u16| json!({"error":{"code":code,"message":".."}});
    let cases = [
        (Fault::Overloaded, 503, meta(503, json!({"error_type": ".."})), 0),
        (Fault::Internal, 500, meta(500, json!({"error_type": ".."})), 0),
        (Fault::RateLimitMinute, 429, meta(429, json!({"error_type": ".."})), 0),
        (Fault::RateLimitDay, 403, meta(403, json!({"limit_source": "..", "resets_at": ".."})), 0),
        (Fault::RateLimitBare, 429, plain(429), 0),
        (Fault::QuotaZero, 403, meta(403, json!({"error_type": ".."})), 0),
        (Fault::OutOfFunds, 402, meta(402, json!({"error_type": "..", "limit_source": ".."})), 0),
        (Fault::OutOfFunds429, 402, meta(402, json!({"error_type": "..", "limit_source": ".."})), 0),
        (Fault::KeyInvalid, 401, meta(401, json!({"error_type": ".."})), 0),
        (Fault::KeyLeaked, 401, plain(401), 0),
        (Fault::KeySuspended, 401, plain(401), 0),
        (Fault::Region, 403, meta(403, json!({"error_type": ".."})), 0),
        (Fault::ModelGone, 404, meta(404, json!({"error_type": ".."})), 0),
        (Fault::PromptBlock, 403, meta(403, json!({"reasons": [".."], "flagged_input": ".."})), 0),
    ];
    for (fault, status, real, price) in cases {
        let world = World::start().await;
        world.controls.set_key(KEYS[0], fault).expect("known");
        let reply = complete(&world, KEYS[0], &asked(&json!("a bicycle"))).await;
        assert_eq!(reply.status, status, "{fault:?}");
        same_structure(&real, &reply.json(), &format!("{fault:?}"));
        assert_eq!(world.controls.bill().totals.billed_micro_usd, price, "{fault:?}");
    }
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Fault::OutOfFunds).expect("known");
    let reply = complete(&world, KEYS[0], &asked(&json!("a bicycle"))).await;
    let real = json!({"error":{"code":402,"message":"Insufficient credits. Add more using https://openrouter.ai/credits","metadata":{"error_type":"payment_required","limit_source":"openrouter_credits"}}});
    assert_eq!(reply.json(), real);
    world.controls.set_key(KEYS[0], Conduct { errors_in_200: true, ..Fault::OutOfFunds.into() }).expect("known");
    let inside = complete(&world, KEYS[0], &asked(&json!("a bicycle"))).await;
    assert_eq!((inside.status, inside.json()), (200, real));
}

#[tokio::test]
async fn answers_without_a_picture_are_billed() {
    for (fault, finish) in
        [(Fault::SafetyRefusal, "content_filter"), (Fault::NoImage, "stop"), (Fault::TextOnly, "stop")]
    {
        let world = World::start().await;
        world.controls.set_key(KEYS[0], fault).expect("known");
        let reply = complete(&world, KEYS[0], &asked(&json!("a bicycle"))).await.json();
        assert_eq!(reply["choices"][0]["finish_reason"], finish, "{fault:?}");
        assert!(reply["choices"][0]["message"].get("images").is_none(), "{fault:?}");
        assert_eq!(world.controls.bill().totals.billed_micro_usd, PRICE, "{fault:?}");
    }
}

#[tokio::test]
async fn what_the_real_one_refuses_is_refused() {
    let world = World::start().await;
    let with = |field: &str, value: Value| {
        let mut body = asked(&json!("a bicycle"));
        body[field] = value;
        body
    };
    let input = |url: &str| asked(&json!([{ "type": "image_url", "image_url": { "url": url } }]));
    let cases = [
        (with("model", json!("google/gemini-9")), 404, "not_found"),
        (with("model", json!("gemini-nano-banana-2.1")), 404, "not_found"),
        (with("model", Value::Null), 400, "invalid_request"),
        (with("messages", json!([])), 400, "invalid_request"),
        (with("image_config", json!({ "aspect_ratio": "7:3" })), 400, "invalid_request"),
        (with("image_config", json!({ "image_size": "2k" })), 400, "invalid_request"),
        (asked(&json!([{ "type": "picture", "picture": "x" }])), 400, "invalid_request"),
        (asked(&json!("")), 400, "invalid_request"),
        (input("https://example.com/a.png"), 400, "image_download_failed"),
        (input("data:image/png;base64,aGVsbG8="), 400, "invalid_image"),
    ];
    for (body, status, error_type) in cases {
        let reply = complete(&world, KEYS[0], &body).await;
        let told = reply.json()["error"]["metadata"]["error_type"].clone();
        assert_eq!((reply.status, told), (status, json!(error_type)), "{body}");
    }
    let missing = complete(&world, "", &asked(&json!("x"))).await;
    let real = json!({"error":{"code":401,"message":"Missing Authentication header"}});
    assert_eq!((missing.status, missing.json()), (401, real));
    assert_eq!(complete(&world, "nobody", &asked(&json!("x"))).await.status, 401);
    assert_eq!(world.controls.bill().totals.billed_micro_usd, 0);
    let words = complete(&world, KEYS[0], &with("modalities", json!(["text"]))).await.json();
    assert!(words["choices"][0]["message"].get("images").is_none(), "no picture where none was asked for");
}

#[tokio::test]
async fn a_key_tells_its_limit_and_a_management_key_the_credits() {
    let options = SandboxOptions { billing_keys: vec!["billing".to_owned()], ..SandboxOptions::default() };
    let world = World::with(options).await;
    let limited = Conduct { key_limit_micro_usd: Some(10_000_000), ..Conduct::default() };
    world.controls.set_key(KEYS[0], limited).expect("known");
    complete(&world, KEYS[0], &asked(&json!("a bicycle"))).await;
    let key = call(&world, "GET", "/key", KEYS[0], &Value::Null).await;
    let real = json!({"data":{"label":"sk-or-v1-abc…xyz","limit":10,"limit_remaining":6.5,"limit_reset":null,"usage":3.5,"usage_daily":0.2,"usage_weekly":1,"usage_monthly":3.5,"is_free_tier":false,"is_management_key":false}});
    same_structure(&real, &key.json(), "key");
    assert_eq!(key.json()["data"]["limit_remaining"], json!(9.9664));
    let free = call(&world, "GET", "/key", KEYS[1], &Value::Null).await.json();
    assert!(free["data"]["limit_remaining"].is_null());
    assert_eq!(call(&world, "GET", "/key", "nobody", &Value::Null).await.status, 401);

    let credits = call(&world, "GET", "/credits", "billing", &Value::Null).await.json();
    assert_eq!(credits, json!({"data": {"total_credits": 100.0, "total_usage": 0.0336}}));
    let refused = call(&world, "GET", "/credits", KEYS[0], &Value::Null).await;
    let words = "Only management keys can perform this operation";
    assert_eq!((refused.status, refused.json()["error"]["message"].clone()), (403, json!(words)));
}

#[tokio::test]
async fn a_key_check_succeeds_without_funds_but_not_with_a_bad_key() {
    let world = World::start().await;
    let cases = [
        (Fault::OutOfFunds, 200),
        (Fault::RateLimitMinute, 200),
        (Fault::ModelGone, 200),
        (Fault::KeyInvalid, 401),
        (Fault::KeySuspended, 401),
        (Fault::Overloaded, 503),
    ];
    for (fault, status) in cases {
        world.controls.set_key(KEYS[0], fault).expect("known");
        assert_eq!(call(&world, "GET", "/key", KEYS[0], &Value::Null).await.status, status, "{fault:?}");
    }
}
