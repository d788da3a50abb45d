//! An admin tries a customer's failed picture again, at the house's cost.

use nproxy_domain::quota::HoldRefused;
use nproxy_domain::{GenerationId, TurnId, UserId};
use nproxy_store::cycles::{self, HoldError, LimitChange};
use nproxy_store::generations::{self, NewGeneration, Retry};
use nproxy_store::{StoreError, Topic, Tx, turns, users};
use serde_json::json;

use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};
use crate::cycles::requests::{AddRequestsError, add_in};
use crate::generations::may_be_retried;

#[derive(Debug, thiserror::Error)]
pub enum RetryForError {
    #[error("there is no such generation")]
    NotFound,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error("it can't be tried again")]
    NotRetryable,
    #[error("it was tried again already")]
    AlreadyRetried,
    #[error("the customer has no month at present")]
    NoCurrentMonth,
    #[error("the account is suspended or about to be deleted")]
    AccountInactive,
    #[error("the month can hold no more requests")]
    TooMany,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AddRequestsError> for RetryForError {
    fn from(error: AddRequestsError) -> Self {
        match error {
            AddRequestsError::UserNotFound => Self::NotFound,
            AddRequestsError::NoCurrentMonth => Self::NoCurrentMonth,
            AddRequestsError::ReasonMissing => Self::ReasonMissing,
            AddRequestsError::BelowUse { .. } | AddRequestsError::TooMany => Self::TooMany,
            AddRequestsError::Store(error) => Self::Store(error),
        }
    }
}

impl From<HoldError> for RetryForError {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::Refused(HoldRefused::UsedUp | HoldRefused::HeldByRunning) => Self::TooMany,
            HoldError::Store(error) => Self::Store(error),
        }
    }
}

/// Queues a new generation under the same turn, in the same slot, paid by a request that is granted on top of the
/// customer's current month. The limits of a customer's own retry don't hold; a pause does, by the claims.
pub async fn retry_for_customer(
    app: &App,
    by: &By,
    id: GenerationId,
    reason: &str,
) -> Result<GenerationId, RetryForError> {
    let reason = &audit::reason(reason).ok_or(RetryForError::ReasonMissing)?;
    app.store.write(|tx| async move { queue(&tx, app, by, id, reason).await }).await
}

async fn queue(tx: &Tx, app: &App, by: &By, id: GenerationId, reason: &str) -> Result<GenerationId, RetryForError> {
    let row = generations::get(tx, id).await?.ok_or(RetryForError::NotFound)?;
    let user = UserId(row.user_id);
    let owner = users::lock(tx, user).await?.ok_or(RetryForError::AccountInactive)?;
    if owner.suspended_at.is_some() || owner.delete_after.is_some() {
        return Err(RetryForError::AccountInactive);
    }
    let row = generations::lock(tx, id).await?.ok_or(RetryForError::NotFound)?;
    let turn = turns::get(tx, TurnId(row.turn_id)).await?.ok_or(RetryForError::NotFound)?;
    if !may_be_retried(&generations::stage(&row)?) || app.catalog.get(&turn.model).is_none() {
        return Err(RetryForError::NotRetryable);
    }
    if generations::retry_of(tx, id).await?.is_some() {
        return Err(RetryForError::AlreadyRetried);
    }
    let granted = add_in(tx, app, by, user, LimitChange::Grant(1), reason).await?;
    let new = NewGeneration {
        id: GenerationId::new(&app.env),
        turn: TurnId(row.turn_id),
        slot: u8::try_from(row.slot).unwrap_or(0),
        user,
        cycle: granted.cycle,
        // A colon is in no key of a customer's.
        retry: Some(Retry { of: id, key: format!("admin:{}", app.env.uuid()) }),
    };
    generations::insert(tx, std::slice::from_ref(&new), app.env.now()).await?;
    cycles::hold(tx, &app.env, new.cycle, &[new.id]).await?;
    let change = Change::of("generations.retry", format!("generation:{id}"));
    let change = change.after(json!({ "generation": new.id, "cycle": new.cycle })).because(Some(reason.to_owned()));
    by.did(tx, &app.env, change).await?;
    tx.notify(Topic::Work);
    tx.notify(Topic::User(user));
    Ok(new.id)
}
