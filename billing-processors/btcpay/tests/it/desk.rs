//! A processor, and a wire that is a list of answers.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use nproxy_domain::outcome::PluginError;
use nproxy_domain::plugin::Section;
use nproxy_domain::processor::{Offer, Order, PaymentProcessor, Price};
use nproxy_domain::provider::{Next, Reply};
use nproxy_processor_btcpay::PLUGIN;
use serde_json::{Value, json};

use crate::sender::SECRET;

pub const STORE: &str = "https://btcpay.example/api/v1/stores/S1/invoices";

pub fn btcpay() -> Arc<dyn PaymentProcessor> {
    let values = json!({
        "base_url": "https://btcpay.example/",
        "store_id": "S1",
        "api_key": "TESTKEY-0000",
        "webhook_secret": SECRET,
        "coins": ["BTC-CHAIN", "BTC-LN"],
    });
    let section = Section { id: "own_server".to_owned(), path: "processors.own_server".to_owned(), values };
    (PLUGIN.build)(section).expect("a valid section")
}

pub fn order(price: &str, currency: &str) -> Order {
    Order {
        payment: nproxy_processor_kit::ORDER.parse().expect("an id"),
        price: Price::parse(price, currency).expect("a price"),
        offer: Some(Offer {
            id: "BTC-CHAIN".to_owned(),
            coin: "BTC".to_owned(),
            network: "Bitcoin".to_owned(),
            estimate: None,
        }),
        description: "nproxy, one month".to_owned(),
        return_url: "https://nproxy.example/pay?x={InvoiceId}".parse().expect("a URL"),
        webhook_url: "https://nproxy.example/webhooks/own_server".parse().expect("a URL"),
        missing_permille_max: 5,
        now: "2026-11-22T12:00:00Z".parse().expect("a time"),
    }
}

/// Answers a chain's requests in turn. The requests, and what came of it; `None`: it asks on.
pub fn drive<T>(first: Next<T>, answers: &[Value]) -> (Vec<Request<Bytes>>, Option<Result<T, PluginError>>) {
    let mut sent = Vec::new();
    let mut answers = answers.iter();
    let mut next = first;
    loop {
        match next {
            Next::Done(done) => return (sent, Some(Ok(done))),
            Next::Send(exchange) => {
                let exchange = *exchange;
                sent.push(exchange.request);
                let Some(answer) = answers.next() else { return (sent, None) };
                let body = Bytes::from(answer.to_string());
                match (exchange.read)(Reply { status: StatusCode::OK, headers: HeaderMap::new(), body }) {
                    Ok(further) => next = further,
                    Err(error) => return (sent, Some(Err(error))),
                }
            }
        }
    }
}

pub fn invoice(id: &str, order: &str) -> Value {
    json!({
        "id": id, "status": "New", "additionalStatus": "None", "amount": "9.99", "currency": "USD",
        "checkoutLink": format!("https://btcpay.example/i/{id}"), "createdTime": 1_795_348_800,
        "expirationTime": 1_795_352_400, "metadata": {"orderId": order},
    })
}

pub fn methods() -> Value {
    json!([{
        "paymentMethodId": "BTC-CHAIN", "destination": "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "amount": "0.0001665", "due": "0.0001665", "paymentMethodPaid": "0", "payments": [],
    }])
}
