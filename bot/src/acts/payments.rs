//! Settling a payment.

use nproxy_app::payments::desk::{self, Act, ActError, NoteInvalid, PaymentFile, ShowError};
use nproxy_domain::PaymentId;
use serde_json::json;

use super::answer::moved;
use super::{Deed, Looked, No};
use crate::act::Settle;
use crate::screens::Sight;
use crate::words::html::bold;

/// Where nothing but the particulars of a refund was written.
const REASON: &str = "in Telegram";

pub(super) async fn look(sight: &Sight<'_>, id: PaymentId, how: Settle) -> Result<Looked, No> {
    let words = &sight.words.acts;
    let found = file(sight, id).await?;
    let payment = bold(&name(sight, &found));
    let text = match how {
        Settle::Confirm => (words.settle_confirm)(&payment),
        Settle::Activate => (words.settle_activate)(&payment),
        Settle::Grant { requests } => (words.settle_grant)(&payment, requests),
        Settle::RefundNoted => (words.settle_refund)(&payment),
        Settle::Reject => (words.settle_reject)(&payment),
        Settle::Keep => (words.settle_keep)(&payment),
    };
    let (view, review) = (&found.payment.view, found.payment.review);
    // Not its version: most readings count that up and change nothing that matters here.
    let state = json!({
        "state": view.state, "review": review, "received": view.received, "settlement": view.settlement,
        "activated_at": view.activated_at, "kept": found.payment.kept,
    });
    Ok(Looked { text, state })
}

pub(super) async fn perform(deed: &Deed<'_>, id: PaymentId, how: Settle) -> Result<String, No> {
    let sight = deed.sight;
    let before = file(sight, id).await?;
    let (act, reason) = act(deed, how)?;
    let done = desk::act(sight.app, deed.by, id, act, &reason).await;
    let after = done.map_err(|error| said(sight, error))?;
    let words = &sight.words.payments;
    let state = |found: &PaymentFile| (words.state)(found.payment.view.state);
    let moved = moved(&name(sight, &after), sight.words.keys.state_label, state(&before), state(&after));
    let settled = after.payment.view.settlement.map(|how| (words.settled)((words.settlement)(how)));
    let kept = (after.payment.kept && !before.payment.kept).then(|| words.kept.to_owned());
    Ok([Some(moved), settled, kept].into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

/// The rules' act, and why it is done.
fn act(deed: &Deed<'_>, how: Settle) -> Result<(Act, String), No> {
    let act = match how {
        Settle::Confirm => Act::Confirm,
        Settle::Activate => Act::Activate,
        Settle::Grant { requests } => Act::Grant { requests },
        Settle::Reject => Act::Reject,
        Settle::Keep => Act::Keep,
        Settle::RefundNoted => return refund(deed),
    };
    Ok((act, deed.reason.to_owned()))
}

/// Address, amount and transaction, and after them the reason if there is one.
fn refund(deed: &Deed<'_>) -> Result<(Act, String), No> {
    let mut written = deed.reason.split_whitespace();
    let (Some(address), Some(amount), Some(transaction)) = (written.next(), written.next(), written.next()) else {
        return Err(No::said(deed.sight.words.refusals.refund));
    };
    let reason = written.collect::<Vec<_>>().join(" ");
    let note = Act::RefundNoted {
        address: address.to_owned(),
        amount: amount.to_owned(),
        transaction: transaction.to_owned(),
    };
    Ok((note, if reason.is_empty() { REASON.to_owned() } else { reason }))
}

fn said(sight: &Sight<'_>, error: ActError) -> No {
    let refusals = &sight.words.refusals;
    No::said(match error {
        ActError::NotFound => refusals.payment_gone,
        ActError::ReasonMissing => refusals.reason,
        ActError::Invalid(NoteInvalid::Requests) => refusals.too_many,
        ActError::Invalid(NoteInvalid::Address | NoteInvalid::Amount | NoteInvalid::Transaction) => refusals.refund,
        ActError::Refused(refused) => (refusals.act)(refused),
        ActError::NoCycle => refusals.no_month,
        ActError::MonthInTheWay => refusals.month_in_the_way,
        ActError::Store(error) => return No::Store(error),
    })
}

async fn file(sight: &Sight<'_>, id: PaymentId) -> Result<PaymentFile, No> {
    desk::show(sight.app, id).await.map_err(|error| match error {
        ShowError::NotFound => No::said(sight.words.refusals.payment_gone),
        ShowError::Store(error) => No::Store(error),
    })
}

fn name(sight: &Sight<'_>, found: &PaymentFile) -> String {
    let (view, email) = (&found.payment.view, &found.payment.email);
    let (price, plan) = (sight.name(&view.price.to_string()), sight.name(&view.plan_label));
    format!("{price} · {plan} · {}", sight.email(email))
}
