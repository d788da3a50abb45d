//! Crypto Pay, played: a wallet that pays at once and in full.

use std::time::Duration;

use nproxy_sandbox::Act;
use serde_json::{Value, json};

use super::{Money, on_file, pay};
use crate::{
    client::{Reply, send},
    structure::same_structure,
};

const TOKEN: &str = "12345:played-crypto-pay-token";

async fn call(money: &Money, method: &str, target: &str, token: &str, body: &Value) -> Reply {
    let headers = format!("crypto-pay-api-token: {token}\r\ncontent-type: application/json\r\n");
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    let base = money.world.sandbox.crypto_pay_base_url();
    send(&base, method, target, &headers, &body).await.expect("an answer")
}

async fn get(money: &Money, query: &str) -> Value {
    call(money, "GET", &format!("/api/getInvoices?{query}"), TOKEN, &Value::Null).await.json()
}

fn body() -> Value {
    json!({
        "currency_type": "fiat", "fiat": "USD", "accepted_assets": "USDT,BTC", "amount": "9.99", "description": "a month",
        "payload": "np-1", "expires_in": 3600, "allow_comments": false, "paid_btn_name": "callback",
        "paid_btn_url": "https://example.com/return",
    })
}

async fn made(money: &Money) -> String {
    let reply = call(money, "POST", "/api/createInvoice", TOKEN, &body()).await;
    assert_eq!(reply.status, 200, "{}", reply.json());
    reply.json()["result"]["invoice_id"].to_string()
}

#[tokio::test]
async fn an_invoice_is_paid_all_at_once_and_told_of_once() {
    let money = Money::start().await;
    let reply = call(&money, "POST", "/api/createInvoice", TOKEN, &body()).await.json();
    same_structure(&on_file("crypto-pay/fixtures/made"), &reply, "made");
    let id = reply["result"]["invoice_id"].to_string();
    same_structure(
        &on_file("crypto-pay/fixtures/status-active"),
        &get(&money, &format!("invoice_ids={id}")).await,
        "active",
    );
    for act in [Act::PayHalf, Act::PayTooMuch, Act::PayLate, pay("1"), Act::Confirm, Act::Refund, Act::MarkSettled] {
        money.refused(&id, &act);
    }
    assert_eq!(money.act(&id, &Act::PayInFull), "paid");
    money.refused(&id, &Act::PayInFull);
    let told = get(&money, &format!("invoice_ids={id}")).await;
    same_structure(&on_file("crypto-pay/fixtures/status-paid"), &told, "paid");
    assert_eq!(told["result"]["items"][0]["paid_amount"], "9.99");

    assert_eq!(money.sent().await, ["invoice_paid"]);
    let call = &money.shop.calls()[0];
    assert_eq!(call.target, "/webhooks/crypto_pay");
    assert!(call.is_crypto_pay(TOKEN) && !call.is_crypto_pay("another"));
    same_structure(&on_file("crypto-pay/fixtures/hook-paid"), &call.json(), "webhook");
    assert_eq!(call.json()["payload"], told["result"]["items"][0]);
}

