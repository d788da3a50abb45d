//! Crypto Pay (pay.crypt.bot), played: invoices that a wallet pays at once and in full, their list, and the page that takes
//! the bot's place.

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
pub(super) use invoice::WalletInvoice;
use list::{Asked, PARAMETERS};
use refusal::Refusal;

const TOKEN_HEADER: &str = "crypto-pay-api-token";

/// The service.
pub(crate) struct CryptoPay {
    pub(crate) till: Till,
    pub(crate) scheme: &'static str,
}

impl Played for CryptoPay {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        if let Some(page) = head.uri.path().strip_prefix("/pay/") {
            return pages::checkout(&self.till, &head, page, body).await;
        }
        let visit = Visit::new(&self.till, Processor::CryptoPay, &head);
        let Some(body) = read(body).await else { return refuse(visit, &Refusal::bad("BODY_TOO_LARGE")) };
        let token = head.headers.get(TOKEN_HEADER).and_then(|token| token.to_str().ok());
        if token != Some(self.till.options().crypto_pay.api_token.as_str()) {
            return refuse(visit, &Refusal::token());
        }
        let (_, down) = Refusal::down().parts();
        let query = fields(head.uri.query().unwrap_or_default().as_bytes());
        let name = head.uri.path().strip_prefix("/api/");
        let known: &[&str] = if name == Some("getInvoices") { &PARAMETERS } else { &[] };
        if stray(&query, known).is_some() {
            return refuse(visit, &Refusal::bad("PARAM_UNKNOWN"));
        }
        match (&head.method, name) {
            // Parameters may come in other ways too; nobody here sends them so.
            (&Method::POST, Some("createInvoice")) if !is_json(&head) => {
                refuse(visit, &Refusal::bad("AMOUNT_REQUIRED"))
            }
            (&Method::POST, Some("createInvoice")) => {
                let origin = origin(self.scheme, &head);
                visit.makes(down, |till| parts(create(till, &body, &origin))).await
            }
            (&Method::GET, Some("getInvoices")) => visit.reads(down, |till| parts(list(till, &query))).await,
            (&Method::GET, Some("getMe")) => {
                let app = [("app_id", 12_345_u64.into()), ("name", "Played".into())];
                visit.reads(down, |_| parts(Ok(Json::object(app)))).await
            }
            _ => refuse(visit, &Refusal::method()),
        }
    }
}

fn create(till: &Till, body: &[u8], origin: &str) -> Result<Json, Refusal> {
    let wanted = Wanted::read(body)?;
    till.change(|world, now_ms| {
        let entry = wanted.invoice(&till.options().crypto_pay, origin, now_ms, &mut world.dice)?;
        let Entry { sale, book: Book::CryptoPay(invoice) } = &entry else { return Err(Refusal::down()) };
        let body = bodies::invoice(sale, invoice);
        world.open(entry, Vec::new(), now_ms);
        Ok(body)
    })
}

fn list(till: &Till, query: &[(String, String)]) -> Result<Json, Refusal> {
    let asked = Asked::read(query)?;
    Ok(till.change(|world, _| asked.page(&world.entries)))
}

fn parts(answer: Result<Json, Refusal>) -> (u16, Json) {
    let good = |result| (200, Json::object([("ok", true.into()), ("result", result)]));
    answer.map_or_else(Refusal::parts, good)
}

fn refuse(visit: Visit, refusal: &Refusal) -> Answer {
    let (status, body) = refusal.parts();
    visit.reply(status, &body)
}
