//! Signatures of notifications: the vectors that are known, and every bit of them turned over.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderValue};
use nproxy_domain::processor::{PaymentEvent, WebhookCall, WebhookError};
use serde_json::json;
use sha2::Sha512;

use crate::support::processor;

const HEADER: &str = "x-nowpayments-sig";

/// The documented example as it is sent: key `np-ipn-secret`.
const SENT: &str = r#"{"payment_id":123456789,"parent_payment_id":987654321,"invoice_id":null,"payment_status":"finished","pay_address":"address","payin_extra_id":null,"price_amount":1,"price_currency":"usd","pay_amount":15,"actually_paid":15,"actually_paid_at_fiat":0,"pay_currency":"trx","order_id":null,"order_description":null,"purchase_id":"123456789","outcome_amount":14.8106,"outcome_currency":"trx","payment_extra_ids":null,"fee":{"currency":"btc","depositFee":0.09853637216235617,"withdrawalFee":0,"serviceFee":0}}"#;
/// .. and as it is signed.
const SORTED: &str = r#"{"actually_paid":15,"actually_paid_at_fiat":0,"fee":{"currency":"btc","depositFee":0.09853637216235617,"serviceFee":0,"withdrawalFee":0},"invoice_id":null,"order_description":null,"order_id":null,"outcome_amount":14.8106,"outcome_currency":"trx","parent_payment_id":987654321,"pay_address":"address","pay_amount":15,"pay_currency":"trx","payin_extra_id":null,"payment_extra_ids":null,"payment_id":123456789,"payment_status":"finished","price_amount":1,"price_currency":"usd","purchase_id":"123456789"}"#;
const SIGNATURE: &str = "268dc3fc5df08ab59fd89f03edb63c5e018a1fbd5fbc9b3af60318a862efac09bc52181f105ae35f80ad352c12c1ed5d7ac22f114261e2436e11896fedbfb8c4";
/// What the documentation's own words would sign: the nested object without its keys.
const WITHOUT_NESTED_KEYS: &str = "16ebdc9d99e45c78296fb25888a46a3642c5247dc1ded90dd11b8d7166cc37174b434e637ec76e0a0531def972934cc244df3f92f5f69f47b1fb35f50a3fb254";

/// The SDK's own test: key `secret`.
const SDK_SENT: &str = r#"{"b":2,"a":{"d":4,"c":3}}"#;
const SDK_SIGNATURE: &str = "1b6be51d5b318df11f120aaf9ee56ba94b34bd97a1a35fa90b3e46b6de55baf094487d61d30a73bf589c3b5afa6c7aeb8e204ebfadfa66b1d26eb7031c1f6dec";

fn webhook(secret: &str, body: &[u8], signature: &[u8]) -> Result<Vec<PaymentEvent>, WebhookError> {
    let headers =
        HeaderMap::from_iter([(HEADER.parse().expect("a name"), HeaderValue::from_bytes(signature).expect("a value"))]);
    processor(json!({"ipn_secret": secret})).webhook(&WebhookCall { headers: &headers, body })
}

#[test]
fn the_documented_example_is_believed_in_any_order_of_its_keys() {
    for body in [SENT, SORTED] {
        let events = webhook("np-ipn-secret", body.as_bytes(), SIGNATURE.as_bytes()).expect("theirs");
        assert_eq!((events.len(), events[0].kind.as_str(), events[0].id.0.as_str()), (1, "finished", "123456789"));
        assert_eq!(events[0].event_key, "123456789:finished:15");
        let claims = events[0].claims.as_ref().expect("claims");
        assert_eq!(claims.parent.as_ref().map(|id| id.0.as_str()), Some("987654321"), "money sent again");
    }
    let spaced = webhook(" np-ipn-secret\n", SENT.as_bytes(), SIGNATURE.as_bytes());
    assert!(spaced.is_ok(), "the SDK trims the secret");
}

#[test]
fn the_sdks_own_example_is_theirs_and_is_no_payment() {
    let answer = webhook("secret", SDK_SENT.as_bytes(), SDK_SIGNATURE.as_bytes());
    assert_eq!(answer, Err(WebhookError::Unreadable("it is about no payment".to_owned())));
}

