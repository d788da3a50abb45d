//! Where pictures are worked on: off the async threads, with bounded memory.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::picture::{self, Inspected, Normalised, PictureError, PictureLimits};

/// How much is worked on at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskSettings {
    pub limits: PictureLimits,
    /// Of an output as it came: what is paid for is not held to the limit of an upload.
    pub output_bytes_max: usize,
    /// Sum over the pictures in work. One megapixel needs up to 16 MB while it is decoded.
    pub megapixels_at_once: u32,
    /// Uploads that wait or are in work; one more is told to come back.
    pub uploads_max: usize,
}

impl Default for DeskSettings {
    fn default() -> Self {
        Self {
            limits: PictureLimits::default(),
            output_bytes_max: 64 * 1024 * 1024,
            megapixels_at_once: 64,
            uploads_max: 16,
        }
    }
}

/// Why an upload was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error("too many pictures are being worked on")]
    Busy,
}

/// Lets so many megapixels be worked on at a time, whatever the number of pictures.
#[derive(Debug)]
pub struct PictureDesk {
    settings: DeskSettings,
    megapixels: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
}

impl PictureDesk {
    pub fn new(settings: DeskSettings) -> Self {
        Self {
            settings,
            megapixels: Arc::new(Semaphore::new(settings.megapixels_at_once as usize)),
            uploads: Arc::new(Semaphore::new(settings.uploads_max)),
        }
    }

    /// See [`picture::inspect`]. Waits for its turn: the number of outputs at a time is bounded by the workers.
    pub async fn inspect(&self, bytes: Bytes) -> Result<Inspected, PictureError> {
        let limits = PictureLimits { bytes_max: self.settings.output_bytes_max, ..self.settings.limits };
        let turn = self.turn(&bytes, &limits).await?;
        work(turn, bytes, limits, picture::inspect).await
    }

    /// See [`picture::normalise`].
    pub async fn normalise(&self, bytes: Bytes) -> Result<Normalised, DeskError> {
        let _place = self.uploads.try_acquire().map_err(|_| DeskError::Busy)?;
        let limits = self.settings.limits;
        let turn = self.turn(&bytes, &limits).await?;
        Ok(work(turn, bytes, limits, picture::normalise).await?)
    }

    /// As many permits as the picture has megapixels; a picture larger than the desk takes the whole of it.
    async fn turn(&self, bytes: &Bytes, limits: &PictureLimits) -> Result<OwnedSemaphorePermit, PictureError> {
        let megapixels = picture::pixels(bytes, limits)?.div_ceil(1_000_000);
        let permits = u32::try_from(megapixels).unwrap_or(u32::MAX).min(self.settings.megapixels_at_once);
        let megapixels = Arc::clone(&self.megapixels);
        Ok(megapixels.acquire_many_owned(permits).await.expect("the desk never closes"))
    }
}

/// The permit goes along into the thread: the work goes on there even when nobody waits for it any more.
async fn work<T: Send + 'static>(
    turn: OwnedSemaphorePermit,
    bytes: Bytes,
    limits: PictureLimits,
    deed: fn(&[u8], &PictureLimits) -> Result<T, PictureError>,
) -> Result<T, PictureError> {
    let done = tokio::task::spawn_blocking(move || {
        let result = deed(&bytes, &limits);
        drop(turn);
        result
    });
    done.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a codec gave up on a picture");
        Err(PictureError::Unreadable)
    })
}
