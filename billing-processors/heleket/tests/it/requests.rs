//! What is sent to the API, to the letter.

use nproxy_domain::processor::{ExternalId, OrderRef};
use nproxy_domain::provider::Effect;
use nproxy_processor_heleket::PLUGIN;
use nproxy_processor_kit::desk::{Sent, drive, order, processor};
use nproxy_processor_kit::{NOW, ORDER, RETURN_URL, WEBHOOK_URL};
use serde_json::{Value, json};

use crate::sender::digest;

fn section(service: &str) -> Value {
    json!({ "service": service, "merchant": "8b03432e", "payment_key": "TESTKEY-0000" })
}

fn is_signed(sent: &Sent) {
    assert_eq!((sent.header("merchant"), sent.header("content-type")), ("8b03432e", "application/json"));
    assert_eq!(sent.header("sign"), digest(sent.request.body(), "TESTKEY-0000"), "the very bytes that are sent");
    let shown = format!("{:?}", sent.request.headers());
    assert!(!shown.contains(sent.header("sign")), "what was signed with a key is not shown: {shown}");
}

#[test]
fn an_invoice_is_made_with_our_id_our_price_and_our_address_for_webhooks() {
    let mut wanted = order("9.99", "USD");
    for (permille, percent) in [(5, 0), (10, 1), (29, 2), (500, 5)] {
        wanted.missing_permille_max = permille;
        let chain = processor(PLUGIN, section("heleket")).checkout(&wanted).expect("a request");
        let sent = &drive(chain, &[]).0[0];
        assert_eq!((sent.line().as_str(), sent.effect), ("POST https://api.heleket.com/v1/payment", Effect::Buys));
        is_signed(sent);
        let expected = json!({
            "amount": "9.99",
            "currency": "USD",
            "order_id": ORDER,
            "url_return": RETURN_URL,
            "url_success": RETURN_URL,
            "url_callback": WEBHOOK_URL,
            "is_payment_multiple": true,
            "lifetime": 3600,
            "subtract": 0,
            "accuracy_payment_percent": percent,
        });
        assert_eq!(serde_json::from_str::<Value>(sent.body()).expect("JSON"), expected);
    }
}

#[test]
fn cryptomus_is_the_same_at_another_address_under_its_own_name() {
    let cryptomus = processor(PLUGIN, section("cryptomus"));
    assert_eq!(cryptomus.about().label, "Cryptomus");
    assert_eq!(cryptomus.about().hosts[0].as_str(), "https://api.cryptomus.com/");
    let (sent, _) = drive(cryptomus.status(&ExternalId("26109ba0-b05b".to_owned())).expect("an id"), &[]);
    assert_eq!(
        (sent[0].line().as_str(), sent[0].effect),
        ("POST https://api.cryptomus.com/v1/payment/info", Effect::Free)
    );
    assert_eq!(sent[0].body(), r#"{"uuid":"26109ba0-b05b"}"#);
    is_signed(&sent[0]);
    assert_eq!(processor(PLUGIN, section("heleket")).about().label, "Heleket");
}

#[test]
fn a_list_goes_on_where_the_page_before_ended() {
    let list = |cursor: Option<&str>| {
        let by = OrderRef::Since { at: NOW.parse().expect("a time"), skip: 0, cursor: cursor.map(str::to_owned) };
        drive(processor(PLUGIN, section("heleket")).find(&by).expect("it can be asked"), &[]).0.remove(0)
    };
    let first = list(None);
    assert_eq!(first.line(), "POST https://api.heleket.com/v1/payment/list");
    assert_eq!(first.body(), r#"{"date_from":"2026-11-22 12:00:00"}"#);
    is_signed(&first);
    assert_eq!(list(Some("a+b/c=&d")).line(), "POST https://api.heleket.com/v1/payment/list?cursor=a%2Bb%2Fc%3D%26d");
}
