//! Signing up with an address that has to be proven, from the page to the mail and back.

use nproxy_app::accounts::{NewInvite, create_invite};
use nproxy_app::audit::By;
use nproxy_app::switches::SignUp;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::{House, PASSWORD};
use crate::person::{Answer, Person, send, text};

const REGISTRATION: &str = "/api/v1/auth/registration";
const VERIFY: &str = "/api/v1/auth/verify-email";
const RESEND: &str = "/api/v1/auth/verify-email/resend";
const ADDRESS: &str = "/api/v1/auth/verify-email/address";

fn new(email: &str) -> Value {
    json!({ "email": email, "password": PASSWORD })
}

/// A browser that signed up, with the ticket in its cookie.
async fn waiting(house: &House, email: &str) -> Person {
    let answer = house.nobody().post("/api/v1/auth/register", &new(email)).await;
    answer.expect(202);
    house.nobody().with_cookie(Some(answer.cookie()))
}

/// Name and value of the session in an answer that also takes the ticket away.
fn session_of(answer: &Answer) -> String {
    let set = answer.cookies_set();
    assert!(set.iter().any(|cookie| cookie.starts_with("nproxy_pending=;") && cookie.contains("Max-Age=0")), "{set:?}");
    let session = set.iter().find(|cookie| cookie.starts_with("nproxy_session=")).expect("a session");
    session.split(';').next().expect("a name and a value").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_signs_up_is_told_where_to_look_and_is_not_signed_in() {
    let house = House::new().await;
    let answer = house.nobody().post("/api/v1/auth/register", &new("Ada@Example.com")).await;
    let inbox = answer.expect(202)["inbox"].clone();
    assert_eq!((text(&inbox["email"]), &inbox["resend_in_s"]), ("ada@example.com".into(), &json!(60)));
    assert_eq!(text(&inbox["sender"]), house.app.settings.site.mail_from);
    assert_eq!(text(&inbox["subject"]), house.letter().await.subject);
    let [set] = answer.cookies_set().try_into().expect("one cookie");
    for part in ["nproxy_pending=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=86400"] {
        assert!(set.contains(part), "{set}");
    }
    let ada = house.nobody().with_cookie(Some(answer.cookie()));
    ada.get("/api/v1/me").await.refused(401, "not_signed_in");
    assert_eq!(ada.get(REGISTRATION).await.expect(200), json!({ "inbox": inbox }));
    house.nobody().get(REGISTRATION).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_has_an_account_is_answered_the_same() {
    let house = House::new().await;
    house.newcomer().await;
    let mut answers = ["customer-0@example.com", "nobody@example.com"].map(|email| (email, Value::Null));
    for (email, answer) in &mut answers {
        *answer = house.nobody().post("/api/v1/auth/register", &new(email)).await.expect(202);
        answer["inbox"]["email"] = Value::Null;
        house.letter().await;
    }
    assert_eq!(answers[0].1, answers[1].1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_is_opened_on_another_device_signs_in_the_one_that_waits() {
    let house = House::new().await;
    let ada = waiting(&house, "ada@example.com").await;
    let token = house.token().await;
    let seen = ada.get(REGISTRATION).await;
    let asked =
        ada.request(Method::GET, &format!("{REGISTRATION}?wait=20")).header("if-none-match", seen.header("etag"));
    let poll = tokio::spawn(send(asked));

    let phone = house.nobody();
    let opened = phone.post(VERIFY, &json!({ "token": token })).await;
    assert_eq!(opened.expect(200), json!({ "email": "ada@example.com" }));
    assert!(opened.cookies_set().is_empty(), "a password is asked for there");

    let answer = poll.await.expect("an answer");
    let user = answer.expect(200)["user"].clone();
    assert_eq!(text(&user["email"]), "ada@example.com");
    let signed_in = house.nobody().with_cookie(Some(session_of(&answer)));
    assert_eq!(signed_in.get("/api/v1/me").await.expect(200)["user"], user);
    ada.get(REGISTRATION).await.refused(404, "not_found");
    phone.post(VERIFY, &json!({ "token": token })).await.refused(410, "link_used");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_browser_that_signed_up_is_signed_in_by_its_link() {
    let house = House::new().await;
    let ada = waiting(&house, "ada@example.com").await;
    let token = house.token().await;
    let unchanged =
        ada.request(Method::GET, REGISTRATION).header("if-none-match", ada.get(REGISTRATION).await.header("etag"));
    send(unchanged).await.expect(304);
    let opened = ada.post(VERIFY, &json!({ "token": token })).await;
    assert_eq!(opened.expect(200)["user"]["email"], "ada@example.com");
    house.nobody().with_cookie(Some(session_of(&opened))).get("/api/v1/me").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_https_the_ticket_is_bound_to_the_host() {
    let house = House::with(|_, server| server.public_url = Some("https://pictures.example".parse().unwrap())).await;
    let request =
        house.nobody().bare(Method::POST, "/api/v1/auth/register").header("origin", "https://pictures.example");
    let answer = send(request.json(&new("ada@example.com"))).await;
    answer.expect(202);
    let set = answer.header("set-cookie");
    assert!(set.starts_with("__Host-nproxy-pending=") && set.contains("Secure") && set.contains("Path=/"), "{set}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_mail_and_another_address_say_the_seconds_that_are_left() {
    let house = House::new().await;
    let ada = waiting(&house, "ada@exmaple.com").await;
    let wrong = house.token().await;
    let again = || send(ada.request(Method::POST, RESEND));
    assert_eq!(again().await.refused(429, "too_many_attempts")["retry_after_seconds"], 60);
    house.db.clock.advance(chrono::Duration::minutes(1));
    let sent = again().await;
    assert_eq!(sent.expect(202)["inbox"]["resend_in_s"], 60);
    assert!(sent.cookie().starts_with("nproxy_pending="), "it waits anew");
    house.letter().await;
    ada.post(ADDRESS, &json!({ "email": "ada" })).await.refused_field(422, "email_invalid", "/email");
    let corrected = ada.post(ADDRESS, &json!({ "email": "ada@example.com" })).await.expect(202);
    assert_eq!(corrected["inbox"]["email"], "ada@example.com");
    let right = house.token().await;
    for path in [VERIFY, "/api/v1/auth/links/look"] {
        house.nobody().post(path, &json!({ "token": wrong })).await.refused(404, "link_unknown");
    }
    let look = house.nobody().post("/api/v1/auth/links/look", &json!({ "token": right })).await.expect(200);
    assert_eq!((text(&look["purpose"]), text(&look["state"])), ("verify_address".into(), "good".into()));
    assert_eq!(look["email"], "ada@example.com");
    house.nobody().post(VERIFY, &json!({ "token": right })).await.expect(200);
    again().await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_sign_up_with_an_address_finds_it_taken_only_when_its_link_is_opened() {
    let house = House::new().await;
    waiting(&house, "ada@example.com").await;
    let first = house.token().await;
    waiting(&house, "ada@example.com").await;
    let second = house.token().await;
    house.nobody().post(VERIFY, &json!({ "token": second })).await.expect(200);
    house.nobody().post(VERIFY, &json!({ "token": first })).await.refused(409, "email_taken");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn terms_and_invitations_are_asked_for_where_there_are_any() {
    let house = House::with(|app, _| {
        app.site.terms_version = Some("2".into());
        app.accounts.sign_up = SignUp::Invite;
    })
    .await;
    let sign_up = |more: Value| {
        let (nobody, mut body) = (house.nobody(), new("ada@example.com"));
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        async move { nobody.post("/api/v1/auth/register", &body).await }
    };
    sign_up(json!({})).await.refused_field(422, "terms_not_accepted", "/terms_version");
    sign_up(json!({ "terms_version": "1" })).await.refused_field(422, "terms_not_accepted", "/terms_version");
    sign_up(json!({ "terms_version": "2" })).await.refused_field(422, "invite_invalid", "/invite");
    let new = NewInvite { uses_max: 1, days: None, note: String::new() };
    let invite = create_invite(&house.app, &By::operator(), new).await.expect("an invitation");
    let code = invite.code.expose();
    sign_up(json!({ "terms_version": "2", "invite": code })).await.expect(202);
    let first = house.token().await;
    sign_up(json!({ "terms_version": "2", "invite": code })).await.expect(202);
    let second = house.token().await;
    let revoked = nproxy_app::accounts::revoke_invite(&house.app, &By::operator(), invite.invite.id).await;
    revoked.expect("it is revoked");
    for token in [first, second] {
        house.nobody().post(VERIFY, &json!({ "token": token })).await.refused(422, "invite_invalid");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_and_queries_of_another_shape_are_refused_where_they_differ() {
    let house = House::new().await;
    let ada = waiting(&house, "ada@example.com").await;
    for (path, body, pointer) in [
        ("/api/v1/auth/register", json!({ "email": "a@b.org", "password": PASSWORD, "role": "admin" }), "/role"),
        ("/api/v1/auth/register", json!({ "email": "a@b.org", "password": PASSWORD, "invite": 7 }), "/invite"),
        ("/api/v1/auth/register", json!({ "email": "a@b.org" }), "/password"),
        (VERIFY, json!({}), "/token"),
        (VERIFY, json!({ "token": null }), "/token"),
        (ADDRESS, json!({ "email": ["a@b.org"] }), "/email"),
        ("/api/v1/auth/password/forgot", json!({ "email": "a@b.org", "language": "de" }), "/language"),
        ("/api/v1/auth/password/reset", json!({ "token": "a" }), "/password"),
        ("/api/v1/auth/links/look", json!({ "token": "a", "purpose": "verify_address" }), "/purpose"),
    ] {
        ada.post(path, &body).await.refused_field(422, "invalid_body", pointer);
    }
    for (query, pointer) in [("?wait=26", "/wait"), ("?wait=-1", "/wait"), ("?colour=red", "/colour")] {
        ada.get(&format!("{REGISTRATION}{query}")).await.refused_field(422, "invalid_query", pointer);
    }
    for token in ["", "abc", "\u{0}", &"A".repeat(43), &"A".repeat(10_000)] {
        ada.post(VERIFY, &json!({ "token": token })).await.refused(404, "link_unknown");
    }
}
