//! The library over the wire: the gallery, pins and stars, undo, ZIPs, what is on its way.

use std::io::{Cursor, Read as _};

use serde_json::{Value, json};

use crate::house::House;
use crate::painter::{REFUSED, png};
use crate::person::{Person, text, turn};

/// A turn that has come to its end.
async fn painted(person: &Person, key: &str, body: &Value) -> Value {
    let accepted = person.submit(key, body).await.expect(202);
    let ids: Vec<String> =
        accepted["turn"]["generations"].as_array().expect("some").iter().map(|g| text(&g["id"])).collect();
    let path = format!("/api/v1/generations?ids={}", ids.join(","));
    loop {
        let seen = person.get(&path).await.expect(200);
        if seen["generations"].as_array().expect("some").iter().all(|g| g["finished_at"].is_string()) {
            return accepted;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_zip_goes_out_as_a_file_to_be_saved_with_the_pictures_as_they_are() {
    let house = House::new().await;
    house.put_to_work().await;
    let anna = house.customer().await;
    let mut body = turn(2);
    body["prompt"] = json!("Маяк \"ночью\"/..");
    painted(&anna, "k", &body).await;
    let gallery = anna.get("/api/v1/gallery").await.expect(200);
    let items = gallery["items"].as_array().expect("some");
    let ids: Vec<String> = items.iter().map(|item| text(&item["asset"]["id"])).collect();
    assert_eq!(ids.len(), 2);
    let made = anna.post("/api/v1/zips", &json!({ "asset_ids": ids })).await.expect(201);
    let url = text(&made["url"]);
    let answer = anna.get(&url).await;
    assert_eq!(answer.status.as_u16(), 200);
    assert_eq!(answer.header("content-type"), "application/zip");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"pictures-2027-01-15.zip\"");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.body)).expect("a ZIP");
    let mut names = Vec::new();
    assert_eq!(archive.len(), ids.len());
    for (nth, id) in ids.iter().enumerate() {
        let mut file = archive.by_index(nth).expect("a file");
        names.push(file.name().expect("a name").into_owned());
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its checksum is right");
        let original = anna.get(&format!("/api/v1/assets/{id}")).await;
        assert!(bytes == original.body, "byte for byte");
    }
    names.sort();
    assert_eq!(names, ["Маяк-ночью_2027-01-15_1of2.png", "Маяк-ночью_2027-01-15_2of2.png"]);
    house.customer().await.get(&url).await.refused(404, "not_found");
    house.nobody().get(&url).await.refused(401, "not_signed_in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_zip_too_many_at_a_time_is_told_when_to_come_back() {
    let house = House::with(|app, _| app.zips.of_customer_max = 0).await;
    let anna = house.customer().await;
    let id = text(&anna.upload(png(8, 8)).await.expect(201)["asset"]["id"]);
    let url = text(&anna.post("/api/v1/zips", &json!({ "asset_ids": [id] })).await.expect(201)["url"]);
    anna.get(&url).await.refused(503, "busy");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gallery_shows_what_was_asked_for_and_own_uploads_apart() {
    let house = House::new().await;
    house.put_to_work().await;
    let anna = house.customer().await;
    let accepted = painted(&anna, "k", &turn(1)).await;
    let upload = anna.upload(png(8, 8)).await.expect(201)["asset"].clone();
    assert_eq!(upload["starred"], json!(false));

    let page = anna.get("/api/v1/gallery?q=LIGHTH&mode=text_to_image&from=2027-01-15T00:00:00Z").await.expect(200);
    let item = &page["items"][0];
    assert_eq!(item["turn_id"], accepted["turn"]["id"]);
    assert_eq!(item["conversation_id"], accepted["conversation"]["id"]);
    assert_eq!((&item["kind"], &item["slot"], &item["mode"]), (&json!("output"), &json!(0), &json!("text_to_image")));
    assert_eq!((&item["prompt"], &item["model"]), (&json!("a lighthouse"), &json!("paint")));
    assert!(page.get("next_cursor").is_none(), "{page}");
    for none in ["q=100%25", "mode=image_to_image", "starred=true", "until=2027-01-15T00:00:00Z"] {
        assert_eq!(anna.get(&format!("/api/v1/gallery?{none}")).await.expect(200)["items"], json!([]), "{none}");
    }

    let page = anna.get("/api/v1/gallery?kind=input").await.expect(200);
    let item = &page["items"][0];
    assert_eq!((&item["asset"], &item["kind"]), (&upload, &json!("input")));
    assert!(item.get("prompt").is_none() && item.get("turn_id").is_none(), "{item}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_star_and_a_pin_are_set_and_taken_away() {
    let house = House::new().await;
    let anna = house.customer().await;
    let asset = format!("/api/v1/assets/{}", text(&anna.upload(png(8, 8)).await.expect(201)["asset"]["id"]));
    for starred in [true, true, false] {
        let reply = anna.patch(&asset, &json!({ "starred": starred })).await.expect(200);
        assert_eq!(reply["asset"]["starred"], json!(starred));
        let found = anna.get("/api/v1/gallery?kind=input&starred=true").await.expect(200);
        assert_eq!(found["items"].as_array().expect("items").len(), usize::from(starred));
    }
    let path = "/api/v1/conversations";
    let mut all = Vec::new();
    for n in 0..21 {
        let made = anna.post(path, &json!({ "title": format!("{n}") })).await.expect(201);
        assert_eq!(made["conversation"]["pinned"], json!(false));
        all.push(format!("{path}/{}", text(&made["conversation"]["id"])));
    }
    for own in &all[..20] {
        let pinned = anna.patch(own, &json!({ "pinned": true })).await.expect(200);
        assert_eq!(pinned["conversation"]["pinned"], json!(true));
    }
    anna.patch(&all[20], &json!({ "pinned": true, "title": "Xylophones" })).await.refused(409, "pins_full");
    assert_eq!(anna.get(&all[20]).await.expect(200)["conversation"]["title"], "20", "all or nothing");
    anna.patch(&all[0], &json!({ "pinned": false })).await.expect(200);
    let both =
        anna.patch(&all[20], &json!({ "pinned": true, "title": "Xylophones" })).await.expect(200)["conversation"]
            .clone();
    assert_eq!((&both["pinned"], &both["title"]), (&json!(true), &json!("Xylophones")));
    let page = anna.get("/api/v1/conversations?limit=1").await.expect(200);
    assert_eq!(page["items"].as_array().expect("items").len(), 21, "the pinned ones stand beside the limit");
    let found = anna.get("/api/v1/conversations?q=xylo").await.expect(200);
    assert_eq!(found["items"], json!([both]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_removed_is_hidden_everywhere_and_comes_back_with_an_undo() {
    let house = House::new().await;
    house.put_to_work().await;
    let anna = house.customer().await;
    let accepted = painted(&anna, "k", &turn(1)).await;
    let own = format!("/api/v1/turns/{}", text(&accepted["turn"]["id"]));
    let turns = format!("/api/v1/conversations/{}/turns", text(&accepted["conversation"]["id"]));
    let before = anna.get(&turns).await.expect(200);
    let picture = &before["items"][0]["generations"][0]["asset"];
    let (picture, url) = (format!("/api/v1/assets/{}", text(&picture["id"])), text(&picture["url"]));

    anna.delete(&own).await.expect(204);
    assert_eq!(anna.get(&turns).await.expect(200)["items"], json!([]));
    assert_eq!(anna.get("/api/v1/gallery").await.expect(200)["items"], json!([]));
    anna.get(&url).await.refused(404, "not_found");
    anna.post(&format!("{picture}/restore"), &json!({})).await.refused(404, "not_found");
    anna.post(&format!("{own}/restore"), &json!({})).await.expect(204);
    assert_eq!(anna.get(&turns).await.expect(200), before);

    anna.delete(&picture).await.expect(204);
    let slot = anna.get(&turns).await.expect(200)["items"][0]["generations"][0].clone();
    assert_eq!((&slot["state"], slot.get("asset")), (&json!("succeeded"), None), "its slot stays");
    let back = anna.post(&format!("{picture}/restore"), &json!({})).await.expect(200);
    assert_eq!(back["asset"], before["items"][0]["generations"][0]["asset"]);
    assert_eq!(anna.get(&turns).await.expect(200), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn activity_tells_what_runs_and_what_failed() {
    let house = House::new().await;
    let anna = house.customer().await;
    let waiting = anna.submit("waits", &turn(2)).await.expect(202);
    let seen = anna.get("/api/v1/activity").await.expect(200);
    assert_eq!(seen["running"].as_array().expect("some").len(), 2);
    let item = &seen["running"][0];
    assert_eq!(item["conversation_id"], waiting["conversation"]["id"]);
    assert_eq!((&item["prompt"], &item["width"], &item["height"]), (&json!("a lighthouse"), &json!(64), &json!(64)));
    assert_eq!(item["generation"]["state"], "queued");
    house.put_to_work().await;
    let mut body = turn(1);
    body["prompt"] = json!(REFUSED);
    painted(&anna, "refused", &body).await;
    let seen = anna.get("/api/v1/activity").await.expect(200);
    assert_eq!(seen["failed"][0]["prompt"], REFUSED);
    assert_eq!(seen["failed"][0]["generation"]["error"]["fault"], "customer");
}
