//! A process dies at every step of a purchase, and another one goes on: one invoice, one month, never none.

use std::os::unix::process::ExitStatusExt as _;

use nproxy_app::crash::CrashStep;

use crate::support::Shop;

const ABORTED: i32 = 6;
const KEY: &str = "the-order";
const AT: (&str, Option<&str>) = ("btcpay", Some("BTC-CHAIN"));

/// The web process dies while the month is ordered.
async fn dies_while_ordering(step: CrashStep) {
    let shop = Shop::new().await;
    let (doomed, site) = shop.web(Some(step)).await;
    site.try_buy(KEY, AT.0, AT.1).await.expect_err("the customer hears nothing");
    assert_eq!(doomed.end().await.signal(), Some(ABORTED));

    let (_web, _worker, site) = shop.open().await;
    // What a program does that heard nothing: the same again.
    let placed = site.buy(KEY, AT.0, AT.1).await;
    let payment = site.payment_in(&placed, &["pending"]).await;
    shop.pay(&payment);
    shop.is_active_once(&site, &payment).await;
    let payments = site.get("/api/v1/payments").await;
    assert_eq!(payments["items"].as_array().unwrap().len(), 1, "one payment, however often it was asked for");
}

/// The web process dies with a webhook in hand.
async fn dies_while_told(step: CrashStep) {
    let shop = Shop::new().await;
    // Not at the first word of the invoice, but with the money in hand.
    shop.tell_only("InvoiceSettled");
    let (doomed, site) = shop.web(Some(step)).await;
    let placed = site.buy(KEY, AT.0, AT.1).await;
    let payment = site.payment_in(&placed, &["pending"]).await;
    shop.pay(&payment);
    assert_eq!(doomed.end().await.signal(), Some(ABORTED));
    let (_web, _worker, site) = shop.open().await;
    shop.is_active_once(&site, &payment).await;
}

/// The worker dies while it finds out that the money is there.
async fn dies_while_activating(step: CrashStep) {
    let shop = Shop::new().await;
    let (_web, site) = shop.web(None).await;
    let doomed = shop.worker(Some(step)).await;
    let placed = site.buy(KEY, AT.0, AT.1).await;
    let payment = site.payment_in(&placed, &["pending"]).await;
    shop.pay(&payment);
    assert_eq!(doomed.end().await.signal(), Some(ABORTED));
    let _worker = shop.worker(None).await;
    shop.is_active_once(&site, &payment).await;
}

#[tokio::test]
async fn after_place() {
    dies_while_ordering(CrashStep::AfterPlace).await;
}

#[tokio::test]
async fn after_checkout_reply() {
    dies_while_ordering(CrashStep::AfterCheckoutReply).await;
}

#[tokio::test]
async fn after_checkout_kept() {
    dies_while_ordering(CrashStep::AfterCheckoutKept).await;
}

#[tokio::test]
async fn after_webhook_kept() {
    dies_while_told(CrashStep::AfterWebhookKept).await;
}

#[tokio::test]
async fn after_status_read() {
    dies_while_activating(CrashStep::AfterStatusRead).await;
}

#[tokio::test]
async fn before_activate_commit() {
    dies_while_activating(CrashStep::BeforeActivateCommit).await;
}

#[tokio::test]
async fn after_activate() {
    dies_while_activating(CrashStep::AfterActivate).await;
}
