//! A password that somebody forgot, from the page to the mail and back.

use serde_json::{Value, json};

use crate::house::{House, PASSWORD};
use crate::person::text;

const FORGOT: &str = "/api/v1/auth/password/forgot";
const RESET: &str = "/api/v1/auth/password/reset";
const LOOK: &str = "/api/v1/auth/links/look";
const FRESH: &str = "a fresh and better one";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reset_signs_out_everywhere_and_nobody_in() {
    let house = House::new().await;
    let anna = house.newcomer().await;
    let email = text(&anna.get("/api/v1/me").await.expect(200)["user"]["email"]);
    house.nobody().post(FORGOT, &json!({ "email": email })).await.expect(202);
    let token = house.token().await;
    let look = house.nobody().post(LOOK, &json!({ "token": token })).await.expect(200);
    assert_eq!((text(&look["purpose"]), text(&look["state"])), ("reset_password".into(), "good".into()));

    let common = json!({ "token": token, "password": "password123" });
    house.nobody().post(RESET, &common).await.refused_field(422, "password_common", "/password");
    let reset = house.nobody().post(RESET, &json!({ "token": token, "password": FRESH })).await;
    assert_eq!(reset.expect(200), json!({ "email": email }));
    assert!(reset.cookies_set().is_empty());
    anna.get("/api/v1/me").await.refused(401, "not_signed_in");
    let old = json!({ "email": email, "password": PASSWORD });
    house.nobody().post("/api/v1/auth/login", &old).await.refused(401, "wrong_credentials");
    house.nobody().sign_in(&email, FRESH).await;
    house.nobody().post(RESET, &json!({ "token": token, "password": PASSWORD })).await.refused(410, "link_used");
    assert_eq!(house.nobody().post(LOOK, &json!({ "token": token })).await.expect(200)["state"], "used");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_link_is_told_from_one_that_never_was() {
    let house = House::new().await;
    let anna = house.newcomer().await;
    let email = text(&anna.get("/api/v1/me").await.expect(200)["user"]["email"]);
    house.nobody().post(FORGOT, &json!({ "email": email })).await.expect(202);
    let token = house.token().await;
    house.db.clock.advance(chrono::Duration::hours(1));
    house.nobody().post(RESET, &json!({ "token": token, "password": FRESH })).await.refused(410, "link_expired");
    let never = json!({ "token": "A".repeat(43), "password": FRESH });
    house.nobody().post(RESET, &never).await.refused(404, "link_unknown");
    anna.get("/api/v1/me").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answer_is_the_same_whoever_has_the_address_and_asking_is_limited() {
    let house = House::with(|app, _| app.accounts.throttle.sign_ups_max = 2).await;
    house.newcomer().await;
    let mut answers = Vec::new();
    for email in ["customer-0@example.com", "nobody@example.com"] {
        let mut answer = house.nobody().post(FORGOT, &json!({ "email": email, "language": "ru" })).await.expect(202);
        assert_eq!(answer["inbox"]["email"], email);
        answer["inbox"]["email"] = Value::Null;
        answers.push(answer);
        house.letter().await;
    }
    assert_eq!(answers[0], answers[1]);
    house.nobody().post(FORGOT, &json!({ "email": "nobody" })).await.refused_field(422, "email_invalid", "/email");
    let third = house.nobody().post(FORGOT, &json!({ "email": "customer-0@example.com" })).await;
    assert_eq!(third.refused(429, "too_many_attempts")["retry_after_seconds"], 15 * 60);
}
