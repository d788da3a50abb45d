//! What is sent to the API, to the letter.

use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::processor::ExternalId;
use nproxy_domain::provider::Effect;
use nproxy_processor_crypto_pay::PLUGIN;
use nproxy_processor_kit::desk::{Sent, drive, order, processor};
use nproxy_processor_kit::{ORDER, RETURN_URL};
use serde_json::{Value, json};

fn made(section: Value, amount: &str, currency: &str) -> Sent {
    let chain = processor(PLUGIN, section).checkout(&order(amount, currency)).expect("a request");
    drive(chain, &[]).0.remove(0)
}

#[test]
fn an_invoice_is_made_with_our_id_our_price_and_the_way_back() {
    let sent = made(json!({"api_token": "TESTKEY-0000", "assets": ["USDT", "TON"]}), "9.99", "USD");
    assert_eq!((sent.line().as_str(), sent.effect), ("POST https://pay.crypt.bot/api/createInvoice", Effect::Buys));
    assert_eq!(
        (sent.header("crypto-pay-api-token"), sent.header("content-type")),
        ("TESTKEY-0000", "application/json")
    );
    let expected = json!({
        "currency_type": "fiat",
        "fiat": "USD",
        "accepted_assets": "USDT,TON",
        "amount": "9.99",
        "description": "nproxy, one month",
        "payload": ORDER,
        "expires_in": 3600,
        "allow_comments": false,
        "paid_btn_name": "callback",
        "paid_btn_url": RETURN_URL,
    });
    assert_eq!(serde_json::from_str::<Value>(sent.body()).expect("JSON"), expected);
}

#[test]
fn the_test_network_is_another_host_and_all_coins_are_left_to_the_app() {
    let sent = made(json!({"api_token": "T", "sandbox": true, "expiration_minutes": 5}), "90071992547409.93", "EUR");
    assert_eq!(sent.line(), "POST https://testnet-pay.crypt.bot/api/createInvoice");
    assert!(sent.body().contains(r#""amount":"90071992547409.93""#) && sent.body().contains(r#""expires_in":300"#));
    assert!(!sent.body().contains("accepted_assets"), "{}", sent.body());
}

#[test]
fn a_price_in_a_currency_that_no_invoice_has_is_not_sent() {
    let error = processor(PLUGIN, json!({"api_token": "T"})).checkout(&order("500", "JPY")).expect_err("refused");
    assert_eq!((error.class, error.spent), (Class::BadRequest, Spent::No));
}

#[test]
fn an_invoice_is_asked_after_by_its_number_and_nothing_else_can_be_one() {
    let processor = processor(PLUGIN, json!({"api_token": "T"}));
    let ask = |id: &str| processor.status(&ExternalId(id.to_owned()));
    let (sent, _) = drive(ask("528890").expect("a number"), &[]);
    assert_eq!(sent[0].line(), "GET https://pay.crypt.bot/api/getInvoices?invoice_ids=528890");
    for id in ["", "1,2", "x", "1&count=9", "123456789012345678901"] {
        assert!(ask(id).is_err(), "{id:?}");
    }
}
