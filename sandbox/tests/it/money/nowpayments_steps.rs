//! A payment's life at NOWPayments, and what is told of each step.

use nproxy_sandbox::{Act, SandboxOptions, TillPace, TransactionState};
use serde_json::{Value, json};

use super::{Money, amount, pay};
use crate::structure::same_structure;

const IPN: &str = r#"{"payment_id":123456789,"parent_payment_id":987654321,"invoice_id":null,"payment_status":"finished",
 "pay_address":"address","payin_extra_id":null,"price_amount":1,"price_currency":"usd","pay_amount":15,
 "actually_paid":15,"actually_paid_at_fiat":0,"pay_currency":"trx","order_id":"..","order_description":"..",
 "purchase_id":"123456789","outcome_amount":14.8106,"outcome_currency":"trx","payment_extra_ids":null,
 "fee":{"currency":"btc","depositFee":0.09853637216235617,"withdrawalFee":0,"serviceFee":0}}"#;
const SECRET: &str = "played-ipn-secret";

async fn status(money: &Money, id: &str) -> Value {
    money.np("GET", &format!("/v1/payment/{id}"), &Value::Null).await.json()
}

#[tokio::test]
async fn each_step_is_told_signed_and_in_its_order() {
    let money = Money::start().await;
    let id = money.payment().await;
    assert_eq!(money.act(&id, &Act::PayInFull), "confirming");
    assert_eq!(money.act(&id, &Act::Confirm), "finished");
    let steps = ["waiting", "confirming", "confirmed", "sending", "finished"];
    assert_eq!(money.sent().await, steps);
    let calls = money.shop.calls();
    assert_eq!(calls.iter().map(|call| call.json()["payment_status"].clone()).collect::<Vec<_>>(), steps);
    for call in &calls {
        assert_eq!(call.target, "/webhooks/nowpayments");
        assert_eq!(call.header("content-type"), Some("application/json"));
        assert!(call.is_nowpayments(SECRET), "{}", String::from_utf8_lossy(&call.body));
        assert!(!call.is_nowpayments("another"));
        assert_eq!(call.json()["payment_id"].to_string(), id);
    }
    let mut last = calls[4].json();
    assert_eq!(last["actually_paid"], json!(0.00015));
    last["parent_payment_id"] = json!(1);
    same_structure(&serde_json::from_str(IPN).expect("json"), &last, "ipn");
    assert!(!calls[0].body.starts_with(br#"{"actually_paid""#), "the order on the wire is not the one that is signed");
}

#[tokio::test]
async fn too_little_ends_as_partially_paid_and_the_rest_is_a_payment_of_its_own() {
    let money = Money::start().await;
    let id = money.payment().await;
    assert_eq!(money.act(&id, &Act::PayHalf), "confirming");
    assert_eq!(money.act(&id, &Act::Confirm), "partially_paid");
    let told = status(&money, &id).await;
    assert_eq!((&told["actually_paid"], &told["pay_amount"]), (&json!(0.000_075), &json!(0.000_15)));
    assert!(told.get("parent_payment_id").is_none());

    let rest = money.till.act(&id, &Act::PayInFull).expect("possible");
    assert_eq!((rest.parent.as_deref(), rest.status.as_str()), (Some(id.as_str()), "confirming"));
    assert_eq!(rest.transactions[0].amount, amount("0.000075"), "what was due");
    assert_eq!(rest.methods[0].address, money.till.invoice(&id).expect("known").methods[0].address);
    assert_eq!(money.act(&rest.id, &Act::Confirm), "partially_paid", "less than the price, though it is the rest");
    let told = status(&money, &rest.id).await;
    assert_eq!(told["parent_payment_id"].to_string(), id);
    assert_eq!(told["order_id"], "np-1");
    assert_eq!(status(&money, &id).await["payment_status"], "partially_paid", "the first stays what it was");
    assert_eq!(money.till.find("np-1").len(), 2);
    money.till.quiet().await;
    let last = money.shop.calls().last().expect("some").json();
    assert_eq!((last["parent_payment_id"].to_string(), last["payment_id"].to_string()), (id, rest.id));
}

#[tokio::test]
async fn too_much_is_finished_with_more_than_was_asked() {
    let money = Money::start().await;
    let id = money.payment().await;
    money.act(&id, &Act::PayTooMuch);
    assert_eq!(money.act(&id, &Act::Confirm), "finished");
    assert_eq!(status(&money, &id).await["actually_paid"], json!(0.0003));
    let again = money.till.act(&id, &Act::Redeposit { amount: amount("0.00015") }).expect("possible");
    assert_eq!(money.act(&again.id, &Act::Confirm), "finished");
    money.refused(&id, &Act::PayInFull);
}

#[tokio::test]
async fn money_after_its_time_still_finishes_it() {
    let money = Money::start().await;
    let id = money.payment().await;
    assert_eq!(money.act(&id, &Act::Expire), "expired");
    assert_eq!(money.act(&id, &Act::PayLate), "confirming");
    assert_eq!(money.act(&id, &Act::Confirm), "finished");
    let other = money.payment().await;
    assert_eq!(money.act(&other, &Act::PayLate), "confirming", "it expired on the way");
    let sent = money.sent().await;
    assert_eq!(sent[1..3], ["expired", "confirming"]);
    assert_eq!(sent[6..], ["waiting", "expired", "confirming"]);
}

#[tokio::test]
async fn what_vanishes_fails_what_goes_back_is_refunded() {
    let money = Money::start().await;
    let vanished = money.payment().await;
    money.act(&vanished, &Act::PayInFull);
    assert_eq!(money.act(&vanished, &Act::Vanish), "failed");
    assert_eq!(money.till.invoice(&vanished).expect("known").transactions[0].state, TransactionState::Gone);
    assert_eq!(status(&money, &vanished).await["actually_paid"], json!(0));

    let refunded = money.payment().await;
    money.act(&refunded, &Act::PayInFull);
    money.act(&refunded, &Act::Confirm);
    assert_eq!(money.act(&refunded, &Act::Refund), "refunded");
    money.refused(&refunded, &Act::Refund);

    let accepted = money.payment().await;
    money.act(&accepted, &Act::PayHalf);
    money.act(&accepted, &Act::Confirm);
    assert_eq!(money.act(&accepted, &Act::MarkSettled), "finished");
    let failed = money.payment().await;
    assert_eq!(money.act(&failed, &Act::MarkInvalid), "failed");
}

#[tokio::test]
async fn another_coin_is_finished_whatever_it_is_worth() {
    let money = Money::start().await;
    let id = money.payment().await;
    money.act(&id, &Act::PayWrongAsset { coin: "bch".to_owned(), amount: amount("0.00001") });
    assert_eq!(money.act(&id, &Act::Confirm), "finished");
    let told = status(&money, &id).await;
    assert_eq!((&told["pay_currency"], &told["actually_paid"]), (&json!("bch"), &json!(0.00001)));
}

#[tokio::test]
async fn what_can_not_be_is_refused_and_changes_nothing() {
    let money = Money::start().await;
    let id = money.payment().await;
    let before = money.till.invoice(&id).expect("known");
    for act in [
        Act::Confirm,
        Act::Vanish,
        Act::Refund,
        Act::MarkSettled,
        Act::Redeposit { amount: amount("1") },
        pay("0"),
        Act::Pay { amount: amount("1"), method: Some("ltc".to_owned()) },
    ] {
        money.refused(&id, &act);
    }
    assert_eq!(money.till.invoice(&id).expect("known"), before);
    money.act(&id, &Act::PayInFull);
    for act in [Act::Expire, Act::PayLate, Act::PayWrongAsset { coin: "bch".to_owned(), amount: amount("1") }] {
        money.refused(&id, &act);
    }
    money.refused("1234567890", &Act::Expire);
}

#[tokio::test]
async fn money_is_confirmed_by_itself_where_the_pace_says_so() {
    let till_pace = TillPace { confirm_after_ms: Some(60_000), ..TillPace::default() };
    let money = Money::with(SandboxOptions { till_pace, ..SandboxOptions::default() }).await;
    let (id, store) = (money.payment().await, money.invoice().await);
    money.act(&id, &Act::PayInFull);
    money.act(&store, &Act::PayInFull);
    assert_eq!(status(&money, &id).await["payment_status"], "confirming");
    money.till.advance(std::time::Duration::from_mins(1));
    assert_eq!(status(&money, &id).await["payment_status"], "finished");
    assert_eq!(money.till.invoice(&store).expect("known").status, "Settled");
}

#[tokio::test]
async fn time_goes_on_though_nobody_asks() {
    let till_pace = TillPace { confirm_after_ms: Some(1), ..TillPace::default() };
    let money = Money::with(SandboxOptions { till_pace, ..SandboxOptions::default() }).await;
    let id = money.payment().await;
    money.act(&id, &Act::PayInFull);
    // The webhooks alone tell; the till is not looked into, which would move it.
    while !money.shop.calls().iter().any(|call| call.json()["payment_status"] == "finished") {
        tokio::task::yield_now().await;
    }
}
