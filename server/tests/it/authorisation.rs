//! Every operation of the document as nobody, as a customer, as another customer, as an admin who is not let in, and as one who is.

use std::collections::BTreeSet;

use nproxy_app::audit::By;
use nproxy_app::switches::{self, Switch};
use serde_json::{Value, json};

use crate::house::{House, PASSWORD};
use crate::matrix_requests::request;
use crate::painter::png;
use crate::person::{send, text, turn};
use crate::things::thing_of;

/// Who may use an operation.
enum For {
    /// Everybody; the status of success.
    Anyone(u16),
    /// Whoever is signed in, each with what is his own.
    SignedIn(u16),
    /// The owner of what the path names; for everybody else it is not there.
    Owner(u16),
    /// Admins, let in or not: it is what lets them in.
    Door(u16),
    /// Admins who are let in, whosever it is; for everybody else the operation is not there to be used.
    Admin(u16),
    /// The same, with a sign-in that is fresh.
    Fresh(u16),
}

use For::{Admin, Anyone, Door, Fresh, Owner, SignedIn};

/// A new operation fails the test below until it has its line here.
const MATRIX: &[(&str, &str, For)] = &[
    ("post", "/api/v1/auth/register", Anyone(202)),
    // Nobody here signed up, and nobody holds a link.
    ("get", "/api/v1/auth/registration", Anyone(404)),
    ("post", "/api/v1/auth/verify-email", Anyone(404)),
    ("post", "/api/v1/auth/verify-email/resend", Anyone(404)),
    ("post", "/api/v1/auth/verify-email/address", Anyone(404)),
    ("post", "/api/v1/auth/password/forgot", Anyone(202)),
    ("post", "/api/v1/auth/password/reset", Anyone(404)),
    ("post", LOOK, Anyone(404)),
    ("post", "/api/v1/auth/email/confirm", Anyone(404)),
    ("post", "/api/v1/auth/email/undo", Anyone(404)),
    ("post", "/api/v1/auth/account/keep", Anyone(404)),
    ("post", "/api/v1/auth/login", Anyone(200)),
    ("post", "/api/v1/auth/logout", Anyone(204)),
    ("post", "/api/v1/auth/totp/enrol", Door(201)),
    // The codes are wrong.
    ("post", "/api/v1/auth/totp/enrol/confirm", Door(403)),
    ("post", "/api/v1/auth/totp", Door(403)),
    ("post", "/api/v1/auth/confirm", Door(403)),
    ("post", "/api/v1/auth/totp/recovery-codes", Fresh(200)),
    ("get", "/api/v1/me", SignedIn(200)),
    ("patch", "/api/v1/me", SignedIn(200)),
    // Not without the password: there is more to be done with these accounts.
    ("delete", "/api/v1/me", SignedIn(403)),
    ("post", "/api/v1/me/password", SignedIn(204)),
    ("post", "/api/v1/me/email", SignedIn(202)),
    ("post", "/api/v1/me/export", SignedIn(201)),
    ("get", "/api/v1/me/second-factor", SignedIn(200)),
    ("get", "/api/v1/me/sessions", SignedIn(200)),
    ("delete", "/api/v1/me/sessions", SignedIn(204)),
    ("delete", "/api/v1/me/sessions/{id}", Owner(204)),
    ("get", "/api/v1/subscription", SignedIn(200)),
    // Nothing is queued behind the month of these customers.
    ("post", "/api/v1/subscription/start-next", SignedIn(409)),
    ("get", "/api/v1/quota", SignedIn(200)),
    ("get", "/api/v1/models", SignedIn(200)),
    ("get", "/api/v1/conversations", SignedIn(200)),
    ("post", "/api/v1/conversations", SignedIn(201)),
    ("get", "/api/v1/conversations/{id}", Owner(200)),
    ("patch", "/api/v1/conversations/{id}", Owner(200)),
    ("delete", "/api/v1/conversations/{id}", Owner(204)),
    ("post", "/api/v1/conversations/{id}/restore", Owner(200)),
    ("get", "/api/v1/conversations/{id}/turns", Owner(200)),
    ("post", "/api/v1/turns", SignedIn(202)),
    ("delete", "/api/v1/turns/{id}", Owner(204)),
    ("post", "/api/v1/turns/{id}/restore", Owner(204)),
    ("get", "/api/v1/generations", SignedIn(200)),
    ("get", "/api/v1/generations/{id}", Owner(200)),
    ("post", "/api/v1/generations/{id}/cancel", Owner(200)),
    ("post", "/api/v1/generations/{id}/retry", Owner(202)),
    ("post", "/api/v1/assets", SignedIn(201)),
    ("get", "/api/v1/assets/{id}", Owner(200)),
    ("patch", "/api/v1/assets/{id}", Owner(200)),
    ("delete", "/api/v1/assets/{id}", Owner(204)),
    ("post", "/api/v1/assets/{id}/restore", Owner(200)),
    ("get", "/api/v1/gallery", SignedIn(200)),
    ("get", "/api/v1/activity", SignedIn(200)),
    // Nobody has the picture that is asked for.
    ("post", "/api/v1/zips", SignedIn(404)),
    ("get", "/api/v1/downloads/{id}", Owner(200)),
    ("get", "/api/v1/plans", Anyone(200)),
    ("get", "/api/v1/processors", SignedIn(200)),
    ("get", "/api/v1/payments", SignedIn(200)),
    ("post", "/api/v1/payments", SignedIn(201)),
    ("get", "/api/v1/payments/{id}", Owner(200)),
    ("post", "/api/v1/payments/{id}/report", Owner(200)),
    ("get", "/api/v1/admin/payments", Admin(200)),
    ("get", "/api/v1/admin/payments/{id}", Admin(200)),
    ("post", "/api/v1/admin/payments/{id}/read", Admin(200)),
    ("post", "/api/v1/admin/payments/{id}/confirm", Fresh(200)),
    ("post", "/api/v1/admin/payments/{id}/keep", Fresh(200)),
    ("post", "/api/v1/admin/payments/{id}/settle", Fresh(200)),
    ("get", "/api/v1/admin/payments/{id}/proof", Admin(200)),
    ("post", "/api/v1/admin/keys", Fresh(201)),
    ("post", "/api/v1/admin/keys/import", Fresh(200)),
    ("post", "/api/v1/admin/keys/bulk", Admin(200)),
    ("get", "/api/v1/admin/keys/{id}", Admin(200)),
    ("patch", "/api/v1/admin/keys/{id}", Admin(200)),
    ("post", "/api/v1/admin/keys/{id}/activate", Admin(200)),
    ("post", "/api/v1/admin/keys/{id}/disable", Admin(200)),
    ("post", "/api/v1/admin/keys/{id}/rotate", Fresh(200)),
    ("post", "/api/v1/admin/keys/{id}/test", Admin(200)),
    ("post", "/api/v1/admin/proxies", Fresh(201)),
    ("get", "/api/v1/admin/proxies/{id}", Admin(200)),
    ("patch", "/api/v1/admin/proxies/{id}", Fresh(200)),
    ("post", "/api/v1/admin/proxies/{id}/test", Admin(200)),
    ("post", "/api/v1/admin/proxies/{id}/remove", Admin(204)),
    ("post", "/api/v1/admin/balances", Admin(204)),
    ("get", "/api/v1/admin/users", Admin(200)),
    ("get", "/api/v1/admin/users.csv", Admin(200)),
    ("get", "/api/v1/admin/cycles", Admin(200)),
    ("get", "/api/v1/admin/cycles.csv", Admin(200)),
    ("get", "/api/v1/admin/payments.csv", Admin(200)),
    ("get", "/api/v1/admin/generations", Admin(200)),
    ("get", "/api/v1/admin/generations.csv", Admin(200)),
    ("get", "/api/v1/admin/keys", Admin(200)),
    ("get", "/api/v1/admin/keys.csv", Admin(200)),
    ("get", "/api/v1/admin/proxies", Admin(200)),
    ("get", "/api/v1/admin/proxies.csv", Admin(200)),
    ("get", "/api/v1/admin/incidents", Admin(200)),
    ("get", "/api/v1/admin/incidents.csv", Admin(200)),
    ("get", "/api/v1/admin/notifications", Admin(200)),
    ("get", "/api/v1/admin/notifications.csv", Admin(200)),
    ("get", "/api/v1/admin/audit", Admin(200)),
    ("get", "/api/v1/admin/audit.csv", Admin(200)),
    ("post", "/api/v1/admin/generations/by-prompt", Fresh(200)),
    ("get", "/api/v1/admin/generations/{id}", Admin(200)),
    ("get", "/api/v1/admin/search", Admin(200)),
    ("get", "/api/v1/admin/overview", Admin(200)),
    ("get", "/api/v1/admin/health", Admin(200)),
    ("post", "/api/v1/admin/users/{id}/cycles", Fresh(201)),
    ("post", "/api/v1/admin/users/{id}/requests", Fresh(200)),
    ("get", "/api/v1/admin/users/{id}", Admin(200)),
    ("post", "/api/v1/admin/users/{id}/suspend", Admin(200)),
    // Nobody suspended this one.
    ("post", "/api/v1/admin/users/{id}/unsuspend", Admin(409)),
    ("post", "/api/v1/admin/users/{id}/sign-out", Admin(200)),
    ("post", "/api/v1/admin/users/{id}/reset-mail", Admin(200)),
    ("post", "/api/v1/admin/users/{id}/email", Fresh(200)),
    ("post", "/api/v1/admin/users/{id}/extend", Fresh(200)),
    ("post", "/api/v1/admin/users/{id}/close", Fresh(200)),
    ("post", "/api/v1/admin/users/{id}/export", Fresh(201)),
    ("post", "/api/v1/admin/users/bulk", Fresh(200)),
    ("get", "/api/v1/admin/registrations", Admin(200)),
    ("post", "/api/v1/admin/registrations/{id}/verify", Admin(200)),
    // It is dangerous unless it only counts, as it does here.
    ("post", "/api/v1/admin/cycles/extend", Admin(200)),
    ("get", "/api/v1/admin/switches", Admin(200)),
    ("put", "/api/v1/admin/switches", Admin(200)),
    ("get", "/api/v1/notice", Anyone(200)),
    ("post", "/api/v1/admin/generations/{id}/open", Fresh(200)),
    // Nothing came of it yet.
    ("post", "/api/v1/admin/generations/{id}/remove-picture", Fresh(409)),
    ("post", "/api/v1/admin/generations/{id}/retry", Fresh(200)),
    // Nobody opened a picture.
    ("get", "/api/v1/admin/opened/{id}", Admin(404)),
    ("post", WEBHOOKS, Anyone(202)),
    ("get", "/healthz", Anyone(200)),
    ("get", "/readyz", Anyone(200)),
];

