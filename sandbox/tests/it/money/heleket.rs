//! Heleket, played: an order is a key, and what is sent is signed in its body.

use base64::{Engine, prelude::BASE64_STANDARD};
use md5::{Digest, Md5};
use nproxy_sandbox::Act;
use serde_json::{Value, json};

use super::{Money, on_file};
use crate::{
    client::{Reply, send},
    structure::same_structure,
};

const MERCHANT: &str = "8b03432e-385b-4670-8d06-064591096795";
const KEY: &str = "played-heleket-key";

async fn signed(money: &Money, target: &str, key: &str, body: &Value) -> Reply {
    let body = body.to_string();
    let sign = hex::encode(Md5::digest(format!("{}{key}", BASE64_STANDARD.encode(&body))));
    let headers = format!("merchant: {MERCHANT}\r\nsign: {sign}\r\ncontent-type: application/json\r\n");
    let base = money.world.sandbox.heleket_base_url();
    send(&base, "POST", target, &headers, body.as_bytes()).await.expect("an answer")
}

async fn call(money: &Money, target: &str, body: &Value) -> Reply {
    signed(money, target, KEY, body).await
}

fn body(money: &Money, order: &str) -> Value {
    json!({
        "amount": "9.99", "currency": "USD", "order_id": order, "url_return": "https://example.com/return",
        "url_callback": money.shop.url("/webhooks/heleket"), "lifetime": 3600, "accuracy_payment_percent": 1,
    })
}

async fn made(money: &Money, order: &str) -> String {
    let reply = call(money, "/v1/payment", &body(money, order)).await;
    assert_eq!(reply.status, 200, "{}", reply.json());
    reply.json()["result"]["uuid"].as_str().expect("text").to_owned()
}

#[tokio::test]
async fn an_invoice_is_told_of_step_by_step_signed_in_its_body() {
    let money = Money::start().await;
    let reply = call(&money, "/v1/payment", &body(&money, "np-1")).await.json();
    same_structure(&on_file("heleket/fixtures/made"), &reply, "made");
    let id = reply["result"]["uuid"].as_str().expect("text").to_owned();
    assert_eq!(money.act(&id, &Act::PayInFull), "confirm_check");
    assert_eq!(money.act(&id, &Act::Confirm), "paid");
    let mut told = call(&money, "/v1/payment/info", &json!({"uuid": id})).await.json();
    assert!(told["result"].as_object_mut().expect("an object").remove("comments").is_some(), "an answer has it alone");
    same_structure(&on_file("heleket/fixtures/status-paid"), &told, "paid");
    assert_eq!((&told["result"]["payment_amount"], &told["result"]["amount"]), (&json!("9.99000000"), &json!("9.99")));

    assert_eq!(money.sent().await, ["confirm_check", "paid"]);
    let mut calls = money.shop.calls();
    assert!(calls.iter().all(|call| call.is_heleket(KEY) && !call.is_heleket("another")));
    let mut last = calls.remove(1).json();
    assert!(last.as_object_mut().expect("an object").remove("sign").is_some());
    same_structure(&on_file("heleket/fixtures/hook-paid"), &last, "webhook");
}

#[tokio::test]
async fn the_same_order_twice_is_one_invoice() {
    let money = Money::start().await;
    let first = made(&money, "np-1").await;
    assert_eq!(made(&money, "np-1").await, first);
    assert_ne!(made(&money, "np-2").await, first);
    let by_order = call(&money, "/v1/payment/info", &json!({"order_id": "np-1", "uuid": "another"})).await.json();
    assert_eq!(by_order["result"]["uuid"], json!(first), "the order counts");
}

#[tokio::test]
async fn too_little_waits_for_the_rest_until_its_time_is_over() {
    let money = Money::start().await;
    let id = made(&money, "np-1").await;
    money.act(&id, &Act::PayHalf);
    assert_eq!(money.act(&id, &Act::Confirm), "wrong_amount_waiting");
    money.act(&id, &Act::PayInFull);
    assert_eq!(money.act(&id, &Act::Confirm), "paid");
    assert_eq!(money.act(&id, &Act::Refund), "refund_paid");
    assert_eq!(money.sent().await[4..], ["refund_process", "refund_paid"]);

    let short = made(&money, "np-2").await;
    money.act(&short, &Act::PayHalf);
    money.act(&short, &Act::Confirm);
    assert_eq!(money.act(&short, &Act::Expire), "wrong_amount");
    let over = made(&money, "np-3").await;
    money.act(&over, &Act::PayTooMuch);
    assert_eq!(money.act(&over, &Act::Confirm), "paid_over");
    let never = made(&money, "np-4").await;
    assert_eq!(money.act(&never, &Act::Expire), "cancel");
    for act in [Act::PayInFull, Act::PayLate, Act::Confirm, Act::Refund, Act::Expire] {
        money.refused(&never, &act);
    }
    let gone = made(&money, "np-5").await;
    money.act(&gone, &Act::PayInFull);
    assert_eq!(money.act(&gone, &Act::Vanish), "fail");
}

