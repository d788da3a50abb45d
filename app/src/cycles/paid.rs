//! What a payment does to months. Called by what decides on payments, within its transaction.

use nproxy_domain::audit::Actor;
use nproxy_domain::{PaymentId, UserId};
use nproxy_store::cycles::{self, CycleRow};
use nproxy_store::payments::PaymentRow;
use nproxy_store::{StoreError, Topic, Tx};

use super::open::{NewMonth, open};
use super::queue::close_up;
use crate::App;

/// Opens the month that was paid for: behind the last one while that or its grace runs, else now. What it is made of are
/// the payment's own copies. Whoever calls holds the locks of the customer and of the payment.
///
/// A second call finds the month of the first one, whatever has become of it: a payment opens one for good.
pub async fn open_paid(tx: &Tx, app: &App, payment: &PaymentRow) -> Result<CycleRow, StoreError> {
    let id = PaymentId(payment.id);
    if let Some(opened) = cycles::by_payment(tx, id).await? {
        return Ok(opened);
    }
    let count = |n: i64| u32::try_from(n).map_err(|_| StoreError::Unreadable(format!("payment {id}: {n}")));
    let new = NewMonth {
        user: UserId(payment.user_id),
        plan: &payment.plan,
        plan_label: &payment.plan_label,
        months: count(payment.months)?,
        request_limit: count(payment.request_limit)?,
        payment: Some(id),
    };
    let opened = open(tx, app, &new, Actor::System, &format!("payment {id}")).await?;
    opened.ok_or_else(|| StoreError::Internal(format!("payment {id}: the calendar does not reach that far")))
}

/// Ends the month that a payment opened, as its money went back: one that runs is cut now, one that waits is taken back,
/// one in its grace has none any more. What waits behind it moves up. One that is over stays as it was, so a second
/// call changes nothing. The locks are those of [`open_paid`].
pub async fn end_paid(tx: &Tx, app: &App, payment: &PaymentRow) -> Result<(), StoreError> {
    let (now, grace) = (app.env.now(), app.settings.cycles.grace);
    let Some(row) = cycles::by_payment(tx, PaymentId(payment.id)).await? else { return Ok(()) };
    let is_over = row.voided_at.is_some() || row.cut_from.is_some() || row.ends_at + grace <= now;
    if is_over {
        return Ok(());
    }
    if row.starts_at > now {
        cycles::void(tx, &row, now).await?;
    } else {
        cycles::cut(tx, &row, now.min(row.ends_at)).await?;
    }
    let user = UserId(row.user_id);
    close_up(tx, user, now).await?;
    tx.notify(Topic::User(user));
    Ok(())
}
