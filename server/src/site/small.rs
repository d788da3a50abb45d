//! The small files of the site that the brand changes.

use salvo::http::StatusCode;
use salvo::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH,
};
use salvo::{Request, Response};
use serde_json::{Value, json};

use super::pictures::Picture;
use crate::web::Web;

/// A picture may carry styles of its own, and nothing else.
const CSP_OF_PICTURE: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// For crawlers: the pages beside the app, and what they are made of.
const ROBOTS: &str = "\
User-agent: *
Allow: /$
Allow: /?lang=
Allow: /terms
Allow: /privacy
Allow: /assets/
Allow: /brand/
Allow: /share.jpg
Allow: /favicon.svg
Disallow: /
";

/// Answers if it is one of them; `false`: it is not.
pub fn send(path: &str, web: &Web, req: &Request, res: &mut Response) -> bool {
    let brand = &web.settings.brand;
    if let Some(logo) = brand.logo.as_ref().filter(|logo| logo.path == path) {
        send_picture(logo, "no-cache", req, res);
    } else if let Some(picture) = brand.pictures.iter().find(|picture| picture.path == path) {
        send_picture(picture, "public, max-age=31536000, immutable", req, res);
    } else if path == "/robots.txt" {
        send_text(ROBOTS.to_owned(), "text/plain; charset=utf-8", res);
    } else if path == "/manifest.webmanifest" {
        send_text(manifest(web).to_string(), "application/manifest+json", res);
    } else {
        return false;
    }
    true
}

fn send_picture(picture: &Picture, cache: &'static str, req: &Request, res: &mut Response) {
    let etag = format!("\"{}\"", picture.hash);
    let known = req.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    set(res, CACHE_CONTROL, cache);
    set(res, CONTENT_SECURITY_POLICY, CSP_OF_PICTURE);
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        res.headers_mut().insert(ETAG, etag);
    }
    if known {
        res.status_code(StatusCode::NOT_MODIFIED);
        return;
    }
    set(res, CONTENT_TYPE, picture.mime);
    res.status_code(StatusCode::OK);
    res.body(picture.bytes.clone());
}

fn send_text(text: String, mime: &'static str, res: &mut Response) {
    set(res, CACHE_CONTROL, "no-cache");
    set(res, CONTENT_TYPE, mime);
    res.status_code(StatusCode::OK);
    res.body(text);
}

fn set(res: &mut Response, name: HeaderName, value: &'static str) {
    res.headers_mut().insert(name, HeaderValue::from_static(value));
}

/// What a browser needs to install the app.
fn manifest(web: &Web) -> Value {
    let name = &web.app.settings.site.name;
    let icon = |src: &str, sizes: &str, mime: &str, purpose: &str| json!({ "src": src, "sizes": sizes, "type": mime, "purpose": purpose });
    let icons = match &web.settings.brand.logo {
        Some(logo) => {
            let sizes = if logo.width == 0 { "any".to_owned() } else { format!("{}x{}", logo.width, logo.height) };
            vec![icon(&logo.path, &sizes, logo.mime, "any")]
        }
        None => vec![
            icon("/icon-192.png", "192x192", "image/png", "any"),
            icon("/icon-512.png", "512x512", "image/png", "any"),
            icon("/icon-maskable.png", "512x512", "image/png", "maskable"),
        ],
    };
    json!({
        "id": "/",
        "name": name,
        "short_name": name,
        "start_url": "/c",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf8",
        "theme_color": "#fbfaf8",
        "icons": icons,
    })
}
