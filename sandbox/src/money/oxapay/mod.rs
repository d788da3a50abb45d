//! OxaPay (api.oxapay.com/v1), played: invoices, their state, their list, and the page that a person pays them on.

mod bodies;
mod create;
mod invoice;
mod list;
mod refusal;

use std::sync::Arc;

use hyper::{Method, Request, body::Incoming};

use super::{
    door::{Visit, fields, is_json, origin, read, stray},
    entry::{Book, Entry},
    json::Json,
    pages,
    processor::Processor,
    till::Till,
};
use crate::serve::{Answer, Played};
use create::Wanted;
use invoice::Kind;
pub(super) use invoice::TrackedInvoice;
use list::{Asked, PARAMETERS};
use refusal::Refusal;

const KEY_HEADER: &str = "merchant_api_key";

/// The service.
pub(crate) struct OxaPay {
    pub(crate) till: Till,
    pub(crate) scheme: &'static str,
}

impl Played for OxaPay {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        if let Some(page) = head.uri.path().strip_prefix("/pay/") {
            return pages::checkout(&self.till, &head, page, body).await;
        }
        let visit = Visit::new(&self.till, Processor::OxaPay, &head);
        let Some(body) = read(body).await else { return refuse(visit, &Refusal::bad("body", "too large")) };
        let key = head.headers.get(KEY_HEADER).and_then(|key| key.to_str().ok());
        if key != Some(self.till.options().oxapay.merchant_key.as_str()) {
            return refuse(visit, &Refusal::key());
        }
        let (_, down) = Refusal::down().parts();
        let query = fields(head.uri.query().unwrap_or_default().as_bytes());
        let path = head.uri.path().strip_prefix("/v1/payment");
        let known: &[&str] = if path == Some("") { &PARAMETERS } else { &[] };
        if stray(&query, known).is_some() {
            return refuse(visit, &Refusal::bad("query", "holds a parameter that is not known"));
        }
        match (&head.method, path) {
            (&Method::POST, Some("/invoice" | "/white-label")) if !is_json(&head) => {
                refuse(visit, &Refusal::bad("amount", "is required"))
            }
            (&Method::POST, Some(path @ ("/invoice" | "/white-label"))) => {
                let kind = if path == "/invoice" { Kind::Invoice } else { Kind::WhiteLabel };
                let origin = origin(self.scheme, &head);
                visit.makes(down, |till| parts(create(till, kind, &body, &origin))).await
            }
            (&Method::GET, Some("")) => visit.reads(down, |till| parts(list(till, &query))).await,
            (&Method::GET, Some(id)) => {
                let id = id.trim_start_matches('/');
                visit.reads(down, |till| parts(status(till, id))).await
            }
            _ => refuse(visit, &Refusal::missing()),
        }
    }
}

fn create(till: &Till, kind: Kind, body: &[u8], origin: &str) -> Result<Json, Refusal> {
    let wanted = Wanted::read(body)?;
    till.change(|world, now_ms| {
        let entry = wanted.invoice(kind, &till.options().oxapay, origin, now_ms, &mut world.dice)?;
        let body = match kind {
            Kind::Invoice => bodies::created(&entry.sale),
            Kind::WhiteLabel => bodies::created_for_the_shop(&entry.sale),
        };
        world.open(entry, Vec::new(), now_ms);
        Ok(body)
    })
}

fn status(till: &Till, id: &str) -> Result<Json, Refusal> {
    till.change(|world, _| match world.find(id).map(|place| &world.entries[place]) {
        Some(Entry { sale, book: Book::OxaPay(invoice) }) => Ok(bodies::status(sale, invoice)),
        _ => Err(Refusal::missing()),
    })
}

fn list(till: &Till, query: &[(String, String)]) -> Result<Json, Refusal> {
    let asked = Asked::read(query)?;
    Ok(till.change(|world, _| asked.page(&world.entries)))
}

fn parts(answer: Result<Json, Refusal>) -> (u16, Json) {
    let good = |data| (200, refusal::envelope(data, "Operation completed successfully!", Json::object([]), 200));
    answer.map_or_else(|refusal| refusal.parts(), good)
}

fn refuse(visit: Visit, refusal: &Refusal) -> Answer {
    let (status, body) = refusal.parts();
    visit.reply(status, &body)
}
