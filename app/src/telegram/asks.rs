//! What an admin was asked about and has not confirmed. One act at a time: a new one takes the place of the old.

use chrono::TimeDelta;
use nproxy_store::StoreError;
use nproxy_store::telegram::asks::{self, Ask};
use serde_json::Value;
use uuid::Uuid;

use crate::App;

/// Then it is asked no more.
pub const ASK_VALID_FOR: TimeDelta = TimeDelta::minutes(10);

#[derive(Clone, Debug)]
pub struct NewAsk {
    pub telegram_id: i64,
    /// That asks.
    pub message_id: i64,
    /// The act and the state that it is meant for, whatever the door makes of it.
    pub ask: Value,
}

#[derive(Clone, Debug)]
pub struct OpenAsk {
    pub id: Uuid,
    pub message_id: i64,
    pub ask: Value,
    pub reason: Option<String>,
    /// It was confirmed, and waits for a code.
    pub awaits_code: bool,
}

/// The id of what is asked from now on.
pub async fn keep_ask(app: &App, new: NewAsk) -> Result<Uuid, StoreError> {
    let (id, new) = (app.env.uuid(), &new);
    let row = || Ask {
        telegram_id: new.telegram_id,
        id,
        message_id: new.message_id,
        ask: new.ask.clone(),
        reason: None,
        awaits_code: false,
        expires_at: app.env.now() + ASK_VALID_FOR,
    };
    app.store.write(|tx| async move { asks::put(&tx, row()).await }).await?;
    Ok(id)
}

pub async fn open_ask(app: &App, telegram_id: i64) -> Result<Option<OpenAsk>, StoreError> {
    let row = asks::open(app.store.read(), telegram_id, app.env.now()).await?;
    Ok(row.map(|row| OpenAsk {
        id: row.id,
        message_id: row.message_id,
        ask: row.ask,
        reason: row.reason,
        awaits_code: row.awaits_code,
    }))
}

/// `false`: it is asked no more; so below.
pub async fn set_ask_reason(app: &App, telegram_id: i64, ask: Uuid, reason: String) -> Result<bool, StoreError> {
    let reason = &reason;
    let set = app.store.write(|tx| async move { asks::set_reason(&tx, ask, telegram_id, Some(reason.clone())).await });
    set.await
}

pub async fn await_code(app: &App, telegram_id: i64, ask: Uuid) -> Result<bool, StoreError> {
    let until = app.env.now() + ASK_VALID_FOR;
    app.store.write(|tx| async move { asks::await_code(&tx, ask, telegram_id, until).await }).await
}

/// Who takes it does it, or drops it: nobody takes it twice.
pub async fn take_ask(app: &App, telegram_id: i64, ask: Uuid) -> Result<bool, StoreError> {
    app.store.write(|tx| async move { asks::take(&tx, ask, telegram_id).await }).await
}

/// Whatever it was.
pub async fn drop_asked(app: &App, telegram_id: i64) -> Result<(), StoreError> {
    app.store.write(|tx| async move { asks::drop_of(&tx, telegram_id).await }).await
}
