//! The requests. Each is a POST whose very bytes are signed.

use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderValue;
use http::{Request, Uri};
use nproxy_domain::outcome::PluginError;
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::processor::{Deed, ExternalId, Order, Trouble};
use nproxy_domain::provider::{Limits, Next, key_header, post_json};
use nproxy_domain::{PaymentId, Timestamp};
use secrecy::SecretString;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use url::form_urlencoded::byte_serialize;

use crate::config::Settings;
use crate::envelope::{Envelope, says_taken};
use crate::sign::sign;

const MERCHANT: &str = "merchant";
const SIGNATURE: &str = "sign";
const REQUEST_BYTES_MAX: usize = 16 * 1024;
const MINUTE_S: u64 = 60;
/// More is not taken.
const ACCURACY_PERCENT_MAX: u32 = 5;

/// Where and as whom the account is asked.
#[derive(Debug)]
pub(crate) struct Api {
    /// Without a slash at its end.
    base: String,
    merchant: HeaderValue,
    key: SecretString,
    lifetime_s: u64,
    limits: Limits,
}

#[derive(Serialize)]
struct NewInvoice<'a> {
    /// Exact, as text.
    amount: String,
    currency: &'a str,
    /// Its key: made twice, it is one invoice.
    order_id: PaymentId,
    url_return: &'a str,
    url_success: &'a str,
    url_callback: &'a str,
    /// The rest of a short payment may follow.
    is_payment_multiple: bool,
    lifetime: u64,
    /// What is said here is not the dashboard's to say: customers pay the price, and no fee beside it.
    subtract: u32,
    /// Whole percent, rounded down: less than the operator lets pass is never asked for.
    accuracy_payment_percent: u32,
}

impl Api {
    pub fn new(section: &Section, settings: &Settings) -> Result<Self, ConfigError> {
        let base = settings.base_url().as_str().trim_end_matches('/').to_owned();
        base.parse::<Uri>().map_err(|e| section.error("base_url", e.to_string()))?;
        // It stands in no header; and yet what no header can hold is no key.
        key_header("", &settings.payment_key).map_err(|e| section.error("payment_key", e.detail))?;
        let merchant = HeaderValue::from_str(&settings.merchant);
        Ok(Self {
            base,
            merchant: merchant.map_err(|e| section.error("merchant", e.to_string()))?,
            key: settings.payment_key.clone(),
            lifetime_s: settings.expiration_minutes * MINUTE_S,
            limits: Limits {
                reply_bytes_max: settings.reply_bytes_max,
                timeout: Duration::from_secs(settings.call_timeout_s),
            },
        })
    }

    pub fn new_invoice(&self, order: &Order) -> Result<Request<Bytes>, PluginError> {
        let page = order.return_url.as_str();
        let body = serde_json::to_vec(&NewInvoice {
            amount: order.price.amount(),
            currency: &order.price.currency,
            order_id: order.payment,
            url_return: page,
            url_success: page,
            url_callback: order.webhook_url.as_str(),
            is_payment_multiple: true,
            lifetime: self.lifetime_s,
            subtract: 0,
            accuracy_payment_percent: (order.missing_permille_max / 10).min(ACCURACY_PERCENT_MAX),
        });
        self.post("v1/payment", body)
    }

    pub fn invoice(&self, id: &ExternalId) -> Result<Request<Bytes>, PluginError> {
        self.post("v1/payment/info", serde_json::to_vec(&json!({ "uuid": id.0 })))
    }

    /// A page of what was made since a moment. Their clock is three hours ahead of the one that the moment is written by;
    /// whichever they read it by, nothing is left out.
    pub fn list(&self, since: Timestamp, cursor: Option<&str>) -> Result<Request<Bytes>, PluginError> {
        let path = match cursor {
            Some(cursor) => format!("v1/payment/list?cursor={}", byte_serialize(cursor.as_bytes()).collect::<String>()),
            None => "v1/payment/list".to_owned(),
        };
        let since = since.format("%Y-%m-%d %H:%M:%S").to_string();
        self.post(&path, serde_json::to_vec(&json!({ "date_from": since })))
    }

    /// One exchange, out of its envelope.
    pub fn send<A, T>(
        &self,
        deed: Deed,
        request: Request<Bytes>,
        read: impl FnOnce(A, &Trouble) -> Result<Next<T>, PluginError> + Send + 'static,
    ) -> Next<T>
    where
        A: DeserializeOwned + 'static,
    {
        let opened = move |answer: Envelope<A>, trouble: &Trouble| read(answer.open(trouble)?, trouble);
        deed.send_doubting(request, self.limits, &self.secrets(), says_taken, opened)
    }

    pub fn secrets(&self) -> Vec<SecretString> {
        vec![self.key.clone()]
    }

    fn post(&self, path: &str, body: serde_json::Result<Vec<u8>>) -> Result<Request<Bytes>, PluginError> {
        // The base is an address; a path is made of words and of what was escaped.
        let uri: Uri = format!("{}/{path}", self.base).parse().expect("a plain path below an address");
        let mut request = post_json(&uri, body, REQUEST_BYTES_MAX)?;
        let signature = SecretString::from(sign(request.body(), &self.key));
        request.headers_mut().insert(MERCHANT, self.merchant.clone());
        request.headers_mut().insert(SIGNATURE, key_header("", &signature)?);
        Ok(request)
    }
}
