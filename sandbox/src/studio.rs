//! Where pictures are drawn, a few at a time.

use image::DynamicImage;
use tokio::sync::Semaphore;

use crate::picture::{self, Format, Picture};

/// A picture to be drawn off the async threads.
pub(crate) struct Sketch {
    pub(crate) prompt: String,
    pub(crate) inputs: Vec<DynamicImage>,
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) format: Format,
    pub(crate) variation: u64,
}

/// A 4K picture takes some 200 MB while it is drawn: no more at once than there are cores.
#[derive(Debug)]
pub(crate) struct Studio(Semaphore);

impl Studio {
    pub(crate) fn new() -> Self {
        Self(Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)))
    }

    /// The picture, encoded. `None`: drawing failed, which it never should.
    pub(crate) async fn draw(&self, sketch: Sketch) -> Option<Vec<u8>> {
        let _drawing = self.0.acquire().await;
        let draw = move || {
            let Sketch { prompt, inputs, width, height, format, variation } = sketch;
            picture::draw(&Picture { prompt: &prompt, inputs: &inputs, width, height, format, variation })
        };
        tokio::task::spawn_blocking(draw).await.ok()
    }
}
