//! What is sent to the API, to the letter.

use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::processor::{ExternalId, Price};
use nproxy_domain::provider::{Effect, Next};
use serde_json::{Value, json};

use crate::support::{PAYMENT, Sent, drive, order, processor};

fn first<T>(next: Next<T>) -> Sent {
    let Next::Send(exchange) = next else { panic!("no request") };
    Sent { request: exchange.request, effect: exchange.effect }
}

#[test]
fn a_payment_is_made_with_our_id_our_price_and_our_address_for_notifications() {
    let processor = processor(json!({}));
    let sent = first(processor.checkout(&order("9.99", "USD", "usdttrc20")).expect("a request"));
    assert_eq!(sent.line(), "POST https://api.nowpayments.io/v1/payment");
    assert_eq!((sent.header("x-api-key"), sent.header("content-type")), ("TESTKEY-0000", "application/json"));
    assert_eq!((sent.header("authorization"), sent.effect), ("", Effect::Buys));
    let expected = json!({
        "price_amount": 9.99,
        "price_currency": "usd",
        "pay_currency": "usdttrc20",
        "order_id": PAYMENT,
        "order_description": "One month",
        "ipn_callback_url": "https://nproxy.example/webhooks/nowpayments",
        "is_fixed_rate": true,
    });
    assert_eq!(serde_json::from_str::<Value>(sent.body()).expect("JSON"), expected);
}

#[test]
fn the_price_is_a_number_with_every_digit_of_ours() {
    let processor = processor(json!({"fixed_rate": "false"}));
    for (amount, currency, text) in [
        ("9", "USD", "9.00"),
        ("0.10", "EUR", "0.10"),
        ("500", "JPY", "500"),
        ("90071992547409.93", "USD", "90071992547409.93"),
        ("0.005", "KWD", "0.005"),
    ] {
        let sent = first(processor.checkout(&order(amount, currency, "btc")).expect("a request"));
        let expected = format!(r#""price_amount":{text},"price_currency":"{}""#, currency.to_lowercase());
        assert!(sent.body().contains(&expected), "{}", sent.body());
        assert!(sent.body().contains(r#""is_fixed_rate":false"#), "{}", sent.body());
    }
}

#[test]
fn without_one_of_the_offered_coins_nothing_is_sent() {
    let processor = processor(json!({}));
    let mut nothing = order("9.99", "USD", "btc");
    nothing.offer = None;
    for order in [nothing, order("9.99", "USD", "doge"), order("9.99", "USD", "BTC"), order("9.99", "USD", "")] {
        let error = processor.checkout(&order).expect_err("no coin");
        assert_eq!((error.class, error.spent), (Class::BadRequest, Spent::No), "{:?}", order.offer);
    }
}

#[test]
fn every_coin_is_asked_about_on_its_own_and_kept_when_it_is_enough() {
    let processor = processor(json!({"fixed_rate": false}));
    let price = Price::parse("9.99", "EUR").expect("a price");
    let chains = processor.offers(&price);
    assert_eq!(chains.len(), 2);
    let coins = [("btc", "0.00017"), ("usdttrc20", "9.9")];
    for (chain, (coin, estimate)) in chains.into_iter().zip(coins) {
        let estimate_of = json!({"currency_from": "eur", "amount_from": 9.99, "currency_to": coin});
        let estimate_of = estimate_of.to_string().replacen('{', &format!(r#"{{"estimated_amount":{estimate},"#), 1);
        let least = format!(r#"{{"currency_from":"{coin}","currency_to":"ltc","min_amount":{estimate}}}"#);
        let (sent, offers) = drive(chain, &[estimate_of, least]);
        let lines: Vec<String> = sent.iter().map(Sent::line).collect();
        let base = "GET https://api.nowpayments.io/v1";
        assert_eq!(
            lines,
            [
                format!("{base}/estimate?amount=9.99&currency_from=eur&currency_to={coin}"),
                format!("{base}/min-amount?currency_from={coin}&is_fixed_rate=false"),
            ]
        );
        assert!(sent.iter().all(|one| one.header("x-api-key") == "TESTKEY-0000" && one.effect == Effect::Free));
        let offers = offers.expect("answers");
        assert_eq!(offers.len(), 1, "exactly the minimum is enough");
        assert_eq!((offers[0].id.as_str(), offers[0].estimate.expect("told").to_string().as_str()), (coin, estimate));
    }
}

#[test]
fn a_payment_is_asked_after_by_its_id_and_by_nothing_else() {
    let processor = processor(json!({"base_url": "http://127.0.0.1:4000/relay/"}));
    assert_eq!(processor.about().hosts[0].as_str(), "http://127.0.0.1:4000/");
    let sent = first(processor.status(&ExternalId("5524759814".to_owned())).expect("a request"));
    assert_eq!(sent.line(), "GET http://127.0.0.1:4000/relay/v1/payment/5524759814");
    assert_eq!((sent.header("x-api-key"), sent.effect), ("TESTKEY-0000", Effect::Free));
    for id in ["", ".", "..", "1/2", "1?limit=500", "1#", "1 2", "1\r\n", "%2e", "платёж", &"1".repeat(41)] {
        let error = processor.status(&ExternalId(id.to_owned())).expect_err(id);
        assert_eq!((error.class, error.spent), (Class::BadRequest, Spent::No), "{id:?}");
    }
}
