//! The pairing story: the bot's process, the command line's, a real database.

use std::time::Duration;

use nproxy_sandbox::{Sandbox, SandboxOptions, Telegram, TelegramOptions, TelegramPerson};
use nproxy_store::testing::TestDb;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::support::{MASTER_KEY, Nproxy, Site};

const TOKEN_OF_NOBODY: &str = "7000000001:AAE-another-token-that-nobody-gave1";

/// An installation without processes, and Telegram beside it.
pub struct Installation {
    pub nproxy: Nproxy,
    pub sandbox: Sandbox,
    /// Lives as long as what runs on it.
    _db: TestDb,
}

impl Installation {
    pub async fn new() -> Self {
        let db = TestDb::postgres().await;
        let sandbox = Sandbox::start(SandboxOptions::default()).await.expect("it starts");
        let nproxy = Nproxy::new()
            .with("NPROXY__DATABASE__URL", db.url())
            .with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)
            .with("NPROXY__TELEGRAM__API_URL", sandbox.telegram_base_url())
            .with("NPROXY__TELEGRAM__TOKEN", TelegramOptions::default().token);
        Self { nproxy, sandbox, _db: db }
    }

    pub fn telegram(&self) -> Telegram {
        self.sandbox.controls().telegram()
    }

    pub async fn admin(&self, email: &str) {
        self.nproxy.run(&["users", "create", email, "--generate-password"]).await.done();
        self.nproxy.run(&["users", "grant-admin", email]).await.done();
    }

    /// Writes to the bot and gives the code of its answer.
    pub async fn code(&self, person: i64) -> String {
        let before = self.telegram().chat(person).map_or(0, |chat| chat.from_bot().count());
        self.telegram().write(person, "/start").expect("written");
        let chat = self.telegram().wait_until(person, |chat| chat.from_bot().count() > before).await;
        let text = chat.from_bot().last().expect("an answer").seen().text.clone();
        let code = text.split("nproxy pair ").nth(1).unwrap_or_else(|| panic!("no code: {text}"));
        code.chars().take(8).collect()
    }
}

fn hostile() -> TelegramPerson {
    TelegramPerson {
        last_name: Some("\u{202E}nimda\nadmin  ada@example.org".into()),
        username: Some("ada_l".into()),
        ..TelegramPerson::named("Ada\u{1b}[2J\u{1b}[31m")
    }
}

#[tokio::test]
async fn a_stranger_is_let_in_by_a_code_on_the_server_and_out_again_at_once() {
    let home = Installation::new().await;
    let (nproxy, telegram) = (&home.nproxy, home.telegram());
    home.admin("ada@example.org").await;
    let bot = nproxy.start(&["bot"], &[]).await;
    assert_eq!(bot.said["bot"], "played_bot");
    let ada = telegram.meet(hostile()).expect("somebody");
    let code = home.code(ada).await;

    let asked = nproxy.run(&["pair", &code]).await;
    assert_eq!(asked.code, Some(2), "nobody can be asked here: {asked:?}");
    assert!(asked.stderr.contains("--yes"), "{asked:?}");
    assert!(asked.stderr.contains(&ada.to_string()) && asked.stderr.contains("@ada_l"), "{asked:?}");
    assert!(asked.stderr.contains("Ada [2J [31m nimda admin ada@example.org"), "a name keeps to its line: {asked:?}");
    assert!(!asked.stderr.contains('\u{1b}') && !asked.stderr.contains('\u{202E}'), "{asked:?}");

    home.admin("bob@example.org").await;
    let which = nproxy.run(&["pair", &code, "--yes"]).await;
    assert_eq!(which.code, Some(2), "{which:?}");
    assert!(which.stderr.contains("--admin"), "{which:?}");
    let nobody = nproxy.run(&["pair", &code, "--yes", "--admin", "eve@example.org"]).await;
    assert_eq!(nobody.code, Some(2), "{nobody:?}");
    let money = nproxy.run(&["pair", &code, "--yes", "--admin", "ada@example.org", "--scope", "money"]).await;
    assert_eq!(money.code, Some(1), "{money:?}");
    assert!(money.stderr.contains("authenticator app"), "{money:?}");

    let paired = nproxy.run(&["pair", &code.to_lowercase(), "--yes", "--admin", "ada@example.org", "--json"]).await;
    assert!(paired.stderr.contains(&ada.to_string()), "also a program's operator sees who it is: {paired:?}");
    let paired = paired.done().json();
    assert_eq!((&paired["telegram_id"], &paired["scope"]), (&Value::from(ada), &Value::from("ops")));
    assert_eq!(paired["admin"]["email"], "ada@example.org");
    telegram.wait_for_text(ada, "You are paired").await;

    telegram.write(ada, "/help").expect("written");
    telegram.wait_for_text(ada, "/overview:").await;
    let listed = nproxy.run(&["telegram", "list", "--json"]).await.done().json();
    assert_eq!(listed["telegram"][0]["telegram_id"], ada);
    let table = nproxy.run(&["telegram", "list"]).await.done();
    assert!(!table.stdout.contains('\u{1b}') && table.stdout.contains("ada@example.org"), "{table:?}");

    nproxy.run(&["telegram", "revoke", &ada.to_string(), "--reason", "lost phone"]).await.done();
    home.code(ada).await;
    let empty = nproxy.run(&["telegram", "list", "--json"]).await.done().json();
    assert_eq!(empty["telegram"], json!([]));
    assert!(bot.interrupt().await.success());
}

