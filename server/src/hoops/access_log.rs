use std::time::Instant;

use salvo::{Depot, FlowCtrl, Handler, Request, Response, async_trait};
use tracing::Instrument as _;

use super::request_id_of;

/// One line per request, and its id on every line that is written meanwhile: it is what a customer can quote. Neither query nor body nor cookie: they hold what customers wrote and their keys.
#[derive(Debug)]
pub struct AccessLog;

#[async_trait]
impl Handler for AccessLog {
    async fn handle(&self, req: &mut Request, depot: &mut Depot, res: &mut Response, ctrl: &mut FlowCtrl) {
        let begun = Instant::now();
        let span = tracing::info_span!("web", request_id = request_id_of(res));
        ctrl.call_next(req, depot, res).instrument(span.clone()).await;
        let status = res.status_code.unwrap_or_default().as_u16();
        let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        // The pattern of the route, so that ids don't spread a route over many lines.
        let path = if req.matched_path().is_empty() { "-".to_owned() } else { format!("/{}", req.matched_path()) };
        span.in_scope(|| tracing::info!(method = %req.method(), path, status, ms, "request"));
    }
}
