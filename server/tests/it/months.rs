//! Paid months: one after the other, and what admins do to them.

use serde_json::json;

use crate::house::{House, MONTH};
use crate::person::{Person, text};

async fn id_of(person: &Person) -> String {
    text(&person.get("/api/v1/me").await.expect(200)["user"]["id"])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_month_waits_behind_the_current_one_and_can_be_begun_now() {
    let house = House::new().await;
    let anna = house.customer().await;
    let start = async |ends_at: &serde_json::Value| {
        anna.post("/api/v1/subscription/start-next", &json!({ "current_ends_at": ends_at })).await
    };
    let alone = anna.get("/api/v1/subscription").await.expect(200);
    start(&alone["ends_at"]).await.refused(409, "nothing_queued");
    house.grant(id_of(&anna).await.parse().expect("an id")).await;
    let two = anna.get("/api/v1/subscription").await.expect(200);
    assert_eq!(two["queued"].as_array().map(Vec::len), Some(1), "{two}");
    assert_eq!(
        (&two["queued"][0]["starts_at"], &two["queued"][0]["plan"]["label"]),
        (&two["ends_at"], &json!("A month"))
    );

    start(&two["queued"][0]["ends_at"]).await.refused(409, "subscription_changed");
    let begun = start(&two["ends_at"]).await.expect(200);
    assert_eq!((&begun["state"], &begun["queued"]), (&json!("active"), &json!([])));
    assert_eq!(begun, anna.get("/api/v1/subscription").await.expect(200));
    // A second click of the same button.
    let again = start(&two["ends_at"]).await;
    assert_eq!(again.status.as_u16(), 409, "{again:?}");
    anna.post("/api/v1/subscription/start-next", &json!({ "current_ends_at": "tomorrow" })).await.refused_field(
        422,
        "invalid_body",
        "/current_ends_at",
    );
    let boris = house.newcomer().await;
    let body = json!({ "current_ends_at": two["ends_at"] });
    boris.post("/api/v1/subscription/start-next", &body).await.refused(402, "subscription_inactive");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_left_of_a_month_may_be_used_in_its_grace() {
    let house = House::with(|app, _| app.cycles.grace = chrono::Duration::days(3)).await;
    let anna = house.customer().await;
    let email = text(&anna.get("/api/v1/me").await.expect(200)["user"]["email"]);
    house.db.clock.advance(chrono::Duration::days(32));
    let mut back = house.nobody();
    back.sign_in(&email, crate::house::PASSWORD).await;
    let grace = back.get("/api/v1/subscription").await.expect(200);
    assert_eq!(grace["state"], "grace", "{grace}");
    assert_eq!(back.get("/api/v1/quota").await.expect(200)["resets_at"], grace["grace_until"]);
    house.db.clock.advance(chrono::Duration::days(3));
    let ended = back.get("/api/v1/subscription").await.expect(200);
    assert_eq!((&ended["state"], ended.get("grace_until")), (&json!("ended"), None), "{ended}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_gives_months_and_requests_with_a_reason() {
    let house = House::new().await;
    let (anna, admin) = (house.newcomer().await, house.admin().await);
    let user = format!("/api/v1/admin/users/{}", id_of(&anna).await);
    let (cycles, requests) = (format!("{user}/cycles"), format!("{user}/requests"));
    let change = |kind: &str, amount: i64| json!({ "kind": kind, "amount": amount, "reason": "sorry" });
    admin.post(&requests, &change("grant", 1)).await.refused(409, "no_current_month");
    admin.post(&cycles, &json!({ "plan": "year", "reason": "a gift" })).await.refused_field(
        422,
        "unknown_plan",
        "/plan",
    );
    admin.post(&cycles, &json!({ "plan": "month", "reason": "\n" })).await.refused_field(
        422,
        "reason_missing",
        "/reason",
    );
    let granted = admin.post(&cycles, &json!({ "plan": "retired", "reason": "a gift" })).await.expect(201);
    let active = anna.get("/api/v1/subscription").await.expect(200);
    let cycle = &granted["cycle"];
    assert_eq!((&cycle["starts_at"], &cycle["ends_at"]), (&active["starts_at"], &active["ends_at"]));
    assert_eq!(cycle["request_limit"], MONTH);

    let counts = |limit: u32| json!({ "cycle": { "id": cycle["id"], "request_limit": limit, "spent": 0, "held": 0 } });
    assert_eq!(admin.post(&requests, &change("grant", 5)).await.expect(200), counts(MONTH + 5));
    assert_eq!(admin.post(&requests, &change("correct", -3)).await.expect(200), counts(MONTH + 2));
    admin.post(&requests, &change("correct", -1000)).await.refused(409, "act_refused");
    for (body, code, pointer) in [
        (change("grant", 0), "invalid_body", "/amount"),
        (change("grant", -1), "invalid_body", "/amount"),
        (change("correct", 0), "invalid_body", "/amount"),
        (change("correct", i64::MAX), "invalid_body", "/amount"),
        (change("take", 1), "invalid_body", "/kind"),
        (json!({ "kind": "grant", "amount": 1, "reason": "" }), "reason_missing", "/reason"),
    ] {
        admin.post(&requests, &body).await.refused_field(422, code, pointer);
    }
}
