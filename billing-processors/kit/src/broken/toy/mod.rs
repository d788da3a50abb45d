//! A small processor with every kind of call, and an honest plugin for it. A broken plugin differs in one deed.
//!
//! Protocol: `GET /coins/{coin}?price=` answers `{"minimum", "estimate"}`; `POST /orders {order, price, currency, coin}`
//! answers `{"id"}`, and `GET /orders/{id}/address` then says `{"address", "amount", "link", "page"}`; `GET /orders/{id}`
//! is an invoice, `GET /orders?order=` and `GET /orders?skip=` are lists of them. Webhooks are
//! `{"event", "kind", "id", "state"}` under `x-toy-sig`, the lower-case hex of an HMAC-SHA256 of the raw body.

mod processor;
mod webhook;
mod wire;

use http::Request;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::plugin::{ConfigError, ProcessorPlugin, Section, from_text};
use nproxy_domain::processor::{
    CryptoAmount, Found, Offer, Order, PaymentSnapshot, PaymentStatus, ProcessorInfo, Scalar, WebhookCall, WebhookError,
};
use nproxy_domain::provider::{Effect, Limits, Reply};
use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

pub(super) use processor::{path_of, request_for};
pub(super) use webhook::{HEADER, Told, mac, sign, sign_within, unsealed, verify};
pub(super) use wire::{is_word, status};

pub(super) const KEY: &str = "TESTKEY-0000";
pub(super) const HOOK_SECRET: &str = "TESTHOOK-Abcd";
const HOST: &str = "https://toy.example";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    #[serde(default = "host")]
    pub base_url: Url,
    pub api_key: SecretString,
    pub hook_secret: SecretString,
    #[serde(default = "timeout_s", deserialize_with = "from_text")]
    pub timeout_s: u64,
}

pub(super) fn host() -> Url {
    Url::parse(HOST).expect("a constant")
}

pub(super) fn timeout_s() -> u64 {
    15
}

/// The deeds of the honest plugin; a broken one has its own version of one of them.
pub(super) trait Ways: Send + Sync + 'static {
    fn settings(section: &Section) -> Result<Settings, ConfigError> {
        section.read()
    }

    /// What `Debug` shows.
    fn shown(_: &Settings) -> String {
        "Toy".to_owned()
    }

    fn about(info: ProcessorInfo) -> ProcessorInfo {
        info
    }

    /// The path to an invoice. `None`: no invoice has such an id.
    fn path(id: &str) -> Option<String> {
        path_of(id)
    }

    fn takes(offer: Option<&Offer>) -> bool {
        offer.is_some_and(|offer| processor::COINS.contains(&offer.id.as_str()))
    }

    /// The price in an order, as JSON.
    fn price(order: &Order) -> String {
        order.price.amount()
    }

    /// Our payment's id in an order.
    fn name(order: &Order) -> String {
        order.payment.to_string()
    }

    fn request(request: Request<bytes::Bytes>) -> Request<bytes::Bytes> {
        request
    }

    fn effect(effect: Effect, _: &Request<bytes::Bytes>) -> Effect {
        effect
    }

    fn limits(limits: Limits) -> Limits {
        limits
    }

    fn reply(reply: Reply) -> Reply {
        reply
    }

    fn error(error: PluginError, _: &Reply) -> PluginError {
        error
    }

    fn amount(text: &Scalar) -> Option<CryptoAmount> {
        text.0.parse().ok()
    }

    /// `certain`: every payment has its confirmations.
    fn status(state: Option<&str>, certain: bool) -> Option<PaymentStatus> {
        status(state?, certain)
    }

    fn address(text: &str) -> Option<String> {
        is_word(text).then(|| text.to_owned())
    }

    fn link(text: &str) -> Option<String> {
        (text.starts_with("toy:") && is_word(text)).then(|| text.to_owned())
    }

    /// Whether a search by order gives it.
    fn finds(snapshot: &PaymentSnapshot, order: &str) -> bool {
        snapshot.payment.is_some_and(|payment| payment.to_string() == order)
    }

    /// A page of the list, of its items as far as they can be read.
    fn page(
        items: Vec<Result<PaymentSnapshot, PluginError>>,
        more: bool,
    ) -> Result<Found<PaymentSnapshot>, PluginError> {
        Ok(Found::page(items, more, None))
    }

    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        verify(call, secret)
    }

    fn bounds(call: &WebhookCall<'_>) -> bool {
        call.body.len() <= WebhookCall::BODY_BYTES_MAX
    }

    fn unreadable(_: &[u8]) -> WebhookError {
        WebhookError::Unreadable("it is no event".to_owned())
    }

    fn event_key(event: &Told) -> String {
        event.event.clone()
    }
}

/// The plugin with these ways.
pub(super) const fn plugin<W: Ways>() -> ProcessorPlugin {
    ProcessorPlugin { kind: "toy", build: processor::build::<W> }
}
