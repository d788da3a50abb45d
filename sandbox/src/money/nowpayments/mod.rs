//! NOWPayments (api.nowpayments.io), played: payments with an address and an amount, their status, their list, and the
//! page that a person pays them on.

mod bodies;
mod create;
mod list;
mod payment;
mod rates;
mod refusal;
mod tokens;

use std::sync::Arc;

use bytes::Bytes;
use hyper::{Method, Request, body::Incoming, http::request::Parts};

use super::{
    door::{Visit, authorized, fields, is_json, origin, read, stray},
    entry::{Book, Entry},
    json::Json,
    pages,
    processor::Processor,
    till::Till,
};
use crate::serve::{Answer, Played};
use create::Wanted;
pub(super) use create::again;
use list::Asked;
pub(super) use payment::Payment;
use refusal::Refusal;

const KEY_HEADER: &str = "x-api-key";

/// The service.
pub(crate) struct NowPayments {
    pub(crate) till: Till,
    pub(crate) scheme: &'static str,
}

/// What a call asks for.
enum Route<'a> {
    Health,
    Token,
    Coins,
    Estimate,
    MinAmount,
    Create,
    Status(&'a str),
    List,
}

impl Route<'_> {
    /// What may stand in the query.
    fn parameters(&self) -> &'static [&'static str] {
        match self {
            Self::Estimate => &["amount", "currency_from", "currency_to"],
            Self::MinAmount => {
                &["currency_from", "currency_to", "fiat_equivalent", "is_fixed_rate", "is_fee_paid_by_user"]
            }
            Self::List => &["limit", "page", "invoiceId", "sortBy", "orderBy", "dateFrom", "dateTo"],
            Self::Health | Self::Token | Self::Coins | Self::Create | Self::Status(_) => &[],
        }
    }
}

fn route<'a>(method: &Method, path: &'a str) -> Option<Route<'a>> {
    Some(match (method, path.strip_prefix("/v1/")?) {
        (&Method::GET, "status") => Route::Health,
        (&Method::POST, "auth") => Route::Token,
        (&Method::GET, "merchant/coins") => Route::Coins,
        (&Method::GET, "estimate") => Route::Estimate,
        (&Method::GET, "min-amount") => Route::MinAmount,
        (&Method::POST, "payment") => Route::Create,
        (&Method::GET, "payment/") => Route::List,
        (&Method::GET, path) => Route::Status(path.strip_prefix("payment/").filter(|id| !id.contains('/'))?),
        _ => return None,
    })
}

impl Played for NowPayments {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        if let Some(page) = head.uri.path().strip_prefix("/pay/") {
            return pages::checkout(&self.till, &head, page, body).await;
        }
        let visit = Visit::new(&self.till, Processor::NowPayments, &head);
        let Some(body) = read(body).await else {
            return refuse(visit, &Refusal::bad("the body is too large or was cut short"));
        };
        let Some(route) = route(&head.method, head.uri.path()) else {
            return refuse(visit, &Refusal::no_endpoint());
        };
        if let Err(refusal) = self.admit(&route, &head) {
            return refuse(visit, &refusal);
        }
        // A body that doesn't say that it is JSON is not looked at.
        let body = if is_json(&head) { body } else { Bytes::from_static(b"{}") };
        let (_, down) = Refusal::down().parts();
        let options = &self.till.options().nowpayments;
        let query = fields(head.uri.query().unwrap_or_default().as_bytes());
        if let Some(name) = stray(&query, route.parameters()) {
            return refuse(visit, &Refusal::bad(format!("{name} is not allowed")));
        }
        match route {
            Route::Token => {
                let token = self.till.change(|world, now_ms| tokens::issue(options, &body, world, now_ms));
                let (status, body) = parts(200, token);
                visit.reply(status, &body)
            }
            Route::Create => {
                let origin = origin(self.scheme, &head);
                visit.makes(down, |till| parts(201, create(till, &body, &origin))).await
            }
            Route::Health => visit.reads(down, |_| (200, Json::object([("message", "OK".into())]))).await,
            Route::Coins => {
                let coins = options.coins.iter().map(|coin| coin.id.to_uppercase().into()).collect();
                visit.reads(down, |_| (200, Json::object([("selectedCurrencies", Json::List(coins))]))).await
            }
            Route::Estimate => visit.reads(down, |_| parts(200, rates::estimate(options, &query))).await,
            Route::MinAmount => visit.reads(down, |_| parts(200, rates::min_amount(options, &query))).await,
            Route::Status(id) => visit.reads(down, |till| parts(200, status(till, id))).await,
            Route::List => visit.reads(down, |till| parts(200, page(till, &query))).await,
        }
    }
}

impl NowPayments {
    fn admit(&self, route: &Route<'_>, head: &Parts) -> Result<(), Refusal> {
        let key = head.headers.get(KEY_HEADER).and_then(|key| key.to_str().ok());
        let open = matches!(route, Route::Health | Route::Token);
        if !open && key != Some(self.till.options().nowpayments.api_key.as_str()) {
            return Err(Refusal::key());
        }
        if matches!(route, Route::List) {
            let token = authorized(head, "Bearer");
            self.till.change(|world, now_ms| tokens::check(world, token, now_ms))?;
        }
        Ok(())
    }
}

fn create(till: &Till, body: &[u8], origin: &str) -> Result<Json, Refusal> {
    let wanted = Wanted::read(body)?;
    till.change(|world, now_ms| {
        let entry = wanted.payment(&till.options().nowpayments, origin, now_ms, &mut world.dice)?;
        let Entry { sale, book: Book::NowPayments(payment) } = &entry else { return Err(Refusal::down()) };
        let (body, news) = (bodies::created(sale, payment), payment.news(sale));
        world.open(entry, vec![news], now_ms);
        Ok(body)
    })
}

fn status(till: &Till, id: &str) -> Result<Json, Refusal> {
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::bad("payment_id must be a number"));
    }
    till.change(|world, _| {
        let entry = world.find(id).map(|place| &world.entries[place]).ok_or_else(Refusal::no_payment)?;
        let Book::NowPayments(payment) = &entry.book else { return Err(Refusal::no_payment()) };
        Ok(bodies::status(&entry.sale, payment))
    })
}

fn page(till: &Till, query: &[(String, String)]) -> Result<Json, Refusal> {
    let asked = Asked::read(query)?;
    Ok(till.change(|world, _| asked.page(&world.entries)))
}

fn parts(good: u16, answer: Result<Json, Refusal>) -> (u16, Json) {
    answer.map_or_else(|refusal| refusal.parts(), |body| (good, body))
}

fn refuse(visit: Visit, refusal: &Refusal) -> Answer {
    let (status, body) = refusal.parts();
    visit.reply(status, &body)
}
