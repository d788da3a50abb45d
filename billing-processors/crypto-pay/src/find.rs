//! The list of invoices: how a lost answer is found again, and what nobody told us of.
//!
//! It can't be asked for one order, nor since a moment. In which order it comes is not documented, so that is looked at:
//! where the newest are first, it need not be gone through to its end.

use std::sync::Arc;

use chrono::Duration;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{Deed, Found, Item, OrderRef, PaymentSnapshot, Scalar, Trouble};
use nproxy_domain::provider::Next;
use nproxy_domain::{PaymentId, Timestamp};
use serde::Deserialize;

use crate::api::Api;
use crate::invoice::Invoice;

/// Their clock may be behind ours by this.
const CLOCK_SLACK: Duration = Duration::minutes(10);
const PAGES_MAX: usize = Next::<()>::EXCHANGES_MAX;
const UNREADABLE: &str = "an invoice that can't be read";

type Payments = Found<PaymentSnapshot>;

#[derive(Deserialize)]
struct Page {
    /// Read one by one: of another's invoice only its place matters.
    items: Vec<Item>,
}

/// Of an invoice, where it stands in the list.
#[derive(Deserialize)]
struct Placed {
    invoice_id: Scalar,
    created_at: Option<Timestamp>,
    payload: Option<String>,
}

pub(crate) fn find(api: &Arc<Api>, by: &OrderRef, sandbox: bool) -> Next<Payments> {
    match by {
        OrderRef::Payment { payment, since } => {
            Search { api: api.clone(), payment: *payment, since: *since, sandbox }.page(0, Vec::new())
        }
        OrderRef::Since { at, skip, .. } => {
            let (at, limit) = (*at, api.page_invoices);
            api.send(Deed::Asks, api.list(*skip), move |page: Page, trouble| {
                let more = page.is_full(limit, trouble)? && !page.ends_before(at);
                let read = page.items.iter().map(|item| read(item, sandbox, trouble));
                Ok(Next::Done(Found::page(read, more, None)))
            })
        }
    }
}

struct Search {
    api: Arc<Api>,
    payment: PaymentId,
    since: Timestamp,
    sandbox: bool,
}

impl Search {
    fn page(self, number: usize, mut found: Vec<PaymentSnapshot>) -> Next<Payments> {
        let limit = self.api.page_invoices;
        let (api, request) = (self.api.clone(), self.api.list(number * limit));
        api.send(Deed::Asks, request, move |page: Page, trouble| {
            let more = page.is_full(limit, trouble)? && !page.ends_before(self.since);
            for item in &page.items {
                let placed: Placed = item.read().ok_or_else(|| trouble.odd(UNREADABLE))?;
                if placed.payload.and_then(|payload| payload.parse().ok()) == Some(self.payment) {
                    found.push(read(item, self.sandbox, trouble)?);
                }
            }
            if more && number + 1 < PAGES_MAX {
                return Ok(self.page(number + 1, found));
            }
            // "There is none" would have another one made.
            if more && found.is_empty() {
                return Err(trouble.odd("more invoices than can be looked through"));
            }
            Ok(Next::Done(Found::all(found)))
        })
    }
}

impl Page {
    fn is_full(&self, limit: usize, trouble: &Trouble) -> Result<bool, PluginError> {
        if self.items.len() > limit {
            return Err(trouble.odd("a list in pages of another size than was asked for"));
        }
        Ok(self.items.len() == limit)
    }

    /// The newest are first, and the last of these was made before. Where one has no place that can be read, nobody knows.
    fn ends_before(&self, at: Timestamp) -> bool {
        let Some(all) = self.items.iter().map(Item::read).collect::<Option<Vec<Placed>>>() else { return false };
        let numbers: Vec<Option<u64>> = all.iter().map(|placed| placed.invoice_id.0.parse().ok()).collect();
        let newest_first = numbers.is_sorted_by(|one, next| one.is_some() && next.is_some() && one > next);
        let last = all.last().and_then(|placed| placed.created_at);
        all.len() > 1 && newest_first && last.is_some_and(|created| created < at - CLOCK_SLACK)
    }
}

fn read(item: &Item, sandbox: bool, trouble: &Trouble) -> Result<PaymentSnapshot, PluginError> {
    let invoice: Invoice = item.read().ok_or_else(|| trouble.odd(UNREADABLE))?;
    invoice.snapshot(sandbox, trouble)
}
