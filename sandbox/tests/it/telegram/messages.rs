//! What a bot sends, edits and deletes.

use nproxy_sandbox::{Press, TelegramOptions};
use serde_json::{Value, json};

use super::Line;

fn yes_no() -> Value {
    json!({ "inline_keyboard": [[{ "text": "Yes", "callback_data": "y" }, { "text": "No", "callback_data": "n" }]] })
}

#[tokio::test]
async fn a_message_is_shown_as_it_was_meant_and_answered_as_the_api_says() {
    let line = Line::begun().await;
    let body = json!({ "chat_id": line.ada, "text": " <b>Key 7</b>: R&amp;D ", "parse_mode": "HTML", "reply_markup": yes_no() });
    let sent = line.call("sendMessage", body).await;
    assert_eq!(sent["text"], "Key 7: R&D");
    assert_eq!(sent["entities"], json!([{ "type": "bold", "offset": 0, "length": 5 }]));
    assert_eq!(sent["reply_markup"], yes_no());
    assert_eq!((&sent["chat"]["id"], &sent["chat"]["type"]), (&json!(line.ada), &json!("private")));
    assert_eq!((&sent["from"]["is_bot"], &sent["chat"]["first_name"]), (&json!(true), &json!("Ada")));
    assert!(sent["date"].as_i64().is_some_and(|date| date > 1_700_000_000) && sent["edit_date"].is_null());
    let plain = line.call("sendMessage", json!({ "chat_id": line.ada, "text": "<b>a\u{202e}b\tc" })).await;
    assert_eq!(
        (&plain["text"], &plain["entities"]),
        (&json!("<b>ab c"), &Value::Null),
        "bidi controls don't come through"
    );
}

#[tokio::test]
async fn a_text_that_is_no_message_is_refused() {
    let line = Line::begun().await;
    let cases = [
        ("<p>a</p>", "can't parse entities: Unsupported start tag \"p\" at byte offset 0"),
        ("<b>a", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("<b> </b>", "message text is empty"),
        ("", "message text is empty"),
    ];
    for (text, words) in cases {
        let body = json!({ "chat_id": line.ada, "text": text, "parse_mode": "html" });
        assert_eq!(line.refused("sendMessage", body).await, format!("400 Bad Request: {words}"), "{text}");
    }
    let long = |letters: usize| json!({ "chat_id": line.ada, "text": format!("<b>{}</b>", "ж".repeat(letters)), "parse_mode": "HTML" });
    line.call("sendMessage", long(4096)).await;
    assert_eq!(line.refused("sendMessage", long(4097)).await, "400 Bad Request: message is too long");
    let markdown = json!({ "chat_id": line.ada, "text": "a", "parse_mode": "MarkdownV2" });
    assert_eq!(line.refused("sendMessage", markdown).await, "400 Bad Request: unsupported parse_mode");
    let long_data = json!({ "inline_keyboard": [[{ "text": "a", "callback_data": "x".repeat(65) }]] });
    let body = json!({ "chat_id": line.ada, "text": "a", "reply_markup": long_data });
    assert_eq!(line.refused("sendMessage", body).await, "400 Bad Request: BUTTON_DATA_INVALID");
    assert_eq!(line.seen().len(), 1, "what was refused is not shown");
}

#[tokio::test]
async fn an_edited_message_keeps_all_its_versions() {
    let line = Line::begun().await;
    let id = line.send("Pool is empty").await;
    let edit = |text: &str| json!({ "chat_id": line.ada, "message_id": id, "text": text, "reply_markup": yes_no() });
    let edited = line.call("editMessageText", edit("Pool is back")).await;
    assert!(edited["edit_date"].is_i64() && edited["message_id"] == id);
    let same = line.refused("editMessageText", edit("Pool is back ")).await;
    assert!(same.starts_with("400 Bad Request: message is not modified: specified new message content"), "{same}");
    line.call("editMessageReplyMarkup", json!({ "chat_id": line.ada, "message_id": id })).await;
    let again = line.refused("editMessageReplyMarkup", json!({ "chat_id": line.ada, "message_id": id })).await;
    assert!(again.contains("message is not modified"), "{again}");
    let chat = line.telegram.chat(line.ada).expect("a chat");
    let message = chat.from_bot().next().expect("a message");
    assert_eq!(message.texts(), ["Pool is empty", "Pool is back", "Pool is back"]);
    assert!(message.versions[1].button("Yes").is_some() && message.seen().keyboard.is_empty());
}

#[tokio::test]
async fn only_a_message_of_its_own_that_is_there_can_be_edited() {
    let line = Line::begun().await;
    let written = line.telegram.write(line.ada, "hello").expect("written").message_id;
    let id = line.send("a").await;
    let at = |message_id: i64| json!({ "chat_id": line.ada, "message_id": message_id, "text": "b" });
    let gone = |message_id: i64| json!({ "chat_id": line.ada, "message_id": message_id });
    assert_eq!(line.refused("editMessageText", at(written)).await, "400 Bad Request: message can't be edited");
    line.call("deleteMessage", gone(id)).await;
    assert_eq!(line.refused("editMessageText", at(id)).await, "400 Bad Request: message to edit not found");
    assert_eq!(line.refused("deleteMessage", gone(id)).await, "400 Bad Request: message to delete not found");
    line.call("deleteMessage", gone(written)).await;
    let chat = line.telegram.chat(line.ada).expect("a chat");
    assert_eq!((chat.seen().count(), chat.messages.len()), (1, 3), "the first word is left");
}

#[tokio::test]
async fn a_press_is_answered_once_and_soon() {
    let line = Line::begun().await;
    let body = json!({ "chat_id": line.ada, "text": "Sure?", "reply_markup": yes_no() });
    let message_id = line.call("sendMessage", body).await["message_id"].as_i64().expect("a number");
    let query = line.telegram.press(line.ada, line.ada, message_id, &Press::Button("Yes".to_owned())).expect("pressed");
    let long = json!({ "callback_query_id": query, "text": "x".repeat(201) });
    assert_eq!(line.refused("answerCallbackQuery", long).await, "400 Bad Request: MESSAGE_TOO_LONG");
    let answer = json!({ "callback_query_id": query, "text": "Done", "show_alert": true });
    assert_eq!(line.call("answerCallbackQuery", answer.clone()).await, true);
    let seen = line.telegram.chat(line.ada).expect("a chat").presses[0].answer.clone().expect("an answer");
    assert_eq!((seen.text.as_str(), seen.show_alert), ("Done", true));
    let too_old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(line.refused("answerCallbackQuery", answer).await, too_old);
    let late = Line::with(TelegramOptions { callback_ttl_ms: 0, ..TelegramOptions::default() }).await;
    late.telegram.write(late.ada, "/start").expect("written");
    let message_id = late.send("Sure?").await;
    let query = late.telegram.press(late.ada, late.ada, message_id, &Press::Data("y".to_owned())).expect("pressed");
    assert_eq!(late.refused("answerCallbackQuery", json!({ "callback_query_id": query })).await, too_old);
}
