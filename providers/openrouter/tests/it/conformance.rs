//! The promises of the provider port, for every outcome that the API is known to have.

use nproxy_domain::outcome::Class;
use nproxy_provider_kit::{Ask, Suite};
use nproxy_provider_openrouter::PLUGIN;
use serde_json::json;

#[test]
fn openrouter_keeps_the_promises_of_a_provider() {
    let every_key = json!({
        "base_url": "https://relay.example/api/v1",
        "model": "google/gemini-3.1-flash-image",
        "request_bytes_max": "100000",
        "reply_bytes_max": 2_000_000,
        "attempt_timeout_s": "90",
        "strength_words": true,
        "models": {
            "google/gemini-nano-banana-2.1": {
                "ratios": ["1:1", "16:9", "21:9"],
                "sizes": ["1K", "2K", "4K"],
                "inputs_max": "3",
                "batch_max": 2,
                "prompt_chars_max": 4000,
                "price_usd": {"1K": "0.0336", "4K": "0.113"},
            },
        },
    });
    let model = |settings: serde_json::Value| json!({"models": {"google/gemini-nano-banana-2.1": settings}});
    Suite {
        plugin: PLUGIN,
        valid: vec![every_key, json!({}), json!({"base_url": "http://127.0.0.1:9/", "strength_words": "false"})],
        invalid: vec![
            (json!({"base_url": "nowhere"}), "base_url"),
            (json!({"base_url": "http://api.example/v1"}), "base_url"),
            (json!({"base_url": "https://api.example/?key=1"}), "base_url"),
            (json!({"model": "google/gemini-9"}), "model"),
            (json!({"request_bytes_max": 1}), "request_bytes_max"),
            (json!({"reply_bytes_max": 1}), "reply_bytes_max"),
            (json!({"attempt_timeout_s": 0}), "attempt_timeout_s"),
            (json!({"attempt_timeout_s": 601}), "attempt_timeout_s"),
            (json!({"strength_words": "maybe"}), "strength_words"),
            (json!({"models": {"a b": {"sizes": []}}}), "a b"),
            (json!({"models": {"house/model": {}}}), "house/model.sizes"),
            (model(json!({"ratios": ["1:8"]})), "ratios"),
            (model(json!({"sizes": ["2K", "2K"]})), "sizes"),
            (model(json!({"inputs_max": 17})), "inputs_max"),
            (model(json!({"batch_max": 5})), "batch_max"),
            (model(json!({"prompt_chars_max": 0})), "prompt_chars_max"),
            (model(json!({"price_usd": {"1K": "-0.1"}})), "price_usd.1K"),
        ],
        fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures").into(),
        classes: vec![
            Class::Ok,
            Class::PolicyPrompt,
            Class::PolicyOutput,
            Class::BadRequest,
            Class::TooLarge,
            Class::NoImage,
            Class::KeyInvalid,
            Class::RateLimited,
            Class::QuotaDay,
            Class::QuotaZero,
            Class::OutOfFunds,
            Class::RegionBlocked,
            Class::ModelGone,
            Class::Overload,
            Class::ProxyTransport,
        ],
        asks: vec![Ask::Check, Ask::Balance],
        request_bytes_max: 100_000,
    }
    .assert_kept();
}
