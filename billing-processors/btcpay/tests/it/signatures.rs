//! Signatures that were computed elsewhere.

use http::{HeaderMap, HeaderValue};
use nproxy_domain::processor::{PaymentEvent, WebhookCall, WebhookError};

use crate::desk::btcpay;

const BARE: &str = r#"{"type":"InvoiceSettled","invoiceId":"4cLstvvUwbmTRpdQ3nAPCG"}"#;
const BARE_HEX: &str = "f6476cfec7235350f89de78d6989bb5e13eb7e110370d1b17f2fc136478bea57";
const PRETTY: &str = "{\n  \"manuallyMarked\": false,\n  \"overPaid\": false,\n  \"deliveryId\": \"LJMTFbSEobW7mpmAbfVzJv\",\n  \"webhookId\": \"V9YybsYgDaguxf98N54SJr\",\n  \"originalDeliveryId\": \"LJMTFbSEobW7mpmAbfVzJv\",\n  \"isRedelivery\": false,\n  \"type\": \"InvoiceSettled\",\n  \"timestamp\": 1700562873,\n  \"storeId\": \"HUZAUrnnsHztegnRKHhe9LQMcykQVq1Uaj8UyEbkgcWS\",\n  \"invoiceId\": \"4cLstvvUwbmTRpdQ3nAPCG\",\n  \"metadata\": {\n    \"orderId\": \"167\"\n  }\n}";
const PRETTY_HEX: &str = "1bcc08b382986a219585e426ee2ee85bcd65ae97830980b5acdf318561b643df";

fn hear(signature: &str, body: &[u8]) -> Result<Vec<PaymentEvent>, WebhookError> {
    let mut headers = HeaderMap::new();
    headers.insert("BTCPay-Sig", HeaderValue::from_str(signature).expect("a header"));
    btcpay().webhook(&WebhookCall { headers: &headers, body })
}

#[test]
fn a_signature_of_the_server_is_believed() {
    for (body, hex, key) in
        [(BARE, BARE_HEX, "InvoiceSettled:4cLstvvUwbmTRpdQ3nAPCG"), (PRETTY, PRETTY_HEX, "LJMTFbSEobW7mpmAbfVzJv")]
    {
        let events = hear(&format!("sha256={hex}"), body.as_bytes()).expect("it is signed");
        let told: Vec<_> = events.iter().map(|e| (e.event_key.as_str(), e.kind.as_str(), e.id.0.as_str())).collect();
        assert_eq!(told, [(key, "InvoiceSettled", "4cLstvvUwbmTRpdQ3nAPCG")]);
    }
}

#[test]
fn the_same_json_written_otherwise_is_not_what_was_signed() {
    let compact: serde_json::Value = serde_json::from_str(PRETTY).expect("JSON");
    for body in [compact.to_string(), format!("{PRETTY}\n"), PRETTY.replace("167", "168")] {
        assert_eq!(hear(&format!("sha256={PRETTY_HEX}"), body.as_bytes()), Err(WebhookError::SignatureWrong));
    }
    assert_eq!(hear(&format!("sha256={BARE_HEX}"), PRETTY.as_bytes()), Err(WebhookError::SignatureWrong));
}

#[test]
fn a_signature_has_one_spelling() {
    let capitals = BARE_HEX.to_ascii_uppercase();
    for spelt in [BARE_HEX, &capitals, &format!("sha256={capitals}"), &format!("SHA256={BARE_HEX}"), "sha256=", "x"] {
        assert_eq!(hear(spelt, BARE.as_bytes()), Err(WebhookError::SignatureWrong), "{spelt}");
    }
}
