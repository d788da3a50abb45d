//! Where pictures are drawn, a few at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;
use image::DynamicImage;
use tokio::sync::Semaphore;

use crate::picture::{self, Format, Picture};

const SMALL_SIDE_PX: u16 = 64;

/// A picture to be drawn off the async threads.
pub(crate) struct Sketch {
    pub(crate) prompt: String,
    pub(crate) inputs: Arc<[DynamicImage]>,
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) format: Format,
    pub(crate) variation: u64,
}

/// A picture, encoded.
pub(crate) struct Drawn {
    pub(crate) bytes: Bytes,
    pub(crate) width: u16,
    pub(crate) height: u16,
}

/// Format, width and height.
type Kind = (usize, u16, u16);

#[derive(Debug)]
pub(crate) struct Studio {
    /// A 4K picture takes some 200 MB while it is drawn: no more at once than there are cores.
    drawing: Semaphore,
    /// One picture of each format, which is then all that is ever drawn.
    small: Option<[OnceLock<Bytes>; Format::ALL.len()]>,
    /// How many bytes at least, and what was drawn.
    heavy: Option<(usize, Mutex<HashMap<Kind, Bytes>>)>,
}

impl Studio {
    pub(crate) fn new(small_pictures: bool, heavy_pictures_bytes: Option<usize>) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let heavy = heavy_pictures_bytes.map(|bytes| (bytes, Mutex::default()));
        Self { drawing: Semaphore::new(cores), small: small_pictures.then(Default::default), heavy }
    }

    /// `None`: drawing failed, which it never should.
    pub(crate) async fn draw(&self, sketch: Sketch) -> Option<Drawn> {
        if let Some(small) = &self.small {
            let bytes = small[sketch.format as usize].get_or_init(|| draw_small(sketch.format)).clone();
            return Some(Drawn { bytes, width: SMALL_SIDE_PX, height: SMALL_SIDE_PX });
        }
        let _drawing = self.drawing.acquire().await;
        let (kind, width, height) =
            ((sketch.format as usize, sketch.width, sketch.height), sketch.width, sketch.height);
        if let Some(bytes) = self.heavy.as_ref().and_then(|(_, drawn)| lock(drawn).get(&kind).cloned()) {
            return Some(Drawn { bytes, width, height });
        }
        let draw = move || {
            let Sketch { prompt, inputs, width, height, format, variation } = sketch;
            let picture = Picture { prompt: &prompt, inputs: &inputs, width, height, format, variation };
            Drawn { bytes: picture::draw(&picture).into(), width, height }
        };
        let mut drawn = tokio::task::spawn_blocking(draw).await.ok()?;
        if let Some((bytes_min, known)) = &self.heavy {
            drawn.bytes = made_up_to(*bytes_min, drawn.bytes);
            lock(known).insert(kind, drawn.bytes.clone());
        }
        Some(drawn)
    }
}

/// A JPEG with comments (ITU-T T.81, B.2.4.5) between its first marker and the rest.
fn made_up_to(bytes_min: usize, jpeg: Bytes) -> Bytes {
    const START: &[u8] = &[0xFF, 0xD8];
    const COMMENT: &[u8] = &[0xFF, 0xFE, 0xFF, 0xFF];
    let Some(rest) = jpeg.strip_prefix(START) else { return jpeg };
    // The length counts its own two bytes.
    let comment = [COMMENT, &b" ".repeat(0xFFFF - 2)].concat();
    let comments = bytes_min.saturating_sub(jpeg.len()).div_ceil(comment.len());
    [START, &comment.repeat(comments), rest].concat().into()
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn draw_small(format: Format) -> Bytes {
    let (width, height) = (SMALL_SIDE_PX, SMALL_SIDE_PX);
    picture::draw(&Picture { prompt: "", inputs: &[], width, height, format, variation: 0 }).into()
}
