//! The one page of the app.

use salvo::http::StatusCode;
use salvo::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use salvo::{Depot, Response};

use super::files::Files;
use crate::web::Web;

pub const NAME: &str = "index.html";

/// The build writes this word wherever the nonce belongs.
const NONCE_MARK: &str = "__CSP_NONCE__";

/// Sends the page with a nonce that is used once.
pub async fn send(files: &Files, depot: &Depot, res: &mut Response) {
    let web = match Web::of(depot) {
        Ok(web) => web,
        Err(problem) => return res.render(problem),
    };
    let Some(page) = files.get(NAME).await else { return not_built(res) };
    let nonce = hex::encode(web.app.env.bytes::<16>());
    let html = String::from_utf8_lossy(&page.bytes).replace(NONCE_MARK, &nonce);
    res.status_code(StatusCode::OK);
    let headers = res.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    res.body(html);
}

/// Everything from us alone. The nonce is for the style blocks that the component library writes.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )
}

fn not_built(res: &mut Response) {
    res.status_code(StatusCode::SERVICE_UNAVAILABLE);
    res.render("The front end is not built: run `make spa`.\n");
}
