//! The list, page by page. What it is wrapped in is not documented where anybody here could read it.

use super::{bodies, refusal::Refusal};
use crate::money::{
    door::field,
    entry::{Book, Entry},
    json::Json,
    time::seconds,
};

const SIZE_DEFAULT: usize = 10;
const SIZE_MAX: usize = 200;

/// Those that are documented and have a part in the play.
pub(super) const PARAMETERS: [&str; 9] =
    ["track_id", "type", "status", "from_date", "to_date", "sort_by", "sort_type", "page", "size"];
const TYPES: [&str; 5] = ["invoice", "white_label", "static_address", "payment_link", "donation"];

/// What a query asks for.
pub(super) struct Asked<'a> {
    track_id: Option<&'a str>,
    kind: Option<&'a str>,
    status: Option<&'a str>,
    from_s: Option<u64>,
    to_s: Option<u64>,
    ascending: bool,
    page: usize,
    size: usize,
}

impl<'a> Asked<'a> {
    pub(super) fn read(query: &'a [(String, String)]) -> Result<Self, Refusal> {
        let number = |name: &'static str| match field(query, name) {
            None => Ok(None),
            Some(text) => text.parse::<u64>().map(Some).map_err(|_| Refusal::bad(name, "must be a number")),
        };
        let small = |name, default| {
            number(name).map(|number| number.map_or(default, |number| usize::try_from(number).unwrap_or(usize::MAX)))
        };
        let (page, size) = (small("page", 1)?, small("size", SIZE_DEFAULT)?);
        if page == 0 || !(1..=SIZE_MAX).contains(&size) {
            return Err(Refusal::bad("size", "must be between 1 and 200, and pages begin with 1"));
        }
        if field(query, "sort_by").is_some_and(|by| !["create_date", "pay_date", "amount"].contains(&by)) {
            return Err(Refusal::bad("sort_by", "must be create_date, pay_date or amount"));
        }
        let ascending = match field(query, "sort_type") {
            None | Some("desc") => false,
            Some("asc") => true,
            Some(_) => return Err(Refusal::bad("sort_type", "must be asc or desc")),
        };
        let kind = field(query, "type");
        if kind.is_some_and(|kind| !TYPES.contains(&kind)) {
            return Err(Refusal::bad("type", format_args!("must be one of {}", TYPES.join(", "))));
        }
        let (from_s, to_s) = (number("from_date")?, number("to_date")?);
        Ok(Self {
            track_id: field(query, "track_id"),
            kind,
            status: field(query, "status"),
            from_s,
            to_s,
            ascending,
            page,
            size,
        })
    }

    /// By the time of their making, whatever else is asked for.
    pub(super) fn page(&self, entries: &[Entry]) -> Json {
        let wanted = |entry: &Entry| {
            let Book::OxaPay(invoice) = &entry.book else { return None };
            let created_s = seconds(entry.sale.created_ms);
            let within = self.from_s.is_none_or(|from| created_s >= from) && self.to_s.is_none_or(|to| created_s <= to);
            let named = self.track_id.is_none_or(|id| entry.sale.id == id);
            let of_kind = self.kind.is_none_or(|kind| invoice.kind.name() == kind);
            let stands = self.status.is_none_or(|status| invoice.stage.name() == status);
            (within && named && of_kind && stands).then(|| bodies::status(&entry.sale, invoice))
        };
        let mut all: Vec<Json> = entries.iter().filter_map(wanted).collect();
        if !self.ascending {
            all.reverse();
        }
        let total = all.len();
        let skip = (self.page - 1).saturating_mul(self.size);
        let count = |number: usize| Json::Number(number.to_string());
        let meta = Json::object([
            ("page", count(self.page)),
            ("last_page", count(total.div_ceil(self.size).max(1))),
            ("total", count(total)),
        ]);
        Json::object([("list", Json::List(all.into_iter().skip(skip).take(self.size).collect())), ("meta", meta)])
    }
}
