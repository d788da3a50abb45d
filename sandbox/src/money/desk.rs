//! The till's part of the control endpoint. `{id}` is the processor's own number of an invoice.
//!
//! | request | does |
//! |---|---|
//! | `GET /till?find=text` | a page with the invoices, for a person; with `find` those of a number, an order or an address |
//! | `GET /till/state` | [`TillState`](super::TillState) |
//! | `GET /till/invoices?find=text` | the [`Invoice`](super::Invoice)s |
//! | `GET /till/invoices/{id}` | one |
//! | `POST /till/invoices/{id}/acts` | does an [`Act`] and answers the invoice |
//! | `POST /till/conduct/{processor}` | sets the [`TillConduct`] of `nowpayments`, `btcpay`, `crypto_pay`, `heleket` or `oxapay` |
//! | `POST /till/pace` | sets the [`TillPace`] |
//! | `POST /till/webhook` | `{"url": .., "specific_events": [..]}` of the BTCPay store; `null` ends it |
//! | `POST /till/webhook/crypto_pay` | `{"url": ..}` of the Crypto Pay app; `null` ends it |
//! | `POST /till/flush` | sends the webhooks that were held back |
//! | `POST /till/clock` | `{"advance_ms": N}`: the played clock goes on |
//! | `GET /till/journal?after=N` | the [`TillRecord`](super::TillRecord)s with a number above N |

use std::time::Duration;

use bytes::Bytes;
use hyper::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    act::{Act, TillError},
    conduct::{TillConduct, TillPace},
    door::{field, fields},
    pages,
    till::Till,
};
use crate::{
    control::{Problem, after, read},
    serve::Reply,
};

const ROUTES: &str = "there are GET /till, GET /till/state, GET /till/invoices, GET /till/invoices/{id}, \
     POST /till/invoices/{id}/acts, POST /till/conduct/{processor}, POST /till/pace, POST /till/webhook, \
     POST /till/webhook/crypto_pay, POST /till/flush, POST /till/clock, GET /till/journal?after=N";
/// A clock that is further ahead is a mistake: thirty years.
const ADVANCE_MS_MAX: u64 = 30 * 365 * 24 * 3_600_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Webhook {
    url: Option<String>,
    #[serde(default)]
    specific_events: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AppWebhook {
    url: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    advance_ms: u64,
}

/// `path`: what comes behind `/till`.
pub(crate) fn route(till: &Till, method: &Method, path: &str, query: &str, body: &Bytes) -> Result<Reply, Problem> {
    let query_fields = fields(query.as_bytes());
    let find = field(&query_fields, "find").map(str::trim).filter(|text| !text.is_empty());
    let found = || find.map_or_else(|| till.invoices(), |text| till.find(text));
    let steps: Vec<&str> = path.split('/').skip(1).collect();
    match (method.as_str(), steps.as_slice()) {
        ("GET", [] | [""]) => return Ok(pages::index(&found(), find.unwrap_or_default())),
        ("GET", ["state"]) => {}
        ("GET", ["invoices"]) => return Ok(Reply::json(200, &json!({ "invoices": found() }))),
        ("GET", ["invoices", id]) => return Ok(Reply::json(200, &till.invoice(id)?)),
        ("POST", ["invoices", id, "acts"]) => return Ok(Reply::json(200, &till.act(id, &read::<Act>(body)?)?)),
        ("GET", ["journal"]) => return Ok(Reply::json(200, &json!({ "records": till.journal(after(query)?) }))),
        ("POST", ["flush"]) => return Ok(Reply::json(200, &json!({ "sent": till.flush_webhooks() }))),
        ("POST", ["conduct", processor]) => {
            let processor = serde_json::from_value(Value::from(*processor)).map_err(|_| {
                Problem::new(404, "the processors are nowpayments, btcpay, crypto_pay, heleket and oxapay")
            })?;
            till.set_conduct(processor, read::<TillConduct>(body)?)?;
        }
        ("POST", ["pace"]) => till.set_pace(read::<TillPace>(body)?)?,
        ("POST", ["webhook"]) => {
            let webhook: Webhook = read(body)?;
            till.set_btcpay_webhook(webhook.url.as_deref(), webhook.specific_events)?;
        }
        ("POST", ["webhook", "crypto_pay"]) => {
            till.set_crypto_pay_webhook(read::<AppWebhook>(body)?.url.as_deref())?;
        }
        ("POST", ["clock"]) => {
            let by_ms = read::<Clock>(body)?.advance_ms;
            if by_ms > ADVANCE_MS_MAX {
                return Err(Problem::new(400, "`advance_ms` is too far"));
            }
            till.advance(Duration::from_millis(by_ms));
        }
        _ => return Err(Problem::new(404, ROUTES)),
    }
    Ok(Reply::json(200, &till.state()))
}

impl From<TillError> for Problem {
    fn from(error: TillError) -> Self {
        let status = match error {
            TillError::UnknownInvoice => 404,
            TillError::NotPossible(_) => 409,
            TillError::UnknownMethod | TillError::BadConduct(_) | TillError::BadUrl | TillError::UnknownEvent => 400,
        };
        Self::new(status, error.to_string())
    }
}
