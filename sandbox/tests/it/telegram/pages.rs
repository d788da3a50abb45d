//! The page where a person chats with the bot.

use nproxy_sandbox::TelegramPerson;
use serde_json::{Value, json};

use super::Line;
use crate::client::{Reply, send};

async fn page(line: &Line, path: &str) -> String {
    let reply = line.control("GET", path, &Value::Null).await;
    assert_eq!(reply.status, 200, "{path}");
    String::from_utf8(reply.body).expect("text")
}

async fn post(line: &Line, path: &str, form: &str) -> Reply {
    let header = "content-type: application/x-www-form-urlencoded\r\n";
    send(&line.world.sandbox.control_url(), "POST", path, header, form.as_bytes()).await.expect("an answer")
}

#[tokio::test]
async fn a_person_is_made_writes_presses_and_blocks() {
    let line = Line::start().await;
    let made = post(&line, "/telegram", "first_name=Eve&last_name=&username=%40eve&language_code=ru").await;
    let eve = line.telegram.people().into_iter().find(|person| person.first_name == "Eve").expect("Eve");
    assert_eq!((eve.last_name, eve.username.as_deref()), (None, Some("eve")));
    let place = format!("/telegram/{}", eve.id);
    assert!(made.status == 303 && made.head.contains(&format!("location: {place}")), "{}", made.head);
    assert!(page(&line, "/telegram").await.contains(&format!("<a href=\"{place}\"><bdi>Eve</bdi></a>")));
    assert!(page(&line, &place).await.contains("value=\"/start\">Start</button>"));
    assert_eq!(post(&line, &format!("{place}/write"), "text=%2Fstart").await.status, 303);
    let keyboard = json!({ "inline_keyboard": [[{ "text": "Yes", "callback_data": "y" }, { "text": "Web", "url": "https://a.example" }]] });
    line.call("sendMessage", json!({ "chat_id": eve.id, "text": "Sure?", "reply_markup": keyboard })).await;
    let shown = page(&line, &format!("{place}/shown")).await;
    assert!(
        shown.contains("<button name=\"button\" value=\"Yes\">") && shown.contains("href=\"https://a.example\""),
        "{shown}"
    );
    let message_id = line.telegram.chat(eve.id).expect("a chat").from_bot().next().expect("one").message_id;
    let press = |button: &str| format!("message_id={message_id}&button={button}");
    assert_eq!(post(&line, &format!("{place}/press"), &press("Yes")).await.status, 303);
    assert!(page(&line, &format!("{place}/shown")).await.contains("waits for the bot"));
    let gone = post(&line, &format!("{place}/press"), &press("Gone")).await;
    assert!(gone.status == 409 && String::from_utf8_lossy(&gone.body).contains("no such button is seen"));
    let query = line.telegram.chat(eve.id).expect("a chat").presses[0].id.clone();
    line.call("answerCallbackQuery", json!({ "callback_query_id": query, "text": "<Done>" })).await;
    assert!(page(&line, &format!("{place}/shown")).await.contains("&lt;Done&gt;"));
    assert_eq!(post(&line, &format!("{place}/block"), "blocked=true").await.status, 303);
    assert!(page(&line, &place).await.contains("Unblock the bot"));
    assert!(line.refused("sendMessage", json!({ "chat_id": eve.id, "text": "a" })).await.starts_with("403 "));
}

#[tokio::test]
async fn nothing_that_anybody_wrote_is_markup_but_the_bots_entities() {
    let line = Line::start().await;
    let name = "<img src=x onerror=alert(1)>";
    let id = line.telegram.meet(TelegramPerson::named(name)).expect("a name");
    line.telegram.write(id, "<script>alert(1)</script>").expect("written");
    let body = json!({ "chat_id": id, "text": "<b>5 &lt; 6</b> &amp;lt;", "parse_mode": "HTML",
        "reply_markup": { "inline_keyboard": [[{ "text": "\"><i>", "callback_data": "a" }]] } });
    line.call("sendMessage", body).await;
    for path in ["/telegram".to_owned(), format!("/telegram/{id}")] {
        let page = page(&line, &path).await;
        assert!(page.contains("&lt;img src=x") && !page.contains("<img"), "{path}");
        assert!(!page.contains("<script>alert"), "{path}");
    }
    let shown = page(&line, &format!("/telegram/{id}/shown")).await;
    assert!(shown.contains("<b>5 &lt; 6</b> &amp;lt;") && shown.contains("value=\"&quot;&gt;&lt;i&gt;\""), "{shown}");
}

#[tokio::test]
async fn an_edited_message_shows_what_it_was_and_a_deleted_one_is_not_shown() {
    let line = Line::begun().await;
    let (kept, gone) = (line.send("Pool is empty").await, line.send("Oops").await);
    let edit = json!({ "chat_id": line.ada, "message_id": kept, "text": "Pool is back" });
    line.call("editMessageText", edit).await;
    line.call("deleteMessage", json!({ "chat_id": line.ada, "message_id": gone })).await;
    let shown = page(&line, &format!("/telegram/{}/shown", line.ada)).await;
    assert!(shown.find("Pool is back") < shown.find("<li>Pool is empty</li>"), "{shown}");
    assert!(shown.contains(", edited") && !shown.contains("Oops"));
    assert_eq!(line.control("GET", "/telegram/1", &Value::Null).await.status, 404);
}
