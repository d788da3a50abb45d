//! Removing for good what was deleted long ago.

use nproxy_domain::assets::AssetStoreError;
use nproxy_store::jobs::{Job, JobError};
use nproxy_store::{StoreError, downloads, opened, trash};
use serde::{Deserialize, Serialize};

use crate::App;

/// Between the last moment at which something can be brought back and its end: nobody's undo is overtaken.
const GRACE: chrono::Duration = chrono::Duration::hours(1);
/// Of one batch, and of one run: the next one goes on.
const PICTURES_MAX: u64 = 100;
const BATCHES_MAX: usize = 50;

/// The job that calls [`purge`] at once; otherwise it is a part of [`crate::retention`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Purge {}

impl Job for Purge {
    const KIND: &'static str = "trash_purge";
    const TRIES_MAX: i32 = 3;
}

/// The asset store or the database is away; what is left is done by the next run.
#[derive(Debug, thiserror::Error)]
pub enum PurgeError {
    #[error(transparent)]
    Assets(#[from] AssetStoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<PurgeError> for JobError {
    fn from(error: PurgeError) -> Self {
        Self(error.to_string())
    }
}

/// The bytes of pictures that can't be brought back any more, but for inputs that a live turn still shows; of those that an
/// admin took away; links that have expired. Says how many pictures. Bytes go before the row says so, and removing them twice does no harm, so it may
/// be broken off anywhere.
pub async fn purge(app: &App) -> Result<u64, PurgeError> {
    let now = app.env.now();
    app.store
        .write(|tx| async move {
            downloads::clear(&tx, now).await?;
            opened::clear(&tx, now).await
        })
        .await?;
    let before = super::since(app) - GRACE;
    let mut done = 0;
    for _ in 0..BATCHES_MAX {
        let old = trash::old(app.store.read(), before, PICTURES_MAX).await?;
        for (_, key) in &old {
            app.assets.delete(&key.thumb()).await?;
            app.assets.delete(key).await?;
        }
        let ids: Vec<_> = old.iter().map(|(id, _)| *id).collect();
        if ids.is_empty() {
            break;
        }
        let ids = &ids;
        app.store.write(|tx| async move { trash::purged(&tx, ids, now).await }).await?;
        done += ids.len() as u64;
    }
    Ok(done)
}
