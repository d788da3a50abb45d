//! A customer gets a month without paying.

use chrono::Duration;
use nproxy_domain::quota::Span;
use nproxy_domain::{CycleId, Timestamp, UserId};
use nproxy_store::cycles::{self, CycleRow};
use nproxy_store::{StoreError, Topic, users};
use serde_json::json;

use crate::App;
use crate::audit::{By, Change};

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
    #[error("the calendar does not reach that far")]
    TooFar,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens a cycle of the plan: now, or after the last one where that has not ended yet.
pub async fn grant_cycle(app: &App, by: &By, user: UserId, plan: &str, reason: &str) -> Result<Granted, GrantError> {
    let plan = app.plans.iter().find(|p| p.id == plan).ok_or_else(|| GrantError::UnknownPlan(plan.to_owned()))?;
    app.store
        .write(move |tx| async move {
            users::lock(&tx, user).await?.ok_or(GrantError::UserNotFound)?;
            let now = app.env.now();
            let last = cycles::row_end(&tx, user).await?;
            let span = Span::next(last.as_ref(), plan.months, now, Duration::zero()).ok_or(GrantError::TooFar)?;
            let cycle = CycleRow {
                id: CycleId::new(&app.env).0,
                user_id: user.0,
                plan: plan.id.clone(),
                plan_label: plan.label.clone(),
                anchor: span.anchor,
                starts_at: span.starts_at,
                ends_at: span.ends_at,
                months: plan.months.into(),
                request_limit: plan.request_limit.into(),
                spent: 0,
                held: 0,
                payment_id: None,
                created_at: now,
                voided_at: None,
                cut_from: None,
            };
            cycles::open(&tx, &app.env, &cycle, by.actor, reason).await?;
            let granted = json!({
                "cycle": CycleId(cycle.id), "plan": plan.id, "starts_at": span.starts_at, "ends_at": span.ends_at,
                "request_limit": plan.request_limit,
            });
            let change =
                Change::of("cycles.grant", format!("user:{user}")).after(granted).because(Some(reason.to_owned()));
            by.did(&tx, &app.env, change).await?;
            tx.notify(Topic::User(user));
            let (cycle, request_limit) = (CycleId(cycle.id), plan.request_limit);
            Ok(Granted { cycle, starts_at: span.starts_at, ends_at: span.ends_at, request_limit })
        })
        .await
}
