//! The list: newest first, a page at a time, each with where the next one begins.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Deserialize;

use super::{bodies, refusal::Refusal};
use crate::money::{
    door::field,
    entry::{Book, Entry},
    json::Json,
    time::from_heleket,
};

const PER_PAGE: usize = 15;
const WRONG: &str = "validation.date_format";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dates {
    date_from: Option<String>,
    date_to: Option<String>,
}

/// What is asked for.
pub(super) struct Asked {
    /// The invoice that the page before ended with.
    after: Option<String>,
    from_ms: Option<u64>,
    to_ms: Option<u64>,
}

impl Asked {
    pub(super) fn read(query: &[(String, String)], body: &[u8]) -> Result<Self, Refusal> {
        let dates: Dates = serde_json::from_slice(body).map_err(|error| Refusal::Said(error.to_string()))?;
        let time = |name: &'static str, text: Option<&String>| match text {
            None => Ok(None),
            Some(text) => from_heleket(text).map(Some).ok_or_else(|| Refusal::Fields(vec![(name, WRONG)])),
        };
        let after = match field(query, "cursor") {
            None => None,
            Some(cursor) => {
                let bytes = BASE64_STANDARD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                Some(bytes.ok_or_else(|| Refusal::Fields(vec![("cursor", "validation.cursor")]))?)
            }
        };
        let (from_ms, to_ms) = (time("date_from", dates.date_from.as_ref())?, time("date_to", dates.date_to.as_ref())?);
        Ok(Self { after, from_ms, to_ms })
    }

    pub(super) fn page(&self, entries: &[Entry]) -> Json {
        let within =
            |at_ms: u64| self.from_ms.is_none_or(|from| at_ms >= from) && self.to_ms.is_none_or(|to| at_ms <= to);
        let of_ours = |entry: &'_ Entry| matches!(entry.book, Book::Heleket(_)) && within(entry.sale.created_ms);
        let all: Vec<&Entry> = entries.iter().rev().filter(|entry| of_ours(entry)).collect();
        let place = |id: &String| all.iter().position(|entry| entry.sale.id == *id).map_or(all.len(), |at| at + 1);
        let begin = self.after.as_ref().map_or(0, place);
        let page = &all[begin..all.len().min(begin + PER_PAGE)];
        let body = |entry: &&Entry| match &entry.book {
            Book::Heleket(invoice) => bodies::invoice(&entry.sale, invoice),
            _ => Json::Null,
        };
        let next = page.last().filter(|_| begin + page.len() < all.len());
        let count = |number: usize| Json::Number(number.to_string());
        let paginate = Json::object([
            ("count", count(page.len())),
            ("hasPages", (all.len() > PER_PAGE).into()),
            ("nextCursor", next.map(|entry| BASE64_STANDARD.encode(&entry.sale.id)).into()),
            ("previousCursor", Json::Null),
            ("perPage", count(PER_PAGE)),
        ]);
        Json::object([("items", Json::List(page.iter().map(body).collect())), ("paginate", paginate)])
    }
}
