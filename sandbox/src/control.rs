//! The control endpoint: [`Controls`] over HTTP, on a port of its own.
//!
//! | request | does |
//! |---|---|
//! | `GET /state` | conducts and counts of all keys, the defaults, outage and balance of each service |
//! | `GET /doors` | where everything listens, and the certificate to trust |
//! | `PUT /keys/{key}` | sets a key's [`Conduct`]; `{key}` is the key or its place in the list |
//! | `DELETE /keys/{key}` | the key follows the defaults again |
//! | `PUT /defaults` | sets the [`Conduct`] of all keys without one of their own |
//! | `PUT /outages/{service}` | begins an [`Outage`](crate::Outage) of `gemini`, `openrouter`, `fal`, `openai` or `kie`: `"unavailable"`, `"hangs"` or `"cuts"` |
//! | `DELETE /outages/{service}` | ends it |
//! | `PUT /balances/{service}` | `{"left_micro_usd": N}` is what is left there for all keys |
//! | `POST /reset` | everything as at the start, bill and journal empty |
//! | `GET /bill` | [`Bill`](crate::Bill) |
//! | `GET /journal?after=N` | the [`Call`](crate::Call)s with a number above N |
//! | `/till..` | the played money, as `money/desk.rs` lists it |
//! | `/mail..` | the played mail server, as `mail/desk.rs` lists it |
//! | `/telegram..` | the people of the played Telegram, as `telegram/desk.rs` lists it |

use std::{net::SocketAddr, sync::Arc};

use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::{Method, Request, body::Incoming};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::{
    controls::{ControlError, Controls},
    faults::Conduct,
    mail, money,
    serve::{Answer, Played, Reply},
    service::Service,
    telegram,
};

const CONTROL_BODY_BYTES_MAX: usize = 16 * 1024;
const ROUTES: &str = "there are GET /state, GET /doors, GET /bill, GET /journal?after=N, PUT and DELETE /keys/{key}, PUT /defaults, \
     PUT and DELETE /outages/{service}, PUT /balances/{service}, POST /reset, GET /till, GET /mail, and GET /telegram";

/// The endpoint.
pub(crate) struct ControlDesk {
    pub(crate) controls: Controls,
    pub(crate) doors: Doors,
}

/// Answer of `GET /doors`.
#[derive(Serialize)]
pub(crate) struct Doors {
    pub(crate) gemini_base_url: String,
    pub(crate) openrouter_base_url: String,
    pub(crate) fal_base_url: String,
    pub(crate) openai_base_url: String,
    pub(crate) kie_base_url: String,
    pub(crate) nowpayments_base_url: String,
    pub(crate) btcpay_base_url: String,
    pub(crate) crypto_pay_base_url: String,
    pub(crate) heleket_base_url: String,
    pub(crate) oxapay_base_url: String,
    pub(crate) echo_url: String,
    pub(crate) smtp_address: SocketAddr,
    pub(crate) telegram_base_url: String,
    /// Absent where all is plain http.
    pub(crate) ca_pem: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Balance {
    left_micro_usd: u64,
}

impl Played for ControlDesk {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        let answered = match Limited::new(body, CONTROL_BODY_BYTES_MAX).collect().await {
            Ok(body) => {
                self.route(&head.method, head.uri.path(), head.uri.query().unwrap_or_default(), &body.to_bytes())
            }
            Err(_) => Err(Problem::new(413, "the body is too large or was cut short")),
        };
        Answer::Reply(
            answered.unwrap_or_else(|Problem { status, detail }| Reply::json(status, &json!({ "error": detail }))),
        )
    }
}

impl ControlDesk {
    fn route(&self, method: &Method, path: &str, query: &str, body: &Bytes) -> Result<Reply, Problem> {
        let Self { controls, doors } = self;
        if let Some(path) = path.strip_prefix("/till").filter(|path| path.is_empty() || path.starts_with('/')) {
            return money::till_route(&controls.till(), method, path, query, body);
        }
        if let Some(path) = path.strip_prefix("/mail").filter(|path| path.is_empty() || path.starts_with(['/', '.'])) {
            return mail::mail_route(&controls.mail(), method, path, query, body);
        }
        if let Some(path) = path.strip_prefix("/telegram").filter(|path| path.is_empty() || path.starts_with('/')) {
            return telegram::telegram_route(&controls.telegram(), method, path, body);
        }
        match (method.as_str(), path) {
            ("GET", "/state") => {}
            ("GET", "/bill") => return Ok(Reply::json(200, &controls.bill())),
            ("GET", "/journal") => {
                return Ok(Reply::json(200, &json!({ "calls": controls.journal(after(query)?) })));
            }
            ("GET", "/doors") => return Ok(Reply::json(200, doors)),
            ("POST", "/reset") => controls.reset(),
            ("PUT", "/defaults") => controls.set_defaults(read::<Conduct>(body)?)?,
            ("PUT", path) if path.starts_with("/keys/") => controls.set_key(&key(path), read::<Conduct>(body)?)?,
            ("DELETE", path) if path.starts_with("/keys/") => controls.clear_key(&key(path))?,
            ("PUT", path) if path.starts_with("/outages/") => controls.start_outage(service(path)?, read(body)?),
            ("DELETE", path) if path.starts_with("/outages/") => controls.end_outage(service(path)?),
            ("PUT", path) if path.starts_with("/balances/") => {
                controls.set_balance(service(path)?, read::<Balance>(body)?.left_micro_usd);
            }
            _ => return Err(Problem::new(404, ROUTES)),
        }
        Ok(Reply::json(200, &controls.state()))
    }
}

fn key(path: &str) -> String {
    let encoded = path.trim_start_matches("/keys/").replace('+', "%2B");
    // A form's decoder is the one percent decoder at hand; a key holds no `=` or `&` unencoded.
    form_urlencoded::parse(encoded.as_bytes()).next().map(|(key, _)| key.into_owned()).unwrap_or_default()
}

pub(crate) fn after(query: &str) -> Result<u64, Problem> {
    match form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "after") {
        None => Ok(0),
        Some((_, number)) => number.parse().map_err(|_| Problem::new(400, "`after` must be the number of a call")),
    }
}

fn service(path: &str) -> Result<Service, Problem> {
    let name = path.rsplit('/').next().unwrap_or_default();
    serde_json::from_value(Value::from(name)).map_err(|_| Problem::new(404, "no such service"))
}

pub(crate) fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem::new(400, error.to_string()))
}

/// Why a call was refused; `{"error": detail}` on the wire.
pub(crate) struct Problem {
    status: u16,
    detail: String,
}

impl Problem {
    pub(crate) fn new(status: u16, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into() }
    }
}

impl From<ControlError> for Problem {
    fn from(error: ControlError) -> Self {
        let status = match error {
            ControlError::UnknownKey => 404,
            ControlError::BadConduct(_) => 400,
        };
        Self::new(status, error.to_string())
    }
}
