//! Upstreams are asked what their accounts have left.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::StreamExt as _;
use nproxy_domain::keys::KeyState;
use nproxy_domain::{KeyId, ProviderId, Timestamp};
use nproxy_store::balances::{self, BalanceState, Holder, KeyMoney, Told};
use nproxy_store::jobs::{Job, JobEnd};
use nproxy_store::{StoreError, keys, proxies};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::estimate::warn;
use crate::App;

/// A round takes no new account after this; the rest has its turn in the next, which follows at once. Together with the
/// last question it stays within the minute that a background job is given.
const ROUND_MAX: Duration = Duration::from_secs(30);
/// An upstream that takes longer, whatever its plugin and its proxy allow, doesn't say.
const ASK_MAX: Duration = Duration::from_secs(20);
const NEXT_ROUND: Duration = Duration::from_secs(1);

/// An upstream that has no such thing is asked again so often: an update may teach its plugin.
const UNSUPPORTED_EVERY: chrono::Duration = chrono::Duration::days(1);

/// The job that calls [`poll`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct PollBalances {}

impl Job for PollBalances {
    const KIND: &'static str = "balances_poll";
    const TRIES_MAX: i32 = 3;
}

/// Asks for the balance of every account that is due, through one of its keys, and looks after the estimates. Keys that
/// belong to no account are asked each; a disabled key never is.
pub async fn poll(app: &App) -> Result<JobEnd, StoreError> {
    let mut all_asked = true;
    if let Some(every) = app.settings.balances.poll {
        let mut keys = balances::keys(app.store.read()).await?;
        keys.retain(|key| app.gateway.provider(&ProviderId(key.provider.clone())).is_some());
        all_asked = ask_all(app, due(&keys, every, app.env.now())).await?;
    }
    warn(app).await?;
    Ok(if all_asked { JobEnd::Done } else { JobEnd::Later(NEXT_ROUND) })
}

/// `false`: time was up before all were asked.
async fn ask_all(app: &App, due: Vec<(ProviderId, KeyId)>) -> Result<bool, StoreError> {
    let until = Instant::now() + ROUND_MAX;
    let asks = futures::stream::iter(due).map(|(provider, key)| async move {
        if Instant::now() >= until {
            return Ok(false);
        }
        let told = ask(app, &provider, key).await?;
        keep(app, &provider, key, told).await?;
        Ok::<_, StoreError>(true)
    });
    let mut asks = asks.buffer_unordered(app.settings.balances.parallel_max.max(1));
    let mut all = true;
    while let Some(asked) = asks.next().await {
        all &= asked?;
    }
    Ok(all)
}

/// Puts on record what was told. Below its floor an account is out of funds, and with it its keys.
pub(super) async fn keep(app: &App, provider: &ProviderId, key: KeyId, told: Told) -> Result<(), StoreError> {
    let floor = app.settings.balances.floors.get(provider).copied();
    let fallen = app.store.write(|tx| async move { balances::keep(&tx, &app.env, key, told, floor).await }).await?;
    if fallen > 0 {
        tracing::warn!(%provider, %key, fallen, "keys are out of funds: their account's balance is below the floor");
    }
    Ok(())
}

/// No transaction is open while the upstream takes its time.
pub(super) async fn ask(app: &App, provider: &ProviderId, key: KeyId) -> Result<Told, StoreError> {
    let (db, master_key) = (app.store.read(), app.store.master_key());
    let Some(row) = keys::get(db, key).await? else { return Ok(Told::Unknown) };
    let unknown = |why: &dyn std::fmt::Display| {
        tracing::info!(%provider, %key, %why, "a balance is not known");
        Told::Unknown
    };
    let api_key = match keys::open(master_key, &row) {
        Ok(api_key) => api_key,
        Err(error) => return Ok(unknown(&error)),
    };
    let proxy = match proxies::through(db, &app.env, master_key, &row).await {
        Ok(proxy) => proxy,
        Err(proxies::ThroughError::Store(error)) => return Err(error),
        Err(error) => return Ok(unknown(&error)),
    };
    let asked = app.gateway.balance(&app.env, provider, &api_key, proxy.as_ref());
    Ok(match tokio::time::timeout(ASK_MAX, asked).await {
        Ok(Ok(Some(balance))) => Told::Amount(balance),
        Ok(Ok(None)) => Told::Unsupported,
        Ok(Err(error)) => unknown(&error),
        Err(late) => unknown(&late),
    })
}

/// One key of each account that is to be asked now.
fn due(keys: &[KeyMoney], every: Duration, now: Timestamp) -> Vec<(ProviderId, KeyId)> {
    let mut purses: BTreeMap<(&str, Holder), Vec<&KeyMoney>> = BTreeMap::new();
    for key in keys {
        purses.entry((&key.provider, key.holder())).or_default().push(key);
    }
    // Rounds don't begin to the second, so what was asked in the last one must be due in this one.
    let every = chrono::Duration::from_std(every / 2).unwrap_or(chrono::Duration::MAX);
    let is_due = |key: &&KeyMoney| {
        let unsupported = key.balance_state == Some(BalanceState::Unsupported);
        let every = if unsupported { UNSUPPORTED_EVERY.max(every) } else { every };
        key.balance_at.is_none_or(|at| at + every <= now)
    };
    let due = purses.into_values().filter_map(best).filter(is_due);
    due.map(|key| (ProviderId(key.provider.clone()), KeyId(key.id))).collect()
}

/// The one with a secret of its own for asking, and with no reason to doubt it.
fn best(keys: Vec<&KeyMoney>) -> Option<&KeyMoney> {
    let enabled = keys.into_iter().filter(|key| key.state != KeyState::Disabled.name());
    enabled.min_by_key(|key| (!key.can_ask, key.state == KeyState::ManualReview.name(), key.id))
}
