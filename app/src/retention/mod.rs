//! What is kept for a while and then forgotten: one job, a period for each thing, some rows at a time.
//!
//! To add a thing: 1. its line in [`nproxy_store::retention::Old`], with an index that the row leaves; 2. its period in
//! [`RetentionSettings`] and in the configuration; 3. its line in [`sweeps`].

mod orphans;
mod uploads;

use std::time::Duration;

use chrono::TimeDelta;
use nproxy_domain::assets::AssetStoreError;
use nproxy_store::StoreError;
use nproxy_store::jobs::{Job, JobError};
use nproxy_store::retention::{Old, forget};
use serde::{Deserialize, Serialize};

use crate::trash::PurgeError;
use crate::{App, accounts, trash};

pub(crate) use orphans::are_orphans;

/// How often it is done.
pub const EVERY: Duration = Duration::from_hours(1);
/// Of one statement, so that nobody waits long for its locks.
const ROWS_MAX: u64 = 1000;
/// Of one thing in one run; the next one goes on.
const BATCHES_MAX: usize = 20;

/// How long things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionSettings {
    pub addresses: TimeDelta,
    /// Links, changes of addresses and codes that are over.
    pub links: TimeDelta,
    pub details: TimeDelta,
    pub deliveries: TimeDelta,
    pub mails: TimeDelta,
    pub uploads: TimeDelta,
    pub orphans: TimeDelta,
    /// Done, and given up.
    pub jobs: Duration,
    pub jobs_failed: Duration,
}

impl Default for RetentionSettings {
    fn default() -> Self {
        let days = TimeDelta::days;
        Self {
            addresses: days(30),
            links: days(30),
            details: days(90),
            deliveries: days(90),
            mails: days(400),
            uploads: days(7),
            orphans: days(2),
            jobs: Duration::from_hours(24),
            jobs_failed: Duration::from_hours(7 * 24),
        }
    }
}

/// The job that calls [`retain`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Retain {}

impl Job for Retain {
    const KIND: &'static str = "retention";
    const TRIES_MAX: i32 = 3;
}

/// The asset store or the database is away; what is left is done by the next run.
#[derive(Debug, thiserror::Error)]
pub enum RetainError {
    #[error(transparent)]
    Assets(#[from] AssetStoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<PurgeError> for RetainError {
    fn from(error: PurgeError) -> Self {
        match error {
            PurgeError::Assets(error) => Self::Assets(error),
            PurgeError::Store(error) => Self::Store(error),
        }
    }
}

impl From<RetainError> for JobError {
    fn from(error: RetainError) -> Self {
        Self(error.to_string())
    }
}

/// How much was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    pub rows: u64,
    /// Uploads that nothing was made of, thrown away.
    pub uploads: u64,
    /// Deleted pictures whose bytes are gone for good.
    pub pictures: u64,
    /// Objects that no row knew of.
    pub orphans: u64,
}

/// Everything that is due. Safe at any time, as often as one likes, and broken off anywhere. Rows come first: a store of
/// pictures that is away holds up nothing else.
pub async fn retain(app: &App) -> Result<Retained, RetainError> {
    let mut done = Retained { rows: accounts::clear(app).await?, ..Retained::default() };
    for (what, keep) in sweeps(&app.settings.retention) {
        done.rows += sweep(app, what, keep).await?;
    }
    done.uploads = uploads::throw_away_unused(app).await?;
    done.pictures = trash::purge(app).await?;
    done.orphans = orphans::remove(app).await?;
    Ok(done)
}

fn sweeps(settings: &RetentionSettings) -> [(Old, TimeDelta); 5] {
    Old::ALL.map(|what| {
        let keep = match what {
            Old::Addresses => settings.addresses,
            Old::AttemptDetails | Old::KeyEvidence => settings.details,
            Old::Deliveries => settings.deliveries,
            Old::Mails => settings.mails,
        };
        (what, keep)
    })
}

async fn sweep(app: &App, what: Old, keep: TimeDelta) -> Result<u64, StoreError> {
    let (before, mut rows) = (app.env.now() - keep, 0);
    for _ in 0..BATCHES_MAX {
        let some = app.store.write(|tx| async move { forget(&tx, what, before, ROWS_MAX).await }).await?;
        rows += some;
        if some < ROWS_MAX {
            break;
        }
    }
    Ok(rows)
}
