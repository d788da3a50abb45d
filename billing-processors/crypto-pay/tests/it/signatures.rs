//! A signature that was computed elsewhere.

use http::{HeaderMap, HeaderValue};
use nproxy_domain::processor::{PaymentEvent, WebhookCall, WebhookError};
use nproxy_processor_crypto_pay::PLUGIN;
use nproxy_processor_kit::desk::processor;
use serde_json::{Value, json};

const TOKEN: &str = "12345:AAzQcZWQqQAbsfgPnOLr4FHC8Doa4L7KryC";
const BODY: &str = r#"{"update_id":1,"update_type":"invoice_paid","request_date":"2026-01-01T00:00:00.000Z","payload":{"invoice_id":528890,"status":"paid","amount":"10.5"}}"#;
const SIGNATURE: &str = "9c70728f2f60bbd1b0be55c1ba69446a6007cc5e987d6b5bf7ec965f4d1f2705";

fn hear(signature: &str, body: &str) -> Result<Vec<PaymentEvent>, WebhookError> {
    let mut headers = HeaderMap::new();
    headers.insert("Crypto-Pay-API-Signature", HeaderValue::from_str(signature).expect("a header"));
    let body = body.as_bytes();
    processor(PLUGIN, json!({ "api_token": TOKEN })).webhook(&WebhookCall { headers: &headers, body })
}

#[test]
fn a_notification_of_the_service_is_believed() {
    let events = hear(SIGNATURE, BODY).expect("it is signed");
    let told: Vec<_> = events.iter().map(|e| (e.event_key.as_str(), e.kind.as_str(), e.id.0.as_str())).collect();
    assert_eq!(told, [("528890:paid", "invoice_paid", "528890")]);
}

#[test]
fn the_same_json_written_otherwise_is_not_what_was_signed() {
    let anew = serde_json::from_str::<Value>(BODY).expect("JSON").to_string();
    for body in [anew.as_str(), &format!("{BODY}\n"), &BODY.replace("10.5", "10.50")] {
        assert_eq!(hear(SIGNATURE, body), Err(WebhookError::SignatureWrong));
    }
}

#[test]
fn the_key_is_the_hash_of_the_token_and_neither_its_digits_nor_the_token() {
    use hmac::{Hmac, KeyInit as _, Mac as _};
    use sha2::{Digest as _, Sha256};
    for key in [TOKEN.to_owned(), hex::encode(Sha256::digest(TOKEN))] {
        let mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("any key").chain_update(BODY);
        assert_eq!(hear(&hex::encode(mac.finalize().into_bytes()), BODY), Err(WebhookError::SignatureWrong));
    }
}
