//! What the customer gets to read, and what is never claimed.

use std::sync::Arc;

use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::plugin::Section;
use nproxy_domain::processor::{ExternalId, Order, PaymentProcessor, Price, WebhookCall, WebhookError};
use nproxy_domain::provider::Next;
use nproxy_processor_manual::PLUGIN;
use serde_json::json;

fn manual() -> Arc<dyn PaymentProcessor> {
    let values = json!({"instructions": "  Ask at the desk.\nBring cash. ", "expires_after_hours": 48});
    let section = Section { id: "desk".to_owned(), path: "processors.desk".to_owned(), values };
    (PLUGIN.build)(section).expect("a valid section")
}

fn order() -> Order {
    Order {
        payment: nproxy_processor_kit::ORDER.parse().expect("an id"),
        price: Price { minor_units: 999, currency: "USD".to_owned() },
        offer: None,
        description: "nproxy, one month".to_owned(),
        return_url: "https://nproxy.example/pay".parse().expect("a URL"),
        webhook_url: "https://nproxy.example/webhooks/desk".parse().expect("a URL"),
        missing_permille_max: 5,
        now: "2026-11-22T12:00:00Z".parse().expect("a time"),
    }
}

#[test]
fn the_customer_reads_the_operators_words_and_until_when_they_hold() {
    let Ok(Next::Done(checkout)) = manual().checkout(&order()) else { panic!("nobody is asked") };
    assert_eq!(checkout.id, ExternalId(nproxy_processor_kit::ORDER.to_owned()));
    assert_eq!(checkout.instructions.as_deref(), Some("Ask at the desk.\nBring cash."));
    assert_eq!(checkout.expires_at, Some("2026-11-24T12:00:00Z".parse().expect("a time")));
    assert_eq!((checkout.address, checkout.amount, checkout.pay_url), (None, None, None));
}

#[test]
fn an_admin_confirms_it_and_nobody_else_says_where_it_stands() {
    let manual = manual();
    assert!(manual.about().confirmed_by_hand && !manual.about().coin_needed);
    let error = manual.status(&ExternalId(nproxy_processor_kit::ORDER.to_owned())).expect_err("no answer");
    assert_eq!((error.class, error.spent), (Class::BadRequest, Spent::No));
    let headers = http::HeaderMap::new();
    let call = WebhookCall { headers: &headers, body: br#"{"paid": true}"# };
    assert_eq!(manual.webhook(&call), Err(WebhookError::NotSent));
}
