//! Closed accounts are erased when their time has come.

use std::time::Duration;

use futures::future::try_join_all;
use nproxy_domain::assets::{AssetStoreError, StorageKey};
use nproxy_domain::audit::{Actor, Surface};
use nproxy_domain::{AssetId, UserId};
use nproxy_store::jobs::Job;
use nproxy_store::{StoreError, Tx, erasure, users};
use serde::{Deserialize, Serialize};

use super::throttle;
use crate::App;
use crate::audit::{By, Change};
use crate::notes::{AccountNews, tell_account};
use crate::switches;

/// How often it is done.
pub const EVERY: Duration = Duration::from_hours(1);

/// Of one run; the rest waits for the next.
const ACCOUNTS_MAX: u64 = 100;
/// Rows whose objects are removed in one go.
const PAGE: u64 = 500;
/// Objects that are removed at the same time.
const REMOVALS_AT_ONCE: usize = 8;

/// The job that calls [`erase_closed`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct EraseClosed {}

impl Job for EraseClosed {
    const KIND: &'static str = "accounts_erase_closed";
    const TRIES_MAX: i32 = 3;
}

#[derive(Debug, thiserror::Error)]
enum EraseError {
    #[error(transparent)]
    Objects(#[from] AssetStoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The number of accounts that were erased. Safe at any time, as often as one likes, and from several processes: the
/// bytes go first, and an account is due until one transaction has emptied all of its rows. One that can't be erased
/// now, because pictures are still made for it or their store is away, is left to the next run.
pub async fn erase_closed(app: &App) -> Result<u64, StoreError> {
    if switches::read(app).await?.read_only {
        return Ok(0);
    }
    let mut erased = 0;
    for user in users::due_to_erase(app.store.read(), app.env.now(), ACCOUNTS_MAX).await? {
        match one(app, user).await {
            Ok(is_erased) => erased += u64::from(is_erased),
            Err(error) => tracing::warn!(%user, %error, "a closed account could not be erased"),
        }
    }
    Ok(erased)
}

/// `false`: not yet, or by somebody else.
async fn one(app: &App, user: UserId) -> Result<bool, EraseError> {
    if erasure::has_open(app.store.read(), user).await? {
        return Ok(false);
    }
    let last = &remove_pictures(app, user).await?;
    remove_lost(app, user).await?;
    Ok(app.store.write(|tx| async move { empty(&tx, app, user, *last).await }).await?)
}

/// The objects of every picture; the newest of them.
async fn remove_pictures(app: &App, user: UserId) -> Result<Option<AssetId>, EraseError> {
    let mut last = None;
    loop {
        let page = erasure::pictures(app.store.read(), user, last, PAGE).await?;
        let Some((newest, _)) = page.last() else { return Ok(last) };
        last = Some(*newest);
        remove(app, page.into_iter().map(|(_, key)| key)).await?;
    }
}

/// What workers stored that died before they could say so.
async fn remove_lost(app: &App, user: UserId) -> Result<(), EraseError> {
    let mut after = None;
    while let Some((last, keys)) = erasure::lost(app.store.read(), user, after, PAGE).await? {
        after = Some(last);
        remove(app, keys).await?;
    }
    Ok(())
}

async fn remove(app: &App, keys: impl IntoIterator<Item = StorageKey>) -> Result<(), AssetStoreError> {
    let objects = keys.into_iter().flat_map(|key| [key.thumb(), key]).collect::<Vec<_>>();
    for some in objects.chunks(REMOVALS_AT_ONCE) {
        try_join_all(some.iter().map(|key| app.assets.delete(key))).await?;
    }
    Ok(())
}

/// Everything else, and the last letter, at once.
async fn empty(tx: &Tx, app: &App, user: UserId, last: Option<AssetId>) -> Result<bool, StoreError> {
    let now = app.env.now();
    let row = users::lock(tx, user).await?.filter(|row| row.delete_after.is_some_and(|at| at <= now));
    let Some(row) = row else { return Ok(false) };
    // A picture that came meanwhile has its bytes still: once more from the beginning, next time.
    if erasure::has_open(tx, user).await? || !erasure::pictures(tx, user, last, 1).await?.is_empty() {
        return Ok(false);
    }
    throttle::forget_account(tx, &row.email).await?;
    erasure::erase(tx, user, &row.email, now).await?;
    let by = By { actor: Actor::System, surface: Surface::Worker, request_id: None };
    by.did(tx, &app.env, Change::of("users.erase", format!("user:{user}"))).await?;
    // Its row holds the address until it has gone, and not a moment longer.
    tell_account(tx, app, None, &row.email, row.language, &AccountNews::Erased).await?;
    Ok(true)
}
