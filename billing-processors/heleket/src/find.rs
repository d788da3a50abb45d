//! The list of invoices, page by page: each says where the next one begins, and none how many there are.

use std::sync::Arc;

use chrono::Duration;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{Deed, Found, Item, OrderRef, PaymentSnapshot, Trouble};
use nproxy_domain::provider::Next;
use nproxy_domain::{PaymentId, Timestamp};
use serde::Deserialize;

use crate::api::Api;
use crate::invoice::{Invoice, is_word};

/// Their clock may be behind ours by this.
const CLOCK_SLACK: Duration = Duration::minutes(10);
const PAGES_MAX: usize = Next::<()>::EXCHANGES_MAX;
const CURSOR_CHARS_MAX: usize = 256;

type Payments = Found<PaymentSnapshot>;

#[derive(Deserialize)]
struct Page {
    /// Read one by one: of another's invoice only the order matters.
    items: Vec<Item>,
    paginate: Option<Paginate>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Paginate {
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct Ordered {
    order_id: Option<String>,
}

pub(crate) fn find(api: &Arc<Api>, by: &OrderRef) -> Result<Next<Payments>, PluginError> {
    match by {
        OrderRef::Payment { payment, since } => {
            let search = Search { api: api.clone(), payment: *payment, since: *since - CLOCK_SLACK };
            search.page(None, 1, Vec::new())
        }
        OrderRef::Since { at, cursor, .. } => {
            let request = api.list(*at, cursor.as_deref())?;
            Ok(api.send(Deed::Asks, request, |page: Page, trouble| {
                let cursor = page.next(trouble)?;
                let read = page.items.iter().map(|item| read(item, trouble));
                Ok(Next::Done(Found::page(read, cursor.is_some(), cursor)))
            }))
        }
    }
}

/// For the invoice of one order.
struct Search {
    api: Arc<Api>,
    payment: PaymentId,
    since: Timestamp,
}

impl Search {
    fn page(
        self,
        cursor: Option<&str>,
        number: usize,
        mut found: Vec<PaymentSnapshot>,
    ) -> Result<Next<Payments>, PluginError> {
        let request = self.api.list(self.since, cursor)?;
        let api = self.api.clone();
        Ok(api.send(Deed::Asks, request, move |page: Page, trouble| {
            for item in page.items.iter().filter(|item| self.is_ours(item)) {
                found.push(read(item, trouble)?);
            }
            match page.next(trouble)? {
                Some(cursor) if found.is_empty() && number < PAGES_MAX => self.page(Some(&cursor), number + 1, found),
                // Of one that is further behind: made again, it is the same one.
                _ => Ok(Next::Done(Found::all(found))),
            }
        }))
    }

    fn is_ours(&self, item: &Item) -> bool {
        let order = item.read::<Ordered>().and_then(|ordered| ordered.order_id);
        order.and_then(|order| order.parse().ok()) == Some(self.payment)
    }
}

impl Page {
    fn next(&self, trouble: &Trouble) -> Result<Option<String>, PluginError> {
        match self.paginate.as_ref().and_then(|paginate| paginate.next_cursor.clone()) {
            None => Ok(None),
            Some(cursor) if is_word(&cursor, CURSOR_CHARS_MAX) => Ok(Some(cursor)),
            Some(_) => Err(trouble.odd("a list that goes on nowhere")),
        }
    }
}

fn read(item: &Item, trouble: &Trouble) -> Result<PaymentSnapshot, PluginError> {
    let invoice: Invoice = item.read().ok_or_else(|| trouble.odd("an invoice that can't be read"))?;
    invoice.snapshot().map_err(|odd| odd.told(trouble))
}