#[test]
fn one_bit_of_the_body_turned_over_is_not_theirs() {
    let vectors =
        [("np-ipn-secret", SENT, SIGNATURE), ("np-ipn-secret", SORTED, SIGNATURE), ("secret", SDK_SENT, SDK_SIGNATURE)];
    for (secret, body, signature) in vectors {
        for bit in 0..body.len() * 8 {
            let mut turned = body.as_bytes().to_vec();
            turned[bit / 8] ^= 1 << (bit % 8);
            let answer = webhook(secret, &turned, signature.as_bytes());
            assert_eq!(answer, Err(WebhookError::SignatureWrong), "bit {bit}: {}", String::from_utf8_lossy(&turned));
        }
    }
}

#[test]
fn one_bit_of_the_signature_turned_over_is_not_theirs() {
    for (secret, body, signature) in [("np-ipn-secret", SENT, SIGNATURE), ("secret", SDK_SENT, SDK_SIGNATURE)] {
        for bit in 0..signature.len() * 8 {
            let mut turned = signature.as_bytes().to_vec();
            turned[bit / 8] ^= 1 << (bit % 8);
            if HeaderValue::from_bytes(&turned).is_ok() {
                let answer = webhook(secret, body.as_bytes(), &turned);
                assert_eq!(answer, Err(WebhookError::SignatureWrong), "bit {bit}");
            }
        }
    }
}

#[test]
fn a_signature_is_taken_only_as_they_write_it() {
    let short = &SIGNATURE[2..];
    let wrong = [
        SIGNATURE.to_uppercase(),
        format!(" {SIGNATURE}"),
        format!("{SIGNATURE} "),
        format!("sha512={SIGNATURE}"),
        format!("{SIGNATURE}00"),
        short.to_owned(),
        format!("zz{short}"),
        WITHOUT_NESTED_KEYS.to_owned(),
        String::new(),
    ];
    for signature in &wrong {
        let answer = webhook("np-ipn-secret", SENT.as_bytes(), signature.as_bytes());
        assert_eq!(answer, Err(WebhookError::SignatureWrong), "{signature:?}");
    }
    let other = webhook("np-ipn-secret2", SENT.as_bytes(), SIGNATURE.as_bytes());
    assert_eq!(other, Err(WebhookError::SignatureWrong), "another secret");
    let headers = HeaderMap::new();
    let none = processor(json!({})).webhook(&WebhookCall { headers: &headers, body: SENT.as_bytes() });
    assert_eq!(none, Err(WebhookError::SignatureMissing));
}

/// Signed by their secret, as they would sign these very bytes.
fn signed(text: &str) -> String {
    let mac = Hmac::<Sha512>::new_from_slice(b"np-ipn-secret").expect("any key").chain_update(text);
    hex::encode(mac.finalize().into_bytes())
}

#[test]
fn a_list_is_believed_in_both_ways_of_signing_it() {
    let body = SENT.replace(r#""payment_extra_ids":null"#, r#""payment_extra_ids":[{"b":1,"a":2},7]"#);
    let sorted = |ids: &str| SORTED.replace(r#""payment_extra_ids":null"#, &format!(r#""payment_extra_ids":{ids}"#));
    for ids in [r#"[{"a":2,"b":1},7]"#, r#"{"0":{"a":2,"b":1},"1":7}"#] {
        let signature = signed(&sorted(ids));
        assert!(webhook("np-ipn-secret", body.as_bytes(), signature.as_bytes()).is_ok(), "{ids}");
    }
    let unsorted = signed(&sorted(r#"[{"b":1,"a":2},7]"#));
    let answer = webhook("np-ipn-secret", body.as_bytes(), unsorted.as_bytes());
    assert_eq!(answer, Err(WebhookError::SignatureWrong));
}

#[test]
fn what_is_too_large_is_not_read_although_it_is_theirs() {
    let sized =
        |bytes: usize| SORTED.replace(r#""address""#, &format!(r#""{}""#, "a".repeat(bytes - SORTED.len() + 7)));
    let largest = sized(WebhookCall::BODY_BYTES_MAX);
    assert_eq!(largest.len(), WebhookCall::BODY_BYTES_MAX);
    assert!(webhook("np-ipn-secret", largest.as_bytes(), signed(&largest).as_bytes()).is_ok());
    let larger = sized(WebhookCall::BODY_BYTES_MAX + 1);
    let answer = webhook("np-ipn-secret", larger.as_bytes(), signed(&larger).as_bytes());
    assert_eq!(answer, Err(WebhookError::Unreadable("it is too large".to_owned())));
    let stranger = webhook("np-ipn-secret", larger.as_bytes(), SIGNATURE.as_bytes());
    assert_eq!(stranger, Err(WebhookError::SignatureWrong), "whose it is comes first");
}
