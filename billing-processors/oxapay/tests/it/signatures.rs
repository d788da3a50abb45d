//! A signature that was computed elsewhere.

use http::{HeaderMap, HeaderValue};
use nproxy_domain::processor::{PaymentEvent, WebhookCall, WebhookError};
use nproxy_processor_kit::desk::processor;
use nproxy_processor_oxapay::PLUGIN;
use serde_json::json;

use crate::sender::sign;

/// What the vendor's own test signs; it is about no invoice.
const BARE: &str = r#"{"type":"invoice","status":"Paid"}"#;
const SIGNATURE: &str = "29341ce38b87b4300406f345824c03a63cd42d3c82758144757b4322478d022ea20141cbefb272b79bed466a25ad019747cf1bd21a07cff2ec2bc5922baa50d5";
const KEY: &str = "custom-merchant-secret";

fn hear(headers: &HeaderMap, body: &str) -> Result<Vec<PaymentEvent>, WebhookError> {
    processor(PLUGIN, json!({ "merchant_key": KEY })).webhook(&WebhookCall { headers, body: body.as_bytes() })
}

fn under(name: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(name.parse().expect("a name"), HeaderValue::from_static(SIGNATURE))])
}

#[test]
fn a_signature_of_the_vendor_is_known_however_its_header_is_written() {
    for name in ["HMAC", "hmac", "Hmac"] {
        let heard = hear(&under(name), BARE);
        assert!(matches!(heard, Err(WebhookError::Unreadable(_))), "signed, and about no invoice: {heard:?}");
    }
    assert_eq!(hear(&under("x-hmac"), BARE), Err(WebhookError::SignatureMissing));
}

#[test]
fn the_same_json_written_otherwise_is_not_what_was_signed() {
    for body in [r#"{"status":"Paid","type":"invoice"}"#, r#"{"type": "invoice","status":"Paid"}"#] {
        assert_eq!(hear(&under("hmac"), body), Err(WebhookError::SignatureWrong), "{body}");
    }
}

#[test]
fn a_state_is_one_event_in_capitals_and_without() {
    let key = |status: &str| {
        let body =
            json!({"type": "invoice", "track_id": 7, "status": status, "amount": 3, "currency": "USD"}).to_string();
        let events = hear(&sign(KEY, body.as_bytes()), &body).expect("it is signed");
        (events[0].event_key.clone(), events[0].claims.is_some())
    };
    assert_eq!(key("Paid"), ("7:paid".to_owned(), true));
    assert_eq!(key("paid"), ("7:paid".to_owned(), true));
    assert_eq!(key("Parked"), ("7:parked".to_owned(), false), "what it was is asked for");
}
