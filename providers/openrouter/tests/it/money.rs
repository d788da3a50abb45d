//! What is left of a key's limit and of an account; unknown is never zero.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use nproxy_domain::outcome::{Class, PluginError};
use nproxy_domain::plugin::Section;
use nproxy_domain::provider::{ApiKey, Balance, Effect, Next, Reply};
use nproxy_provider_openrouter::PLUGIN;
use serde_json::{Value, json};

/// Asks for the balance, answers with the bodies in turn, and tells the calls that were made.
fn balance(billing: Option<&str>, bodies: &[Value]) -> (Vec<String>, Result<Balance, PluginError>) {
    let section = Section { id: "openrouter".to_owned(), path: "providers.openrouter".to_owned(), values: json!({}) };
    let provider = (PLUGIN.build)(section).expect("a good section");
    let key = ApiKey { billing_secret: billing.map(Into::into), ..ApiKey::new("sk-or-v1-0000") };
    let mut next = provider.balance(&key).expect("it can be asked");
    let mut calls = Vec::new();
    let mut bodies = bodies.iter();
    loop {
        let exchange = match next {
            Next::Done(balance) => return (calls, Ok(balance)),
            Next::Send(exchange) => exchange,
        };
        assert_eq!((exchange.request.method(), exchange.effect), (&Method::GET, Effect::Free));
        let secret = exchange.request.headers()["authorization"].to_str().expect("text").to_owned();
        calls.push(format!("{} {secret}", exchange.request.uri()));
        let body = Bytes::from(bodies.next().expect("no more calls").to_string());
        match (exchange.read)(Reply { status: StatusCode::OK, headers: HeaderMap::new(), body }) {
            Ok(then) => next = then,
            Err(error) => return (calls, Err(error)),
        }
    }
}

fn key(limit_remaining: &Value) -> Value {
    json!({"data": {"label": "sk-or-v1-abc…xyz", "limit": null, "limit_remaining": limit_remaining, "usage": 3.5}})
}

const KEY_CALL: &str = "https://openrouter.ai/api/v1/key Bearer sk-or-v1-0000";

#[test]
fn a_keys_own_limit_is_its_balance() {
    let (calls, left) = balance(None, &[key(&json!(6.5))]);
    assert_eq!(calls, [KEY_CALL]);
    assert_eq!(left.expect("an amount").amount.0, 6_500_000);
}

#[test]
fn a_key_without_a_limit_has_an_unknown_balance() {
    let (calls, left) = balance(None, &[key(&Value::Null)]);
    assert_eq!(calls, [KEY_CALL], "the credits are not asked for without a management key");
    assert_eq!(left.expect_err("unknown").class, Class::NoImage);
}

#[test]
fn a_management_key_tells_what_the_account_has_left() {
    let credits = json!({"data": {"total_credits": 110.0, "total_usage": 3.5}});
    let (calls, left) = balance(Some("sk-or-v1-billing"), &[key(&Value::Null), credits.clone()]);
    assert_eq!(calls, [KEY_CALL, "https://openrouter.ai/api/v1/credits Bearer sk-or-v1-billing"]);
    assert_eq!(left.expect("an amount").amount.0, 106_500_000);
    let (_, left) = balance(Some("sk-or-v1-billing"), &[key(&json!(2)), credits]);
    assert_eq!(left.expect("an amount").amount.0, 2_000_000, "the lower of the two");
}
