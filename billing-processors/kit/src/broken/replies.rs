//! Answers that are read carelessly.

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::processor::{CryptoAmount, Found, PaymentSnapshot, PaymentStatus, Scalar};
use nproxy_domain::provider::Reply;

use super::toy::{self, Ways};

/// Expects JSON, come what may.
pub(super) struct PanicsOnHtml;

impl Ways for PanicsOnHtml {
    fn reply(reply: Reply) -> Reply {
        assert!(!reply.body.starts_with(b"<"), "HTML");
        reply
    }
}

/// Reads the body and not the status.
pub(super) struct StatusBlind;

impl Ways for StatusBlind {
    fn reply(reply: Reply) -> Reply {
        Reply { status: StatusCode::OK, ..reply }
    }
}

/// Takes a refused key for a server that is down.
pub(super) struct OneClass;

impl Ways for OneClass {
    fn error(error: PluginError, _: &Reply) -> PluginError {
        PluginError { class: Class::Overload, ..error }
    }
}

/// Says that nothing was made where nobody knows.
pub(super) struct NeverSpent;

impl Ways for NeverSpent {
    fn error(error: PluginError, _: &Reply) -> PluginError {
        PluginError { spent: Spent::No, ..error }
    }
}

/// Once an invoice was made, a refused question about it is taken for a refused order.
pub(super) struct RefusedAfterwards;

impl Ways for RefusedAfterwards {
    fn error(error: PluginError, reply: &Reply) -> PluginError {
        let spent = if reply.status.is_client_error() { Spent::No } else { error.spent };
        PluginError { spent, ..error }
    }
}

/// Repeats the processor's answer.
pub(super) struct RepeatsAnswers;

impl Ways for RepeatsAnswers {
    fn error(error: PluginError, reply: &Reply) -> PluginError {
        PluginError { detail: String::from_utf8_lossy(&reply.body).into_owned(), ..error }
    }
}

/// Reads amounts through a float.
pub(super) struct FloatAmounts;

impl Ways for FloatAmounts {
    fn amount(text: &Scalar) -> Option<CryptoAmount> {
        text.0.parse::<f64>().ok()?.to_string().parse().ok()
    }
}

/// Takes an amount below nothing for its size.
pub(super) struct SignBlind;

impl Ways for SignBlind {
    fn amount(text: &Scalar) -> Option<CryptoAmount> {
        text.0.trim_start_matches('-').parse().ok()
    }
}

/// Takes money that went back for money that is here.
pub(super) struct RefundIsPaid;

impl Ways for RefundIsPaid {
    fn status(state: Option<&str>, certain: bool) -> Option<PaymentStatus> {
        if state == Some("back") { Some(PaymentStatus::Paid) } else { toy::status(state?, certain) }
    }
}

/// Takes a late payment for certain as soon as it is seen.
pub(super) struct LateIsPaid;

impl Ways for LateIsPaid {
    fn status(state: Option<&str>, _: bool) -> Option<PaymentStatus> {
        toy::status(state?, true)
    }
}

/// Takes what it doesn't know for nothing having come.
pub(super) struct UnknownIsPending;

impl Ways for UnknownIsPending {
    fn status(state: Option<&str>, certain: bool) -> Option<PaymentStatus> {
        Some(toy::status(state?, certain).unwrap_or(PaymentStatus::Pending))
    }
}

/// Takes an answer without a state for paid.
pub(super) struct SilenceIsPaid;

impl Ways for SilenceIsPaid {
    fn status(state: Option<&str>, certain: bool) -> Option<PaymentStatus> {
        state.map_or(Some(PaymentStatus::Paid), |state| toy::status(state, certain))
    }
}

/// Gives the invoices of everybody for those of one order.
pub(super) struct FindsEverybody;

impl Ways for FindsEverybody {
    fn finds(_: &PaymentSnapshot, _: &str) -> bool {
        true
    }
}

/// Never finds what it made.
pub(super) struct FindsNobody;

impl Ways for FindsNobody {
    fn finds(_: &PaymentSnapshot, _: &str) -> bool {
        false
    }
}

/// Gives up a list for one item that it doesn't know.
pub(super) struct StopsAtTheUnknown;

impl Ways for StopsAtTheUnknown {
    fn page(
        items: Vec<Result<PaymentSnapshot, PluginError>>,
        more: bool,
    ) -> Result<Found<PaymentSnapshot>, PluginError> {
        let payments = items.into_iter().collect::<Result<_, _>>()?;
        Ok(Found { more, ..Found::all(payments) })
    }
}

/// Leaves out what it doesn't know, so that the next page begins too early.
pub(super) struct LosesCount;

impl Ways for LosesCount {
    fn page(
        items: Vec<Result<PaymentSnapshot, PluginError>>,
        more: bool,
    ) -> Result<Found<PaymentSnapshot>, PluginError> {
        Ok(Found { more, ..Found::all(items.into_iter().flatten().collect()) })
    }
}

/// Shows whatever the processor calls an address.
pub(super) struct AnyAddress;

impl Ways for AnyAddress {
    fn address(text: &str) -> Option<String> {
        Some(text.to_owned())
    }
}

/// Makes a link of whatever the processor calls one.
pub(super) struct AnyLink;

impl Ways for AnyLink {
    fn link(text: &str) -> Option<String> {
        toy::is_word(text).then(|| text.to_owned())
    }
}
