//! The file of a form, on its way to the disk: of everything else that a form may have nothing is kept.

use std::future::ready;
use std::io;
use std::path::Path;

use futures::TryStreamExt as _;
use multra::{Constraints, Multipart, SizeLimit};
use salvo::Request;
use salvo::http::header::CONTENT_TYPE;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};
use tokio::task::spawn_blocking;

/// A form of ours has one.
const FIELDS_MAX: usize = 8;

/// A file that has no name on the disk: it goes when this goes, also where the process dies.
#[derive(Debug)]
pub struct SentFile {
    file: File,
    bytes: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum FormError {
    #[error("it is not multipart/form-data")]
    NotAForm,
    #[error("it is larger than its length allows")]
    TooLarge,
    #[error("{0}")]
    Unreadable(multra::Error),
    #[error(transparent)]
    Disk(#[from] io::Error),
}

impl From<multra::Error> for FormError {
    fn from(error: multra::Error) -> Self {
        match error {
            multra::Error::NoMultipart | multra::Error::NoBoundary | multra::Error::DecodeContentType(_) => {
                Self::NotAForm
            }
            multra::Error::StreamSizeExceeded { .. } => Self::TooLarge,
            error => Self::Unreadable(error),
        }
    }
}

/// Reads a form to its end. Its first file of this name lies in `dir` then; `None`: it has none, or an empty one.
pub async fn file(
    req: &mut Request,
    name: &str,
    dir: &Path,
    form_bytes_max: usize,
) -> Result<Option<SentFile>, FormError> {
    let kind = req.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let boundary = multra::parse_boundary(kind)?;
    let pieces = req.body_mut().try_filter_map(|frame| ready(Ok(frame.into_data().ok())));
    let limits = Constraints::new().size_limit(SizeLimit::new().whole_stream(form_bytes_max as u64));
    let mut form = Multipart::with_constraints(pieces, boundary, limits.max_fields(FIELDS_MAX));
    let mut sent = None;
    while let Some(mut field) = form.next_field().await? {
        if sent.is_some() || field.name() != Some(name) || field.file_name().is_none() {
            continue;
        }
        let mut new = SentFile::new(dir).await?;
        while let Some(piece) = field.chunk().await? {
            new.file.write_all(&piece).await?;
            new.bytes += piece.len();
        }
        // What is left of writing it fails here and not unseen.
        new.file.flush().await?;
        sent = Some(new);
    }
    Ok(sent.filter(|sent| sent.bytes > 0))
}

impl SentFile {
    async fn new(dir: &Path) -> io::Result<Self> {
        let dir = dir.to_owned();
        let file = spawn_blocking(move || tempfile::tempfile_in(dir)).await.map_err(io::Error::other)??;
        Ok(Self { file: File::from_std(file), bytes: 0 })
    }

    /// The whole of it, in memory.
    pub async fn read(mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(self.bytes);
        self.file.rewind().await?;
        self.file.read_to_end(&mut bytes).await?;
        Ok(bytes)
    }
}
