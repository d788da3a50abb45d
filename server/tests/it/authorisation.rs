//! Every operation of the document as nobody, as a customer, and as another customer.

use std::collections::BTreeSet;

use nproxy_app::audit::By;
use nproxy_app::switches::{self, Switch};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::house::{House, PASSWORD};
use crate::painter::png;
use crate::person::{Person, send, text, turn};

/// Who may use an operation.
enum For {
    /// Everybody; the status of success.
    Anyone(u16),
    /// Whoever is signed in, each with what is his own.
    SignedIn(u16),
    /// The owner of what the path names; for everybody else it is not there.
    Owner(u16),
}

use For::{Anyone, Owner, SignedIn};

/// A new operation fails the test below until it has its line here.
const MATRIX: &[(&str, &str, For)] = &[
    ("post", "/api/v1/auth/register", Anyone(201)),
    ("post", "/api/v1/auth/login", Anyone(200)),
    ("post", "/api/v1/auth/logout", Anyone(204)),
    ("get", "/api/v1/me", SignedIn(200)),
    ("patch", "/api/v1/me", SignedIn(200)),
    ("get", "/api/v1/subscription", SignedIn(200)),
    ("get", "/api/v1/quota", SignedIn(200)),
    ("get", "/api/v1/models", SignedIn(200)),
    ("get", "/api/v1/conversations", SignedIn(200)),
    ("post", "/api/v1/conversations", SignedIn(201)),
    ("get", "/api/v1/conversations/{id}", Owner(200)),
    ("patch", "/api/v1/conversations/{id}", Owner(200)),
    ("delete", "/api/v1/conversations/{id}", Owner(204)),
    ("get", "/api/v1/conversations/{id}/turns", Owner(200)),
    ("post", "/api/v1/turns", SignedIn(202)),
    ("get", "/api/v1/generations", SignedIn(200)),
    ("get", "/api/v1/generations/{id}", Owner(200)),
    ("post", "/api/v1/generations/{id}/cancel", Owner(200)),
    ("post", "/api/v1/generations/{id}/retry", Owner(202)),
    ("post", "/api/v1/assets", SignedIn(201)),
    ("get", "/api/v1/assets/{id}", Owner(200)),
    ("delete", "/api/v1/assets/{id}", Owner(204)),
    ("get", "/healthz", Anyone(200)),
    ("get", "/readyz", Anyone(200)),
];

const UNKNOWN_ID: &str = "00000000-0000-7000-8000-000000000000";

