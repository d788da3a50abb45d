//! Letting a Telegram account in.

use nproxy_domain::{Timestamp, UserId};
use nproxy_store::telegram::admins::{self, TelegramAdmin};
use nproxy_store::telegram::pairings::{self, Pairing};
use nproxy_store::{StoreError, totp, users};
use serde_json::{Value, json};

use super::who::is_admin;
use super::{PairingCode, TelegramScope, scope_name, subject};
use crate::App;
use crate::accounts::UserView;
use crate::audit::{By, Change};

/// Who waits to be let in.
#[derive(Clone, Debug)]
pub struct Pending {
    pub telegram_id: i64,
    /// As somebody typed it, on one line.
    pub name: String,
    pub username: Option<String>,
    pub asked_at: Timestamp,
    pub expires_at: Timestamp,
}

impl From<Pairing> for Pending {
    fn from(row: Pairing) -> Self {
        Self {
            telegram_id: row.telegram_id,
            name: row.name,
            username: row.username,
            asked_at: row.created_at,
            expires_at: row.expires_at,
        }
    }
}

/// Which admin it is, and what may be done.
#[derive(Clone, Copy, Debug)]
pub struct PairWith {
    pub admin: UserId,
    pub scope: TelegramScope,
}

#[derive(Debug, thiserror::Error)]
pub enum PairError {
    #[error("this is no code of the bot: it has eight letters and digits")]
    NoCode,
    #[error("the bot gave no such code: compare it with the message, of which only the newest counts")]
    Wrong,
    #[error("this code was given by another bot than the one of telegram.token")]
    Foreign,
    #[error("this code was used already")]
    Used,
    #[error("this code is too old, or a newer one was given: write to the bot again")]
    Expired,
    #[error("there is no such admin, or it is suspended or will be deleted")]
    NoAdmin,
    #[error("acts on money take a code of the admin's authenticator app, and none is set up: sign in to the web first")]
    NoSecondFactor,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who a code was given to. `bot_id`: of the bot that is configured here, where one is.
pub async fn look_up_pairing(app: &App, code: &str, bot_id: Option<i64>) -> Result<Pending, PairError> {
    let hash = hash_of(app, code)?;
    Ok(good(pairings::by_code_hash(app.store.read(), &hash).await?, bot_id, app.env.now())?.into())
}

/// The admins that a Telegram account can act for.
pub async fn admins_to_pair(app: &App) -> Result<Vec<UserView>, StoreError> {
    Ok(users::admins(app.store.read()).await?.into_iter().map(UserView::from).collect())
}

/// Puts the account that the code was given to on the list; the bot tells it. One that is on the list already gets the
/// admin and the scope anew.
pub async fn pair(app: &App, by: &By, code: &str, bot_id: Option<i64>, with: PairWith) -> Result<Pending, PairError> {
    let (env, now, hash) = (&app.env, app.env.now(), &hash_of(app, code)?);
    let paired = app.store.write(|tx| async move {
        let admin = users::lock(&tx, with.admin).await?;
        admin.filter(is_admin).ok_or(PairError::NoAdmin)?;
        if with.scope == TelegramScope::Money {
            let factor = totp::get(&tx, with.admin).await?.filter(|row| row.enrolled_at.is_some());
            factor.ok_or(PairError::NoSecondFactor)?;
        }
        let row = good(pairings::by_code_hash(&tx, hash).await?, bot_id, now)?;
        if !pairings::complete(&tx, row.id, now).await? {
            return Err(PairError::Used);
        }
        let before = admins::get(&tx, row.telegram_id).await?;
        let listed = TelegramAdmin {
            telegram_id: row.telegram_id,
            admin_id: with.admin.0,
            name: row.name.clone(),
            username: row.username.clone(),
            scope: with.scope,
            language: row.language,
            muted_until: None,
            quiet_from_minute: None,
            quiet_to_minute: None,
            paired_at: now,
        };
        let change = Change::of("telegram.pair", subject(row.telegram_id)).after(shown(&listed));
        let change = match &before {
            Some(before) => change.before(shown(before)),
            None => change,
        };
        admins::put(&tx, listed).await?;
        by.did(&tx, env, change).await?;
        Ok(row.into())
    });
    paired.await
}

fn hash_of(app: &App, code: &str) -> Result<Vec<u8>, PairError> {
    Ok(PairingCode::parse(code).ok_or(PairError::NoCode)?.hash(app.store.master_key()))
}

/// The row, if its code may be used.
fn good(row: Option<Pairing>, bot_id: Option<i64>, now: Timestamp) -> Result<Pairing, PairError> {
    let row = row.ok_or(PairError::Wrong)?;
    match row {
        _ if bot_id.is_some_and(|id| id != row.bot_id) => Err(PairError::Foreign),
        _ if row.completed_at.is_some() => Err(PairError::Used),
        _ if row.expires_at <= now => Err(PairError::Expired),
        _ => Ok(row),
    }
}

fn shown(row: &TelegramAdmin) -> Value {
    json!({ "admin": UserId(row.admin_id), "scope": scope_name(row.scope) })
}
