//! The till over the control endpoint.

use serde_json::{Value, json};

use super::Money;

async fn post(money: &Money, target: &str, body: &Value) -> (u16, Value) {
    let reply = money.world.control("POST", target, body).await;
    (reply.status, reply.json())
}

async fn get(money: &Money, target: &str) -> Value {
    money.world.control("GET", target, &Value::Null).await.json()
}

#[tokio::test]
async fn every_invoice_is_there_and_can_be_paid() {
    let money = Money::start().await;
    let (payment, invoice) = (money.payment().await, money.invoice().await);
    let all = get(&money, "/till/invoices").await;
    assert_eq!(all["invoices"].as_array().map(Vec::len), Some(2));
    let one = get(&money, &format!("/till/invoices/{payment}")).await;
    assert_eq!(one, all["invoices"][0]);
    assert_eq!((&one["processor"], &one["methods"][0]["due"]), (&json!("nowpayments"), &json!("0.00015")));
    let address = one["methods"][0]["address"].as_str().expect("text");
    assert_eq!(get(&money, &format!("/till/invoices?find={address}")).await["invoices"], json!([one]));

    let acts = format!("/till/invoices/{payment}/acts");
    let (status, paid) = post(&money, &acts, &json!({ "act": "pay", "amount": "0.00015" })).await;
    assert_eq!(
        (status, &paid["status"], &paid["transactions"][0]["state"]),
        (200, &json!("confirming"), &json!("seen"))
    );
    assert_eq!(post(&money, &acts, &json!({ "act": "confirm" })).await.1["status"], "finished");
    let (_, settled) = post(&money, &format!("/till/invoices/{invoice}/acts"), &json!({ "act": "mark_settled" })).await;
    assert_eq!((&settled["status"], &settled["additional_status"]), (&json!("Settled"), &json!("Marked")));

    money.till.quiet().await;
    let records = get(&money, "/till/journal?after=0").await["records"].as_array().expect("a list").clone();
    let deeds: Vec<_> = records.iter().filter(|record| record["deed"] == "act").collect();
    assert_eq!(deeds.len(), 3);
    assert_eq!(
        (&deeds[0]["act"], &deeds[0]["amount"], &deeds[0]["invoice"]),
        (&json!("pay"), &json!("0.00015"), &json!(payment))
    );
    let last = records.last().expect("some")["number"].as_u64().expect("a number");
    assert_eq!(get(&money, &format!("/till/journal?after={last}")).await["records"], json!([]));
}

#[tokio::test]
async fn conduct_pace_webhook_and_clock_are_set_while_running() {
    let money = Money::start().await;
    let (status, state) =
        post(&money, "/till/conduct/nowpayments", &json!({ "webhooks_held": true, "status": "down" })).await;
    assert_eq!(
        (status, &state["nowpayments"]["status"], &state["btcpay"]["status"]),
        (200, &json!("down"), &Value::Null)
    );
    let records = get(&money, "/till/journal").await["records"].as_array().expect("a list").clone();
    let last = records.last().expect("some");
    let noted = (&last["deed"], &last["processor"], &last["webhooks_held"]);
    assert_eq!(noted, (&json!("conduct"), &json!("nowpayments"), &json!(true)));
    let (_, state) = post(&money, "/till/pace", &json!({ "retry_scale": 0.5, "confirm_after_ms": 100 })).await;
    assert_eq!(state["pace"], json!({ "retry_scale": 0.5, "confirm_after_ms": 100 }));
    let url = money.shop.url("/other");
    let (_, state) = post(&money, "/till/webhook", &json!({ "url": url, "specific_events": ["InvoiceSettled"] })).await;
    assert_eq!(
        (&state["btcpay_webhook"]["url"], &state["btcpay_webhook"]["specific_events"][0]),
        (&json!(url), &json!("InvoiceSettled"))
    );
    assert_eq!(post(&money, "/till/webhook", &json!({ "url": null })).await.1["btcpay_webhook"], Value::Null);
    money.payment().await;
    let (_, state) = post(&money, "/till/clock", &json!({ "advance_ms": 1_200_000 })).await;
    assert_eq!((&state["clock_ahead_ms"], &state["invoices"]), (&json!(1_200_000), &json!(1)));
    assert_eq!(post(&money, "/till/flush", &Value::Null).await, (200, json!({ "sent": 2 })));
    assert_eq!(get(&money, "/till/state").await["webhooks_held"], json!(0));
}

#[tokio::test]
async fn nonsense_is_refused_with_words() {
    let money = Money::start().await;
    let payment = money.payment().await;
    let acts = format!("/till/invoices/{payment}/acts");
    let cases = [
        ("POST", "/till/invoices/nobody/acts", json!({ "act": "confirm" }), 404, "no such invoice"),
        ("GET", "/till/invoices/nobody", Value::Null, 404, "no such invoice"),
        ("POST", acts.as_str(), json!({ "act": "melt" }), 400, "melt"),
        ("POST", acts.as_str(), json!({ "act": "pay", "amount": 0.1 }), 400, "0.1"),
        ("POST", acts.as_str(), json!({ "act": "pay", "amount": "much" }), 400, "decimal text"),
        ("POST", acts.as_str(), json!({ "act": "pay", "amount": "1", "method": "ltc" }), 400, "this way"),
        ("POST", acts.as_str(), json!({ "act": "confirm" }), 409, "confirmations"),
        ("POST", "/till/conduct/stripe", json!({}), 404, "nowpayments"),
        ("POST", "/till/conduct/btcpay", json!({ "mood": 1 }), 400, "mood"),
        ("POST", "/till/conduct/btcpay", json!({ "webhook_copies": 99 }), 400, "webhook_copies"),
        ("POST", "/till/pace", json!({ "retry_scale": -1 }), 400, "retry_scale"),
        ("POST", "/till/webhook", json!({ "url": "ftp://x" }), 400, "http://"),
        ("POST", "/till/webhook", json!({ "url": "http://x", "specific_events": ["Melted"] }), 400, "event"),
        ("POST", "/till/clock", json!({ "advance_ms": u64::MAX }), 400, "too far"),
        ("GET", "/till/journal?after=x", Value::Null, 400, "after"),
        ("GET", "/till/nothing", Value::Null, 404, "GET /till/state"),
        ("DELETE", "/till/invoices", Value::Null, 404, "GET /till/state"),
        ("GET", "/tillage", Value::Null, 404, "GET /state"),
    ];
    for (method, target, body, status, words) in cases {
        let reply = money.world.control(method, target, &body).await;
        assert_eq!(reply.status, status, "{method} {target} {body}");
        let error = reply.json()["error"].clone();
        assert!(error.as_str().is_some_and(|error| error.contains(words)), "{method} {target} {body}: {error}");
    }
}
