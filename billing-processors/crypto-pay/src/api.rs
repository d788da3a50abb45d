//! The requests.

use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderValue;
use http::{Request, Uri};
use nproxy_domain::PaymentId;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::processor::{Deed, ExternalId, Order, Trouble};
use nproxy_domain::provider::{Limits, Next, key_header, post_json};
use secrecy::SecretString;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::config::Settings;
use crate::envelope::Envelope;

const TOKEN: &str = "crypto-pay-api-token";
const REQUEST_BYTES_MAX: usize = 16 * 1024;
/// More is not taken.
const PAGE_INVOICES_MAX: usize = 1000;
/// More than an invoice of the list takes.
const INVOICE_BYTES_MAX: usize = 2 * 1024;
const MINUTE_S: u64 = 60;
/// What prices may be in.
const CURRENCIES: [&str; 20] = [
    "USD", "EUR", "RUB", "BYN", "UAH", "GBP", "CNY", "KZT", "UZS", "GEL", "TRY", "AMD", "THB", "INR", "BRL", "IDR",
    "AZN", "AED", "PLN", "ILS",
];

/// Where and as which app is asked.
#[derive(Debug)]
pub(crate) struct Api {
    /// Without a slash at its end.
    base: String,
    token: HeaderValue,
    accepted_assets: Option<String>,
    expires_in_s: u64,
    limits: Limits,
    /// Invoices of the list that are asked for at once.
    pub page_invoices: usize,
    pub secrets: Vec<SecretString>,
}

#[derive(Serialize)]
struct NewInvoice<'a> {
    currency_type: &'static str,
    fiat: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_assets: Option<&'a str>,
    /// Exact, as text.
    amount: String,
    description: &'a str,
    /// What the list is looked through for.
    payload: PaymentId,
    expires_in: u64,
    allow_comments: bool,
    paid_btn_name: &'static str,
    paid_btn_url: &'a str,
}

impl Api {
    pub fn new(section: &Section, settings: &Settings) -> Result<Self, ConfigError> {
        let base = settings.base_url().as_str().trim_end_matches('/').to_owned();
        base.parse::<Uri>().map_err(|e| section.error("base_url", e.to_string()))?;
        let token = key_header("", &settings.api_token).map_err(|e| section.error("api_token", e.detail))?;
        let timeout = Duration::from_secs(settings.call_timeout_s);
        Ok(Self {
            base,
            token,
            accepted_assets: (!settings.assets.is_empty()).then(|| settings.assets.join(",")),
            expires_in_s: settings.expiration_minutes * MINUTE_S,
            limits: Limits { reply_bytes_max: settings.reply_bytes_max, timeout },
            page_invoices: (settings.reply_bytes_max / INVOICE_BYTES_MAX).clamp(1, PAGE_INVOICES_MAX),
            secrets: vec![settings.api_token.clone()],
        })
    }

    pub fn new_invoice(&self, order: &Order) -> Result<Request<Bytes>, PluginError> {
        let fiat = order.price.currency.as_str();
        if !CURRENCIES.contains(&fiat) {
            let detail = format!("no invoice can be in {fiat}");
            return Err(PluginError::new(Class::BadRequest, Spent::No, &detail, &[]));
        }
        let body = serde_json::to_vec(&NewInvoice {
            currency_type: "fiat",
            fiat,
            accepted_assets: self.accepted_assets.as_deref(),
            amount: order.price.amount(),
            description: &order.description,
            payload: order.payment,
            expires_in: self.expires_in_s,
            allow_comments: false,
            paid_btn_name: "callback",
            paid_btn_url: order.return_url.as_str(),
        });
        let mut request = post_json(&self.uri("createInvoice"), body, REQUEST_BYTES_MAX)?;
        request.headers_mut().insert(TOKEN, self.token.clone());
        Ok(request)
    }

    /// Only an id of digits ([`crate::invoice::is_id`]).
    pub fn invoice(&self, id: &ExternalId) -> Request<Bytes> {
        self.get(&format!("getInvoices?invoice_ids={id}"))
    }

    pub fn list(&self, offset: usize) -> Request<Bytes> {
        self.get(&format!("getInvoices?offset={offset}&count={}", self.page_invoices))
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
        deed.send(request, self.limits, &self.secrets, move |answer: Envelope<A>, trouble| {
            read(answer.open(trouble)?, trouble)
        })
    }

    fn get(&self, method: &str) -> Request<Bytes> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = self.uri(method);
        request.headers_mut().insert(TOKEN, self.token.clone());
        request
    }

    /// The base is an address; a method is made of words, digits and ids that were looked at.
    fn uri(&self, method: &str) -> Uri {
        format!("{}/api/{method}", self.base).parse().expect("a plain path below an address")
    }
}
