//! A customer gets a month without paying.

use nproxy_domain::{CycleId, Timestamp, UserId};
use nproxy_store::{StoreError, users};
use serde_json::json;

use super::open::{NewMonth, open};
use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};

/// What was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    pub cycle: CycleId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub request_limit: u32,
}

#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    #[error("there is no such user")]
    UserNotFound,
    #[error("there is no plan {0:?}")]
    UnknownPlan(String),
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error("the calendar does not reach that far")]
    TooFar,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens a cycle of the plan: behind the last one while that or its grace runs, else now.
pub async fn grant_cycle(app: &App, by: &By, user: UserId, plan: &str, reason: &str) -> Result<Granted, GrantError> {
    let reason = &audit::reason(reason).ok_or(GrantError::ReasonMissing)?;
    let plan = app.plans.iter().find(|p| p.id == plan).ok_or_else(|| GrantError::UnknownPlan(plan.to_owned()))?;
    let new = &NewMonth {
        user,
        plan: &plan.id,
        plan_label: &plan.label,
        months: plan.months,
        request_limit: plan.request_limit,
        payment: None,
    };
    app.store
        .write(move |tx| async move {
            users::lock(&tx, user).await?.ok_or(GrantError::UserNotFound)?;
            let cycle = open(&tx, app, new, by.actor, reason).await?.ok_or(GrantError::TooFar)?;
            let (id, starts_at, ends_at) = (CycleId(cycle.id), cycle.starts_at, cycle.ends_at);
            let granted = json!({
                "cycle": id, "plan": plan.id, "starts_at": starts_at, "ends_at": ends_at,
                "request_limit": plan.request_limit,
            });
            let change = Change::of("cycles.grant", format!("user:{user}")).after(granted);
            by.did(&tx, &app.env, change.because(Some(reason.clone()))).await?;
            Ok(Granted { cycle: id, starts_at, ends_at, request_limit: plan.request_limit })
        })
        .await
}
