//! A bot in the test's own process, with people who chat with it and a clock that is turned by hand.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use nproxy_app::accounts::{Browser, Language, NewAccount, Role, SignIn, create, grant_admin};
use nproxy_app::assets::MemoryAssetStore;
use nproxy_app::audit::By;
use nproxy_app::mail::FileOutbox;
use nproxy_app::telegram::{PairWith, TelegramScope, pair};
use nproxy_app::{App, AppParts, Settings};
use nproxy_bot::{Bot, BotError, BotSettings, TelegramNotifier};
use nproxy_domain::catalog::{Catalog, Model, Route};
use nproxy_domain::plugin::Section;
use nproxy_domain::{UserId, WorkerId};
use nproxy_gateway::{Clients, Gateway, GatewayLimits, Processors};
use nproxy_sandbox::{
    Press, Sandbox, SandboxOptions, Telegram, TelegramChat, TelegramMessage, TelegramOptions, TelegramPerson,
};
use nproxy_store::ring::{Ring, RingSettings};
use nproxy_store::testing::TestDb;
use serde_json::json;
use sha1::Sha1;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use url::Url;

/// No answer takes this long, however busy the machine.
const PATIENCE: Duration = Duration::from_mins(1);
pub const PASSWORD: &str = "correct horse battery";

#[derive(Debug)]
pub struct Chats {
    pub db: TestDb,
    pub app: App,
    pub sandbox: Sandbox,
    stop: CancellationToken,
    bot: Option<JoinHandle<Result<(), BotError>>>,
}

impl Chats {
    /// With a bot that runs.
    pub async fn new(db: TestDb) -> Self {
        let mut chats = Self::without_bot(db).await;
        chats.start_bot().await;
        chats
    }

    pub async fn without_bot(db: TestDb) -> Self {
        let sandbox = Sandbox::start(SandboxOptions { keys: vec!["key".into()], ..SandboxOptions::default() }).await;
        let sandbox = sandbox.expect("it starts");
        let app = app(&db, &sandbox);
        Self { db, app, sandbox, stop: CancellationToken::new(), bot: None }
    }

    pub async fn start_bot(&mut self) {
        let settings = BotSettings {
            token: TelegramOptions::default().token.into(),
            api_url: api_url(&self.sandbox),
            full_addresses: false,
            money_acts_per_day: 2,
        };
        self.stop = CancellationToken::new();
        let bot = Bot::connect(&self.app, WorkerId::new(&self.app.env), &settings, &self.stop)
            .await
            .expect("a good token")
            .expect("not stopped");
        let stop = self.stop.clone();
        self.bot = Some(tokio::spawn(async move { Box::pin(bot.run(&stop)).await }));
    }

    /// As SIGTERM does it.
    pub async fn stop_bot(&mut self) {
        self.stop.cancel();
        let bot = self.bot.take().expect("it runs");
        timeout(PATIENCE, bot).await.expect("it stops").expect("it panics not").expect("it ends well");
    }

    pub fn telegram(&self) -> Telegram {
        self.sandbox.controls().telegram()
    }

    pub fn person(&self, name: &str) -> i64 {
        self.telegram().meet(TelegramPerson::named(name)).expect("somebody")
    }

    pub async fn admin(&self, email: &str) -> UserId {
        let id = self.customer(email).await;
        grant_admin(&self.app, &By::operator(), email).await.expect("an admin");
        id
    }

    pub async fn customer(&self, email: &str) -> UserId {
        let new =
            NewAccount { email: email.into(), password: PASSWORD.into(), role: Role::Customer, language: Language::En };
        create(&self.app, &By::operator(), new).await.expect("an account").id
    }

    /// Somebody who is paired with a new admin and was greeted.
    pub async fn paired(&self, name: &str) -> (i64, UserId) {
        let admin = self.admin(&format!("{name}@example.org")).await;
        let person = self.person(name);
        self.pair(person, admin, TelegramScope::Ops).await;
        (person, admin)
    }

    pub async fn pair(&self, person: i64, admin: UserId, scope: TelegramScope) {
        let code = self.code(person).await;
        pair(&self.app, &By::operator(), &code, None, PairWith { admin, scope }).await.expect("paired");
        self.answer(person, "You are paired").await;
    }

    /// The code that a stranger gets.
    pub async fn code(&self, person: i64) -> String {
        let text = self.ask(person, "/start", "nproxy pair ").await;
        let code = text.split("nproxy pair ").nth(1).expect("a code");
        code.chars().take(8).collect()
    }

    /// Writes, and waits for a new message of the bot's with these words: its text.
    pub async fn ask(&self, person: i64, text: &str, words: &str) -> String {
        let before = self.messages(person);
        self.write(person, text);
        let chat = self.wait(person, |chat| chat.from_bot().skip(before).any(|m| m.seen().text.contains(words))).await;
        let answer = chat.from_bot().skip(before).find(|message| message.seen().text.contains(words));
        answer.expect("it was there").seen().text.clone()
    }

    pub fn write(&self, person: i64, text: &str) {
        self.telegram().write(person, text).expect("written");
    }

