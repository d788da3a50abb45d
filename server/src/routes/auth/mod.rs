//! Signing up, in and out.

mod login;
mod logout;
mod register;

use nproxy_app::accounts::{SignedIn, TooManyAttempts};
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use crate::cookie;
use crate::docs::{Operations, ops};
use crate::dto::UserReply;
use crate::problem::{Code, Problem};
use crate::web::Web;

pub fn operations() -> Operations {
    ops![register::register, login::login, logout::logout]
}

/// The new session goes into the cookie, its user into the body.
fn answer(web: &Web, res: &mut Response, status: StatusCode, signed_in: SignedIn) {
    let max_age = signed_in.expires_at - web.app.env.now();
    cookie::set(&web.settings, res, signed_in.token.expose().to_owned(), max_age);
    res.status_code(status);
    res.render(Json(UserReply { user: signed_in.user.into() }));
}

/// A password is being hashed on every core; it takes a moment each.
const BUSY_SECONDS: u32 = 2;

fn busy(error: &impl std::fmt::Display) -> Problem {
    Problem::said(Code::Busy, error).retry_after(BUSY_SECONDS)
}

fn too_many_attempts(error: TooManyAttempts) -> Problem {
    let seconds = u32::try_from(error.retry_after_seconds).unwrap_or(u32::MAX);
    Problem::said(Code::TooManyAttempts, &error).retry_after(seconds)
}
