//! The requests.

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
use serde_json::value::RawValue;

use crate::config::Settings;
use crate::envelope::Envelope;
use crate::invoice::INVOICE;

const KEY: &str = "merchant_api_key";
const REQUEST_BYTES_MAX: usize = 16 * 1024;
/// The API takes up to 200.
const PAGE_INVOICES_MAX: usize = 100;
/// More than an invoice of the list takes.
const INVOICE_BYTES_MAX: usize = 2 * 1024;
/// More may not be missing: 60 percent.
const COVERAGE_PERMILLE_MAX: u32 = 600;

/// Where and as whom the account is asked.
#[derive(Debug)]
pub(crate) struct Api {
    /// Without a slash at its end.
    base: String,
    key: HeaderValue,
    lifetime_minutes: u64,
    sandbox: bool,
    limits: Limits,
    /// Invoices of the list that are asked for at once.
    pub page_invoices: usize,
    pub secrets: Vec<SecretString>,
}

#[derive(Serialize)]
struct NewInvoice<'a> {
    /// A JSON number with the digits of ours.
    amount: Box<RawValue>,
    currency: &'a str,
    lifetime: u64,
    // What is said here is not the dashboard's to say: customers pay the price, in one coin, and no fee beside it.
    fee_paid_by_payer: u8,
    under_paid_coverage: Box<RawValue>,
    mixed_payment: bool,
    callback_url: &'a str,
    return_url: &'a str,
    /// What the list is looked through for.
    order_id: PaymentId,
    description: &'a str,
    sandbox: bool,
}

impl Api {
    pub fn new(section: &Section, settings: &Settings) -> Result<Self, ConfigError> {
        let base = settings.base_url.as_str().trim_end_matches('/').to_owned();
        base.parse::<Uri>().map_err(|e| section.error("base_url", e.to_string()))?;
        let key = key_header("", &settings.merchant_key).map_err(|e| section.error("merchant_key", e.detail))?;
        let timeout = Duration::from_secs(settings.call_timeout_s);
        Ok(Self {
            base,
            key,
            lifetime_minutes: settings.expiration_minutes,
            sandbox: settings.sandbox,
            limits: Limits { reply_bytes_max: settings.reply_bytes_max, timeout },
            page_invoices: (settings.reply_bytes_max / INVOICE_BYTES_MAX).clamp(1, PAGE_INVOICES_MAX),
            secrets: vec![settings.merchant_key.clone()],
        })
    }

    pub fn new_invoice(&self, order: &Order) -> Result<Request<Bytes>, PluginError> {
        let permille = order.missing_permille_max.min(COVERAGE_PERMILLE_MAX);
        let coverage = RawValue::from_string(format!("{}.{}", permille / 10, permille % 10));
        let body = RawValue::from_string(order.price.amount()).and_then(|amount| {
            serde_json::to_vec(&NewInvoice {
                amount,
                currency: &order.price.currency,
                lifetime: self.lifetime_minutes,
                fee_paid_by_payer: 0,
                under_paid_coverage: coverage?,
                mixed_payment: false,
                callback_url: order.webhook_url.as_str(),
                return_url: order.return_url.as_str(),
                order_id: order.payment,
                description: &order.description,
                sandbox: self.sandbox,
            })
        });
        let mut request = post_json(&self.uri("payment/invoice"), body, REQUEST_BYTES_MAX)?;
        request.headers_mut().insert(KEY, self.key.clone());
        Ok(request)
    }

    /// Only an id that can stand in a path ([`crate::invoice::is_id`]).
    pub fn invoice(&self, id: &ExternalId) -> Request<Bytes> {
        self.get(&format!("payment/{id}"))
    }

    /// A page of the invoices made since a moment, oldest first, so that new ones move none. The first page is 1.
    pub fn list(&self, since: Timestamp, page: usize) -> Request<Bytes> {
        let (since, size) = (since.timestamp(), self.page_invoices);
        self.get(&format!(
            "payment?type={INVOICE}&from_date={since}&sort_by=create_date&sort_type=asc&page={page}&size={size}"
        ))
    }

    /// One exchange, out of its envelope.
    pub fn send<A, T>(
        &self,
        deed: Deed,
        request: Request<Bytes>,
        read: impl FnOnce(A, &Trouble) -> Result<Next<T>, PluginError> + Send + 'static,
    ) -> Next<T>
    where
        A: DeserializeOwned,
    {
        deed.send(request, self.limits, &self.secrets, move |answer: Envelope, trouble| {
            read(answer.open(trouble)?, trouble)
        })
    }

    fn get(&self, path: &str) -> Request<Bytes> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = self.uri(path);
        request.headers_mut().insert(KEY, self.key.clone());
        request
    }

    /// The base is an address; a path is made of words, digits and ids that were looked at.
    fn uri(&self, path: &str) -> Uri {
        format!("{}/{path}", self.base).parse().expect("a plain path below an address")
    }
}
