//! Pictures from outside, made fit to be kept and shown. Pure and slow: run it through [`super::PictureDesk`].
//!
//! **Invariant:** nothing is decoded whose size in bytes or in pixels is above the limits, so a small file that
//! unpacks into gigabytes costs nothing.

use std::fmt;

use bytes::Bytes;

use super::pixels::{Header, Picture};
use super::sniff::{Format, jpeg_is_whole, sniff};

/// Bounds of one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureLimits {
    /// Of the file as it came.
    pub bytes_max: usize,
    /// Width times height, read from the header before anything is decoded.
    pub pixels_max: u64,
    /// An upload's longer side after it was normalised, in pixels.
    pub side_max: u32,
    /// A thumbnail's longer side, in pixels.
    pub thumb_side_max: u32,
}

impl Default for PictureLimits {
    fn default() -> Self {
        Self { bytes_max: 20 * 1024 * 1024, pixels_max: 50_000_000, side_max: 4096, thumb_side_max: 512 }
    }
}

/// Why a file can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("only PNG, JPEG and WebP pictures can be used")]
    Unsupported,
    #[error("HEIC photos can't be used: export the photo as JPEG, or set the camera to \"Most Compatible\"")]
    Heic,
    #[error("the picture is larger than {} MB", bytes_max / (1024 * 1024))]
    TooManyBytes { bytes_max: usize },
    #[error("the picture has more than {} megapixels", pixels_max / 1_000_000)]
    TooManyPixels { pixels_max: u64 },
    #[error("the picture is damaged or cut off")]
    Unreadable,
}

/// A picture that stays as it came.
#[derive(Clone)]
pub struct Inspected {
    pub format: Format,
    /// As it is shown: a JPEG's orientation is taken into account.
    pub width: u32,
    pub height: u32,
    pub thumb: Thumb,
}

/// A picture written anew: upright, within the limits, without metadata but for the colour profile.
#[derive(Clone)]
pub struct Normalised {
    pub format: Format,
    pub bytes: Bytes,
    pub width: u32,
    pub height: u32,
    pub thumb: Thumb,
}

/// The small version: a JPEG, or a PNG where something shines through.
#[derive(Clone)]
pub struct Thumb {
    pub format: Format,
    pub bytes: Bytes,
}

impl fmt::Debug for Inspected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Inspected({:?} {}x{})", self.format, self.width, self.height)
    }
}

impl fmt::Debug for Normalised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Normalised({:?} {}x{}, {} bytes)", self.format, self.width, self.height, self.bytes.len())
    }
}

impl fmt::Debug for Thumb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Thumb({:?}, {} bytes)", self.format, self.bytes.len())
    }
}

/// Proves that a model's output is a whole picture and makes its thumbnail; the bytes themselves stay unchanged.
pub fn inspect(bytes: &[u8], limits: &PictureLimits) -> Result<Inspected, PictureError> {
    let (format, picture) = decode(bytes, limits)?;
    let (width, height) = picture.shown_size();
    let thumb = thumb(&picture.shrunk(limits.thumb_side_max)?.upright())?;
    Ok(Inspected { format, width, height, thumb })
}

/// Writes an upload anew. PNG stays PNG and JPEG stays JPEG; WebP, which not every model takes, becomes a PNG
/// where something shines through and a JPEG otherwise.
pub fn normalise(bytes: &[u8], limits: &PictureLimits) -> Result<Normalised, PictureError> {
    /// Nearly without visible loss; the model sees this version.
    const QUALITY: u8 = 90;
    let (format, picture) = decode(bytes, limits)?;
    let picture = picture.shrunk(limits.side_max)?.upright();
    let format = match format {
        Format::Webp if picture.is_translucent() => Format::Png,
        Format::Webp => Format::Jpeg,
        kept => kept,
    };
    let bytes = picture.encode(format, QUALITY)?;
    let (width, height) = picture.shown_size();
    Ok(Normalised { format, bytes, width, height, thumb: thumb(&picture.shrunk(limits.thumb_side_max)?)? })
}

/// The number of pixels by the header alone, within the limits.
pub(super) fn pixels(bytes: &[u8], limits: &PictureLimits) -> Result<u64, PictureError> {
    open(bytes, limits).map(|(_, header)| header.pixels())
}

/// All that can be refused without decoding.
fn open<'a>(bytes: &'a [u8], limits: &PictureLimits) -> Result<(Format, Header<'a>), PictureError> {
    if bytes.len() > limits.bytes_max {
        return Err(PictureError::TooManyBytes { bytes_max: limits.bytes_max });
    }
    let format = sniff(bytes)?;
    Ok((format, Header::read(bytes, format, limits.pixels_max)?))
}

fn decode(bytes: &[u8], limits: &PictureLimits) -> Result<(Format, Picture), PictureError> {
    let (format, header) = open(bytes, limits)?;
    if format == Format::Jpeg && !jpeg_is_whole(bytes) {
        return Err(PictureError::Unreadable);
    }
    Ok((format, header.decode()?))
}

fn thumb(small: &Picture) -> Result<Thumb, PictureError> {
    const QUALITY: u8 = 80;
    let format = if small.is_translucent() { Format::Png } else { Format::Jpeg };
    Ok(Thumb { format, bytes: small.encode(format, QUALITY)? })
}
