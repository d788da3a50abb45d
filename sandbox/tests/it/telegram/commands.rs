//! The list of commands, and what a bot says that it does.

use serde_json::json;

use super::Line;

#[tokio::test]
async fn commands_are_kept_by_scope_and_language() {
    let line = Line::start().await;
    let en = json!([{ "command": "start", "description": "Begin" }]);
    let ru = json!([{ "command": "start", "description": "Начать" }]);
    line.call("setMyCommands", json!({ "commands": en })).await;
    line.call("setMyCommands", json!({ "commands": ru, "language_code": "ru" })).await;
    assert_eq!(line.call("getMyCommands", json!({})).await, en);
    assert_eq!(line.call("getMyCommands", json!({ "scope": { "type": "default" }, "language_code": "ru" })).await, ru);
    assert_eq!(line.call("getMyCommands", json!({ "scope": { "type": "all_group_chats" } })).await, json!([]));
    line.call("deleteMyCommands", json!({ "language_code": "ru" })).await;
    assert_eq!(line.call("getMyCommands", json!({ "language_code": "ru" })).await, json!([]));
}

#[tokio::test]
async fn commands_that_nobody_could_type_are_refused() {
    let line = Line::start().await;
    let cases = [
        (json!([{ "command": "Start", "description": "a" }]), "BOT_COMMAND_INVALID"),
        (json!([{ "command": "a".repeat(33), "description": "a" }]), "BOT_COMMAND_INVALID"),
        (json!([{ "command": "start", "description": "" }]), "BOT_COMMAND_DESCRIPTION_INVALID"),
        (json!([{ "command": "start", "description": "a".repeat(257) }]), "BOT_COMMAND_DESCRIPTION_INVALID"),
        (json!(vec![json!({ "command": "start", "description": "a" }); 101]), "BOT_COMMANDS_TOO_MUCH"),
        (json!("start"), "can't parse commands JSON object"),
    ];
    for (commands, words) in cases {
        let refused = line.refused("setMyCommands", json!({ "commands": commands })).await;
        assert_eq!(refused, format!("400 Bad Request: {words}"));
    }
    for (name, value) in [("language_code", json!("russian")), ("scope", json!({ "type": "chat", "chat_id": 1 }))] {
        assert!(line.refused("getMyCommands", json!({ name: value })).await.starts_with("400 "), "{name}");
    }
}

#[tokio::test]
async fn a_chat_shows_what_the_bot_is_about_to_do_until_it_did() {
    let line = Line::begun().await;
    line.call("sendChatAction", json!({ "chat_id": line.ada, "action": "typing" })).await;
    assert_eq!(line.telegram.chat(line.ada).and_then(|chat| chat.action).as_deref(), Some("typing"));
    line.send("a").await;
    assert_eq!(line.telegram.chat(line.ada).and_then(|chat| chat.action), None);
    let refused = line.refused("sendChatAction", json!({ "chat_id": line.ada, "action": "sleeping" })).await;
    assert_eq!(refused, "400 Bad Request: wrong parameter action in request");
}
