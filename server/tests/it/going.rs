//! Being there, being ready, and going politely.

use std::time::{Duration, Instant};

use futures::{SinkExt as _, channel::mpsc};
use reqwest::{Body, Method};
use serde_json::json;
use tokio::net::TcpStream;

use crate::house::House;
use crate::person::send;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_answers_get_and_head() {
    let house = House::new().await;
    let nobody = house.nobody();
    for path in ["/healthz", "/readyz"] {
        assert_eq!(nobody.get(path).await.expect(200), json!({ "status": "ok" }));
        let head = send(nobody.request(Method::HEAD, path)).await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_goes_is_not_ready_first_and_keeps_nobody_waiting() {
    let house = House::with(|_, server| server.drain = Duration::from_millis(700)).await;
    let anna = house.customer().await;
    let id = anna.generation("k").await;
    let path = format!("/api/v1/generations?ids={id}&wait=25");
    let etag = anna.get(&path).await.header("etag").to_owned();
    let waiting = tokio::spawn(send(anna.request(Method::GET, &path).header("if-none-match", etag)));

    let begun = Instant::now();
    house.shutdown.cancel();
    loop {
        let ready = house.nobody().get("/readyz").await;
        if ready.status.as_u16() != 200 {
            ready.refused(503, "not_ready");
            break;
        }
    }
    anna.get("/api/v1/me").await.expect(200);
    assert_eq!(waiting.await.expect("an answer").status.as_u16(), 304);
    let mut house = house;
    let ended = tokio::time::timeout(Duration::from_secs(10), &mut house.served).await;
    ended.expect("it ends").expect("without a panic").expect("without an error");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_under_way_is_finished() {
    let house = House::with(|_, server| server.drain = Duration::from_millis(300)).await;
    let anna = house.customer().await;
    let (mut body, pieces) = mpsc::channel::<Result<&'static str, std::io::Error>>(0);
    let request = anna.request(Method::POST, "/api/v1/conversations").header("content-type", "application/json");
    let under_way = tokio::spawn(send(request.body(Body::wrap_stream(pieces))));
    body.send(Ok("{\"title\":")).await.expect("it is being sent");
    body.send(Ok(" \"Light")).await.expect("it is being sent");

    house.shutdown.cancel();
    while TcpStream::connect(house.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    body.send(Ok("houses\"}")).await.expect("it is being sent");
    drop(body);
    let answer = under_way.await.expect("an answer");
    assert_eq!(answer.expect(201)["conversation"]["title"], "Lighthouses");
}
