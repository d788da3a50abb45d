//! The OpenAPI 3.1 document, where it is served, and how handlers get into it.

mod ops;
mod ui;

use salvo::http::Method;
use salvo::http::header::{CONTENT_TYPE, HeaderValue};
use salvo::{Depot, FlowCtrl, Handler, Request, Response, Router, async_trait};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

pub use ops::Operations;
pub(crate) use ops::{ops, routes as routes_of};

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
    // Of the API, not of the crate.
    api.info.license = None;
    api.merge(routes::operations().api);
    api
}

/// The document and its pages for people.
pub fn router() -> Router {
    let document = ops::routes(DOCUMENT_PATH, &[Method::GET, Method::HEAD], Document::new());
    let pages = ops::routes("/api/docs/{**tail}", &[Method::GET, Method::HEAD], ui::Pages::new());
    document.into_iter().chain(pages).fold(Router::new(), Router::push)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use salvo::routing::FilterInfo;

    use super::*;
    use crate::serve;

    /// Method and path of every goal below `router`.
    fn mounted(router: &Router, above: &str, found: &mut BTreeSet<(String, String)>) {
        let (mut path, mut method) = (above.to_owned(), None);
        for filter in router.filters() {
            match filter.info() {
                FilterInfo::Path(part) => path = format!("{path}/{}", part.trim_matches('/')),
                FilterInfo::Method(only) => method = Some(only.to_string().to_lowercase()),
                other => panic!("a route by something else: {other:?}"),
            }
        }
        if router.goal.is_some() {
            found.insert((method.expect("a route has a method"), path.clone()));
        }
        for inner in router.routers() {
            mounted(inner, &path, found);
        }
    }

    #[test]
    fn routes_and_document_agree() {
        let mut routes = BTreeSet::new();
        mounted(&serve::router(), "", &mut routes);
        let document = serde_json::to_value(openapi()).unwrap();
        let documented: BTreeSet<(String, String)> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, item)| item.as_object().unwrap().keys().map(|method| (method.clone(), path.clone())))
            .collect();
        let undocumented: Vec<_> = routes.difference(&documented).filter(|(method, _)| method != "head").collect();
        let itself = ["/api/docs/{**tail}", DOCUMENT_PATH, "/inputs/{id}/{token}"]
            .map(|path| ("get".to_owned(), path.to_owned()));
        assert_eq!(undocumented, itself.iter().collect::<Vec<_>>(), "everything else is in the document");
        assert_eq!(documented.difference(&routes).count(), 0, "what is documented is there");
    }
}
