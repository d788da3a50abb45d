//! The cookies: of whoever is signed in, and of a browser that signed up and waits for its link.

use chrono::Duration;
use nproxy_app::accounts::TICKET_VALID_FOR;
use salvo::http::cookie::{self, Cookie, SameSite};
use salvo::{Request, Response};

use crate::settings::ServerSettings;

/// `__Host-` makes browsers insist on `Secure`, on `Path=/` and on no `Domain`.
fn session(settings: &ServerSettings) -> &'static str {
    if settings.is_https() { "__Host-nproxy" } else { "nproxy_session" }
}

fn pending(settings: &ServerSettings) -> &'static str {
    if settings.is_https() { "__Host-nproxy-pending" } else { "nproxy_pending" }
}

fn shaped(settings: &ServerSettings, name: &'static str, value: String, max_age: Duration) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.is_https())
        .max_age(cookie::time::Duration::seconds(max_age.num_seconds()))
        .build()
}

/// The session token that the browser sent.
pub fn token<'a>(settings: &ServerSettings, req: &'a Request) -> Option<&'a str> {
    req.cookie(session(settings)).map(Cookie::value)
}

pub fn set(settings: &ServerSettings, res: &mut Response, token: String, max_age: Duration) {
    res.add_cookie(shaped(settings, session(settings), token, max_age));
}

pub fn clear(settings: &ServerSettings, res: &mut Response) {
    res.add_cookie(shaped(settings, session(settings), String::new(), Duration::zero()));
}

/// The ticket of the sign-up that the browser waits for.
pub fn ticket<'a>(settings: &ServerSettings, req: &'a Request) -> Option<&'a str> {
    req.cookie(pending(settings)).map(Cookie::value)
}

/// For as long as the sign-up waits.
pub fn set_ticket(settings: &ServerSettings, res: &mut Response, ticket: String) {
    res.add_cookie(shaped(settings, pending(settings), ticket, TICKET_VALID_FOR));
}

pub fn clear_ticket(settings: &ServerSettings, res: &mut Response) {
    res.add_cookie(shaped(settings, pending(settings), String::new(), Duration::zero()));
}
