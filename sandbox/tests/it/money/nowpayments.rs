//! NOWPayments, played: what a shop asks for and gets, and what it is refused.

use std::time::Duration;

use nproxy_sandbox::Act;
use serde_json::{Value, json};

use super::{BTC_KEY, Money, NP_KEY, invoice_body, pay};
use crate::{client::send, structure::same_structure};

const CREATED: &str = r#"{"payment_id":"5745459419","payment_status":"waiting","pay_address":"3EZ2uTdVDAMFXTfc6uLDDKR6o8qKBZXVkj",
 "price_amount":3999.5,"price_currency":"usd","pay_amount":0.17070286,"pay_currency":"btc","order_id":"RGDBP-21314",
 "order_description":"Apple Macbook Pro 2019 x 1","ipn_callback_url":"https://nowpayments.io",
 "created_at":"2020-12-22T15:00:22.742Z","updated_at":"2020-12-22T15:00:22.742Z","purchase_id":"5837122679",
 "amount_received":null,"payin_extra_id":null,"smart_contract":"","network":"btc","network_precision":8,
 "time_limit":null,"burning_percent":null,"expiration_estimate_date":"2020-12-23T15:00:22.742Z"}"#;
const STATUS: &str = r#"{"payment_id":5524759814,"payment_status":"finished","pay_address":"TNDF...","price_amount":5,"price_currency":"usd",
 "pay_amount":165.652609,"actually_paid":180,"pay_currency":"trx","order_id":"RGDBP-21314","order_description":"...",
 "purchase_id":"4944856743","created_at":"2020-12-16T14:30:43.306Z","updated_at":"2020-12-16T14:40:46.523Z",
 "outcome_amount":178.9005,"outcome_currency":"trx"}"#;

fn fixture(text: &str) -> Value {
    serde_json::from_str(text).expect("json")
}

