//! The promises of the processor port, for everything that the API is known to say.

use nproxy_domain::outcome::Class;
use nproxy_domain::processor::PaymentStatus;
use nproxy_processor_crypto_pay::PLUGIN;
use nproxy_processor_kit::{Ask, Sender, Sign, Suite};
use serde_json::{Value, json};

use crate::sender::sign;

#[test]
fn crypto_pay_keeps_the_promises_of_a_processor() {
    let every_key = json!({
        "label": "Telegram",
        "api_token": "TESTKEY-0000",
        "assets": "USDT, TON",
        "expiration_minutes": "30",
        "base_url": "https://relay.example/crypto-pay",
        "sandbox": "false",
        "call_timeout_s": "20",
        "reply_bytes_max": 262_144,
    });
    let with = |key: &str, value: Value| {
        let mut section = json!({ "api_token": "TESTKEY-0000" });
        section[key] = value;
        section
    };
    Suite {
        plugin: PLUGIN,
        valid: vec![
            every_key,
            with("assets", json!(["BTC"])),
            with("sandbox", json!(true)),
            with("base_url", json!("http://127.0.0.1:9")),
        ],
        invalid: vec![
            (json!({}), "api_token"),
            (with("api_token", json!(" ")), "api_token"),
            (with("api_token", json!("a\nb")), "api_token"),
            (with("label", json!(" ")), "label"),
            (with("label", json!("я".repeat(61))), "label"),
            (with("assets", json!(["usdt"])), "assets"),
            (with("assets", json!(["A,B"])), "assets"),
            (with("assets", json!((0..21).map(|n| format!("C{n}")).collect::<Vec<_>>())), "assets"),
            (with("expiration_minutes", json!(0)), "expiration_minutes"),
            (with("expiration_minutes", json!(44641)), "expiration_minutes"),
            (with("base_url", json!("nowhere")), "base_url"),
            (with("base_url", json!("http://api.example")), "base_url"),
            (with("base_url", json!("https://api.example/?key=1")), "base_url"),
            (with("base_url", json!("https://testnet-pay.crypt.bot")), "sandbox"),
            (json!({"api_token": "TESTKEY-0000", "sandbox": true, "base_url": "https://pay.crypt.bot"}), "sandbox"),
            (with("sandbox", json!("maybe")), "sandbox"),
            (with("call_timeout_s", json!(0)), "call_timeout_s"),
            (with("call_timeout_s", json!(31)), "call_timeout_s"),
            (with("reply_bytes_max", json!(1)), "reply_bytes_max"),
        ],
        secrets: vec!["TESTKEY-0000"],
        fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures").into(),
        statuses: vec![PaymentStatus::Pending, PaymentStatus::Paid, PaymentStatus::Expired],
        classes: vec![Class::BadRequest, Class::KeyInvalid, Class::RateLimited, Class::Overload, Class::Timeout],
        asks: vec![Ask::Status, Ask::FindByOrder, Ask::FindSince],
        sender: Some(Sender { secret: "TESTKEY-0000", sign: Sign::InHeaders(sign) }),
    }
    .assert_kept();
}
