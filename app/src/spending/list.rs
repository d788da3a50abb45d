//! What was spent, for an admin.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use nproxy_domain::ProviderId;
use nproxy_domain::provider::MicroUsd;
use nproxy_store::StoreError;
use nproxy_store::spending::{self, SpendLimits, day_of};

use crate::App;

/// How far back may be asked.
pub const DAYS_MAX: u32 = 366;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spending {
    /// Those of the configuration, and those that have cost something.
    pub providers: Vec<ProviderSpending>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderSpending {
    pub provider: ProviderId,
    pub limits: SpendLimits,
    pub today: MicroUsd,
    /// No attempt is opened before the next day.
    pub stopped: bool,
    /// Newest first; days without an attempt are left out.
    pub days: Vec<DaySpent>,
}

/// A day of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySpent {
    pub day: NaiveDate,
    /// Probably: attempts of which nobody knows whether they were charged count, those of an unknown price don't.
    pub cost: MicroUsd,
    /// That were paid for, or perhaps were.
    pub attempts: i64,
}

/// The last `days` days, today included.
pub async fn list(app: &App, days: u32) -> Result<Spending, StoreError> {
    let today = day_of(app.env.now());
    let limits = &app.ring.settings().spending;
    let mut by_provider: BTreeMap<ProviderId, Vec<DaySpent>> =
        limits.keys().map(|provider| (provider.clone(), Vec::new())).collect();
    let first = today - i64::from(days.clamp(1, DAYS_MAX)) + 1;
    let mut spent_today = BTreeMap::new();
    for row in spending::days(app.store.read(), first).await? {
        let cost = MicroUsd(row.cost_micro_usd);
        let provider = ProviderId(row.provider);
        if row.day == today {
            spent_today.insert(provider.clone(), cost);
        }
        let day = i32::try_from(row.day).ok().and_then(NaiveDate::from_epoch_days);
        let day = day.ok_or_else(|| StoreError::Unreadable(format!("day {}", row.day)))?;
        by_provider.entry(provider).or_default().push(DaySpent { day, cost, attempts: row.attempts });
    }
    let providers = by_provider.into_iter().map(|(provider, days)| {
        let limits = limits.get(&provider).copied().unwrap_or_default();
        let today = spent_today.get(&provider).copied().unwrap_or_default();
        let stopped = limits.stop_per_day.is_some_and(|stop| today >= stop);
        ProviderSpending { provider, limits, today, stopped, days }
    });
    Ok(Spending { providers: providers.collect() })
}
