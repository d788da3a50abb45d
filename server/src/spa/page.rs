//! The one page of the app.

use nproxy_app::switches::SignUp;
use salvo::Response;
use salvo::http::StatusCode;
use salvo::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use serde::Serialize;

use crate::site;
use crate::web::Web;

pub const NAME: &str = "index.html";

/// The build writes these words where the nonce belongs, and what the app is told of the site.
const NONCE_MARK: &str = "__CSP_NONCE__";
const SITE_MARK: &str = "__SITE__";
/// Of `spa/index.html`: without a brand they are right as they are.
const TITLE: &str = "<title>nproxy</title>";
const ICON: &str = "href=\"/favicon.svg\" type=\"image/svg+xml\"";
const HEAD_END: &str = "</head>";

/// `spa/src/lib/site.ts` reads it.
#[derive(Serialize)]
struct Site<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo_url: Option<&'a str>,
    signup: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    terms_version: Option<&'a str>,
    privacy: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    support: Option<&'a str>,
    build: &'a str,
}

/// Sends the page with a nonce that is used once. The status is 404 where the app will say that there is nothing.
pub async fn send(web: &Web, status: StatusCode, res: &mut Response) {
    let Some(page) = web.front.files.get(NAME).await else { return not_built(res) };
    let nonce = hex::encode(web.app.env.bytes::<16>());
    let html = filled(&String::from_utf8_lossy(&page.bytes), &nonce, &told(web).await, web);
    res.status_code(status);
    let headers = res.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce, web.app.assets.links_origin())) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    res.body(html);
}

/// What the app is told, as JSON.
async fn told(web: &Web) -> String {
    let (site, brand) = (&web.app.settings.site, &web.settings.brand);
    let told = Site {
        name: &site.name,
        logo_url: brand.logo.as_ref().map(|logo| logo.path.as_str()),
        signup: match site::sign_up(web).await {
            SignUp::Open => "open",
            SignUp::Invite => "invite",
            SignUp::Closed => "closed",
        },
        terms_version: site.terms_version.as_deref(),
        privacy: brand.privacy.is_some(),
        support: site.support.as_deref(),
        build: web.front.build().await,
    };
    serde_json::to_string(&told).unwrap_or_default()
}

/// Marks of the build first: what the operator wrote may look like one.
fn filled(page: &str, nonce: &str, told: &str, web: &Web) -> String {
    let brand = &web.settings.brand;
    let mut html = page.replace(NONCE_MARK, nonce);
    if let Some(accent) = &brand.accent {
        let style = format!("<style nonce=\"{nonce}\">{}</style>{HEAD_END}", accent.css());
        html = html.replacen(HEAD_END, &style, 1);
    }
    if let Some(logo) = &brand.logo {
        html = html.replacen(ICON, &format!("href=\"{}\" type=\"{}\"", logo.path, logo.mime), 1);
    }
    html = html.replacen(TITLE, &format!("<title>{}</title>", escaped(&web.app.settings.site.name)), 1);
    html.replacen(SITE_MARK, &escaped(told), 1)
}

/// For text and for attributes in quotation marks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Everything from us alone, but for pictures that their store gives out itself: they are shown, and fetched to be copied.
/// The nonce is for the style blocks that the component library writes.
fn policy(nonce: &str, pictures: Option<&str>) -> String {
    let pictures = pictures.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:{pictures}; \
         font-src 'self'; connect-src 'self'{pictures}; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )
}

pub fn not_built(res: &mut Response) {
    res.status_code(StatusCode::SERVICE_UNAVAILABLE);
    res.render("The front end is not built: run `make spa`.\n");
}
