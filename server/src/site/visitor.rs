//! Who looks at a page, as far as it changes what is shown.

use std::time::Duration;

use nproxy_app::accounts::{self, Language};
use nproxy_app::switches::{self, SignUp};
use salvo::Request;
use salvo::http::HeaderMap;
use salvo::http::header::ACCEPT_LANGUAGE;
use tokio::time::timeout;

use crate::cookie;
use crate::web::Web;

pub const LANGUAGES: [Language; 2] = [Language::En, Language::Ru];
/// Holds a language that was chosen, for pages that are made before any script runs.
pub const LANGUAGE_COOKIE: &str = "nproxy_language";

/// A page waits no longer for the database.
const PATIENCE: Duration = Duration::from_secs(1);

pub fn code(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Ru => "ru",
    }
}

fn of_code(code: &str) -> Option<Language> {
    LANGUAGES.into_iter().find(|language| self::code(*language) == code)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visitor {
    pub language: Language,
    pub signed_in: bool,
    pub sign_up: SignUp,
}

impl Visitor {
    /// With the database away the pages still stand: for somebody who isn't signed in.
    pub async fn of(web: &Web, req: &Request) -> Self {
        let signed_in = match cookie::token(&web.settings, req) {
            Some(token) => {
                let asked = timeout(PATIENCE, accounts::is_signed_in(&web.app, token)).await;
                asked.is_ok_and(|known| known.unwrap_or(false))
            }
            None => false,
        };
        let sign_up = if signed_in { SignUp::Open } else { sign_up(web).await };
        Self { language: language(req), signed_in, sign_up }
    }
}

/// Who may make an account now.
pub async fn sign_up(web: &Web) -> SignUp {
    let switches = timeout(PATIENCE, switches::read(&web.app)).await.ok().and_then(Result::ok);
    switches.unwrap_or_default().sign_up.unwrap_or(web.app.settings.accounts.sign_up)
}

/// A language that this very request chooses.
pub fn chosen(req: &Request) -> Option<Language> {
    let mut pairs = url::form_urlencoded::parse(req.uri().query().unwrap_or_default().as_bytes());
    pairs.find(|(name, _)| name == "lang").and_then(|(_, value)| of_code(&value))
}

fn language(req: &Request) -> Language {
    let earlier = || req.cookie(LANGUAGE_COOKIE).and_then(|cookie| of_code(cookie.value()));
    chosen(req).or_else(earlier).or_else(|| asked(req.headers())).unwrap_or(Language::En)
}

/// The language that the browser likes best of those that there are.
fn asked(headers: &HeaderMap) -> Option<Language> {
    let lines = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let wishes = lines.flat_map(|line| line.split(',')).filter_map(|wish| {
        let (tag, weight) = wish.split_once(';').map_or((wish, ""), |(tag, weight)| (tag, weight.trim()));
        let weight: f32 = weight.strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse().ok())?;
        let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        of_code(&primary).filter(|_| weight > 0.0).map(|language| (weight, language))
    });
    // Of equal weights the first counts.
    wishes.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_best_language_of_ours_is_spoken() {
        let asked = |said: &str| asked(&[(ACCEPT_LANGUAGE, said.parse().unwrap())].into_iter().collect());
        assert_eq!(asked("ru-RU,ru;q=0.9,en;q=0.8"), Some(Language::Ru));
        assert_eq!(asked("de, en;q=0.3, ru;q=0.7"), Some(Language::Ru));
        assert_eq!(asked("EN-gb, ru"), Some(Language::En));
        assert_eq!(asked("ru;q=0, de"), None);
        assert_eq!(asked("ru;q=x"), None);
    }
}