#[tokio::test]
async fn a_stranger_who_asks_too_often_is_told_so_once() {
    let home = Installation::new().await;
    let telegram = home.telegram();
    let bot = home.nproxy.start(&["bot"], &[]).await;
    let [eve, ada] = ["Eve", "Ada"].map(|name| telegram.meet(TelegramPerson::named(name)).expect("somebody"));
    for _ in 0..5 {
        home.code(eve).await;
    }
    for _ in 0..4 {
        telegram.write(eve, "/start").expect("written");
    }
    telegram.wait_for_text(eve, "too many codes").await;
    // By then it has heard all that was written before.
    home.code(ada).await;
    let chat = telegram.chat(eve).expect("a chat");
    assert_eq!(chat.from_bot().count(), 6, "five codes and one word");
    assert!(bot.interrupt().await.success());
}

#[tokio::test]
async fn a_code_that_is_not_good_says_why() {
    let home = Installation::new().await;
    let nproxy = &home.nproxy;
    home.admin("ada@example.org").await;
    let _bot = nproxy.start(&["bot"], &[]).await;
    let ada = home.telegram().meet(TelegramPerson::named("Ada")).expect("somebody");
    let old = home.code(ada).await;
    let code = home.code(ada).await;
    let said = async |nproxy: &Nproxy, code: &str| {
        let answer = nproxy.run(&["pair", code, "--yes"]).await;
        (answer.code, answer.stderr)
    };
    let (status, text) = said(nproxy, "hello").await;
    assert!(status == Some(2) && text.contains("no code of the bot"), "{text}");
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    for (code, words) in [(wrong, "gave no such code"), (&old, "too old, or a newer one was given")] {
        let (status, text) = said(nproxy, code).await;
        assert!(status == Some(1) && text.contains(words), "{text}");
    }
    let elsewhere = nproxy.clone().with("NPROXY__TELEGRAM__TOKEN", "7000000002:AAE-played-bot-token_0123456789abcd");
    let (status, text) = said(&elsewhere, &code).await;
    assert!(status == Some(1) && text.contains("another bot"), "{text}");
    assert_eq!(said(nproxy, &code).await.0, Some(0));
    let (status, text) = said(nproxy, &code).await;
    assert!(status == Some(1) && text.contains("used already"), "{text}");
}

#[tokio::test]
async fn who_was_paired_while_the_bot_was_dead_is_greeted_when_it_is_back() {
    let home = Installation::new().await;
    home.admin("ada@example.org").await;
    let ada = home.telegram().meet(TelegramPerson::named("Ada")).expect("somebody");
    let bot = home.nproxy.start(&["bot"], &[]).await;
    let code = home.code(ada).await;
    // Killed, not asked.
    drop(bot);
    home.nproxy.run(&["pair", &code, "--yes"]).await.done();
    let bot = home.nproxy.start(&["bot"], &[]).await;
    let chat = home.telegram().wait_for_text(ada, "You are paired").await;
    let greetings = chat.from_bot().filter(|message| message.seen().text.contains("You are paired")).count();
    assert_eq!(greetings, 1);
    assert!(bot.interrupt().await.success());
}