#[tokio::test]
async fn a_payment_has_an_address_and_an_exact_amount() {
    let money = Money::start().await;
    let reply = money.np("POST", "/v1/payment", &money.payment_body()).await;
    assert_eq!(reply.status, 201);
    same_structure(&fixture(CREATED), &reply.json(), "created");
    let text = String::from_utf8_lossy(&reply.body).into_owned();
    assert!(text.contains(r#""price_amount":9,"#) && text.contains(r#""pay_amount":0.00015,"#), "{text}");
    let created = reply.json();
    assert_eq!((&created["network"], &created["order_id"]), (&json!("btc"), &json!("np-1")));
    assert!(created["pay_address"].as_str().is_some_and(|address| address.starts_with("bc1q")));

    let id = created["payment_id"].as_str().expect("text here");
    money.act(id, &pay("0.0003"));
    money.act(id, &Act::Confirm);
    let mut status = money.np("GET", &format!("/v1/payment/{id}"), &Value::Null).await.json();
    assert_eq!(status["payment_id"].to_string(), id, "a number here");
    assert_eq!((&status["payment_status"], &status["actually_paid"]), (&json!("finished"), &json!(0.0003)));
    let newer = status.as_object_mut().and_then(|fields| fields.remove("payin_hash"));
    assert!(newer.is_some(), "the documented example is older than this field");
    same_structure(&fixture(STATUS), &status, "status");
}

#[tokio::test]
async fn amounts_below_a_millionth_are_written_as_javascript_writes_them() {
    let money = Money::start().await;
    let id = money.payment().await;
    money.act(&id, &pay("0.00000012"));
    let reply = money.np("GET", &format!("/v1/payment/{id}"), &Value::Null).await;
    assert!(String::from_utf8_lossy(&reply.body).contains(r#""actually_paid":1.2e-7,"#));
}

#[tokio::test]
async fn what_is_asked_for_is_the_price_by_the_rate_rounded_up() {
    let money = Money::start().await;
    for (coin, price, asked) in [
        ("usdttrc20", json!(9.99), "9.99"),
        ("btc", json!(10), "0.00016667"),
        ("ltc", json!(9.99), "0.124875"),
        ("xrp", json!(9), "18"),
    ] {
        let body = json!({ "price_amount": price, "price_currency": "usd", "pay_currency": coin });
        let reply = money.np("POST", "/v1/payment", &body).await;
        let text = String::from_utf8_lossy(&reply.body).into_owned();
        assert!(text.contains(&format!(r#""pay_amount":{asked},"#)), "{coin}: {text}");
        assert_eq!(reply.json()["payin_extra_id"].is_string(), coin == "xrp", "a memo where the coin needs one");
    }
}

#[tokio::test]
async fn a_fixed_rate_stands_twenty_minutes_and_a_floating_one_a_week() {
    let money = Money::start().await;
    for (fixed, minutes) in [(true, 20), (false, 7 * 24 * 60)] {
        let mut body = money.payment_body();
        body["is_fixed_rate"] = json!(fixed);
        let id = money.np("POST", "/v1/payment", &body).await.json()["payment_id"].as_str().expect("id").to_owned();
        let invoice = money.till.invoice(&id).expect("known");
        assert_eq!(invoice.expires_at_unix_ms - invoice.created_at_unix_ms, minutes * 60_000);
    }
}

#[tokio::test]
async fn the_same_order_twice_is_two_payments() {
    let money = Money::start().await;
    assert_ne!(money.payment().await, money.payment().await);
    assert_eq!(money.till.find("np-1").len(), 2);
}

#[tokio::test]
async fn what_is_not_a_payment_is_refused_with_a_reason() {
    let money = Money::start().await;
    let good = money.payment_body();
    let without = |field: &str| {
        let mut body = good.clone();
        body.as_object_mut().expect("an object").remove(field);
        body
    };
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    let cases = [
        (without("price_amount"), "INVALID_REQUEST_PARAMS", "price_amount is required"),
        (without("price_currency"), "INVALID_REQUEST_PARAMS", "price_currency is required"),
        (without("pay_currency"), "INVALID_REQUEST_PARAMS", "pay_currency is required"),
        (with("price_amount", json!("9")), "INVALID_REQUEST_PARAMS", "price_amount must be"),
        (with("price_amount", json!(0)), "INVALID_REQUEST_PARAMS", "price_amount must be"),
        (with("price_amount", json!(-1)), "INVALID_REQUEST_PARAMS", "price_amount must be"),
        (with("price_currency", json!("xyz")), "CURRENCY_UNAVAILABLE", "XYZ"),
        (with("pay_currency", json!("doge")), "CURRENCY_UNAVAILABLE", "DOGE"),
        (with("price_amount", json!(2)), "AMOUNT_MINIMAL_ERROR", "less than minimal"),
        (with("pay_currency", json!("eth")), "AMOUNT_MINIMAL_ERROR", "less than minimal"),
        (with("ipn_callback_url", json!("nowhere")), "INVALID_REQUEST_PARAMS", "ipn_callback_url"),
        (with("surprise", json!(1)), "INVALID_REQUEST_PARAMS", "surprise"),
        (json!([1]), "INVALID_REQUEST_PARAMS", ""),
    ];
    for (body, code, words) in cases {
        let reply = money.np("POST", "/v1/payment", &body).await;
        let refusal = reply.json();
        same_structure(
            &json!({"status": false, "statusCode": 400, "code": "..", "message": ".."}),
            &refusal,
            "refusal",
        );
        assert_eq!((reply.status, &refusal["code"]), (400, &json!(code)), "{body}: {refusal}");
        assert!(refusal["message"].as_str().is_some_and(|message| message.contains(words)), "{body}: {refusal}");
    }
    assert!(money.till.invoices().is_empty());
}

#[tokio::test]
async fn a_body_that_does_not_say_it_is_json_is_not_looked_at() {
    let money = Money::start().await;
    let np = money.world.sandbox.nowpayments_base_url();
    let body = money.payment_body().to_string();
    let reply = send(&np, "POST", "/v1/payment", NP_KEY, body.as_bytes()).await.expect("an answer");
    assert_eq!((reply.status, &reply.json()["message"]), (400, &json!("price_amount is required")));
    let btc = money.world.sandbox.btcpay_base_url();
    let target = "/api/v1/stores/PlayedStore1/invoices";
    let body = invoice_body().to_string();
    assert_eq!(send(&btc, "POST", target, BTC_KEY, body.as_bytes()).await.expect("an answer").status, 415);
}

#[tokio::test]
async fn who_has_no_key_learns_nothing() {
    let money = Money::start().await;
    let id = money.payment().await;
    let calls = [
        ("POST", "/v1/payment".to_owned()),
        ("GET", format!("/v1/payment/{id}")),
        ("GET", "/v1/payment/?limit=1".to_owned()),
        ("GET", "/v1/estimate?amount=9&currency_from=usd&currency_to=btc".to_owned()),
        ("GET", "/v1/min-amount?currency_from=btc".to_owned()),
        ("GET", "/v1/merchant/coins".to_owned()),
    ];
    for (method, target) in calls {
        for headers in ["", "x-api-key: another\r\n", "authorization: Bearer played-nowpayments-key\r\n"] {
            let reply = money.np_with(method, &target, headers, &money.payment_body()).await.expect("an answer");
            assert_eq!((reply.status, &reply.json()["code"]), (403, &json!("INVALID_API_KEY")), "{method} {target}");
        }
    }
    assert_eq!(
        money.np_with("GET", "/v1/status", "", &Value::Null).await.expect("open").json(),
        json!({"message": "OK"})
    );
}

#[tokio::test]
async fn an_unknown_payment_is_not_found() {
    let money = Money::start().await;
    let invoice = money.invoice().await;
    for (method, target, status) in [
        ("GET", "/v1/payment/1234567890", 404),
        ("GET", "/v1/payment/np-1", 400),
        ("GET", "/v1/nothing", 404),
        ("DELETE", "/v1/payment/1234567890", 404),
        ("GET", "/", 404),
    ] {
        assert_eq!(money.np(method, target, &Value::Null).await.status, status, "{method} {target}");
    }
    assert_eq!(money.np("GET", &format!("/v1/payment/{invoice}"), &Value::Null).await.status, 400, "another's id");
}

#[tokio::test]
async fn estimates_and_minimums_tell_what_a_payment_would_meet() {
    let money = Money::start().await;
    let get = async |target: &str| money.np("GET", target, &Value::Null).await;
    let estimate = get("/v1/estimate?amount=9.00&currency_from=usd&currency_to=btc").await;
    assert_eq!(
        String::from_utf8_lossy(&estimate.body),
        r#"{"currency_from":"usd","amount_from":9,"currency_to":"btc","estimated_amount":0.00015}"#
    );
    let least = get("/v1/min-amount?currency_from=eth&currency_to=btc&fiat_equivalent=usd").await;
    assert_eq!(
        String::from_utf8_lossy(&least.body),
        r#"{"currency_from":"eth","currency_to":"btc","min_amount":0.014,"fiat_equivalent":35}"#
    );
    let of_fiat = get("/v1/min-amount?currency_from=usd&currency_to=usdttrc20").await.json();
    assert_eq!(of_fiat, json!({"currency_from": "usd", "currency_to": "usdttrc20", "min_amount": 5}));
    for target in [
        "/v1/estimate?amount=9&currency_from=usd",
        "/v1/estimate?amount=x&currency_from=usd&currency_to=btc",
        "/v1/estimate?amount=9&currency_from=usd&currency_to=doge",
        "/v1/min-amount",
        "/v1/min-amount?currency_from=doge",
        "/v1/min-amount?currency_from=usd&currency_to=eur",
        "/v1/min-amount?currency_from=btc&currency_too=usd",
    ] {
        assert_eq!(get(target).await.status, 400, "{target}");
    }
    let coins = get("/v1/merchant/coins").await.json();
    assert_eq!(coins, json!({"selectedCurrencies": ["BTC", "LTC", "USDTTRC20", "ETH", "XRP"]}));
}

#[tokio::test]
async fn a_payment_that_nobody_asks_after_expires_all_the_same() {
    let money = Money::start().await;
    let id = money.payment().await;
    money.till.advance(Duration::from_mins(20));
    assert_eq!(money.sent().await, ["waiting", "expired"]);
    let status = money.np_with("GET", &format!("/v1/payment/{id}"), NP_KEY, &Value::Null).await.expect("an answer");
    assert_eq!(status.json()["payment_status"], "expired");
}
