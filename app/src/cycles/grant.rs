//! A customer gets a month without paying.

use nproxy_domain::catalog::Plan;
use nproxy_domain::quota::month_after;
use nproxy_domain::{CycleId, Timestamp, UserId};
use nproxy_store::cycles::{self, CycleRow};
use nproxy_store::{StoreError, Topic, users};
use serde_json::json;

use crate::App;
use crate::audit::{By, Change};

/// A chain of months is never longer than this.
const CHAIN_MONTHS_MAX: u32 = 1200;

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
            let last = cycles::last(&tx, user).await?.filter(|cycle| cycle.ends_at > now);
            let span = Span::after(last.as_ref(), plan, now).ok_or(GrantError::TooFar)?;
            let cycle = CycleRow {
                id: CycleId::new(&app.env).0,
                user_id: user.0,
                plan: plan.id.clone(),
                plan_label: plan.label.clone(),
                anchor: span.anchor,
                starts_at: span.starts_at,
                ends_at: span.ends_at,
                request_limit: plan.request_limit.into(),
                spent: 0,
                held: 0,
                payment_id: None,
                created_at: now,
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

/// When a cycle runs. Months in a row are counted from one anchor, so that one begun on the 31st comes back to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    anchor: Timestamp,
    starts_at: Timestamp,
    ends_at: Timestamp,
}

impl Span {
    fn after(last: Option<&CycleRow>, plan: &Plan, now: Timestamp) -> Option<Self> {
        let Some(last) = last else {
            return Some(Self { anchor: now, starts_at: now, ends_at: month_after(now, plan.months)? });
        };
        let months = (1..CHAIN_MONTHS_MAX).find(|n| month_after(last.anchor, *n) >= Some(last.ends_at))?;
        let ends_at = month_after(last.anchor, months + plan.months)?;
        Some(Self { anchor: last.anchor, starts_at: last.ends_at, ends_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn months_in_a_row_keep_their_day() {
        let plan = Plan { id: "month".to_owned(), label: "Month".to_owned(), request_limit: 10, months: 1 };
        let now = at("2027-01-31T10:00:00Z");
        let nil: CycleId = "00000000-0000-0000-0000-000000000000".parse().unwrap();
        let mut last: Option<CycleRow> = None;
        let mut ends = Vec::new();
        for _ in 0..3 {
            let span = Span::after(last.as_ref(), &plan, now).unwrap();
            assert_eq!(span.starts_at, last.as_ref().map_or(now, |l| l.ends_at));
            ends.push(span.ends_at);
            last = Some(CycleRow {
                id: nil.0,
                user_id: nil.0,
                plan: plan.id.clone(),
                plan_label: plan.label.clone(),
                anchor: span.anchor,
                starts_at: span.starts_at,
                ends_at: span.ends_at,
                request_limit: 10,
                spent: 0,
                held: 0,
                payment_id: None,
                created_at: now,
            });
        }
        let expected = ["2027-02-28T10:00:00Z", "2027-03-31T10:00:00Z", "2027-04-30T10:00:00Z"].map(at);
        assert_eq!(ends, expected);
    }
}
