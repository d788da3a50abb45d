//! The sign-in cookie.

use chrono::Duration;
use salvo::http::cookie::{self, Cookie, SameSite};
use salvo::{Request, Response};

use crate::settings::ServerSettings;

/// `__Host-` makes browsers insist on `Secure`, on `Path=/` and on no `Domain`.
fn name(settings: &ServerSettings) -> &'static str {
    if settings.is_https() { "__Host-nproxy" } else { "nproxy_session" }
}

fn shaped(settings: &ServerSettings, value: String, max_age: Duration) -> Cookie<'static> {
    Cookie::build((name(settings), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.is_https())
        .max_age(cookie::time::Duration::seconds(max_age.num_seconds()))
        .build()
}

/// The session token that the browser sent.
pub fn token<'a>(settings: &ServerSettings, req: &'a Request) -> Option<&'a str> {
    req.cookie(name(settings)).map(Cookie::value)
}

pub fn set(settings: &ServerSettings, res: &mut Response, token: String, max_age: Duration) {
    res.add_cookie(shaped(settings, token, max_age));
}

pub fn clear(settings: &ServerSettings, res: &mut Response) {
    res.add_cookie(shaped(settings, String::new(), Duration::zero()));
}
