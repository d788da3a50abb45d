//! Pictures worth looking at: paper-cut landscapes whose mood, palette and land follow the prompt, with the prompt lettered at the foot.
//! The same prompt and variation give the same picture; another variation gives a sibling.

mod canvas;
mod hints;
mod lettering;
mod palette;
mod remix;
mod scene;

use image::{DynamicImage, ImageBuffer, ImageFormat};

use crate::dice::{Dice, hash64};
use canvas::Canvas;
use hints::Hints;
use palette::Palette;
use scene::Scene;

/// A picture to be drawn.
pub(crate) struct Picture<'a> {
    pub(crate) prompt: &'a str,
    /// The first is the picture to work from, others are set into it.
    pub(crate) inputs: &'a [DynamicImage],
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) format: Format,
    pub(crate) variation: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Png,
    Jpeg,
    Webp,
}

impl Format {
    pub(crate) const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::Webp];

    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
        }
    }

    pub(crate) fn mime_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }
}

/// Draws and encodes. Takes some 100 ms of a core for a picture of 1K: run it off the async threads.
pub(crate) fn draw(picture: &Picture<'_>) -> Vec<u8> {
    let wish = remix::Wish::read(picture.prompt);
    let hints = Hints::read(&wish.words);
    let mut chosen_by_prompt = Dice::new(hash64(wish.words.as_bytes()));
    let mut dice = Dice::new(picture.variation);
    let palette = Palette::new(&hints, &mut chosen_by_prompt, &mut dice);
    let scene = Scene::new(&hints, &mut chosen_by_prompt, &mut dice);
    let mut canvas = Canvas::new(picture.width, picture.height);
    if picture.inputs.is_empty() {
        scene.paint(&mut canvas, &palette, &mut dice);
    } else {
        remix::paint(&mut canvas, picture.inputs, wish.closeness, &scene, &palette, &mut dice);
    }
    canvas.finish_surface();
    lettering::caption(&mut canvas, &wish.words, !picture.inputs.is_empty());
    encode(canvas, picture.format)
}

fn encode(canvas: Canvas, format: Format) -> Vec<u8> {
    let (width, height, rgba) = canvas.into_rgba();
    let rgba = ImageBuffer::from_raw(width, height, rgba).map(DynamicImage::ImageRgba8).unwrap_or_default();
    let rgb = DynamicImage::ImageRgb8(rgba.into_rgb8());
    let mut bytes = std::io::Cursor::new(Vec::new());
    let format = match format {
        Format::Png => ImageFormat::Png,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Webp => ImageFormat::WebP,
    };
    if let Err(error) = rgb.write_to(&mut bytes, format) {
        // The encoders take any RGB picture of these sizes, and memory takes any write.
        tracing::error!(%error, "sandbox could not encode a picture");
    }
    bytes.into_inner()
}