    /// Presses the button with these words, under the newest message that has one; gives the press's id.
    pub fn press(&self, person: i64, words: &str) -> String {
        let (message, data) = self.data_of(person, words);
        self.telegram().press(person, person, message, &Press::Data(data)).expect("pressed")
    }

    /// What Telegram holds for the button with these words, and under which message.
    pub fn data_of(&self, person: i64, words: &str) -> (i64, String) {
        let found = self.find_button(person, words);
        found.unwrap_or_else(|| panic!("no {words:?}: {:#?}", self.telegram().chat(person)))
    }

    pub fn find_button(&self, person: i64, words: &str) -> Option<(i64, String)> {
        button_in(&self.telegram().chat(person)?, words)
    }

    /// Waits until the newest message has a button with these words.
    pub async fn button(&self, person: i64, words: &str) {
        self.wait(person, |chat| {
            let newest = chat.from_bot().next_back().map(|message| message.message_id);
            button_in(chat, words).is_some_and(|(message, _)| Some(message) == newest)
        })
        .await;
    }

    /// Waits until the bot's chat shows these words.
    pub async fn answer(&self, person: i64, words: &str) -> TelegramChat {
        self.wait(person, |chat| chat.from_bot().any(|message| message.seen().text.contains(words))).await
    }

    /// What is said in a window for this press.
    pub async fn alert(&self, person: i64, press: &str) -> String {
        let of =
            |chat: &TelegramChat| chat.presses.iter().find(|known| known.id == press).and_then(|p| p.answer.clone());
        let chat = self.wait(person, |chat| of(chat).is_some()).await;
        of(&chat).expect("it was there").text
    }

    pub async fn wait(&self, person: i64, so: impl Fn(&TelegramChat) -> bool) -> TelegramChat {
        let telegram = self.telegram();
        let waited = timeout(PATIENCE, telegram.wait_until(person, so)).await;
        waited.unwrap_or_else(|_| panic!("it never comes: {:#?}", telegram.chat(person)))
    }

    /// How many messages the bot has sent there.
    pub fn messages(&self, person: i64) -> usize {
        self.telegram().chat(person).map_or(0, |chat| chat.from_bot().count())
    }

    /// Stops the bot.
    pub async fn end(mut self) {
        if self.bot.is_some() {
            self.stop_bot().await;
        }
        self.sandbox.shutdown().await;
    }
}

/// Of the newest message that has a button with these words.
fn button_in(chat: &TelegramChat, words: &str) -> Option<(i64, String)> {
    let of = |message: &TelegramMessage| {
        let button = message.seen().keyboard.iter().flatten().find(|button| button.text.contains(words))?;
        Some((message.message_id, button.callback_data.clone()?))
    };
    chat.from_bot().rev().find_map(of)
}

/// The six digits that a device shows at a moment, by its own reckoning (RFC 6238).
pub fn shown(secret: &str, at: DateTime<Utc>) -> String {
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).expect("base32");
    let mut mac = Hmac::<Sha1>::new_from_slice(&secret).expect("any length is a key");
    mac.update(&(at.timestamp() / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] % 16);
    let number = u32::from_be_bytes(digest[at..at + 4].try_into().expect("four bytes")) % (1 << 31);
    format!("{:06}", number % 1_000_000)
}

pub fn sign_in_of(email: &str) -> SignIn {
    let from = Browser::new(Some("Firefox"), "192.0.2.1".parse().expect("an address"));
    SignIn { email: email.into(), password: PASSWORD.into(), from }
}

fn api_url(sandbox: &Sandbox) -> Url {
    sandbox.telegram_base_url().parse().expect("an address")
}

fn app(db: &TestDb, sandbox: &Sandbox) -> App {
    let values = json!({ "base_url": sandbox.gemini_base_url() });
    let section = Section { id: "nano_banana".into(), path: "providers.nano_banana".into(), values };
    let provider = (nproxy_provider_nano_banana::PLUGIN.build)(section).expect("a provider");
    let about = provider.about();
    let known = &about.models[0];
    let route =
        Route { provider: about.id.clone(), model: known.name.clone(), capabilities: known.capabilities.clone() };
    let model = Model { id: "m".to_owned(), label: "Model".to_owned(), routes: vec![route] };
    let limits = GatewayLimits::default();
    let ring = Ring::new(db.store.clone(), RingSettings::default());
    let clients = Clients::new(&limits).expect("clients");
    let notifier =
        TelegramNotifier::new(&TelegramOptions::default().token.into(), &api_url(sandbox)).expect("a client");
    App::new(AppParts {
        store: db.store.clone(),
        env: db.env.clone(),
        gateway: Gateway::new([provider], Arc::new(ring.clone()), clients.clone(), limits),
        processors: Processors::new([], clients, limits),
        ring,
        assets: Arc::new(MemoryAssetStore::default()),
        mailer: Arc::new(FileOutbox::new(std::env::temp_dir(), db.env.clone())),
        notifier: Some(Arc::new(notifier)),
        catalog: Catalog::new(vec![model]).expect("a model"),
        plans: Vec::new(),
        settings: Settings::default(),
    })
}
