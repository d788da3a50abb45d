//! The promises of the provider port, for every outcome that the API is known to have.

use nproxy_domain::outcome::Class;
use nproxy_provider_kit::{Ask, Suite};
use nproxy_provider_openai::PLUGIN;
use serde_json::json;

#[test]
fn openai_keeps_the_promises_of_a_provider() {
    let every_key = json!({
        "base_url": "https://relay.example/openai/v1",
        "model": "gpt-image-1",
        "quality": "medium",
        "request_bytes_max": "100000",
        "reply_bytes_max": 2_000_000,
        "attempt_timeout_s": "90",
        "strength_words": true,
        "models": {
            "gpt-image-2": {
                "ratios": ["1:1", "16:9", "21:9"],
                "sizes": ["1K", "2K"],
                "inputs_max": "4",
                "batch_max": 2,
                "prompt_chars_max": 4000,
                "price_usd": {"1K": "0.05", "2K": "0.13"},
            },
        },
    });
    let model = |name: &str, settings: serde_json::Value| json!({"models": {name: settings}});
    Suite {
        plugin: PLUGIN,
        valid: vec![
            every_key,
            json!({}),
            json!({"base_url": "http://127.0.0.1:9/", "strength_words": "false"}),
            json!({"model": "gpt-image-2.5-flare", "quality": "max"}),
        ],
        invalid: vec![
            (json!({"base_url": "nowhere"}), "base_url"),
            (json!({"base_url": "http://api.example/v1"}), "base_url"),
            (json!({"base_url": "https://api.example/?key=1"}), "base_url"),
            (json!({"model": "gpt-image-9"}), "model"),
            (json!({"quality": "best"}), "quality"),
            (json!({"quality": "max"}), "quality"),
            (json!({"model": "gpt-image-1", "quality": "xhigh"}), "quality"),
            (json!({"request_bytes_max": 1}), "request_bytes_max"),
            (json!({"reply_bytes_max": 1}), "reply_bytes_max"),
            (json!({"attempt_timeout_s": 0}), "attempt_timeout_s"),
            (json!({"attempt_timeout_s": 601}), "attempt_timeout_s"),
            (json!({"strength_words": "maybe"}), "strength_words"),
            (model("a b", json!({"sizes": []})), "a b"),
            (model("house-model", json!({})), "house-model.sizes"),
            (model("gpt-image-2", json!({"sizes": ["4K"]})), "gpt-image-2.sizes"),
            (model("gpt-image-2", json!({"inputs_max": 17})), "inputs_max"),
            (model("gpt-image-1", json!({"ratios": ["16:9"]})), "ratios"),
            (model("gpt-image-1", json!({"sizes": ["2K"]})), "gpt-image-1.sizes"),
            (model("gpt-image-1", json!({"price_usd": {"512": "0.1"}})), "price_usd"),
        ],
        fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures").into(),
        classes: vec![
            Class::Ok,
            Class::PolicyPrompt,
            Class::BadRequest,
            Class::TooLarge,
            Class::NoImage,
            Class::KeyInvalid,
            Class::RateLimited,
            Class::QuotaZero,
            Class::OutOfFunds,
            Class::RegionBlocked,
            Class::ModelGone,
            Class::Overload,
            Class::ProxyTransport,
        ],
        asks: vec![Ask::Check],
        request_bytes_max: 100_000,
    }
    .assert_kept();
}
