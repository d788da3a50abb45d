//! A processor's own list is compared with our rows: what we don't know turns up.

use std::time::Duration;

use nproxy_domain::processor::{OrderRef, PaymentSnapshot};
use nproxy_domain::{PaymentId, ProcessorId, Timestamp};
use nproxy_store::jobs::{Job, JobEnd, JobError};
use nproxy_store::payments::{self, PaymentFilter};
use nproxy_store::{StoreError, incidents as keys};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::met::{Met, meet};
use super::read::ReadPayment;
use super::reconcile::{Looked, look_after};
use super::{health, read};
use crate::App;
use crate::audit::{By, Change};
use crate::incidents;

pub const REVIEW_EVERY: Duration = Duration::from_hours(24);
/// A list that goes on longer is not read to its end.
const LIST_MAX: usize = 100_000;
const ROWS_PER_PAGE: u64 = 100;

/// The job that calls [`review`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReviewProcessors {}

impl Job for ReviewProcessors {
    const KIND: &'static str = "payments_review";
    const TRIES_MAX: i32 = 3;
}

/// One page of a processor's list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReviewPage {
    pub processor: ProcessorId,
    pub since: Timestamp,
    /// So many were seen on the pages before.
    pub skip: usize,
    /// Where the page before said that this one begins.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Money for nothing that we know was among them.
    pub unknown_money: bool,
}

impl Job for ReviewPage {
    const KIND: &'static str = "payments_review_page";
    const TRIES_MAX: i32 = 10;
}

/// Leaves a first page for every processor, back to the oldest that is looked after.
pub async fn review(app: &App) -> Result<(), StoreError> {
    let since = app.env.now() - app.settings.payments.watch.watch_after_end;
    let leave = |tx: nproxy_store::Tx| async move {
        for processor in app.processors.ids() {
            let processor = processor.clone();
            let first = ReviewPage { processor, since, skip: 0, cursor: None, unknown_money: false };
            tx.enqueue(first).await?;
        }
        Ok(())
    };
    app.store.write(leave).await
}

/// Works a [`ReviewPage`] and leaves the next one.
pub async fn review_page(app: &App, job: ReviewPage) -> Result<JobEnd, JobError> {
    let Some(page) = page(app, &job.processor, job.since, Place { skip: job.skip, cursor: job.cursor.clone() }).await?
    else {
        return Ok(JobEnd::GiveUp);
    };
    let page = page.map_err(JobError)?;
    let (asked_at, mut unknown_money) = (app.env.now(), job.unknown_money);
    let mut news = Vec::new();
    for told in &page.payments {
        match meet_listed(app, &job.processor, told, page.begun_at).await? {
            Met::Own { payment, news: true } => news.push(payment),
            Met::Unknown { money: true } => unknown_money = true,
            _ => {}
        }
    }
    let next = page.next.map(|Place { skip, cursor }| ReviewPage { skip, cursor, unknown_money, ..job.clone() });
    let (news, next, processor) = (&news, &next, &job.processor);
    let leave = |tx: nproxy_store::Tx| async move {
        for payment in news {
            tx.enqueue(ReadPayment { payment: *payment, asked_at }).await?;
        }
        match next {
            Some(next) => tx.enqueue(next.clone()).await?,
            None if !unknown_money => {
                incidents::recover(&tx, &app.env, &keys::payments_unknown(processor)).await?;
            }
            None => {}
        }
        Ok::<_, StoreError>(())
    };
    app.store.write(leave).await?;
    Ok(JobEnd::Done)
}

/// Where in a list a page begins.
#[derive(Default)]
struct Place {
    skip: usize,
    cursor: Option<String>,
}

struct Page {
    payments: Vec<PaymentSnapshot>,
    begun_at: Timestamp,
    /// Where the next one begins, if there is one.
    next: Option<Place>,
}

