//! Payments at the admins' desk.

mod confirm;
mod keep;
mod proof;
mod read;
mod settle;
mod show;

use nproxy_app::payments::desk::{ActError, NoteInvalid};

use crate::docs::{Operations, ops};
use crate::problem::{Code, Problem};

pub fn operations() -> Operations {
    ops![
        show::show_payment,
        read::read_payment,
        confirm::confirm_payment,
        keep::keep_payment,
        settle::settle_payment,
        proof::payment_proof,
    ]
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        match error {
            ActError::NotFound => Self::plain(Code::NotFound),
            ActError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            ActError::Invalid(invalid) => Self::field(Code::InvalidBody, pointer(invalid), &error),
            ActError::Refused(_) | ActError::MonthInTheWay => Self::said(Code::ActRefused, &error),
            ActError::NoCycle => Self::said(Code::NoCurrentMonth, &error),
            ActError::Store(error) => Self::from(error),
        }
    }
}

fn pointer(invalid: NoteInvalid) -> &'static str {
    match invalid {
        NoteInvalid::Requests => "/requests",
        NoteInvalid::Address => "/refund/address",
        NoteInvalid::Amount => "/refund/amount",
        NoteInvalid::Transaction => "/refund/transaction",
    }
}
