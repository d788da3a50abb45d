//! Refusals of the HTTP layer itself, and what every answer carries.

use reqwest::Method;
use serde_json::json;

use crate::house::House;
use crate::person::send;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_api_address_is_a_problem_and_no_page() {
    let house = House::new().await;
    for path in ["/api", "/api/", "/api/v1", "/api/v1/typo", "/api/v1/conversations/a/b/c", "/api/docs/none.js"] {
        house.nobody().get(path).await.refused(404, "not_found");
        assert_eq!(send(house.nobody().request(Method::HEAD, path)).await.status.as_u16(), 404);
    }
    house.nobody().post("/api/v1/typo", &json!({})).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_method_is_told_the_right_ones() {
    let house = House::new().await;
    let anna = house.customer().await;
    let answer = anna.get("/api/v1/turns").await;
    answer.refused(405, "method_not_allowed");
    assert_eq!(answer.header("allow"), "POST");
    let answer = anna.delete("/api/v1/conversations").await;
    answer.refused(405, "method_not_allowed");
    let mut allowed: Vec<&str> = answer.header("allow").split(", ").collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["GET", "HEAD", "POST"]);
    let answer = anna.post("/c/some-page", &json!({})).await;
    answer.refused(405, "method_not_allowed");
    assert_eq!(answer.header("allow"), "GET, HEAD");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_named_and_guarded() {
    let house = House::new().await;
    let anna = house.customer().await;
    let request = anna.request(Method::GET, "/api/v1/me").header("x-request-id", "forged");
    let (first, second) = (send(request).await, anna.get("/api/v1/none").await);
    assert_ne!(first.header("x-request-id"), "forged");
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    for answer in [&first, &second] {
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
    }
}
