//! Bringing all pictures from one store to another, beside a product that goes on.

use bytes::Bytes;
use futures::{StreamExt as _, stream};
use nproxy_domain::assets::{AssetStore, AssetStoreError, Listed, StorageKey};
use sha2::{Digest as _, Sha256};

const PAGE: usize = 1000;
/// Each is in memory as a whole meanwhile.
const AT_ONCE: usize = 8;
/// After so many failures without a success between them the store is in trouble, not the objects.
const FAILURES_MAX: u64 = 20;
/// That are told one by one.
const FAILED_TOLD_MAX: usize = 20;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CopyOptions {
    /// Only says what would be copied.
    pub dry_run: bool,
    /// Reads what is there already on both sides, and copies it again where it differs. Otherwise an object of the
    /// same key and length is believed: a store has it whole or not at all.
    pub verify: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Or to be copied, of a dry run.
    pub copied: u64,
    pub copied_bytes: u64,
    /// Was there already.
    pub there: u64,
    /// Was removed by the product meanwhile.
    pub gone: u64,
    pub failed: u64,
    /// The first of them with the reason.
    pub told: Vec<(StorageKey, String)>,
    /// It stopped before the end because nothing went well any more.
    pub gave_up: bool,
}

/// What became of one object.
enum Fate {
    Copied(u64),
    There,
    Gone,
    Failed(StorageKey, String),
}

/// How many objects there are to go through.
pub async fn count(from: &dyn AssetStore) -> Result<u64, AssetStoreError> {
    let (mut objects, mut after) = (0, None);
    loop {
        let page = from.list(after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(objects) };
        after = Some(last.key.clone());
        objects += page.iter().filter(|object| !object.key.is_probe()).count() as u64;
    }
}

/// Copies what is not there yet. Each object is read back and compared with what was sent. An error is one of the
/// list; a run that ended early is gone on with by another one. `step` is called for each object.
pub async fn copy(
    from: &dyn AssetStore,
    to: &dyn AssetStore,
    options: CopyOptions,
    step: impl Fn(),
) -> Result<Copied, AssetStoreError> {
    let (mut copied, mut in_a_row, mut after) = (Copied::default(), 0, None);
    loop {
        let page = from.list(after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(copied) };
        after = Some(last.key.clone());
        let lasting = page.into_iter().filter(|object| !object.key.is_probe());
        let mut fates = stream::iter(lasting.map(|object| one(from, to, options, object))).buffer_unordered(AT_ONCE);
        while let Some(fate) = fates.next().await {
            step();
            in_a_row = if matches!(fate, Fate::Failed(..)) { in_a_row + 1 } else { 0 };
            copied.take(fate);
            if in_a_row >= FAILURES_MAX {
                copied.gave_up = true;
                return Ok(copied);
            }
        }
    }
}

impl Copied {
    fn take(&mut self, fate: Fate) {
        match fate {
            Fate::Copied(bytes) => {
                self.copied += 1;
                self.copied_bytes += bytes;
            }
            Fate::There => self.there += 1,
            Fate::Gone => self.gone += 1,
            Fate::Failed(key, reason) => {
                self.failed += 1;
                if self.told.len() < FAILED_TOLD_MAX {
                    self.told.push((key, reason));
                }
            }
        }
    }
}

async fn one(from: &dyn AssetStore, to: &dyn AssetStore, options: CopyOptions, object: Listed) -> Fate {
    match try_one(from, to, options, &object).await {
        Ok(fate) => fate,
        Err(error) => Fate::Failed(object.key, error.to_string()),
    }
}

async fn try_one(
    from: &dyn AssetStore,
    to: &dyn AssetStore,
    options: CopyOptions,
    object: &Listed,
) -> Result<Fate, AssetStoreError> {
    let Listed { key, bytes } = object;
    let same_length = to.size(key).await? == Some(*bytes);
    if same_length && !options.verify {
        return Ok(Fate::There);
    }
    if options.dry_run && !same_length {
        return Ok(Fate::Copied(*bytes));
    }
    let Some(sent) = unless_gone(from.get(key).await)? else { return Ok(Fate::Gone) };
    if same_length && same(to, key, &sent).await? {
        return Ok(Fate::There);
    }
    if !options.dry_run {
        to.put(key, sent.clone()).await?;
        if !same(to, key, &sent).await? {
            let reason = "what is read back is not what was written".to_owned();
            return Ok(Fate::Failed(key.clone(), reason));
        }
    }
    Ok(Fate::Copied(sent.len() as u64))
}

async fn same(to: &dyn AssetStore, key: &StorageKey, sent: &Bytes) -> Result<bool, AssetStoreError> {
    let Some(kept) = unless_gone(to.get(key).await)? else { return Ok(false) };
    Ok(Sha256::digest(&kept) == Sha256::digest(sent))
}

fn unless_gone(got: Result<Bytes, AssetStoreError>) -> Result<Option<Bytes>, AssetStoreError> {
    match got {
        Ok(bytes) => Ok(Some(bytes)),
        Err(AssetStoreError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
