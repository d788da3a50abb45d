//! What the buttons under a message mean.

use chrono::TimeDelta;
use nproxy_store::telegram::buttons::{self, Button};
use nproxy_store::{StoreError, Tx};
use serde_json::Value;

use crate::App;
use crate::token::Token;

/// Then a button says that it is too old.
pub const BUTTONS_VALID_FOR: TimeDelta = TimeDelta::hours(24);
/// Of one Telegram account; the oldest go first.
pub const BUTTONS_MAX: u64 = 500;

/// A button to be, with the token that Telegram carries: 43 characters, and no more than 64 would do.
#[derive(Clone, Debug)]
pub struct NewButton {
    pub token: Token,
    /// Whatever the door makes of it.
    pub meaning: Value,
}

impl NewButton {
    pub fn new(app: &App, meaning: Value) -> Self {
        Self { token: Token::new(&app.env), meaning }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// Or it stands under a message that shows something else by now.
    #[error("this button is too old")]
    Expired,
    #[error("this button is somebody else's")]
    Foreign,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The buttons that a message has from now on, for this account alone.
pub async fn keep_buttons(
    app: &App,
    telegram_id: i64,
    message_id: i64,
    buttons: &[NewButton],
) -> Result<(), StoreError> {
    let kept = app.store.write(|tx| async move { keep(&tx, app, telegram_id, message_id, buttons).await });
    kept.await
}

async fn keep(tx: &Tx, app: &App, telegram_id: i64, message_id: i64, new: &[NewButton]) -> Result<(), StoreError> {
    let now = app.env.now();
    let rows = new.iter().map(|button| Button {
        token_hash: button.token.hash().to_vec(),
        telegram_id,
        message_id,
        meaning: button.meaning.clone(),
        created_at: now,
        expires_at: now + BUTTONS_VALID_FOR,
    });
    buttons::put(tx, telegram_id, message_id, rows.collect()).await?;
    buttons::cap(tx, telegram_id, BUTTONS_MAX).await
}

/// What a button means that this account pressed under this message.
pub async fn meaning_of(app: &App, telegram_id: i64, message_id: i64, token: &str) -> Result<Value, PressError> {
    let Some(token) = Token::parse(token) else { return Err(PressError::Foreign) };
    let row = buttons::get(app.store.read(), &token.hash()).await?.ok_or(PressError::Expired)?;
    match row {
        _ if row.telegram_id != telegram_id || row.message_id != message_id => Err(PressError::Foreign),
        _ if row.expires_at <= app.env.now() => Err(PressError::Expired),
        _ => Ok(row.meaning),
    }
}
