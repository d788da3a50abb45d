//! A picture shows up at once, and an idle poll costs nothing.

use std::time::{Duration, Instant};

use futures::future::{Either, select, select_all};
use nproxy_domain::processor::PaymentStatus;
use reqwest::Method;

use crate::house::House;
use crate::person::{Answer, Person, send};
use crate::till::ASKED;

/// Far below the longest wait.
const AT_ONCE: Duration = Duration::from_secs(10);

async fn poll(person: &Person, id: &str, etag: &str, wait: u32) -> Answer {
    let request = person.request(Method::GET, &format!("/api/v1/generations?ids={id}&wait={wait}"));
    send(request.header("if-none-match", etag)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wait_ends_when_the_picture_arrives() {
    let house = House::new().await;
    let anna = house.customer().await;
    let id = anna.generation("k").await;
    let mut etag = poll(&anna, &id, "", 0).await.header("etag").to_owned();
    assert!(etag.starts_with('"') && etag.ends_with('"'), "{etag}");
    let begun = Instant::now();
    house.put_to_work().await;
    loop {
        let answer = poll(&anna, &id, &etag, 25).await;
        let generation = answer.expect(200)["generations"][0].clone();
        answer.header("etag").clone_into(&mut etag);
        if generation["state"] == "succeeded" {
            break;
        }
    }
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_poll_answers_304_when_its_wait_is_over() {
    let house = House::new().await;
    let anna = house.customer().await;
    let id = anna.generation("k").await;
    let first = poll(&anna, &id, "\"never-made\"", 25).await;
    first.expect(200);
    let etag = first.header("etag");
    let begun = Instant::now();
    let idle = poll(&anna, &id, etag, 1).await;
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
    assert_eq!((idle.status.as_u16(), idle.header("etag"), idle.body.len()), (304, etag, 0));
    let weak = poll(&anna, &id, &format!("W/{etag}"), 0).await;
    assert_eq!(weak.status.as_u16(), 304);
    let changed = send(anna.request(Method::POST, &format!("/api/v1/generations/{id}/cancel"))).await;
    changed.expect(200);
    assert_eq!(poll(&anna, &id, etag, 25).await.expect(200)["generations"][0]["state"], "cancelled");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_newest_four_waits_stay_open() {
    let house = House::new().await;
    let anna = house.customer().await;
    let id = anna.generation("k").await;
    let etag = poll(&anna, &id, "", 0).await.header("etag").to_owned();
    let waits: Vec<_> = (0..5).map(|_| Box::pin(poll(&anna, &id, &etag, 25))).collect();
    let begun = Instant::now();
    let (displaced, _, others) = select_all(waits).await;
    assert_eq!(displaced.status.as_u16(), 304);
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    send(anna.request(Method::POST, &format!("/api/v1/generations/{id}/cancel"))).await.expect(200);
    for answer in futures::future::join_all(others).await {
        answer.expect(200);
    }
}

async fn look(person: &Person, payment: &str, etag: &str, wait: u32) -> Answer {
    let request = person.request(Method::GET, &format!("/api/v1/payments/{payment}?wait={wait}"));
    send(request.header("if-none-match", etag)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wait_for_a_payment_ends_when_its_money_comes() {
    let house = House::new().await;
    let anna = house.newcomer().await;
    let id = anna.payment("key", "btc").await;
    let first = look(&anna, &id, "", 25).await;
    first.expect(200);
    let etag = first.header("etag").to_owned();
    assert!(etag.starts_with('"') && etag.ends_with('"'), "{etag}");
    let idle = look(&anna, &id, &etag, 0).await;
    assert_eq!((idle.status.as_u16(), idle.header("etag"), idle.body.len()), (304, etag.as_str(), 0));

    let begun = Instant::now();
    house.till.says(&id, PaymentStatus::Paid, ASKED);
    let (waited, ()) = tokio::join!(look(&anna, &id, &etag, 25), house.read(&id));
    assert_eq!(waited.expect(200)["state"], "paid");
    assert_ne!(waited.header("etag"), etag);
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waits_for_pictures_and_payments_share_their_four_places() {
    let house = House::new().await;
    let anna = house.customer().await;
    let (picture, payment) = (anna.generation("k").await, anna.payment("key", "btc").await);
    let tag_of_picture = poll(&anna, &picture, "", 0).await.header("etag").to_owned();
    let tag_of_payment = look(&anna, &payment, "", 0).await.header("etag").to_owned();
    let oldest = poll(&anna, &picture, &tag_of_picture, 25);
    let others: Vec<_> = (0..4).map(|_| Box::pin(look(&anna, &payment, &tag_of_payment, 25))).collect();
    let begun = Instant::now();
    let answer = match select(Box::pin(oldest), select_all(others)).await {
        Either::Left((answer, _)) | Either::Right(((answer, ..), _)) => answer,
    };
    assert_eq!(answer.status.as_u16(), 304);
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}
