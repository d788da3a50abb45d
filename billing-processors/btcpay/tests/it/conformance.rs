//! The promises of the processor port, for every outcome that the API is known to have.

use nproxy_domain::outcome::Class;
use nproxy_domain::processor::PaymentStatus;
use nproxy_processor_btcpay::PLUGIN;
use nproxy_processor_kit::{Ask, Sender, Sign, Suite};
use serde_json::{Value, json};

use crate::sender::{SECRET, sign};

const KEY: &str = "TESTKEY-0000";

fn section(more: &Value) -> Value {
    let mut section = json!({
        "base_url": "https://btcpay.example",
        "store_id": "HUZAUrnnsHztegnRKHhe9LQMcykQVq1Uaj8UyEbkgcWS",
        "api_key": KEY,
        "webhook_secret": SECRET,
        "coins": ["BTC-CHAIN", "BTC-LN"],
    });
    for (key, value) in more.as_object().expect("a table") {
        section[key] = value.clone();
    }
    section
}

#[test]
fn btcpay_keeps_the_promises_of_a_processor() {
    let every_key = section(&json!({
        "label": "Bitcoin",
        "expiration_minutes": "60",
        "monitoring_minutes": 1440,
        "speed_policy": "LowSpeed",
        "sandbox": "false",
        "call_timeout_s": "15",
        "reply_bytes_max": 262_144,
    }));
    let without = |key: &str| {
        let mut section = section(&json!({}));
        section.as_object_mut().expect("a table").remove(key);
        section
    };
    Suite {
        plugin: PLUGIN,
        valid: vec![
            every_key,
            section(&json!({})),
            section(&json!({"base_url": "http://127.0.0.1:9/btcpay/", "coins": "BTC, LTC-CHAIN", "sandbox": true})),
        ],
        invalid: vec![
            (without("base_url"), "base_url"),
            (without("store_id"), "store_id"),
            (without("api_key"), "api_key"),
            (without("webhook_secret"), "webhook_secret"),
            (without("coins"), "coins"),
            (section(&json!({"label": " "})), "label"),
            (section(&json!({"label": "я".repeat(61)})), "label"),
            (section(&json!({"base_url": "http://btcpay.example"})), "base_url"),
            (section(&json!({"base_url": "https://btcpay.example/?x=1"})), "base_url"),
            (section(&json!({"store_id": "../x"})), "store_id"),
            (section(&json!({"store_id": ""})), "store_id"),
            (section(&json!({"api_key": ""})), "api_key"),
            (section(&json!({"api_key": "a\nb"})), "api_key"),
            (section(&json!({"webhook_secret": ""})), "webhook_secret"),
            (section(&json!({"coins": []})), "coins"),
            (section(&json!({"coins": (0..21).map(|n| format!("C{n}-CHAIN")).collect::<Vec<_>>()})), "coins"),
            (section(&json!({"coins": ["BTC CHAIN"]})), "coins"),
            (section(&json!({"coins": ["BTC-CHAIN", "BTC"]})), "coins"),
            (section(&json!({"expiration_minutes": 0})), "expiration_minutes"),
            (section(&json!({"expiration_minutes": "soon"})), "expiration_minutes"),
            (section(&json!({"monitoring_minutes": 0})), "monitoring_minutes"),
            (section(&json!({"speed_policy": "Fast"})), "speed_policy"),
            (section(&json!({"sandbox": "maybe"})), "sandbox"),
            (section(&json!({"call_timeout_s": 31})), "call_timeout_s"),
            (section(&json!({"reply_bytes_max": 1024})), "reply_bytes_max"),
        ],
        secrets: vec![KEY, SECRET],
        fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures").into(),
        statuses: PaymentStatus::ALL.into_iter().filter(|status| *status != PaymentStatus::Refunded).collect(),
        classes: vec![Class::BadRequest, Class::KeyInvalid, Class::RateLimited, Class::Overload, Class::Timeout],
        asks: vec![Ask::Offers, Ask::Status, Ask::FindByOrder, Ask::FindSince],
        sender: Some(Sender { secret: SECRET, sign: Sign::InHeaders(sign) }),
    }
    .assert_kept();
}
