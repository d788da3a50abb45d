//! What no webhook told of is asked for.

use std::time::Duration;

use futures::StreamExt as _;
use nproxy_domain::PaymentId;
use nproxy_domain::payment::PaymentState;
use nproxy_store::jobs::{Job, JobEnd};
use nproxy_store::payments::{self, PaymentChange, Set};
use nproxy_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::apply::{self, Verdict, apply};
use super::by_hand;
use super::make::{self, Made};
use super::read::{ReadError, read};
use crate::App;

pub const RECONCILE_EVERY: Duration = Duration::from_secs(15);
const BATCH_MAX: u64 = 100;
const AT_ONCE: usize = 8;
/// A sweep takes no new payment after this: together with the last answer it stays within the minute that a background
/// job is given. The rest has its turn in the next one, which follows at once.
const SWEEP_MAX: Duration = Duration::from_secs(10);
const NEXT_SWEEP: Duration = Duration::from_secs(1);
/// A payment whose processor is not configured is kept and not asked about.
const GONE_AGAIN: chrono::Duration = chrono::Duration::hours(1);

/// The job that calls [`reconcile`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReconcilePayments {}

impl Job for ReconcilePayments {
    const KIND: &'static str = "payments_reconcile";
    const TRIES_MAX: i32 = 1;
}

/// What came of one payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looked {
    Read,
    /// An invoice was found or made.
    Found,
    /// Somebody else is at it, or there is nothing to ask.
    Nothing,
    Failed,
}

/// Looks after every payment that is due; trouble with one doesn't stop the others.
pub async fn reconcile(app: &App) -> Result<JobEnd, StoreError> {
    let due = payments::due(app.store.read(), app.env.now(), BATCH_MAX).await?;
    let mut all_done = (due.len() as u64) < BATCH_MAX;
    let until = Instant::now() + SWEEP_MAX;
    let mut sweep = futures::stream::iter(due)
        .map(|id| async move {
            let in_time = Instant::now() < until;
            if in_time {
                look_after(app, id).await;
            }
            in_time
        })
        .buffer_unordered(AT_ONCE);
    while let Some(in_time) = sweep.next().await {
        all_done &= in_time;
    }
    Ok(if all_done { JobEnd::Done } else { JobEnd::Later(NEXT_SWEEP) })
}

/// Makes the invoice of one that has none yet, else reads its status.
pub(super) async fn look_after(app: &App, id: PaymentId) -> Looked {
    match try_to(app, id).await {
        Ok(looked) => looked,
        Err(error) => {
            tracing::warn!(payment = %id, %error, "a payment can't be looked after");
            Looked::Failed
        }
    }
}

async fn try_to(app: &App, id: PaymentId) -> Result<Looked, StoreError> {
    let Some(row) = payments::get(app.store.read(), id).await? else { return Ok(Looked::Nothing) };
    if row.state == PaymentState::Creating.as_str() {
        return Ok(match make::again(app, id).await? {
            Made::Done => Looked::Found,
            Made::Later => Looked::Nothing,
            Made::Refused(_) | Made::Unavailable => Looked::Failed,
        });
    }
    match read(app, id).await {
        Ok(()) => Ok(Looked::Read),
        Err(ReadError::ProcessorGone) => {
            let later = Set(Some(app.env.now() + GONE_AGAIN));
            pass_by(app, id, &PaymentChange { next_read_at: later, ..Default::default() }).await?;
            Ok(Looked::Nothing)
        }
        Err(ReadError::ByHand) => {
            by_hand::look(app, id).await?;
            Ok(Looked::Nothing)
        }
        Err(ReadError::NotMade) => {
            // There is no invoice to ask about: it isn't due any more.
            pass_by(app, id, &PaymentChange::default()).await?;
            Ok(Looked::Nothing)
        }
        Err(ReadError::Busy | ReadError::NotFound) => Ok(Looked::Nothing),
        // On record with the row, which is due again later.
        Err(ReadError::Processor(_)) => Ok(Looked::Failed),
        Err(ReadError::Store(error)) => Err(error),
    }
}

/// Nothing became of it; when it is due next follows from its state where `change` doesn't say it.
async fn pass_by(app: &App, id: PaymentId, change: &PaymentChange) -> Result<(), StoreError> {
    let write = |tx: Tx| async move {
        let Some(held) = apply::hold(&tx, id).await? else { return Ok(()) };
        apply(&tx, app, &held, Verdict::unmoved(&held, change.clone()), None).await?;
        Ok(())
    };
    app.store.write(write).await
}
