//! What people do, and what a bot hears of it.

use nproxy_sandbox::{Press, TelegramError, TelegramPerson};
use serde_json::json;

use super::Line;

#[tokio::test]
async fn a_bot_writes_only_to_whom_it_may() {
    let line = Line::start().await;
    let to = |chat: i64| json!({ "chat_id": chat, "text": "a" });
    let robot = TelegramPerson { is_bot: true, ..TelegramPerson::named("Robot") };
    let robot = line.telegram.meet(robot).expect("a name");
    assert_eq!(line.refused("sendMessage", to(99)).await, "400 Bad Request: chat not found");
    assert_eq!(line.refused("sendMessage", json!({ "text": "a" })).await, "400 Bad Request: chat_id is empty");
    let stranger = "403 Forbidden: bot can't initiate conversation with a user";
    assert_eq!(line.refused("sendMessage", to(line.ada)).await, stranger);
    assert_eq!(line.refused("sendMessage", to(robot)).await, "403 Forbidden: bot can't send messages to bots");
    line.telegram.write(line.ada, "/start").expect("written");
    line.telegram.set_blocked(line.ada, true).expect("Ada");
    assert_eq!(line.refused("sendMessage", to(line.ada)).await, "403 Forbidden: bot was blocked by the user");
    assert_eq!(line.telegram.write(line.ada, "hello"), Err(TelegramError::Blocked));
    line.telegram.set_blocked(line.ada, false).expect("Ada");
    line.send("welcome back").await;
    let members: Vec<_> =
        line.updates().await.into_iter().filter(|update| update["my_chat_member"].is_object()).collect();
    let status = |at: usize| members[at]["my_chat_member"]["new_chat_member"]["status"].clone();
    assert_eq!((members.len(), status(0), status(1)), (2, json!("kicked"), json!("member")));
}

#[tokio::test]
async fn a_press_comes_as_a_callback_query_whoever_sends_it() {
    let line = Line::begun().await;
    let keyboard = json!({ "inline_keyboard": [[{ "text": "Yes", "callback_data": "y-1" }]] });
    let body = json!({ "chat_id": line.ada, "text": "Sure?", "reply_markup": keyboard });
    let message_id = line.call("sendMessage", body).await["message_id"].as_i64().expect("a number");
    let press = |press: Press| line.telegram.press(line.ada, line.ada, message_id, &press);
    assert_eq!(press(Press::Button("No".to_owned())), Err(TelegramError::UnknownButton));
    assert_eq!(press(Press::Data("x".repeat(65))), Err(TelegramError::BadText));
    let id = press(Press::Button("Yes".to_owned())).expect("pressed");
    press(Press::Data("forged".to_owned())).expect("any program may");
    let updates = line.updates().await;
    let query = &updates[1]["callback_query"];
    assert_eq!((&query["id"], &query["data"], &query["from"]["id"]), (&json!(id), &json!("y-1"), &json!(line.ada)));
    assert_eq!((&query["message"]["message_id"], &query["message"]["text"]), (&json!(message_id), &json!("Sure?")));
    assert!(query["chat_instance"].is_string());
    assert_eq!(updates[2]["callback_query"]["data"], "forged");
    let other = line.telegram.meet(TelegramPerson::named("Eve")).expect("a name");
    let nosy = line.telegram.press(line.ada, other, message_id, &Press::Data("y-1".to_owned()));
    assert_eq!(nosy, Err(TelegramError::UnknownChat), "nobody else is in a private chat");
}

#[tokio::test]
async fn in_a_group_a_bot_hears_commands_alone_until_it_is_thrown_out() {
    let line = Line::start().await;
    let group = line.telegram.found_group("Ops", line.ada).expect("a title");
    let told = |text: &str| line.telegram.write_in(group, line.ada, text).expect("written").update_id.is_some();
    let heard = ["/start", "/start@played_bot now", "hello", "/start@other_bot"].map(told);
    assert_eq!(heard, [true, true, false, false]);
    let updates = line.updates().await;
    assert_eq!(updates[0]["my_chat_member"]["new_chat_member"]["status"], "member");
    let chat = &updates[1]["message"]["chat"];
    assert_eq!((&chat["id"], &chat["type"], &chat["title"]), (&json!(group), &json!("group"), &json!("Ops")));
    line.call("sendMessage", json!({ "chat_id": group, "text": "not here" })).await;
    line.telegram.set_blocked(group, true).expect("a group");
    let refused = line.refused("sendMessage", json!({ "chat_id": group, "text": "a" })).await;
    assert_eq!(refused, "403 Forbidden: bot was kicked from the group chat");
}

