//! The promises of the processor port, for everything that the API is known to say.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderValue};
use nproxy_domain::outcome::Class;
use nproxy_domain::processor::PaymentStatus;
use nproxy_processor_kit::{Ask, Sender, Sign, Suite};
use nproxy_processor_nowpayments::PLUGIN;
use serde_json::json;
use serde_json::value::RawValue;
use sha2::Sha512;

#[test]
fn nowpayments_keeps_the_promises_of_a_processor() {
    let every_key = json!({
        "label": "Crypto",
        "api_key": "TESTKEY-0000",
        "ipn_secret": "TESTHOOK-0000",
        "base_url": "https://relay.example/nowpayments",
        "coins": ["btc", "eth", "xrp"],
        "email": "TESTMAIL-0000@nproxy.example",
        "password": "TESTPASS-0000",
        "fixed_rate": "true",
        "sandbox": "false",
        "call_timeout_s": "20",
        "reply_bytes_max": 262_144,
    });
    let with = |key: &str, value: serde_json::Value| {
        let mut section = json!({
            "api_key": "TESTKEY-0000",
            "ipn_secret": "TESTHOOK-0000",
            "coins": ["btc"],
            "email": "TESTMAIL-0000@nproxy.example",
            "password": "TESTPASS-0000",
        });
        section[key] = value;
        section
    };
    Suite {
        plugin: PLUGIN,
        valid: vec![
            every_key,
            with("coins", json!("btc, usdttrc20")),
            with("sandbox", json!(true)),
            with("base_url", json!("http://127.0.0.1:9")),
        ],
        invalid: vec![
            (json!({"ipn_secret": "TESTHOOK-0000", "coins": ["btc"]}), "api_key"),
            (json!({"api_key": "TESTKEY-0000", "coins": ["btc"]}), "ipn_secret"),
            (json!({"api_key": "TESTKEY-0000", "ipn_secret": "TESTHOOK-0000"}), "coins"),
            (with("api_key", json!(" ")), "api_key"),
            (with("ipn_secret", json!("")), "ipn_secret"),
            (with("coins", json!([])), "coins"),
            (with("coins", json!(["btc", "btc"])), "coins"),
            (with("coins", json!(["usdt trc20"])), "coins"),
            (with("coins", json!(["../x"])), "coins"),
            (with("label", json!("")), "label"),
            (with("email", json!(null)), "email"),
            (with("password", json!(null)), "password"),
            (with("password", json!("")), "password"),
            (with("base_url", json!("nowhere")), "base_url"),
            (with("base_url", json!("http://api.example")), "base_url"),
            (with("base_url", json!("https://api.example/?key=1")), "base_url"),
            (with("base_url", json!("https://api-sandbox.nowpayments.io")), "sandbox"),
            (with("fixed_rate", json!("maybe")), "fixed_rate"),
            (with("sandbox", json!("maybe")), "sandbox"),
            (with("call_timeout_s", json!(0)), "call_timeout_s"),
            (with("call_timeout_s", json!(31)), "call_timeout_s"),
            (with("reply_bytes_max", json!(1)), "reply_bytes_max"),
        ],
        secrets: vec!["TESTKEY-0000", "TESTHOOK-0000", "TESTPASS-0000", "TESTMAIL-0000@nproxy.example"],
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
        asks: vec![Ask::Offers, Ask::Status, Ask::FindByOrder, Ask::FindSince],
        sender: Some(Sender { secret: "TESTHOOK-0000", sign: Sign::InHeaders(sign) }),
    }
    .assert_kept();
}

/// As the SDK does it: every object's keys sorted, nothing between them. What is no JSON is signed as it is.
fn sign(secret: &str, body: &[u8]) -> HeaderMap {
    let sorted = serde_json::from_slice::<Box<RawValue>>(body).map(|raw| sorted(&raw));
    let signed = sorted.map_or_else(|_| body.to_vec(), String::into_bytes);
    let mac = Hmac::<Sha512>::new_from_slice(secret.as_bytes()).expect("any key").chain_update(signed);
    let signature = hex::encode(mac.finalize().into_bytes());
    let signature = HeaderValue::from_str(&signature).expect("digits");
    HeaderMap::from_iter([("x-nowpayments-sig".parse().expect("a name"), signature)])
}

fn sorted(raw: &RawValue) -> String {
    let text = raw.get();
    if let Ok(object) = serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(text) {
        let fields: Vec<String> =
            object.iter().map(|(key, value)| format!("{}:{}", json!(key), sorted(value))).collect();
        return format!("{{{}}}", fields.join(","));
    }
    if let Ok(list) = serde_json::from_str::<Vec<Box<RawValue>>>(text) {
        return format!("[{}]", list.iter().map(|item| sorted(item)).collect::<Vec<_>>().join(","));
    }
    serde_json::from_str::<String>(text).map_or_else(|_| text.to_owned(), |text| json!(text).to_string())
}
