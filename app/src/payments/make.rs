//! The invoice of a payment is made, once if that can be helped.
//!
//! While a row is `creating`, its `creating_until` is the hold of whoever makes the invoice and its `read_failures`
//! count the tries. A try without an answer keeps its hold to the end: a request that hangs may still make an invoice,
//! so it is searched for only then, and another one is made only where the search finds none or the processor can't be
//! searched.

use std::time::Duration as StdDuration;

use chrono::Duration;
use nproxy_domain::outcome::{PluginError, Spent};
use nproxy_domain::payment::{PaymentState, created, never_made};
use nproxy_domain::processor::{Checkout, Offer, Order, OrderRef, PaymentSnapshot, Price};
use nproxy_domain::{PaymentId, ProcessorId, Timestamp};
use nproxy_store::payments::{self, EventKind, PaymentChange, PaymentRow, Set};
use nproxy_store::{StoreError, Tx};
use tokio::time::Instant;

use super::apply::{self, Line, Verdict, apply};
use super::met::meet;
use super::{health, told};
use crate::App;
use crate::crash::{self, CrashStep};

/// So often an invoice is asked for, the first time included.
const TRIES_MAX: i64 = 3;
/// A processor that can't be searched for so long makes no invoice any more.
const PATIENCE: Duration = Duration::days(1);
/// A search that took longer leaves no time for an invoice within the minute that a background job is given.
const SEARCH_MAX: StdDuration = StdDuration::from_secs(10);
const SEARCH_AGAIN_MIN: Duration = Duration::seconds(30);
const SEARCH_AGAIN_MAX: Duration = Duration::hours(1);

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// There is an invoice.
    Done,
    /// That is not known yet, or somebody else is at it.
    Later,
    /// There is none, and there will be none. In the processor's words, redacted.
    Refused(String),
    /// So, because the processor can't be asked.
    Unavailable,
}

/// The first try, by whoever wrote the row and holds it from then on.
pub(super) async fn first(app: &App, row: &PaymentRow) -> Result<Made, StoreError> {
    ask(app, row, true).await
}

/// Whoever went before is gone, or had no answer.
pub(super) async fn again(app: &App, id: PaymentId) -> Result<Made, StoreError> {
    let begun = Instant::now();
    let Some(row) = app.store.write(|tx| async move { begin(&tx, app, id).await }).await? else {
        return Ok(Made::Later);
    };
    let processor = ProcessorId(row.processor.clone());
    let by = OrderRef::Payment { payment: id, since: row.created_at };
    let begun_at = app.env.now();
    let Some(found) = app.processors.find(&processor, &by).await else {
        search_later(app, &row, "its processor is not configured").await?;
        return Ok(Made::Later);
    };
    health::saw(app, &processor, &found).await?;
    let found = match found {
        Ok(found) => found.map(|found| found.payments).unwrap_or_default(),
        Err(error) if app.env.now() - row.created_at < PATIENCE => {
            search_later(app, &row, &error.detail).await?;
            return Ok(Made::Later);
        }
        Err(error) => return give_up(app, id, &error.detail, Made::Unavailable).await,
    };
    let found: Vec<_> = found.into_iter().filter(|told| told.payment == Some(id)).collect();
    // Of one that leads nowhere no customer ever heard, and another one takes its place.
    if found.iter().any(|told| !told.leads_nowhere()) {
        return adopt(app, &processor, found, begun_at).await;
    }
    if row.read_failures >= TRIES_MAX {
        return give_up(app, id, "every try to make an invoice was without an answer", Made::Unavailable).await;
    }
    if begun.elapsed() > SEARCH_MAX {
        search_later(app, &row, "the search took too long").await?;
        return Ok(Made::Later);
    }
    let renew = |tx| async move { count_try(&tx, app, id, row.creating_until).await };
    match app.store.write(renew).await? {
        Some(row) => ask(app, &row, false).await,
        None => Ok(Made::Later),
    }
}

