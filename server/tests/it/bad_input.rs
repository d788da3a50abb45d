//! What a turn, a title or a query may not be.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use crate::house::House;
use crate::painter::png;
use crate::person::{text, turn};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turn_that_cannot_be_is_refused_with_its_field() {
    let house = House::new().await;
    let anna = house.customer().await;
    let picture = &anna.upload(png(8, 8)).await.expect(201)["asset"]["id"];
    let unknown = "00000000-0000-7000-8000-000000000000";
    let from = |changes: Value| {
        let mut body = turn(1);
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        body
    };
    let cases = [
        (json!({ "prompt": " \n" }), "prompt_empty", "/prompt"),
        (json!({ "prompt": "я".repeat(201) }), "prompt_too_long", "/prompt"),
        (json!({ "prompt": "a light\0house" }), "prompt_invalid", "/prompt"),
        (json!({ "model": "unheard of" }), "unknown_model", "/model"),
        (json!({ "resolution": "huge" }), "unknown_resolution", "/resolution"),
        (json!({ "batch_size": 0 }), "batch_size_out_of_range", "/batch_size"),
        (json!({ "batch_size": 5 }), "batch_size_out_of_range", "/batch_size"),
        (json!({ "image_strength": 0.5 }), "image_strength_without_inputs", "/image_strength"),
        (json!({ "mode": "image_to_image" }), "inputs_missing", "/inputs"),
        (json!({ "inputs": [picture] }), "inputs_not_allowed", "/inputs"),
        (json!({ "mode": "image_to_image", "inputs": [picture, picture, picture] }), "too_many_inputs", "/inputs"),
        (json!({ "mode": "image_to_image", "inputs": [unknown] }), "unknown_input", "/inputs"),
        (
            json!({ "mode": "image_to_image", "inputs": [picture], "image_strength": 1.5 }),
            "image_strength_out_of_range",
            "/image_strength",
        ),
    ];
    for (nth, (changes, code, pointer)) in cases.into_iter().enumerate() {
        anna.submit(&format!("key-{nth}"), &from(changes)).await.refused_field(422, code, pointer);
    }
    let elsewhere = from(json!({ "conversation_id": unknown }));
    anna.submit("elsewhere", &elsewhere).await.refused(404, "not_found");
    assert_eq!(anna.get("/api/v1/conversations").await.expect(200)["items"], json!([]), "nothing was queued");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_of_another_shape_is_refused_where_it_differs() {
    let house = House::new().await;
    let anna = house.customer().await;
    let from = |changes: Value| {
        let mut body = turn(1);
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        body
    };
    for (changes, pointer) in [
        (json!({ "colour": "red" }), "/colour"),
        (json!({ "batch_size": "2" }), "/batch_size"),
        (json!({ "batch_size": -1 }), "/batch_size"),
        (json!({ "mode": "dream" }), "/mode"),
        (json!({ "prompt": null }), "/prompt"),
        (json!({ "inputs": ["no id"] }), "/inputs/0"),
        (json!({ "conversation_id": 7 }), "/conversation_id"),
    ] {
        anna.submit("k", &from(changes)).await.refused_field(422, "invalid_body", pointer);
    }
    let missing = anna.submit("k", &json!({ "mode": "text_to_image" })).await;
    missing.refused_field(422, "invalid_body", "/prompt");
    assert_eq!(missing.json()["errors"][0]["code"], "missing_field");
    let unknown = anna.patch("/api/v1/me", &json!({ "role": "admin" })).await;
    unknown.refused_field(422, "invalid_body", "/role");
    assert_eq!(unknown.json()["errors"][0]["code"], "unknown_field");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn titles_have_bounds() {
    let house = House::new().await;
    let anna = house.customer().await;
    let path = "/api/v1/conversations";
    anna.post(path, &json!({ "title": " " })).await.refused_field(422, "title_empty", "/title");
    anna.post(path, &json!({ "title": "я".repeat(81) })).await.refused_field(422, "title_too_long", "/title");
    let id = text(&anna.post(path, &json!({ "title": "Lighthouses" })).await.expect(201)["conversation"]["id"]);
    let own = format!("{path}/{id}");
    let marked = anna.patch(&own, &json!({ "title": "Light\0\u{1b}houses" })).await.expect(200);
    assert_eq!(marked["conversation"]["title"], "Light houses", "what can't be stored is a space");
    anna.patch(&own, &json!({ "title": "" })).await.refused_field(422, "title_empty", "/title");
    let renamed = anna.patch(&own, &json!({ "title": "Towers" })).await.expect(200);
    assert_eq!(renamed["conversation"]["title"], "Towers");
    anna.delete(&own).await.expect(204);
    anna.get(&own).await.refused(404, "not_found");
    anna.delete(&own).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_of_another_shape_is_refused_where_it_differs() {
    let house = House::new().await;
    let anna = house.customer().await;
    let id = "00000000-0000-7000-8000-000000000000";
    for (path, pointer) in [
        ("/api/v1/conversations?limit=0".to_owned(), "/limit"),
        ("/api/v1/conversations?limit=101".to_owned(), "/limit"),
        ("/api/v1/conversations?limit=ten".to_owned(), "/limit"),
        ("/api/v1/conversations?cursor=nonsense".to_owned(), "/cursor"),
        ("/api/v1/conversations?colour=red".to_owned(), "/colour"),
        (format!("/api/v1/conversations?q={}", "x".repeat(201)), "/q"),
        ("/api/v1/gallery?limit=0".to_owned(), "/limit"),
        ("/api/v1/gallery?limit=101".to_owned(), "/limit"),
        ("/api/v1/gallery?cursor=nonsense".to_owned(), "/cursor"),
        ("/api/v1/gallery?kind=input&cursor=nonsense".to_owned(), "/cursor"),
        ("/api/v1/gallery?kind=dream".to_owned(), "/kind"),
        ("/api/v1/gallery?mode=dream".to_owned(), "/mode"),
        ("/api/v1/gallery?starred=perhaps".to_owned(), "/starred"),
        ("/api/v1/gallery?from=yesterday".to_owned(), "/from"),
        ("/api/v1/gallery?until=0001-01-01T00:00:00Z".to_owned(), "/until"),
        (format!("/api/v1/gallery?q={}", "x".repeat(201)), "/q"),
        ("/api/v1/gallery?colour=red".to_owned(), "/colour"),
        ("/api/v1/generations".to_owned(), "/ids"),
        ("/api/v1/generations?ids=".to_owned(), "/ids"),
        ("/api/v1/generations?ids=7".to_owned(), "/ids"),
        (format!("/api/v1/generations?ids={}", vec![id; 101].join(",")), "/ids"),
        (format!("/api/v1/generations?ids={id}&wait=26"), "/wait"),
        (format!("/api/v1/generations?ids={id}&wait=-1"), "/wait"),
        (format!("/api/v1/assets/{id}?variant=huge"), "/variant"),
        (format!("/api/v1/assets/{id}?download=2"), "/download"),
        (format!("/api/v1/conversations/{id}/turns?before=7"), "/before"),
        (format!("/api/v1/conversations/{id}/turns?limit=51"), "/limit"),
        ("/api/v1/payments?limit=0".to_owned(), "/limit"),
        ("/api/v1/payments?limit=101".to_owned(), "/limit"),
        ("/api/v1/payments?cursor=nonsense".to_owned(), "/cursor"),
        (format!("/api/v1/payments/{id}?wait=26"), "/wait"),
        (format!("/api/v1/payments/{id}?colour=red"), "/colour"),
    ] {
        anna.get(&path).await.refused_field(422, "invalid_query", pointer);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conversations_page_by_cursor() {
    let house = House::new().await;
    let anna = house.customer().await;
    for title in ["one", "two", "three"] {
        anna.post("/api/v1/conversations", &json!({ "title": title })).await.expect(201);
    }
    let first = anna.get("/api/v1/conversations?limit=2").await.expect(200);
    let cursor = text(&first["next_cursor"]);
    let second = anna.get(&format!("/api/v1/conversations?limit=2&cursor={cursor}")).await.expect(200);
    assert!(second.get("next_cursor").is_none(), "{second}");
    let mut titles: Vec<String> = [&first, &second]
        .iter()
        .flat_map(|page| page["items"].as_array().unwrap().iter().map(|item| text(&item["title"])))
        .collect();
    titles.sort();
    assert_eq!(titles, ["one", "three", "two"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_of_the_library_that_cannot_be_is_refused_where_it_differs() {
    let house = House::new().await;
    let anna = house.customer().await;
    let conversation = anna.post("/api/v1/conversations", &json!({})).await.expect(201)["conversation"].clone();
    let conversation = format!("/api/v1/conversations/{}", text(&conversation["id"]));
    let asset = format!("/api/v1/assets/{}", text(&anna.upload(png(8, 8)).await.expect(201)["asset"]["id"]));
    for (path, body, pointer) in [
        (&conversation, json!({}), ""),
        (&conversation, json!({ "pinned": "yes" }), "/pinned"),
        (&conversation, json!({ "colour": "red" }), "/colour"),
        (&asset, json!({}), "/starred"),
        (&asset, json!({ "starred": 1 }), "/starred"),
        (&asset, json!({ "starred": true, "colour": "red" }), "/colour"),
    ] {
        anna.patch(path, &body).await.refused_field(422, "invalid_body", pointer);
    }
    let zips = "/api/v1/zips";
    let id = "00000000-0000-7000-8000-000000000000";
    anna.post(zips, &json!({ "asset_ids": [] })).await.refused_field(422, "zip_empty", "/asset_ids");
    let many: Vec<String> = (0..501).map(|n| format!("00000000-0000-7000-8000-{n:012}")).collect();
    anna.post(zips, &json!({ "asset_ids": many })).await.refused_field(422, "zip_too_large", "/asset_ids");
    anna.post(zips, &json!({ "asset_ids": vec![id; 501] })).await.refused(404, "not_found");
    anna.post(zips, &json!({ "asset_ids": ["no id"] })).await.refused_field(422, "invalid_body", "/asset_ids/0");
}

/// As a cursor is written that is none of ours.
fn of_another_age(micros: &str) -> String {
    format!("{micros}_00000000-0000-7000-8000-000000000000")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_database_takes_is_refused_before_it_is_asked() {
    let house = House::new().await;
    let (anna, admin) = (house.customer().await, house.admin().await);
    for micros in ["-8000000000000000000", "-1", "8000000000000000000"] {
        let cursor = of_another_age(micros);
        for list in ["conversations", "gallery"] {
            let path = format!("/api/v1/{list}?cursor={cursor}");
            anna.get(&path).await.refused_field(422, "invalid_query", "/cursor");
        }
    }
    for list in ["conversations", "gallery"] {
        anna.get(&format!("/api/v1/{list}?q=a%00b")).await.refused_field(422, "invalid_query", "/q");
    }
    let age = "-262000-01-01T00:00:00Z";
    for (query, pointer) in [
        (format!("users?created_from={age}"), "/created_from"),
        (format!("users.csv?created_to={age}"), "/created_to"),
        (format!("payments?activated_from={age}"), "/activated_from"),
        (format!("generations?queued_to={age}"), "/queued_to"),
        (format!("cycles?ends_to={age}"), "/ends_to"),
        (format!("audit?from={age}"), "/from"),
        ("payments?q=a%00b".to_owned(), "/q"),
        ("audit?act=%00".to_owned(), "/act"),
        ("search?q=a%00b".to_owned(), "/q"),
    ] {
        admin.get(&format!("/api/v1/admin/{query}")).await.refused_field(422, "invalid_query", pointer);
    }
    let cursor = BASE64URL_NOPAD.encode(b"ends_at\n00000000-0000-7000-8000-000000000000\n@-8000000000000000000");
    let path = format!("/api/v1/admin/cycles?sort=ends_at&cursor={cursor}");
    admin.get(&path).await.refused_field(422, "invalid_query", "/cursor");
}
