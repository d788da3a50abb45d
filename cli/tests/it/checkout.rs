//! A customer buys a month, over HTTP, at every played processor: the same end whatever becomes of their webhooks.

use nproxy_sandbox::{Act, CreationFault, Processor, TillConduct};
use serde_json::json;

use crate::support::{Shop, coin_of};

/// Buys at the processor while it behaves so; it behaves again once the money is there and `afterwards` is over.
async fn buys(at: Processor, conduct: TillConduct, afterwards: impl Fn(&Shop)) {
    let shop = Shop::new().await;
    let (_web, _worker, site) = shop.open().await;
    shop.till().set_conduct(at, conduct).unwrap();
    let (processor, coin) = coin_of(at);
    let placed = site.buy("the-order", processor, coin).await;
    let payment = site.payment_in(&placed, &["pending"]).await;
    let invoice = shop.invoice(&payment);
    if coin.is_some() {
        let asked = invoice.methods.iter().find(|method| Some(&method.address) == payment_address(&payment).as_ref());
        let asked = asked.unwrap_or_else(|| panic!("the address is the processor's: {payment} {invoice:?}"));
        assert_eq!(payment["asked"], asked.asked.to_string(), "to the last digit");
    } else {
        assert_eq!((&payment["pay_url"], &payment["address"]), (&json!(invoice.page_url), &json!(null)), "{payment}");
    }
    assert_eq!(site.get("/api/v1/subscription").await["state"], "none");
    shop.pay(&payment);
    afterwards(&shop);
    shop.is_active_once(&site, &payment).await;
    let paid = site.get(&format!("/api/v1/payments/{}", payment["id"].as_str().unwrap())).await;
    let due = invoice.methods[0].asked.to_string();
    assert_eq!((&paid["state"], &paid["received"]), (&json!("paid"), &json!(due)));
    // A month that is paid makes pictures be asked for.
    assert_eq!(site.get("/api/v1/quota").await["bucket"], 100);
}

fn payment_address(payment: &serde_json::Value) -> Option<String> {
    payment["address"].as_str().map(str::to_owned)
}

fn nothing(_: &Shop) {}

/// What was held back goes, the newest first. Crypto Pay tells of one thing alone.
fn flushed(at: Processor) -> impl Fn(&Shop) {
    let least = if at == Processor::CryptoPay { 1 } else { 2 };
    move |shop: &Shop| assert!(shop.till().flush_webhooks() >= least)
}

/// The answer to the creation never comes; the invoice is there all the same. Where its page can't be asked for again,
/// nobody can pay into it, and another one takes its place.
async fn the_answer_is_lost(at: Processor) {
    let fault =
        TillConduct { creation: Some(CreationFault::AnswerLost), next_requests: Some(1), ..TillConduct::default() };
    let made = if at == Processor::OxaPay { 2 } else { 1 };
    buys(at, fault, move |shop: &Shop| assert_eq!(shop.till().invoices().len(), made)).await;
}

macro_rules! at_each_processor {
    ($($name:ident: $at:expr,)*) => {$(
        mod $name {
            use super::*;

            #[tokio::test]
            async fn a_month_is_bought_and_paid_for() {
                buys($at, TillConduct::default(), nothing).await;
            }

            #[tokio::test]
            async fn a_lost_webhook_is_made_good_by_asking() {
                buys($at, TillConduct { webhook_copies: 0, ..TillConduct::default() }, nothing).await;
            }

            #[tokio::test]
            async fn a_webhook_that_comes_three_times_counts_once() {
                buys($at, TillConduct { webhook_copies: 3, ..TillConduct::default() }, nothing).await;
            }

            #[tokio::test]
            async fn webhooks_in_reverse_order_come_to_the_same() {
                let held = TillConduct { webhooks_held: true, ..TillConduct::default() };
                buys($at, held, flushed($at)).await;
            }

            #[tokio::test]
            async fn a_month_is_bought_although_the_answer_to_its_order_was_lost() {
                the_answer_is_lost($at).await;
            }
        }
    )*};
}

at_each_processor! {
    nowpayments: Processor::NowPayments,
    btcpay: Processor::BtcPay,
    crypto_pay: Processor::CryptoPay,
    heleket: Processor::Heleket,
    oxapay: Processor::OxaPay,
}

#[tokio::test]
async fn the_rest_of_a_short_payment_may_follow() {
    let shop = Shop::new().await;
    let (_web, _worker, site) = shop.open().await;
    let placed = site.buy("the-order", "btcpay", Some("BTC-CHAIN")).await;
    let payment = site.payment_in(&placed, &["pending"]).await;
    let invoice = shop.invoice(&payment);
    shop.till().act(&invoice.id, &Act::PayHalf).unwrap();
    shop.till().act(&invoice.id, &Act::Confirm).unwrap();
    let short = site.payment_in(&payment, &["underpaid"]).await;
    assert_ne!(short["missing"], "0");
    let again = site.buy("another-order", "btcpay", Some("BTC-LN")).await;
    assert_eq!(again["id"], payment["id"], "money lies on this one: it is the one to go on with");
    shop.pay(&payment);
    shop.is_active_once(&site, &payment).await;
}

