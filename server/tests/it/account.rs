//! What a customer does with the account, from a browser.

use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::{House, PASSWORD};
use crate::person::{Answer, Person, send, text};

const OTHER_PASSWORD: &str = "another good one";
const UNKNOWN_LINK: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

async fn email_of(person: &Person) -> String {
    text(&person.get("/api/v1/me").await.expect(200)["user"]["email"])
}

async fn log_in(house: &House, email: &str, password: &str) -> Answer {
    house.nobody().post("/api/v1/auth/login", &json!({ "email": email, "password": password })).await
}

/// A second browser of the same person.
async fn elsewhere(house: &House, email: &str) -> Person {
    let mut person = house.nobody();
    person.sign_in(email, PASSWORD).await;
    person
}

async fn close(person: &Person, body: &Value) -> Answer {
    send(person.request(Method::DELETE, "/api/v1/me").json(body)).await
}

/// What the page of the link in the one letter that waits sends.
async fn link(house: &House) -> Value {
    json!({ "token": house.token().await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_password_signs_out_every_browser_but_this_one() {
    let house = House::new().await;
    let anna = house.customer().await;
    let email = email_of(&anna).await;
    let there = elsewhere(&house, &email).await;
    let ask = |current: &str, new: &str| json!({ "current_password": current, "new_password": new });
    let path = "/api/v1/me/password";
    let wrong = anna.post(path, &ask("not the password", OTHER_PASSWORD)).await;
    wrong.refused_field(403, "wrong_password", "/current_password");
    anna.post(path, &ask(PASSWORD, "short")).await.refused_field(422, "password_too_short", "/new_password");
    anna.post(path, &ask(PASSWORD, &"x".repeat(257))).await.refused_field(422, "password_too_long", "/new_password");
    there.get("/api/v1/me").await.expect(200);
    anna.post(path, &ask(PASSWORD, OTHER_PASSWORD)).await.expect(204);
    anna.get("/api/v1/me").await.expect(200);
    there.get("/api/v1/me").await.refused(401, "not_signed_in");
    log_in(&house, &email, PASSWORD).await.refused(401, "wrong_credentials");
    log_in(&house, &email, OTHER_PASSWORD).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_the_password_of_an_open_session_is_slowed_down() {
    let house = House::with(|app, _| app.accounts.throttle.account_and_address_max = 1).await;
    let anna = house.customer().await;
    let wrong = json!({ "password": "not the password" });
    close(&anna, &wrong).await.refused_field(403, "wrong_password", "/password");
    let problem = close(&anna, &wrong).await.refused(429, "too_many_attempts");
    assert_eq!(problem["retry_after_seconds"], 15 * 60);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_address_is_asked_for_confirmed_and_taken_back() {
    let house = House::new().await;
    let (anna, boris) = (house.customer().await, house.customer().await);
    let (old, path) = (email_of(&anna).await, "/api/v1/me/email");
    let ask = |email: &str, password: &str| json!({ "email": email, "password": password });
    let wrong = anna.post(path, &ask("anna@example.org", "not the password")).await;
    wrong.refused_field(403, "wrong_password", "/password");
    anna.post(path, &ask("no address", PASSWORD)).await.refused_field(422, "email_invalid", "/email");
    anna.post(path, &ask(&old, PASSWORD)).await.refused_field(422, "email_unchanged", "/email");
    let inbox = anna.post(path, &ask("Anna@Example.org", PASSWORD)).await.expect(202)["inbox"].clone();
    assert_eq!((text(&inbox["email"]), inbox["resend_in_s"].as_u64()), ("anna@example.org".into(), Some(60)));
    assert!(!text(&inbox["sender"]).is_empty() && !text(&inbox["subject"]).is_empty());

    let confirm = link(&house).await;
    // Confirmed on a telephone: nobody is signed in there by it.
    let elsewhere = house.nobody().post("/api/v1/auth/email/confirm", &confirm).await.expect(200);
    assert_eq!(elsewhere, json!({ "email": "anna@example.org" }));
    assert_eq!(email_of(&anna).await, "anna@example.org");
    house.nobody().post("/api/v1/auth/email/confirm", &confirm).await.refused(410, "link_used");

    let undo = link(&house).await;
    let undone = boris.post("/api/v1/auth/email/undo", &undo).await.expect(200);
    assert_eq!(undone, json!({ "email": old }));
    anna.get("/api/v1/me").await.refused(401, "not_signed_in");
    boris.get("/api/v1/me").await.expect(200);
    log_in(&house, &old, PASSWORD).await.refused(401, "wrong_credentials");
    let reset = json!({ "token": house.token().await, "password": OTHER_PASSWORD });
    house.nobody().post("/api/v1/auth/password/reset", &reset).await.expect(200);
    log_in(&house, &old, OTHER_PASSWORD).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_account_is_signed_in_the_confirmed_address_is_shown_at_once() {
    let house = House::new().await;
    let (anna, boris) = (house.customer().await, house.customer().await);
    let (old, ask) = (email_of(&anna).await, json!({ "email": "anna@example.org", "password": PASSWORD }));
    anna.post("/api/v1/me/email", &ask).await.expect(202);
    let confirmed = anna.post("/api/v1/auth/email/confirm", &link(&house).await).await.expect(200);
    assert_eq!(confirmed["user"], anna.get("/api/v1/me").await.expect(200)["user"]);
    // Meanwhile another took the address that could have been given back.
    let late = link(&house).await;
    boris.post("/api/v1/me/email", &json!({ "email": old, "password": PASSWORD })).await.expect(202);
    boris.post("/api/v1/auth/email/confirm", &link(&house).await).await.expect(200);
    anna.post("/api/v1/auth/email/undo", &late).await.refused(409, "email_taken");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn browsers_are_listed_and_signed_out() {
    let house = House::new().await;
    let anna = house.customer().await;
    let email = email_of(&anna).await;
    let request = house.nobody().request(Method::POST, "/api/v1/auth/login").header("user-agent", "Lynx\t/2.9");
    let there = send(request.json(&json!({ "email": email, "password": PASSWORD }))).await;
    let there = house.nobody().with_cookie(Some(there.cookie()));
    let third = elsewhere(&house, &email).await;

    let listed = there.get("/api/v1/me/sessions").await.expect(200)["sessions"].clone();
    let listed = listed.as_array().expect("a list");
    assert_eq!(listed.len(), 3);
    let [lynx] = &listed.iter().filter(|s| s["current"] == true).collect::<Vec<_>>()[..] else { panic!("{listed:?}") };
    assert_eq!((&lynx["user_agent"], &lynx["address"]), (&json!("Lynx /2.9"), &json!("127.0.0.1")));
    let id = text(&lynx["id"]);
    anna.delete(&format!("/api/v1/me/sessions/{id}")).await.expect(204);
    there.get("/api/v1/me").await.refused(401, "not_signed_in");
    anna.delete(&format!("/api/v1/me/sessions/{id}")).await.refused(404, "not_found");
    anna.delete("/api/v1/me/sessions").await.expect(204);
    third.get("/api/v1/me").await.refused(401, "not_signed_in");
    let left = anna.get("/api/v1/me/sessions").await.expect(200)["sessions"].clone();
    assert_eq!(left.as_array().map(Vec::len), Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_closed_and_kept_by_the_link() {
    let house = House::new().await;
    let anna = house.customer().await;
    let email = email_of(&anna).await;
    let closed = close(&anna, &json!({ "password": PASSWORD })).await;
    let erased_at = closed.expect(202)["erased_at"].clone();
    assert_eq!(erased_at, json!(house.app.env.now() + Duration::days(7)));
    assert!(closed.header("set-cookie").contains("Max-Age=0"), "{}", closed.header("set-cookie"));
    anna.get("/api/v1/me").await.refused(401, "not_signed_in");
    log_in(&house, &email, PASSWORD).await.refused(403, "account_closing");
    let kept = house.nobody().post("/api/v1/auth/account/keep", &link(&house).await).await.expect(200);
    assert_eq!(kept, json!({ "email": email }));
    log_in(&house, &email, PASSWORD).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_of_another_shape_and_links_that_never_were_are_refused() {
    let house = House::new().await;
    let anna = house.customer().await;
    let wrong: [(Method, &str, Value, &str); 8] = [
        (Method::POST, "/api/v1/me/password", json!({ "current_password": PASSWORD }), "/new_password"),
        (
            Method::POST,
            "/api/v1/me/password",
            json!({ "current_password": 7, "new_password": "x" }),
            "/current_password",
        ),
        (Method::POST, "/api/v1/me/email", json!({ "email": "a@example.org" }), "/password"),
        (Method::POST, "/api/v1/me/email", json!({ "email": "a@b.org", "password": "x", "colour": "red" }), "/colour"),
        (Method::DELETE, "/api/v1/me", json!({}), "/password"),
        (Method::POST, "/api/v1/auth/email/confirm", json!({}), "/token"),
        (Method::POST, "/api/v1/auth/email/undo", json!({ "token": [] }), "/token"),
        (Method::POST, "/api/v1/auth/account/keep", json!({ "token": "x", "keep": true }), "/keep"),
    ];
    for (method, path, body, pointer) in wrong {
        send(anna.request(method, path).json(&body)).await.refused_field(422, "invalid_body", pointer);
    }
    for path in ["email/confirm", "email/undo", "account/keep"] {
        for token in ["", "no link", UNKNOWN_LINK] {
            let answer = anna.post(&format!("/api/v1/auth/{path}"), &json!({ "token": token })).await;
            answer.refused(404, "link_unknown");
        }
    }
    anna.get("/api/v1/me").await.expect(200);
}
