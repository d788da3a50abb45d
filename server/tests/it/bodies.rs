//! Bodies that are no JSON, of another type, or too large.

use futures::stream;
use reqwest::{Body, Method};
use serde_json::json;

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
    anna.upload(vec![0; 10_000_000]).await.refused(413, "image_too_large");
    anna.upload(png(8, 8)).await.expect(201);
}
