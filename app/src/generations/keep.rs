//! A picture that arrived is put where it stays.

use std::time::Duration;

use bytes::Bytes;
use nproxy_domain::assets::{AssetStoreError, StorageKey};
use nproxy_domain::{AttemptId, GenerationId};
use sha2::{Digest as _, Sha256};

use crate::App;
use crate::assets::{Inspected, PictureError};
use crate::crash::{self, CrashStep};

/// A picture is paid for by now, so a moment's trouble with the asset store doesn't lose it.
const PUT_TRIES_MAX: u32 = 5;
/// Doubled after every try.
const PUT_PAUSE: Duration = Duration::from_millis(250);

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
    generation: GenerationId,
    attempt: AttemptId,
    bytes: Bytes,
    upstream_ms: u32,
) -> Result<Picture, KeepError> {
    let key = StorageKey::output(generation, attempt);
    let inspected = app.pictures().inspect(bytes.clone()).await?;
    put(app, &key, bytes.clone()).await?;
    crash::point(CrashStep::AfterStoreBytes);
    finish(app, key, attempt, &bytes, inspected, Some(upstream_ms)).await
}

/// What a worker that went away had stored already; `None`: nothing.
pub async fn find(app: &App, generation: GenerationId, attempt: AttemptId) -> Result<Option<Picture>, KeepError> {
    let key = StorageKey::output(generation, attempt);
    if !app.assets.exists(&key).await? {
        return Ok(None);
    }
    let bytes = app.assets.get(&key).await?;
    let inspected = app.pictures().inspect(bytes.clone()).await?;
    Ok(Some(finish(app, key, attempt, &bytes, inspected, None).await?))
}

async fn finish(
    app: &App,
    key: StorageKey,
    attempt: AttemptId,
    bytes: &Bytes,
    inspected: Inspected,
    upstream_ms: Option<u32>,
) -> Result<Picture, KeepError> {
    put(app, &key.thumb(), inspected.thumb.bytes).await?;
    crash::point(CrashStep::AfterThumb);
    Ok(Picture {
        attempt,
        key,
        mime: inspected.format.mime(),
        width: inspected.width,
        height: inspected.height,
        bytes: bytes.len() as u64,
        hash: Sha256::digest(bytes).into(),
        upstream_ms,
    })
}

async fn put(app: &App, key: &StorageKey, bytes: Bytes) -> Result<(), AssetStoreError> {
    let mut pause = PUT_PAUSE;
    for _ in 1..PUT_TRIES_MAX {
        match app.assets.put(key, bytes.clone()).await {
            Ok(()) => return Ok(()),
            Err(error) => tracing::warn!(%key, %error, "storing a picture failed, trying again"),
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
    app.assets.put(key, bytes).await
}
