//! What came and what was to come, as far as it is told.

use nproxy_domain::processor::{CryptoAmount, ExternalId, PaymentSnapshot, PaymentStatus};
use nproxy_processor_kit::desk::{drive, processor};
use nproxy_processor_oxapay::PLUGIN;
use serde_json::json;

/// A paid invoice with more in it, as it is written.
fn told(more: &str) -> PaymentSnapshot {
    let invoice = format!(r#"{{"track_id":"7","status":"paid","amount":3,"currency":"USD",{more}}}"#);
    let chain = processor(PLUGIN, json!({"merchant_key": "T"})).status(&ExternalId("7".to_owned()));
    let (_, ended) = drive(chain.expect("an id"), &[format!(r#"{{"data":{invoice},"status":200}}"#)]);
    ended.expect("an end").expect("an invoice")
}

fn coins(text: &str) -> Option<CryptoAmount> {
    text.parse().ok()
}

#[test]
fn several_payments_in_one_coin_are_their_exact_sum() {
    let txs = |txs: &str| {
        let told = told(&format!(r#""txs":[{txs}]"#));
        (told.received, told.coin)
    };
    let usdt = Some("USDT".to_owned());
    let one = r#"{"amount":0.1,"currency":"USDT"}"#;
    assert_eq!(txs(one), (coins("0.1"), usdt.clone()));
    let three = format!(r#"{one},{{"amount":"0.2000000000000000001","currency":"USDT"}},{one}"#);
    assert_eq!(txs(&three), (coins("0.4000000000000000001"), usdt.clone()));
    assert_eq!(txs(&format!(r#"{one},{{"amount":null,"currency":"USDT"}}"#)), (None, usdt), "one is not told");
    assert_eq!(txs(&format!(r#"{one},{{"amount":1,"currency":"TRX"}}"#)), (None, None));
    let nameless = r#"{"amount":1}"#;
    assert_eq!(txs(&format!("{one},{nameless}")), (None, None));
    assert_eq!(txs(&format!("{nameless},{nameless}")), (None, None), "nobody says that it is the same coin");
    assert_eq!(txs(nameless), (coins("1"), None));
    assert_eq!(txs(""), (None, None));
}

#[test]
fn what_a_float_errs_by_is_neither_too_much_nor_too_little() {
    for sent in ["3.0440897036220003", "3.0440897036220007", "3.0440897036219999", "3.04408970362200030001"] {
        let told = told(&format!(r#""value":3.0440897036220003,"sent_value":{sent},"txs":[]"#));
        assert_eq!(
            (told.status, told.received, told.asked),
            (PaymentStatus::Paid, told.asked, coins("3.0440897036220003"))
        );
    }
    let more = told(r#""value":3.0440897036220003,"sent_value":3.05,"txs":[{"amount":0.0015,"currency":"ETH"}]"#);
    assert_eq!((more.status, more.received, more.coin), (PaymentStatus::Overpaid, coins("3.05"), None));
    // By how much it may be more is the operator's to say, so both are told.
    assert_eq!(more.asked, coins("3.0440897036220003"));
    assert_eq!(told(r#""sent_value":9"#).asked, None, "nobody says of how much");
}
