//! The pages, made once for each kind of visitor and kept.
//!
//! The template comes with the build of the front end, so that it names the files that were built with it.

use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use nproxy_app::accounts::Language;
use salvo::http::StatusCode;
use salvo::http::cookie::{self, Cookie, SameSite};
use salvo::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, VARY,
};
use salvo::hyper::body::Bytes;
use salvo::{Request, Response};
use sha2::{Digest as _, Sha256};

use super::view::{Page, Source, View};
use super::visitor::{LANGUAGE_COOKIE, LANGUAGES, Visitor, chosen, code};
use super::words::Words;
use crate::spa::Encoding;
use crate::web::Web;

/// Of the front end's build.
pub const TEMPLATE: &str = "landing.html";
const LANGUAGE_KEPT_DAYS: i64 = 365;

#[derive(Debug)]
pub struct Pages {
    words: [Words; LANGUAGES.len()],
    /// The whole element.
    style: Option<String>,
    policy: HeaderValue,
    made: Mutex<Vec<(Key, Made)>>,
}

/// Everything that changes a page. A template is known by its hash: a folder's may change while we run.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    page: Page,
    visitor: Visitor,
    template: String,
}

#[derive(Clone, Debug)]
struct Made {
    etag: String,
    plain: Bytes,
    gzip: Bytes,
}

impl Pages {
    pub fn new(web: &Web) -> Self {
        let (brand, name) = (&web.settings.brand, &web.app.settings.site.name);
        let css = brand.accent.as_ref().map(super::Accent::css);
        Self {
            words: LANGUAGES.map(|language| Words::of(language, name, brand.words(language))),
            policy: policy(css.as_deref()),
            style: css.map(|css| format!("<style>{css}</style>")),
            made: Mutex::default(),
        }
    }

    /// Whether the page is there at all.
    pub fn has(page: Page, web: &Web) -> bool {
        match page {
            Page::Landing => true,
            Page::Terms => web.settings.brand.terms.is_some(),
            Page::Privacy => web.settings.brand.privacy.is_some(),
        }
    }

    pub async fn send(&self, page: Page, web: &Web, req: &Request, res: &mut Response) {
        let Some(template) = web.front.files.get(TEMPLATE).await else { return crate::spa::not_built(res) };
        let visitor = Visitor::of(web, req).await;
        let key = Key { page, visitor, template: template.etag() };
        let made = match self.kept(&key) {
            Some(made) => made,
            None => match self.make(&key, &String::from_utf8_lossy(&template.bytes), web) {
                Ok(made) => made,
                Err(error) => {
                    tracing::error!(%error, "the landing page can't be made of its template");
                    res.status_code(StatusCode::INTERNAL_SERVER_ERROR);
                    return;
                }
            },
        };
        if let Some(language) = chosen(req) {
            res.add_cookie(keep(language, web));
        }
        self.answer(made, req, res);
    }

    fn kept(&self, key: &Key) -> Option<Made> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.iter().find(|(known, _)| known == key).map(|(_, made)| made.clone())
    }

    fn make(&self, key: &Key, template: &str, web: &Web) -> Result<Made, minijinja::Error> {
        let words = match key.visitor.language {
            Language::En => &self.words[0],
            Language::Ru => &self.words[1],
        };
        let source = Source { app: &web.app, brand: &web.settings.brand, words, style: self.style.as_deref() };
        let html = render(template, &View::new(key.page, source, key.visitor))?;
        let made = Made {
            etag: format!("\"{}\"", hex::encode(&Sha256::digest(&html)[..16])),
            gzip: gzip(html.as_bytes()),
            plain: html.into(),
        };
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        // Of a template that is no more.
        all.retain(|(known, _)| known.template == key.template && known != key);
        all.push((key.clone(), made.clone()));
        Ok(made)
    }

    fn answer(&self, made: Made, req: &Request, res: &mut Response) {
        let zipped = Encoding::accepted(req.headers()).any(|encoding| encoding == Encoding::Gzip);
        let etag = if zipped { made.etag.replacen('"', "\"gz-", 1) } else { made.etag };
        let headers = res.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding, accept-language, cookie"));
        headers.insert(CONTENT_SECURITY_POLICY, self.policy.clone());
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            headers.insert(ETAG, etag);
        }
        if req.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
            res.status_code(StatusCode::NOT_MODIFIED);
            return;
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        if zipped {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        res.status_code(StatusCode::OK);
        res.body(if zipped { made.gzip } else { made.plain });
    }
}

fn render(template: &str, view: &View<'_>) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    // The name says that what is filled in is escaped.
    environment.render_named_str(TEMPLATE, template, Serde(view))
}

/// Everything from us alone. The style of the brand is allowed by its hash: unlike a nonce, it lets the page be kept.
fn policy(css: Option<&str>) -> HeaderValue {
    let hash = css.map(|css| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(css)))).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'{hash}; img-src 'self'; manifest-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

fn gzip(bytes: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Memory takes any write.
    let _ = std::io::Write::write_all(&mut encoder, bytes);
    encoder.finish().unwrap_or_default().into()
}

fn keep(language: Language, web: &Web) -> Cookie<'static> {
    Cookie::build((LANGUAGE_COOKIE, code(language)))
        .path("/")
        .same_site(SameSite::Lax)
        .secure(web.settings.is_https())
        .max_age(cookie::time::Duration::days(LANGUAGE_KEPT_DAYS))
        .build()
}
