//! Replies have the keys and types of the documented ones. The fixtures are retyped from the public documentation and reports.

use nproxy_sandbox::{Conduct, Fault, GEMINI_DEFAULT_MODEL};
use serde_json::{Value, json};

use crate::client::{KEYS, SMALL_MODEL, World, configured, prompt, small};

/// Same keys, same types, same lengths of arrays; where they differ, the path says so.
pub fn same_structure(real: &Value, played: &Value, path: &str) {
    match (real, played) {
        (Value::Object(real), Value::Object(played)) => {
            let (real_keys, played_keys): (Vec<_>, Vec<_>) = (real.keys().collect(), played.keys().collect());
            assert_eq!(real_keys, played_keys, "keys at {path}");
            for (key, value) in real {
                same_structure(value, &played[key], &format!("{path}.{key}"));
            }
        }
        (Value::Array(real), Value::Array(played)) => {
            assert_eq!(real.len(), played.len(), "length at {path}");
            for (index, (real, played)) in real.iter().zip(played).enumerate() {
                same_structure(real, played, &format!("{path}[{index}]"));
            }
        }
        _ => assert_eq!(
            std::mem::discriminant(real),
            std::mem::discriminant(played),
            "type at {path}: {real} or {played}"
        ),
    }
}

async fn meets(fault: Fault, status: u16, real: Value) -> Value {
    let world = World::start().await;
    world.controls.set_key(KEYS[0], fault).expect("known");
    let reply = world.generate_with(SMALL_MODEL, &small("a bicycle")).await;
    assert_eq!(reply.status, status, "{fault:?}");
    let played = reply.json();
    same_structure(&real, &played, &format!("{fault:?}"));
    played
}

