use salvo::http::header::{HOST, HeaderMap, ORIGIN};
use salvo::http::{HeaderValue, Method};
use salvo::{Depot, FlowCtrl, Handler, Request, Response, async_trait};
use url::Url;

use crate::problem::{Code, Problem};
use crate::routes::WEBHOOKS;
use crate::settings::ServerSettings;
use crate::web::Web;

/// Refuses state-changing requests that another site made a browser send.
///
/// The cookie is `SameSite=Lax`; this also covers browsers that don't know that, and sibling domains.
#[derive(Debug)]
pub struct SameOrigin;

#[async_trait]
impl Handler for SameOrigin {
    async fn handle(&self, req: &mut Request, depot: &mut Depot, res: &mut Response, ctrl: &mut FlowCtrl) {
        let is_read = matches!(*req.method(), Method::GET | Method::HEAD | Method::OPTIONS) && !is_elsewheres_act(req);
        let verdict = match Web::of(depot) {
            Ok(web) if is_read || is_from_outside(req) || is_ours(&web.settings, req.headers()) => Ok(()),
            Ok(_) => Err(Problem::new(
                Code::CrossSite,
                "A request that changes something needs the Origin (or Sec-Fetch-Site) of this site.",
            )),
            Err(problem) => Err(problem),
        };
        match verdict {
            Ok(()) => {
                ctrl.call_next(req, depot, res).await;
            }
            Err(problem) => {
                res.render(problem);
                ctrl.skip_rest();
            }
        }
    }
}

/// The end of the address of a list that is taken out as a file.
const LIST_FILE: &str = ".csv";

/// A list that is taken out as a file is put on record: no other site may lead an admin there. A browser that knows of
/// sites says so.
fn is_elsewheres_act(req: &Request) -> bool {
    let site = req.headers().get("sec-fetch-site").map(HeaderValue::as_bytes);
    req.uri().path().ends_with(LIST_FILE) && matches!(site, Some(b"cross-site" | b"same-site"))
}

/// What other servers send has no origin; it is signed, and no cookie counts there.
fn is_from_outside(req: &Request) -> bool {
    req.matched_path() == WEBHOOKS.trim_start_matches('/')
}

fn is_ours(settings: &ServerSettings, headers: &HeaderMap) -> bool {
    let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let site = headers.get("sec-fetch-site").map(text);
    let origin = headers.get(ORIGIN).map(text);
    match (origin, site) {
        // A browser that calls it cross-site is right, whatever the origin looks like.
        (_, Some(site)) if site != "same-origin" => false,
        (Some(origin), _) => is_own_origin(settings, &origin, headers.get(HOST).map(text).as_deref()),
        (None, Some(_)) => true,
        (None, None) => false,
    }
}

/// The public address, or, where it isn't https, the address that the request itself went to: a page from
/// elsewhere can't choose the `Host`, and a proxy that terminates TLS must not be bypassed by plain http.
fn is_own_origin(settings: &ServerSettings, origin: &str, host: Option<&str>) -> bool {
    let Ok(origin) = Url::parse(origin) else { return false };
    let is_public = settings.public_url.as_ref().is_some_and(|url| url.origin() == origin.origin());
    is_public
        || (!settings.is_https() && origin.scheme() == "http" && host.is_some_and(|host| host == authority(&origin)))
}

fn authority(origin: &Url) -> String {
    let host = origin.host_str().unwrap_or_default();
    origin.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(public_url: Option<&str>, headers: &[(&'static str, &str)]) -> bool {
        let mut settings = ServerSettings::new(([127, 0, 0, 1], 0).into());
        settings.public_url = public_url.map(|url| url.parse().unwrap());
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_ours(&settings, &headers)
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
        let public = Some("https://pictures.example");
        assert!(ours(public, &[("origin", "https://pictures.example"), ("host", "pictures.example")]));
        assert!(ours(public, &[("origin", "https://pictures.example:443")]));
        assert!(ours(public, &[("sec-fetch-site", "same-origin")]));
        assert!(!ours(public, &[("origin", "http://pictures.example"), ("host", "pictures.example")]));
        assert!(!ours(public, &[("origin", "https://evil.pictures.example")]));
        assert!(!ours(public, &[("origin", "https://pictures.example:8443")]));
        assert!(!ours(public, &[("origin", "null")]));
        assert!(!ours(public, &[("sec-fetch-site", "same-site")]));
        assert!(!ours(public, &[("sec-fetch-site", "none")]));
        assert!(!ours(public, &[("origin", "https://pictures.example"), ("sec-fetch-site", "cross-site")]));
        assert!(!ours(public, &[]));
    }

    #[test]
    fn without_a_public_address_the_host_counts() {
        assert!(ours(None, &[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(ours(None, &[("origin", "http://localhost"), ("host", "localhost")]));
        assert!(ours(Some("http://127.0.0.1:8080"), &[("origin", "http://localhost:80"), ("host", "localhost")]));
        assert!(!ours(None, &[("origin", "http://localhost:5173"), ("host", "127.0.0.1:8080")]));
        assert!(!ours(None, &[("origin", "http://localhost")]));
    }
}
