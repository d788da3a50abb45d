//! A processor is asked where a payment stands.

use std::time::Duration;

use nproxy_domain::payment::{PaymentState, Times, judge, next_read};
use nproxy_domain::processor::{ExternalId, PaymentSnapshot, PaymentStatus};
use nproxy_domain::{PaymentId, ProcessorId, Timestamp};
use nproxy_store::jobs::{Job, JobEnd, JobError};
use nproxy_store::payments::{self, EventKind, PaymentChange, PaymentRow, Set};
use nproxy_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::apply::{self, Held, Line, Verdict, applied, apply};
use super::{health, measure, told};
use crate::App;
use crate::crash::{self, CrashStep};

/// Somebody else reads it now: that reading may have begun too early.
const BUSY_AGAIN: Duration = Duration::from_secs(1);

/// Something happened to a payment.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReadPayment {
    pub payment: PaymentId,
    /// A reading that began later answers it as well.
    pub asked_at: Timestamp,
}

impl Job for ReadPayment {
    const KIND: &'static str = "payment_read";
    const TRIES_MAX: i32 = 10;
}

/// Why there is no reading.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("there is no such payment")]
    NotFound,
    /// There is no invoice to ask about.
    #[error("its invoice is not made")]
    NotMade,
    #[error("its processor is not configured any more")]
    ProcessorGone,
    #[error("its money comes past us, so nobody can be asked")]
    ByHand,
    #[error("it is being read at this moment")]
    Busy,
    /// In the processor's words, redacted.
    #[error("its processor does not answer: {0}")]
    Processor(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Works a [`ReadPayment`].
pub async fn work_read(app: &App, job: ReadPayment) -> Result<JobEnd, JobError> {
    let row = payments::get(app.store.read(), job.payment).await?;
    if row.and_then(|row| row.read_at).is_some_and(|read_at| read_at > job.asked_at) {
        return Ok(JobEnd::Done);
    }
    match read(app, job.payment).await {
        Ok(()) => Ok(JobEnd::Done),
        Err(ReadError::Busy) => Ok(JobEnd::Later(BUSY_AGAIN)),
        Err(ReadError::NotFound | ReadError::NotMade | ReadError::ProcessorGone | ReadError::ByHand) => {
            Ok(JobEnd::GiveUp)
        }
        Err(error @ (ReadError::Processor(_) | ReadError::Store(_))) => Err(JobError(error.to_string())),
    }
}

/// One reading of the processor's own status, and what follows from it. Reading again changes nothing more.
pub async fn read(app: &App, id: PaymentId) -> Result<(), ReadError> {
    let begun_at = app.env.now();
    let row = app.store.write(|tx| async move { begin(&tx, app, id, begun_at).await }).await?;
    let processor = ProcessorId(row.processor.clone());
    let external = ExternalId(row.external_id.ok_or(ReadError::NotMade)?);
    let told = app.processors.status(&processor, &external).await.ok_or(ReadError::ProcessorGone)?;
    crash::point(CrashStep::AfterStatusRead);
    measure::read(&processor, told.as_ref().map_or_else(|error| error.class.as_str(), |_| "ok"));
    health::saw(app, &processor, &told).await?;
    match told {
        Ok(told) => {
            let told = &told;
            let write = |tx| async move { judged(&tx, app, id, begun_at, told).await };
            if let Some((held, row)) = app.store.write(write).await? {
                applied(&held.facts, &row);
            }
            Ok(())
        }
        Err(error) => {
            let detail = &error.detail;
            app.store.write(|tx| async move { failed(&tx, app, id, detail).await }).await?;
            Err(ReadError::Processor(error.detail))
        }
    }
}

async fn begin(tx: &Tx, app: &App, id: PaymentId, now: Timestamp) -> Result<PaymentRow, ReadError> {
    let row = payments::get(tx, id).await?.ok_or(ReadError::NotFound)?;
    if row.external_id.is_none() {
        return Err(ReadError::NotMade);
    }
    let about = app.processors.about(&ProcessorId(row.processor.clone())).ok_or(ReadError::ProcessorGone)?;
    if about.confirmed_by_hand {
        return Err(ReadError::ByHand);
    }
    let begun = payments::begin_reading(tx, id, now, now + app.settings.payments.lease()).await?;
    if begun { Ok(row) } else { Err(ReadError::Busy) }
}

/// `None`: a newer reading was quicker, and this one is old news.
async fn judged(
    tx: &Tx,
    app: &App,
    id: PaymentId,
    begun_at: Timestamp,
    told: &PaymentSnapshot,
) -> Result<Option<(Held, PaymentRow)>, StoreError> {
    let Some(held) = apply::hold(tx, id).await? else { return Ok(None) };
    if held.row.read_at.is_some_and(|read_at| read_at > begun_at) {
        return Ok(None);
    }
    let told = PaymentSnapshot { status: at_the_end(app, &held, told.status), ..told.clone() };
    let row = write(tx, app, &held, &told, Reading { begun_at, kind: EventKind::Read, adopted: false }).await?;
    Ok(Some((held, row)))
}

/// It isn't asked about for ever: what is still waited for at the last reading is over.
fn at_the_end(app: &App, held: &Held, told: PaymentStatus) -> PaymentStatus {
    let Held { row, facts, .. } = held;
    let now = app.env.now();
    let (created_at, expires_at, changed_at) = (row.created_at, row.expires_at, row.changed_at);
    let times = Times { created_at, expires_at, changed_at, now, failures: 0 };
    let waits = matches!(facts.state, PaymentState::Pending | PaymentState::Underpaid)
        && matches!(told, PaymentStatus::Pending | PaymentStatus::Underpaid);
    let is_last = next_read(facts.state, &times, &app.settings.payments.watch).is_none();
    if waits && is_last { PaymentStatus::Expired } else { told }
}

/// How the processor's word came.
pub(super) struct Reading {
    pub begun_at: Timestamp,
    pub kind: EventKind,
    /// The row has just been given this invoice.
    pub adopted: bool,
}

/// Judges what the processor says of the row's own invoice.
pub(super) async fn write(
    tx: &Tx,
    app: &App,
    held: &Held,
    told: &PaymentSnapshot,
    reading: Reading,
) -> Result<PaymentRow, StoreError> {
    let judged = judge(&held.facts, told, &app.settings.payments.policy);
    let mut change = PaymentChange {
        read_at: Set(Some(reading.begun_at)),
        read_failures: Set(0),
        reading_until: Set(None),
        detail: Set(None),
        ..Default::default()
    };
    told::snapshot(&mut change, held, told);
    let is_news = reading.adopted
        || judged.state != held.facts.state
        || !judged.effects.is_empty()
        || more_came(&change, &held.row)
        || change.transactions != Set(held.row.transactions.clone());
    let processor = ProcessorId(held.row.processor.clone());
    let summary = told::summary(app, &processor, told);
    let question = Some(summary.clone());
    let line = Line::of_system(reading.kind, summary, told::body(app, &processor, told));
    let verdict = Verdict { state: judged.state, effects: judged.effects, change, question };
    apply(tx, app, held, verdict, is_news.then_some(line)).await
}

/// That nothing came is no news, however it is said.
fn more_came(change: &PaymentChange, row: &PaymentRow) -> bool {
    match &change.received {
        Set(received) => *received != row.received && received.as_deref() != Some("0"),
        _ => false,
    }
}

async fn failed(tx: &Tx, app: &App, id: PaymentId, detail: &str) -> Result<(), StoreError> {
    let Some(held) = apply::hold(tx, id).await? else { return Ok(()) };
    // A processor that does not know it any more, or is gone, has no word by which it could end.
    let status = at_the_end(app, &held, PaymentStatus::Pending);
    if status == PaymentStatus::Expired
        && let Some(external) = held.facts.external.clone()
    {
        let told = PaymentSnapshot { received: held.facts.received, ..PaymentSnapshot::new(external, status) };
        let reading = Reading { begun_at: app.env.now(), kind: EventKind::Read, adopted: false };
        write(tx, app, &held, &told, reading).await?;
        return Ok(());
    }
    let change = PaymentChange {
        read_failures: Set(held.row.read_failures + 1),
        reading_until: Set(None),
        detail: Set(Some(detail.to_owned())),
        ..Default::default()
    };
    apply(tx, app, &held, Verdict::unmoved(&held, change), None).await?;
    Ok(())
}
