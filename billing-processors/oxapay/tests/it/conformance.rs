//! The promises of the processor port, for everything that the API is known to say.

use nproxy_domain::outcome::Class;
use nproxy_domain::processor::PaymentStatus;
use nproxy_processor_kit::{Ask, Sender, Sign, Suite};
use nproxy_processor_oxapay::PLUGIN;
use serde_json::{Value, json};

use crate::sender::sign;

#[test]
fn oxapay_keeps_the_promises_of_a_processor() {
    let every_key = json!({
        "label": "Crypto",
        "merchant_key": "TESTKEY-0000",
        "base_url": "https://relay.example/oxapay/v1",
        "expiration_minutes": "30",
        "sandbox": "false",
        "call_timeout_s": "20",
        "reply_bytes_max": 262_144,
    });
    let with = |key: &str, value: Value| {
        let mut section = json!({ "merchant_key": "TESTKEY-0000" });
        section[key] = value;
        section
    };
    Suite {
        plugin: PLUGIN,
        valid: vec![every_key, with("sandbox", json!(true)), with("base_url", json!("http://127.0.0.1:9"))],
        invalid: vec![
            (json!({}), "merchant_key"),
            (with("merchant_key", json!(" ")), "merchant_key"),
            (with("merchant_key", json!("a\nb")), "merchant_key"),
            (with("label", json!(" ")), "label"),
            (with("base_url", json!("nowhere")), "base_url"),
            (with("base_url", json!("http://api.example")), "base_url"),
            (with("base_url", json!("https://api.example/?key=1")), "base_url"),
            (with("expiration_minutes", json!(14)), "expiration_minutes"),
            (with("expiration_minutes", json!(2881)), "expiration_minutes"),
            (with("sandbox", json!("maybe")), "sandbox"),
            (with("call_timeout_s", json!(0)), "call_timeout_s"),
            (with("call_timeout_s", json!(31)), "call_timeout_s"),
            (with("reply_bytes_max", json!(1)), "reply_bytes_max"),
        ],
        secrets: vec!["TESTKEY-0000"],
        fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures").into(),
        statuses: vec![
            PaymentStatus::Pending,
            PaymentStatus::Confirming,
            PaymentStatus::Paid,
            PaymentStatus::Overpaid,
            PaymentStatus::ClosedShort,
            PaymentStatus::Expired,
            PaymentStatus::Failed,
            PaymentStatus::Refunded,
        ],
        classes: vec![Class::BadRequest, Class::KeyInvalid, Class::RateLimited, Class::Overload, Class::Timeout],
        asks: vec![Ask::Status, Ask::FindByOrder, Ask::FindSince],
        sender: Some(Sender { secret: "TESTKEY-0000", sign: Sign::InHeaders(sign) }),
    }
    .assert_kept();
}