#[tokio::test]
async fn a_coin_is_told_as_soon_as_it_is_chosen_and_another_may_be() {
    let money = Money::start().await;
    let id = made(&money, "np-1").await;
    let told = async || call(&money, "/v1/payment/info", &json!({"uuid": id})).await.json();
    let paid_with = |told: &Value| {
        let result = &told["result"];
        ["payer_currency", "payer_amount", "payment_amount", "txid"].map(|field| result[field].clone())
    };
    let choose = |method: &str| Act::Choose { method: method.to_owned() };
    assert_eq!(paid_with(&told().await), [Value::Null, Value::Null, Value::Null, Value::Null]);
    assert_eq!(money.act(&id, &choose("USDT")), "check");
    let [usdt, asked, none] = ["USDT", "9.99000000", "0.00000000"].map(|text| json!(text));
    assert_eq!(paid_with(&told().await), [usdt, asked, none.clone(), Value::Null]);
    // On the page, as a person would.
    let (base, page) = (money.world.sandbox.heleket_base_url(), format!("/pay/{id}"));
    let form = "content-type: application/x-www-form-urlencoded\r\n";
    let shown = send(&base, "GET", &page, "", b"").await.expect("a page");
    assert!(String::from_utf8_lossy(&shown.body).contains("Choose this coin"));
    let done = send(&base, "POST", &format!("{page}/act"), form, b"act=choose&method=BTC").await.expect("an answer");
    assert_eq!(done.status, 303);
    let mut chosen = told().await;
    let [btc, asked] = ["BTC", "0.00016650"].map(|text| json!(text));
    assert_eq!(paid_with(&chosen), [btc.clone(), asked.clone(), none, Value::Null]);
    chosen["result"].as_object_mut().expect("an object").remove("comments");
    same_structure(&on_file("heleket/fixtures/status-check-in-a-coin"), &chosen, "chosen");
    assert!(money.sent().await.is_empty(), "nobody is told of it");

    money.refused(&id, &choose("DOGE"));
    money.act(&id, &Act::Pay { amount: super::amount("0.0001665"), method: Some("BTC".to_owned()) });
    money.refused(&id, &choose("USDT"));
    assert_eq!(money.act(&id, &Act::Confirm), "paid");
    assert_eq!(paid_with(&told().await)[..3], [btc, asked.clone(), asked]);
}

#[tokio::test]
async fn the_least_is_in_dollars_whatever_the_price_is_in() {
    let money = Money::start().await;
    for (price, currency, status) in [("0.5", "USD", 200), ("0.41", "EUR", 422), ("0.42", "EUR", 200)] {
        let mut body = body(&money, &format!("np-{currency}-{}", price.replace('.', "-")));
        (body["amount"], body["currency"]) = (json!(price), json!(currency));
        assert_eq!(call(&money, "/v1/payment", &body).await.status, status, "{price} {currency}");
    }
}

#[tokio::test]
async fn what_is_no_invoice_is_refused_field_by_field() {
    let money = Money::start().await;
    let with = |field: &str, value: Value| {
        let mut body = body(&money, "np-1");
        body[field] = value;
        body
    };
    for (body, field) in [
        (with("amount", Value::Null), "amount"),
        (with("amount", json!(9.99)), "amount"),
        (with("currency", json!("JPY")), "currency"),
        (with("order_id", json!("a b")), "order_id"),
        (with("order_id", json!("x".repeat(129))), "order_id"),
        (with("url_callback", json!("nowhere")), "url_callback"),
        (with("lifetime", json!(299)), "lifetime"),
        (with("lifetime", json!(43_201)), "lifetime"),
        (with("subtract", json!(101)), "subtract"),
        (with("accuracy_payment_percent", json!(6)), "accuracy_payment_percent"),
    ] {
        let reply = call(&money, "/v1/payment", &body).await;
        assert_eq!((reply.status, &reply.json()["state"]), (422, &json!(1)), "{body}");
        assert!(reply.json()["errors"][field][0].is_string(), "{body}: {}", reply.json());
    }
    let little = call(&money, "/v1/payment", &with("amount", json!("0.49"))).await;
    assert_eq!((little.status, little.json()), (422, on_file("heleket/fixtures/refused")));
    assert_eq!(call(&money, "/v1/payment", &with("surprise", json!(1))).await.status, 422);
    let stranger = signed(&money, "/v1/payment", "another", &body(&money, "np-1")).await;
    assert_eq!(stranger.status, 401, "the very bytes are signed, or nothing is told");
    assert_eq!(call(&money, "/v1/payment/info", &json!({"uuid": "none"})).await.status, 404);
    assert!(money.till.invoices().is_empty());
}

#[tokio::test]
async fn the_list_goes_on_by_cursors() {
    let money = Money::start().await;
    for order in 0..17 {
        made(&money, &format!("np-{order}")).await;
    }
    let list = async |cursor: Option<&str>, body: Value| {
        let target = cursor.map_or_else(String::new, |cursor| format!("?cursor={}", cursor.replace('=', "%3D")));
        call(&money, &format!("/v1/payment/list{target}"), &body).await.json()["result"].clone()
    };
    let first = list(None, json!({"date_from": "2020-01-01 00:00:00"})).await;
    assert_eq!((first["items"].as_array().map(Vec::len), &first["items"][0]["order_id"]), (Some(15), &json!("np-16")));
    same_structure(&on_file("heleket/fixtures/found-since")["result"]["paginate"], &first["paginate"], "paginate");
    let rest = list(first["paginate"]["nextCursor"].as_str(), json!({})).await;
    assert_eq!((rest["items"].as_array().map(Vec::len), &rest["items"][1]["order_id"]), (Some(2), &json!("np-0")));
    assert_eq!(rest["paginate"]["nextCursor"], Value::Null);
    assert_eq!(list(None, json!({"date_from": "2099-01-01 00:00:00"})).await["items"], json!([]));
    for (target, body) in [
        ("/v1/payment/list", json!({"date_from": "soon"})),
        ("/v1/payment/list?curser=x", json!({})),
        ("/v1/payment/info?uuid=x", json!({"order_id": "np-0"})),
        ("/v1/payment/info", json!({"order_id": "np-0", "surprise": 1})),
    ] {
        assert_eq!(call(&money, target, &body).await.status, 422, "{target} {body}");
    }
}
