use salvo::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use salvo::{Depot, FlowCtrl, Handler, Request, Response, async_trait};

use crate::web::Web;

/// For everything that is no page: it may load nothing and stand in no frame.
const CSP_OF_DATA: &str = "default-src 'none'; frame-ancestors 'none'";

/// Headers that every answer carries. What a handler set itself stays.
#[derive(Debug)]
pub struct Headers;

#[async_trait]
impl Handler for Headers {
    async fn handle(&self, req: &mut Request, depot: &mut Depot, res: &mut Response, ctrl: &mut FlowCtrl) {
        ctrl.call_next(req, depot, res).await;
        let mut say = |name: HeaderName, value: &'static str| {
            res.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
        };
        say(X_CONTENT_TYPE_OPTIONS, "nosniff");
        say(X_FRAME_OPTIONS, "DENY");
        say(REFERRER_POLICY, "same-origin");
        say(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        say(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
        say(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()");
        say(CONTENT_SECURITY_POLICY, CSP_OF_DATA);
        // Files of the front end and pictures say themselves how long they may be kept; nothing else may be.
        say(CACHE_CONTROL, "no-store");
        if Web::of(depot).is_ok_and(|web| web.settings.is_https()) {
            say(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
        }
    }
}
