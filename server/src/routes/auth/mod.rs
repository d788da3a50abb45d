//! Signing up, in and out, what to do about a forgotten password, and the links of mails.

mod address;
mod confirm_email;
mod forgot;
mod keep_account;
mod links;
mod login;
mod logout;
mod register;
mod registration;
mod resend;
mod reset;
mod second_factor;
mod undo_email;
mod verify;

use nproxy_app::accounts::{PasswordError, Proven, SignedIn, TooManyAttempts, UserView, admin_access};
use salvo::http::StatusCode;
use salvo::writing::Json;
use salvo::{Request, Response};

use crate::cookie;
use crate::docs::{Operations, ops};
use crate::dto::{User, UserReply};
use crate::problem::{Code, Problem};
use crate::web::Web;

pub fn operations() -> Operations {
    ops![
        register::register,
        registration::get_registration,
        verify::verify_email,
        resend::resend_verification,
        address::change_registration_address,
        login::login,
        logout::logout,
        forgot::forgot_password,
        reset::reset_password,
        links::look_at_link,
        confirm_email::confirm_email,
        undo_email::undo_email,
        keep_account::keep_account,
    ]
    .merge(second_factor::operations())
}

/// The new session goes into the cookie, its user into the body.
async fn answer(web: &Web, res: &mut Response, status: StatusCode, signed_in: SignedIn) -> Result<(), Problem> {
    keep(web, res, &signed_in);
    res.status_code(status);
    res.render(reply(web, signed_in.user, signed_in.proven).await?);
    Ok(())
}

/// Somebody who is signed in, and of an admin how far he is let in.
pub async fn reply(web: &Web, user: UserView, proven: Proven) -> Result<Json<UserReply>, Problem> {
    let admin = admin_access(&web.app, &user, proven).await?;
    Ok(Json(UserReply { user: User::of(user, admin) }))
}

/// The new session goes into the cookie.
fn keep(web: &Web, res: &mut Response, signed_in: &SignedIn) {
    let max_age = signed_in.expires_at - web.app.env.now();
    cookie::set(&web.settings, res, signed_in.token.expose().to_owned(), max_age);
}

/// The ticket of the browser that waits for a link; one that holds none waits for nothing.
fn ticket(web: &Web, req: &Request) -> Result<String, Problem> {
    let ticket = cookie::ticket(&web.settings, req).map(str::to_owned);
    ticket.ok_or_else(|| Problem::plain(Code::NotFound))
}

/// A password is being hashed on every core; it takes a moment each.
const BUSY_SECONDS: u32 = 2;

pub fn busy(error: &impl std::fmt::Display) -> Problem {
    Problem::said(Code::Busy, error).retry_after(BUSY_SECONDS)
}

pub fn too_many_attempts(error: TooManyAttempts) -> Problem {
    let seconds = u32::try_from(error.retry_after_seconds).unwrap_or(u32::MAX);
    Problem::said(Code::TooManyAttempts, &error).retry_after(seconds)
}

/// `pointer`: to the field that it was typed into.
pub fn password_refused(error: PasswordError, pointer: &str) -> Problem {
    let code = match error {
        PasswordError::TooShort => Code::PasswordTooShort,
        PasswordError::TooLong => Code::PasswordTooLong,
        PasswordError::Common => Code::PasswordCommon,
    };
    Problem::field(code, pointer, &error)
}
