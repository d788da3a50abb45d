//! Switches at the admins' web, and what customers notice.

use serde_json::{Value, json};

use crate::house::House;
use crate::person::{Answer, Person, order, send, text, turn};

async fn put(admin: &Person, body: Value) -> Answer {
    send(admin.request(reqwest::Method::PUT, "/api/v1/admin/switches").json(&body)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_is_seen_by_everybody_in_the_admins_words() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    let notice = || async { house.nobody().get("/api/v1/notice").await.expect(200) };
    assert_eq!(notice().await, json!({ "generation_paused": false, "read_only": false }));
    let until = "2027-01-15T12:00:00Z";
    let pause = json!({ "name": "generation", "value": "paused", "text": "New keys are on the way.", "until": until, "reason": "keys" });
    let switches = put(&admin, pause).await.expect(200);
    let paused = &switches["items"][0];
    assert_eq!(
        (&paused["value"], &paused["until"], &paused["reason"]),
        (&json!("paused"), &json!(until), &json!("keys"))
    );
    assert!(text(&paused["actor"]).starts_with("user:"), "{paused}");
    let refused = anna.submit("k", &turn(1)).await.refused(503, "paused");
    assert_eq!((&refused["detail"], &refused["until"]), (&json!("New keys are on the way."), &json!(until)));
    let seen = notice().await;
    assert_eq!(
        seen,
        json!({ "generation_paused": true, "read_only": false, "text": "New keys are on the way.", "until": until })
    );

    put(&admin, json!({ "name": "read_only", "value": "on", "text": "Back soon.", "reason": "moving" }))
        .await
        .expect(200);
    let refused = anna.patch("/api/v1/me", &json!({ "language": "ru" })).await.refused(503, "read_only");
    assert_eq!(refused["detail"], "Back soon.");
    assert_eq!(notice().await["text"], "Back soon.");
    put(&admin, json!({ "name": "read_only", "value": "off", "reason": "moved" })).await.expect(200);
    put(&admin, json!({ "name": "generation", "value": "running", "reason": "keys are here" })).await.expect(200);
    anna.submit("k", &turn(1)).await.expect(202);
    assert_eq!(notice().await, json!({ "generation_paused": false, "read_only": false }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_model_and_a_processor_that_are_off_are_not_offered() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    put(&admin, json!({ "name": "model:paint", "value": "off", "reason": "bad pictures" })).await.expect(200);
    assert_eq!(anna.get("/api/v1/models").await.expect(200)["models"], json!([]));
    anna.submit("k", &turn(1)).await.refused(409, "model_off");
    put(&admin, json!({ "name": "invoices:till", "value": "off", "reason": "it is robbed" })).await.expect(200);
    let offered = anna.get("/api/v1/processors?plan=month").await.expect(200)["processors"].clone();
    assert!(offered.as_array().is_some_and(|all| all.iter().all(|one| one["id"] != "till")), "{offered}");
    anna.buy("k", &order("btc")).await.refused(409, "processor_off");
    let refused = async |body| put(&admin, body).await;
    refused(json!({ "name": "model:gone", "value": "off", "reason": "r" })).await.refused_field(
        422,
        "unknown_switch",
        "/name",
    );
    refused(json!({ "name": "generation", "value": "off", "reason": "r" })).await.refused_field(
        422,
        "unknown_switch",
        "/value",
    );
    refused(json!({ "name": "model:paint", "value": "on", "reason": "" })).await.refused_field(
        422,
        "reason_missing",
        "/reason",
    );
    let said = json!({ "name": "model:paint", "value": "off", "text": "gone", "reason": "r" });
    refused(said).await.refused_field(422, "invalid_body", "/text");
}
