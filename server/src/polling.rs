//! Long polls: a program says what it knows, and is answered when something else is true.

use std::time::Duration;

use nproxy_app::generations::Etag;
use salvo::http::StatusCode;
use salvo::http::header::{ETAG, HeaderValue, IF_NONE_MATCH};
use salvo::{Request, Response, Scribe};

use crate::extract::out_of_range;
use crate::problem::Problem;
use crate::web::Web;

const WAIT_SECONDS_MAX: u64 = 25;

/// The state that `If-None-Match` names.
pub fn known(req: &Request) -> Option<Etag> {
    req.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).map(unquoted)
}

/// `wait` of a query.
pub fn wait_of(seconds: u64) -> Result<Duration, Problem> {
    if seconds > WAIT_SECONDS_MAX {
        return Err(out_of_range("wait", &format!("the longest wait is {WAIT_SECONDS_MAX} seconds")));
    }
    Ok(Duration::from_secs(seconds))
}

/// Looks for so long; a server that goes keeps nobody waiting.
pub async fn while_serving<T, Fut>(web: &Web, wait: Duration, look: impl Fn(Duration) -> Fut) -> T
where
    Fut: Future<Output = T>,
{
    tokio::select! {
        seen = look(wait) => seen,
        () = web.stopping.cancelled(), if !wait.is_zero() => look(Duration::ZERO).await,
    }
}

/// The state with its tag, or that it is the known one.
pub fn answer(res: &mut Response, changed: Option<impl Scribe>, etag: &Etag) {
    match changed {
        Some(state) => res.render(state),
        None => _ = res.status_code(StatusCode::NOT_MODIFIED),
    }
    if let Ok(value) = HeaderValue::from_str(&format!("\"{}\"", etag.as_str())) {
        res.headers_mut().insert(ETAG, value);
    }
}

/// `"abc"`, or `W/"abc"` where a proxy weakened it.
fn unquoted(header: &str) -> Etag {
    Etag::from_header(header.trim().trim_start_matches("W/").trim_matches('"'))
}
