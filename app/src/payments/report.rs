//! A customer says that a payment was made.

use nproxy_domain::audit::Actor;
use nproxy_domain::payment::{PaymentEffect, PaymentState, ReviewReason};
use nproxy_domain::{PaymentId, UserId};
use nproxy_store::payments::{self, EventKind, PaymentChange, Set};
use nproxy_store::{StoreError, Tx};

use super::apply::{self, Line, Verdict, apply};
use super::get::{GetError, get_own};
use super::read::{ReadError, read};
use super::view::PaymentView;
use crate::App;

pub const TX_ID_CHARS_MAX: usize = 128;
/// Different transactions that may be reported of one payment.
const REPORTS_MAX: usize = 5;

#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Also where it is somebody else's.
    #[error("there is no such payment")]
    NotFound,
    #[error("a transaction id has 1 to {TX_ID_CHARS_MAX} visible ASCII characters")]
    TxIdInvalid,
    #[error("this payment is settled already")]
    AlreadyPaid,
    #[error("too many transactions were reported of this payment")]
    TooManyReports,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps the transaction's id, asks an admin to look unless one is asked already, and reads the status at once: what
/// turns out to be paid answers the question. The same id again changes nothing.
pub async fn report(app: &App, user: UserId, id: PaymentId, tx_id: &str) -> Result<PaymentView, ReportError> {
    let tx_id = tx_id.trim();
    if !(1..=TX_ID_CHARS_MAX).contains(&tx_id.len()) || !tx_id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ReportError::TxIdInvalid);
    }
    let is_new = app.store.write(|tx| async move { keep(&tx, app, user, id, tx_id).await }).await?;
    // A report that is known sends nobody to the processor again.
    if is_new {
        look(app, id).await;
    }
    get_own(app, user, id).await.map_err(|error| match error {
        GetError::NotFound => ReportError::NotFound,
        GetError::Store(error) => ReportError::Store(error),
    })
}

async fn look(app: &App, id: PaymentId) {
    match read(app, id).await {
        // Where nobody can be asked at this moment, an admin is.
        Ok(())
        | Err(
            ReadError::NotMade | ReadError::Busy | ReadError::ByHand | ReadError::ProcessorGone | ReadError::NotFound,
        ) => {}
        // The report is kept; the status is read again by and by.
        Err(error @ (ReadError::Processor(_) | ReadError::Store(_))) => {
            tracing::info!(payment = %id, %error, "a reported payment can't be read");
        }
    }
}

/// `false`: it is on record already.
async fn keep(tx: &Tx, app: &App, user: UserId, id: PaymentId, tx_id: &str) -> Result<bool, ReportError> {
    let held = apply::hold(tx, id).await?.filter(|held| held.row.user_id == user.0).ok_or(ReportError::NotFound)?;
    let refunded = held.facts.state == PaymentState::Refunded;
    if held.facts.activated || held.facts.settlement.is_some() || refunded {
        return Err(ReportError::AlreadyPaid);
    }
    if held.row.reported_tx.as_deref() == Some(tx_id) && held.facts.review.is_some() {
        return Ok(false);
    }
    let events = payments::events(tx, id).await?;
    if events.iter().filter(|event| event.kind == EventKind::Reported).count() >= REPORTS_MAX {
        return Err(ReportError::TooManyReports);
    }
    let change = PaymentChange {
        reported_tx: Set(Some(tx_id.to_owned())),
        reported_at: Set(Some(app.env.now())),
        ..Default::default()
    };
    let asked = PaymentEffect::OpenReview(ReviewReason::Reported);
    let effects = if held.facts.review.is_none() { vec![asked] } else { Vec::new() };
    let verdict = Verdict {
        state: held.facts.state,
        effects,
        change,
        question: Some(format!("its customer says that transaction {tx_id} paid it")),
    };
    let line =
        Line { actor: Actor::User(user), ..Line::of_system(EventKind::Reported, format!("transaction {tx_id}"), None) };
    apply(tx, app, &held, verdict, Some(line)).await?;
    Ok(true)
}
