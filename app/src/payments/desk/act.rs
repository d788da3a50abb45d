//! What an admin does with a payment.

use nproxy_domain::payment::{Act, ActRefused, PaymentState, act as decide};
use nproxy_domain::{CycleId, PaymentId, UserId};
use nproxy_store::cycles::{self, CycleRow, LimitChange};
use nproxy_store::payments::{self, PaymentRow};
use nproxy_store::{StoreError, Tx, users};
use serde_json::{Value, json};

use super::note::{NoteInvalid, checked};
use super::show::{PaymentFile, file};
use crate::App;
use crate::audit::{By, Change, REASON_CHARS_MAX, reason};
use crate::cycles::requests::{AddRequestsError, add_in};
use crate::payments::apply::{Held, SettleError, applied, hold, settle, standing};
use crate::payments::view::by_hand;

#[derive(Debug, thiserror::Error)]
pub enum ActError {
    #[error("there is no such payment")]
    NotFound,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error(transparent)]
    Invalid(#[from] NoteInvalid),
    #[error(transparent)]
    Refused(#[from] ActRefused),
    #[error("the customer has no month at present that requests could be added to")]
    NoCycle,
    #[error("the month can't be given back: another one lies where it would; give the customer a month instead")]
    MonthInTheWay,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SettleError> for ActError {
    fn from(error: SettleError) -> Self {
        match error {
            SettleError::Refused(refused) => Self::Refused(refused),
            SettleError::Store(error) => Self::Store(error),
        }
    }
}

impl From<AddRequestsError> for ActError {
    fn from(error: AddRequestsError) -> Self {
        match error {
            AddRequestsError::NoCurrentMonth => Self::NoCycle,
            AddRequestsError::TooMany => Self::Invalid(NoteInvalid::Requests),
            AddRequestsError::ReasonMissing => Self::ReasonMissing,
            // Whose account is gone was refused before; what is granted lies above what is used.
            error @ (AddRequestsError::UserNotFound | AddRequestsError::BelowUse { .. }) => {
                Self::Store(StoreError::Internal(error.to_string()))
            }
            AddRequestsError::Store(error) => Self::Store(error),
        }
    }
}

/// Decides it from the row under its lock; all that follows from it, its line in the payment's history and its line in
/// the audit log (`payments.<act>`) are written together or not at all.
pub async fn act(app: &App, by: &By, id: PaymentId, what: Act, why: &str) -> Result<PaymentFile, ActError> {
    let (what, why) = (&checked(what)?, &reason(why).ok_or(ActError::ReasonMissing)?);
    let written = app.store.write(|tx| async move {
        let held = hold(&tx, id).await?.ok_or(ActError::NotFound)?;
        // Before anything is locked that comes after months in the order of locks.
        decide(&held.facts, what, by_hand(app, &held.row))?;
        let month = month(app, &tx, by, &held, what, why).await?;
        let after = settle(&tx, app, &held, what, by.actor, why).await?;
        let line = Change::of(audited(what), format!("payment:{id}"));
        let line = line.before(state_of(&held.row)).after(changed(&after, what, month));
        by.did(&tx, &app.env, line.because(Some(why.clone()))).await?;
        Ok::<_, ActError>((held.facts, after))
    });
    let (before, after) = written.await?;
    applied(&before, &after);
    Ok(file(app, after).await?)
}

/// What an act does to months beyond opening and ending them.
async fn month(app: &App, tx: &Tx, by: &By, held: &Held, what: &Act, why: &str) -> Result<Option<CycleId>, ActError> {
    match what {
        Act::Grant { requests } => {
            let user = UserId(held.row.user_id);
            Ok(Some(add_in(tx, app, by, user, LimitChange::Grant(*requests), why).await?.cycle))
        }
        // Its money went back before, and the month with it.
        Act::Keep if held.facts.state == PaymentState::Refunded => {
            let Some(cycle) = cycles::by_payment(tx, PaymentId(held.row.id)).await?.filter(is_taken) else {
                return Ok(None);
            };
            let restored = cycles::restore(tx, &cycle).await?.ok_or(ActError::MonthInTheWay)?;
            Ok(Some(CycleId(restored.id)))
        }
        _ => Ok(None),
    }
}

fn is_taken(cycle: &CycleRow) -> bool {
    cycle.voided_at.is_some() || cycle.cut_from.is_some()
}

/// The names of the acts that would be done now. A grant needs a month that it can be added to.
pub(super) async fn possible(app: &App, row: &PaymentRow) -> Result<Vec<&'static str>, StoreError> {
    let user = UserId(row.user_id);
    let (db, grace) = (app.store.read(), app.settings.cycles.grace);
    let facts = payments::facts(row, standing(users::get(db, user).await?.as_ref()))?;
    let has_month = cycles::usable(db, user, app.env.now(), grace).await?.is_some();
    let nowhere = String::new;
    let acts = [
        Act::Confirm,
        Act::Activate,
        Act::Grant { requests: 1 },
        Act::RefundNoted { address: nowhere(), amount: nowhere(), transaction: nowhere() },
        Act::Reject,
        Act::Keep,
    ];
    let by_hand = by_hand(app, row);
    let would = |act: &Act| decide(&facts, act, by_hand).is_ok() && (has_month || !matches!(act, Act::Grant { .. }));
    Ok(acts.iter().filter(|act| would(act)).map(name).collect())
}

fn name(act: &Act) -> &'static str {
    audited(act).strip_prefix("payments.").unwrap_or_default()
}

fn audited(act: &Act) -> &'static str {
    match act {
        Act::Confirm => "payments.confirm",
        Act::Activate => "payments.activate",
        Act::Grant { .. } => "payments.grant",
        Act::RefundNoted { .. } => "payments.refund_noted",
        Act::Reject => "payments.reject",
        Act::Keep => "payments.keep",
    }
}

fn state_of(row: &PaymentRow) -> Value {
    json!({
        "state": row.state, "review": row.review, "settlement": row.settlement, "kept": row.kept,
        "activated_at": row.activated_at,
    })
}

fn changed(row: &PaymentRow, what: &Act, month: Option<CycleId>) -> Value {
    let mut after = state_of(row);
    match what {
        Act::Grant { requests } => after["requests"] = json!(requests),
        Act::RefundNoted { address, amount, transaction } => {
            after["refund"] = json!({ "address": address, "amount": amount, "transaction": transaction });
        }
        Act::Confirm | Act::Activate | Act::Reject | Act::Keep => {}
    }
    if let Some(month) = month {
        after["cycle"] = json!(month);
    }
    after
}
