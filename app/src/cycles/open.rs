//! A month begins: behind the last one, or now.

use chrono::Duration;
use nproxy_domain::audit::Actor;
use nproxy_domain::quota::Span;
use nproxy_domain::{CycleId, PaymentId, Timestamp, UserId};
use nproxy_store::cycles::{self, CycleRow};
use nproxy_store::{StoreError, Topic, Tx};

use crate::App;

/// A month to be.
pub(super) struct NewMonth<'a> {
    pub user: UserId,
    pub plan: &'a str,
    pub plan_label: &'a str,
    pub months: u32,
    pub request_limit: u32,
    pub payment: Option<PaymentId>,
}

/// Opens it where it belongs. Whoever calls holds the customer's lock. `None`: the calendar does not reach that far.
pub(super) async fn open(
    tx: &Tx,
    app: &App,
    new: &NewMonth<'_>,
    actor: Actor,
    reason: &str,
) -> Result<Option<CycleRow>, StoreError> {
    let now = app.env.now();
    let Some(span) = place(tx, new, now, app.settings.cycles.grace).await? else { return Ok(None) };
    let cycle = CycleRow {
        id: CycleId::new(&app.env).0,
        user_id: new.user.0,
        plan: new.plan.to_owned(),
        plan_label: new.plan_label.to_owned(),
        anchor: span.anchor,
        starts_at: span.starts_at,
        ends_at: span.ends_at,
        months: new.months.into(),
        request_limit: new.request_limit.into(),
        spent: 0,
        held: 0,
        payment_id: new.payment.map(|id| id.0),
        created_at: now,
        voided_at: None,
        cut_from: None,
    };
    cycles::open(tx, &app.env, &cycle, actor, reason).await?;
    tx.notify(Topic::User(new.user));
    Ok(Some(cycle))
}

async fn place(tx: &Tx, new: &NewMonth<'_>, now: Timestamp, grace: Duration) -> Result<Option<Span>, StoreError> {
    let row_end = cycles::row_end(tx, new.user).await?;
    // A month that was cut by a machine whose clock is a little ahead has not ended yet by ours.
    let free_at = match &row_end {
        Some(_) => now,
        None => cycles::last(tx, new.user).await?.map_or(now, |last| last.ends_at.max(now)),
    };
    Ok(Span::next(row_end.as_ref(), new.months, free_at, grace))
}
