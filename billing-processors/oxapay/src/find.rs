//! The list of invoices, page by page, oldest first.

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

type Payments = Found<PaymentSnapshot>;

#[derive(Deserialize)]
struct Page {
    /// Read one by one: of another's invoice only the order matters.
    list: Vec<Item>,
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Meta {
    last_page: Option<Scalar>,
}

#[derive(Deserialize)]
struct Ordered {
    order_id: Option<String>,
}

pub(crate) fn find(api: &Arc<Api>, by: &OrderRef, sandbox: bool) -> Next<Payments> {
    match by {
        OrderRef::Payment { payment, since } => {
            let since = *since - CLOCK_SLACK;
            Search { api: api.clone(), payment: *payment, since, sandbox }.page(1, Vec::new())
        }
        // Where `skip` is within a page, the rest of it.
        OrderRef::Since { at, skip, .. } => {
            let limit = api.page_invoices;
            let (number, within) = (skip / limit + 1, skip % limit);
            api.send(Deed::Asks, api.list(*at, number), move |page: Page, trouble| {
                let more = page.more(number, limit, trouble)?;
                let rest = page.list.iter().skip(within).map(|item| read(item, sandbox, trouble));
                Ok(Next::Done(Found::page(rest, more, None)))
            })
        }
    }
}

/// For the invoices of one order.
struct Search {
    api: Arc<Api>,
    payment: PaymentId,
    since: Timestamp,
    sandbox: bool,
}

impl Search {
    fn page(self, number: usize, mut found: Vec<PaymentSnapshot>) -> Next<Payments> {
        let (api, request) = (self.api.clone(), self.api.list(self.since, number));
        api.send(Deed::Asks, request, move |page: Page, trouble| {
            let more = page.more(number, self.api.page_invoices, trouble)?;
            for item in page.list.iter().filter(|item| self.is_ours(item)) {
                found.push(read(item, self.sandbox, trouble)?);
            }
            if more && number < PAGES_MAX {
                return Ok(self.page(number + 1, found));
            }
            // "There is none" would have another one made.
            if more && found.is_empty() {
                return Err(trouble.odd("more invoices than can be looked through"));
            }
            Ok(Next::Done(Found::all(found)))
        })
    }

    fn is_ours(&self, item: &Item) -> bool {
        let order = item.read::<Ordered>().and_then(|ordered| ordered.order_id);
        order.and_then(|order| order.parse().ok()) == Some(self.payment)
    }
}

impl Page {
    /// Whether there are more behind it. A page of another size than was asked for would leave some out.
    fn more(&self, number: usize, limit: usize, trouble: &Trouble) -> Result<bool, PluginError> {
        let full = self.list.len() >= limit;
        let later = match self.meta.as_ref().and_then(|meta| meta.last_page.as_ref()) {
            None => full,
            Some(pages) => match pages.0.parse::<usize>() {
                Ok(pages) => number < pages,
                Err(_) => return Err(trouble.odd("a list that doesn't say how long it is")),
            },
        };
        if self.list.len() > limit || (later && !full) {
            return Err(trouble.odd("a list in pages of another size than was asked for"));
        }
        Ok(later)
    }
}

fn read(item: &Item, sandbox: bool, trouble: &Trouble) -> Result<PaymentSnapshot, PluginError> {
    let invoice: Invoice = item.read().ok_or_else(|| trouble.odd("an invoice that can't be read"))?;
    invoice.snapshot(sandbox).map_err(|odd| odd.told(trouble))
}
