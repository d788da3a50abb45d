//! For the tests that a plugin has beside the suite: what it sends, to the letter.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use nproxy_domain::outcome::PluginError;
use nproxy_domain::plugin::{ProcessorPlugin, Section};
use nproxy_domain::processor::{Order, PaymentProcessor, Price};
use nproxy_domain::provider::{Effect, Next, Reply};
use serde_json::Value;

use crate::walk;

/// The processor of a section, which is a valid one.
///
/// # Panics
/// Where it isn't.
pub fn processor(plugin: ProcessorPlugin, values: Value) -> Arc<dyn PaymentProcessor> {
    let section = Section { id: plugin.kind.to_owned(), path: format!("processors.{}", plugin.kind), values };
    (plugin.build)(section).unwrap_or_else(|error| panic!("{error}"))
}

/// The kit's order at a price, `9.99` of `USD`, in no coin that was chosen beforehand.
///
/// # Panics
/// Where that is no price.
pub fn order(amount: &str, currency: &str) -> Order {
    walk::order(Price::parse(amount, currency).expect("a price"), None)
}

/// A request that was made.
#[derive(Debug)]
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

/// Answers the exchanges in turn, each with 200 and a body. What was sent, and how it ended; `None`: it asks on.
pub fn drive<T>(first: Next<T>, bodies: &[String]) -> (Vec<Sent>, Option<Result<T, PluginError>>) {
    let mut sent = Vec::new();
    let mut bodies = bodies.iter();
    let mut next = first;
    loop {
        let exchange = match next {
            Next::Done(outcome) => return (sent, Some(Ok(outcome))),
            Next::Send(exchange) => exchange,
        };
        sent.push(Sent { request: exchange.request, effect: exchange.effect });
        let Some(body) = bodies.next() else { return (sent, None) };
        let body = Bytes::from(body.clone());
        match (exchange.read)(Reply { status: StatusCode::OK, headers: HeaderMap::new(), body }) {
            Ok(then) => next = then,
            Err(error) => return (sent, Some(Err(error))),
        }
    }
}
