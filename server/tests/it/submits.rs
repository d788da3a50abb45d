//! From the prompt to the picture.

use serde_json::{Value, json};

use crate::house::House;
use crate::painter::{REFUSED, png};
use crate::person::{Person, text, turn};

/// Waits, as the page does, until all of them have ended.
pub async fn ended(person: &Person, ids: &[String]) -> Vec<Value> {
    let path = format!("/api/v1/generations?ids={}&wait=25", ids.join(","));
    let mut etag = String::new();
    loop {
        let request = person.request(reqwest::Method::GET, &path).header("if-none-match", &etag);
        let answer = crate::person::send(request).await;
        answer.header("etag").clone_into(&mut etag);
        if answer.status == 304 {
            continue;
        }
        let generations = answer.expect(200)["generations"].as_array().expect("a list").clone();
        if generations.iter().all(|generation| generation["finished_at"].is_string()) {
            return generations;
        }
    }
}

fn ids(accepted: &Value) -> Vec<String> {
    accepted["turn"]["generations"].as_array().expect("a list").iter().map(|g| text(&g["id"])).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prompt_becomes_pictures_that_can_be_seen_saved_and_used_again() {
    let house = House::new().await;
    house.put_to_work().await;
    let anna = house.customer().await;
    let accepted = anna.submit("first", &turn(4)).await.expect(202);
    assert_eq!(accepted["conversation"]["title"], "a lighthouse");
    assert_eq!(accepted["turn"]["width"], 64);
    let done = ended(&anna, &ids(&accepted)).await;
    assert_eq!(done.len(), 4);
    assert!(done.iter().all(|generation| generation["state"] == "succeeded"), "{done:?}");

    let asset = &done[0]["asset"];
    let original = anna.get(&text(&asset["url"])).await;
    assert_eq!((original.status.as_u16(), original.header("content-type")), (200, "image/png"));
    assert_eq!(original.body, png(64, 64), "stored as it came");
    let thumb = anna.get(&text(&asset["thumb_url"])).await;
    assert_eq!(thumb.status.as_u16(), 200);

    let again = json!({
        "conversation_id": accepted["conversation"]["id"], "mode": "image_to_image", "prompt": "at dusk",
        "resolution": "wide", "batch_size": 1, "image_strength": 0.6, "inputs": [asset["id"]], "model": "paint",
    });
    let second = anna.submit("second", &again).await.expect(202);
    assert_eq!(second["turn"]["inputs"], json!([asset]));
    ended(&anna, &ids(&second)).await;

    let conversation = text(&accepted["conversation"]["id"]);
    let page = anna.get(&format!("/api/v1/conversations/{conversation}/turns?limit=1")).await.expect(200);
    assert_eq!(page["items"][0]["prompt"], "at dusk");
    let before = text(&page["next_before"]);
    let older = anna.get(&format!("/api/v1/conversations/{conversation}/turns?before={before}")).await.expect(200);
    assert_eq!(older["items"][0]["id"], accepted["turn"]["id"]);
    assert!(older.get("next_before").is_none(), "{older}");
    assert_eq!(anna.get("/api/v1/quota").await.expect(200)["bucket"], 60, "five of ten are left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_prompt_says_why_and_is_not_counted() {
    let house = House::new().await;
    house.put_to_work().await;
    let anna = house.customer().await;
    let mut body = turn(1);
    body["prompt"] = json!(format!("please {REFUSED}"));
    let accepted = anna.submit("k", &body).await.expect(202);
    let failed = ended(&anna, &ids(&accepted)).await.remove(0);
    assert_eq!(failed["state"], "failed");
    assert_eq!(failed["error"]["code"], "declined_prompt");
    assert_eq!(failed["error"]["fault"], "customer");
    assert_eq!(failed["error"]["counted"], false);
    assert!(text(&failed["error"]["message"]).contains("I don't paint that."), "{failed}");
    assert_eq!(anna.get("/api/v1/quota").await.expect(200)["bucket"], 100);

    let id = text(&failed["id"]);
    let retried = anna.retry(&id, "again").await.expect(202);
    assert_eq!(retried["generation"]["retried_from"], json!(id));
    assert_eq!(retried["generation"]["slot"], 0);
    assert_eq!(anna.retry(&id, "again").await.expect(202)["generation"]["id"], retried["generation"]["id"]);
    anna.retry(&id, "other").await.refused(409, "already_retried");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_queued_can_be_cancelled_and_what_has_ended_cannot() {
    let house = House::new().await;
    let anna = house.customer().await;
    let id = anna.generation("k").await;
    anna.retry(&id, "too-early").await.refused(409, "not_retryable");
    let path = format!("/api/v1/generations/{id}/cancel");
    let cancelled = anna.post(&path, &json!({})).await.expect(200);
    assert_eq!(cancelled["generation"]["state"], "cancelled");
    anna.post(&path, &json!({})).await.refused(409, "already_finished");
    assert_eq!(anna.get(&format!("/api/v1/generations/{id}")).await.expect(200), cancelled);
}
