//! The played Bot API, and the people on the other side.

mod commands;
mod conduct;
mod messages;
mod pages;
mod people;
mod updates;

use std::io;

use nproxy_sandbox::{SandboxOptions, Telegram, TelegramOptions, TelegramPerson};
use serde_json::{Value, json};

use crate::client::{Reply, World, send};

const JSON: &str = "content-type: application/json\r\n";

/// A bot, and Ada, who has not written to it yet.
pub struct Line {
    pub world: World,
    pub telegram: Telegram,
    pub ada: i64,
}

impl Line {
    pub async fn start() -> Self {
        Self::with(TelegramOptions::default()).await
    }

    pub async fn with(telegram: TelegramOptions) -> Self {
        let world = World::with(SandboxOptions { telegram, ..SandboxOptions::default() }).await;
        let telegram = world.controls.telegram();
        let ada = telegram.meet(TelegramPerson::named("Ada")).expect("a name");
        Self { world, telegram, ada }
    }

    /// Ada wrote.
    pub async fn begun() -> Self {
        let line = Self::start().await;
        line.telegram.write(line.ada, "/start").expect("written");
        line
    }

    pub async fn try_call(&self, method: &str, body: &Value) -> io::Result<Reply> {
        self.call_as(&TelegramOptions::default().token, method, body).await
    }

    pub async fn call_as(&self, token: &str, method: &str, body: &Value) -> io::Result<Reply> {
        let target = format!("/bot{token}/{method}");
        send(&self.world.sandbox.telegram_base_url(), "POST", &target, JSON, body.to_string().as_bytes()).await
    }

    /// Its result.
    pub async fn call(&self, method: &str, body: Value) -> Value {
        let reply = self.try_call(method, &body).await.expect("an answer").json();
        assert_eq!(reply["ok"], true, "{method} {body}: {reply}");
        reply["result"].clone()
    }

    /// Its error, `400 Bad Request: ..`; the status says the same.
    pub async fn refused(&self, method: &str, body: Value) -> String {
        let reply = self.try_call(method, &body).await.expect("an answer");
        let json = reply.json();
        assert_eq!(
            (&json["ok"], &json["error_code"]),
            (&json!(false), &json!(reply.status)),
            "{method} {body}: {json}"
        );
        format!("{} {}", reply.status, json["description"].as_str().expect("words"))
    }

    /// Sends Ada a text; its number.
    pub async fn send(&self, text: &str) -> i64 {
        let sent = self.call("sendMessage", json!({ "chat_id": self.ada, "text": text })).await;
        sent["message_id"].as_i64().expect("a number")
    }

    /// The texts of the bot's that Ada sees.
    pub fn seen(&self) -> Vec<String> {
        let chat = self.telegram.chat(self.ada).expect("a chat");
        chat.from_bot().map(|message| message.seen().text.clone()).collect()
    }

    /// All that was not acknowledged.
    pub async fn updates(&self) -> Vec<Value> {
        self.call("getUpdates", json!({})).await.as_array().expect("a list").clone()
    }

    pub async fn control(&self, method: &str, target: &str, body: &Value) -> Reply {
        self.world.control(method, target, body).await
    }
}

#[tokio::test]
async fn a_bot_is_known_by_its_token() {
    let line = Line::start().await;
    let good = TelegramOptions::default().token;
    let me = line.call("GetMe", json!({})).await;
    assert_eq!(
        (&me["id"], &me["is_bot"], &me["username"]),
        (&json!(7_000_000_001_i64), &json!(true), &json!("played_bot"))
    );
    let wrong = format!("{}x", &good[..good.len() - 1]);
    let cases = [
        (wrong.as_str(), "getMe", 401, "Unauthorized"),
        ("nonsense", "getMe", 404, "Not Found"),
        (&good, "getYou", 404, "Not Found: method not found"),
        (&good, "logOut", 404, "Not Found: method not found"),
    ];
    for (token, method, status, words) in cases {
        let reply = line.call_as(token, method, &json!({})).await.expect("an answer");
        let told = json!({ "ok": false, "error_code": status, "description": words });
        assert_eq!((reply.status, reply.json()), (status, told), "{token} {method}");
    }
    let options = TelegramOptions { token: "short".to_owned(), ..TelegramOptions::default() };
    let options = SandboxOptions { telegram: options, ..SandboxOptions::default() };
    let error = nproxy_sandbox::Sandbox::start(options).await.expect_err("refused");
    assert!(error.to_string().contains("telegram.token") && !error.to_string().contains("short"));
}

#[tokio::test]
async fn parameters_come_as_json_as_a_form_or_in_the_query() {
    let line = Line::begun().await;
    let (base, token, ada) = (line.world.sandbox.telegram_base_url(), TelegramOptions::default().token, line.ada);
    let keyboard =
        "%7B%22inline_keyboard%22%3A%5B%5B%7B%22text%22%3A%22Yes%22%2C%22callback_data%22%3A%22y%22%7D%5D%5D%7D";
    let form = format!("chat_id={ada}&text=by+form&reply_markup={keyboard}");
    let path = format!("/bot{token}/sendmessage");
    let header = "content-type: application/x-www-form-urlencoded\r\n";
    let by_form = send(&base, "POST", &path, header, form.as_bytes()).await.expect("an answer");
    assert_eq!(by_form.json()["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"], "y");
    let query = format!("{path}?chat_id={ada}&text=by+query");
    assert_eq!(send(&base, "GET", &query, "", b"").await.expect("an answer").status, 200);
    line.call("sendMessage", json!({ "chat_id": ada.to_string(), "text": "by json", "parse_mode": null })).await;
    assert_eq!(line.seen(), ["by form", "by query", "by json"]);
    let other = send(&base, "POST", &path, "content-type: text/plain\r\n", b"x").await.expect("an answer");
    assert_eq!(other.status, 400);
    assert_eq!(send(&base, "POST", &path, JSON, b"{").await.expect("an answer").status, 400);
    assert_eq!(send(&base, "PUT", &path, "", b"").await.expect("an answer").status, 405);
    assert_eq!(line.telegram.tally("sendMessage"), nproxy_sandbox::TelegramTally { calls: 5, ok: 3 });
}

#[tokio::test]
async fn a_field_that_would_do_nothing_is_refused_by_its_name() {
    let line = Line::begun().await;
    let refused = line.refused("sendMessage", json!({ "chat_id": line.ada, "text": "a", "parsemode": "HTML" })).await;
    assert!(refused.starts_with("400 Bad Request") && refused.contains("parsemode"), "{refused}");
    assert!(line.refused("getMe", json!({ "a": 1 })).await.contains("\"a\""));
    line.call("sendMessage", json!({ "chat_id": line.ada, "text": "a", "disable_notification": true })).await;
}
