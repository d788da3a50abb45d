use salvo::http::header::{HeaderName, HeaderValue};
use salvo::{Depot, FlowCtrl, Handler, Request, Response, async_trait};

use crate::web::Web;

const NAME: HeaderName = HeaderName::from_static("nproxy-build");

/// Says with every answer of the API which front end belongs to it, so that a page of an older one notices.
#[derive(Debug)]
pub struct Build;

#[async_trait]
impl Handler for Build {
    async fn handle(&self, req: &mut Request, depot: &mut Depot, res: &mut Response, ctrl: &mut FlowCtrl) {
        ctrl.call_next(req, depot, res).await;
        if !req.uri().path().starts_with("/api/") {
            return;
        }
        if let Ok(web) = Web::of(depot)
            && let Ok(build) = HeaderValue::from_str(web.front.build().await)
            && !build.is_empty()
        {
            res.headers_mut().insert(NAME, build);
        }
    }
}
