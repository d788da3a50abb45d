//! Providers that have spent what they may within a day.

use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_domain::{ProviderId, Timestamp};
use nproxy_store::StoreError;
use nproxy_store::spending::{cost_of_day, day_end};
use serde::Serialize;

use crate::App;

/// Nothing more is asked of this provider before the next day of UTC. Amounts are exact decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpendStop {
    pub provider: ProviderId,
    pub spent_usd: String,
    pub stop_usd: String,
    pub until: Timestamp,
}

impl SpendStop {
    pub(crate) fn of(provider: &ProviderId, spent: MicroUsd, stop: MicroUsd, now: Timestamp) -> Option<Self> {
        (spent >= stop).then(|| Self {
            provider: provider.clone(),
            spent_usd: Usd(spent).to_string(),
            stop_usd: Usd(stop).to_string(),
            until: day_end(now),
        })
    }

    pub fn said(&self) -> String {
        format!(
            "{} has spent ${} of ${} a day: nothing more is asked of it before midnight UTC.",
            self.provider, self.spent_usd, self.stop_usd
        )
    }
}

pub async fn stop(app: &App, provider: &ProviderId) -> Result<Option<SpendStop>, StoreError> {
    let Some(stop) = app.ring.settings().spending.get(provider).and_then(|limits| limits.stop_per_day) else {
        return Ok(None);
    };
    let now = app.env.now();
    let spent = cost_of_day(app.store.read(), provider, now).await?;
    Ok(SpendStop::of(provider, spent, stop, now))
}

/// All that are stopped.
pub async fn stops(app: &App) -> Result<Vec<SpendStop>, StoreError> {
    let mut stops = Vec::new();
    for provider in app.ring.settings().spending.keys() {
        stops.extend(stop(app, provider).await?);
    }
    Ok(stops)
}
