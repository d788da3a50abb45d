//! The list of a store's invoices.

use super::{bodies, refusal::Refusal};
use crate::money::{
    door::field,
    entry::{Book, Entry},
    json::Json,
    time::seconds,
};

/// What a query asks for. `orderId` and `status` may stand in it several times.
pub(super) struct Asked<'a> {
    order_ids: Vec<&'a str>,
    statuses: Vec<&'a str>,
    from_s: Option<u64>,
    to_s: Option<u64>,
    text: Option<&'a str>,
    skip: usize,
    take: Option<usize>,
    with_methods: bool,
}

impl<'a> Asked<'a> {
    pub(super) fn read(query: &'a [(String, String)]) -> Result<Self, Refusal> {
        let all = |name: &str| -> Vec<&'a str> {
            query.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
        };
        let number = |name: &str| match field(query, name) {
            None => Ok(None),
            Some(text) => text
                .parse::<u64>()
                .map(Some)
                .map_err(|_| Refusal::field(name, format!("The value '{text}' is not valid."))),
        };
        let place = |name: &str| number(name).map(|number| number.map(|n| usize::try_from(n).unwrap_or(usize::MAX)));
        let (from_s, to_s) = (number("startDate")?, number("endDate")?);
        if from_s.zip(to_s).is_some_and(|(from_s, to_s)| from_s > to_s) {
            return Err(Refusal::Invalid(vec![
                ("startDate".to_owned(), "startDate should not be above endDate".to_owned()),
                ("endDate".to_owned(), "endDate should not be below startDate".to_owned()),
            ]));
        }
        Ok(Self {
            order_ids: all("orderId"),
            statuses: all("status"),
            from_s,
            to_s,
            text: field(query, "textSearch"),
            skip: place("skip")?.unwrap_or_default(),
            take: place("take")?,
            with_methods: field(query, "includePaymentMethods").is_some_and(|word| word.eq_ignore_ascii_case("true")),
        })
    }

    /// Newest first.
    pub(super) fn page(&self, entries: &[Entry], store_id: &str) -> Json {
        let body = |entry: &Entry| {
            let Book::BtcPay(invoice) = &entry.book else { return None };
            let sale = &entry.sale;
            let created_s = seconds(sale.created_ms);
            let order_id = sale.order_id.as_deref();
            let named = self.order_ids.is_empty() || order_id.is_some_and(|id| self.order_ids.contains(&id));
            let stands = self.statuses.is_empty() || self.statuses.contains(&invoice.status.name());
            let within =
                self.from_s.is_none_or(|from_s| created_s >= from_s) && self.to_s.is_none_or(|to_s| created_s <= to_s);
            let found = self
                .text
                .is_none_or(|text| sale.is_called(text) || invoice.search_terms.iter().any(|term| term == text));
            let body = bodies::invoice(sale, invoice, store_id);
            let methods = || [("paymentMethods", bodies::payment_methods(sale, false))];
            let body = if self.with_methods { body.with(methods()) } else { body };
            (named && stands && within && found).then_some(body)
        };
        let invoices = entries.iter().rev().filter_map(body);
        Json::List(invoices.skip(self.skip).take(self.take.unwrap_or(usize::MAX)).collect())
    }
}
