//! A finished picture.

use std::fmt;

use bytes::Bytes;

/// `svg+xml`, `vnd.microsoft.icon`; the longest registered ones are not much longer.
const MIME_SUBTYPE_CHARS_MAX: usize = 40;

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
        bytes.starts_with(b"\x89PNG\r\n\x1a\n")
            || bytes.starts_with(b"\xff\xd8\xff")
            || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
    }
}