/// `None`: this processor is gone, or can't be searched. Within: its trouble, redacted.
async fn page(
    app: &App,
    processor: &ProcessorId,
    since: Timestamp,
    place: Place,
) -> Result<Option<Result<Page, String>>, StoreError> {
    let begun_at = app.env.now();
    let Place { skip, cursor } = place;
    let by = OrderRef::Since { at: since, skip, cursor };
    let Some(found) = app.processors.find(processor, &by).await else {
        return Ok(None);
    };
    health::saw(app, processor, &found).await?;
    Ok(match found {
        Err(error) => Some(Err(error.to_string())),
        Ok(None) => None,
        Ok(Some(found)) => {
            if found.unread > 0 {
                // One state of the future, perhaps another shop's, keeps nobody from finding what is behind it.
                let unread = found.unread;
                tracing::warn!(%processor, unread, after = skip, "of a processor's list some can't be read");
            }
            let seen = skip + found.seen();
            let goes_on = found.more && seen > skip && seen < LIST_MAX;
            let next = goes_on.then_some(Place { skip: seen, cursor: found.cursor });
            Some(Ok(Page { payments: found.payments, begun_at, next }))
        }
    })
}

/// A list may say less of an invoice than the invoice itself: one that a payment has been waiting for is asked, so that
/// its customer is never shown a payment without an address.
async fn meet_listed(
    app: &App,
    processor: &ProcessorId,
    told: &PaymentSnapshot,
    begun_at: Timestamp,
) -> Result<Met, StoreError> {
    if told.checkout.is_none()
        && let Some(payment) = told.payment
        && payments::get(app.store.read(), payment).await?.is_some_and(|row| row.external_id.is_none())
        && let Some(Ok(whole)) = app.processors.status(processor, &told.id).await
    {
        return meet(app, processor, &whole, begun_at).await;
    }
    meet(app, processor, told, begun_at).await
}

/// What a comparison found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Payments of ours whose status was read.
    pub read: u32,
    /// Invoices that belong to a payment of ours which did not know them.
    pub found: u32,
    /// Invoices that no payment of ours is for.
    pub unknown: u32,
    /// Payments and processors that could not be asked.
    pub failed: u32,
}

/// Reads everything that was placed since then, compares with the lists of all processors, and puts that on record.
/// `tell` hears of each payment and each invoice that was looked at.
pub async fn reconcile_since(app: &App, by: &By, since: Timestamp, tell: impl Fn()) -> Result<Reconciled, StoreError> {
    let mut done = Reconciled::default();
    own_since(app, since, &mut done, &tell).await?;
    for processor in app.processors.ids() {
        list_since(app, processor, since, &mut done, &tell).await?;
    }
    let put_down = |tx| async move {
        let after = json!({
            "since": since, "read": done.read, "found": done.found, "unknown": done.unknown, "failed": done.failed,
        });
        by.did(&tx, &app.env, Change::of("payments.reconcile", "payments".to_owned()).after(after)).await
    };
    app.store.write(put_down).await?;
    Ok(done)
}

async fn own_since(app: &App, since: Timestamp, done: &mut Reconciled, tell: &impl Fn()) -> Result<(), StoreError> {
    let mut before = None;
    loop {
        let rows = payments::page(app.store.read(), &PaymentFilter::default(), before, ROWS_PER_PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        before = Some(PaymentId(last.id));
        let is_over = last.created_at < since;
        for row in rows.iter().filter(|row| row.created_at >= since) {
            match look_after(app, PaymentId(row.id)).await {
                Looked::Read => done.read += 1,
                Looked::Found => done.found += 1,
                Looked::Failed => done.failed += 1,
                Looked::Nothing => {}
            }
            tell();
        }
        if is_over {
            return Ok(());
        }
    }
}

async fn list_since(
    app: &App,
    processor: &ProcessorId,
    since: Timestamp,
    done: &mut Reconciled,
    tell: &impl Fn(),
) -> Result<(), StoreError> {
    let mut next = Some(Place::default());
    while let Some(place) = next {
        let Some(page) = page(app, processor, since, place).await? else { return Ok(()) };
        let Ok(page) = page else {
            done.failed += 1;
            return Ok(());
        };
        for told in &page.payments {
            match meet_listed(app, processor, told, page.begun_at).await? {
                Met::Own { payment, news: true } => match read(app, payment).await {
                    Ok(()) => done.read += 1,
                    Err(_) => done.failed += 1,
                },
                Met::Own { .. } => {}
                Met::Adopted(_) | Met::Other(_) => done.found += 1,
                Met::Unknown { .. } => done.unknown += 1,
            }
            tell();
        }
        next = page.next;
    }
    Ok(())
}
