//! An invoice's life at a BTCPay server, and what the store's webhook tells of each step.

use std::time::Duration;

use nproxy_sandbox::Act;
use serde_json::{Value, json};

use super::{Money, amount, invoice_body, pay};
use crate::structure::same_structure;

const SECRET: &str = "played-webhook-secret";

#[tokio::test]
async fn each_event_is_told_signed_and_in_its_order() {
    let money = Money::start().await;
    let id = money.invoice().await;
    assert_eq!(money.act(&id, &Act::PayInFull), "Processing/None");
    assert_eq!(money.act(&id, &Act::Confirm), "Settled/None");
    let events =
        ["InvoiceCreated", "InvoiceReceivedPayment", "InvoiceProcessing", "InvoicePaymentSettled", "InvoiceSettled"];
    assert_eq!(money.sent().await, events);
    let calls = money.shop.calls();
    assert_eq!(calls.iter().map(|call| call.json()["type"].clone()).collect::<Vec<_>>(), events);
    for call in &calls {
        assert_eq!(call.target, "/webhooks/btcpay");
        assert!(call.is_btcpay(SECRET) && !call.is_btcpay("another"));
        let body = call.json();
        assert_eq!(body["metadata"], json!({ "orderId": "np-1", "itemDesc": "a month" }));
        assert_eq!((&body["invoiceId"], &body["storeId"]), (&json!(id), &json!("PlayedStore1")));
        assert_eq!((&body["deliveryId"], &body["isRedelivery"]), (&body["originalDeliveryId"], &json!(false)));
        assert!(call.body.starts_with(b"{\n  \""), "pretty-printed");
    }
    // Captured from a server, with `overPaid`, which later versions have again.
    let captured = json!({"manuallyMarked":false,"overPaid":false,"deliveryId":"LJMTFbSEobW7mpmAbfVzJv","webhookId":"V9YybsYgDaguxf98N54SJr",
        "originalDeliveryId":"LJMTFbSEobW7mpmAbfVzJv","isRedelivery":false,"type":"InvoiceSettled","timestamp":1_700_562_873,
        "storeId":"HUZAUrnnsHztegnRKHhe9LQMcykQVq1Uaj8UyEbkgcWS","invoiceId":"4cLstvvUwbmTRpdQ3nAPCG","metadata":{"orderId":"167","itemDesc":"x"}});
    same_structure(&captured, &calls[4].json(), "settled");
    let received = calls[1].json();
    assert_eq!((&received["afterExpiration"], &received["paymentMethodId"]), (&json!(false), &json!("BTC-CHAIN")));
    assert_eq!(
        (&received["payment"]["value"], &received["payment"]["status"]),
        (&json!("0.00015"), &json!("Processing"))
    );
    assert_eq!(calls[3].json()["payment"]["status"], "Settled");
}

#[tokio::test]
async fn a_part_leaves_it_open_and_the_rest_pays_it() {
    let money = Money::start().await;
    let id = money.invoice().await;
    assert_eq!(money.act(&id, &Act::PayHalf), "New/PaidPartial");
    assert_eq!(money.act(&id, &Act::Confirm), "New/PaidPartial");
    assert_eq!(money.till.invoice(&id).expect("known").methods[0].due, amount("0.000075"));
    assert_eq!(money.act(&id, &Act::PayInFull), "Processing/None");
    assert_eq!(money.act(&id, &Act::Confirm), "Settled/None");
    let two = money.till.invoice(&id).expect("known").transactions.len();
    assert_eq!(two, 2);
}

#[tokio::test]
async fn a_part_that_stays_one_expires_with_it() {
    let money = Money::start().await;
    let id = money.invoice().await;
    money.act(&id, &pay("0.00014999"));
    assert_eq!(money.act(&id, &Act::Expire), "Expired/PaidPartial");
    assert_eq!(money.sent().await[2..], ["InvoiceExpired", "InvoiceExpiredPaidPartial"]);
    assert_eq!(money.shop.calls()[2].json()["partiallyPaid"], json!(true));
    let empty = money.invoice().await;
    assert_eq!(money.act(&empty, &Act::Expire), "Expired/None");
    money.till.quiet().await;
    assert_eq!(money.shop.calls().last().expect("some").json()["partiallyPaid"], json!(false));
}

#[tokio::test]
async fn what_is_missing_within_the_tolerance_is_not_missed() {
    let money = Money::start().await;
    let mut body = invoice_body();
    body["checkout"]["paymentTolerance"] = json!(0.5);
    let id = money.btc("POST", "invoices", &body).await.json()["id"].as_str().expect("text").to_owned();
    assert_eq!(money.act(&id, &pay("0.00014924")), "New/PaidPartial");
    assert_eq!(money.act(&id, &pay("0.00000001")), "Processing/None");
    assert_eq!(money.act(&id, &Act::Confirm), "Settled/None");
}

#[tokio::test]
async fn too_much_is_settled_as_paid_over() {
    let money = Money::start().await;
    let id = money.invoice().await;
    assert_eq!(money.act(&id, &Act::PayTooMuch), "Processing/PaidOver");
    assert_eq!(money.act(&id, &Act::Confirm), "Settled/PaidOver");
    money.till.quiet().await;
    let told: Vec<Value> = money.shop.calls().iter().map(|call| call.json()["overPaid"].clone()).collect();
    assert_eq!(told, [Value::Null, Value::Null, json!(true), Value::Null, json!(true)]);
}

