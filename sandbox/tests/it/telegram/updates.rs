//! Updates: fetched, acknowledged, waited for, by one bot at a time.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Line;

fn texts(updates: &[Value]) -> Vec<&str> {
    updates.iter().map(|update| update["message"]["text"].as_str().unwrap_or_default()).collect()
}

#[tokio::test]
async fn an_update_comes_again_until_it_is_acknowledged() {
    let line = Line::start().await;
    for text in ["/start", "two", "three"] {
        line.telegram.write(line.ada, text).expect("written");
    }
    let updates = line.updates().await;
    assert_eq!(texts(&updates), ["/start", "two", "three"]);
    let (first, message) = (updates[0]["update_id"].as_i64().expect("a number"), &updates[0]["message"]);
    assert_eq!(message["entities"], json!([{ "type": "bot_command", "offset": 0, "length": 6 }]));
    assert_eq!((&message["from"]["id"], &message["from"]["is_bot"]), (&json!(line.ada), &json!(false)));
    assert_eq!(updates[2]["update_id"], first + 2);
    let next = line.call("getUpdates", json!({ "offset": first + 1, "limit": 1 })).await;
    assert_eq!(texts(next.as_array().expect("a list")), ["two"]);
    assert_eq!(texts(&line.updates().await), ["two", "three"]);
    let last = line.call("getUpdates", json!({ "offset": -1 })).await;
    assert_eq!(texts(last.as_array().expect("a list")), ["three"]);
    assert_eq!(line.telegram.state().updates_pending, 1);
}

#[tokio::test]
async fn a_long_poll_ends_with_the_first_update_or_its_time() {
    let line = Line::start().await;
    let since = Instant::now();
    let (updates, ()) = tokio::join!(line.call("getUpdates", json!({ "timeout": 50 })), async {
        while line.telegram.tally("getUpdates").calls == 0 {
            tokio::task::yield_now().await;
        }
        line.telegram.write(line.ada, "hello").expect("written");
    });
    assert_eq!(texts(updates.as_array().expect("a list")), ["hello"]);
    assert!(since.elapsed() < Duration::from_secs(40));
    let since = Instant::now();
    let none = line.call("getUpdates", json!({ "timeout": 1, "offset": i64::from(i32::MAX) })).await;
    assert_eq!(none, json!([]));
    assert!(since.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn of_two_that_poll_the_first_one_is_ended() {
    let line = Line::start().await;
    let (first, second) = tokio::join!(line.refused("getUpdates", json!({ "timeout": 50 })), async {
        while line.telegram.tally("getUpdates").calls == 0 {
            tokio::task::yield_now().await;
        }
        line.call("getUpdates", json!({ "timeout": 0 })).await
    });
    let words = "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!((first.as_str(), second), (words, json!([])));
}

#[tokio::test]
async fn a_bot_gets_the_kinds_that_it_asked_for_last() {
    let line = Line::start().await;
    line.call("getUpdates", json!({ "allowed_updates": ["callback_query"] })).await;
    assert_eq!(line.telegram.write(line.ada, "unheard").expect("written").update_id, None);
    line.call("getUpdates", json!({})).await;
    assert_eq!(line.telegram.write(line.ada, "unheard").expect("written").update_id, None);
    line.call("getUpdates", json!({ "allowed_updates": [] })).await;
    line.telegram.write(line.ada, "heard").expect("written");
    assert_eq!(texts(&line.updates().await), ["heard"]);
}

#[tokio::test]
async fn a_webhook_keeps_a_bot_from_its_updates_until_it_is_deleted() {
    let line = Line::begun().await;
    let set = line.control("PUT", "/telegram/webhook", &json!({ "url": "https://a.example/hook" })).await;
    assert_eq!(set.json()["webhook_url"], "https://a.example/hook");
    let refused = line.refused("getUpdates", json!({})).await;
    assert!(refused.starts_with("409 Conflict: can't use getUpdates method while webhook is active"), "{refused}");
    let info = line.call("getWebhookInfo", json!({})).await;
    assert_eq!((&info["url"], &info["pending_update_count"]), (&json!("https://a.example/hook"), &json!(1)));
    line.call("deleteWebhook", json!({ "drop_pending_updates": true })).await;
    assert!(line.updates().await.is_empty());
}
