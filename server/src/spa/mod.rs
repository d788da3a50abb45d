//! The front end: static files and, for every address of the app, its page.
//!
//! **Invariant:** HTML never answers for a missing file or an unknown API address; only paths that could be a page
//! of the app fall back to it.

mod encoding;
mod files;
mod front;
mod page;

use salvo::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH,
    VARY,
};
use salvo::http::{Method, StatusCode};
use salvo::{Depot, FlowCtrl, Handler, Request, Response, async_trait};

pub use encoding::Encoding;
pub use front::Front;
pub use page::not_built;

use files::File;

use crate::site::{self, Answered, Pages};
use crate::web::Web;

/// Names under it carry a hash of their content, so what they name never changes.
const HASHED: &str = "assets/";
/// The service worker, and what it may do: it fetches what its pages fetch.
const WORKER: &str = "sw.js";
const CSP_OF_WORKER: &str = "default-src 'none'; connect-src 'self'";
/// What begins so is never a page of the app, however it is spelled.
const OURS: [&str; 5] = ["api", "health", "inputs", "metrics", "webhooks"];
const FOREVER: &str = "public, max-age=31536000, immutable";
const ASK_EVERY_TIME: &str = "no-cache";

/// Answers what no route of the API took. Stands as the innermost hoop of the service and not as a route: a
/// catch-all route would take the place of "wrong method" for every documented path.
#[derive(Debug)]
pub struct Spa {
    web: Web,
    pages: Pages,
}

impl Spa {
    pub fn new(web: &Web) -> Self {
        Self { web: web.clone(), pages: Pages::new(web) }
    }
}

#[async_trait]
impl Handler for Spa {
    async fn handle(&self, req: &mut Request, depot: &mut Depot, res: &mut Response, ctrl: &mut FlowCtrl) {
        // Before the handlers of a route run there is a status only where no route matched.
        let is_unmatched = res.status_code == Some(StatusCode::NOT_FOUND);
        let path = req.uri().path().trim_start_matches('/').to_owned();
        if !is_unmatched || OURS.contains(&first_segment(&path).as_str()) {
            ctrl.call_next(req, depot, res).await;
            return;
        }
        if !matches!(*req.method(), Method::GET | Method::HEAD) {
            res.status_code(StatusCode::METHOD_NOT_ALLOWED);
            res.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return;
        }
        match site::send(&self.pages, &self.web, req, res).await {
            Answered::Yes => return,
            Answered::NoSuchPage => return page::send(&self.web, StatusCode::NOT_FOUND, res).await,
            Answered::No => {}
        }
        let is_file_name = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        if is_file_name || path.starts_with(HASHED) || path == HASHED.trim_end_matches('/') {
            self.file(&path, req, res).await;
        } else {
            page::send(&self.web, StatusCode::OK, res).await;
        }
    }
}

/// Decoded and in small letters.
fn first_segment(path: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy().to_ascii_lowercase();
    decoded.split('/').next().unwrap_or_default().to_owned()
}

impl Spa {
    async fn file(&self, path: &str, req: &Request, res: &mut Response) {
        if [page::NAME, site::TEMPLATE].contains(&path) {
            // Only those who fill them in send them.
            return;
        }
        let Some((file, encoding)) = self.best(path, req).await else { return };
        let cache = if path.starts_with(HASHED) { FOREVER } else { ASK_EVERY_TIME };
        let etag = file.etag();
        res.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(cache));
        res.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(value) = HeaderValue::from_str(&etag) {
            res.headers_mut().insert(ETAG, value);
        }
        if req.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
            res.status_code(StatusCode::NOT_MODIFIED);
            return;
        }
        res.status_code(StatusCode::OK);
        if path == WORKER {
            res.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP_OF_WORKER));
        }
        res.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(files::content_type(path)));
        if let Some(encoding) = encoding {
            res.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
        }
        res.body(file.bytes);
    }

    /// The smallest form of a file that the browser takes.
    async fn best(&self, path: &str, req: &Request) -> Option<(File, Option<Encoding>)> {
        for encoding in Encoding::accepted(req.headers()) {
            if let Some(file) = self.web.front.files.get(&format!("{path}{}", encoding.suffix())).await {
                return Some((file, Some(encoding)));
            }
        }
        Some((self.web.front.files.get(path).await?, None))
    }
}