/// Takes the row in hand. `None`: somebody has it, or it is made.
async fn begin(tx: &Tx, app: &App, id: PaymentId) -> Result<Option<PaymentRow>, StoreError> {
    let now = app.env.now();
    let until = now + app.settings.payments.lease();
    if !payments::begin_creating(tx, id, now, until).await? {
        return Ok(None);
    }
    let Some(row) = payments::lock(tx, id).await? else { return Ok(None) };
    let change = PaymentChange { next_read_at: Set(Some(until)), ..Default::default() };
    payments::advance(tx, &row, change).await.map(Some)
}

/// One more try is about to be made. `None`: the hold was lost meanwhile.
async fn count_try(
    tx: &Tx,
    app: &App,
    id: PaymentId,
    mine: Option<Timestamp>,
) -> Result<Option<PaymentRow>, StoreError> {
    let row = payments::lock(tx, id).await?;
    let Some(row) = row.filter(|row| row.creating_until == mine && row.state == PaymentState::Creating.as_str()) else {
        return Ok(None);
    };
    let until = Some(app.env.now() + app.settings.payments.lease());
    let change = PaymentChange {
        read_failures: Set(row.read_failures + 1),
        creating_until: Set(until),
        next_read_at: Set(until),
        ..Default::default()
    };
    payments::advance(tx, &row, change).await.map(Some)
}

/// The one with money on it is the row's; the others are questions beside it.
async fn adopt(
    app: &App,
    processor: &ProcessorId,
    mut found: Vec<PaymentSnapshot>,
    begun_at: Timestamp,
) -> Result<Made, StoreError> {
    found.sort_by_key(|told| (!told.money_came(), std::cmp::Reverse(told.created_at)));
    for told in &found {
        meet(app, processor, told, begun_at).await?;
    }
    Ok(Made::Done)
}

async fn search_later(app: &App, row: &PaymentRow, detail: &str) -> Result<(), StoreError> {
    let (id, now) = (PaymentId(row.id), app.env.now());
    let pause = ((now - row.created_at) / 4).clamp(SEARCH_AGAIN_MIN, SEARCH_AGAIN_MAX);
    let write = |tx| async move {
        let Some(held) = apply::hold(&tx, id).await?.filter(|held| held.facts.state == PaymentState::Creating) else {
            return Ok(());
        };
        let change = PaymentChange {
            creating_until: Set(None),
            next_read_at: Set(Some(now + pause)),
            detail: Set(Some(detail.to_owned())),
            ..Default::default()
        };
        apply(&tx, app, &held, Verdict::unmoved(&held, change), None).await?;
        Ok::<_, StoreError>(())
    };
    app.store.write(write).await
}

async fn ask(app: &App, row: &PaymentRow, is_first: bool) -> Result<Made, StoreError> {
    let (id, processor) = (PaymentId(row.id), ProcessorId(row.processor.clone()));
    let order = order(app, row);
    let Some(answer) = app.processors.checkout(&processor, &order).await else {
        return give_up(app, id, "its processor is not configured", Made::Unavailable).await;
    };
    // An invoice that was made is not lost for it.
    if let Err(error) = health::saw(app, &processor, &answer).await {
        tracing::warn!(%processor, %error, "how a processor is can't be put on record");
    }
    match answer {
        Ok(checkout) => {
            crash::point(CrashStep::AfterCheckoutReply);
            let checkout = &checkout;
            app.store.write(|tx| async move { keep(&tx, app, id, checkout).await }).await?;
            crash::point(CrashStep::AfterCheckoutKept);
            Ok(Made::Done)
        }
        Err(error) if error.spent != Spent::No => {
            let detail = &error.detail;
            app.store.write(|tx| async move { lost(&tx, app, id, detail).await }).await?;
            Ok(Made::Later)
        }
        Err(error) if is_first || error.class.is_customers() || row.read_failures >= TRIES_MAX => {
            let why = why_not(&error);
            give_up(app, id, &error.detail, why).await
        }
        Err(error) => {
            search_later(app, row, &error.detail).await?;
            Ok(Made::Later)
        }
    }
}

fn why_not(error: &PluginError) -> Made {
    if error.class.is_customers() { Made::Refused(error.detail.clone()) } else { Made::Unavailable }
}

