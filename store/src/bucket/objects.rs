//! A bucket as an asset store.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use bytes::{Bytes, BytesMut};
use futures::{StreamExt as _, stream};
use nproxy_domain::Timestamp;
use nproxy_domain::assets::{AssetStore, AssetStoreError, Listed, Pieces, Presented, Reading, Span, StorageKey};
use nproxy_domain::redact::line;
use tokio::time::timeout;
use url::Url;

use super::trouble::{is_absent, is_outside, root, unavailable};
use super::{Bucket, READS_MAX};

/// What a server gives at most.
const PAGE_MAX: usize = 1000;

#[async_trait]
impl AssetStore for Bucket {
    async fn put(&self, key: &StorageKey, bytes: Bytes) -> Result<(), AssetStoreError> {
        let put = self.client.put_object().bucket(&self.name).key(self.place(key)?);
        // Of no type: whoever gets to an object past us is to save it, not to show it.
        let put = put.content_type("application/octet-stream").body(ByteStream::from(bytes));
        put.send().await.map(drop).map_err(|error| unavailable("writing", &error))
    }

    async fn get(&self, key: &StorageKey) -> Result<Bytes, AssetStoreError> {
        for _ in 1..READS_MAX {
            match collect(self.read(key, Span::Whole).await?).await {
                Ok(bytes) => return Ok(bytes),
                Err(error) => tracing::warn!(%key, %error, "reading an object broke off, trying again"),
            }
        }
        collect(self.read(key, Span::Whole).await?).await
    }

    async fn read(&self, key: &StorageKey, span: Span) -> Result<Reading, AssetStoreError> {
        let span = match span {
            Span::Last(_) => self.counted_from_the_front(key, span).await?,
            span => span,
        };
        let get = self.client.get_object().bucket(&self.name).key(self.place(key)?).set_range(range(span));
        match get.send().await {
            Ok(object) => reading(object, self.timeout),
            Err(error) if is_outside(&error) => {
                let total_bytes = self.size(key).await?.ok_or_else(|| AssetStoreError::NotFound(key.clone()))?;
                Err(AssetStoreError::Outside { total_bytes })
            }
            Err(error) if is_absent(&error) => Err(AssetStoreError::NotFound(key.clone())),
            Err(error) => Err(unavailable("reading", &error)),
        }
    }

    async fn size(&self, key: &StorageKey) -> Result<Option<u64>, AssetStoreError> {
        // There is no place for it, so it is not there.
        let Ok(place) = self.place(key) else { return Ok(None) };
        match self.client.head_object().bucket(&self.name).key(place).send().await {
            Ok(object) => Ok(Some(count(object.content_length))),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(unavailable("looking for an object", &error)),
        }
    }

    async fn delete(&self, key: &StorageKey) -> Result<(), AssetStoreError> {
        let gone = self.client.delete_object().bucket(&self.name).key(self.place(key)?).send().await;
        match gone {
            Err(error) if !is_absent(&error) => Err(unavailable("removing", &error)),
            _ => Ok(()),
        }
    }

    async fn list(&self, after: Option<&StorageKey>, max: usize) -> Result<Vec<Listed>, AssetStoreError> {
        let mut found = Vec::new();
        let mut after = after.map(|key| self.place(key)).transpose()?;
        while found.len() < max {
            let list = self.client.list_objects_v2().bucket(&self.name).prefix(&self.prefix);
            let page = list.max_keys(page_of(max - found.len())).set_start_after(after.take());
            let page = page.send().await.map_err(|error| unavailable("listing", &error))?;
            let objects = page.contents();
            let keys = objects.iter().filter_map(|object| {
                let key = StorageKey::listed(object.key()?.strip_prefix(&self.prefix)?)?;
                Some(Listed { key, bytes: count(object.size) })
            });
            found.extend(keys);
            after = objects.last().and_then(|object| object.key()).map(str::to_owned);
            if after.is_none() || page.is_truncated() != Some(true) {
                break;
            }
        }
        Ok(found)
    }

