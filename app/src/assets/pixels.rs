//! Decoding, scaling, turning and encoding. The only file that speaks with the codecs.

use std::io::Cursor;

use bytes::Bytes;
use fast_image_resize::Resizer;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Limits};

use super::picture::PictureError;
use super::sniff::Format;

/// A larger colour profile is no colour profile.
const PROFILE_BYTES_MAX: usize = 64 * 1024;

/// A file whose header was read and found to be within the limits.
pub struct Header<'a> {
    decoder: Box<dyn ImageDecoder + 'a>,
}

impl<'a> Header<'a> {
    pub fn read(bytes: &'a [u8], format: Format, pixels_max: u64) -> Result<Self, PictureError> {
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format.codec());
        // The check of the pixels below is ours and exact; this bounds what the codec allocates on the way:
        // 16 bits in four channels, and as much again for its own work.
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(pixels_max.saturating_mul(16));
        reader.limits(limits);
        let decoder = reader.into_decoder().map_err(|_| PictureError::Unreadable)?;
        let header = Self { decoder: Box::new(decoder) };
        match header.pixels() {
            0 => Err(PictureError::Unreadable),
            pixels if pixels > pixels_max => Err(PictureError::TooManyPixels { pixels_max }),
            _ => Ok(header),
        }
    }

    pub fn pixels(&self) -> u64 {
        let (width, height) = self.decoder.dimensions();
        u64::from(width) * u64::from(height)
    }

    pub fn decode(mut self) -> Result<Picture, PictureError> {
        let profile = self.decoder.icc_profile().ok().flatten().filter(|p| is_rgb_profile(p));
        let orientation = self.decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let image = DynamicImage::from_decoder(self.decoder).map_err(|_| PictureError::Unreadable)?;
        let profile = profile.filter(|_| image.color().has_color());
        let image = if image.color().has_alpha() && shines_through(&image) {
            DynamicImage::ImageRgba8(image.into_rgba8())
        } else {
            DynamicImage::ImageRgb8(image.into_rgb8())
        };
        Ok(Picture { image, orientation, profile })
    }
}

/// Pixels: 8 bits, RGBA where something shines through, else RGB.
pub struct Picture {
    image: DynamicImage,
    /// What is still to be done to it.
    orientation: Orientation,
    /// Not personal, and without it the colours of a phone's photo would fade.
    profile: Option<Vec<u8>>,
}

impl Picture {
    pub fn is_translucent(&self) -> bool {
        self.image.color().has_alpha()
    }

    /// Width and height once it is upright.
    pub fn shown_size(&self) -> (u32, u32) {
        let (width, height) = (self.image.width(), self.image.height());
        match self.orientation {
            Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH => (height, width),
            Orientation::NoTransforms
            | Orientation::Rotate180
            | Orientation::FlipHorizontal
            | Orientation::FlipVertical => (width, height),
        }
    }

    /// At most `side_max` pixels on the longer side; a smaller picture stays as it is.
    pub fn shrunk(self, side_max: u32) -> Result<Self, PictureError> {
        let (width, height) = (self.image.width(), self.image.height());
        let longer = width.max(height);
        if longer <= side_max {
            return Ok(self);
        }
        let side = |n: u32| {
            let scaled = (u64::from(n) * u64::from(side_max) + u64::from(longer) / 2) / u64::from(longer);
            u32::try_from(scaled).unwrap_or(side_max).max(1)
        };
        let mut image = DynamicImage::new(side(width), side(height), self.image.color());
        Resizer::new().resize(&self.image, &mut image, None).map_err(|_| PictureError::Unreadable)?;
        Ok(Self { image, ..self })
    }

    /// Turned as its metadata says; shrink first, it is cheaper.
    pub fn upright(mut self) -> Self {
        self.image.apply_orientation(self.orientation);
        Self { orientation: Orientation::NoTransforms, ..self }
    }

    /// WebP is read only, and comes out as a JPEG.
    pub fn encode(&self, format: Format, jpeg_quality: u8) -> Result<Bytes, PictureError> {
        let mut out = Vec::new();
        match format {
            Format::Png => self.write(PngEncoder::new(&mut out)),
            Format::Jpeg | Format::Webp => self.write(JpegEncoder::new_with_quality(&mut out, jpeg_quality)),
        }?;
        Ok(out.into())
    }

    fn write(&self, mut encoder: impl ImageEncoder) -> Result<(), PictureError> {
        if let Some(profile) = &self.profile {
            // An encoder that knows no profiles writes the picture without one.
            let _ = encoder.set_icc_profile(profile.clone());
        }
        let (width, height) = (self.image.width(), self.image.height());
        encoder
            .write_image(self.image.as_bytes(), width, height, self.image.color().into())
            .map_err(|_| PictureError::Unreadable)
    }
}

/// Bytes 16 to 19 of a profile name the colour space of the data (ICC.1:2022, table 17).
fn is_rgb_profile(profile: &[u8]) -> bool {
    profile.len() <= PROFILE_BYTES_MAX && profile.get(16..20) == Some(b"RGB ")
}

fn shines_through(image: &DynamicImage) -> bool {
    match image {
        DynamicImage::ImageRgba8(i) => i.as_raw().chunks_exact(4).any(|p| p[3] != u8::MAX),
        DynamicImage::ImageLumaA8(i) => i.as_raw().chunks_exact(2).any(|p| p[1] != u8::MAX),
        DynamicImage::ImageRgba16(i) => i.as_raw().chunks_exact(4).any(|p| p[3] != u16::MAX),
        DynamicImage::ImageLumaA16(i) => i.as_raw().chunks_exact(2).any(|p| p[1] != u16::MAX),
        _ => false,
    }
}
