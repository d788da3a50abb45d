//! Leaving.

use std::net::IpAddr;

use chrono::Duration;
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::entities::users::Model as UserRow;
use nproxy_store::generations::GenerationRow;
use nproxy_store::{StoreError, Tx, sessions, users};
use secrecy::SecretString;
use serde_json::json;

use super::password::Busy;
use super::prove::{ProofError, prove};
use crate::App;
use crate::audit::{By, Change};
use crate::generations;
use crate::links::{Link, LinkPurpose};
use crate::notes::{AccountNews, tell_account};

/// For so long it can be kept.
const KEPT_FOR: Duration = Duration::days(7);

/// As it was typed.
#[derive(Clone, Debug)]
pub struct CloseAccount {
    pub user: UserId,
    pub password: SecretString,
    /// Of the client, not of a proxy of ours.
    pub from: IpAddr,
}

#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    #[error(transparent)]
    Proof(#[from] ProofError),
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Signs out everywhere, cancels what nobody has begun, and sends the link that keeps the account; the moment after
/// which it is [erased](super::erase_closed). What runs comes to its end, as if it had been asked for in time.
pub async fn close(app: &App, wanted: CloseAccount) -> Result<Timestamp, CloseError> {
    let CloseAccount { user, password, from } = wanted;
    let proof = &prove(app, app.passwords().place()?, user, password, from).await?;
    let closed = app.store.write(|tx| async move {
        let row = proof.hold(&tx).await?;
        // Asked for twice at the same instant: the first one counts.
        if let Some(erased_at) = row.delete_after {
            return Ok((erased_at, Vec::new()));
        }
        Ok::<_, CloseError>(close_in(&tx, app, &By::customer(user), &row, None).await?)
    });
    let (erased_at, cancelled) = closed.await?;
    generations::count_ended(app, &cancelled).await;
    Ok(erased_at)
}

/// Closes the account of a locked row that is not closed yet; the moment after which it is erased, and what was
/// cancelled, for [`generations::count_ended`].
pub(crate) async fn close_in(
    tx: &Tx,
    app: &App,
    by: &By,
    row: &UserRow,
    reason: Option<String>,
) -> Result<(Timestamp, Vec<GenerationRow>), StoreError> {
    let (env, user) = (&app.env, UserId(row.id));
    let erased_at = env.now() + KEPT_FOR;
    users::set_delete_after(tx, user, Some(erased_at)).await?;
    sessions::revoke_all(tx, user, env.now()).await?;
    let cancelled = generations::cancel_queued(tx, app, user).await?;
    let keep = Link { purpose: LinkPurpose::KeepAccount, subject: user.0 };
    tell_account(tx, app, Some(user), &row.email, row.language, &AccountNews::Closing { keep, erased_at }).await?;
    let change = Change::of("users.close", format!("user:{user}")).after(json!({ "delete_after": erased_at }));
    by.did(tx, env, change.because(reason)).await?;
    Ok((erased_at, cancelled))
}
