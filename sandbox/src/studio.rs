//! Where pictures are drawn, a few at a time.

use std::sync::{Arc, OnceLock};

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

#[derive(Debug)]
pub(crate) struct Studio {
    /// A 4K picture takes some 200 MB while it is drawn: no more at once than there are cores.
    drawing: Semaphore,
    /// One picture of each format, which is then all that is ever drawn.
    small: Option<[OnceLock<Bytes>; Format::ALL.len()]>,
}

impl Studio {
    pub(crate) fn new(small_pictures: bool) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { drawing: Semaphore::new(cores), small: small_pictures.then(Default::default) }
    }

    /// `None`: drawing failed, which it never should.
    pub(crate) async fn draw(&self, sketch: Sketch) -> Option<Drawn> {
        if let Some(small) = &self.small {
            let bytes = small[sketch.format as usize].get_or_init(|| draw_small(sketch.format)).clone();
            return Some(Drawn { bytes, width: SMALL_SIDE_PX, height: SMALL_SIDE_PX });
        }
        let _drawing = self.drawing.acquire().await;
        let draw = move || {
            let Sketch { prompt, inputs, width, height, format, variation } = sketch;
            let picture = Picture { prompt: &prompt, inputs: &inputs, width, height, format, variation };
            Drawn { bytes: picture::draw(&picture).into(), width, height }
        };
        tokio::task::spawn_blocking(draw).await.ok()
    }
}

fn draw_small(format: Format) -> Bytes {
    let (width, height) = (SMALL_SIDE_PX, SMALL_SIDE_PX);
    picture::draw(&Picture { prompt: "", inputs: &[], width, height, format, variation: 0 }).into()
}
