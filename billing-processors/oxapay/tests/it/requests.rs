//! What is sent to the API, to the letter.

use nproxy_domain::processor::ExternalId;
use nproxy_domain::provider::Effect;
use nproxy_processor_kit::desk::{drive, order, processor};
use nproxy_processor_kit::{ORDER, RETURN_URL, WEBHOOK_URL};
use nproxy_processor_oxapay::PLUGIN;
use serde_json::{Value, json};

#[test]
fn an_invoice_is_made_with_everything_said_that_the_dashboard_would_say() {
    let chain = processor(PLUGIN, json!({"merchant_key": "TESTKEY-0000"})).checkout(&order("9.99", "USD"));
    let sent = &drive(chain.expect("a request"), &[]).0[0];
    assert_eq!((sent.line().as_str(), sent.effect), ("POST https://api.oxapay.com/v1/payment/invoice", Effect::Buys));
    assert_eq!((sent.header("merchant_api_key"), sent.header("content-type")), ("TESTKEY-0000", "application/json"));
    let expected = json!({
        "amount": 9.99,
        "currency": "USD",
        "lifetime": 60,
        "fee_paid_by_payer": 0,
        "under_paid_coverage": 0.5,
        "mixed_payment": false,
        "callback_url": WEBHOOK_URL,
        "return_url": RETURN_URL,
        "order_id": ORDER,
        "description": "nproxy, one month",
        "sandbox": false,
    });
    assert_eq!(serde_json::from_str::<Value>(sent.body()).expect("JSON"), expected);
}

#[test]
fn the_price_is_a_number_with_every_digit_of_ours() {
    let processor = processor(PLUGIN, json!({"merchant_key": "T", "sandbox": true}));
    for (amount, currency, text) in [
        ("9", "USD", "9.00"),
        ("0.10", "EUR", "0.10"),
        ("500", "JPY", "500"),
        ("90071992547409.93", "USD", "90071992547409.93"),
    ] {
        let (sent, _) = drive(processor.checkout(&order(amount, currency)).expect("a request"), &[]);
        let expected = format!(r#"{{"amount":{text},"currency":"{currency}","#);
        assert!(sent[0].body().starts_with(&expected), "{}", sent[0].body());
        assert!(sent[0].body().contains(r#""sandbox":true"#), "{}", sent[0].body());
    }
}

#[test]
fn so_much_may_be_missing_as_the_operator_says_and_never_more_than_is_taken() {
    for (permille, text) in [(0, "0.0"), (5, "0.5"), (125, "12.5"), (5000, "60.0")] {
        let mut order = order("9.99", "USD");
        order.missing_permille_max = permille;
        let chain = processor(PLUGIN, json!({"merchant_key": "T"})).checkout(&order).expect("a request");
        let body = drive(chain, &[]).0[0].body().to_owned();
        assert!(body.contains(&format!("\"under_paid_coverage\":{text},")), "{permille}: {body}");
    }
}

#[test]
fn an_invoice_is_asked_after_by_its_track_id() {
    let chain = processor(PLUGIN, json!({"merchant_key": "T"})).status(&ExternalId("193139644".to_owned()));
    let (sent, _) = drive(chain.expect("an id"), &[]);
    assert_eq!(
        (sent[0].line().as_str(), sent[0].effect),
        ("GET https://api.oxapay.com/v1/payment/193139644", Effect::Free)
    );
}
