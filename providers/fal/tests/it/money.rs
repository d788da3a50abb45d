//! What an account has left; unknown is never zero.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use nproxy_domain::outcome::{Class, PluginError};
use nproxy_domain::provider::{ApiKey, Balance, Effect, Next, Reply};
use serde_json::{Value, json};

use crate::requests::provider;

fn balance(status: u16, body: &Value) -> Result<Balance, PluginError> {
    let provider = provider(json!({}));
    let key = ApiKey { billing_secret: Some("fal-admin".into()), ..ApiKey::new("fal-0000") };
    let Some(Next::Send(exchange)) = provider.balance(&key) else { panic!("it can't be asked") };
    let url = "https://api.fal.ai/v1/account/billing?expand=credits";
    assert_eq!((exchange.request.uri().to_string().as_str(), exchange.effect), (url, Effect::Free));
    assert_eq!(exchange.request.headers()["authorization"], "Key fal-admin", "the admin key, and it alone");
    let status = StatusCode::from_u16(status).expect("a status");
    match (exchange.read)(Reply { status, headers: HeaderMap::new(), body: Bytes::from(body.to_string()) })? {
        Next::Done(balance) => Ok(balance),
        Next::Send(_) => panic!("one call is enough"),
    }
}

#[test]
fn an_admin_key_tells_the_balance() {
    let body = json!({"username": "somebody", "credits": {"current_balance": 24.5, "currency": "USD"}});
    assert_eq!(balance(200, &body).expect("an amount").amount.0, 24_500_000);
}

#[test]
fn without_an_admin_key_there_is_nothing_to_ask() {
    assert!(provider(json!({})).balance(&ApiKey::new("fal-0000")).is_none());
}

#[test]
fn another_currency_and_a_refusal_are_unknown() {
    let euros = json!({"username": "somebody", "credits": {"current_balance": 24.5, "currency": "EUR"}});
    assert_eq!(balance(200, &euros).expect_err("unknown").class, Class::NoImage);
    assert!(balance(403, &json!({"detail": "Admin key required"})).is_err());
    assert!(balance(200, &json!({"username": "somebody"})).is_err());
}
