//! Money that comes past us: nobody can be asked about it. An admin confirms it, and its time ends by itself.

use nproxy_domain::payment::{PaymentState, judge};
use nproxy_domain::processor::{PaymentSnapshot, PaymentStatus};
use nproxy_domain::{PaymentId, Timestamp};
use nproxy_store::payments::{EventKind, PaymentChange, Set};
use nproxy_store::{StoreError, Tx};

use super::apply::{self, Held, Line, Verdict, apply};
use crate::App;

/// Closes one whose time is over; any other is looked at again when its is.
pub(super) async fn look(app: &App, id: PaymentId) -> Result<(), StoreError> {
    app.store.write(|tx| async move { by_the_clock(&tx, app, id).await }).await
}

async fn by_the_clock(tx: &Tx, app: &App, id: PaymentId) -> Result<(), StoreError> {
    let Some(held) = apply::hold(tx, id).await? else { return Ok(()) };
    let now = app.env.now();
    let end = held.row.expires_at.filter(|_| held.facts.state == PaymentState::Pending);
    let mut change = PaymentChange { next_read_at: Set(end.filter(|end| *end > now)), ..Default::default() };
    let Some(expired) = over(&held, end, now) else {
        apply(tx, app, &held, Verdict::unmoved(&held, change), None).await?;
        return Ok(());
    };
    let judged = judge(&held.facts, &expired, &app.settings.payments.policy);
    change.next_read_at = Set(None);
    let verdict = Verdict { state: judged.state, effects: judged.effects, change, question: None };
    let line = Line::of_system(EventKind::Read, "its time is over".to_owned(), None);
    apply(tx, app, &held, verdict, Some(line)).await?;
    Ok(())
}

fn over(held: &Held, end: Option<Timestamp>, now: Timestamp) -> Option<PaymentSnapshot> {
    let external = held.facts.external.clone().filter(|_| end.is_some_and(|end| end <= now))?;
    Some(PaymentSnapshot::new(external, PaymentStatus::Expired))
}
