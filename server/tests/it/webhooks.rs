//! What processors tell unasked, and what others pretend to be told.

use nproxy_domain::processor::{PaymentStatus, WebhookCall};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::house::House;
use crate::person::{Answer, send};
use crate::till::{ASKED, SECRET, external, webhook};

/// As a server sends it: no cookie, no origin.
fn told(house: &House, processor: &str, secret: Option<&str>, body: impl Into<reqwest::Body>) -> RequestBuilder {
    let request = house.nobody().bare(Method::POST, &format!("/webhooks/{processor}")).body(body);
    match secret {
        Some(secret) => request.header("x-till-secret", secret),
        None => request,
    }
}

async fn tell(house: &House, secret: Option<&str>, body: impl Into<reqwest::Body>) -> Answer {
    send(told(house, "till", secret, body)).await
}

/// The kinds of what is on record of a payment.
async fn record_of(house: &House, payment: &str) -> Vec<Value> {
    let file = house.admin().await.get(&format!("/api/v1/admin/payments/{payment}")).await.expect(200);
    file["events"].as_array().expect("a list").iter().map(|event| event["kind"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_webhook_is_kept_once_and_answered_as_its_sender_wants() {
    let house = House::new().await;
    let anna = house.newcomer().await;
    let id = anna.payment("key", "btc").await;
    house.till.says(&id, PaymentStatus::Paid, ASKED);
    for _ in 0..3 {
        let answer = tell(&house, Some(SECRET), webhook(&id, "paid")).await;
        assert_eq!((answer.status.as_u16(), answer.text().as_str()), (202, "heard"));
        assert_eq!(answer.header("set-cookie"), "");
    }
    assert_eq!(record_of(&house, &id).await, ["placed", "created", "webhook"]);
    // It is no proof: the till's own word is asked for.
    assert_eq!(anna.get(&format!("/api/v1/payments/{id}")).await.expect(200)["state"], "pending");
    house.read(&id).await;
    assert_eq!(anna.get(&format!("/api/v1/payments/{id}")).await.expect(200)["state"], "paid");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_what_nobody_ordered_the_sender_hears_no_more_than_that_it_was_heard() {
    let house = House::new().await;
    let answer = tell(&house, Some(SECRET), webhook("of-somebody-elses-shop", "paid")).await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (202, "heard"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_signature_nothing_is_kept() {
    let house = House::new().await;
    let id = house.newcomer().await.payment("key", "btc").await;
    let details = [None, Some("guessed"), Some("yesterday")].map(|secret| {
        let call = told(&house, "till", secret, webhook(&id, "paid"));
        async { send(call).await.refused(401, "webhook_signature")["detail"].clone() }
    });
    let details = futures::future::join_all(details).await;
    assert!(details.iter().all(|detail| *detail == details[0]), "a forger learns nothing: {details:?}");
    for body in ["", "{", "[]", r#"{"event":"paid"}"#] {
        tell(&house, Some(SECRET), body).await.refused(400, "webhook_unreadable");
        tell(&house, Some("guessed"), body).await.refused(401, "webhook_signature");
    }
    assert_eq!(record_of(&house, &id).await, ["placed", "created"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_processors_that_send_webhooks_have_a_place_for_them() {
    let house = House::new().await;
    for processor in ["bank", "Till", "counter", "till%2F", "%00"] {
        send(told(&house, processor, Some(SECRET), "{}")).await.refused(404, "not_found");
    }
    let looked = house.nobody().get("/webhooks/till").await;
    looked.refused(405, "method_not_allowed");
    assert_eq!(looked.header("allow"), "POST");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_has_a_bound_whether_or_not_it_says_its_length() {
    let house = House::new().await;
    let of_size = |bytes: usize| {
        let event = "x".repeat(bytes - webhook("none", "").len());
        webhook("none", &event)
    };
    let largest = of_size(WebhookCall::BODY_BYTES_MAX);
    assert_eq!(largest.len(), 65_536);
    assert_eq!(tell(&house, Some(SECRET), largest).await.status.as_u16(), 202);
    let too_large = of_size(WebhookCall::BODY_BYTES_MAX + 1);
    tell(&house, Some(SECRET), too_large.clone()).await.refused(413, "body_too_large");
    tell(&house, None, too_large).await.refused(413, "body_too_large");
    let pieces = futures::stream::iter((0..80).map(|_| Ok::<_, std::io::Error>("x".repeat(1000))));
    tell(&house, Some(SECRET), reqwest::Body::wrap_stream(pieces)).await.refused(413, "body_too_large");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_other_address_is_open_to_what_has_no_origin() {
    let house = House::new().await;
    let anna = house.customer().await;
    for path in
        ["/api/v1/conversations", "/webhooks/../api/v1/conversations", "/webhooks/till/x", "/webhooks/", "/webhooks"]
    {
        let request = anna.bare(Method::POST, path).json(&json!({}));
        send(request).await.refused(403, "cross_site");
    }
    assert_eq!(anna.get("/api/v1/conversations").await.expect(200)["items"], json!([]));
    // A page of another site that posts there is as good as anybody without the secret.
    let from_elsewhere = told(&house, "till", None, "{}").header("origin", "https://evil.example");
    send(from_elsewhere.header("sec-fetch-site", "cross-site")).await.refused(401, "webhook_signature");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_database_the_sender_is_asked_to_come_again() {
    let house = House::new().await;
    house.app.store.close().await;
    let call = webhook(&external("any").0, "paid");
    tell(&house, Some(SECRET), call.clone()).await.refused(503, "database_unavailable");
    tell(&house, Some("guessed"), call).await.refused(401, "webhook_signature");
}