#[tokio::test]
async fn a_part_that_heleket_still_waits_for_is_told_and_the_rest_may_follow() {
    let shop = Shop::new().await;
    let (_web, _worker, site) = shop.open().await;
    let placed = site.buy("the-order", "heleket", None).await;
    let payment = site.payment_in(&placed, &["pending"]).await;
    let invoice = shop.invoice(&payment);
    shop.till().act(&invoice.id, &Act::PayHalf).unwrap();
    shop.till().act(&invoice.id, &Act::Confirm).unwrap();
    let short = site.payment_in(&payment, &["underpaid"]).await;
    assert!(short["received"].is_string() && short["missing"] != "0", "{short}");
    shop.pay(&payment);
    shop.is_active_once(&site, &payment).await;
}

#[tokio::test]
async fn money_that_oxapay_calls_short_waits_for_an_admin_though_no_webhook_tells_of_it() {
    let shop = Shop::new().await;
    let (_web, _worker, site) = shop.open().await;
    let placed = site.buy("the-order", "oxapay", None).await;
    let payment = site.payment_in(&placed, &["pending"]).await;
    let invoice = shop.invoice(&payment);
    shop.till().act(&invoice.id, &Act::PayHalf).unwrap();
    shop.till().act(&invoice.id, &Act::Confirm).unwrap();
    site.payment_in(&payment, &["needs_review"]).await;
    shop.pay(&payment);
    shop.is_active_once(&site, &payment).await;
}

/// A refund ends the month that it paid for.
async fn is_refunded(processor: &str) {
    let shop = Shop::new().await;
    let (_web, _worker, site) = shop.open().await;
    let placed = site.buy("the-order", processor, None).await;
    let payment = site.payment_in(&placed, &["pending"]).await;
    shop.pay(&payment);
    shop.is_active_once(&site, &payment).await;
    shop.till().act(&shop.invoice(&payment).id, &Act::Refund).unwrap();
    let id = payment["id"].as_str().unwrap();
    // Where no webhook tells of it, it is found by whoever asks; the worker may be at it.
    while shop.nproxy.run(&["payments", "read", id]).await.code != Some(0) {}
    site.payment_in(&payment, &["refunded"]).await;
    assert_ne!(site.get("/api/v1/subscription").await["state"], "active");
}

#[tokio::test]
async fn what_heleket_and_oxapay_pay_back_is_over() {
    is_refunded("heleket").await;
    is_refunded("oxapay").await;
}

#[tokio::test]
async fn what_is_paid_too_late_still_counts() {
    let shop = Shop::new().await;
    let (_web, _worker, site) = shop.open().await;
    let placed = site.buy("the-order", "btcpay", Some("BTC-CHAIN")).await;
    let payment = site.payment_in(&placed, &["pending"]).await;
    let invoice = shop.invoice(&payment);
    shop.till().act(&invoice.id, &Act::Expire).unwrap();
    site.payment_in(&payment, &["expired"]).await;
    shop.till().act(&invoice.id, &Act::PayLate).unwrap();
    shop.till().act(&invoice.id, &Act::Confirm).unwrap();
    let late = site.payment_in(&payment, &["paid_late"]).await;
    assert!(late["activated_at"].is_string(), "{late}");
    shop.is_active_once(&site, &payment).await;
}

#[tokio::test]
async fn a_payment_by_hand_waits_for_an_admin() {
    let shop = Shop::new().await;
    let (_web, _worker, site) = shop.open().await;
    let payment = site.buy("the-order", "manual", None).await;
    assert_eq!(payment["instructions"], "Hand it over at the counter.");
    let id = payment["id"].as_str().unwrap();
    let reason = ["--reason", "cash, counted twice"];
    let confirm = ["payments", "confirm", id, "--yes", reason[0], reason[1]];
    shop.nproxy.run(&confirm).await.done();
    shop.is_active_once(&site, &payment).await;
    assert_ne!(shop.nproxy.run(&confirm).await.code, Some(0), "once is enough");
}

#[tokio::test]
async fn paying_again_queues_the_next_month_which_may_be_started_at_once() {
    let shop = Shop::new().await;
    let (_web, _worker, site) = shop.open().await;
    for order in ["first", "second"] {
        let placed = site.buy(order, "nowpayments", Some("usdttrc20")).await;
        let payment = site.payment_in(&placed, &["pending"]).await;
        shop.pay(&payment);
        site.payment_in(&payment, &["paid"]).await;
    }
    let subscription = site.get("/api/v1/subscription").await;
    let [next] = &subscription["queued"].as_array().unwrap()[..] else { panic!("one waits: {subscription}") };
    assert_eq!(next["starts_at"], subscription["ends_at"]);
    let start = json!({ "current_ends_at": subscription["ends_at"] });
    let (status, started) = site.post("/api/v1/subscription/start-next", &start).await;
    assert_eq!(status, 200, "{started}");
    assert_eq!((&started["state"], &started["queued"]), (&json!("active"), &json!([])));
    let (status, refused) = site.post("/api/v1/subscription/start-next", &start).await;
    assert_eq!(status, 409, "a second click gives nothing up: {refused}");
}
