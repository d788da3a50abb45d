//! Signing up, in and out.

use reqwest::Method;
use serde_json::json;

use crate::house::{House, PASSWORD};
use crate::person::{send, text};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_signs_up_is_signed_in_until_signing_out() {
    let house = House::trusting().await;
    let body = json!({ "email": "Ada@Example.com", "password": PASSWORD, "language": "ru" });
    let signed_up = house.nobody().post("/api/v1/auth/register", &body).await;
    let user = signed_up.expect(201)["user"].clone();
    assert_eq!((text(&user["role"]), text(&user["language"])), ("customer".into(), "ru".into()));

    let set = signed_up.header("set-cookie");
    assert!(set.starts_with("nproxy_session="), "{set}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(set.contains(attribute), "{set}");
    }
    assert!(!set.contains("Secure") && !set.contains("Domain"), "{set}");

    let ada = house.nobody().with_cookie(Some(signed_up.cookie()));
    assert_eq!(ada.get("/api/v1/me").await.expect(200)["user"], user);
    let changed = ada.patch("/api/v1/me", &json!({ "language": "en" })).await.expect(200);
    assert_eq!(changed["user"]["language"], "en");
    assert_eq!(ada.patch("/api/v1/me", &json!({})).await.expect(200), changed);

    let out = send(ada.request(Method::POST, "/api/v1/auth/logout")).await;
    assert_eq!(out.status.as_u16(), 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    ada.get("/api/v1/me").await.refused(401, "not_signed_in");
    let again = send(ada.request(Method::POST, "/api/v1/auth/logout")).await;
    assert_eq!(again.status.as_u16(), 204);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_https_the_cookie_is_bound_to_the_host_and_only_that_origin_may_change_anything() {
    let house = House::with(|app, server| {
        app.accounts.require_verified = false;
        server.public_url = Some("https://pictures.example".parse().unwrap());
    })
    .await;
    let body = json!({ "email": "ada@example.com", "password": PASSWORD });
    let sign_up = |origin: &str| {
        let request = house.nobody().bare(Method::POST, "/api/v1/auth/register");
        send(request.header("origin", origin.to_owned()).json(&body))
    };
    sign_up(&format!("http://{}", house.address)).await.refused(403, "cross_site");
    let signed_up = sign_up("https://pictures.example").await;
    signed_up.expect(201);
    let set = signed_up.header("set-cookie");
    assert!(set.starts_with("__Host-nproxy=") && set.contains("Secure") && set.contains("Path=/"), "{set}");
    assert!(signed_up.header("strict-transport-security").contains("max-age="));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_site_changes_nothing() {
    let house = House::new().await;
    let anna = house.customer().await;
    let own = format!("http://{}", house.address);
    let new = || anna.bare(Method::POST, "/api/v1/conversations").json(&json!({}));
    send(new()).await.refused(403, "cross_site");
    send(new().header("origin", "https://evil.example")).await.refused(403, "cross_site");
    send(new().header("origin", "null")).await.refused(403, "cross_site");
    send(new().header("sec-fetch-site", "same-site")).await.refused(403, "cross_site");
    send(new().header("origin", &own).header("sec-fetch-site", "cross-site")).await.refused(403, "cross_site");
    let patch = anna.bare(Method::PATCH, "/api/v1/me").json(&json!({ "language": "ru" }));
    send(patch).await.refused(403, "cross_site");
    assert_eq!(anna.get("/api/v1/conversations").await.expect(200)["items"], json!([]));
    send(new().header("origin", &own)).await.expect(201);
    send(new().header("sec-fetch-site", "same-origin")).await.expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sign_up_and_sign_in_say_what_is_wrong() {
    let house = House::trusting().await;
    let nobody = house.nobody();
    let sign_up = |email: &str, password: &str| {
        let (nobody, body) = (nobody.clone(), json!({ "email": email, "password": password }));
        async move { nobody.post("/api/v1/auth/register", &body).await }
    };
    sign_up("no address", PASSWORD).await.refused_field(422, "email_invalid", "/email");
    sign_up("ada@example.com", "short").await.refused_field(422, "password_too_short", "/password");
    sign_up("ada@example.com", &"x".repeat(300)).await.refused_field(422, "password_too_long", "/password");
    sign_up("ada@example.com", "password123").await.refused_field(422, "password_common", "/password");
    sign_up("ada@example.com", PASSWORD).await.expect(201);
    sign_up("ADA@example.com", PASSWORD).await.refused_field(409, "email_taken", "/email");

    let sign_in = |email: &str, password: &str| {
        let (nobody, body) = (nobody.clone(), json!({ "email": email, "password": password }));
        async move { nobody.post("/api/v1/auth/login", &body).await }
    };
    sign_in("ada@example.com", "not the password").await.refused(401, "wrong_credentials");
    sign_in("eve@example.com", PASSWORD).await.refused(401, "wrong_credentials");
    sign_in("ada@example.com", PASSWORD).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_is_slowed_down_by_the_address_that_the_trusted_proxy_names() {
    let house = House::with(|app, server| {
        app.accounts.throttle.address_max = 2;
        server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let guess = |nth: u32, from: &'static str| {
        let body = json!({ "email": format!("nobody-{nth}@example.com"), "password": "not the password" });
        let request = house.nobody().request(Method::POST, "/api/v1/auth/login").json(&body);
        // What stands left of the proxy's own word, the client wrote.
        send(request.header("x-forwarded-for", format!("6.6.6.{nth}, {from}")))
    };
    guess(1, "203.0.113.7").await.refused(401, "wrong_credentials");
    guess(2, "203.0.113.7").await.refused(401, "wrong_credentials");
    let problem = guess(3, "203.0.113.7").await.refused(429, "too_many_attempts");
    assert!(problem["retry_after_seconds"].as_u64().is_some_and(|seconds| seconds > 0), "{problem}");
    guess(4, "203.0.113.8").await.refused(401, "wrong_credentials");
}
