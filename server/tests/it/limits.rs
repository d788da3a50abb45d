//! When nothing more is taken.

use nproxy_app::audit::By;
use nproxy_app::switches::{self, SignUp, Switch};
use serde_json::json;

use crate::house::{House, MONTH, PASSWORD};
use crate::painter::{REFUSED, png};
use crate::person::{Person, text, turn};

async fn filled(house: &House) -> Person {
    let anna = house.customer().await;
    for nth in 0..MONTH / 2 {
        anna.submit(&format!("fill-{nth}"), &turn(2)).await.expect(202);
    }
    anna
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn held_and_used_up_are_told_apart() {
    let house = House::new().await;
    let anna = filled(&house).await;
    anna.submit("held", &turn(1)).await.refused(409, "quota_held");
    assert_eq!(anna.get("/api/v1/quota").await.expect(200)["bucket"], 100, "nothing is spent yet");
    house.put_to_work().await;
    let turns = anna.get("/api/v1/conversations").await.expect(200);
    assert_eq!(turns["items"].as_array().map(Vec::len), Some(5));
    loop {
        let quota = anna.get("/api/v1/quota").await.expect(200);
        if quota["bucket"] == 0 {
            break;
        }
        tokio::task::yield_now().await;
    }
    let problem = anna.submit("over", &turn(1)).await.refused(402, "quota_used_up");
    assert!(!text(&problem["detail"]).contains(|c: char| c.is_ascii_digit()), "no exact count: {problem}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_month_nothing_is_made() {
    let house = House::trusting().await;
    let body = json!({ "email": "ada@example.com", "password": PASSWORD });
    let signed_up = house.nobody().post("/api/v1/auth/register", &body).await;
    let ada = house.nobody().with_cookie(Some(signed_up.cookie()));
    ada.submit("k", &turn(1)).await.refused(402, "subscription_inactive");
    assert_eq!(ada.get("/api/v1/subscription").await.expect(200), json!({ "state": "none", "queued": [] }));
    assert_eq!(ada.get("/api/v1/quota").await.expect(200), json!({ "bucket": 0 }));

    house.grant(signed_up.json()["user"]["id"].as_str().unwrap().parse().unwrap()).await;
    let active = ada.get("/api/v1/subscription").await.expect(200);
    assert_eq!((&active["state"], &active["plan"]["id"]), (&json!("active"), &json!("month")));
    assert_eq!(ada.get("/api/v1/quota").await.expect(200)["resets_at"], active["ends_at"]);
    house.db.clock.advance(chrono::Duration::days(32));
    // The session has ended as well by then.
    ada.get("/api/v1/subscription").await.refused(401, "not_signed_in");
    let mut back = house.nobody();
    back.sign_in("ada@example.com", PASSWORD).await;
    assert_eq!(back.get("/api/v1/subscription").await.expect(200)["state"], "ended");
    back.submit("k", &turn(1)).await.refused(402, "subscription_inactive");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_says_whose_it_is() {
    let house = House::with(|app, _| {
        app.queue.queued_per_user_max = 2;
        app.queue.queued_total_max = 3;
    })
    .await;
    let (anna, boris) = (house.customer().await, house.customer().await);
    anna.submit("a", &turn(2)).await.expect(202);
    anna.submit("b", &turn(1)).await.refused(429, "queue_full_for_you");
    boris.submit("a", &turn(2)).await.refused(503, "queue_full");
    boris.submit("b", &turn(1)).await.expect(202);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_many_declined_pictures_are_told_apart_and_say_when_to_come_back() {
    let house = House::with(|app, _| app.brakes.declined_per_hour_max = 1).await;
    let anna = house.customer().await;
    let mut refused = turn(1);
    refused["prompt"] = json!(REFUSED);
    let accepted = anna.submit("declined", &refused).await.expect(202);
    let id = text(&accepted["turn"]["generations"][0]["id"]).clone();
    house.put_to_work().await;
    while anna.get(&format!("/api/v1/generations/{id}")).await.expect(200)["generation"]["state"] != "failed" {
        tokio::task::yield_now().await;
    }
    let problem = anna.submit("next", &turn(1)).await.refused(429, "too_many_declined");
    assert_eq!(problem["retry_after_seconds"], 3600);
    assert!(!text(&problem["detail"]).contains(|c: char| c.is_ascii_digit()), "no exact count: {problem}");
    anna.retry(&id, "again").await.refused(429, "too_many_declined");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_uploads_too_many_or_too_much_is_told_which_and_when_to_come_back() {
    let house = House::with(|app, _| {
        app.uploads.per_hour_max = 2;
        app.uploads.unpaid_bytes_max = 1;
    })
    .await;
    let (anna, boris) = (house.customer().await, house.newcomer().await);
    for _ in 0..2 {
        anna.upload(png(8, 8)).await.expect(201);
    }
    let problem = anna.upload(png(8, 8)).await.refused(429, "too_many_uploads");
    assert_eq!(problem["retry_after_seconds"], 3600);
    boris.upload(png(8, 8)).await.expect(201);
    boris.upload(png(8, 8)).await.refused(409, "uploads_full");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn switches_hold_at_once() {
    let house = House::new().await;
    let anna = house.customer().await;
    let app = &house.app;
    let turn_it = |switch| async move { switches::set(app, &By::operator(), switch, None).await.expect("switched") };
    turn_it(Switch::GenerationPaused(true)).await;
    anna.submit("k", &turn(1)).await.refused(503, "paused");
    turn_it(Switch::GenerationPaused(false)).await;
    anna.submit("k", &turn(1)).await.expect(202);
    turn_it(Switch::ReadOnly(true)).await;
    anna.submit("l", &turn(1)).await.refused(503, "read_only");
    anna.submit("k", &turn(1)).await.expect(202);
    turn_it(Switch::ReadOnly(false)).await;
    turn_it(Switch::SignUp(SignUp::Closed)).await;
    let body = json!({ "email": "ada@example.com", "password": PASSWORD });
    house.nobody().post("/api/v1/auth/register", &body).await.refused(403, "signup_closed");
}