#[test]
fn every_documented_operation_has_its_line() {
    let document = serde_json::to_value(nproxy_server::openapi()).expect("a document");
    let documented: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().expect("operations").keys().map(|method| (method.clone(), path.clone()))
        })
        .collect();
    let listed: BTreeSet<_> =
        MATRIX.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(documented, listed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_in_without_signing_in() {
    let house = House::new().await;
    for (method, path, access) in MATRIX {
        let answer = send(request(&house.nobody(), method, path, UNKNOWN_ID)).await;
        match access {
            Anyone(status) if !path.ends_with("login") => {
                assert_eq!(answer.status.as_u16(), *status, "{method} {path}");
            }
            Anyone(_) => _ = answer.refused(401, "wrong_credentials"),
            SignedIn(_) | Owner(_) => _ = answer.refused(401, "not_signed_in"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_uses_what_is_his_own_and_sees_nothing_of_anothers() {
    let house = House::new().await;
    let (anna, boris) = (house.customer().await, house.customer().await);
    for (method, path, access) in MATRIX {
        match access {
            Anyone(_) => {}
            SignedIn(status) => {
                for person in [&anna, &boris] {
                    let answer = send(request(person, method, path, UNKNOWN_ID)).await;
                    assert_eq!(answer.status.as_u16(), *status, "{method} {path}: {answer:?}");
                }
            }
            Owner(status) => {
                let id = thing_of(&anna, path).await;
                let foreign = send(request(&boris, method, path, &id)).await.refused(404, "not_found");
                let unknown = send(request(&boris, method, path, UNKNOWN_ID)).await.refused(404, "not_found");
                let no_id = send(request(&boris, method, path, "no-id")).await.refused(404, "not_found");
                assert_eq!(without_request_id(&foreign), without_request_id(&unknown), "{method} {path}");
                assert_eq!(without_request_id(&foreign), without_request_id(&no_id), "{method} {path}");
                let own = send(request(&anna, method, path, &id)).await;
                assert_eq!(own.status.as_u16(), *status, "{method} {path}: {own:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_product_is_read_only_nothing_is_changed_and_everything_can_be_looked_at() {
    let house = House::new().await;
    let anna = house.customer().await;
    let mut ids = Vec::new();
    for (_, path, access) in MATRIX {
        ids.push(if matches!(access, Owner(_)) { thing_of(&anna, path).await } else { UNKNOWN_ID.to_owned() });
    }
    let email = text(&anna.get("/api/v1/me").await.expect(200)["user"]["email"]);
    switches::set(&house.app, &By::operator(), Switch::ReadOnly(true), None).await.expect("switched");
    for ((method, path, access), id) in MATRIX.iter().zip(&ids).filter(|((_, path, _), _)| !path.ends_with("logout")) {
        let answer = send(request(&anna, method, path, id)).await;
        match (*method, access) {
            (_, Anyone(_)) if path.ends_with("login") => _ = answer.refused(401, "wrong_credentials"),
            ("get", Anyone(status) | SignedIn(status) | Owner(status)) => {
                assert_eq!(answer.status.as_u16(), *status, "{method} {path}: {answer:?}");
            }
            _ => _ = answer.refused(503, "read_only"),
        }
    }
    let mut back = house.nobody();
    back.sign_in(&email, PASSWORD).await;
    back.get("/api/v1/me").await.expect(200);
    back.post("/api/v1/auth/logout", &json!({})).await.expect(204);
    back.get("/api/v1/me").await.refused(401, "not_signed_in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_and_bodies_reach_nothing_of_anothers() {
    let house = House::new().await;
    let (anna, boris) = (house.customer().await, house.customer().await);
    let accepted = anna.submit("k", &turn(1)).await.expect(202);
    let generation = text(&accepted["turn"]["generations"][0]["id"]);
    let conversation = text(&accepted["conversation"]["id"]);
    let picture = text(&anna.upload(png(8, 8)).await.expect(201)["asset"]["id"]);

    let seen = boris.get(&format!("/api/v1/generations?ids={generation}")).await.expect(200);
    assert_eq!(seen, json!({ "generations": [] }));
    assert_eq!(boris.get("/api/v1/conversations").await.expect(200)["items"], json!([]));

    let mut into = turn(1);
    into["conversation_id"] = json!(conversation);
    boris.submit("a", &into).await.refused(404, "not_found");
    let with =
        json!({ "mode": "image_to_image", "prompt": "p", "resolution": "auto", "batch_size": 1, "inputs": [picture] });
    boris.submit("b", &with).await.refused_field(422, "unknown_input", "/inputs");
    // The same name of a request is another one for another customer.
    boris.submit("k", &turn(2)).await.expect(202);
}

/// A fresh one of what the path names.
async fn thing_of(owner: &Person, path: &str) -> String {
    let key = path.replace(['/', '{', '}'], "-");
    if path.contains("conversations") {
        text(&owner.post("/api/v1/conversations", &json!({})).await.expect(201)["conversation"]["id"])
    } else if path.contains("assets") {
        text(&owner.upload(png(8, 8)).await.expect(201)["asset"]["id"])
    } else {
        let id = owner.generation(&key).await;
        if path.ends_with("/retry") {
            owner.post(&format!("/api/v1/generations/{id}/cancel"), &json!({})).await.expect(200);
        }
        id
    }
}

/// A request that the operation would take from whoever may use it.
fn request(person: &Person, method: &str, path: &str, id: &str) -> RequestBuilder {
    let method: Method = method.to_uppercase().parse().expect("a method");
    let query = if path == "/api/v1/generations" { format!("?ids={id}") } else { String::new() };
    let request = person.request(method.clone(), &format!("{}{query}", path.replace("{id}", id)));
    let body = match (method.as_str(), path) {
        ("POST", "/api/v1/assets") => {
            let part = reqwest::multipart::Part::bytes(png(8, 8)).file_name("a.png");
            return request.multipart(reqwest::multipart::Form::new().part("file", part));
        }
        ("POST", "/api/v1/auth/register") => json!({ "email": "new@example.com", "password": PASSWORD }),
        ("POST", "/api/v1/auth/login") => json!({ "email": "new@example.com", "password": "not the password" }),
        ("POST", "/api/v1/turns") => turn(1),
        ("PATCH", "/api/v1/me") => json!({ "language": "ru" }),
        ("PATCH", _) => json!({ "title": "Lighthouses" }),
        ("POST", _) => json!({}),
        _ => return request,
    };
    request.header("idempotency-key", format!("matrix-{}", path.len())).json(&body)
}

fn without_request_id(problem: &Value) -> Value {
    let mut problem = problem.clone();
    problem["request_id"] = Value::Null;
    problem
}
