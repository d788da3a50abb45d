//! A Bot API that limits, fails and goes away, as it is told.

use nproxy_sandbox::{FloodLimits, TelegramConduct, TelegramFault, TelegramOptions, TelegramPerson};
use serde_json::json;

use super::Line;

fn fault(fault: TelegramFault) -> TelegramConduct {
    TelegramConduct { fault: Some(fault), next_requests: Some(1), ..TelegramConduct::default() }
}

#[tokio::test]
async fn a_call_meets_the_fault_that_was_asked_for_and_no_other() {
    let line = Line::begun().await;
    let send = json!({ "chat_id": line.ada, "text": "a" });
    let conduct = TelegramConduct { retry_after_s: 7, ..fault(TelegramFault::TooManyRequests) };
    line.telegram.set_conduct(conduct).expect("playable");
    let limited = line.try_call("sendMessage", &send).await.expect("an answer");
    let told = json!({
        "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 7", "parameters": { "retry_after": 7 },
    });
    assert_eq!((limited.status, limited.json()), (429, told));
    line.telegram.set_conduct(fault(TelegramFault::Internal)).expect("playable");
    assert_eq!(line.refused("sendMessage", send.clone()).await, "500 Internal Server Error");
    line.telegram.set_conduct(fault(TelegramFault::BadGateway)).expect("playable");
    let gateway = line.try_call("sendMessage", &send).await.expect("an answer");
    assert!(gateway.status == 502 && gateway.head.contains("text/html"));
    line.telegram.set_conduct(fault(TelegramFault::Cuts)).expect("playable");
    assert!(line.try_call("sendMessage", &send).await.is_err());
    assert!(line.seen().is_empty(), "nothing was done");
    line.telegram.set_conduct(fault(TelegramFault::AnswerLost)).expect("playable");
    assert!(line.try_call("sendMessage", &send).await.is_err());
    assert_eq!(line.seen(), ["a"], "it was done, and nobody was told");
    line.send("b").await;
    assert_eq!((line.telegram.tally("SendMessage").calls, line.telegram.tally("SendMessage").ok), (6, 2));
}

#[tokio::test]
async fn a_silent_call_is_never_answered() {
    let line = Line::begun().await;
    line.telegram.set_conduct(fault(TelegramFault::Silent)).expect("playable");
    let nothing = json!({});
    let silent = line.try_call("getMe", &nothing);
    let next = async {
        while line.telegram.tally("getMe").calls == 0 {
            tokio::task::yield_now().await;
        }
        line.call("getMe", json!({})).await
    };
    tokio::select! {
        answer = silent => panic!("{answer:?}"),
        me = next => assert_eq!(me["is_bot"], true),
    }
}

#[tokio::test]
async fn a_fault_may_be_meant_for_some_methods_alone() {
    let line = Line::begun().await;
    let conduct = json!({ "fault": "internal", "methods": ["SENDMESSAGE"] });
    assert_eq!(line.control("PUT", "/telegram/conduct", &conduct).await.status, 200);
    line.call("getMe", json!({})).await;
    let send = json!({ "chat_id": line.ada, "text": "a" });
    for _ in 0..2 {
        assert_eq!(line.refused("sendMessage", send.clone()).await, "500 Internal Server Error");
    }
    let bad = [
        json!({ "methods": ["sendMoney"] }),
        json!({ "retry_after_s": 0 }),
        json!({ "delay_ms": 600_001 }),
        json!({ "melts": 1 }),
    ];
    for conduct in bad {
        assert_eq!(line.control("PUT", "/telegram/conduct", &conduct).await.status, 400, "{conduct}");
    }
    line.world.controls.reset();
    let state = line.control("GET", "/telegram/state", &json!(null)).await.json();
    assert_eq!((&state["conduct"]["fault"], &state["methods"]), (&json!(null), &json!({})));
    assert!(line.telegram.people().is_empty());
}

#[tokio::test]
async fn numbers_of_updates_go_on_after_a_reset() {
    let line = Line::start().await;
    let before = line.telegram.write(line.ada, "a").expect("written").update_id;
    line.world.controls.reset();
    let ada = line.telegram.meet(TelegramPerson::named("Ada")).expect("a name");
    assert!(line.telegram.write(ada, "b").expect("written").update_id > before);
    assert_eq!(line.updates().await.len(), 1);
}

#[tokio::test]
async fn an_api_that_is_away_cuts_off_who_calls_and_who_waits() {
    let line = Line::start().await;
    let long = json!({ "timeout": 50 });
    let (poll, ()) = tokio::join!(line.try_call("getUpdates", &long), async {
        while line.telegram.tally("getUpdates").calls == 0 {
            tokio::task::yield_now().await;
        }
        line.telegram.set_conduct(TelegramConduct { away: true, ..TelegramConduct::default() }).expect("playable");
    });
    assert!(poll.is_err());
    assert!(line.try_call("getMe", &json!({})).await.is_err());
    line.telegram.set_conduct(TelegramConduct::default()).expect("playable");
    line.call("getMe", json!({})).await;
}

#[tokio::test]
async fn a_bot_that_floods_a_chat_is_told_to_wait_and_other_chats_are_not() {
    let flood = Some(FloodLimits { chat_burst: 2, chat_interval_ms: 60_000, ..FloodLimits::default() });
    let line = Line::with(TelegramOptions { flood, ..TelegramOptions::default() }).await;
    let eve = line.telegram.meet(TelegramPerson::named("Eve")).expect("a name");
    for person in [line.ada, eve] {
        line.telegram.write(person, "/start").expect("written");
    }
    let id = line.send("one").await;
    line.call("editMessageText", json!({ "chat_id": line.ada, "message_id": id, "text": "two" })).await;
    let reply =
        line.try_call("sendMessage", &json!({ "chat_id": line.ada, "text": "three" })).await.expect("an answer");
    let wait = reply.json()["parameters"]["retry_after"].as_u64().expect("seconds");
    assert!(reply.status == 429 && (1..=60).contains(&wait), "{wait}");
    line.call("sendMessage", json!({ "chat_id": eve, "text": "one" })).await;
    assert_eq!(line.seen(), ["two"]);
}
