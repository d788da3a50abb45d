//! The promises of the provider port, for every outcome that the API is known to have.

use nproxy_domain::outcome::Class;
use nproxy_provider_kie::PLUGIN;
use nproxy_provider_kit::{Ask, Suite};
use serde_json::json;

#[test]
fn kie_keeps_the_promises_of_a_provider() {
    let every_key = json!({
        "base_url": "https://relay.example",
        "download_hosts": [".aiquickdraw.com", "files.relay.example"],
        "model": "google/nano-banana",
        "request_bytes_max": "100000",
        "call_timeout_s": "30",
        "poll_interval_ms": "2000",
        "usd_per_credit": "0.005",
        "strength_words": true,
        "models": {
            "nano-banana-2": {
                "ratios": ["1:1", "16:9", "21:9"],
                "sizes": ["1K", "2K", "4K"],
                "inputs_max": "3",
                "batch_max": 2,
                "prompt_chars_max": 4000,
                "price_usd": {"1K": "0.04"},
            },
        },
    });
    let model = |settings: serde_json::Value| json!({"models": {"nano-banana-2": settings}});
    Suite {
        plugin: PLUGIN,
        valid: vec![every_key, json!({}), json!({"base_url": "http://127.0.0.1:9/k/", "strength_words": "false"})],
        invalid: vec![
            (json!({"base_url": "nowhere"}), "base_url"),
            (json!({"base_url": "http://api.example"}), "base_url"),
            (json!({"download_hosts": ["https://files.example/"]}), "download_hosts"),
            (json!({"download_hosts": ["192.0.2.1"]}), "download_hosts"),
            (json!({"download_hosts": []}), "download_hosts"),
            (json!({"model": "nano-banana-9"}), "model"),
            (json!({"request_bytes_max": 1}), "request_bytes_max"),
            (json!({"call_timeout_s": 0}), "call_timeout_s"),
            (json!({"poll_interval_ms": 10}), "poll_interval_ms"),
            (json!({"usd_per_credit": "0"}), "usd_per_credit"),
            (json!({"usd_per_credit": "5"}), "usd_per_credit"),
            (json!({"strength_words": "maybe"}), "strength_words"),
            (json!({"models": {"a//b": {"sizes": []}}}), "a//b"),
            (json!({"models": {"house/model": {}}}), "house/model.sizes"),
            (model(json!({"inputs_max": 15})), "inputs_max"),
            (model(json!({"price_usd": {"512": "0.1"}})), "price_usd"),
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
            Class::OutOfFunds,
            Class::RegionBlocked,
            Class::ModelGone,
            Class::Overload,
            Class::ProxyTransport,
        ],
        asks: vec![Ask::Resume, Ask::Check, Ask::Balance],
        request_bytes_max: 100_000,
    }
    .assert_kept();
}