    async fn link(
        &self,
        key: &StorageKey,
        presented: Presented<'_>,
        now: Timestamp,
    ) -> Result<Option<Url>, AssetStoreError> {
        match &self.links {
            Some(links) => links.link(self.place(key)?, presented, now).await.map(Some),
            None => Ok(None),
        }
    }

    fn links_origin(&self) -> Option<&str> {
        self.links.as_ref().map(super::links::Links::origin)
    }
}

impl Bucket {
    /// Not every server knows spans from the end, and what they are of an object that is shorter.
    async fn counted_from_the_front(&self, key: &StorageKey, span: Span) -> Result<Span, AssetStoreError> {
        let total_bytes = self.size(key).await?.ok_or_else(|| AssetStoreError::NotFound(key.clone()))?;
        let (first, _) = span.within(total_bytes).ok_or(AssetStoreError::Outside { total_bytes })?;
        Ok(Span::From { first, last: None })
    }
}

/// The header `Range`.
fn range(span: Span) -> Option<String> {
    Some(match span {
        Span::Whole => return None,
        Span::From { first, last: None } => format!("bytes={first}-"),
        Span::From { first, last: Some(last) } => format!("bytes={first}-{last}"),
        Span::Last(bytes) => format!("bytes=-{bytes}"),
    })
}

pub(super) fn reading(object: GetObjectOutput, piece_max: Duration) -> Result<Reading, AssetStoreError> {
    let bytes = count(object.content_length);
    let (first, total_bytes) = match object.content_range() {
        Some(range) => content_range(range).ok_or_else(|| {
            AssetStoreError::Unavailable(format!("the bucket's server sent a strange range: {}", line(range)))
        })?,
        None => (0, bytes),
    };
    Ok(Reading { total_bytes, first, bytes, pieces: pieces(object.body, piece_max) })
}

/// `bytes 3-5/10`.
fn content_range(header: &str) -> Option<(u64, u64)> {
    let (span, total) = header.strip_prefix("bytes ")?.split_once('/')?;
    Some((span.split_once('-')?.0.parse().ok()?, total.parse().ok()?))
}

/// The wait for a piece begins when it is asked for: a slow reader is no trouble of the bucket's.
fn pieces(body: ByteStream, piece_max: Duration) -> Pieces {
    let broken = |why: String| AssetStoreError::Unavailable(format!("reading broke off: {why}"));
    Box::pin(stream::try_unfold(body, move |mut body| async move {
        match timeout(piece_max, body.try_next()).await {
            Ok(Ok(piece)) => Ok(piece.map(|piece| (piece, body))),
            Ok(Err(error)) => Err(broken(line(&root(&error)))),
            Err(_) => Err(broken("nothing came any more".to_owned())),
        }
    }))
}

async fn collect(mut reading: Reading) -> Result<Bytes, AssetStoreError> {
    let mut all = BytesMut::with_capacity(usize::try_from(reading.bytes).unwrap_or_default());
    while let Some(piece) = reading.pieces.next().await {
        all.extend_from_slice(&piece?);
    }
    if all.len() as u64 == reading.bytes {
        Ok(all.freeze())
    } else {
        Err(AssetStoreError::Unavailable(format!("{} bytes came instead of {}", all.len(), reading.bytes)))
    }
}

pub(super) fn count(n: Option<i64>) -> u64 {
    n.and_then(|n| u64::try_from(n).ok()).unwrap_or_default()
}

fn page_of(wanted: usize) -> i32 {
    i32::try_from(wanted.min(PAGE_MAX)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_that_came_is_read_from_its_header() {
        assert_eq!(content_range("bytes 3-5/10"), Some((3, 10)));
        for strange in ["", "bytes", "bytes 3-5/*", "bytes */10", "bytes 3/10", "3-5/10"] {
            assert_eq!(content_range(strange), None, "{strange}");
        }
    }
}
