//! OxaPay, played: it tells little by itself, and wants to hear one word.

use nproxy_sandbox::Act;
use serde_json::{Value, json};

use super::{Money, on_file};
use crate::{
    client::{Reply, send},
    structure::same_structure,
};

const KEY: &str = "played-oxapay-key";

async fn call(money: &Money, method: &str, path: &str, key: &str, body: &Value) -> Reply {
    let headers = format!("merchant_api_key: {key}\r\ncontent-type: application/json\r\n");
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    let base = money.world.sandbox.oxapay_base_url();
    let base = base.strip_suffix("/v1").expect("a version");
    send(base, method, &format!("/v1/payment{path}"), &headers, &body).await.expect("an answer")
}

async fn get(money: &Money, path: &str) -> Value {
    call(money, "GET", path, KEY, &Value::Null).await.json()
}

fn body(money: &Money) -> Value {
    json!({
        "amount": 9.99, "currency": "USD", "lifetime": 60, "fee_paid_by_payer": 0, "under_paid_coverage": 0.5,
        "mixed_payment": false, "callback_url": money.shop.url("/webhooks/oxapay"), "return_url": "https://example.com/r",
        "order_id": "np-1", "description": "a month", "sandbox": false,
    })
}

async fn made(money: &Money, body: &Value) -> String {
    let reply = call(money, "POST", "/invoice", KEY, body).await;
    assert_eq!(reply.status, 200, "{}", reply.json());
    reply.json()["data"]["track_id"].as_str().expect("text").to_owned()
}

#[tokio::test]
async fn it_tells_that_money_was_seen_and_that_it_is_there() {
    let money = Money::start().await;
    let reply = call(&money, "POST", "/invoice", KEY, &body(&money)).await.json();
    same_structure(&on_file("oxapay/fixtures/made"), &reply, "made");
    let id = reply["data"]["track_id"].as_str().expect("text").to_owned();
    same_structure(&on_file("oxapay/fixtures/status-new"), &get(&money, &format!("/{id}")).await, "new");
    assert_eq!(money.act(&id, &Act::PayInFull), "paying");
    assert_eq!(money.act(&id, &Act::Confirm), "paid");
    let told = get(&money, &format!("/{id}")).await;
    same_structure(&on_file("oxapay/fixtures/status-paid"), &told, "paid");
    assert_eq!((&told["data"]["status"], &told["data"]["txs"][0]["amount"]), (&json!("paid"), &json!(9.99)));
    assert_eq!(money.act(&id, &Act::Refund), "refunded");

    assert_eq!(money.sent().await, ["Paying", "Paid"], "and nothing of a refund");
    let calls = money.shop.calls();
    assert!(calls.iter().all(|call| call.is_oxapay(KEY) && !call.is_oxapay("another")));
    same_structure(&on_file("oxapay/fixtures/hook-paid"), &calls[1].json(), "webhook");
    assert_eq!(calls[1].json()["status"], "Paid", "a capital, where the answer has none");
}

#[tokio::test]
async fn too_little_is_told_only_when_it_is_asked_for() {
    let money = Money::start().await;
    let id = made(&money, &body(&money)).await;
    money.act(&id, &Act::PayHalf);
    assert_eq!(money.act(&id, &Act::Confirm), "underpaid");
    assert_eq!(money.act(&id, &Act::MarkSettled), "manual_accept");
    let other = made(&money, &body(&money)).await;
    assert_ne!(other, id, "an order is no key");
    assert_eq!(money.act(&other, &Act::Expire), "expired");
    for act in [Act::PayInFull, Act::PayLate, Act::Confirm, Act::Refund, Act::MarkInvalid] {
        money.refused(&other, &act);
    }
    assert_eq!(money.sent().await, ["Paying"]);
}

#[tokio::test]
async fn the_rest_comes_in_the_same_coin_and_in_time() {
    let money = Money::start().await;
    let half = |method: &str, amount: &str| Act::Pay { amount: super::amount(amount), method: Some(method.to_owned()) };
    let id = made(&money, &body(&money)).await;
    money.act(&id, &half("USDT", "4"));
    assert_eq!(money.act(&id, &Act::Confirm), "underpaid");
    money.refused(&id, &half("BTC", "0.0001"));
    money.act(&id, &half("USDT", "5.99"));
    assert_eq!(money.act(&id, &Act::Confirm), "paid");
    let told = get(&money, &format!("/{id}")).await;
    same_structure(&on_file("oxapay/fixtures/status-paid-by-several"), &told, "by several");

    let mut mixed = body(&money);
    mixed["mixed_payment"] = json!(true);
    let id = made(&money, &mixed).await;
    money.act(&id, &half("USDT", "4"));
    money.act(&id, &Act::Confirm);
    money.act(&id, &half("BTC", "0.0001"));
    assert_eq!(money.act(&id, &Act::Confirm), "paid");

    let late = made(&money, &body(&money)).await;
    money.act(&late, &Act::PayHalf);
    assert_eq!(money.act(&late, &Act::Confirm), "underpaid");
    money.till.advance(std::time::Duration::from_hours(1));
    money.refused(&late, &Act::PayInFull);
    assert_eq!(money.till.invoice(&late).expect("known").status, "underpaid");
    let ended = made(&money, &body(&money)).await;
    money.act(&ended, &Act::PayHalf);
    money.act(&ended, &Act::Confirm);
    assert_eq!(money.act(&ended, &Act::Expire), "underpaid");
    money.refused(&ended, &Act::PayInFull);
}

