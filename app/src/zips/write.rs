//! Writing a ZIP into a pipe, as fast as its reader takes it.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use async_zip::base::write::ZipFileWriter;
use async_zip::error::ZipError;
use async_zip::{Compression, ZipDateTime, ZipEntryBuilder};
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt as _};
use nproxy_domain::assets::AssetStoreError;
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::StoreError;
use tokio::io::{AsyncWriteExt as _, DuplexStream, duplex};
use tokio::task::JoinHandle;
use tokio_util::io::ReaderStream;

use super::entry::{Content, Entries, Entry};
use super::patient::Patient;
use crate::App;
use crate::places::Place;

/// What a ZIP says of what it could not bring.
const MISSING: &str = "missing.txt";
const CHUNK_BYTES: usize = 64 * 1024;
/// Read by everybody, written by its owner.
const PERMISSIONS: u16 = 0o644;

/// All that are written at a time are in work, or as many as one customer may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many ZIPs are being written")]
pub struct Busy;

/// The bytes of a ZIP. When it is dropped the writing stops; when the writing fails it ends with an error, never as if it
/// were whole.
pub struct ZipBody(BoxStream<'static, io::Result<Bytes>>);

impl fmt::Debug for ZipBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ZipBody")
    }
}

impl Stream for ZipBody {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(cx)
    }
}

/// Why a ZIP came to no end.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Assets(#[from] AssetStoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Zip(#[from] ZipError),
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Broken {
    /// The reader went away or fell asleep, which is its own affair.
    fn is_the_readers(&self) -> bool {
        let (Self::Io(error) | Self::Zip(ZipError::UpstreamReadError(error))) = self else { return false };
        matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::TimedOut)
    }
}

/// Begins to write; the customer has a place at the desk until the writing has ended.
pub fn stream(app: &App, user: UserId, entries: Entries) -> Result<ZipBody, Busy> {
    let place = app.zips().take(user).ok_or(Busy)?;
    let (reader, writer) = duplex(app.settings.zips.pipe_bytes);
    let writing = tokio::spawn(work(app.clone(), place, entries, writer));
    let bytes = ReaderStream::with_capacity(reader, CHUNK_BYTES);
    Ok(ZipBody(bytes.chain(end(writing)).boxed()))
}

/// Nothing more, or the error that broke it off.
fn end(writing: JoinHandle<bool>) -> impl Stream<Item = io::Result<Bytes>> {
    let broken = async move {
        let whole = writing.await.unwrap_or(false);
        (!whole).then(|| Err(io::Error::other("the ZIP could not be written to its end")))
    };
    futures::stream::once(broken).filter_map(std::future::ready)
}

/// Whether it is whole. Failures are logged here, once.
async fn work(app: App, place: Place, entries: Entries, writer: DuplexStream) -> bool {
    let written = write(&app, entries, writer).await;
    drop(place);
    match written {
        Ok(()) => true,
        Err(error) if error.is_the_readers() => {
            tracing::debug!(%error, "whoever fetched a ZIP went away");
            false
        }
        Err(error) => {
            tracing::error!(%error, "a ZIP could not be written");
            false
        }
    }
}

async fn write(app: &App, mut entries: Entries, writer: DuplexStream) -> Result<(), Broken> {
    let writer = Patient::new(writer, app.settings.zips.stall_max);
    let mut zip = ZipFileWriter::with_tokio(writer);
    let mut missing = Vec::new();
    while let Some(entry) = entries.next().await {
        let Entry { name, at, content } = entry?;
        match bytes(app, content).await? {
            Some(bytes) => zip.write_entry_whole(header(name, at), &bytes).await?,
            None => missing.push(name),
        }
    }
    if !missing.is_empty() {
        let lines: String = missing.iter().flat_map(|name| [name, "\n"]).collect();
        zip.write_entry_whole(header(MISSING.to_owned(), app.env.now()), lines.as_bytes()).await?;
    }
    zip.close().await?.into_inner().shutdown().await?;
    Ok(())
}

fn header(name: String, at: Timestamp) -> ZipEntryBuilder {
    ZipEntryBuilder::new(name.into(), Compression::Stored)
        .last_modification_date(ZipDateTime::from_chrono(&at))
        .unix_permissions(PERMISSIONS)
}

/// `None`: it is gone.
async fn bytes(app: &App, content: Content) -> Result<Option<Bytes>, AssetStoreError> {
    let key = match content {
        Content::Bytes(bytes) => return Ok(Some(bytes)),
        Content::Missing => return Ok(None),
        Content::Asset(key) => key,
    };
    match app.assets.get(&key).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(AssetStoreError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
