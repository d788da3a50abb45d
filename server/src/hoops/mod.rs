//! What every request passes on its way in and out, from the outside to the inside.

mod access_log;
mod build;
mod headers;
mod rest;
mod same_origin;

use nproxy_domain::Env;
use salvo::prelude::{CatchPanic, RequestId};
use salvo::{Response, Service, affix_state};

use crate::web::Web;

/// The order is: a name for the request, its line in the log, the headers of the answer, the rest of the body, the net
/// under panics, and the check of where it comes from.
pub fn on(service: Service, web: &Web) -> Service {
    let env: Env = web.app.env.clone();
    service
        .hoop(affix_state::inject(web.clone()))
        .hoop(RequestId::new().generator(move || env.uuid().to_string()))
        .hoop(access_log::AccessLog)
        .hoop(headers::Headers)
        .hoop(build::Build)
        .hoop(rest::Rest)
        .hoop(CatchPanic::new())
        .hoop(same_origin::SameOrigin)
}

/// The name of the request that this answers.
pub fn request_id_of(res: &Response) -> &str {
    res.headers().get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or_default()
}