#[tokio::test]
async fn a_second_bot_on_the_same_token_says_so_and_stops() {
    let home = Installation::new().await;
    let first = home.nproxy.start(&["bot"], &[]).await;
    let ada = home.telegram().meet(TelegramPerson::named("Ada")).expect("somebody");
    // It is on record as one that runs, and listens.
    home.code(ada).await;
    let second = home.nproxy.run(&["bot"]).await;
    assert_eq!(second.code, Some(1), "{second:?}");
    assert!(second.stderr.contains("another process runs this bot"), "{second:?}");
    home.code(ada).await;
    assert!(first.interrupt().await.success());
}

#[tokio::test]
async fn a_bot_without_a_good_token_or_a_real_database_says_so_and_never_shows_the_token() {
    let home = Installation::new().await;
    let wrong = home.nproxy.clone().with("NPROXY__TELEGRAM__TOKEN", TOKEN_OF_NOBODY).run(&["bot"]).await;
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
    assert!(wrong.stderr.contains("telegram.token") && wrong.stderr.contains("@BotFather"), "{wrong:?}");
    let none = home.nproxy.clone().with("NPROXY__TELEGRAM__TOKEN", "").run(&["bot"]).await;
    assert!(none.code == Some(2) && none.stderr.contains("telegram.token"), "{none:?}");
    let shape = home.nproxy.clone().with("NPROXY__TELEGRAM__TOKEN", "hello").run(&["bot"]).await;
    assert!(shape.code == Some(2) && shape.stderr.contains("is no token of a bot"), "{shape:?}");
    let sqlite = home.nproxy.clone().with("NPROXY__DATABASE__URL", "sqlite:x.sqlite").run(&["bot"]).await;
    assert!(sqlite.code == Some(2) && sqlite.stderr.contains("database.url"), "{sqlite:?}");
    for answer in [wrong, none, shape, sqlite] {
        assert!(!answer.stderr.contains("AAE-") && !answer.stdout.contains("AAE-"), "{answer:?}");
    }
}

/// The texts of the bot's messages in a chat of `nproxy dev`.
async fn said_in_dev(control: &str, person: i64) -> Vec<String> {
    let chat: Value = Site::browser()
        .get(format!("{control}/telegram/chats/{person}"))
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    let messages = chat["messages"].as_array().expect("messages").iter();
    let of_bot = messages.filter(|message| message["author"].is_null());
    of_bot.map(|message| message["versions"][0]["text"].as_str().expect("a text").to_owned()).collect()
}

async fn wait_in_dev(control: &str, person: i64, words: &str) -> String {
    let found = async {
        loop {
            if let Some(text) = said_in_dev(control, person).await.into_iter().find(|text| text.contains(words)) {
                return text;
            }
        }
    };
    timeout(Duration::from_mins(1), found).await.unwrap_or_else(|_| panic!("{words:?} never comes"))
}

#[tokio::test]
async fn in_dev_the_admin_is_paired_with_somebody_of_the_played_telegram() {
    let nproxy = Nproxy::new();
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    let control = dev.said["sandbox"]["control_url"].as_str().expect("it says where");
    let page = dev.said["sandbox"]["telegram_url"].as_str().expect("it says where");
    assert!(page.starts_with(control), "{page}");
    let post = async |path: &str, body: Value| {
        let posted = Site::browser().post(format!("{control}{path}")).json(&body).send().await.expect("an answer");
        posted.json::<Value>().await.expect("JSON")
    };
    let person = post("/telegram/people", json!({ "first_name": "Ada" })).await["id"].as_i64().expect("an id");
    post(&format!("/telegram/chats/{person}/messages"), json!({ "text": "/start" })).await;
    let text = wait_in_dev(control, person, "nproxy pair ").await;
    let code: String = text.split("nproxy pair ").nth(1).expect("a code").chars().take(8).collect();
    nproxy.against_dev().run(&["pair", &code, "--yes"]).await.done();
    wait_in_dev(control, person, "You are paired").await;
    assert!(dev.interrupt().await.success());
}
