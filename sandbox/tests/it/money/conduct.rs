//! Processors that misbehave on request.

use nproxy_sandbox::{Act, CreationFault, Processor, Signature, StatusFault, TillConduct, TillDeed, TillPace};
use serde_json::Value;

use super::{BTC_KEY, Money, NP_KEY, invoice_body};

fn both(money: &Money, conduct: &TillConduct) {
    for processor in Processor::ALL {
        money.till.set_conduct(processor, conduct.clone()).expect("playable");
    }
}

fn statuses(money: &Money) -> Vec<String> {
    let told = |call: &super::shop::Call| call.json()["payment_status"].as_str().map(str::to_owned);
    money.shop.calls().iter().filter_map(told).collect()
}

#[tokio::test]
async fn webhooks_are_lost_or_come_several_times() {
    let money = Money::start().await;
    both(&money, &TillConduct { webhook_copies: 0, ..TillConduct::default() });
    let id = money.payment().await;
    money.invoice().await;
    assert!(money.sent().await.is_empty());
    let lost = |record: &nproxy_sandbox::TillRecord| matches!(record.deed, TillDeed::WebhookLost { .. });
    assert_eq!(money.till.journal(0).iter().filter(|record| lost(record)).count(), 2);

    both(&money, &TillConduct { webhook_copies: 3, ..TillConduct::default() });
    money.act(&id, &Act::PayInFull);
    money.invoice().await;
    money.till.quiet().await;
    let calls = money.shop.calls();
    assert_eq!(calls.len(), 6);
    let store: Vec<_> = calls.iter().filter(|call| call.target.ends_with("/btcpay")).collect();
    assert!(
        store.iter().all(|call| call.body == store[0].body && call.is_btcpay("played-webhook-secret")),
        "the same bytes"
    );
}

#[tokio::test]
async fn webhooks_are_held_back_and_come_newest_first() {
    let money = Money::start().await;
    both(&money, &TillConduct { webhooks_held: true, ..TillConduct::default() });
    let id = money.payment().await;
    money.act(&id, &Act::PayInFull);
    money.act(&id, &Act::Confirm);
    assert!(money.sent().await.is_empty());
    assert_eq!(money.till.state().webhooks_held, 5);
    assert_eq!(money.till.flush_webhooks(), 5);
    money.till.quiet().await;
    assert_eq!(statuses(&money), ["finished", "sending", "confirmed", "confirming", "waiting"]);
    assert_eq!(money.till.flush_webhooks(), 0);
}

#[tokio::test]
async fn old_news_comes_behind_new() {
    let money = Money::start().await;
    both(&money, &TillConduct { webhooks_stale: true, ..TillConduct::default() });
    let id = money.payment().await;
    money.act(&id, &Act::PayInFull);
    money.till.quiet().await;
    assert_eq!(statuses(&money), ["waiting", "confirming", "waiting"]);
    assert!(money.shop.calls().iter().all(|call| call.is_nowpayments("played-ipn-secret")));
    let store = money.invoice().await;
    money.act(&store, &Act::Expire);
    money.till.quiet().await;
    let calls: Vec<Value> = money.shop.calls()[3..].iter().map(super::shop::Call::json).collect();
    let types: Vec<_> = calls.iter().map(|call| call["type"].as_str().expect("text")).collect();
    assert_eq!(types, ["InvoiceCreated", "InvoiceExpired", "InvoiceCreated"]);
    assert_eq!(calls[2]["originalDeliveryId"], calls[0]["deliveryId"]);
    assert_ne!(calls[2]["deliveryId"], calls[0]["deliveryId"]);
}

#[tokio::test]
async fn signatures_are_broken_or_missing() {
    let money = Money::start().await;
    for (signature, there) in [(Signature::Broken, true), (Signature::Missing, false)] {
        both(&money, &TillConduct { webhook_signature: signature, ..TillConduct::default() });
        money.payment().await;
        money.invoice().await;
        money.till.quiet().await;
        let calls = money.shop.calls();
        for call in &calls[calls.len() - 2..] {
            assert!(!call.is_nowpayments("played-ipn-secret") && !call.is_btcpay("played-webhook-secret"));
            let header = call.header("x-nowpayments-sig").or_else(|| call.header("BTCPay-Sig"));
            assert_eq!(header.is_some(), there, "{signature:?}");
        }
    }
}

#[tokio::test]
async fn a_late_webhook_tells_what_was_when_it_was_written() {
    let money = Money::start().await;
    both(&money, &TillConduct { webhook_delay_ms: 50, ..TillConduct::default() });
    let id = money.payment().await;
    money.act(&id, &Act::PayInFull);
    assert_eq!(money.till.state().webhooks_waiting, 2);
    money.till.quiet().await;
    assert_eq!(statuses(&money), ["waiting", "confirming"]);
}

