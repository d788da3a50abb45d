//! The figures of yesterday, once a day.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;
use nproxy_domain::processor::Price;
use nproxy_store::jobs::Job;
use nproxy_store::notices::digests::{self, Digest};
use nproxy_store::{StoreError, Tx, notices, overview as counts, spending, users};
use serde::{Deserialize, Serialize};

use super::{compose, letters, tell};
use crate::{App, overview};

/// How soon after its hour it is written.
pub const DIGEST_EVERY: Duration = Duration::from_mins(1);

/// The job that calls [`write_digest`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WriteDigest {}

impl Job for WriteDigest {
    const KIND: &'static str = "notices_digest";
    const TRIES_MAX: i32 = 1;
}

/// What is told of a day, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Figures {
    pub day: NaiveDate,
    pub succeeded: i64,
    /// Without those that were declined.
    pub failed: i64,
    pub declined: i64,
    pub cancelled: i64,
    pub p95_ms: Option<i64>,
    /// Minor units by currency.
    pub revenue: BTreeMap<String, i64>,
    /// Exact decimal US dollars.
    pub cost_usd: String,
    pub new_users: i64,
    pub active_subscriptions: i64,
    /// When it was written.
    pub open_incidents: i64,
    pub pool: Vec<PoolFigures>,
}

/// The keys of a provider, when it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PoolFigures {
    pub provider: String,
    pub works: i64,
    pub all: i64,
}

impl Figures {
    /// `9.00 USD, 12.00 EUR`; empty: none.
    pub fn revenue(&self) -> String {
        let price = |(currency, minor_units): (&String, &i64)| {
            Price { minor_units: *minor_units, currency: currency.clone() }.to_string()
        };
        self.revenue.iter().map(price).collect::<Vec<_>>().join(", ")
    }
}

/// Writes yesterday's figures and has them told, once its hour has come and if it was not done yet. `true`: it was now.
pub async fn write_digest(app: &App) -> Result<bool, StoreError> {
    let (db, now) = (app.store.read(), app.env.now());
    let Some(at) = app.settings.notices.digest_at.filter(|at| *at <= now.time()) else { return Ok(false) };
    let day = spending::day_of(now) - 1;
    if digests::is_written(db, day).await? {
        return Ok(false);
    }
    tracing::debug!(%at, day, "the figures of a day are written");
    let figures = &figures(app, day).await?;
    let listeners = if app.notifier.is_some() { notices::listeners(db).await? } else { Vec::new() };
    let listeners = &listeners;
    let write = |tx: Tx| async move {
        let json = serde_json::to_value(figures).map_err(|error| StoreError::Internal(error.to_string()))?;
        if !digests::insert(&tx, day, json.clone(), now).await? {
            return Ok(false);
        }
        let to = tell::present(&tx, listeners).await?;
        notices::spread_digest(&tx, &app.env, day, &to).await?;
        if app.settings.notices.digest_mail {
            let row = Digest { day, figures: json, at: now };
            for admin in users::admins(&tx).await? {
                let Some(notice) = compose::digest(&app.settings.site, admin.language, &row) else { continue };
                letters::post(&tx, app, &admin, &format!("digest:{day}:{}", admin.id), &notice).await?;
            }
        }
        Ok(true)
    };
    app.store.write(write).await
}

async fn figures(app: &App, day: i64) -> Result<Figures, StoreError> {
    let (db, now) = (app.store.read(), app.env.now());
    let of_day = overview::day(app, day).await?;
    let incidents = counts::incidents(db).await?;
    let mut pool: BTreeMap<String, PoolFigures> = BTreeMap::new();
    for row in counts::keys(db, now).await? {
        let provider = row.provider.clone();
        let figures = pool.entry(row.provider).or_insert(PoolFigures { provider, works: 0, all: 0 });
        figures.all += row.keys;
        figures.works += if ["active", "probation"].contains(&row.state.as_str()) { row.keys } else { 0 };
    }
    Ok(Figures {
        day: of_day.date,
        succeeded: of_day.succeeded,
        failed: of_day.failed,
        declined: of_day.declined,
        cancelled: of_day.cancelled,
        p95_ms: of_day.p95_ms,
        revenue: of_day.revenue,
        cost_usd: of_day.cost_usd,
        new_users: of_day.new_users,
        active_subscriptions: of_day.active_subscriptions,
        open_incidents: incidents.iter().map(|row| row.rows).sum(),
        pool: pool.into_values().collect(),
    })
}
