//! Bodies that are no JSON, of another type, or too large.

use futures::stream;
use reqwest::{Body, Method};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::house::House;
use crate::painter::png;
use crate::person::{send, turn};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_json_is_malformed() {
    let house = House::new().await;
    let anna = house.customer().await;
    for body in ["", "{", "title=x", "{\"title\": \"x\"} more", "\u{0}"] {
        let request = anna.request(Method::POST, "/api/v1/conversations");
        send(request.header("content-type", "application/json").body(body)).await.refused(400, "malformed_json");
    }
    let request = anna.request(Method::POST, "/api/v1/conversations");
    send(request.header("content-type", "text/plain").body("{}")).await.refused(415, "unsupported_media_type");
    send(anna.request(Method::POST, "/api/v1/conversations")).await.refused(415, "unsupported_media_type");
    let request = anna.request(Method::POST, "/api/v1/conversations");
    send(request.header("content-type", "Application/JSON; charset=utf-8").body("{}")).await.expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_has_a_bound_whether_or_not_it_says_its_length() {
    let house = House::new().await;
    let anna = house.customer().await;
    let large = json!({ "title": "x".repeat(20_000) });
    anna.post("/api/v1/conversations", &large).await.refused(413, "body_too_large");
    let pieces = stream::iter((0..40).map(|_| Ok::<_, std::io::Error>("x".repeat(1000))));
    let request = anna.request(Method::POST, "/api/v1/conversations").header("content-type", "application/json");
    send(request.body(Body::wrap_stream(pieces))).await.refused(413, "body_too_large");

    let mut long = turn(1);
    long["prompt"] = json!("x".repeat(100_000));
    anna.submit("long", &long).await.refused_field(422, "prompt_too_long", "/prompt");
    long["prompt"] = json!("x".repeat(1_000_000));
    anna.submit("longer", &long).await.refused(413, "body_too_large");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_larger_than_allowed_is_answered_and_not_cut_off() {
    let house = House::with(|app, _| app.pictures.limits.bytes_max = 100_000).await;
    let anna = house.customer().await;
    anna.upload(vec![0; 100_001]).await.refused(413, "image_too_large");
    anna.upload(png(8, 8)).await.expect(201);

    // A browser looks for an answer when it has sent everything, and shows a broken connection as such.
    let body = vec![b'x'; 10_000_000];
    let head = format!(
        "POST /api/v1/assets HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\ncookie: {}\r\n\
         content-type: multipart/form-data; boundary=b\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        anna.cookie(),
        body.len(),
        address = house.address,
    );
    let mut browser = TcpStream::connect(house.address).await.expect("a connection");
    browser.write_all(head.as_bytes()).await.expect("the head is taken");
    browser.write_all(&body).await.expect("the body is taken to its end");
    let mut answer = String::new();
    browser.read_to_string(&mut answer).await.expect("a whole answer");
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("image_too_large"), "{answer}");
}
