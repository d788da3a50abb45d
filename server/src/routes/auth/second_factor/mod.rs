//! The second factor of admins, and the fresh sign-in.

mod confirm;
mod enrol;
mod give;
mod prove;
mod renew;

use nproxy_app::accounts::CodeError;

use super::too_many_attempts;
use crate::docs::{Operations, ops};
use crate::problem::{Code, Problem};

pub fn operations() -> Operations {
    ops![
        enrol::enrol_second_factor,
        prove::confirm_second_factor,
        give::give_second_factor,
        confirm::confirm_sign_in,
        renew::renew_recovery_codes,
    ]
}

/// `pointer`: to the field that the code was typed into.
fn code_refused(error: CodeError, pointer: &str) -> Problem {
    match error {
        CodeError::Wrong => Problem::field(Code::CodeWrong, pointer, &error),
        CodeError::Used => Problem::field(Code::CodeUsed, pointer, &error),
        CodeError::Missing => Problem::said(Code::SecondFactorMissing, &error),
        CodeError::TooManyAttempts(error) => too_many_attempts(error),
        CodeError::Store(error) => Problem::from(error),
    }
}
