//! What admins are told.

mod books;
mod crash;
mod digest;
mod heartbeat;
mod hours;
mod letters;
mod sources;
mod telegram;

use nproxy_app::accounts::Language;
use nproxy_app::incidents::{self, Trouble};
use nproxy_app::notices::NoticeSettings;
use nproxy_app::{App, Settings};
use nproxy_domain::UserId;
use nproxy_domain::mail::Severity;
use nproxy_store::StoreError;
use nproxy_store::entities::text::Role;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{ConnectionTrait as _, Statement};
use nproxy_store::users::{self, NewUser};

use crate::world::{Message, World};

/// An admin's account.
async fn admin(app: &App, language: Language) -> UserId {
    let id = UserId::new(&app.env);
    let new = &NewUser {
        id,
        email: format!("{id}@example.com"),
        password_hash: "hash".to_owned(),
        role: Role::Admin,
        language,
        created_at: app.env.now(),
        terms_version: None,
    };
    app.store.write(|tx| async move { users::insert(&tx, new.clone()).await }).await.expect("an admin");
    id
}

/// An admin hears of things in Telegram.
async fn listens(app: &App, telegram_id: i64, admin: UserId, language: &str) {
    let insert = Statement::from_sql_and_values(
        app.store.backend(),
        "INSERT INTO telegram_admins (telegram_id, admin_id, name, scope, language, paired_at)
         VALUES ($1, $2, 'Somebody', 'ops', $3, $4)",
        [telegram_id.into(), admin.0.into(), language.into(), app.env.now().into()],
    );
    let insert = &insert;
    let done = app.store.write(|tx| async move {
        tx.execute_raw(insert.clone()).await?;
        Ok::<_, StoreError>(())
    });
    done.await.expect("paired");
}

/// A world in which somebody listens under the number 7.
async fn heard(db: TestDb) -> World {
    let world = World::new(db).await;
    let admin = admin(&world.app, Language::En).await;
    listens(&world.app, 7, admin, "en").await;
    world
}

async fn with(db: TestDb, notices: NoticeSettings) -> World {
    World::with(db, 3, Settings { notices, ..Settings::default() }).await
}

fn trouble(key: &str, severity: Severity) -> Trouble {
    Trouble {
        key: key.to_owned(),
        severity,
        subject: String::new(),
        title: format!("{key} is wrong"),
        detail: "as it was told".to_owned(),
    }
}

async fn report(world: &World, key: &str, severity: Severity) {
    let (trouble, env) = (&trouble(key, severity), &world.app.env);
    let report = world.app.store.write(|tx| async move { incidents::report(&tx, env, trouble.clone()).await });
    report.await.expect("reported");
}

async fn recover(world: &World, key: &str) {
    let env = &world.app.env;
    let over = world.app.store.write(|tx| async move { incidents::recover(&tx, env, key).await });
    over.await.expect("written").expect("it was open");
}

/// What came of the news since, in order.
async fn told(world: &World) -> Vec<Message> {
    world.tell_news().await;
    world.channel.take()
}

fn titles(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(Message::title).collect()
}

/// Everything that is open, by its key.
async fn open(world: &World) -> Vec<String> {
    let open = nproxy_store::incidents::open_keys(world.app.store.read()).await.expect("readable");
    open.into_iter().collect()
}
