//! An account, an order, and an API that answers from a list.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use nproxy_domain::outcome::PluginError;
use nproxy_domain::plugin::Section;
use nproxy_domain::processor::{Offer, Order, PaymentProcessor, Price};
use nproxy_domain::provider::{Effect, Next, Reply};
use nproxy_processor_nowpayments::PLUGIN;
use serde_json::{Map, Value, json};

pub const PAYMENT: &str = "01932c07-7cd0-7cc0-8000-00000000c0de";

pub fn section(changes: Value) -> Section {
    let mut values = json!({
        "api_key": "TESTKEY-0000",
        "ipn_secret": "np-ipn-secret",
        "coins": ["btc", "usdttrc20"],
        "email": "shop@nproxy.example",
        "password": "TESTPASS-0000",
    });
    let Value::Object(changes) = changes else { panic!("a table") };
    let table: &mut Map<String, Value> = values.as_object_mut().expect("a table");
    for (key, value) in changes {
        if value.is_null() {
            table.remove(&key)
        } else {
            table.insert(key, value)
        };
    }
    Section { id: "nowpayments".to_owned(), path: "processors.nowpayments".to_owned(), values }
}

pub fn processor(changes: Value) -> Arc<dyn PaymentProcessor> {
    (PLUGIN.build)(section(changes)).expect("a good section")
}

pub fn order(amount: &str, currency: &str, coin: &str) -> Order {
    let url = |path: &str| format!("https://nproxy.example/{path}").parse().expect("an address");
    Order {
        payment: PAYMENT.parse().expect("an id"),
        price: Price::parse(amount, currency).expect("a price"),
        offer: Some(Offer {
            id: coin.to_owned(),
            coin: coin.to_uppercase(),
            network: "as told".to_owned(),
            estimate: None,
        }),
        description: "One month".to_owned(),
        return_url: url("payments/1"),
        webhook_url: url("webhooks/nowpayments"),
        missing_permille_max: 5,
        now: "2026-11-22T12:00:00Z".parse().expect("a time"),
    }
}

/// Answers the exchanges in turn, each with 200 and a body; gives what was sent and how it ended.
pub fn drive<T>(mut next: Next<T>, bodies: &[String]) -> (Vec<Sent>, Result<T, PluginError>) {
    let mut sent = Vec::new();
    let mut bodies = bodies.iter();
    loop {
        let exchange = match next {
            Next::Done(outcome) => return (sent, Ok(outcome)),
            Next::Send(exchange) => exchange,
        };
        sent.push(Sent { request: exchange.request, effect: exchange.effect });
        let body = Bytes::from(bodies.next().expect("no more exchanges").clone());
        match (exchange.read)(Reply { status: StatusCode::OK, headers: HeaderMap::new(), body }) {
            Ok(then) => next = then,
            Err(error) => return (sent, Err(error)),
        }
    }
}

/// A request that was made.
pub struct Sent {
    pub request: Request<Bytes>,
    pub effect: Effect,
}

impl Sent {
    /// `GET https://..`
    pub fn line(&self) -> String {
        format!("{} {}", self.request.method(), self.request.uri())
    }

    /// Empty: there is none.
    pub fn header(&self, name: &str) -> &str {
        self.request.headers().get(name).map_or("", |value| value.to_str().expect("text"))
    }

    pub fn body(&self) -> &str {
        std::str::from_utf8(self.request.body()).expect("text")
    }
}
