//! The OpenAPI 3.1 document, where it is served, and how handlers get into it.

mod ops;
mod ui;

use salvo::http::header::{CONTENT_TYPE, HeaderValue};
use salvo::{Depot, FlowCtrl, Handler, Request, Response, Router, async_trait};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

pub use ops::Operations;
pub(crate) use ops::ops;

use crate::problem::{Code, FieldError, ProblemBody};
use crate::routes;

/// Where the document lies.
const DOCUMENT_PATH: &str = "/api/openapi.json";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "nproxy",
        version = "1",
        description = "Image generation. Sign in with `POST /api/v1/auth/login`; the session is a cookie. \
            A request that changes something needs the `Origin` of this site. \
            Refusals are `application/problem+json` with a stable `code`."
    ),
    components(schemas(ProblemBody<'_>, FieldError, Code))
)]
struct Frame;

/// The whole document: the frame and every mounted operation.
pub fn openapi() -> OpenApi {
    let mut api = Frame::openapi();
    api.merge(routes::operations().api);
    api
}

/// The document and its pages for people.
pub fn router() -> Router {
    Router::with_path("api")
        .push(Router::with_path("openapi.json").get(Document::new()))
        .push(Router::with_path("docs/{**tail}").get(ui::Pages::new()))
}

struct Document(Vec<u8>);

impl Document {
    fn new() -> Self {
        Self(serde_json::to_vec(&openapi()).unwrap_or_default())
    }
}

#[async_trait]
impl Handler for Document {
    async fn handle(&self, _: &mut Request, _: &mut Depot, res: &mut Response, _: &mut FlowCtrl) {
        res.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        res.body(self.0.clone());
    }
}
