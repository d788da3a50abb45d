//! Sends a request however large it is.

use super::toy::Ways;

pub(super) struct NoSizeLimit;

impl Ways for NoSizeLimit {
    fn request_bytes_max() -> usize {
        usize::MAX
    }
}
