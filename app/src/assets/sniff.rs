//! What a file is, by its bytes. Names and declared types are not believed.

use image::ImageFormat;

use super::picture::PictureError;

/// The formats that are read. The names are those of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Png,
    Jpeg,
    Webp,
}

impl Format {
    pub fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// Of a row: one of these wrote it.
    pub fn of_mime(mime: &str) -> Self {
        [Self::Png, Self::Jpeg, Self::Webp].into_iter().find(|format| format.mime() == mime).unwrap_or(Self::Png)
    }

    /// For names of downloads.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }

    pub(super) fn codec(self) -> ImageFormat {
        match self {
            Self::Png => ImageFormat::Png,
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Webp => ImageFormat::WebP,
        }
    }
}

/// The format by magic bytes. Photos of iPhones have a word of their own: people don't know that they are no JPEG.
pub fn sniff(bytes: &[u8]) -> Result<Format, PictureError> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok(Format::Png)
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Ok(Format::Jpeg)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Ok(Format::Webp)
    } else if is_heic(bytes) {
        Err(PictureError::Heic)
    } else {
        Err(PictureError::Unsupported)
    }
}

/// An ISO media file whose `ftyp` box names an HEVC brand, as the main or as a compatible one.
fn is_heic(bytes: &[u8]) -> bool {
    let Some((size, rest)) = bytes.split_first_chunk::<4>() else { return false };
    let Some(brands) = rest.strip_prefix(b"ftyp") else { return false };
    let length = (u32::from_be_bytes(*size) as usize).saturating_sub(8).min(brands.len());
    brands[..length].chunks_exact(4).any(|b| b.starts_with(b"hei") || b.starts_with(b"hev"))
}

/// Whether a JPEG goes on to its end marker. The decoder fills what is missing with grey, and half a picture
/// must not pass for one.
pub(super) fn jpeg_is_whole(bytes: &[u8]) -> bool {
    const START_OF_SCAN: u8 = 0xDA;
    const END: u8 = 0xD9;
    let mut at = 2;
    let mut in_scan = false;
    while let Some(&[marker, kind]) = bytes.get(at..at + 2) {
        if marker != 0xFF {
            if !in_scan {
                return false;
            }
            at += 1;
            continue;
        }
        match kind {
            END => return true,
            // A fill byte: the marker starts with the next one.
            0xFF => at += 1,
            // A stuffed 0xFF of the picture's data, a restart or a marker without a body.
            0x00 | 0x01 | 0xD0..=0xD8 => at += 2,
            _ => {
                let Some(&[high, low]) = bytes.get(at + 2..at + 4) else { return false };
                at += 2 + usize::from(u16::from_be_bytes([high, low]));
                in_scan = kind == START_OF_SCAN;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n...."), Ok(Format::Png));
        assert_eq!(sniff(&[0xFF, 0xD8, 0xFF, 0xE1, 0]), Ok(Format::Jpeg));
        assert_eq!(sniff(b"RIFF\x10\0\0\0WEBPVP8 "), Ok(Format::Webp));
        for other in [&b"GIF89a"[..], b"<svg xmlns=", b"RIFF\x10\0\0\0WAVEfmt ", b"", b"\x89PN"] {
            assert_eq!(sniff(other), Err(PictureError::Unsupported));
        }
    }

    #[test]
    fn heic_is_known_by_its_brands_and_avif_is_not_heic() {
        assert_eq!(sniff(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Err(PictureError::Heic));
        assert_eq!(sniff(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"), Err(PictureError::Heic));
        assert_eq!(sniff(b"\0\0\0\x18ftypavif\0\0\0\0mif1miaf"), Err(PictureError::Unsupported));
    }
}
