//! What an admin sees first: what needs a person, how the days went, how every part is; and the box that finds anything.

use nproxy_app::audit::By;
use nproxy_app::overview as days;
use nproxy_app::switches::{self, Switch};
use nproxy_domain::processor::PaymentStatus;
use serde_json::{Value, json};

use crate::house::House;
use crate::person::text;
use crate::till::ASKED;

fn found(items: &Value, field: &str, value: &str) -> Option<Value> {
    items.as_array().expect("a list").iter().find(|item| item[field] == value).cloned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_overview_counts_today_and_what_needs_a_person() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    let cancelled = anna.generation("a").await;
    anna.post(&format!("/api/v1/generations/{cancelled}/cancel"), &json!({})).await.expect(200);
    anna.generation("b").await;
    let paid = anna.payment("paid", "ltc").await;
    house.till.says(&paid, PaymentStatus::Paid, ASKED);
    house.read(&paid).await;
    let short = anna.payment("short", "btc").await;
    house.till.says(&short, PaymentStatus::ClosedShort, "0.001");
    house.read(&short).await;
    switches::set(&house.app, &By::operator(), Switch::GenerationPaused(true), None).await.expect("switched");

    let seen = admin.get("/api/v1/admin/overview").await.expect(200);
    let all_days = seen["days"].as_array().expect("a list");
    assert_eq!(all_days.len(), 30);
    let today = &all_days[29];
    assert_eq!((&today["day"], &all_days[0]["day"]), (&json!("2027-01-15"), &json!("2026-12-17")));
    assert_eq!((&today["generations"], &today["cancelled"], &today["new_users"]), (&json!(1), &json!(1), &json!(2)));
    assert_eq!(today["revenue"], json!([{ "currency": "USD", "minor_units": 900 }]));
    assert_eq!((&seen["active_subscriptions"], &seen["queued"], &seen["running"]), (&json!(1), &json!(1), &json!(0)));

    let attention = &seen["attention"];
    let empty = found(attention, "kind", "pool_empty").expect("there is no key");
    assert_eq!((&empty["provider"], &empty["severity"]), (&json!("painter"), &json!("critical")));
    assert_eq!(attention[0]["severity"], "critical", "the worst first");
    let short = found(attention, "kind", "payments_in_review").expect("one is short");
    assert!(short["count"] == 1 && short["id"].is_string(), "it is the only one, so it is named: {short}");
    assert!(found(attention, "kind", "switched_off").is_some() && found(attention, "kind", "mails_failed").is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_that_is_over_keeps_its_figures() {
    let house = House::new().await;
    let anna = house.customer().await;
    let cancelled = anna.generation("a").await;
    anna.post(&format!("/api/v1/generations/{cancelled}/cancel"), &json!({})).await.expect(200);
    assert_eq!(days::refresh(&house.app).await.expect("counted"), 30);
    house.db.clock.advance(chrono::Duration::days(1) + chrono::Duration::hours(1));
    assert_eq!(days::refresh(&house.app).await.expect("counted"), 2, "yesterday once more, and today");
    assert_eq!(days::refresh(&house.app).await.expect("counted"), 1, "today alone");
    let seen = house.admin().await.get("/api/v1/admin/overview").await.expect(200);
    assert_eq!((&seen["days"][28]["cancelled"], &seen["days"][29]["cancelled"]), (&json!(1), &json!(0)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anything_is_found_by_what_is_known_of_it() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    house.put_to_work().await;
    let user = text(&anna.get("/api/v1/me").await.expect(200)["user"]["id"]);
    let generation = anna.generation("k").await;
    let payment = anna.payment("p", "btc").await;
    let invoice = crate::till::external(&payment).0;
    let key = &admin.get("/api/v1/admin/keys").await.expect(200)["items"][0];
    let (key_id, fingerprint) = (text(&key["id"]), text(&key["fingerprint"]));
    let asked = admin
        .post(&format!("/api/v1/admin/users/{user}/requests"), &json!({ "kind": "grant", "amount": 1, "reason": "r" }))
        .await;
    let request_id = asked.header("x-request-id").to_owned();
    for (q, kind, id) in [
        ("CUSTOMER-0@", "user", &user),
        (user.as_str(), "user", &user),
        (&format!("user:{user}"), "user", &user),
        (generation.as_str(), "generation", &generation),
        (payment.as_str(), "payment", &payment),
        (invoice.as_str(), "payment", &payment),
        (&fingerprint, "key", &key_id),
        ("firs", "key", &key_id),
    ] {
        let hits = admin.get(&format!("/api/v1/admin/search?q={q}")).await.expect(200);
        assert_eq!(hits["items"].as_array().map(Vec::len), Some(1), "{q}: {hits}");
        assert_eq!((&hits["items"][0]["kind"], &hits["items"][0]["id"]), (&json!(kind), &json!(id)), "{q}");
    }
    let acts = admin.get(&format!("/api/v1/admin/search?q={request_id}")).await.expect(200);
    assert_eq!(acts["items"][0]["kind"], "audit", "{acts}");
    let several = admin.get("/api/v1/admin/search?q=example.com").await.expect(200);
    assert_eq!(several["items"].as_array().map(Vec::len), Some(2), "what is not one thing is a list");
    for nothing in ["", "zz", "nobody", "00000000-0000-7000-8000-000000000000"] {
        let hits = admin.get(&format!("/api/v1/admin/search?q={nothing}")).await.expect(200);
        assert_eq!(hits["items"], json!([]), "{nothing}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_part_says_how_it_is_and_what_nobody_looked_at_is_unknown() {
    let house = House::new().await;
    let admin = house.admin().await;
    let health = admin.get("/api/v1/admin/health").await.expect(200);
    assert_eq!(health["status"], "degraded", "no key, no worker: {health}");
    let part = |id: &str| found(&health["components"], "id", id).unwrap_or_else(|| panic!("{id}: {health}"));
    for (id, state) in [
        ("database", "ok"),
        ("queue", "ok"),
        ("storage", "ok"),
        ("clock", "ok"),
        ("switches", "ok"),
        ("proxies", "ok"),
        ("process:worker", "critical"),
        ("pool:painter", "critical"),
        ("model:paint", "critical"),
        ("processor:till", "unknown"),
        ("mail", "unknown"),
        ("bot", "unknown"),
        ("backup", "unknown"),
        ("certificate", "unknown"),
        ("disk", "unknown"),
    ] {
        assert_eq!(part(id)["state"], state, "{id}");
    }
    assert!(part("queue")["threshold"].is_string() && part("queue")["checked_at"].is_string());
    house.shelf.be(crate::shelf::Mood::Away);
    house.db.clock.advance(chrono::Duration::seconds(61));
    let health = admin.get("/api/v1/admin/health").await.expect(200);
    assert_eq!(found(&health["components"], "id", "storage").expect("a part")["state"], "critical");
}