#[tokio::test]
async fn a_hostile_name_comes_through_as_it_is() {
    let line = Line::start().await;
    let name = "\u{202e}nimda\u{1b}[2J\r\n<b>";
    let person = json!({ "first_name": name, "username": "eve", "language_code": "ru" });
    let id = line.control("POST", "/telegram/people", &person).await.json()["id"].as_i64().expect("a number");
    let wrote = line.control("POST", &format!("/telegram/chats/{id}/messages"), &json!({ "text": "/start" })).await;
    assert!(wrote.json()["update_id"].is_i64());
    let from = line.updates().await[0]["message"]["from"].clone();
    assert_eq!(
        from,
        json!({ "id": id, "is_bot": false, "first_name": name, "username": "eve", "language_code": "ru" })
    );
    let robot = json!({ "id": 77, "first_name": "Robot", "is_bot": true });
    assert_eq!(line.control("POST", "/telegram/people", &robot).await.json()["id"], 77);
    line.telegram.write(77, "beep").expect("written");
    assert_eq!(line.updates().await[1]["message"]["from"]["is_bot"], true);
    for bad in [json!({}), json!({ "first_name": "" }), json!({ "first_name": "a", "id": -1 }), json!({ "name": "a" })]
    {
        assert_eq!(line.control("POST", "/telegram/people", &bad).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn a_program_writes_presses_blocks_and_reads_over_the_control_endpoint() {
    let line = Line::start().await;
    let chat = format!("/telegram/chats/{}", line.ada);
    line.control("POST", &format!("{chat}/messages"), &json!({ "text": "/start" })).await;
    let message_id = line.send("one").await;
    line.call("editMessageText", json!({ "chat_id": line.ada, "message_id": message_id, "text": "two" })).await;
    let press = json!({ "message_id": message_id, "data": "x" });
    assert!(line.control("POST", &format!("{chat}/presses"), &press).await.json()["id"].is_string());
    let seen = line.control("GET", &chat, &json!(null)).await.json();
    let versions = &seen["messages"][1]["versions"];
    assert_eq!((&versions[0]["text"], &versions[1]["text"]), (&json!("one"), &json!("two")));
    assert_eq!((&seen["presses"][0]["data"], &seen["presses"][0]["answer"]), (&json!("x"), &json!(null)));
    let blocked = line.control("PUT", &format!("{chat}/blocked"), &json!(true)).await;
    assert_eq!(blocked.json()["blocked"], true);
    let cases = [
        ("POST", format!("{chat}/messages"), json!({ "text": "a" }), 409),
        ("POST", format!("{chat}/messages"), json!({ "text": "" }), 400),
        ("POST", format!("{chat}/presses"), json!({ "message_id": message_id }), 400),
        ("GET", "/telegram/chats/5".to_owned(), json!(null), 404),
        ("POST", "/telegram/groups".to_owned(), json!({ "title": "a", "by": 5 }), 404),
        ("DELETE", "/telegram/state".to_owned(), json!(null), 404),
    ];
    for (method, target, body, status) in cases {
        assert_eq!(line.control(method, &target, &body).await.status, status, "{method} {target} {body}");
    }
}

#[tokio::test]
async fn a_bot_may_leave_a_group_and_is_heard_there_no_more() {
    let line = Line::begun().await;
    let group = line.telegram.found_group("Ops", line.ada).expect("a title");
    assert_eq!(line.call("leaveChat", json!({ "chat_id": group })).await, json!(true));
    let gone = line.refused("sendMessage", json!({ "chat_id": group, "text": "a" })).await;
    assert_eq!(gone, "403 Forbidden: bot was kicked from the group chat");
    let private = line.refused("leaveChat", json!({ "chat_id": line.ada })).await;
    assert_eq!(private, "400 Bad Request: chat member status can't be changed in private chats");
}
