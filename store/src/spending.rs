//! The money that goes out: what each provider's attempts of a day probably cost, and the limits on it.
//!
//! A day is one of UTC, and an attempt belongs to the day on which it was closed. What is in flight when the stop is
//! reached is not broken off, so a day may end above it by as much.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use nproxy_domain::mail::Severity;
use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_domain::{Env, IncidentId, ProviderId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _,
};

pub use crate::entities::provider_days::Model as ProviderDay;
use crate::entities::provider_days::{Column, Entity};
use crate::incidents::{self, Report};
use crate::{StoreError, Tx};

const DAY_S: i64 = 86_400;
const ALERT: &str = "spend_alert:";
const STOP: &str = "spend_stop:";

/// What one provider's attempts may cost within a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpendLimits {
    /// From here on it is a warning.
    pub alert_per_day: Option<MicroUsd>,
    /// From here on no attempt is opened.
    pub stop_per_day: Option<MicroUsd>,
}

/// The days since 1970-01-01, in UTC.
pub fn day_of(at: Timestamp) -> i64 {
    at.timestamp().div_euclid(DAY_S)
}

/// The midnight that ends the day of this moment: with it a stop ends.
pub fn day_end(at: Timestamp) -> Timestamp {
    at + TimeDelta::seconds(DAY_S - at.timestamp().rem_euclid(DAY_S))
        - TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()))
}

/// Whether no more may be spent on this provider today. Asks nothing where there is no stop.
pub async fn is_stopped(
    db: &impl ConnectionTrait,
    provider: &ProviderId,
    limits: &SpendLimits,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(stop) = limits.stop_per_day else { return Ok(false) };
    Ok(cost_of_day(db, provider, now).await? >= stop)
}

/// What the attempts of the present day cost so far.
pub async fn cost_of_day(
    db: &impl ConnectionTrait,
    provider: &ProviderId,
    now: Timestamp,
) -> Result<MicroUsd, StoreError> {
    let day = Entity::find_by_id((provider.0.clone(), day_of(now))).one(db).await?;
    Ok(MicroUsd(day.map_or(0, |day| day.cost_micro_usd)))
}

/// Counts a closed attempt that was paid for, or perhaps was; `cost` is `None` where nobody knows its price. Whoever
/// crosses a limit reports it.
///
/// All attempts of a provider write one row, so call it last: it is locked until the transaction ends.
pub async fn add(
    tx: &Tx,
    env: &Env,
    provider: &str,
    cost: Option<MicroUsd>,
    limits: &SpendLimits,
) -> Result<(), StoreError> {
    let cost = cost.map_or(0, |cost| cost.0);
    let first =
        ProviderDay { provider: provider.to_owned(), day: day_of(env.now()), cost_micro_usd: cost, attempts: 1 };
    let again = OnConflict::columns([Column::Provider, Column::Day])
        .value(Column::CostMicroUsd, Expr::col((Entity, Column::CostMicroUsd)).add(cost))
        .value(Column::Attempts, Expr::col((Entity, Column::Attempts)).add(1))
        .to_owned();
    let day = Entity::insert(first.into_active_model().reset_all()).on_conflict(again).exec_with_returning(tx).await?;
    let before = MicroUsd(day.cost_micro_usd - cost);
    for limit in Limit::all(provider, limits) {
        // The first attempt of a day crosses whatever it reaches: what came before it was nothing, not even a row.
        if limit.is_reached(day.cost_micro_usd) && (day.attempts == 1 || before < limit.amount) {
            limit.report(tx, env, MicroUsd(day.cost_micro_usd)).await?;
        }
    }
    Ok(())
}

/// Brings the incidents in line with the day and the limits of now: a new day, or a raised limit, ends them; a limit
/// that was lowered below what is spent already opens one. What is open is not reported again.
pub async fn review(tx: &Tx, env: &Env, limits: &BTreeMap<ProviderId, SpendLimits>) -> Result<(), StoreError> {
    let now = env.now();
    let open = incidents::open_keys(tx).await?;
    let mut held = Vec::new();
    for (provider, limits) in limits {
        let reachable = Limit::all(&provider.0, limits);
        if reachable.is_empty() {
            continue;
        }
        let cost = cost_of_day(tx, provider, now).await?;
        for limit in reachable.into_iter().filter(|limit| limit.is_reached(cost.0)) {
            if !open.contains(&limit.key) {
                limit.report(tx, env, cost).await?;
            }
            held.push(limit.key);
        }
    }
    let ours = |key: &&String| key.starts_with(ALERT) || key.starts_with(STOP);
    for key in open.iter().filter(ours).filter(|key| !held.contains(key)) {
        incidents::recover(tx, key, now).await?;
    }
    Ok(())
}

/// Since the beginning of the day `first`, newest day first, by provider within a day.
pub async fn days(db: &impl ConnectionTrait, first: i64) -> Result<Vec<ProviderDay>, StoreError> {
    let days = Entity::find().filter(Column::Day.gte(first)).order_by_desc(Column::Day).order_by_asc(Column::Provider);
    Ok(days.all(db).await?)
}

/// A limit of one provider as an incident.
struct Limit {
    key: String,
    provider: String,
    severity: Severity,
    title: String,
    amount: MicroUsd,
}

impl Limit {
    fn all(provider: &str, limits: &SpendLimits) -> Vec<Self> {
        let alert = limits.alert_per_day.map(|amount| Self {
            key: format!("{ALERT}{provider}"),
            provider: provider.to_owned(),
            severity: Severity::Warning,
            title: format!("what {provider} costs today reached the alert"),
            amount,
        });
        let stop = limits.stop_per_day.map(|amount| Self {
            key: format!("{STOP}{provider}"),
            provider: provider.to_owned(),
            severity: Severity::Critical,
            title: format!("what {provider} costs today reached the stop: it is not used before the next day"),
            amount,
        });
        alert.into_iter().chain(stop).collect()
    }

    fn is_reached(&self, cost_micro_usd: i64) -> bool {
        cost_micro_usd >= self.amount.0
    }

    async fn report(&self, tx: &Tx, env: &Env, cost: MicroUsd) -> Result<(), StoreError> {
        let report = Report {
            id: IncidentId::new(env),
            key: self.key.clone(),
            severity: self.severity,
            subject: self.provider.clone(),
            title: self.title.clone(),
            detail: format!("about ${} since midnight UTC; the limit is ${}", Usd(cost), Usd(self.amount)),
            at: env.now(),
        };
        incidents::report(tx, report).await?;
        Ok(())
    }
}