#[tokio::test]
async fn what_is_paid_on_the_shops_own_page_is_another_type_in_the_same_list() {
    let money = Money::start().await;
    let invoice = made(&money, &body(&money)).await;
    let mut own = body(&money);
    for coin in [Value::Null, json!("DOGE")] {
        own["pay_currency"] = coin;
        assert_eq!(call(&money, "POST", "/white-label", KEY, &own).await.status, 400, "{own}");
    }
    own["pay_currency"] = json!("BTC");
    let data = call(&money, "POST", "/white-label", KEY, &own).await.json()["data"].clone();
    let id = data["track_id"].as_str().expect("text").to_owned();
    let way = money.till.invoice(&id).expect("known").methods.remove(0);
    assert_eq!((&data["address"], &data["pay_amount"]), (&json!(way.address), &json!(0.000_166_5)));
    let listed = async |query: &str| -> Vec<String> {
        let data = get(&money, query).await["data"]["list"].clone();
        data.as_array().expect("a list").iter().map(|item| item["type"].as_str().expect("text").to_owned()).collect()
    };
    assert_eq!(listed("").await, ["white_label", "invoice"], "unless it is asked for one type");
    assert_eq!(listed("?type=invoice").await, ["invoice"]);
    assert_eq!(listed("?type=donation").await, [""; 0]);
    assert_eq!(get(&money, "?type=invoice").await["data"]["list"][0]["track_id"], json!(invoice));
    money.act(&id, &Act::PayInFull);
    money.sent().await;
    assert_eq!(money.shop.calls()[0].json()["type"], "white_label");
}

#[tokio::test]
async fn an_answer_that_is_not_the_word_is_no_answer() {
    let money = Money::start().await;
    money.shop.says("heard");
    let id = made(&money, &body(&money)).await;
    money.act(&id, &Act::PayInFull);
    assert_eq!(money.sent().await, ["Paying"; 5], "five attempts");
    money.shop.says("ok");
    money.act(&id, &Act::Confirm);
    assert_eq!(money.sent().await[5..], ["Paid"]);
}

#[tokio::test]
async fn what_is_played_for_practice_is_marked_as_that() {
    let money = Money::start().await;
    let mut practice = body(&money);
    practice["sandbox"] = json!(true);
    let id = made(&money, &practice).await;
    money.act(&id, &Act::PayInFull);
    assert_eq!(get(&money, &format!("/{id}")).await["data"]["txs"][0]["tx_hash"], "sandbox");
}

#[tokio::test]
async fn what_is_no_invoice_is_refused_with_a_reason() {
    let money = Money::start().await;
    let with = |field: &str, value: Value| {
        let mut body = body(&money);
        body[field] = value;
        body
    };
    for (body, key) in [
        (with("amount", Value::Null), "amount"),
        (with("amount", json!("9.99")), "amount"),
        (with("amount", json!(0)), "amount"),
        (with("currency", json!("JPY")), "currency"),
        (with("lifetime", json!(14)), "lifetime"),
        (with("lifetime", json!(2881)), "lifetime"),
        (with("fee_paid_by_payer", json!(2)), "fee_paid_by_payer"),
        (with("under_paid_coverage", json!(61)), "under_paid_coverage"),
        (with("callback_url", json!("nowhere")), "callback_url"),
        (with("surprise", json!(1)), "body"),
        (with("pay_currency", json!("BTC")), "pay_currency"),
    ] {
        let reply = call(&money, "POST", "/invoice", KEY, &body).await;
        assert_eq!((reply.status, &reply.json()["error"]["key"]), (400, &json!(key)), "{body}");
        same_structure(&on_file("oxapay/fixtures/refused"), &reply.json(), "refusal");
    }
    for path in [
        "?size=0",
        "?size=201",
        "?page=0",
        "?sort_by=colour",
        "?sort_type=up",
        "?from_date=x",
        "?type=x",
        "?form_date=1",
    ] {
        assert_eq!(call(&money, "GET", path, KEY, &Value::Null).await.status, 400, "{path}");
    }
    assert_eq!(call(&money, "POST", "/invoice", "another", &body(&money)).await.status, 401);
    assert_eq!(call(&money, "GET", "/123456789", KEY, &Value::Null).await.status, 404);
    assert!(money.till.invoices().is_empty());
}

#[tokio::test]
async fn the_list_comes_page_by_page_from_either_end() {
    let money = Money::start().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(made(&money, &body(&money)).await);
    }
    let list = async |query: &str| get(&money, query).await["data"].clone();
    let numbers = |data: &Value| -> Vec<String> {
        let items = data["list"].as_array().expect("a list").iter();
        items.map(|item| item["track_id"].as_str().expect("text").to_owned()).collect()
    };
    let first = list("?sort_by=create_date&sort_type=asc&page=1&size=2").await;
    assert_eq!(numbers(&first), ids[..2]);
    assert_eq!(first["meta"], json!({"page": 1, "last_page": 2, "total": 3}));
    assert_eq!(numbers(&list("?sort_type=asc&page=2&size=2").await), ids[2..]);
    assert_eq!(numbers(&list("?size=1").await), ids[2..], "the newest first, unless it is said");
    assert!(numbers(&list("?from_date=4000000000").await).is_empty());
}
