//! Swagger UI from inside the binary.

use std::sync::Arc;

use salvo::http::StatusCode;
use salvo::http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, LOCATION};
use salvo::{Depot, FlowCtrl, Handler, Request, Response, async_trait};
use utoipa_swagger_ui::Config;

use super::DOCUMENT_PATH;
use crate::problem::{Code, Problem};

/// Swagger UI writes style attributes and draws its icons from `data:` URLs; nothing else of ours does.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                   connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Where the pages stand; their links are relative and need the slash.
const PAGES_PATH: &str = "/api/docs/";

pub struct Pages(Arc<Config<'static>>);

impl Pages {
    pub fn new() -> Self {
        Self(Arc::new(Config::from(DOCUMENT_PATH)))
    }

    fn page(&self, tail: &str) -> Result<utoipa_swagger_ui::SwaggerFile<'static>, Problem> {
        match utoipa_swagger_ui::serve(tail, self.0.clone()) {
            Ok(Some(file)) => Ok(file),
            Ok(None) => Err(Problem::plain(Code::NotFound)),
            Err(error) => Err(Problem::internal(error)),
        }
    }
}

#[async_trait]
impl Handler for Pages {
    async fn handle(&self, req: &mut Request, _: &mut Depot, res: &mut Response, _: &mut FlowCtrl) {
        let Some(tail) = req.uri().path().strip_prefix(PAGES_PATH) else {
            res.status_code(StatusCode::PERMANENT_REDIRECT);
            res.headers_mut().insert(LOCATION, HeaderValue::from_static(PAGES_PATH));
            return;
        };
        match self.page(tail) {
            Ok(file) => {
                let kind = HeaderValue::from_str(&file.content_type);
                let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
                res.headers_mut().insert(CONTENT_TYPE, kind);
                res.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
                if file.gzpipped {
                    res.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                }
                res.body(file.bytes.into_owned());
            }
            Err(problem) => res.render(problem),
        }
    }
}