#[tokio::test]
async fn money_after_its_time_is_paid_late_and_never_settles_by_itself() {
    let money = Money::start().await;
    let id = money.invoice().await;
    assert_eq!(money.act(&id, &Act::PayLate), "Expired/PaidLate");
    assert_eq!(money.act(&id, &Act::Confirm), "Expired/PaidLate");
    let sent = money.sent().await;
    let late = ["InvoiceExpired", "InvoiceReceivedPayment", "InvoicePaidAfterExpiration", "InvoicePaymentSettled"];
    assert_eq!(sent[1..], late);
    assert_eq!(money.shop.calls()[2].json()["afterExpiration"], json!(true));
    let marked = money.btc("POST", &format!("invoices/{id}/status"), &json!({ "status": "Settled" })).await.json();
    assert_eq!((&marked["status"], &marked["additionalStatus"]), (&json!("Settled"), &json!("Marked")));
    money.till.quiet().await;
    let last = money.shop.calls().last().expect("some").json();
    assert_eq!((&last["type"], &last["manuallyMarked"]), (&json!("InvoiceSettled"), &json!(true)));
}

#[tokio::test]
async fn a_transaction_that_is_replaced_takes_it_back() {
    let money = Money::start().await;
    let id = money.invoice().await;
    money.act(&id, &Act::PayInFull);
    assert_eq!(money.act(&id, &Act::Vanish), "New/None");
    assert_eq!(money.sent().await.len(), 3, "nothing is told of it");
    money.act(&id, &Act::PayHalf);
    money.act(&id, &Act::Confirm);
    money.act(&id, &Act::PayInFull);
    assert_eq!(money.act(&id, &Act::Vanish), "New/PaidPartial");
    money.refused(&id, &Act::Vanish);
}

#[tokio::test]
async fn lightning_is_settled_in_the_same_moment() {
    let money = Money::start().await;
    let mut body = invoice_body();
    body["checkout"]["paymentMethods"] = json!(["BTC-CHAIN", "BTC-LN"]);
    let id = money.btc("POST", "invoices", &body).await.json()["id"].as_str().expect("text").to_owned();
    let over_lightning = |text: &str| Act::Pay { amount: amount(text), method: Some("BTC-LN".to_owned()) };
    assert_eq!(money.act(&id, &over_lightning("0.00015")), "Settled/None");
    let events = ["InvoiceReceivedPayment", "InvoicePaymentSettled", "InvoiceProcessing", "InvoiceSettled"];
    assert_eq!(money.sent().await[1..], events);
    money.refused(&id, &Act::Pay { amount: amount("1"), method: Some("LTC-CHAIN".to_owned()) });
}

#[tokio::test]
async fn two_ways_together_pay_it() {
    let money = Money::start().await;
    let mut body = invoice_body();
    body["checkout"]["paymentMethods"] = json!(["BTC-CHAIN", "LTC-CHAIN"]);
    let id = money.btc("POST", "invoices", &body).await.json()["id"].as_str().expect("text").to_owned();
    assert_eq!(money.act(&id, &pay("0.000075")), "New/PaidPartial");
    let rest = Act::Pay { amount: amount("0.05625"), method: Some("LTC-CHAIN".to_owned()) };
    assert_eq!(money.act(&id, &rest), "Processing/None", "half in each");
    let methods = money.btc("GET", &format!("invoices/{id}/payment-methods"), &Value::Null).await.json();
    assert_eq!((&methods[0]["paymentMethodPaid"], &methods[0]["totalPaid"]), (&json!("0.000075"), &json!("0.00015")));
    assert_eq!(methods[1]["payments"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_is_not_confirmed_while_it_is_watched_is_invalid() {
    let money = Money::start().await;
    let id = money.invoice().await;
    money.act(&id, &Act::PayInFull);
    money.till.advance(Duration::from_hours(24));
    assert_eq!(money.till.invoice(&id).expect("known").status, "Processing");
    money.till.advance(Duration::from_hours(1));
    assert_eq!(money.till.invoice(&id).expect("known").status, "Invalid");
    assert_eq!(money.sent().await.last().map(String::as_str), Some("InvoiceInvalid"));
    assert_eq!(money.act(&id, &Act::MarkSettled), "Settled/Marked");
    assert_eq!(money.act(&id, &Act::MarkInvalid), "Invalid/Marked");
}

#[tokio::test]
async fn an_invoice_that_nobody_asks_after_expires_all_the_same() {
    let money = Money::start().await;
    money.invoice().await;
    money.till.advance(Duration::from_hours(1));
    assert_eq!(money.sent().await, ["InvoiceCreated", "InvoiceExpired"]);
}

#[tokio::test]
async fn what_can_not_be_is_refused_and_changes_nothing() {
    let money = Money::start().await;
    let id = money.invoice().await;
    let before = money.till.invoice(&id).expect("known");
    let wrong_asset = Act::PayWrongAsset { coin: "BCH".to_owned(), amount: amount("1") };
    for act in [Act::Confirm, Act::Vanish, Act::Refund, pay("0"), wrong_asset, Act::Redeposit { amount: amount("1") }] {
        money.refused(&id, &act);
    }
    assert_eq!(money.till.invoice(&id).expect("known"), before);
    money.act(&id, &Act::PayInFull);
    for act in [Act::Expire, Act::PayLate, Act::PayInFull, Act::PayHalf, Act::Refund] {
        money.refused(&id, &act);
    }
    money.act(&id, &Act::Confirm);
    money.act(&id, &Act::Refund);
    assert_eq!(money.sent().await.last().map(String::as_str), Some("InvoiceRefund"));
    assert!(money.shop.calls().last().expect("some").json()["pullPaymentId"].is_string());
}