fn quota(metric: &str, id: &str) -> Value {
    json!({"error":{"code":429,"message":"You exceeded your current quota, ..","status":"RESOURCE_EXHAUSTED","details":[
        {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":metric,"quotaId":id,"quotaDimensions":{"location":"global","model":"gemini-2.5-flash"},"quotaValue":"10"}]},
        {"@type":"type.googleapis.com/google.rpc.Help","links":[{"description":"Learn more about Gemini API quotas","url":"https://ai.google.dev/gemini-api/docs/rate-limits"}]},
        {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.074824224s"}]}})
}

fn plain(code: u16, status: &str) -> Value {
    json!({"error":{"code":code,"message":"..","status":status}})
}

fn with_info(code: u16, metadata: &Value) -> Value {
    json!({"error":{"code":code,"message":"..","status":"PERMISSION_DENIED","details":[{"@type":"..","reason":"..","domain":"googleapis.com","metadata":metadata}]}})
}

#[tokio::test]
async fn bad_key() {
    let real = json!({"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[
        {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com","metadata":{"service":"generativelanguage.googleapis.com"}},
        {"@type":"type.googleapis.com/google.rpc.LocalizedMessage","locale":"en-US","message":"API key not valid. Please pass a valid API key."}]}});
    let played = meets(Fault::KeyInvalid, 400, real.clone()).await;
    assert_eq!(real, played);
}

#[tokio::test]
async fn rate_limits_and_quotas() {
    let minute = meets(Fault::RateLimitMinute, 429, quota("generate_content_free_tier_requests", "PerMinute")).await;
    assert!(
        minute["error"]["details"][0]["violations"][0]["quotaId"].as_str().is_some_and(|id| id.contains("PerMinute"))
    );
    assert_eq!(minute["error"]["details"][2]["retryDelay"], "34.075s");
    let day = meets(Fault::RateLimitDay, 429, quota("generate_requests_per_model_per_day", "PerDay")).await;
    assert_eq!(day["error"]["details"][0]["violations"][0]["quotaId"], "GenerateRequestsPerDayPerProjectPerModel");
    assert_eq!(day["error"]["details"][0]["violations"][0]["quotaValue"], "250");
    assert_eq!(day["error"]["details"][2]["retryDelay"], "22s");
    let bare = meets(Fault::RateLimitBare, 429, plain(429, "RESOURCE_EXHAUSTED")).await;
    assert_eq!(bare["error"]["message"], "Resource has been exhausted (e.g. check quota).");

    let world = World::start().await;
    world.controls.set_key(KEYS[0], Fault::QuotaZero).expect("known");
    let zero = world.generate(KEYS[0], &prompt("a bicycle")).await;
    let message = zero.json()["error"]["message"].as_str().expect("a message").to_owned();
    assert_eq!(zero.status, 429);
    assert!(message.contains(&format!("limit: 0, model: {GEMINI_DEFAULT_MODEL}")), "{message}");
}

#[tokio::test]
async fn refusals_for_money_key_and_place() {
    for (fault, code) in [(Fault::OutOfFunds, 402), (Fault::OutOfFunds429, 429)] {
        let played = meets(fault, code, plain(code, "RESOURCE_EXHAUSTED")).await;
        assert!(
            played["error"]["message"].as_str().is_some_and(|text| text.contains("prepayment credits are depleted"))
        );
    }
    assert_eq!(meets(Fault::Region, 400, plain(400, "..")).await["error"]["status"], "FAILED_PRECONDITION");
    assert_eq!(meets(Fault::KeyLeaked, 403, plain(403, "..")).await["error"]["status"], "PERMISSION_DENIED");
    let suspended = json!({"consumer":"projects/1","containerInfo":"api_key:TESTKEY-0000","service":"generativelanguage.googleapis.com"});
    let played = meets(Fault::KeySuspended, 403, with_info(403, &suspended)).await;
    assert_eq!(
        played["error"]["details"][0]["metadata"]["containerInfo"],
        format!("api_key:{}", KEYS[0]),
        "the text must repeat the key"
    );
    let disabled = json!({"activationUrl":"..","consumer":"..","service":".."});
    assert_eq!(
        meets(Fault::ServiceDisabled, 403, with_info(403, &disabled)).await["error"]["details"][0]["reason"],
        "SERVICE_DISABLED"
    );
}

#[tokio::test]
async fn trouble_of_the_upstream() {
    let gone = meets(Fault::ModelGone, 404, plain(404, "NOT_FOUND")).await;
    assert!(gone["error"]["message"].as_str().is_some_and(|text| text.contains("is no longer available")));
    assert_eq!(meets(Fault::Overloaded, 503, plain(503, "..")).await["error"]["status"], "UNAVAILABLE");
    assert_eq!(meets(Fault::Internal, 500, plain(500, "..")).await["error"]["status"], "INTERNAL");

    let world = World::start().await;
    world.controls.set_key(KEYS[0], Fault::Html502).expect("known");
    let page = world.generate(KEYS[0], &prompt("a bicycle")).await;
    assert_eq!(page.status, 502);
    assert!(page.head.contains("text/html") && page.body.starts_with(b"<!DOCTYPE html>"));
}

#[tokio::test]
async fn answers_without_a_picture() {
    let usage = json!({"promptTokenCount":9,"totalTokenCount":9});
    let blocked = json!({"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":usage,"modelVersion":"gemini-2.5-flash-image"});
    meets(Fault::PromptBlock, 200, blocked.clone()).await;
    let withheld = json!({"candidates":[{"content":{"parts":null},"finishReason":"IMAGE_SAFETY","finishMessage":"..","index":0}],"usageMetadata":usage});
    assert_eq!(meets(Fault::SafetyRefusal, 200, withheld).await["candidates"][0]["finishReason"], "IMAGE_SAFETY");
    let none = json!({"candidates":[{"content":{},"finishReason":"NO_IMAGE","index":0}],"usageMetadata":usage});
    assert_eq!(meets(Fault::NoImage, 200, none).await["candidates"][0]["finishReason"], "NO_IMAGE");
    let text = json!({"candidates":[{"content":{"role":"model","parts":[{"text":"I can't generate that image."}]},"finishReason":"STOP","index":0}]});
    meets(Fault::TextOnly, 200, text).await;

    let world = World::start().await;
    let refused = world.generate(KEYS[0], &prompt("Something FORBIDDEN in a garden")).await;
    assert_eq!(refused.status, 200);
    same_structure(&blocked, &refused.json(), "policy word");
}

#[tokio::test]
async fn a_picture() {
    let world = World::start().await;
    let usage = json!({"promptTokenCount":12,"candidatesTokenCount":1290,"totalTokenCount":1302,"thoughtsTokenCount":0,
        "promptTokensDetails":[{"modality":"TEXT","tokenCount":12}],"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}]});
    let answer = |parts: Value| json!({"candidates":[{"content":{"role":"model","parts":parts},"finishReason":"STOP","index":0}],"usageMetadata":usage,"modelVersion":"..","responseId":".."});
    let image = json!({"mimeType":"image/jpeg","data":".."});

    let with_words = world.generate_with(SMALL_MODEL, &small("a bicycle")).await;
    let parts = json!([{"text":"Here is the image:"},{"inlineData":image,"thoughtSignature":"sig"}]);
    same_structure(&answer(parts), &with_words.json(), "picture");
    assert!(with_words.head.contains("x-gemini-service-tier: standard"));
    assert_eq!(with_words.json()["modelVersion"], SMALL_MODEL);

    world.controls.set_key(KEYS[0], Conduct { several_images: true, ..Conduct::default() }).expect("known");
    let several = world.generate_with(SMALL_MODEL, &small("a bicycle")).await;
    let parts = json!([{"text":"draft…","thought":true},{"inlineData":image,"thought":true},{"inlineData":image},{"inlineData":image,"thoughtSignature":"sig"}]);
    same_structure(&answer(parts), &several.json(), "several");

    let old = world.controls.clear_key(KEYS[0]);
    old.expect("known");
    let asked = json!({"responseModalities":["IMAGE"]});
    let silent = world.generate_with("gemini-2.5-flash-image", &configured(&asked)).await;
    same_structure(&answer(json!([{"inlineData":image}])), &silent.json(), "image alone");
}

#[tokio::test]
async fn errors_may_come_in_an_array() {
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Conduct { errors_in_array: true, ..Conduct::default() }).expect("known");
    let reply = world.generate(KEYS[0], &configured(&json!({"candidateCount": 2}))).await;
    assert_eq!(reply.status, 400);
    assert_eq!(
        reply.json(),
        json!([{"error":{"code":400,"message":"Multiple candidates is not enabled for this model","status":"INVALID_ARGUMENT"}}])
    );
}
