//! `getInvoices`: some by their numbers, or all of them, newest first.

use super::{bodies, refusal::Refusal};
use crate::money::{
    door::field,
    entry::{Book, Entry},
    json::Json,
};

const COUNT_DEFAULT: usize = 100;
const COUNT_MAX: usize = 1000;
const STATUSES: [&str; 2] = ["active", "paid"];

pub(super) const PARAMETERS: [&str; 6] = ["asset", "fiat", "invoice_ids", "status", "offset", "count"];

/// What a query asks for.
pub(super) struct Asked<'a> {
    ids: Option<Vec<&'a str>>,
    asset: Option<&'a str>,
    fiat: Option<&'a str>,
    status: Option<&'a str>,
    offset: usize,
    count: usize,
}

impl<'a> Asked<'a> {
    pub(super) fn read(query: &'a [(String, String)]) -> Result<Self, Refusal> {
        let number = |name: &str, default, bad| match field(query, name) {
            None => Ok(default),
            Some(text) => text.parse::<usize>().map_err(|_| Refusal::bad(bad)),
        };
        let count = number("count", COUNT_DEFAULT, "COUNT_INVALID")?;
        if !(1..=COUNT_MAX).contains(&count) {
            return Err(Refusal::bad("COUNT_INVALID"));
        }
        let status = field(query, "status");
        if status.is_some_and(|status| !STATUSES.contains(&status)) {
            return Err(Refusal::bad("STATUS_INVALID"));
        }
        let ids = field(query, "invoice_ids").map(|ids| ids.split(',').collect::<Vec<_>>());
        let is_number = |id: &&str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        if ids.as_ref().is_some_and(|ids| !ids.iter().all(is_number)) {
            return Err(Refusal::bad("INVOICE_IDS_INVALID"));
        }
        let (asset, fiat) = (field(query, "asset"), field(query, "fiat"));
        Ok(Self { ids, asset, fiat, status, offset: number("offset", 0, "OFFSET_INVALID")?, count })
    }

    pub(super) fn page(&self, entries: &[Entry]) -> Json {
        let wanted = |entry: &Entry| {
            let Book::CryptoPay(invoice) = &entry.book else { return None };
            let sale = &entry.sale;
            let of =
                |unit: Option<&str>, is_fiat| unit.is_none_or(|u| invoice.is_fiat == is_fiat && sale.currency == u);
            let named = self.ids.as_ref().is_none_or(|ids| ids.contains(&sale.id.as_str()));
            let stands = self.status.is_none_or(|status| invoice.stage.name() == status);
            (named && stands && of(self.fiat, true) && of(self.asset, false)).then(|| bodies::invoice(sale, invoice))
        };
        let items = entries.iter().rev().filter_map(wanted).skip(self.offset).take(self.count).collect();
        Json::object([("items", Json::List(items))])
    }
}
