//! An admin changes how many requests the current month has.

use nproxy_domain::quota::Counters;
use nproxy_domain::{CycleId, UserId};
use nproxy_store::cycles::{self, LimitChange};
use nproxy_store::{StoreError, Topic, Tx, users};
use serde_json::json;

use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};

/// The month before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestsChanged {
    pub cycle: CycleId,
    pub before: Counters,
    pub after: Counters,
}

#[derive(Debug, thiserror::Error)]
pub enum AddRequestsError {
    #[error("there is no such user")]
    UserNotFound,
    #[error("the customer has no month at present")]
    NoCurrentMonth,
    #[error("the month can't have fewer requests than the {} that are used or held", .spent + .held)]
    BelowUse { spent: u32, held: u32 },
    #[error("no month has so many requests")]
    TooMany,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<cycles::AddRequestsError> for AddRequestsError {
    fn from(error: cycles::AddRequestsError) -> Self {
        match error {
            cycles::AddRequestsError::BelowUse(Counters { spent, held, .. }) => Self::BelowUse { spent, held },
            cycles::AddRequestsError::TooMany => Self::TooMany,
            cycles::AddRequestsError::Store(error) => Self::Store(error),
        }
    }
}

/// Grants requests on top of the month that the customer's requests come out of, or corrects their number.
pub async fn add_requests(
    app: &App,
    by: &By,
    user: UserId,
    change: LimitChange,
    reason: &str,
) -> Result<RequestsChanged, AddRequestsError> {
    app.store.write(move |tx| async move { add_in(&tx, app, by, user, change, reason).await }).await
}

/// [`add_requests`] within a transaction that does more.
pub(crate) async fn add_in(
    tx: &Tx,
    app: &App,
    by: &By,
    user: UserId,
    change: LimitChange,
    reason: &str,
) -> Result<RequestsChanged, AddRequestsError> {
    let reason = audit::reason(reason).ok_or(AddRequestsError::ReasonMissing)?;
    users::lock(tx, user).await?.ok_or(AddRequestsError::UserNotFound)?;
    let usable = cycles::usable(tx, user, app.env.now(), app.settings.cycles.grace).await?;
    let cycle = CycleId(usable.ok_or(AddRequestsError::NoCurrentMonth)?.id);
    let row = cycles::add_requests(tx, &app.env, cycle, change, by.actor, &reason).await?;
    let (act, amount) = match change {
        LimitChange::Grant(requests) => ("cycles.add", i64::from(requests)),
        LimitChange::Correct(amount) => ("cycles.correct", amount),
    };
    let after = cycles::counters(&row)?;
    let limit = u32::try_from(row.request_limit - amount).unwrap_or(0);
    let before = Counters { limit, ..after };
    let change = Change::of(act, format!("cycle:{cycle}")).before(json!({ "request_limit": before.limit }));
    let change = change.after(json!({ "request_limit": after.limit })).because(Some(reason));
    by.did(tx, &app.env, change).await?;
    tx.notify(Topic::User(user));
    Ok(RequestsChanged { cycle, before, after })
}
