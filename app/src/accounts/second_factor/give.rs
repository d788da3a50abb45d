//! An admin gives the second factor, and is let in.

use nproxy_store::{StoreError, Tx, sessions, totp, users};
use serde_json::json;

use super::check::{self, CodeError, Given};
use crate::App;
use crate::accounts::Role;
use crate::accounts::session::{Proven, Session};
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum GiveError {
    #[error("only admins have a second factor")]
    AdminOnly,
    #[error(transparent)]
    Code(#[from] CodeError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is proven in the session now. A recovery code that was used is put on record.
pub async fn give_second_factor(app: &App, by: &By, session: &Session, given: &Given) -> Result<Proven, GiveError> {
    if session.user.role != Role::Admin {
        return Err(GiveError::AdminOnly);
    }
    app.store.write(|tx| async move { give(&tx, app, by, session, given).await }).await?
}

/// The outer error undoes the transaction, the inner one must not: the try counts.
async fn give(
    tx: &Tx,
    app: &App,
    by: &By,
    session: &Session,
    given: &Given,
) -> Result<Result<Proven, GiveError>, GiveError> {
    let (user, now) = (session.user.id, app.env.now());
    users::lock(tx, user).await?.ok_or(GiveError::AdminOnly)?;
    if let Err(refused) = check::take(tx, app, user, given, by.surface).await? {
        return Ok(Err(refused.into()));
    }
    sessions::proven(tx, session.id, None, Some(now)).await?;
    if let Given::RecoveryCode(_) = given {
        let left = totp::recovery_codes_left(tx, user).await?;
        let change = Change::of("users.use_recovery_code", format!("user:{user}")).after(json!({ "left": left }));
        by.did(tx, &app.env, change).await?;
    }
    Ok(Ok(Proven { second_factor_at: Some(now), ..session.proven }))
}
