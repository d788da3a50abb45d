//! Whether the pictures' rows and their bytes belong together.

use futures::{StreamExt as _, TryStreamExt as _, stream};
use nproxy_domain::assets::{AssetStoreError, Listed, StorageKey};
use nproxy_domain::{AssetId, Timestamp};
use nproxy_store::StoreError;
use nproxy_store::retention::with_bytes;

use crate::App;
use crate::retention::are_orphans;

/// Rows and objects of a page.
const PAGE: usize = 500;
/// Objects that are asked about at the same time.
const QUESTIONS_MAX: usize = 16;
/// More of a kind are counted and not listed.
const LISTED_MAX: usize = 1000;

#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error(transparent)]
    Assets(#[from] AssetStoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What there is and what does not belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    pub rows: u64,
    /// Pictures whose bytes are gone, as many as are listed.
    pub missing: Vec<(AssetId, StorageKey)>,
    pub missing_count: u64,
    pub objects: u64,
    pub bytes: u64,
    /// Objects that no row knows of, as many as are listed. A picture in the making may be one.
    pub unknown: Vec<Listed>,
    pub unknown_count: u64,
    pub unknown_bytes: u64,
}

impl Checked {
    pub fn is_good(&self) -> bool {
        self.missing_count == 0 && self.unknown_count == 0
    }
}

/// Asks the store for the bytes of every row, and the database for the row of every object. `step` is told how much more
/// was looked at.
pub async fn check(app: &App, step: impl Fn(u64)) -> Result<Checked, CheckError> {
    let mut found = Checked::default();
    let mut after = None;
    loop {
        let page = with_bytes(app.store.read(), after, PAGE as u64).await?;
        after = page.last().map(|(id, _)| *id);
        let Some(_) = after else { break };
        let asked = stream::iter(&page).map(|row| async move { Ok((row, app.assets.exists(&row.1).await?)) });
        let asked: Vec<(_, bool)> =
            asked.buffered(QUESTIONS_MAX).try_collect::<Vec<_>>().await.map_err(CheckError::Assets)?;
        found.rows += page.len() as u64;
        for (row, _) in asked.into_iter().filter(|(_, is_there)| !is_there) {
            found.missing_count += 1;
            if found.missing.len() < LISTED_MAX {
                found.missing.push(row.clone());
            }
        }
        step(page.len() as u64);
    }
    let mut after: Option<StorageKey> = None;
    loop {
        let page = app.assets.list(after.as_ref(), PAGE).await?;
        found.objects += page.len() as u64;
        found.bytes += page.iter().map(|one| one.bytes).sum::<u64>();
        for orphan in are_orphans(app, &page, Timestamp::MAX_UTC).await? {
            found.unknown_count += 1;
            found.unknown_bytes += orphan.bytes;
            if found.unknown.len() < LISTED_MAX {
                found.unknown.push(orphan);
            }
        }
        step(page.len() as u64);
        let Some(last) = page.last().filter(|_| page.len() == PAGE) else { break };
        after = Some(last.key.clone());
    }
    Ok(found)
}
