//! The list of payments, page by page.

use super::{bodies, refusal::Refusal};
use crate::money::{
    door::field,
    entry::{Book, Entry},
    json::Json,
    time::from_iso,
};

const LIMIT_DEFAULT: usize = 10;
const LIMIT_MAX: usize = 500;

/// What a query asks for.
pub(super) struct Asked<'a> {
    limit: usize,
    page: usize,
    sort_by: &'a str,
    ascending: bool,
    from_ms: Option<u64>,
    to_ms: Option<u64>,
    /// Those of a hosted invoice, of which there are none here.
    hosted: bool,
}

impl<'a> Asked<'a> {
    pub(super) fn read(query: &'a [(String, String)]) -> Result<Self, Refusal> {
        let number = |name: &str, default| match field(query, name) {
            None => Ok(default),
            Some(text) => text.parse::<usize>().map_err(|_| Refusal::bad(format!("{name} must be a number"))),
        };
        let time = |name: &str| match field(query, name) {
            None => Ok(None),
            Some(text) => from_iso(text).map(Some).ok_or_else(|| Refusal::bad(format!("{name} must be a date"))),
        };
        let limit = number("limit", LIMIT_DEFAULT)?;
        if !(1..=LIMIT_MAX).contains(&limit) {
            return Err(Refusal::bad("limit must be between 1 and 500"));
        }
        let sort_by = field(query, "sortBy").unwrap_or("created_at");
        if !["created_at", "updated_at", "payment_id"].contains(&sort_by) {
            return Err(Refusal::bad("sortBy must be one of created_at, updated_at, payment_id"));
        }
        let ascending = match field(query, "orderBy") {
            None | Some("asc") => true,
            Some("desc") => false,
            Some(_) => return Err(Refusal::bad("orderBy must be one of asc, desc")),
        };
        let (from_ms, to_ms) = (time("dateFrom")?, time("dateTo")?);
        let hosted = field(query, "invoiceId").is_some();
        Ok(Self { limit, page: number("page", 0)?, sort_by, ascending, from_ms, to_ms, hosted })
    }

    pub(super) fn page(&self, entries: &[Entry]) -> Json {
        let within = |at_ms: u64| {
            self.from_ms.is_none_or(|from_ms| at_ms >= from_ms) && self.to_ms.is_none_or(|to_ms| at_ms <= to_ms)
        };
        let payment = |entry: &'_ Entry| match &entry.book {
            Book::NowPayments(payment) if !self.hosted && within(entry.sale.created_ms) => {
                let key = match self.sort_by {
                    "updated_at" => entry.sale.updated_ms,
                    "payment_id" => entry.sale.id.parse().unwrap_or_default(),
                    _ => entry.sale.created_ms,
                };
                Some((key, bodies::status(&entry.sale, payment)))
            }
            _ => None,
        };
        let mut payments: Vec<_> = entries.iter().filter_map(payment).collect();
        // Stable, so that those of one moment keep the order they were made in.
        payments.sort_by_key(|(key, _)| *key);
        if !self.ascending {
            payments.reverse();
        }
        let total = payments.len();
        let skip = self.page.saturating_mul(self.limit);
        let data = payments.into_iter().skip(skip).take(self.limit).map(|(_, body)| body).collect();
        let count = |number: usize| Json::Number(number.to_string());
        Json::object([
            ("data", Json::List(data)),
            ("limit", count(self.limit)),
            ("page", count(self.page)),
            ("pagesCount", count(total.div_ceil(self.limit))),
            ("total", count(total)),
        ])
    }
}
