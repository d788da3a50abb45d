//! The list of payments: how a lost answer is found again, and what nobody told us of.

use std::sync::Arc;

use chrono::Duration;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{Deed, Found, Item, OrderRef, PaymentSnapshot, Scalar, Trouble};
use nproxy_domain::provider::Next;
use nproxy_domain::{PaymentId, Timestamp};
use secrecy::SecretString;
use serde::Deserialize;

use crate::api::{Api, Login};
use crate::payment::Payment;
use crate::reading::Reading;

/// Their clock may be behind ours by this.
const CLOCK_SLACK: Duration = Duration::minutes(10);
/// One exchange of a chain is the sign-in.
const PAGES_MAX: usize = Next::<()>::EXCHANGES_MAX - 1;

type Payments = Found<PaymentSnapshot>;

#[derive(Deserialize)]
struct Token {
    token: SecretString,
}

#[derive(Deserialize)]
struct Page {
    /// Read one by one: of another's payment only the order matters.
    data: Vec<Item>,
    #[serde(default)]
    limit: Option<Scalar>,
    #[serde(default, rename = "pagesCount")]
    pages: Option<Scalar>,
}

#[derive(Deserialize)]
struct Ordered {
    #[serde(default)]
    order_id: Option<Scalar>,
}

/// Signs in, then lists.
pub(crate) fn find(api: &Arc<Api>, login: &Login, by: &OrderRef, reading: &Reading) -> Next<Payments> {
    let (list, by, reading) = (api.clone(), by.clone(), reading.clone());
    api.send(Deed::Asks, api.sign_in(login), None, move |Token { token }, _| match by {
        OrderRef::Payment { payment, since } => {
            let since = since - CLOCK_SLACK;
            Search { api: list, token, payment, since, reading }.page(0, Vec::new())
        }
        OrderRef::Since { at, skip, .. } => since(&list, &token, at, skip, &reading),
    })
}

/// A page of all. Where `skip` is within one, the rest of it.
fn since(
    api: &Arc<Api>,
    token: &SecretString,
    at: Timestamp,
    skip: usize,
    reading: &Reading,
) -> Result<Next<Payments>, PluginError> {
    let limit = api.page_payments;
    let (number, within, reading) = (skip / limit, skip % limit, reading.clone());
    let request = api.list(token, at, number)?;
    Ok(api.send(Deed::Asks, request, Some(token), move |page: Page, trouble| {
        let more = page.more(number, limit, trouble)?;
        let rest = page.data.iter().skip(within).map(|item| read(item, &reading, trouble));
        Ok(Next::Done(Found::page(rest, more, None)))
    }))
}

/// For the payments of one order. The list can't be asked for them, so it is gone through.
struct Search {
    api: Arc<Api>,
    token: SecretString,
    payment: PaymentId,
    since: Timestamp,
    reading: Reading,
}

impl Search {
    fn page(self, number: usize, mut found: Vec<PaymentSnapshot>) -> Result<Next<Payments>, PluginError> {
        let request = self.api.list(&self.token, self.since, number)?;
        let (api, token) = (self.api.clone(), self.token.clone());
        Ok(api.send(Deed::Asks, request, Some(&token), move |page: Page, trouble| {
            let more = page.more(number, self.api.page_payments, trouble)?;
            for item in page.data.iter().filter(|item| self.is_ours(item)) {
                found.push(read(item, &self.reading, trouble)?);
            }
            if more && number + 1 < PAGES_MAX {
                return self.page(number + 1, found);
            }
            // "There is none" would have another one made.
            if more && found.is_empty() {
                return Err(trouble.odd("more payments than can be looked through"));
            }
            Ok(Next::Done(Found::all(found)))
        }))
    }

    fn is_ours(&self, item: &Item) -> bool {
        let order = item.read::<Ordered>().and_then(|ordered| ordered.order_id);
        order.and_then(|order| order.0.parse().ok()) == Some(self.payment)
    }
}

impl Page {
    /// Whether there are more behind it. A page of another size than was asked for would leave some out.
    fn more(&self, number: usize, limit: usize, trouble: &Trouble) -> Result<bool, PluginError> {
        let told = |scalar: &Option<Scalar>| scalar.as_ref().map(|scalar| scalar.0.parse::<usize>());
        let full = self.data.len() >= limit;
        let later = match told(&self.pages) {
            None => full,
            Some(Ok(pages)) => number + 1 < pages,
            Some(Err(_)) => return Err(trouble.odd("a list that doesn't say how long it is")),
        };
        let other_size = told(&self.limit).is_some_and(|told| told != Ok(limit));
        if other_size || self.data.len() > limit || (later && !full) {
            return Err(trouble.odd("a list in pages of another size than was asked for"));
        }
        Ok(later)
    }
}

fn read(item: &Item, reading: &Reading, trouble: &Trouble) -> Result<PaymentSnapshot, PluginError> {
    let payment: Payment = item.read().ok_or_else(|| trouble.odd("a payment that can't be read"))?;
    payment.snapshot(reading).map_err(|odd| odd.told(trouble))
}
