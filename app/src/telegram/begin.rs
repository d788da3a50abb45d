//! Somebody unknown wrote to the bot.

use chrono::TimeDelta;
use nproxy_domain::Timestamp;
use nproxy_domain::redact::line;
use nproxy_store::telegram::pairings::{self, Pairing};
use nproxy_store::{StoreError, Tx};

use super::PairingCode;
use crate::App;
use crate::accounts::Language;

/// How long a code is good.
pub const CODE_VALID_FOR: TimeDelta = TimeDelta::minutes(10);

/// Codes that one account gets within so long.
const CODES_MAX: u64 = 5;
const CODES_WITHIN: TimeDelta = TimeDelta::hours(1);
/// Codes that are good at the same time, of all who ask.
const PENDING_MAX: u64 = 100;
/// Telegram's own limits are near.
const NAME_CHARS_MAX: usize = 128;

/// Who wrote, as Telegram says.
#[derive(Clone, Debug)]
pub struct Stranger {
    pub telegram_id: i64,
    /// First and last name: whatever somebody typed.
    pub name: String,
    pub username: Option<String>,
    pub language: Language,
}

#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    #[error("this account asked for too many codes")]
    TooOften { again_at: Timestamp },
    #[error("too many codes wait to be typed")]
    TooMany,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A code for this account; earlier ones of its own are good no more. `bot_id`: who gives it.
pub async fn begin_pairing(app: &App, bot_id: i64, stranger: &Stranger) -> Result<PairingCode, BeginError> {
    app.store.write(|tx| async move { begin(&tx, app, bot_id, stranger).await }).await
}

async fn begin(tx: &Tx, app: &App, bot_id: i64, stranger: &Stranger) -> Result<PairingCode, BeginError> {
    let (env, now, telegram_id) = (&app.env, app.env.now(), stranger.telegram_id);
    pairings::lock(tx).await?;
    if let Some(at) = pairings::nth_newest(tx, telegram_id, now - CODES_WITHIN, CODES_MAX).await? {
        return Err(BeginError::TooOften { again_at: at + CODES_WITHIN });
    }
    pairings::expire_of(tx, telegram_id, now).await?;
    if pairings::pending(tx, now).await? >= PENDING_MAX {
        return Err(BeginError::TooMany);
    }
    let code = PairingCode::new(env);
    let row = Pairing {
        id: env.uuid(),
        code_hash: code.hash(app.store.master_key()),
        bot_id,
        telegram_id,
        name: short(&stranger.name),
        username: stranger.username.as_deref().map(short),
        language: stranger.language,
        created_at: now,
        expires_at: now + CODE_VALID_FOR,
        completed_at: None,
        greeted_at: None,
    };
    pairings::insert(tx, row).await?;
    Ok(code)
}

fn short(text: &str) -> String {
    line(text).chars().take(NAME_CHARS_MAX).collect()
}
