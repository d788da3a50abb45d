//! Whoever is signed in.

mod close;
mod email;
mod export;
mod get;
mod password;
mod second_factor;
mod sessions;
mod update;

use nproxy_app::accounts::ProofError;

use super::auth::{busy, too_many_attempts};
use crate::docs::{Operations, ops};
use crate::problem::{Code, Problem};

pub fn operations() -> Operations {
    ops![
        get::get_me,
        second_factor::get_second_factor,
        update::update_me,
        close::close_account,
        password::change_password,
        email::change_email,
        export::export_me,
    ]
    .merge(sessions::operations())
}

/// `pointer`: to the field that the account's password was typed into.
pub fn not_proven(error: ProofError, pointer: &str) -> Problem {
    match error {
        ProofError::WrongPassword => Problem::field(Code::WrongPassword, pointer, &error),
        // Deleted since the session was looked at.
        ProofError::NotSignedIn => Problem::plain(Code::NotSignedIn),
        ProofError::TooManyAttempts(error) => too_many_attempts(error),
        ProofError::Busy(error) => busy(&error),
        ProofError::Store(error) => Problem::from(error),
    }
}