#[tokio::test]
async fn what_is_no_invoice_is_refused_by_name() {
    let money = Money::start().await;
    let with = |field: &str, value: Value| {
        let mut body = body();
        body[field] = value;
        body
    };
    for (body, name) in [
        (json!({"currency_type": "fiat", "fiat": "USD"}), "AMOUNT_REQUIRED"),
        (with("amount", json!(9.99)), "AMOUNT_INVALID"),
        (with("amount", json!("0")), "AMOUNT_INVALID"),
        (with("fiat", json!("usd")), "FIAT_UNSUPPORTED"),
        (with("fiat", json!("JPY")), "FIAT_UNSUPPORTED"),
        (with("currency_type", json!("crypto")), "CURRENCY_TYPE_INVALID"),
        (with("accepted_assets", json!("USDT,DOGE")), "ACCEPTED_ASSETS_INVALID"),
        (with("expires_in", json!(0)), "EXPIRES_IN_INVALID"),
        (with("expires_in", json!(2_678_401)), "EXPIRES_IN_INVALID"),
        (with("payload", json!("x".repeat(4097))), "PAYLOAD_TOO_LONG"),
        (with("description", json!("x".repeat(1025))), "DESCRIPTION_TOO_LONG"),
        (with("paid_btn_name", json!("buy")), "PAID_BTN_NAME_INVALID"),
        (with("paid_btn_url", Value::Null), "PAID_BTN_URL_REQUIRED"),
        (with("paid_btn_url", json!("nowhere")), "PAID_BTN_URL_INVALID"),
        (with("surprise", json!(1)), "PARAM_INVALID"),
    ] {
        let reply = call(&money, "POST", "/api/createInvoice", TOKEN, &body).await;
        let expected = json!({"ok": false, "error": {"code": 400, "name": name}});
        assert_eq!((reply.status, reply.json()), (400, expected), "{body}");
    }
    for query in ["count=0", "count=1001", "offset=x", "status=open", "invoice_ids=x", "cuont=1"] {
        let reply = call(&money, "GET", &format!("/api/getInvoices?{query}"), TOKEN, &Value::Null).await;
        assert_eq!(reply.status, 400, "{query}");
    }
    let stranger = call(&money, "POST", "/api/createInvoice", "another", &body()).await;
    same_structure(&on_file("crypto-pay/fixtures/refused-token"), &stranger.json(), "refusal");
    assert_eq!(stranger.status, 401);
    assert_eq!(call(&money, "GET", "/api/transfer", TOKEN, &Value::Null).await.status, 405);
    assert!(money.till.invoices().is_empty());
}

#[tokio::test]
async fn a_price_in_a_coin_has_the_documented_shape() {
    let documented: Value = serde_json::from_str(
        r#"{"invoice_id":528890,"hash":"IVDoTcNBYEfk","currency_type":"crypto","asset":"TON","amount":"10.5",
        "pay_url":"..","bot_invoice_url":"..","mini_app_invoice_url":"..","web_app_invoice_url":"..",
        "description":"Test invoice","status":"active","created_at":"2025-02-08T12:11:01.341Z","allow_comments":true,
        "allow_anonymous":true}"#,
    )
    .expect("json");
    let money = Money::start().await;
    let body = json!({"asset": "BTC", "amount": "0.5", "description": "Test invoice"});
    let reply = call(&money, "POST", "/api/createInvoice", TOKEN, &body).await.json();
    same_structure(&documented, &reply["result"], "documented");
}

#[tokio::test]
async fn the_list_is_newest_first_and_knows_no_orders() {
    let money = Money::start().await;
    let ids = [made(&money).await, made(&money).await, made(&money).await];
    money.act(&ids[1], &Act::PayInFull);
    let numbers = async |query: &str| -> Vec<String> {
        let items = get(&money, query).await["result"]["items"].as_array().expect("a list").clone();
        items.iter().map(|item| item["invoice_id"].to_string()).collect()
    };
    assert_eq!(numbers("").await, [&ids[2], &ids[1], &ids[0]].map(Clone::clone));
    assert_eq!(numbers("offset=1&count=1").await, [ids[1].clone()]);
    assert_eq!(numbers("status=paid").await, [ids[1].clone()]);
    assert_eq!(numbers(&format!("invoice_ids={},{}", ids[0], ids[2])).await, [ids[2].clone(), ids[0].clone()]);
    assert!(numbers("fiat=EUR").await.is_empty() && numbers("invoice_ids=1").await.is_empty());
    money.till.advance(Duration::from_hours(1));
    assert_eq!(get(&money, &format!("invoice_ids={}", ids[0])).await["result"]["items"][0]["status"], "expired");
    assert_eq!(money.sent().await, ["invoice_paid"], "that it expired is told to nobody");
}
