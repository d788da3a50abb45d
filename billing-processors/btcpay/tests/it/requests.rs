//! What the server is asked, to the letter.

use http::Method;
use http::header::AUTHORIZATION;
use nproxy_domain::processor::{ExternalId, Offer};
use serde_json::{Value, json};

use crate::desk::{STORE, btcpay, drive, invoice, methods, order};

fn created(price: &str, currency: &str) -> Value {
    let checkout = btcpay().checkout(&order(price, currency)).expect("a configured coin");
    let (sent, _) = drive(checkout, &[]);
    assert_eq!((sent[0].method(), sent[0].uri().to_string().as_str()), (&Method::POST, STORE));
    assert_eq!(sent[0].headers()[AUTHORIZATION], "token TESTKEY-0000");
    serde_json::from_slice(sent[0].body()).expect("JSON")
}

#[test]
fn an_invoice_is_made_for_one_coin_with_everything_said() {
    let expected = json!({
        "amount": "9.99",
        "currency": "USD",
        "metadata": {"orderId": nproxy_processor_kit::ORDER, "itemDesc": "nproxy, one month"},
        "checkout": {
            "speedPolicy": "MediumSpeed",
            "paymentMethods": ["BTC-CHAIN"],
            "expirationMinutes": 60,
            "monitoringMinutes": 1440,
            "paymentTolerance": 0.5,
            "redirectURL": "https://nproxy.example/pay?x={InvoiceId}",
            "redirectAutomatically": true,
        },
        "additionalSearchTerms": [nproxy_processor_kit::ORDER],
    });
    assert_eq!(created("9.99", "USD"), expected);
    assert_eq!(created("500", "JPY")["amount"], "500");
}

#[test]
fn so_much_may_be_missing_as_the_operator_says_and_never_more_than_all() {
    for (permille, text) in [(0, "0.0"), (5, "0.5"), (10, "1.0"), (125, "12.5"), (5000, "100.0")] {
        let mut order = order("9.99", "USD");
        order.missing_permille_max = permille;
        let (sent, _) = drive(btcpay().checkout(&order).expect("a configured coin"), &[]);
        let body = String::from_utf8_lossy(sent[0].body()).into_owned();
        assert!(body.contains(&format!("\"paymentTolerance\":{text},")), "{permille}: {body}");
    }
}

#[test]
fn the_coins_of_the_configuration_are_offered_and_no_other_is_taken() {
    let offers = btcpay().offers(&order("9.99", "USD").price);
    let offers: Vec<Offer> =
        offers.into_iter().flat_map(|chain| drive(chain, &[]).1.expect("no question")).flatten().collect();
    let told: Vec<_> = offers.iter().map(|o| (o.id.as_str(), o.coin.as_str(), o.network.as_str())).collect();
    assert_eq!(told, [("BTC-CHAIN", "BTC", "Bitcoin"), ("BTC-LN", "BTC", "Lightning")]);
    let mut other = order("9.99", "USD");
    other.offer = Some(Offer { id: "LTC-CHAIN".to_owned(), ..offers[0].clone() });
    assert!(btcpay().checkout(&other).is_err());
}

#[test]
fn a_checkout_and_a_status_ask_for_the_invoice_and_then_for_its_payments() {
    let checkout = btcpay().checkout(&order("9.99", "USD")).expect("a configured coin");
    let answers = [invoice("4cLstvvUwbmTRpdQ3nAPCG", nproxy_processor_kit::ORDER), methods()];
    let (sent, made) = drive(checkout, &answers);
    assert_eq!(made.expect("an end").expect("an invoice").id.0, "4cLstvvUwbmTRpdQ3nAPCG");
    let payments = format!("{STORE}/4cLstvvUwbmTRpdQ3nAPCG/payment-methods");
    assert_eq!((sent[1].method(), sent[1].uri().to_string()), (&Method::GET, payments.clone()));
    let status = btcpay().status(&ExternalId("4cLstvvUwbmTRpdQ3nAPCG".to_owned())).expect("an id");
    let (sent, _) = drive(status, &answers);
    let asked: Vec<String> = sent.iter().map(|request| request.uri().to_string()).collect();
    assert_eq!(asked, [format!("{STORE}/4cLstvvUwbmTRpdQ3nAPCG"), payments]);
}
