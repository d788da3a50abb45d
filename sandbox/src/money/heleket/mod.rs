//! Heleket (api.heleket.com), played, and with it Cryptomus: invoices with the order as their key, their list by cursors,
//! and the page that a person pays them on.

mod bodies;
mod create;
mod invoice;
mod list;
mod refusal;

use std::sync::Arc;

use hyper::{Method, Request, body::Incoming, http::request::Parts};
use serde::Deserialize;

use super::{
    door::{Visit, fields, origin, read, stray},
    entry::{Book, Entry},
    json::Json,
    pages,
    processor::Processor,
    sign,
    till::Till,
};
use crate::serve::{Answer, Played};
use create::Wanted;
pub(super) use invoice::KeyedInvoice;
use list::Asked;
use refusal::Refusal;

/// The service.
pub(crate) struct Heleket {
    pub(crate) till: Till,
    pub(crate) scheme: &'static str,
}

impl Played for Heleket {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        if let Some(page) = head.uri.path().strip_prefix("/pay/") {
            return pages::checkout(&self.till, &head, page, body).await;
        }
        let visit = Visit::new(&self.till, Processor::Heleket, &head);
        let Some(body) = read(body).await else { return refuse(visit, &Refusal::Said("The body is too large".into())) };
        if !self.admits(&head, &body) {
            return refuse(visit, &Refusal::Stranger);
        }
        let (_, down) = Refusal::Down.parts();
        let query = fields(head.uri.query().unwrap_or_default().as_bytes());
        let path = head.uri.path();
        let known: &[&str] = if path == "/v1/payment/list" { &["cursor"] } else { &[] };
        if let Some(name) = stray(&query, known) {
            return refuse(visit, &Refusal::Said(format!("{name} is not known")));
        }
        match (&head.method, path) {
            (&Method::POST, "/v1/payment") => {
                let origin = origin(self.scheme, &head);
                visit.makes(down, |till| parts(create(till, &body, &origin))).await
            }
            (&Method::POST, "/v1/payment/info") => visit.reads(down, |till| parts(info(till, &body))).await,
            (&Method::POST, "/v1/payment/list") => visit.reads(down, |till| parts(list(till, &query, &body))).await,
            _ => refuse(visit, &Refusal::NotFound),
        }
    }
}

impl Heleket {
    /// Whether the very bytes that came are signed by the merchant.
    fn admits(&self, head: &Parts, body: &[u8]) -> bool {
        let options = &self.till.options().heleket;
        let said = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
        let expected = sign::heleket(&options.payment_key, body);
        said("merchant") == Some(options.merchant.as_str()) && said("sign") == Some(expected.as_str())
    }
}

/// An order that was made before is the invoice that it was then.
fn create(till: &Till, body: &[u8], origin: &str) -> Result<Json, Refusal> {
    let wanted = Wanted::read(body)?;
    till.change(|world, now_ms| {
        let known = world.entries.iter().find(|entry| wanted.is_for(entry));
        if let Some(Entry { sale, book: Book::Heleket(invoice) }) = known {
            return Ok(bodies::invoice(sale, invoice));
        }
        let entry = wanted.invoice(&till.options().heleket, origin, now_ms, &mut world.dice)?;
        let Entry { sale, book: Book::Heleket(invoice) } = &entry else { return Err(Refusal::Down) };
        let body = bodies::invoice(sale, invoice);
        world.open(entry, Vec::new(), now_ms);
        Ok(body)
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    uuid: Option<String>,
    order_id: Option<String>,
}

/// Where both are said, the order counts.
fn info(till: &Till, body: &[u8]) -> Result<Json, Refusal> {
    let named: Named = serde_json::from_slice(body).map_err(|error| Refusal::Said(error.to_string()))?;
    if named.uuid.is_none() && named.order_id.is_none() {
        return Err(Refusal::Fields(vec![("uuid", "validation.required_without")]));
    }
    till.change(|world, _| {
        let is_it = |entry: &&Entry| match (&named.order_id, &named.uuid) {
            (Some(order), _) => entry.sale.order_id.as_ref() == Some(order),
            (None, uuid) => Some(&entry.sale.id) == uuid.as_ref(),
        };
        let of_ours = world.entries.iter().filter(|entry| entry.processor() == Processor::Heleket).find(is_it);
        match of_ours {
            Some(Entry { sale, book: Book::Heleket(invoice) }) => {
                Ok(bodies::invoice(sale, invoice).with([("comments", Json::Null)]))
            }
            _ => Err(Refusal::NoPayment),
        }
    })
}

fn list(till: &Till, query: &[(String, String)], body: &[u8]) -> Result<Json, Refusal> {
    let asked = Asked::read(query, body)?;
    Ok(till.change(|world, _| asked.page(&world.entries)))
}

fn parts(answer: Result<Json, Refusal>) -> (u16, Json) {
    let good = |result| (200, Json::object([("state", 0_u64.into()), ("result", result)]));
    answer.map_or_else(|refusal| refusal.parts(), good)
}

fn refuse(visit: Visit, refusal: &Refusal) -> Answer {
    let (status, body) = refusal.parts();
    visit.reply(status, &body)
}
