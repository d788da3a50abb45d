//! Upstream keys at the admins' desk.

use nproxy_domain::KeyId;
use nproxy_store::entities::audit_log;
use nproxy_store::testing::execute;
use nproxy_store::testing::sea_orm::{EntityTrait as _, QueryOrder as _};
use serde_json::json;

use crate::house::House;
use crate::outside::REVOKED;
use crate::painter::UNTESTABLE;
use crate::person::{Person, text};

pub const KEYS: &str = "/api/v1/admin/keys";

pub fn desk(key: &KeyId) -> String {
    format!("{KEYS}/{key}")
}

pub async fn me(person: &Person) -> String {
    format!("user:{}", text(&person.get("/api/v1/me").await.expect(200)["user"]["id"]))
}

/// What is on record of keys, oldest first.
pub async fn on_record(house: &House) -> Vec<audit_log::Model> {
    let lines = audit_log::Entity::find().order_by_asc(audit_log::Column::Id).all(house.app.store.read()).await;
    lines.expect("readable").into_iter().filter(|line| line.act.starts_with("keys.")).collect()
}

async fn sql(house: &House, sql: &str) {
    house.db.store.write(|tx| async move { execute(&tx, sql).await }).await.expect("it can be done");
}

pub async fn state(admin: &Person, key: &KeyId) -> String {
    text(&admin.get(&desk(key)).await.expect(200)["key"]["state"])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_goes_from_review_back_to_work_and_both_records_say_who_and_why() {
    let house = House::new().await;
    let (admin, key) = (house.admin().await, house.key("main", "secret-1").await);
    sql(&house, "UPDATE provider_keys SET state = 'manual_review', strikes = 11, next_at = NULL").await;
    let file = admin.get(&desk(&key)).await.expect(200);
    assert_eq!((&file["key"]["state"], &file["last_of_pool"]), (&json!("manual_review"), &json!(false)));
    assert_eq!(file["why"]["headline"], "An admin has to look at it.");
    assert!(file["why"]["todo"].as_str().is_some_and(|todo| todo.contains("activate it")), "{file}");

    let activate = format!("{}/activate", desk(&key));
    admin.post(&activate, &json!({ "reason": " \n" })).await.refused_field(422, "reason_missing", "/reason");
    let file = admin.post(&activate, &json!({ "reason": "the provider\nunblocked it" })).await.expect(200);
    assert_eq!((&file["key"]["state"], &file["key"]["strikes"]), (&json!("active"), &json!(0)));
    assert_eq!((&file["last_of_pool"], file["why"].get("todo")), (&json!(true), None), "nothing is left to be done");
    let who = me(&admin).await;
    let event = &file["events"][0];
    assert_eq!((&event["before"], &event["after"]), (&json!("manual_review"), &json!("active")));
    assert_eq!((&event["actor"], &event["evidence"]), (&json!(who), &json!("the provider unblocked it")));

    let line = on_record(&house).await.pop().expect("it is on record");
    assert_eq!((line.act.as_str(), line.subject), ("keys.activate", format!("key:{key}")));
    assert_eq!(
        (&line.actor, line.surface.as_str(), line.reason.as_deref()),
        (&who, "web", Some("the provider unblocked it"))
    );
    assert_eq!(
        (line.before, line.after),
        (Some(json!({ "state": "manual_review" })), Some(json!({ "state": "active" })))
    );
    assert!(line.request_id.is_some());

    let file = admin.post(&format!("{}/disable", desk(&key)), &json!({ "reason": "leaked" })).await.expect(200);
    assert_eq!((&file["key"]["state"], &file["key"]["in_flight"]), (&json!("disabled"), &json!(0)));
    assert!(file["why"]["headline"].as_str().is_some_and(|said| said.contains("leaked")), "{file}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keys_file_tells_how_it_did_and_for_which_pictures() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    house.put_to_work().await;
    let picture = anna.generation("k").await;
    loop {
        let seen = anna.get(&format!("/api/v1/generations?ids={picture}&wait=25")).await.expect(200);
        if seen["generations"][0]["state"] == "succeeded" {
            break;
        }
    }
    let ids = nproxy_store::keys::list(house.app.store.read(), None).await.expect("readable");
    let key = KeyId(ids[0].id);
    let balance = json!({ "provider": "painter", "account": "acme", "usd": "12.5", "reason": "topped up" });
    admin.post("/api/v1/admin/balances", &balance).await.expect(204);
    let file = admin.get(&desk(&key)).await.expect(200);
    let attempt = &file["attempts"][0];
    assert_eq!(
        (&attempt["generation_id"], &attempt["n"], &attempt["phase"]),
        (&json!(picture), &json!(1), &json!("ended"))
    );
    assert_eq!((&attempt["key"]["id"], attempt.get("error_class")), (&json!(key), None));
    let hours = file["hours"].as_array().expect("a list");
    assert_eq!(hours.len(), 1, "{file}");
    assert_eq!(
        (&hours[0]["requests"], &hours[0]["succeeded"], &hours[0]["rate_limited"]),
        (&json!(1), &json!(1), &json!(0))
    );
    assert!(text(&hours[0]["hour"]).ends_with(":00:00Z"), "{file}");
    let entry = &file["balances"][0];
    assert_eq!(
        (&entry["usd"], &entry["source"], &entry["actor"]),
        (&json!("12.50"), &json!("entered"), &json!(me(&admin).await))
    );
    assert_eq!((&file["models_barred"], &file["key"]["account"]), (&json!([]), &json!("acme")));

    for (field, bad) in [("account", "acmee"), ("usd", "1,5"), ("usd", "-1")] {
        let mut wrong = balance.clone();
        wrong[field] = json!(bad);
        let pointer = format!("/{field}");
        admin.post("/api/v1/admin/balances", &wrong).await.refused_field(422, "invalid_body", &pointer);
    }
    let silent = json!({ "provider": "painter", "account": "acme", "usd": "1", "reason": "" });
    admin.post("/api/v1/admin/balances", &silent).await.refused_field(422, "reason_missing", "/reason");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_added_and_changed_in_what_is_named_alone() {
    let house = House::new().await;
    let (admin, proxy) = (house.admin().await, house.proxy("exit").await);
    let new = json!({
        "provider": "painter", "label": "main", "secret": "secret-1", "account": "acme", "proxy_id": proxy,
        "proxy_only": true, "max_in_flight": 9, "rpm": 60,
    });
    let added = admin.post(KEYS, &new).await.expect(201);
    let key: KeyId = text(&added["key"]["id"]).parse().expect("an id");
    assert_eq!((&added["key"]["proxy"]["label"], &added["key"]["proxy_only"]), (&json!("exit"), &json!(true)));
    assert_eq!((&added["key"]["max_in_flight"], &added["key"]["rpm"]), (&json!(9), &json!(60)));
    admin.post(KEYS, &new).await.refused_field(409, "key_exists", "/secret");
    for (field, bad, code) in [
        ("provider", json!("nobody"), "unknown_provider"),
        ("proxy_id", json!(key), "unknown_proxy"),
        ("label", json!(" "), "invalid_body"),
        ("label", json!("my secret-2"), "invalid_body"),
        ("secret", json!("two words"), "invalid_body"),
        ("secret", json!(""), "invalid_body"),
        ("max_in_flight", json!(1001), "invalid_body"),
        ("rpm", json!(0), "invalid_body"),
    ] {
        let mut wrong = new.clone();
        wrong["secret"] = json!("secret-2");
        wrong[field] = bad;
        admin.post(KEYS, &wrong).await.refused_field(422, code, &format!("/{field}"));
    }

    let change = json!({ "max_in_flight": 2, "rpm": null, "account": "", "reason": "a smaller plan" });
    let file = admin.patch(&desk(&key), &change).await.expect(200);
    assert_eq!(
        (&file["key"]["max_in_flight"], file["key"].get("rpm"), file["key"].get("account")),
        (&json!(2), None, None)
    );
    assert_eq!((&file["key"]["label"], &file["key"]["proxy"]["label"]), (&json!("main"), &json!("exit")), "as before");
    assert_eq!(file["events"][0]["evidence"], "of no account; 2 at once, any number a minute");
    let line = on_record(&house).await.pop().expect("it is on record");
    assert_eq!((line.act.as_str(), line.reason.as_deref()), ("keys.update", Some("a smaller plan")));
    assert_eq!(line.before, Some(json!({ "account": "acme", "max_in_flight": 9, "rpm": 60 })));
    assert_eq!(line.after, Some(json!({ "account": null, "max_in_flight": 2, "rpm": null })));

    let before = on_record(&house).await.len();
    admin.patch(&desk(&key), &json!({ "max_in_flight": 2, "reason": "again" })).await.expect(200);
    assert_eq!(on_record(&house).await.len(), before, "it was so before");
    let directly = json!({ "proxy_id": null, "reason": "it is slow" });
    admin.patch(&desk(&key), &directly).await.refused_field(422, "invalid_body", "/proxy_only");
    let directly = json!({ "proxy_id": null, "proxy_only": false, "reason": "it is slow" });
    assert_eq!(admin.patch(&desk(&key), &directly).await.expect(200)["key"].get("proxy"), None);
    admin.patch(&desk(&key), &json!({ "label": "x" })).await.refused_field(422, "invalid_body", "/reason");
    let nowhere = json!({ "proxy_id": key, "reason": "r" });
    admin.patch(&desk(&key), &nowhere).await.refused_field(422, "unknown_proxy", "/proxy_id");
    let told = json!({ "label": "it is secret-1", "reason": "r" });
    admin.patch(&desk(&key), &told).await.refused_field(422, "invalid_body", "/label");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotated_key_drains_and_the_new_secret_takes_its_place() {
    let house = House::new().await;
    let (admin, proxy) = (house.admin().await, house.proxy("exit").await);
    let old = house.key("main", "secret-old").await;
    let way = json!({ "proxy_id": proxy, "rpm": 30, "reason": "r" });
    admin.patch(&desk(&old), &way).await.expect(200);
    sql(&house, "UPDATE provider_keys SET in_flight = 1").await;
    let rotate = format!("{}/rotate", desk(&old));
    for (body, status, code, pointer) in [
        (json!({ "secret": "secret-new", "reason": "" }), 422, "reason_missing", "/reason"),
        (json!({ "secret": "secret-old", "reason": "r" }), 409, "key_exists", "/secret"),
        (json!({ "secret": "main", "reason": "r" }), 422, "invalid_body", "/secret"),
        (json!({ "secret": "", "reason": "r" }), 422, "invalid_body", "/secret"),
    ] {
        admin.post(&rotate, &body).await.refused_field(status, code, pointer);
    }
    assert_eq!(state(&admin, &old).await, "active", "a refusal takes nothing out of use");

    let new = admin.post(&rotate, &json!({ "secret": "secret-new", "reason": "it leaked" })).await.expect(200);
    let key = &new["key"];
    assert_eq!((&key["label"], &key["account"], &key["state"]), (&json!("main"), &json!("acme"), &json!("active")));
    assert_eq!((&key["proxy"]["label"], &key["rpm"], &key["max_in_flight"]), (&json!("exit"), &json!(30), &json!(8)));
    let drained = admin.get(&desk(&old)).await.expect(200);
    assert_eq!((&drained["key"]["state"], &drained["key"]["in_flight"]), (&json!("disabled"), &json!(1)));
    assert!(text(&drained["key"]["label"]).starts_with("main, rotated 2"), "the label means one key: {drained}");
    assert_ne!(key["fingerprint"], drained["key"]["fingerprint"]);

    let record = on_record(&house).await;
    let acts: Vec<_> = record.iter().rev().take(3).map(|line| (line.act.as_str(), line.subject.clone())).collect();
    let (old, new_id) = (format!("key:{old}"), format!("key:{}", text(&key["id"])));
    assert_eq!(acts, [("keys.add", new_id), ("keys.rotate", old.clone()), ("keys.disable", old)]);
    assert!(record.iter().rev().take(3).all(|line| line.reason.as_deref() == Some("it leaked")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_says_what_the_upstream_said_and_moves_no_key() {
    let house = House::new().await;
    let admin = house.admin().await;
    let good = house.key("good", "secret-good").await;
    let revoked = house.key("revoked", &format!("secret-{REVOKED}")).await;
    let silent = house.key("silent", &format!("secret-{UNTESTABLE}")).await;
    let test = async |key: &KeyId| admin.post(&format!("{}/test", desk(key)), &json!({})).await;
    let works = test(&good).await.expect(200);
    assert_eq!((&works["ok"], works.get("error_class")), (&json!(true), None));
    let refused = test(&revoked).await.expect(200);
    assert_eq!((&refused["ok"], &refused["error_class"]), (&json!(false), &json!("key_invalid")));
    assert_eq!(refused["detail"], "401 from the upstream");
    test(&silent).await.refused(409, "untestable");
    assert_eq!(state(&admin, &revoked).await, "active");
    assert_eq!(on_record(&house).await.iter().filter(|line| line.act == "keys.test").count(), 3);
}
