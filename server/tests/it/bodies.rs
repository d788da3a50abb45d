//! Bodies that are no JSON, of another type, or too large.

use std::time::Duration;

use futures::stream;
use reqwest::multipart::{Form, Part};
use reqwest::{Body, Method};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::house::House;
use crate::painter::png;
use crate::person::{Person, send, turn};

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

/// An upload that has begun and doesn't go on.
async fn slow_upload(house: &House, person: &Person) -> TcpStream {
    let head = format!(
        "POST /api/v1/assets HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncookie: {}\r\n\
         content-type: multipart/form-data; boundary=b\r\ncontent-length: 100000\r\nexpect: 100-continue\r\n\r\n",
        person.cookie(),
        host = house.address,
    );
    let mut browser = TcpStream::connect(house.address).await.expect("a connection");
    browser.write_all(head.as_bytes()).await.expect("it is taken");
    // Told once somebody wants the body: then it has its place.
    let mut told = [0; 25];
    browser.read_exact(&mut told).await.expect("an answer");
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    browser
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn uploads_have_their_places_before_their_bodies_are_read_and_one_customer_has_a_few() {
    let house = House::with(|app, _| app.pictures.uploads_max = 5).await;
    let (anna, boris, carla) = (house.customer().await, house.customer().await, house.customer().await);
    let mut slow = Vec::new();
    for _ in 0..4 {
        slow.push(slow_upload(&house, &anna).await);
    }
    let refused = anna.upload(png(8, 8)).await;
    assert_eq!(refused.header("retry-after"), "2");
    refused.refused(503, "busy");
    boris.upload(png(8, 8)).await.expect(201);

    let fifth = slow_upload(&house, &boris).await;
    carla.upload(png(8, 8)).await.refused(503, "busy");
    drop(fifth);
    drop(slow);
    // A place is free when its connection is gone.
    let taken = async { while anna.upload(png(8, 8)).await.status != 201 {} };
    timeout(Duration::from_secs(10), taken).await.expect("the places are free again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_is_a_form_with_a_file_and_nothing_else_of_it_is_kept() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path().to_owned();
    let house = House::with(move |_, door| door.uploads_dir = at).await;
    let anna = house.customer().await;
    let upload = || anna.request(Method::POST, "/api/v1/assets");
    let pairs = upload().header("content-type", "application/x-www-form-urlencoded").body("file=x");
    send(pairs).await.refused(415, "unsupported_media_type");
    let text = Form::new().text("file", "x".repeat(1_000_000));
    send(upload().multipart(text)).await.refused(400, "file_missing");
    let many = (0..9).fold(Form::new(), |form, nth| form.text(nth.to_string(), "x"));
    send(upload().multipart(many)).await.refused(400, "bad_request");
    let beside =
        Form::new().text("note", "x").part("file", Part::bytes(png(8, 8)).file_name("a.png")).text("more", "x");
    send(upload().multipart(beside)).await.expect(201);
    assert_eq!(std::fs::read_dir(dir.path()).expect("readable").count(), 0, "nothing is left of them");
    dir.close().expect("removed");
    anna.upload(png(8, 8)).await.refused(503, "storage_unavailable");
}

/// A proxy sends request after request on one connection, and a body after its head.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_nobody_reads_costs_the_next_request_on_its_connection_nothing() {
    let house = House::new().await;
    let host = house.address;
    let mut proxy = TcpStream::connect(host).await.expect("a connection");
    let head = format!(
        "POST /api/v1/auth/logout HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncontent-length: 2\r\n\r\n"
    );
    proxy.write_all(head.as_bytes()).await.expect("it is taken");
    // An answer that comes before the body would end the connection.
    let mut answers = vec![0; 4096];
    let early = timeout(Duration::from_millis(300), proxy.read(&mut answers)).await;
    answers.truncate(early.map_or(0, |read| read.expect("no error")));
    let next = format!("{{}}GET /healthz HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    proxy.write_all(next.as_bytes()).await.expect("it is taken");
    proxy.read_to_end(&mut answers).await.expect("both answers");
    let answers = String::from_utf8(answers).expect("text");
    let lines: Vec<_> = answers.lines().filter(|line| line.starts_with("HTTP/1.1 ")).collect();
    assert!(matches!(lines[..], [first, "HTTP/1.1 200 OK"] if !first.contains(" 5")), "{answers}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_a_body_is_not_read_to_its_end_the_answer_says_that_the_connection_ends() {
    let house = House::new().await;
    let host = house.address;
    let mut proxy = TcpStream::connect(host).await.expect("a connection");
    let head = format!(
        "POST /api/v1/auth/logout HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncontent-length: 1000000\r\n\r\n"
    );
    proxy.write_all(head.as_bytes()).await.expect("it is taken");
    proxy.write_all(&vec![b'x'; 100_000]).await.expect("so much is taken");
    let mut answer = [0; 2048];
    let bytes = proxy.read(&mut answer).await.expect("an answer");
    let answer = String::from_utf8_lossy(&answer[..bytes]).to_ascii_lowercase();
    assert!(answer.starts_with("http/1.1 ") && answer.contains("\r\nconnection: close\r\n"), "{answer}");
}

/// A proxy that keeps it for a minute must not send on one that is being closed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_may_be_silent_for_longer_than_half_a_minute_between_two_requests() {
    let house = House::new().await;
    let host = house.address;
    let mut proxy = TcpStream::connect(host).await.expect("a connection");
    let ask = format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\n\r\n");
    let mut answer = [0; 4096];
    proxy.write_all(ask.as_bytes()).await.expect("it is taken");
    assert!(proxy.read(&mut answer).await.expect("an answer") > 0);
    let silence = timeout(Duration::from_secs(32), proxy.read(&mut answer)).await;
    assert!(silence.is_err(), "it was closed: {silence:?}");
    proxy.write_all(ask.as_bytes()).await.expect("it is taken");
    let bytes = proxy.read(&mut answer).await.expect("an answer");
    assert!(answer[..bytes].starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer[..bytes]));
}
