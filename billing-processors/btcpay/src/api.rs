//! The calls of the Greenfield API that are made of a store.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use http::{Request, Uri};
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::processor::{Deed, ExternalId, Offer, Order};
use nproxy_domain::provider::{Limits, key_header, post_json};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::value::RawValue;
use url::Url;

use crate::config::{Settings, SpeedPolicy};

const SCHEME: &str = "token ";
/// Invoices of one page.
pub(crate) const PAGE: usize = 50;
/// An order is a few lines.
const REQUEST_BYTES_MAX: usize = 64 * 1024;
/// Of a hundred percent: more can't be missing.
const PERMILLE: u32 = 1000;

/// One store, and how it is spoken to.
#[derive(Debug)]
pub(crate) struct Api {
    invoices: Url,
    key: HeaderValue,
    pub limits: Limits,
    pub secrets: Vec<SecretString>,
    expiration_minutes: u64,
    monitoring_minutes: u64,
    speed_policy: SpeedPolicy,
}

impl Api {
    pub fn new(settings: &Settings, section: &Section) -> Result<Self, ConfigError> {
        let mut invoices = settings.base_url.clone();
        let path = invoices.path_segments_mut();
        path.map_err(|()| section.error("base_url", "it has no path"))?.pop_if_empty().extend([
            "api",
            "v1",
            "stores",
            &settings.store_id,
            "invoices",
        ]);
        Ok(Self {
            invoices,
            key: key_header(SCHEME, &settings.api_key).map_err(|error| section.error("api_key", error.detail))?,
            limits: Limits {
                reply_bytes_max: usize::try_from(settings.reply_bytes_max).unwrap_or(usize::MAX),
                timeout: Duration::from_secs(settings.call_timeout_s),
            },
            secrets: vec![settings.api_key.clone(), settings.webhook_secret.clone()],
            expiration_minutes: settings.expiration_minutes,
            monitoring_minutes: settings.monitoring_minutes,
            speed_policy: settings.speed_policy,
        })
    }

    pub fn create(&self, order: &Order, offer: &Offer) -> Result<Request<Bytes>, PluginError> {
        let id = order.payment.to_string();
        let body = Create {
            amount: order.price.amount(),
            currency: &order.price.currency,
            metadata: Metadata { order_id: &id, item_desc: &order.description },
            checkout: Options {
                speed_policy: self.speed_policy,
                payment_methods: [&offer.id],
                expiration_minutes: self.expiration_minutes,
                monitoring_minutes: self.monitoring_minutes,
                payment_tolerance: percent(order.missing_permille_max)?,
                redirect_url: &order.return_url,
                redirect_automatically: true,
            },
            additional_search_terms: [&id],
        };
        let mut request = post_json(&uri(&self.invoices)?, serde_json::to_vec(&body), REQUEST_BYTES_MAX)?;
        self.sign(&mut request);
        Ok(request)
    }

    pub fn invoice(&self, id: &ExternalId) -> Result<Request<Bytes>, PluginError> {
        self.get(&self.of(id, &[])?)
    }

    /// Addresses, amounts and what came, of each payment method of an invoice.
    pub fn payment_methods(&self, id: &ExternalId) -> Result<Request<Bytes>, PluginError> {
        self.get(&self.of(id, &["payment-methods"])?)
    }

    /// A page of invoices by these conditions.
    pub fn list(&self, by: &[(&str, &str)]) -> Result<Request<Bytes>, PluginError> {
        let mut url = self.invoices.clone();
        url.query_pairs_mut().extend_pairs(by).append_pair("take", &PAGE.to_string());
        self.get(&url)
    }

    fn of(&self, id: &ExternalId, rest: &[&str]) -> Result<Url, PluginError> {
        if !is_id(&id.0) {
            return Err(refused("no invoice has such an id"));
        }
        let mut url = self.invoices.clone();
        url.path_segments_mut().map_err(|()| refused("the address has no path"))?.push(&id.0).extend(rest);
        Ok(url)
    }

    fn get(&self, url: &Url) -> Result<Request<Bytes>, PluginError> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = uri(url)?;
        self.sign(&mut request);
        Ok(request)
    }

    fn sign(&self, request: &mut Request<Bytes>) {
        request.headers_mut().insert(AUTHORIZATION, self.key.clone());
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    }

    /// An error of a chain's later request: `deed` says what may be there already.
    pub fn unsent(deed: Deed, error: PluginError) -> PluginError {
        let spent = if deed == Deed::Asks { Spent::No } else { Spent::Unknown };
        PluginError { spent, ..error }
    }
}

/// Whether a text can be an invoice's id: Base58, or a name of the server's for one that it plays.
pub(crate) fn is_id(id: &str) -> bool {
    const CHARS_MAX: usize = 80;
    let known = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=CHARS_MAX).contains(&id.len()) && id.bytes().all(known)
}

fn uri(url: &Url) -> Result<Uri, PluginError> {
    url.as_str().parse().map_err(|_| refused("the address can't be written"))
}

pub(crate) fn refused(detail: &str) -> PluginError {
    PluginError::new(Class::BadRequest, Spent::No, detail, &[])
}

/// Thousandths as a JSON number of percent, with its one decimal.
fn percent(permille: u32) -> Result<Box<RawValue>, PluginError> {
    let permille = permille.min(PERMILLE);
    let text = format!("{}.{}", permille / 10, permille % 10);
    RawValue::from_string(text).map_err(|_| refused("the tolerance can't be written"))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Create<'a> {
    /// Never null: that would be an invoice that any amount pays.
    amount: String,
    currency: &'a str,
    metadata: Metadata<'a>,
    checkout: Options<'a>,
    additional_search_terms: [&'a str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Metadata<'a> {
    /// What invoices are found again by.
    order_id: &'a str,
    item_desc: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Options<'a> {
    speed_policy: SpeedPolicy,
    /// The one that was chosen: money in another coin would be another question.
    payment_methods: [&'a str; 1],
    expiration_minutes: u64,
    monitoring_minutes: u64,
    /// In percent. Given always: the store's own setting is not ours.
    payment_tolerance: Box<RawValue>,
    #[serde(rename = "redirectURL")]
    redirect_url: &'a Url,
    redirect_automatically: bool,
}
