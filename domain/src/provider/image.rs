//! A finished picture.

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;

/// `svg+xml`, `vnd.microsoft.icon`; the longest registered ones are not much longer.
const MIME_SUBTYPE_CHARS_MAX: usize = 40;

/// Upstreams differ in the padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A finished picture as the upstream sent it.
#[derive(Clone)]
pub struct Image {
    pub bytes: Bytes,
    /// What the upstream calls it; the bytes are sniffed before anything believes it.
    pub mime: String,
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Image({}, {} bytes)", self.mime, self.bytes.len())
    }
}

impl Image {
    /// `image/..` and nothing after it: the type is shown and kept, so it is not a place for any text.
    pub fn is_mime(mime: &str) -> bool {
        mime.strip_prefix("image/").is_some_and(|rest| {
            (1..=MIME_SUBTYPE_CHARS_MAX).contains(&rest.len())
                && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b))
        })
    }

    /// PNG, JPEG or WebP by the first bytes.
    pub fn is_picture(bytes: &[u8]) -> bool {
        Self::mime_of(bytes).is_some()
    }

    /// The type of a PNG, JPEG or WebP by the first bytes, where an upstream names none.
    pub fn mime_of(bytes: &[u8]) -> Option<&'static str> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some("image/png")
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Some("image/jpeg")
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some("image/webp")
        } else {
            None
        }
    }

    /// The bytes of a PNG, JPEG or WebP that came as base64, with or without padding.
    pub fn from_base64(text: &str) -> Option<Bytes> {
        BASE64.decode(text).ok().filter(|bytes| Self::is_picture(bytes)).map(Bytes::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_first_bytes_and_read_with_or_without_padding() {
        assert_eq!(Image::mime_of(b"\x89PNG\r\n\x1a\n"), Some("image/png"));
        assert_eq!(Image::mime_of(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(Image::mime_of(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        for other in [&b""[..], b"GIF89a", b"RIFF\0\0\0\0WAVE", b"<svg/>"] {
            assert_eq!(Image::mime_of(other), None, "{other:?}");
        }
        let png = Some(Bytes::from_static(b"\x89PNG\r\n\x1a\n\0\0"));
        assert_eq!(Image::from_base64("iVBORw0KGgoAAA=="), png);
        assert_eq!(Image::from_base64("iVBORw0KGgoAAA"), png);
        assert_eq!(Image::from_base64("aGVsbG8="), None, "no picture");
        assert_eq!(Image::from_base64("iVBOR!"), None);
    }
}
