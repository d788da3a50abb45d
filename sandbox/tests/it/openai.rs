//! OpenAI, played: replies have the keys and types of the documented ones, refusals are as strict, calls are billed.

use base64::{Engine, prelude::BASE64_STANDARD};
use nproxy_sandbox::Fault;
use serde_json::{Value, json};

use crate::{
    client::{KEYS, Reply, World, send},
    structure::same_structure,
};

const MODEL: &str = "gpt-image-2";
/// 1056 tokens of 30 millionths.
const PRICE: u64 = 31_680;

async fn call(world: &World, method: &str, path: &str, key: &str, content_type: &str, body: &[u8]) -> Reply {
    let base = world.sandbox.openai_base_url();
    let (addr, prefix) = base.split_at(base.len() - "/v1".len());
    let key = if key.is_empty() { String::new() } else { format!("authorization: Bearer {key}\r\n") };
    let headers = format!("{key}content-type: {content_type}\r\n");
    send(addr, method, &format!("{prefix}{path}"), &headers, body).await.expect("an answer")
}

async fn generate(world: &World, key: &str, body: &Value) -> Reply {
    call(world, "POST", "/images/generations", key, "application/json", body.to_string().as_bytes()).await
}

async fn edit(world: &World, fields: &[(&str, &str)], pictures: &[&[u8]]) -> Reply {
    let mut form = Vec::new();
    for (name, value) in fields {
        form.extend(format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for picture in pictures {
        let head = "--b\r\ncontent-disposition: form-data; name=\"image[]\"; filename=\"a.png\"\r\ncontent-type: image/png\r\n\r\n";
        form.extend([head.as_bytes(), picture, b"\r\n"].concat());
    }
    form.extend(b"--b--\r\n");
    call(world, "POST", "/images/edits", KEYS[0], "multipart/form-data; boundary=b", &form).await
}

fn asked(prompt: &str) -> Value {
    json!({ "model": MODEL, "prompt": prompt, "size": "1024x1024" })
}

fn picture(reply: &Reply) -> Vec<u8> {
    let json = reply.json();
    BASE64_STANDARD.decode(json["data"][0]["b64_json"].as_str().expect("a picture")).expect("base64")
}

#[tokio::test]
async fn a_picture_comes_as_base64_and_makes_another() {
    let world = World::start().await;
    let made = generate(&world, KEYS[0], &asked("a quiet harbour")).await;
    assert_eq!(made.status, 200, "{}", made.json());
    let real = json!({"created":1,"background":"opaque","data":[{"b64_json":"iVBO.."}],"output_format":"png","quality":"medium","size":"1024x1024","usage":{"input_tokens":1,"input_tokens_details":{"image_tokens":0,"text_tokens":1},"output_tokens":1,"total_tokens":2}});
    same_structure(&real, &made.json(), "picture");
    let fields = [("model", MODEL), ("prompt", "make it night"), ("size", "1536x1024"), ("output_format", "webp")];
    let edited = edit(&world, &fields, &[&picture(&made)]).await;
    let seen = image::load_from_memory(&picture(&edited)).expect("a picture");
    assert_eq!((seen.width(), seen.height(), edited.json()["output_format"].clone()), (1536, 1024, json!("webp")));
    let bill = world.controls.bill();
    assert_eq!((bill.totals.images_delivered, bill.totals.billed_micro_usd), (2, PRICE + PRICE * 3 / 2));
}

#[tokio::test]
async fn faults_have_the_words_of_the_protocol_and_are_not_billed() {
    let cases = [
        (Fault::Overloaded, 503, Some("server_is_overloaded")),
        (Fault::Internal, 500, Some("server_error")),
        (Fault::RateLimitMinute, 429, Some("rate_limit_exceeded")),
        (Fault::RateLimitBare, 429, Some("rate_limit_exceeded")),
        (Fault::QuotaZero, 403, None),
        (Fault::OutOfFunds, 429, Some("insufficient_quota")),
        (Fault::OutOfFunds429, 400, Some("billing_hard_limit_reached")),
        (Fault::KeyLimit, 429, Some("project_spend_limit_exceeded")),
        (Fault::KeyInvalid, 401, Some("invalid_api_key")),
        (Fault::Region, 403, Some("unsupported_country_region_territory")),
        (Fault::ModelGone, 404, Some("model_not_found")),
        (Fault::PromptBlock, 400, Some("moderation_blocked")),
        (Fault::SafetyRefusal, 400, Some("moderation_blocked")),
    ];
    for (fault, status, code) in cases {
        let world = World::start().await;
        world.controls.set_key(KEYS[0], fault).expect("known");
        let reply = generate(&world, KEYS[0], &asked("a bicycle")).await;
        assert_eq!((reply.status, &reply.json()["error"]["code"]), (status, &json!(code)), "{fault:?}");
        let real = json!({"error":{"message":"..","type":"..","param":null,"code":code}});
        same_structure(&real, &reply.json(), &format!("{fault:?}"));
        assert_eq!(world.controls.bill().totals.billed_micro_usd, 0, "{fault:?}");
    }
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Fault::NoImage).expect("known");
    assert_eq!(generate(&world, KEYS[0], &asked("a bicycle")).await.json()["data"], json!([]));
    assert_eq!(world.controls.bill().totals.billed_micro_usd, PRICE, "a 200 is billed");
}

#[tokio::test]
async fn what_the_real_one_refuses_is_refused() {
    let world = World::start().await;
    let with = |field: &str, value: Value| {
        let mut body = asked("a bicycle");
        body[field] = value;
        body
    };
    let cases = [
        (with("model", json!("gpt-image-9")), 404, json!("model_not_found")),
        (with("model", Value::Null), 400, Value::Null),
        (with("prompt", json!("")), 400, Value::Null),
        (with("prompt", json!("x".repeat(32_001))), 400, Value::Null),
        (with("n", json!(11)), 400, json!("invalid_value")),
        (with("size", json!("1000x1000")), 400, json!("invalid_value")),
        (with("size", json!("4096x2160")), 400, json!("invalid_value")),
        (with("size", json!("3200x512")), 400, json!("invalid_value")),
        (with("quality", json!("max")), 400, json!("invalid_value")),
        (with("output_format", json!("gif")), 400, json!("invalid_value")),
        (with("response_format", json!("url")), 400, json!("unknown_parameter")),
        (with("input_fidelity", json!("high")), 400, json!("unknown_parameter")),
    ];
    for (body, status, code) in cases {
        let reply = generate(&world, KEYS[0], &body).await;
        assert_eq!((reply.status, reply.json()["error"]["code"].clone()), (status, code), "{}", reply.json());
    }
    let mut fixed = with("model", json!("gpt-image-1"));
    fixed["size"] = json!("1376x768");
    assert_eq!(generate(&world, KEYS[0], &fixed).await.status, 400, "it makes three sizes");
    let fields = [("model", MODEL), ("prompt", "make it night")];
    assert_eq!(edit(&world, &fields, &[]).await.json()["error"]["param"], "image");
    assert_eq!(edit(&world, &fields, &[b"no picture"]).await.json()["error"]["code"], "invalid_image_file");
    let close = |model| [("model", model), ("prompt", "make it night"), ("input_fidelity", "high")];
    for model in [MODEL, "gpt-image-2.5-flare", "gpt-image-2.5-sunburst", "gpt-image-1-mini"] {
        let error = edit(&world, &close(model), &[b"any"]).await.json()["error"].clone();
        let real = json!({"message":"..","type":"image_generation_user_error","param":"input_fidelity","code":"invalid_input_fidelity_model"});
        same_structure(&real, &error, model);
        assert_eq!((&error["type"], &error["code"]), (&real["type"], &real["code"]), "{model}");
    }
    let taken = edit(&world, &close("gpt-image-1"), &[b"no picture"]).await;
    assert_eq!(taken.json()["error"]["code"], "invalid_image_file", "and no more than that");
    let json = asked("make it night").to_string();
    let no_form = call(&world, "POST", "/images/edits", KEYS[0], "application/json", json.as_bytes()).await;
    assert_eq!(no_form.status, 400);
    assert_eq!(generate(&world, "", &asked("x")).await.status, 401);
    assert_eq!(generate(&world, "nobody", &asked("x")).await.json()["error"]["code"], "invalid_api_key");
    assert_eq!(
        generate(&world, KEYS[0], &asked("something FORBIDDEN")).await.json()["error"]["code"],
        "moderation_blocked"
    );
    assert_eq!(world.controls.bill().totals.billed_micro_usd, 0);
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
        let reply = call(&world, "GET", "/models", KEYS[0], "application/json", b"").await;
        assert_eq!(reply.status, status, "{fault:?}");
        if status == 200 {
            assert_eq!(reply.json()["object"], "list");
        }
    }
}
