//! A picture that arrived is put where it stays.

use std::time::Duration;

use bytes::Bytes;
use nproxy_domain::assets::{AssetStoreError, StorageKey};
use nproxy_domain::{AttemptId, Timestamp};
use sha2::{Digest as _, Sha256};

use super::claim::Claimed;
use crate::App;
use crate::assets::{Inspected, PictureError};
use crate::crash::{self, CrashStep};

/// Doubled after every try.
const PUT_PAUSE: Duration = Duration::from_millis(250);
const PUT_PAUSE_MAX: Duration = Duration::from_secs(5);

/// A stored picture, ready to be settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub attempt: AttemptId,
    pub key: StorageKey,
    pub mime: &'static str,
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    /// SHA-256 of the bytes as they came.
    pub hash: [u8; 32],
    pub upstream_ms: Option<u32>,
}

#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// What came is no picture of ours to show.
    #[error(transparent)]
    Unreadable(#[from] PictureError),
    #[error(transparent)]
    Store(#[from] AssetStoreError),
}

/// Looks at what an attempt brought, stores it unchanged and its thumbnail beside it.
pub async fn keep(
    app: &App,
    claimed: &Claimed,
    attempt: AttemptId,
    bytes: Bytes,
    upstream_ms: u32,
) -> Result<Picture, KeepError> {
    let key = StorageKey::output(claimed.id, attempt);
    let inspected = app.pictures().inspect(bytes.clone()).await?;
    put(app, &key, bytes.clone(), claimed.deadline).await?;
    crash::point(CrashStep::AfterStoreBytes);
    put(app, &key.thumb(), inspected.thumb.bytes.clone(), claimed.deadline).await?;
    Ok(kept(key, attempt, &bytes, &inspected, Some(upstream_ms)))
}

/// What a worker that went away had stored already; `None`: nothing.
pub async fn find(app: &App, claimed: &Claimed, attempt: AttemptId) -> Result<Option<Picture>, KeepError> {
    let key = StorageKey::output(claimed.id, attempt);
    if !app.assets.exists(&key).await? {
        return Ok(None);
    }
    let bytes = app.assets.get(&key).await?;
    let inspected = app.pictures().inspect(bytes.clone()).await?;
    put(app, &key.thumb(), inspected.thumb.bytes.clone(), claimed.deadline).await?;
    Ok(Some(kept(key, attempt, &bytes, &inspected, None)))
}

fn kept(
    key: StorageKey,
    attempt: AttemptId,
    bytes: &Bytes,
    inspected: &Inspected,
    upstream_ms: Option<u32>,
) -> Picture {
    crash::point(CrashStep::AfterThumb);
    Picture {
        attempt,
        key,
        mime: inspected.format.mime(),
        width: inspected.width,
        height: inspected.height,
        bytes: bytes.len() as u64,
        hash: Sha256::digest(bytes).into(),
        upstream_ms,
    }
}

/// A picture is paid for by now, so it stays in hand for as long as its generation may last, until the store takes it.
async fn put(app: &App, key: &StorageKey, bytes: Bytes, until: Timestamp) -> Result<(), AssetStoreError> {
    let mut pause = PUT_PAUSE;
    let mut in_hand = None;
    loop {
        let error = match app.assets.put(key, bytes.clone()).await {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        if app.env.now() >= until {
            return Err(error);
        }
        tracing::warn!(%key, %error, "storing a picture failed, trying again");
        in_hand.get_or_insert_with(|| app.shelf().in_hand());
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PUT_PAUSE_MAX);
    }
}
