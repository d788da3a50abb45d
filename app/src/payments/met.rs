//! An invoice turns up at a processor: in a search, in the daily pass, behind a webhook. Whose is it?

use nproxy_domain::audit::Actor;
use nproxy_domain::mail::Severity;
use nproxy_domain::payment::{PaymentFacts, PaymentState, created, judge, judge_other};
use nproxy_domain::processor::{ExternalId, PaymentSnapshot};
use nproxy_domain::redact::plain;
use nproxy_domain::{PaymentEventId, PaymentId, ProcessorId, Timestamp};
use nproxy_store::payments::{self, EventKind, NewEvent, PaymentChange, PaymentRow, Set};
use nproxy_store::{StoreError, Tx, incidents as keys};

use super::apply::{self, Held, Verdict, applied, apply};
use super::read::{Reading, write};
use super::told;
use crate::App;
use crate::incidents::{self, Trouble};

/// Whose an invoice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Met {
    /// The one that a payment of ours has. `news`: it says more than the row knows, so it is worth a reading.
    Own { payment: PaymentId, news: bool },
    /// A payment of ours that had none has it now, and what it says is written.
    Adopted(PaymentId),
    /// Another one of a payment that has one.
    Other(PaymentId),
    /// Nobody's.
    Unknown { money: bool },
}

/// What the processor said at `begun_at` of an invoice that nobody asked about by its row.
pub(super) async fn meet(
    app: &App,
    processor: &ProcessorId,
    told: &PaymentSnapshot,
    begun_at: Timestamp,
) -> Result<Met, StoreError> {
    let Some(row) = whose(app, processor, told).await? else {
        app.store.write(|tx| async move { nobodys(&tx, app, processor, told).await }).await?;
        return Ok(Met::Unknown { money: told.money_came() });
    };
    let payment = PaymentId(row.id);
    let met = app.store.write(|tx| async move { settle(&tx, app, processor, payment, told, begun_at).await }).await?;
    let Settled { met, written } = met;
    if let Some((facts, row)) = written {
        applied(&facts, &row);
    }
    Ok(met)
}

async fn whose(app: &App, processor: &ProcessorId, told: &PaymentSnapshot) -> Result<Option<PaymentRow>, StoreError> {
    let db = app.store.read();
    if let Some(row) = payments::by_external(db, processor, &told.id).await? {
        return Ok(Some(row));
    }
    if let Some(payment) = told.payment
        && let Some(row) = payments::get(db, payment).await?.filter(|row| row.processor == processor.0)
    {
        return Ok(Some(row));
    }
    match &told.parent {
        Some(parent) => payments::by_external(db, processor, parent).await,
        None => Ok(None),
    }
}

struct Settled {
    met: Met,
    written: Option<(PaymentFacts, PaymentRow)>,
}

async fn settle(
    tx: &Tx,
    app: &App,
    processor: &ProcessorId,
    payment: PaymentId,
    told: &PaymentSnapshot,
    begun_at: Timestamp,
) -> Result<Settled, StoreError> {
    let held = apply::hold(tx, payment).await?;
    let held = held.ok_or_else(|| StoreError::Internal(format!("payment {payment} is gone")))?;
    if held.facts.external.as_ref() == Some(&told.id) {
        let judged = judge(&held.facts, told, &app.settings.payments.policy);
        let news = judged.state != held.facts.state || !judged.effects.is_empty();
        return Ok(Settled { met: Met::Own { payment, news }, written: None });
    }
    let names_it = told.payment == Some(payment) && told.parent.is_none();
    if held.facts.external.is_none() && names_it && !told.leads_nowhere() {
        let before = held.facts.clone();
        let row = adopt(tx, app, held, told, begun_at).await?;
        return Ok(Settled { met: Met::Adopted(payment), written: Some((before, row)) });
    }
    let row = other(tx, app, processor, &held, told).await?;
    Ok(Settled { met: Met::Other(payment), written: row.map(|row| (held.facts, row)) })
}

/// The answer that told of it was lost, or came too late.
async fn adopt(
    tx: &Tx,
    app: &App,
    held: Held,
    told: &PaymentSnapshot,
    begun_at: Timestamp,
) -> Result<PaymentRow, StoreError> {
    let mut change = PaymentChange {
        external_id: Set(Some(told.id.0.clone())),
        creating_until: Set(None),
        read_failures: Set(0),
        ..Default::default()
    };
    if let Some(checkout) = &told.checkout {
        told::checkout(&mut change, &held.row, checkout);
    }
    let state = created(held.facts.state).unwrap_or(held.facts.state);
    let verdict = Verdict { state, effects: Vec::new(), change, question: None };
    let line = apply::Line::of_system(EventKind::Created, format!("its invoice {} was found", told.id), None);
    let row = apply(tx, app, &held, verdict, Some(line)).await?;
    let facts = payments::facts(&row, held.facts.account)?;
    let held = Held { row, facts, ..held };
    write(tx, app, &held, told, Reading { begun_at, kind: EventKind::Found, adopted: true }).await
}

/// Each thing that another invoice says is looked at once; a question that an admin has answered is not asked again.
async fn other(
    tx: &Tx,
    app: &App,
    processor: &ProcessorId,
    held: &Held,
    told: &PaymentSnapshot,
) -> Result<Option<PaymentRow>, StoreError> {
    let judged = judge_other(&held.facts, told);
    let states = Some((held.facts.state, judged.state));
    let event = event(app, processor, Some(held.facts.id), states, told);
    if !payments::record(tx, &event).await? || judged.effects.is_empty() {
        return Ok(None);
    }
    let verdict = Verdict {
        state: judged.state,
        effects: judged.effects,
        change: PaymentChange::default(),
        question: Some(format!("invoice {}: {}", told.id, told::summary(app, processor, told))),
    };
    apply(tx, app, held, verdict, None).await.map(Some)
}

async fn nobodys(tx: &Tx, app: &App, processor: &ProcessorId, told: &PaymentSnapshot) -> Result<(), StoreError> {
    payments::record(tx, &event(app, processor, None, None, told)).await?;
    if told.money_came() {
        let trouble = Trouble {
            key: keys::payments_unknown(processor),
            severity: Severity::Warning,
            subject: processor.to_string(),
            title: format!("{processor} has money that no payment of ours is for"),
            detail: format!("{}: {}", told.id, told::summary(app, processor, told)),
        };
        incidents::report(tx, &app.env, trouble).await?;
    }
    Ok(())
}

/// The same thing said twice has the same key.
fn event(
    app: &App,
    processor: &ProcessorId,
    payment: Option<PaymentId>,
    states: Option<(PaymentState, PaymentState)>,
    told: &PaymentSnapshot,
) -> NewEvent {
    let summary = told::summary(app, processor, told);
    NewEvent {
        id: PaymentEventId::new(&app.env),
        payment,
        processor: processor.clone(),
        external: Some(ExternalId(plain(&told.id.0, &[]))),
        kind: EventKind::Found,
        event_key: Some(format!("found:{}:{summary}", told.id)),
        actor: Actor::System,
        before: states.map(|(before, _)| before),
        after: states.map(|(_, after)| after),
        body: told::body(app, processor, told),
        summary,
        at: app.env.now(),
    }
}
