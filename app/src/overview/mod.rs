//! How the business stands: what needs a person now, and the last thirty days.

mod attention;
mod days;

use std::time::Duration;

use nproxy_domain::Timestamp;
use nproxy_store::{StoreError, day_figures, overview, spending};

pub use attention::{Attention, AttentionKind};
pub use days::{DAYS, Day, REFRESH_EVERY, RefreshDays, refresh};

use crate::App;
use crate::pool_state::PoolState;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    pub at: Timestamp,
    /// The worst first.
    pub attention: Vec<Attention>,
    /// The newest last; it is today so far.
    pub days: Vec<Day>,
    pub active_subscriptions: i64,
    /// Waiting for a key or an upstream included.
    pub running: i64,
    pub queued: i64,
    pub oldest_queued: Duration,
}

/// One day (UTC, since 1970-01-01), as it is now.
pub(crate) async fn day(app: &App, day: i64) -> Result<Day, StoreError> {
    days::one(app, day).await
}

/// `pool`: as it was seen last; `None`: it can't be seen.
pub async fn overview(app: &App, pool: Option<&PoolState>) -> Result<Overview, StoreError> {
    let (db, now) = (app.store.read(), app.env.now());
    let today = spending::day_of(now);
    let first = today - DAYS + 1;
    let (kept, costs, unended, attention) = tokio::try_join!(
        day_figures::since(db, first),
        spending::days(db, first),
        overview::unended(db),
        attention::look(app, pool),
    )?;
    let days = days::all(app, kept, &costs, first..=today).await?;
    let oldest = unended.oldest_queued_at.unwrap_or(now);
    Ok(Overview {
        at: now,
        attention,
        active_subscriptions: days.last().map_or(0, |day| day.active_subscriptions),
        days,
        running: unended.running + unended.waiting,
        queued: unended.queued,
        oldest_queued: (now - oldest).to_std().unwrap_or_default(),
    })
}
