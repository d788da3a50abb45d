//! What a handler left of a request's body.

use std::time::Duration;

use futures::StreamExt as _;
use salvo::http::header::{CONNECTION, HeaderValue};
use salvo::http::{ReqBody, StatusCode, Version};
use salvo::{Depot, FlowCtrl, Handler, Request, Response, async_trait};
use tokio::time::timeout;
use tokio_util::bytes::Bytes;

/// So much is read and thrown away; who sends more hears that the connection ends with the answer.
const REST_BYTES_MAX: usize = 64 * 1024;
/// For all of it.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection whose request was not read to its end can't carry another one, and hyper closes it without saying so: what
/// a proxy sends on it next is lost, and what isn't safe to repeat is a 502 to the customer.
#[derive(Debug)]
pub struct Rest;

#[async_trait]
impl Handler for Rest {
    async fn handle(&self, req: &mut Request, depot: &mut Depot, res: &mut Response, ctrl: &mut FlowCtrl) {
        ctrl.call_next(req, depot, res).await;
        // A body that is too large was left by whoever counted it.
        let was_left = res.status_code == Some(StatusCode::PAYLOAD_TOO_LARGE);
        let ends = was_left || timeout(PATIENCE, is_read(req.take_body())).await != Ok(true);
        if ends && req.version() < Version::HTTP_2 {
            res.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

/// Whether it came to its end.
async fn is_read(mut rest: ReqBody) -> bool {
    let mut bytes = 0;
    while let Some(frame) = rest.next().await {
        let Ok(frame) = frame else { return false };
        bytes += frame.data_ref().map_or(0, Bytes::len);
        if bytes > REST_BYTES_MAX {
            return false;
        }
    }
    true
}
