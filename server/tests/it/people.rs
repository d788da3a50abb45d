//! What admins do about customers, through the door.

use serde_json::{Value, json};

use crate::house::{House, PASSWORD};
use crate::person::{Person, text};

async fn id_of(person: &Person) -> String {
    text(&person.get("/api/v1/me").await.expect(200)["user"]["id"])
}

fn why() -> Value {
    json!({ "reason": "she asked" })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_suspends_a_customer_and_sees_all_of_him_on_one_page() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    let user = id_of(&anna).await;
    let path = format!("/api/v1/admin/users/{user}");
    let file = admin.get(&path).await.expect(200);
    assert_eq!((&file["user"]["state"], &file["user"]["request_limit"]), (&json!("active"), &json!(10)));
    assert_eq!((&file["sessions"][0]["current"], &file["cycles"][0]["state"]), (&json!(false), &json!("current")));
    assert_eq!(file["second_factor"], false);
    admin.post(&format!("{path}/suspend"), &json!({ "reason": "" })).await.refused_field(
        422,
        "reason_missing",
        "/reason",
    );
    let file = admin.post(&format!("{path}/suspend"), &why()).await.expect(200);
    assert_eq!((&file["user"]["state"], &file["suspended_reason"]), (&json!("suspended"), &json!("she asked")));
    admin.post(&format!("{path}/suspend"), &why()).await.refused(409, "act_refused");
    anna.get("/api/v1/me").await.refused(401, "not_signed_in");
    let email = text(&file["user"]["email"]);
    let back = json!({ "email": email, "password": PASSWORD });
    house.nobody().post("/api/v1/auth/login", &back).await.refused(403, "account_suspended");
    admin.post(&format!("{path}/unsuspend"), &why()).await.expect(200);
    house.nobody().post("/api/v1/auth/login", &back).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_customers_are_changed_at_once_after_a_look_at_what_would_be() {
    let house = House::new().await;
    let (anna, boris, admin) = (house.customer().await, house.newcomer().await, house.admin().await);
    let ids = [id_of(&anna).await, id_of(&boris).await];
    let bulk = |act: &str, hours: Option<u32>, dry_run: bool| json!({ "ids": ids, "act": act, "hours": hours, "reason": "an outage", "dry_run": dry_run });
    let path = "/api/v1/admin/users/bulk";
    let seen = admin.post(path, &bulk("extend", Some(24), true)).await.expect(200);
    assert_eq!((&seen["done"], &seen["refused"], &seen["dry_run"]), (&json!(1), &json!(1), &json!(true)));
    assert_eq!(seen["rows"][1]["outcome"], "refused");
    assert!(seen["rows"][1]["detail"].is_string() && seen["rows"][0].get("detail").is_none(), "{seen}");
    admin.post(path, &bulk("extend", None, false)).await.refused_field(422, "invalid_body", "/hours");
    admin.post(path, &bulk("suspend", Some(1), false)).await.refused_field(422, "invalid_body", "/hours");
    let none = json!({ "ids": [], "act": "suspend", "reason": "an outage", "dry_run": false });
    admin.post(path, &none).await.refused_field(422, "invalid_body", "/ids");
    let done = admin.post(path, &bulk("sign_out", None, false)).await.expect(200);
    assert_eq!(done["done"], 2);
    anna.get("/api/v1/me").await.refused(401, "not_signed_in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_gets_more_time_and_counting_needs_no_fresh_sign_in() {
    let house = House::new().await;
    let (_anna, admin) = (house.customer().await, house.admin().await);
    let path = "/api/v1/admin/cycles/extend";
    let body = |hours: u32, dry_run: bool| json!({ "hours": hours, "reason": "an outage", "dry_run": dry_run });
    admin.post(path, &body(0, true)).await.refused_field(422, "invalid_body", "/hours");
    let done = admin.post(path, &body(12, false)).await.expect(200);
    assert_eq!((&done["cycles"], &done["customers"]), (&json!(1), &json!(1)));
    house.db.clock.advance(chrono::Duration::minutes(10));
    assert_eq!(admin.post(path, &body(12, true)).await.expect(200)["customers"], 1);
    admin.post(path, &body(12, false)).await.refused(403, "fresh_sign_in_needed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prompt_is_opened_by_one_admin_and_its_picture_by_nobody_else() {
    let house = House::new().await;
    house.put_to_work().await;
    let (anna, admin, other) = (house.customer().await, house.admin().await, house.admin().await);
    let id = anna.generation("k").await;
    let done = anna.get(&format!("/api/v1/generations?ids={id}&wait=25")).await;
    drop(done);
    let path = format!("/api/v1/admin/generations/{id}");
    let mut opened = admin.post(&format!("{path}/open"), &why()).await.expect(200);
    while opened.get("image_url").is_none() {
        anna.get(&format!("/api/v1/generations?ids={id}&wait=25")).await;
        opened = admin.post(&format!("{path}/open"), &why()).await.expect(200);
    }
    assert_eq!((&opened["prompt"], &opened["input_urls"]), (&json!("a lighthouse"), &json!([])));
    let url = text(&opened["image_url"]);
    let shown = admin.get(&url).await;
    assert_eq!((shown.status.as_u16(), shown.header("cache-control")), (200, "no-store"));
    assert!(shown.header("content-security-policy").starts_with("sandbox"));
    let bytes = shown.body.clone();
    other.get(&url).await.refused(404, "not_found");
    anna.get(&url).await.refused(403, "admin_only");

    let removed = admin.post(&format!("{path}/remove-picture"), &why()).await;
    assert_eq!(removed.status.as_u16(), 200, "{removed:?}");
    admin.post(&format!("{path}/remove-picture"), &why()).await.refused(409, "act_refused");
    admin.get(&url).await.refused(404, "not_found");
    let seen = anna.get(&format!("/api/v1/generations/{id}")).await.expect(200);
    assert!(
        seen["generation"]["picture_removed_at"].is_string() && seen["generation"].get("asset").is_none(),
        "{seen}"
    );
    anna.upload(bytes).await.refused(422, "picture_blocked");
    admin.post(&format!("{path}/retry"), &why()).await.refused(409, "not_retryable");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anothers_account_is_given_to_an_admin_only_while_he_is_let_in() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    let path = format!("/api/v1/admin/users/{}/export", id_of(&anna).await);
    let url = text(&admin.post(&path, &why()).await.expect(201)["url"]);
    assert_eq!(admin.get(&url).await.status, 200);
    let mut elsewhere = house.nobody();
    let email = text(&admin.get("/api/v1/me").await.expect(200)["user"]["email"]);
    elsewhere.sign_in(&email, PASSWORD).await;
    elsewhere.get(&url).await.refused(404, "not_found");
    let own = text(&elsewhere.post("/api/v1/me/export", &json!({})).await.expect(201)["url"]);
    assert_eq!(elsewhere.get(&own).await.status, 200, "his own is his without a second factor");
}