fn order(app: &App, row: &PaymentRow) -> Order {
    let settings = &app.settings.payments;
    let payment = PaymentId(row.id);
    let offer = row.coin.clone().map(|id| Offer {
        coin: row.coin_name.clone().unwrap_or_else(|| id.clone()),
        network: row.network.clone().unwrap_or_default(),
        id,
        estimate: None,
    });
    let label: String = row.plan_label.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
    let name = if label.trim().is_empty() { row.plan.as_str() } else { label.trim() };
    Order {
        payment,
        price: Price { minor_units: row.price_minor_units, currency: row.currency.clone() },
        offer,
        description: format!("{name} x {}", row.months),
        return_url: app.settings.site.payment_page(payment),
        webhook_url: app.settings.site.webhook(&ProcessorId(row.processor.clone())),
        missing_permille_max: settings.policy.missing_permille_max,
        now: app.env.now(),
    }
}

/// Also where another hand was quicker: then this one is another invoice of the same order, on record by its name.
async fn keep(tx: &Tx, app: &App, id: PaymentId, made: &Checkout) -> Result<(), StoreError> {
    let Some(held) = apply::hold(tx, id).await? else { return Ok(()) };
    if held.facts.external.as_ref() == Some(&made.id) {
        // Found on the processor's list before its answer was here.
        let mut change = PaymentChange::default();
        told::checkout(&mut change, &held.row, made);
        apply(tx, app, &held, Verdict::unmoved(&held, change), None).await?;
        return Ok(());
    }
    let external = Some(made.id.clone());
    let Some(state) = created(held.facts.state).filter(|_| held.facts.external.is_none()) else {
        let summary = format!("another invoice, {}, was made for it", made.id);
        let line = Line { external, ..Line::of_system(EventKind::Created, summary, None) };
        apply(tx, app, &held, Verdict::unmoved(&held, PaymentChange::default()), Some(line)).await?;
        return Ok(());
    };
    let mut change =
        PaymentChange { creating_until: Set(None), read_failures: Set(0), detail: Set(None), ..Default::default() };
    told::checkout(&mut change, &held.row, made);
    let verdict = Verdict { state, effects: Vec::new(), change, question: None };
    let line = Line::of_system(EventKind::Created, format!("its invoice {} was made", made.id), None);
    apply(tx, app, &held, verdict, Some(line)).await?;
    Ok(())
}

/// Whether there is an invoice is not known. The hold stays.
async fn lost(tx: &Tx, app: &App, id: PaymentId, detail: &str) -> Result<(), StoreError> {
    let Some(held) = apply::hold(tx, id).await?.filter(|held| held.facts.state == PaymentState::Creating) else {
        return Ok(());
    };
    let change = PaymentChange {
        next_read_at: Set(held.row.creating_until),
        detail: Set(Some(detail.to_owned())),
        ..Default::default()
    };
    let line = Line::of_system(EventKind::Failed, format!("no answer to the making of its invoice: {detail}"), None);
    apply(tx, app, &held, Verdict::unmoved(&held, change), Some(line)).await?;
    Ok(())
}

async fn give_up(app: &App, id: PaymentId, detail: &str, why: Made) -> Result<Made, StoreError> {
    let write = |tx| async move {
        let Some(held) = apply::hold(&tx, id).await? else { return Ok(false) };
        let Some(state) = never_made(held.facts.state) else { return Ok(false) };
        let change = PaymentChange {
            creating_until: Set(None),
            read_failures: Set(0),
            // There is nothing to ask about.
            next_read_at: Set(None),
            detail: Set(Some(detail.to_owned())),
            ..Default::default()
        };
        let verdict = Verdict { state, effects: Vec::new(), change, question: None };
        let line = Line::of_system(EventKind::Failed, format!("no invoice is made: {detail}"), None);
        apply(&tx, app, &held, verdict, Some(line)).await?;
        Ok::<_, StoreError>(true)
    };
    // Another hand may have been quicker.
    Ok(if app.store.write(write).await? { why } else { Made::Done })
}
