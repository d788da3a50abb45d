//! The requests.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Uri};
use nproxy_domain::Timestamp;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::processor::{Deed, ExternalId, Order, Price, Trouble};
use nproxy_domain::provider::{Limits, Next, key_header, post_json};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use serde_json::value::RawValue;

use crate::config::Settings;

const API_KEY: &str = "x-api-key";
const REQUEST_BYTES_MAX: usize = 16 * 1024;
/// The API takes up to 500.
const PAGE_PAYMENTS_MAX: usize = 100;
/// More than a payment of the list takes.
const PAYMENT_BYTES_MAX: usize = 2 * 1024;

/// Where and as whom the account is asked.
#[derive(Debug)]
pub(crate) struct Api {
    /// Without a slash at its end.
    base: String,
    key: HeaderValue,
    login: Option<Login>,
    limits: Limits,
    /// Payments of the list that are asked for at once.
    pub page_payments: usize,
    pub secrets: Vec<SecretString>,
}

#[derive(Debug)]
pub(crate) struct Login {
    email: SecretString,
    password: SecretString,
}

#[derive(Serialize)]
struct NewPayment<'a> {
    /// A JSON number with the digits of ours.
    price_amount: Box<RawValue>,
    price_currency: String,
    pay_currency: &'a str,
    order_id: String,
    order_description: &'a str,
    ipn_callback_url: &'a str,
    is_fixed_rate: bool,
}

impl Api {
    pub fn new(section: &Section, settings: &Settings, limits: Limits) -> Result<Self, ConfigError> {
        let base = settings.base_url().as_str().trim_end_matches('/').to_owned();
        base.parse::<Uri>().map_err(|e| section.error("base_url", e.to_string()))?;
        let key = key_header("", &settings.api_key).map_err(|e| section.error("api_key", e.detail))?;
        let login = match (&settings.email, &settings.password) {
            (Some(email), Some(password)) => Some(Login { email: email.clone(), password: password.clone() }),
            _ => None,
        };
        let mut secrets = vec![settings.api_key.clone(), settings.ipn_secret.clone()];
        secrets.extend(login.iter().flat_map(|login| [login.email.clone(), login.password.clone()]));
        let page_payments = (limits.reply_bytes_max / PAYMENT_BYTES_MAX).clamp(1, PAGE_PAYMENTS_MAX);
        Ok(Self { base, key, login, limits, page_payments, secrets })
    }

    pub fn login(&self) -> Option<&Login> {
        self.login.as_ref()
    }

    /// About what a price is in a coin.
    pub fn estimate(&self, price: &Price, coin: &str) -> Request<Bytes> {
        let (amount, currency) = (price.amount(), price.currency.to_ascii_lowercase());
        self.get(&format!("v1/estimate?amount={amount}&currency_from={currency}&currency_to={coin}"))
    }

    /// The least that can be paid in a coin. The coin it is changed into is left out: then the account's own is meant.
    pub fn minimum(&self, coin: &str, fixed_rate: bool) -> Request<Bytes> {
        self.get(&format!("v1/min-amount?currency_from={coin}&is_fixed_rate={fixed_rate}"))
    }

    /// Only an id that can stand in a path ([`crate::reading::is_id`]).
    pub fn payment(&self, id: &ExternalId) -> Request<Bytes> {
        self.get(&format!("v1/payment/{id}"))
    }

    pub fn new_payment(&self, order: &Order, coin: &str, fixed_rate: bool) -> Result<Request<Bytes>, PluginError> {
        let body = RawValue::from_string(order.price.amount()).and_then(|price_amount| {
            serde_json::to_vec(&NewPayment {
                price_amount,
                price_currency: order.price.currency.to_ascii_lowercase(),
                pay_currency: coin,
                order_id: order.payment.to_string(),
                order_description: &order.description,
                ipn_callback_url: order.webhook_url.as_str(),
                is_fixed_rate: fixed_rate,
            })
        });
        let mut request = post_json(&self.uri("v1/payment"), body, REQUEST_BYTES_MAX)?;
        request.headers_mut().insert(API_KEY, self.key.clone());
        Ok(request)
    }

    /// For a token that lives five minutes; each search gets its own.
    pub fn sign_in(&self, login: &Login) -> Request<Bytes> {
        let body = json!({"email": login.email.expose_secret(), "password": login.password.expose_secret()});
        let mut request = Request::new(Bytes::from(body.to_string()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri("v1/auth");
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        request
    }

    /// A page of the payments made since a moment, oldest first, so that new ones move none.
    pub fn list(&self, token: &SecretString, since: Timestamp, page: usize) -> Result<Request<Bytes>, PluginError> {
        let (limit, since) = (self.page_payments, since.format("%Y-%m-%dT%H:%M:%S%.3fZ"));
        let query = format!("limit={limit}&page={page}&sortBy=created_at&orderBy=asc&dateFrom={since}");
        let mut request = self.get(&format!("v1/payment/?{query}"));
        request.headers_mut().insert(AUTHORIZATION, key_header("Bearer ", token)?);
        Ok(request)
    }

    /// One exchange; `token` is cut out of what is said of it, as the account's own secrets are.
    pub fn send<A, T>(
        &self,
        deed: Deed,
        request: Request<Bytes>,
        token: Option<&SecretString>,
        read: impl FnOnce(A, &Trouble) -> Result<Next<T>, PluginError> + Send + 'static,
    ) -> Next<T>
    where
        A: DeserializeOwned,
    {
        let secrets: Vec<SecretString> = self.secrets.iter().chain(token).cloned().collect();
        deed.send(request, self.limits, &secrets, read)
    }

    fn get(&self, path: &str) -> Request<Bytes> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = self.uri(path);
        request.headers_mut().insert(API_KEY, self.key.clone());
        request
    }

    /// The base is an address; a path is made of words, digits and ids that were looked at.
    fn uri(&self, path: &str) -> Uri {
        format!("{}/{path}", self.base).parse().expect("a plain path below an address")
    }
}
