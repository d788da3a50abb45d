//! A BTCPay server (Greenfield API v1), played: the invoices of one store, and the page that a person pays them on.

mod bodies;
mod create;
mod events;
mod invoice;
mod list;
mod refusal;
mod webhook;

use std::sync::Arc;

use hyper::{Method, Request, body::Incoming, http::request::Parts};
use serde::Deserialize;

use super::{
    act::TillError,
    address,
    door::{Visit, authorized, field, fields, is_json, origin, read, stray},
    entry::{Book, Entry, News},
    json::Json,
    pages,
    processor::Processor,
    sale::Sale,
    till::Till,
};
use crate::serve::{Answer, Played};
use create::Wanted;
use events::Event;
pub(super) use events::{Delivery, TYPES as EVENT_TYPES};
use invoice::Status;
pub(super) use invoice::StoreInvoice;
use list::Asked;
use refusal::Refusal;
pub use webhook::StoreWebhook;

const CREATE: &str = "btcpay.store.cancreateinvoice";
const VIEW: &str = "btcpay.store.canviewinvoices";
const MODIFY: &str = "btcpay.store.canmodifyinvoices";
const PULL: &str = "btcpay.store.cancreatepullpayments";
const WEBHOOKS: &str = "btcpay.store.webhooks.canmodifywebhooks";

/// The service.
pub(crate) struct BtcPay {
    pub(crate) till: Till,
    pub(crate) scheme: &'static str,
}

/// What a call asks for, in a store.
enum Route<'a> {
    Create,
    List,
    Get(&'a str),
    PaymentMethods(&'a str),
    Mark(&'a str),
    Refund(&'a str),
    Webhooks,
}

impl Route<'_> {
    /// What may stand in the query.
    fn parameters(&self) -> &'static [&'static str] {
        match self {
            Self::List => {
                &["orderId", "status", "startDate", "endDate", "skip", "take", "textSearch", "includePaymentMethods"]
            }
            Self::PaymentMethods(_) => &["onlyAccountedPayments"],
            Self::Create | Self::Get(_) | Self::Mark(_) | Self::Refund(_) | Self::Webhooks => &[],
        }
    }

    fn permission(&self) -> &'static str {
        match self {
            Self::Create => CREATE,
            Self::List | Self::Get(_) | Self::PaymentMethods(_) => VIEW,
            Self::Mark(_) => MODIFY,
            Self::Refund(_) => PULL,
            Self::Webhooks => WEBHOOKS,
        }
    }
}

/// The store and what is asked in it; the short paths to an invoice name no store.
fn route<'a>(method: &Method, path: &'a str) -> Option<(Option<&'a str>, Route<'a>)> {
    let path = path.strip_prefix("/api/v1/")?;
    let (store, rest) = match path.strip_prefix("stores/") {
        Some(path) => {
            let (store, rest) = path.split_once('/')?;
            (Some(store), rest)
        }
        None => (None, path),
    };
    if rest == "webhooks" && store.is_some() {
        return Some((store, Route::Webhooks));
    }
    let invoice = match rest.strip_prefix("invoices")? {
        "" => None,
        rest => Some(rest.strip_prefix('/')?),
    };
    let route = match (method, invoice.map(|rest| rest.split_once('/').unwrap_or((rest, "")))) {
        (&Method::POST, None) => Route::Create,
        (&Method::GET, None) => Route::List,
        (&Method::GET, Some((id, ""))) => Route::Get(id),
        (&Method::GET, Some((id, "payment-methods"))) => Route::PaymentMethods(id),
        (&Method::POST, Some((id, "status"))) => Route::Mark(id),
        (&Method::POST, Some((id, "refund"))) => Route::Refund(id),
        _ => return None,
    };
    let needs_store = matches!(route, Route::Create | Route::List);
    (store.is_some() || !needs_store).then_some((store, route))
}

impl Played for BtcPay {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        if let Some(page) = head.uri.path().strip_prefix("/i/") {
            return pages::checkout(&self.till, &head, page, body).await;
        }
        let visit = Visit::new(&self.till, Processor::BtcPay, &head);
        let Some(body) = read(body).await else {
            return refuse(visit, &Refusal::Malformed("the body is too large or was cut short".to_owned()));
        };
        let Some((store, route)) = route(&head.method, head.uri.path()) else {
            return refuse(visit, &Refusal::NotFound);
        };
        if let Err(refusal) = self.admit(&head, store, &route) {
            return refuse(visit, &refusal);
        }
        if head.method == Method::POST && !is_json(&head) {
            return refuse(visit, &Refusal::NotJson);
        }
        let (_, down) = Refusal::Down.parts();
        let query = fields(head.uri.query().unwrap_or_default().as_bytes());
        if let Some(name) = stray(&query, route.parameters()) {
            return refuse(visit, &Refusal::field(name, format!("{name} is not known")));
        }
        match route {
            Route::Create => {
                let origin = origin(self.scheme, &head);
                visit.makes(down, |till| parts(create(till, &body, &origin))).await
            }
            Route::List => visit.reads(down, |till| parts(list(till, &query))).await,
            Route::Get(id) => visit.reads(down, |till| parts(get(till, id))).await,
            Route::PaymentMethods(id) => {
                let all = field(&query, "onlyAccountedPayments").is_some_and(|word| word.eq_ignore_ascii_case("false"));
                visit.reads(down, |till| parts(payment_methods(till, id, all))).await
            }
            Route::Mark(id) => {
                let (status, body) = parts(mark(&self.till, id, &body));
                visit.reply(status, &body)
            }
            Route::Refund(id) => {
                let (status, body) = parts(refund(&self.till, id, &body, &origin(self.scheme, &head)));
                visit.reply(status, &body)
            }
            Route::Webhooks => refuse(visit, &Refusal::Forbidden(WEBHOOKS)),
        }
    }
}

