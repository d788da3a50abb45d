//! Bodies larger than an operation takes.

use futures::StreamExt as _;
use salvo::Request;
use salvo::http::header::CONTENT_LENGTH;
use tokio_util::bytes::Bytes;

use crate::problem::{Code, Problem};

/// Who sends this much too much is cut off instead of being answered.
const DRAINED_BYTES_MAX: u64 = 64 * 1024 * 1024;

pub fn too_large(bytes_max: usize) -> Problem {
    Problem::new(Code::BodyTooLarge, format!("The body may have at most {bytes_max} bytes."))
}

/// Reads a body to its end and throws it away; one that has none is cut off like one that is much too large.
pub async fn drain(req: &mut Request) {
    let frames = req.body_mut();
    let mut bytes = 0;
    while let Some(Ok(frame)) = frames.next().await {
        bytes += frame.data_ref().map_or(0, Bytes::len) as u64;
        if bytes > DRAINED_BYTES_MAX {
            return;
        }
    }
}

/// Refuses a body that says itself that it is too large. It is read to its end and thrown away: a browser that is
/// still sending would take an early answer for a broken connection and show no reason.
pub async fn drain_oversized(req: &mut Request, bytes_max: usize) -> Result<(), Problem> {
    let length = req.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    match length {
        Some(length) if length > bytes_max as u64 => {
            if length <= DRAINED_BYTES_MAX {
                drain(req).await;
            }
            Err(too_large(bytes_max))
        }
        _ => Ok(()),
    }
}
