//! Days, counted in the background: a day that is over never changes, and today is a minute old at most.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};
use nproxy_domain::Timestamp;
use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_store::day_figures::{self, DayFigures};
use nproxy_store::jobs::Job;
use nproxy_store::spending::{self, ProviderDay};
use nproxy_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};

use crate::App;

/// That are shown.
pub const DAYS: i64 = 30;
/// How often today is counted anew.
pub const REFRESH_EVERY: Duration = Duration::from_mins(1);
/// What was written on a day may commit a little later.
const SETTLED_AFTER: TimeDelta = TimeDelta::minutes(10);
/// Where nobody has counted today for so long, whoever asks counts.
const STALE_AFTER: TimeDelta = TimeDelta::minutes(3);

/// One UTC day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub succeeded: i64,
    /// Without those that were declined.
    pub failed: i64,
    pub declined: i64,
    pub cancelled: i64,
    /// Of the delivered ones, from the start to the end.
    pub p50_ms: Option<i64>,
    pub p95_ms: Option<i64>,
    /// Minor units by currency, of payments that opened a month.
    pub revenue: BTreeMap<String, i64>,
    /// Exact decimal US dollars, an estimate.
    pub cost_usd: String,
    pub new_users: i64,
    pub active_subscriptions: i64,
}

impl Day {
    /// All that ended.
    pub fn generations(&self) -> i64 {
        self.succeeded + self.failed + self.declined + self.cancelled
    }
}

/// The job that calls [`refresh`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RefreshDays {}

impl Job for RefreshDays {
    const KIND: &'static str = "overview_refresh_days";
    const TRIES_MAX: i32 = 3;
}

/// Counts today, and of the days that are shown those that were not counted since they were over. How many.
pub async fn refresh(app: &App) -> Result<usize, StoreError> {
    let (db, now) = (app.store.read(), app.env.now());
    let today = spending::day_of(now);
    let first = today - DAYS + 1;
    let kept: BTreeMap<i64, Timestamp> =
        day_figures::since(db, first).await?.into_iter().map(|row| (row.day, row.at)).collect();
    let is_settled = |day: &i64| kept.get(day).is_some_and(|at| *at >= day_figures::span(*day).1 + SETTLED_AFTER);
    let due: Vec<i64> = (first..=today).filter(|day| !is_settled(day)).collect();
    // Each day is read by its own span of an index; after the first time these are today and, for minutes, yesterday.
    for day in &due {
        let figures = &day_figures::count(db, *day, now).await?;
        app.store.write(|tx: Tx| async move { day_figures::keep(&tx, figures.clone()).await }).await?;
    }
    Ok(due.len())
}

/// Every day of `days`; one of which nothing is known was empty.
pub(super) async fn all(
    app: &App,
    kept: Vec<DayFigures>,
    costs: &[ProviderDay],
    days: RangeInclusive<i64>,
) -> Result<Vec<Day>, StoreError> {
    let now = app.env.now();
    let today = *days.end();
    let mut kept: BTreeMap<i64, DayFigures> = kept.into_iter().map(|row| (row.day, row)).collect();
    if kept.get(&today).is_none_or(|row| row.at + STALE_AFTER < now) {
        kept.insert(today, day_figures::count(app.store.read(), today, now).await?);
    }
    let cost = |day: i64| MicroUsd(costs.iter().filter(|row| row.day == day).map(|row| row.cost_micro_usd).sum());
    Ok(days.map(|day| of(day, kept.remove(&day), cost(day))).collect())
}

/// One day, counted anew.
pub(super) async fn one(app: &App, day: i64) -> Result<Day, StoreError> {
    let (db, now) = (app.store.read(), app.env.now());
    let (figures, costs) = tokio::try_join!(day_figures::count(db, day, now), spending::days(db, day))?;
    let cost = costs.iter().filter(|row| row.day == day).map(|row| row.cost_micro_usd).sum();
    Ok(of(day, Some(figures), MicroUsd(cost)))
}

fn of(day: i64, figures: Option<DayFigures>, cost: MicroUsd) -> Day {
    let number = |read: fn(&DayFigures) -> i64| figures.as_ref().map_or(0, read);
    Day {
        date: day_figures::span(day).0.date_naive(),
        succeeded: number(|row| row.succeeded),
        failed: number(|row| row.failed),
        declined: number(|row| row.declined),
        cancelled: number(|row| row.cancelled),
        p50_ms: figures.as_ref().and_then(|row| row.p50_ms),
        p95_ms: figures.as_ref().and_then(|row| row.p95_ms),
        new_users: number(|row| row.new_users),
        active_subscriptions: number(|row| row.active_subscriptions),
        revenue: figures.map(|row| row.revenue.0).unwrap_or_default(),
        cost_usd: Usd(cost).to_string(),
    }
}
