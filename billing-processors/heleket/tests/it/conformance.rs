//! The promises of the processor port, for everything that the API is known to say.

use nproxy_domain::outcome::Class;
use nproxy_domain::processor::PaymentStatus;
use nproxy_processor_heleket::PLUGIN;
use nproxy_processor_kit::{Ask, Sender, Sign, Suite};
use serde_json::{Value, json};

use crate::sender::sign;

const MERCHANT: &str = "8b03432e-385b-4670-8d06-064591096795";

#[test]
fn heleket_keeps_the_promises_of_a_processor() {
    let every_key = json!({
        "service": "heleket",
        "label": "Crypto",
        "merchant": MERCHANT,
        "payment_key": "TESTKEY-0000",
        "base_url": "https://relay.example/heleket",
        "expiration_minutes": "30",
        "call_timeout_s": "25",
        "reply_bytes_max": 262_144,
    });
    let with = |key: &str, value: Value| {
        let mut section = json!({ "merchant": MERCHANT, "payment_key": "TESTKEY-0000" });
        section[key] = value;
        section
    };
    Suite {
        plugin: PLUGIN,
        valid: vec![every_key, with("service", json!("cryptomus")), with("base_url", json!("http://127.0.0.1:9"))],
        invalid: vec![
            (json!({"merchant": MERCHANT}), "payment_key"),
            (json!({"payment_key": "TESTKEY-0000"}), "merchant"),
            (with("service", json!("plisio")), "service"),
            (with("merchant", json!("a b")), "merchant"),
            (with("merchant", json!("m".repeat(65))), "merchant"),
            (with("payment_key", json!(" ")), "payment_key"),
            (with("payment_key", json!("a\nb")), "payment_key"),
            (with("label", json!(" ")), "label"),
            (with("base_url", json!("nowhere")), "base_url"),
            (with("base_url", json!("http://api.example")), "base_url"),
            (with("base_url", json!("https://api.example/?key=1")), "base_url"),
            (with("expiration_minutes", json!(4)), "expiration_minutes"),
            (with("expiration_minutes", json!(721)), "expiration_minutes"),
            (with("call_timeout_s", json!(0)), "call_timeout_s"),
            (with("call_timeout_s", json!(31)), "call_timeout_s"),
            (with("reply_bytes_max", json!(1)), "reply_bytes_max"),
        ],
        secrets: vec!["TESTKEY-0000"],
        fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures").into(),
        statuses: PaymentStatus::ALL.into_iter().filter(|status| *status != PaymentStatus::PaidLate).collect(),
        classes: vec![Class::BadRequest, Class::KeyInvalid, Class::RateLimited, Class::Overload, Class::Timeout],
        asks: vec![Ask::Status, Ask::FindByOrder, Ask::FindSince],
        sender: Some(Sender { secret: "TESTKEY-0000", sign: Sign::InBody(sign) }),
    }
    .assert_kept();
}
