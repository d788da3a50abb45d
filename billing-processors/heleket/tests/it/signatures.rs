//! Signatures that were computed elsewhere.

use http::HeaderMap;
use nproxy_domain::processor::{PaymentEvent, WebhookCall, WebhookError};
use nproxy_processor_heleket::PLUGIN;
use nproxy_processor_kit::desk::processor;
use serde_json::{Value, json};

/// What the vendor's own test signs, and a slash as PHP writes it; neither says in what currency.
const BARE: &str = r#"{"type":"payment","uuid":"pmt-1","order_id":"order-1","status":"paid","is_final":true,"amount":"15.00","txid":"0xabc","network":"bsc","sign":"b782812e8b16f384909862ea06e6eced"}"#;
const SLASH: &str = r#"{"type":"payment","uuid":"62f88b36-a9d5-4fa6-aa26-e040c3dbf26d","order_id":"order-42","amount":"15.00","is_final":true,"status":"paid","additional_data":"https:\/\/example.com\/a","sign":"97acfc22fe20624e0592b673aaf99b92"}"#;

fn hear(body: &str) -> Result<Vec<PaymentEvent>, WebhookError> {
    let section = json!({ "merchant": "m", "payment_key": "webhook-secret" });
    processor(PLUGIN, section).webhook(&WebhookCall { headers: &HeaderMap::new(), body: body.as_bytes() })
}

#[test]
fn what_the_vendor_signs_is_believed_though_it_tells_no_currency() {
    for (body, key) in [(BARE, "pmt-1:paid"), (SLASH, "62f88b36-a9d5-4fa6-aa26-e040c3dbf26d:paid")] {
        let [event] = hear(body).expect("it is signed").try_into().expect("one event");
        assert_eq!((event.event_key.as_str(), event.kind.as_str(), event.claims), (key, "paid", None));
    }
}

#[test]
fn a_signature_stands_anywhere_in_the_body() {
    let (rest, sign) = SLASH.rsplit_once(",\"sign\"").expect("it is there");
    let body = format!("{{\"sign\"{},{}}}", sign.trim_end_matches('}'), &rest[1..]);
    assert_eq!(hear(&body).map(|events| events.len()), Ok(1));
}

#[test]
fn the_same_json_written_otherwise_is_not_what_was_signed() {
    let unescaped = SLASH.replace("\\/", "/");
    let anew = serde_json::from_str::<Value>(BARE).expect("JSON").to_string();
    for body in [unescaped.as_str(), &anew, &BARE.replace("15.00", "15.0"), &BARE.replace("true", "false")] {
        assert_eq!(hear(body), Err(WebhookError::SignatureWrong), "{body}");
    }
}

#[test]
fn a_body_without_a_signature_is_told_apart_from_one_that_is_signed_wrongly() {
    let without = BARE.replace(",\"sign\":\"b782812e8b16f384909862ea06e6eced\"", "");
    assert_eq!(hear(&without), Err(WebhookError::SignatureMissing));
    assert_eq!(hear(&BARE.replace("eced", "eceD")), Err(WebhookError::SignatureWrong));
}
