//! How webhooks are delivered: again where they must be, in order where they must be, and to whom.

use nproxy_sandbox::{Act, TillDeed};
use serde_json::{Value, json};

use super::Money;

/// Status and number of each attempt, as the journal has them.
async fn attempts(money: &Money) -> Vec<(String, u32, Option<u16>, Option<u64>)> {
    money.till.quiet().await;
    let attempt = |record: nproxy_sandbox::TillRecord| match record.deed {
        TillDeed::Webhook { kind, attempt, answer, again_after_ms, .. } => {
            Some((kind, attempt, answer, again_after_ms))
        }
        _ => None,
    };
    money.till.journal(0).into_iter().filter_map(attempt).collect()
}

#[tokio::test]
async fn btcpay_sends_again_with_another_number_and_holds_up_what_comes_behind() {
    let money = Money::start().await;
    money.shop.answers(&[500, 429, 408, 0]);
    let id = money.invoice().await;
    money.act(&id, &Act::PayInFull);
    let attempts = attempts(&money).await;
    let created = |attempt, answer, again| ("InvoiceCreated".to_owned(), attempt, answer, again);
    assert_eq!(
        attempts[..5],
        [
            created(1, Some(500), Some(0)),
            created(2, Some(429), Some(0)),
            created(3, Some(408), Some(0)),
            created(4, None, Some(0)),
            created(5, Some(200), None)
        ]
    );
    assert_eq!(
        attempts[5..].iter().map(|(kind, ..)| kind.as_str()).collect::<Vec<_>>(),
        ["InvoiceReceivedPayment", "InvoiceProcessing"]
    );
    let calls: Vec<Value> = money.shop.calls().iter().map(super::shop::Call::json).collect();
    for call in &calls[1..5] {
        assert_eq!((&call["originalDeliveryId"], &call["isRedelivery"]), (&calls[0]["deliveryId"], &json!(true)));
        assert_ne!(call["deliveryId"], calls[0]["deliveryId"]);
    }
    assert!(money.shop.calls().iter().all(|call| call.is_btcpay("played-webhook-secret")), "each signed for itself");
}

#[tokio::test]
async fn btcpay_gives_up_after_eight_more_and_at_once_when_it_is_refused() {
    let money = Money::start().await;
    money.shop.answers(&[503; 9]);
    money.invoice().await;
    assert_eq!(attempts(&money).await.len(), 9);
    for refusal in [400, 401, 404, 302] {
        money.shop.answers(&[refusal]);
        money.invoice().await;
    }
    let attempts = attempts(&money).await;
    assert_eq!(attempts.len(), 13, "no other answer is met by another attempt");
    assert!(attempts[9..].iter().all(|(_, attempt, _, again)| (*attempt, *again) == (1, None)));
}

#[tokio::test]
async fn nowpayments_sends_three_more_whatever_the_error_and_goes_on_meanwhile() {
    let money = Money::start().await;
    money.shop.answers(&[400]);
    money.payment().await;
    assert_eq!(
        attempts(&money).await,
        [("waiting".to_owned(), 1, Some(400), Some(0)), ("waiting".to_owned(), 2, Some(200), None)]
    );
    money.shop.answers(&[500; 4]);
    money.payment().await;
    assert_eq!(attempts(&money).await.len(), 6, "one and three more");

    // With the real waits what failed is not seen again in this test, and the next steps are.
    money.till.set_pace(nproxy_sandbox::TillPace::default()).expect("playable");
    money.shop.answers(&[500]);
    let id = money.payment().await;
    while money.shop.calls().len() < 7 {
        tokio::task::yield_now().await;
    }
    money.act(&id, &Act::PayInFull);
    while money.shop.calls().len() < 8 {
        tokio::task::yield_now().await;
    }
    assert_eq!(money.shop.calls()[7].json()["payment_status"], "confirming");
    // The first one stays, for a minute.
    while money.till.state().webhooks_waiting != 1 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_shop_that_is_not_there_is_written_down() {
    let money = Money::start().await;
    let closed = super::Shop::open().await.url("/x");
    money.till.set_btcpay_webhook(Some(&closed), None).expect("an address");
    money.invoice().await;
    money.till.quiet().await;
    let journal = serde_json::to_value(money.till.journal(0)).expect("json");
    let last = journal.as_array().and_then(|records| records.last()).expect("some");
    assert_eq!((&last["deed"], &last["attempt"], &last["answer"]), (&json!("webhook"), &json!(9), &Value::Null));
    assert!(last["error"].is_string(), "{last}");
}

#[tokio::test]
async fn a_webhook_may_tell_some_events_alone() {
    let money = Money::start().await;
    let events = Some(vec!["InvoiceSettled".to_owned(), "InvoiceExpired".to_owned()]);
    let url = money.shop.url("/some?token=1");
    money.till.set_btcpay_webhook(Some(&url), events).expect("known events");
    let id = money.invoice().await;
    money.act(&id, &Act::PayInFull);
    money.act(&id, &Act::Confirm);
    assert_eq!(money.sent().await, ["InvoiceSettled"]);
    assert_eq!(money.shop.calls()[0].target, "/some?token=1");
    money.till.set_btcpay_webhook(None, None).expect("none");
    let other = money.invoice().await;
    money.act(&other, &Act::Expire);
    assert_eq!(money.sent().await.len(), 1);
    for (url, events) in
        [("https://example.com/x", None), ("nowhere", None), (url.as_str(), Some(vec!["InvoiceMelted".to_owned()]))]
    {
        assert!(money.till.set_btcpay_webhook(Some(url), events).is_err(), "{url}");
    }
}

#[tokio::test]
async fn a_payment_without_a_callback_tells_nobody() {
    let money = Money::start().await;
    let mut body = money.payment_body();
    body.as_object_mut().expect("an object").remove("ipn_callback_url");
    let reply = money.np("POST", "/v1/payment", &body).await.json();
    assert_eq!(reply["ipn_callback_url"], Value::Null);
    money.act(reply["payment_id"].as_str().expect("text"), &Act::PayInFull);
    assert!(money.sent().await.is_empty());
}
