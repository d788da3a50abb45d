//! One picture at the admins' desk: what happened when, and what was tried; never what it shows.

use std::time::Duration;

use serde_json::{Value, json};

use crate::house::House;
use crate::person::{Person, text};

fn kinds(file: &Value) -> Vec<String> {
    file["steps"].as_array().expect("a list").iter().map(|step| text(&step["kind"])).collect()
}

async fn file_of(admin: &Person, id: &str) -> Value {
    admin.get(&format!("/api/v1/admin/generations/{id}")).await.expect(200)
}

/// Waits as the customer's page does.
async fn ended(person: &Person, id: &str) {
    let mut etag = String::new();
    for _ in 0..40 {
        let path = format!("/api/v1/generations?ids={id}&wait=25");
        let answer =
            crate::person::send(person.request(reqwest::Method::GET, &path).header("if-none-match", &etag)).await;
        if answer.status == 304 {
            continue;
        }
        if answer.expect(200)["generations"][0]["finished_at"].is_string() {
            return;
        }
        answer.header("etag").clone_into(&mut etag);
    }
    panic!("{id} came to no end within {:?}", Duration::from_secs(1000));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delivered_picture_tells_every_step_and_attempt_and_no_prompt() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    house.put_to_work().await;
    let id = anna.generation("k").await;
    ended(&anna, &id).await;
    let file = file_of(&admin, &id).await;
    assert_eq!(kinds(&file), ["accepted", "held", "queued", "started", "attempt", "stored", "settled"], "{file}");
    let attempt = &file["attempts"][0];
    assert_eq!(
        (&attempt["provider"], &attempt["phase"], &attempt["spent"]),
        (&json!("painter"), &json!("ended"), &json!("yes"))
    );
    assert_eq!((&attempt["key"]["label"], attempt.get("error_class")), (&json!("first"), None), "{attempt}");
    assert_eq!(
        (&file["asset_state"], &file["prompt_chars"], &file["batch_size"]),
        (&json!("kept"), &json!(12), &json!(1))
    );
    assert_eq!((&file["generation"]["state"], &file["generation"]["attempts"]), (&json!("succeeded"), &json!(1)));
    assert!(!file.to_string().contains("lighthouse") && !file.to_string().contains("secret"), "{file}");

    let asset = text(&file["asset_id"]);
    anna.delete(&format!("/api/v1/assets/{asset}")).await.expect(204);
    assert_eq!(file_of(&admin, &id).await["asset_state"], "deleted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_was_cancelled_and_tried_again_says_so_on_both_sides() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    let id = anna.generation("k").await;
    anna.post(&format!("/api/v1/generations/{id}/cancel"), &json!({})).await.expect(200);
    let file = file_of(&admin, &id).await;
    let mut seen = kinds(&file);
    seen.sort_unstable();
    assert_eq!(seen, ["accepted", "cancelled", "held", "queued", "released"], "{file}");
    let again = text(&anna.retry(&id, "again").await.expect(202)["generation"]["id"]);
    assert_eq!(file_of(&admin, &id).await["retried_by"], json!(again));
    assert_eq!(file_of(&admin, &again).await["retried_from"], json!(id));
}