/// Whoever knows the till's secret, which is no sign-in.
pub const WEBHOOKS: &str = "/webhooks/{processor}";

/// It changes nothing: the token only has no place in an address.
pub const LOOK: &str = "/api/v1/auth/links/look";

/// No part of the API.
const OF_UPSTREAMS: &str = "GET /inputs/{id}/{token}";

pub const UNKNOWN_ID: &str = "00000000-0000-7000-8000-000000000000";

#[test]
fn every_public_door_says_in_the_threat_model_what_bounds_it() {
    let model = include_str!("../../../SECURITY.md").split("## Public doors").nth(1).expect("it is there");
    let said: BTreeSet<&str> = model.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let public = MATRIX.iter().filter(|(_, _, whose)| matches!(whose, Anyone(_)));
    let public: BTreeSet<String> = public
        .map(|(method, path, _)| format!("{} {path}", method.to_uppercase()))
        .chain([OF_UPSTREAMS.to_owned()])
        .collect();
    assert_eq!(said.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), public);
}

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
            SignedIn(_) | Owner(_) | Door(_) | Admin(_) | Fresh(_) => _ = answer.refused(401, "not_signed_in"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_uses_what_is_his_own_and_sees_nothing_of_anothers() {
    let house = House::new().await;
    let (anna, boris) = (house.customer().await, house.customer().await);
    for (method, path, access) in MATRIX {
        match access {
            Anyone(_) | Door(_) | Admin(_) | Fresh(_) => {}
            SignedIn(status) => {
                for person in [&anna, &boris] {
                    let answer = send(request(person, method, path, UNKNOWN_ID)).await;
                    assert_eq!(answer.status.as_u16(), *status, "{method} {path}: {answer:?}");
                }
            }
            Owner(status) => {
                let id = thing_of(&house, &anna, path).await;
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
async fn an_admin_sees_and_settles_what_is_everybodys_and_a_customer_not_even_his_own() {
    let house = House::new().await;
    let (anna, boris, admin) = (house.customer().await, house.customer().await, house.admin().await);
    for (method, path, access) in MATRIX {
        let (Door(status) | Admin(status) | Fresh(status)) = access else { continue };
        let id = thing_of(&house, &anna, path).await;
        for person in [&anna, &boris] {
            for id in [id.as_str(), UNKNOWN_ID, "no-id"] {
                send(request(person, method, path, id)).await.refused(403, "admin_only");
            }
        }
        if path.contains("{id}") {
            for id in [UNKNOWN_ID, "no-id"] {
                send(request(&admin, method, path, id)).await.refused(404, "not_found");
            }
        }
        let seen = send(request(&admin, method, path, &id)).await;
        assert_eq!(seen.status.as_u16(), *status, "{method} {path}: {seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_is_let_in_to_nothing_before_the_second_factor_is_given() {
    let house = House::new().await;
    let anna = house.customer().await;
    // One has none yet; the other has one and did not give it in this browser.
    let (without, enrolled) = (house.admin_outside().await, house.admin().await);
    let email = text(&enrolled.get("/api/v1/me").await.expect(200)["user"]["email"]);
    let mut ungiven = house.nobody();
    ungiven.sign_in(&email, PASSWORD).await;
    for (method, path, access) in MATRIX {
        if let Admin(_) | Fresh(_) = access {
            let id = thing_of(&house, &anna, path).await;
            for id in [id.as_str(), UNKNOWN_ID, "no-id"] {
                send(request(&without, method, path, id)).await.refused(403, "second_factor_missing");
                send(request(&ungiven, method, path, id)).await.refused(403, "second_factor_needed");
            }
        }
    }
    for (person, state) in [(&without, "missing"), (&ungiven, "needed"), (&enrolled, "given")] {
        assert_eq!(person.get("/api/v1/me").await.expect(200)["user"]["admin"]["state"], state);
        person.get("/api/v1/quota").await.expect(200);
    }
    assert!(anna.get("/api/v1/me").await.expect(200)["user"].get("admin").is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_dangerous_wants_a_sign_in_that_is_fresh() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    let mut ids = Vec::new();
    for (_, path, access) in MATRIX {
        let is_dangerous = matches!(access, Fresh(_));
        ids.push(if is_dangerous { thing_of(&house, &anna, path).await } else { UNKNOWN_ID.to_owned() });
    }
    house.db.clock.advance(chrono::Duration::minutes(10));
    for ((method, path, access), id) in MATRIX.iter().zip(&ids) {
        match access {
            Fresh(_) => _ = send(request(&admin, method, path, id)).await.refused(403, "fresh_sign_in_needed"),
            Admin(_) => {
                let said = send(request(&admin, method, path, id)).await.text();
                assert!(!said.contains("fresh_sign_in_needed"), "{method} {path}: {said}");
            }
            Anyone(_) | SignedIn(_) | Owner(_) | Door(_) => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_product_is_read_only_nothing_is_changed_and_everything_can_be_looked_at() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    let mut ids = Vec::new();
    for (_, path, access) in MATRIX {
        let is_of_somebody = matches!(access, Owner(_) | Admin(_) | Fresh(_));
        ids.push(if is_of_somebody { thing_of(&house, &anna, path).await } else { UNKNOWN_ID.to_owned() });
    }
    let email = text(&anna.get("/api/v1/me").await.expect(200)["user"]["email"]);
    switches::set(&house.app, &By::operator(), Switch::ReadOnly(true), None).await.expect("switched");
    for ((method, path, access), id) in MATRIX.iter().zip(&ids).filter(|((_, path, _), _)| !path.ends_with("logout")) {
        let person = if matches!(access, Door(_) | Admin(_) | Fresh(_)) { &admin } else { &anna };
        let answer = send(request(person, method, path, id)).await;
        match (*method, access) {
            (_, Anyone(_)) if path.ends_with("login") => _ = answer.refused(401, "wrong_credentials"),
            // Money comes when it comes, and an admin repairs.
            ("get", Anyone(status) | SignedIn(status) | Owner(status))
            | (_, Door(status) | Admin(status) | Fresh(status)) => {
                assert_eq!(answer.status.as_u16(), *status, "{method} {path}: {answer:?}");
            }
            (_, Anyone(status)) if [WEBHOOKS, LOOK].contains(path) => {
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

fn without_request_id(problem: &Value) -> Value {
    let mut problem = problem.clone();
    problem["request_id"] = Value::Null;
    problem
}