/// Makes a payment and an invoice, and tells the answers' statuses; 0: there was none.
async fn make(money: &Money) -> (u16, u16) {
    let body = money.payment_body();
    let payment = money.np_with("POST", "/v1/payment", NP_KEY, &body).await;
    let target = "/api/v1/stores/PlayedStore1/invoices";
    let invoice = money.btc_with("POST", target, BTC_KEY, &invoice_body()).await;
    (payment.map_or(0, |reply| reply.status), invoice.map_or(0, |reply| reply.status))
}

#[tokio::test]
async fn an_answer_is_lost_or_an_error_though_the_invoice_was_made() {
    for (fault, answers, made) in [
        (CreationFault::AnswerLost, (0, 0), 2),
        (CreationFault::ErrorAfter, (503, 503), 2),
        (CreationFault::ErrorBefore, (503, 503), 0),
    ] {
        let money = Money::start().await;
        both(&money, &TillConduct { creation: Some(fault), next_requests: Some(1), ..TillConduct::default() });
        assert_eq!(make(&money).await, answers, "{fault:?}");
        assert_eq!(money.till.find("np-1").len(), made, "{fault:?}");
        assert_eq!(money.sent().await.len(), made, "{fault:?}: what was made is told");
        assert_eq!(make(&money).await, (201, 200), "{fault:?} has ended");
    }
}

#[tokio::test]
async fn a_slow_answer_is_of_an_invoice_that_is_there_already() {
    let money = Money::start().await;
    both(&money, &TillConduct { creation_delay_ms: 600_000, ..TillConduct::default() });
    let body = money.payment_body().to_string();
    let base = money.world.sandbox.nowpayments_base_url();
    let headers = format!("{NP_KEY}content-type: application/json\r\n");
    let _waiting =
        crate::client::open(&base, "POST", "/v1/payment", &headers, body.as_bytes()).await.expect("a connection");
    while money.till.find("np-1").is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn questions_meet_an_outage_nonsense_or_a_reset() {
    let money = Money::start().await;
    let (payment, invoice) = (money.payment().await, money.invoice().await);
    let np = [format!("/v1/payment/{payment}"), "/v1/estimate?amount=9&currency_from=usd&currency_to=btc".to_owned()];
    let store = format!("/api/v1/stores/PlayedStore1/invoices/{invoice}");
    let btc = [store.clone(), format!("{store}/payment-methods"), "/api/v1/stores/PlayedStore1/invoices".to_owned()];
    for (fault, status) in [(StatusFault::Down, 503), (StatusFault::Nonsense, 200), (StatusFault::Cuts, 0)] {
        both(&money, &TillConduct { status: Some(fault), ..TillConduct::default() });
        let mut replies = Vec::new();
        for target in &np {
            replies.push(money.np_with("GET", target, NP_KEY, &Value::Null).await);
        }
        for target in &btc {
            replies.push(money.btc_with("GET", target, BTC_KEY, &Value::Null).await);
        }
        for reply in replies {
            let html = reply.as_ref().is_ok_and(|reply| reply.body.starts_with(b"<!DOCTYPE html>"));
            assert_eq!(html, fault == StatusFault::Nonsense, "{fault:?}");
            assert_eq!(reply.map_or(0, |reply| reply.status), status, "{fault:?}");
        }
        assert_eq!(make(&money).await, (201, 200), "{fault:?} meets questions alone");
    }
    both(&money, &TillConduct { status_delay_ms: 1, ..TillConduct::default() });
    assert_eq!(money.np("GET", &np[0], &Value::Null).await.status, 200);
    let cut = |record: &nproxy_sandbox::TillRecord| matches!(record.deed, TillDeed::Call { status: None, .. });
    assert_eq!(money.till.journal(0).iter().filter(|record| cut(record)).count(), 5);
}

#[tokio::test]
async fn what_can_not_be_played_is_refused() {
    let money = Money::start().await;
    for conduct in [
        TillConduct { webhook_copies: 11, ..TillConduct::default() },
        TillConduct { webhook_delay_ms: 600_001, ..TillConduct::default() },
        TillConduct { creation_delay_ms: 600_001, ..TillConduct::default() },
        TillConduct { status_delay_ms: 600_001, ..TillConduct::default() },
    ] {
        assert!(money.till.set_conduct(Processor::BtcPay, conduct.clone()).is_err(), "{conduct:?}");
    }
    for retry_scale in [-1.0, 101.0, f32::NAN] {
        assert!(money.till.set_pace(TillPace { retry_scale, ..TillPace::default() }).is_err(), "{retry_scale}");
    }
}
