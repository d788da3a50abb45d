//! A customer doesn't want to wait for the month that is paid already.

use nproxy_domain::audit::{Actor, Surface};
use nproxy_domain::{CycleId, Timestamp, UserId};
use nproxy_store::cycles::CycleRow;
use nproxy_store::{StoreError, Topic, Tx, cycles, users};
use serde_json::{Value, json};

use super::queue::close_up;
use super::{Subscription, subscription};
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum StartNextError {
    #[error("no other month is paid")]
    NothingQueued,
    #[error("no month runs")]
    NotActive,
    /// Another month runs than the customer saw.
    #[error("the current month is another one by now")]
    Changed,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ends the current month now, giving up its rest; the next one begins, and those behind it move up. Pictures that run
/// are settled on the month that held them.
///
/// `current_ends_at` is the end of the month that the customer saw: asked twice, the second time is refused.
pub async fn start_next(app: &App, user: UserId, current_ends_at: Timestamp) -> Result<Subscription, StartNextError> {
    app.store.write(move |tx| async move { start(&tx, app, user, current_ends_at).await }).await?;
    Ok(subscription(app, user).await?)
}

async fn start(tx: &Tx, app: &App, user: UserId, current_ends_at: Timestamp) -> Result<(), StartNextError> {
    users::lock(tx, user).await?.ok_or(StartNextError::NotActive)?;
    let now = app.env.now();
    let current = cycles::current(tx, user, now).await?.ok_or(StartNextError::NotActive)?;
    if current.ends_at != current_ends_at {
        return Err(StartNextError::Changed);
    }
    if cycles::queued(tx, user, now).await?.is_empty() {
        return Err(StartNextError::NothingQueued);
    }
    cycles::cut(tx, &current, now).await?;
    close_up(tx, user, now).await?;
    let begun = cycles::current(tx, user, now).await?.ok_or_else(|| StoreError::Internal("no month began".into()))?;
    let by = By { actor: Actor::User(user), surface: Surface::Web, request_id: None };
    let change = Change::of("cycles.start_next", format!("user:{user}")).before(told(&current)).after(told(&begun));
    by.did(tx, &app.env, change).await?;
    tx.notify(Topic::User(user));
    Ok(())
}

fn told(row: &CycleRow) -> Value {
    json!({ "cycle": CycleId(row.id), "starts_at": row.starts_at, "ends_at": row.ends_at })
}
