//! What the log says of a request, and what it never says.

use std::io;
use std::sync::{Arc, Mutex};

use reqwest::Method;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::house::{House, PASSWORD};
use crate::person::{send, turn};
use crate::till;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// On one thread, so that the log of this test is its own.
#[tokio::test]
async fn one_line_per_request_tells_the_route_and_nothing_of_the_customer() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(lines.clone()).finish();
    let _quiet_afterwards = tracing::subscriber::set_default(subscriber);
    let house = House::new().await;
    let anna = house.customer().await;
    let mut body = turn(1);
    body["prompt"] = json!("a very private lighthouse");
    anna.submit("private-key", &body).await.expect(202);
    let answer = anna.get("/api/v1/conversations?limit=7").await;
    let id = answer.expect(200)["items"][0]["id"].clone();
    anna.get(&format!("/api/v1/conversations/{}", id.as_str().unwrap())).await.expect(200);
    house.nobody().get("/api/v1/nowhere?private=1").await.refused(404, "not_found");

    let secret = till::webhook("private-order", "private-event");
    let call = house.nobody().bare(Method::POST, "/webhooks/till?private=1").body(secret);
    send(call.header("x-till-secret", "private-guess")).await.refused(401, "webhook_signature");

    let log = String::from_utf8(lines.0.lock().unwrap().clone()).expect("text");
    let line = |needle: &str| log.lines().filter(|line| line.contains(needle)).count();
    assert_eq!(line("path=\"/api/v1/turns\" status=202 ms="), 1, "{log}");
    assert_eq!(line("path=\"/api/v1/conversations/{id}\" status=200 ms="), 1, "{log}");
    assert_eq!(line("method=GET path=\"-\" status=404 ms="), 1, "{log}");
    assert_eq!(line("path=\"/webhooks/{processor}\" status=401 ms="), 1, "{log}");
    let named = log.lines().find(|line| line.contains("path=\"/api/v1/conversations\"")).expect("a line");
    assert!(named.contains(answer.header("x-request-id")), "{named}");
    for private in ["private", PASSWORD, "customer-0@example.com", "limit=7", "nproxy_session", id.as_str().unwrap()] {
        assert!(!log.contains(private), "{private} is in the log:\n{log}");
    }
}

#[tokio::test]
async fn neither_tokens_nor_addresses_nor_passwords_get_into_the_log() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(lines.clone()).finish();
    let _quiet_afterwards = tracing::subscriber::set_default(subscriber);
    let house = House::new().await;
    let email = "ada@example.com";
    let new = json!({ "email": email, "password": PASSWORD });
    let signed_up = house.nobody().post("/api/v1/auth/register", &new).await;
    signed_up.expect(202);
    let ada = house.nobody().with_cookie(Some(signed_up.cookie()));
    let link = house.token().await;
    ada.post("/api/v1/auth/links/look", &json!({ "token": link })).await.expect(200);
    let verified = ada.post("/api/v1/auth/verify-email", &json!({ "token": link })).await;
    verified.expect(200);
    house.nobody().post("/api/v1/auth/password/forgot", &json!({ "email": email })).await.expect(202);
    let reset = house.token().await;
    let body = json!({ "token": reset, "password": "a fresh and better one" });
    house.nobody().post("/api/v1/auth/password/reset", &body).await.expect(200);
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).expect("text");
    assert!(log.contains("path=\"/api/v1/auth/password/reset\" status=200 ms="), "{log}");
    let cookies =
        [&signed_up, &verified].map(|answer| answer.cookie().split('=').nth(1).unwrap_or_default().to_owned());
    for secret in [email, PASSWORD, "a fresh and better one", &link, &reset, &cookies[0], &cookies[1]] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}