impl BtcPay {
    fn admit(&self, head: &Parts, store: Option<&str>, route: &Route<'_>) -> Result<(), Refusal> {
        let options = &self.till.options().btcpay;
        if authorized(head, "token") != Some(options.api_key.as_str()) {
            return Err(Refusal::Unauthenticated);
        }
        let permission = route.permission();
        let may = options.permissions.iter().any(|known| known == permission);
        // A key says nothing of stores that it isn't for, not even whether they are there.
        if !may || store.is_some_and(|store| store != options.store_id) {
            return Err(Refusal::Forbidden(permission));
        }
        Ok(())
    }
}

fn create(till: &Till, body: &[u8], origin: &str) -> Result<Json, Refusal> {
    let wanted = Wanted::read(body)?;
    let options = &till.options().btcpay;
    till.change(|world, now_ms| {
        let entry = wanted.invoice(options, origin, now_ms, &mut world.dice)?;
        let Entry { sale, book: Book::BtcPay(invoice) } = &entry else { return Err(Refusal::Down) };
        let body = bodies::invoice(sale, invoice, &options.store_id);
        let mut news = Vec::new();
        invoice.tell(sale, &Event::Created, &mut news);
        world.open(entry, news, now_ms);
        Ok(body)
    })
}

fn list(till: &Till, query: &[(String, String)]) -> Result<Json, Refusal> {
    let asked = Asked::read(query)?;
    Ok(till.change(|world, _| asked.page(&world.entries, &till.options().btcpay.store_id)))
}

fn get(till: &Till, id: &str) -> Result<Json, Refusal> {
    let store_id = &till.options().btcpay.store_id;
    on_invoice(till, id, |sale, invoice, _, _| Ok((bodies::invoice(sale, invoice, store_id), Vec::new())))
}

fn payment_methods(till: &Till, id: &str, all: bool) -> Result<Json, Refusal> {
    on_invoice(till, id, |sale, _, _, _| Ok((bodies::payment_methods(sale, all), Vec::new())))
}

#[derive(Deserialize)]
struct Marked {
    status: Option<String>,
}

fn mark(till: &Till, id: &str, body: &[u8]) -> Result<Json, Refusal> {
    let asked: Marked = serde_json::from_slice(body).map_err(|error| Refusal::Malformed(error.to_string()))?;
    let status = match asked.status.as_deref() {
        Some("Settled") => Status::Settled,
        Some("Invalid") => Status::Invalid,
        _ => return Err(Refusal::field("status", "Status can only be Settled or Invalid")),
    };
    let store_id = &till.options().btcpay.store_id;
    on_invoice(till, id, |sale, invoice, now_ms, _| {
        let mut news = Vec::new();
        let refuse = |error: TillError| Refusal::field("status", error.to_string());
        invoice.mark(sale, status, now_ms, &mut news).map_err(refuse)?;
        Ok((bodies::invoice(sale, invoice, store_id), news))
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refunded {
    refund_variant: Option<String>,
}

/// The link by which the buyer claims the money. Only what goes back in the coin that came is played.
fn refund(till: &Till, id: &str, body: &[u8], origin: &str) -> Result<Json, Refusal> {
    let asked: Refunded = serde_json::from_slice(body).map_err(|error| Refusal::Malformed(error.to_string()))?;
    match asked.refund_variant.as_deref() {
        Some("RateThen" | "CurrentRate") => {}
        None => return Err(Refusal::field("refundVariant", "`refundVariant` is mandatory")),
        Some(_) => return Err(Refusal::field("refundVariant", "Please select a valid refund option")),
    }
    on_invoice(till, id, |sale, invoice, _, pull_payment| {
        let mut news = Vec::new();
        let refuse = |_| Refusal::Refused("non-refundable", "Cannot refund this invoice");
        invoice.refund(sale, pull_payment, &mut news).map_err(refuse)?;
        let body = Json::object([
            ("id", pull_payment.into()),
            ("name", format!("Refund {}", sale.id).into()),
            ("currency", sale.ways[0].coin.clone().into()),
            ("amount", sale.received(0).to_string().into()),
            ("archived", false.into()),
            ("autoApproveClaims", true.into()),
            ("viewLink", format!("{origin}/pull-payments/{pull_payment}").into()),
        ]);
        Ok((body, news))
    })
}

/// Does something with an invoice of the store, and tells what came of it. The deed is given a fresh id.
fn on_invoice(
    till: &Till,
    id: &str,
    deed: impl FnOnce(&mut Sale, &mut StoreInvoice, u64, &str) -> Result<(Json, Vec<News>), Refusal>,
) -> Result<Json, Refusal> {
    till.change(|world, now_ms| {
        let fresh = address::pull_payment(&mut world.dice);
        let place = world.find(id).ok_or(Refusal::InvoiceNotFound)?;
        let Entry { sale, book: Book::BtcPay(invoice) } = &mut world.entries[place] else {
            return Err(Refusal::InvoiceNotFound);
        };
        let (body, news) = deed(sale, invoice, now_ms, &fresh)?;
        if !news.is_empty() {
            world.tell(place, news, now_ms);
        }
        Ok(body)
    })
}

fn parts(answer: Result<Json, Refusal>) -> (u16, Json) {
    answer.map_or_else(|refusal| refusal.parts(), |body| (200, body))
}

fn refuse(visit: Visit, refusal: &Refusal) -> Answer {
    let (status, body) = refusal.parts();
    visit.reply(status, &body)
}
