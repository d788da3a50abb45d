//! The toy's plugin.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode};
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::processor::{
    Checkout, Deed, ExternalId, Found, Item, Offer, Order, OrderRef, PaymentEvent, PaymentProcessor, PaymentSnapshot,
    Price, ProcessorInfo, Trouble, WebhookAnswer, WebhookCall, WebhookError,
};
use nproxy_domain::provider::{Exchange, Limits, Next};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;

use super::wire::{Invoice, Made, Place, Rate, is_id};
use super::{Ways, webhook};

pub(super) const COINS: [&str; 2] = ["btc", "ltc"];
const REPLY_BYTES_MAX: usize = 64 * 1024;
const PAGE: usize = 2;

struct Toy<W> {
    info: ProcessorInfo,
    hook_secret: SecretString,
    shown: String,
    line: Line,
    ways: PhantomData<W>,
}

/// How the toy is spoken to.
#[derive(Clone)]
struct Line {
    base: String,
    key: SecretString,
    secrets: Vec<SecretString>,
    limits: Limits,
}

impl<W> fmt::Debug for Toy<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

pub(super) fn build<W: Ways>(section: Section) -> Result<Arc<dyn PaymentProcessor>, ConfigError> {
    let settings = W::settings(&section)?;
    let info = ProcessorInfo {
        id: section.id,
        label: "Toy".to_owned(),
        hosts: vec![settings.base_url.clone()],
        accepted: WebhookAnswer { status: StatusCode::OK, body: "" },
        coin_needed: true,
        confirmed_by_hand: false,
        sandbox: false,
        secrets: vec![settings.api_key.clone(), settings.hook_secret.clone()],
    };
    Ok(Arc::new(Toy::<W> {
        shown: W::shown(&settings),
        info: W::about(info),
        hook_secret: settings.hook_secret.clone(),
        line: Line {
            base: settings.base_url.as_str().trim_end_matches('/').to_owned(),
            secrets: vec![settings.api_key.clone(), settings.hook_secret],
            key: settings.api_key,
            limits: Limits { reply_bytes_max: REPLY_BYTES_MAX, timeout: Duration::from_secs(settings.timeout_s) },
        },
        ways: PhantomData,
    }))
}

fn refused(detail: &str) -> PluginError {
    PluginError::new(Class::BadRequest, Spent::No, detail, &[])
}

pub(in crate::broken) fn path_of(id: &str) -> Option<String> {
    is_id(id).then(|| format!("/orders/{id}"))
}

pub(in crate::broken) fn request_for(
    base: &str,
    path: &str,
    body: Option<String>,
    key: &str,
) -> Option<Request<Bytes>> {
    let mut header = HeaderValue::from_str(key).ok()?;
    header.set_sensitive(true);
    let method = if body.is_some() { "POST" } else { "GET" };
    let body = Bytes::from(body.unwrap_or_default());
    Request::builder().method(method).uri(format!("{base}{path}")).header("x-toy-key", header).body(body).ok()
}

impl Line {
    fn send<W: Ways, A: DeserializeOwned, T: 'static>(
        &self,
        deed: Deed,
        path: &str,
        body: Option<String>,
        read: impl FnOnce(A, &Trouble) -> Result<Next<T>, PluginError> + Send + 'static,
    ) -> Result<Next<T>, PluginError> {
        let request = request_for(&self.base, path, body, self.key.expose_secret());
        let request = request.ok_or_else(|| refused("the request can't be written"))?;
        Ok(tuned::<W, T>(deed.send(W::request(request), self.limits, &self.secrets, read)))
    }
}

/// The chain with these ways.
fn tuned<W: Ways, T: 'static>(next: Next<T>) -> Next<T> {
    let Next::Send(exchange) = next else { return next };
    let Exchange { request, effect, limits, read } = *exchange;
    Next::Send(Box::new(Exchange {
        effect: W::effect(effect, &request),
        request,
        limits: W::limits(limits),
        read: Box::new(move |reply| {
            let reply = W::reply(reply);
            read(reply.clone()).map_err(|error| W::error(error, &reply))
        }),
    }))
}

impl<W: Ways> PaymentProcessor for Toy<W> {
    fn about(&self) -> &ProcessorInfo {
        &self.info
    }

    fn offers(&self, price: &Price) -> Vec<Next<Vec<Offer>>> {
        let ask = |coin: &'static str| {
            let path = format!("/coins/{coin}?price={}&currency={}", price.amount(), price.currency);
            let read = move |rate: Rate, trouble: &Trouble| {
                let (minimum, estimate) = (W::amount(&rate.minimum), W::amount(&rate.estimate));
                let (Some(minimum), Some(estimate)) = (minimum, estimate) else { return Err(trouble.odd("no amount")) };
                let offer = Offer {
                    id: coin.to_owned(),
                    coin: coin.to_ascii_uppercase(),
                    network: "Toy".to_owned(),
                    estimate: Some(estimate),
                };
                Ok(Next::Done(if estimate < minimum { Vec::new() } else { vec![offer] }))
            };
            self.line.send::<W, _, _>(Deed::Asks, &path, None, read).ok()
        };
        COINS.into_iter().filter_map(ask).collect()
    }

    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError> {
        if !W::takes(order.offer.as_ref()) {
            return Err(refused("no such coin"));
        }
        let coin = order.offer.as_ref().map(|offer| offer.id.as_str()).unwrap_or_default();
        let (name, price, currency) = (W::name(order), W::price(order), &order.price.currency);
        let body = format!(r#"{{"order":"{name}","price":{price},"currency":"{currency}","coin":"{coin}"}}"#);
        let line = self.line.clone();
        self.line.send::<W, _, _>(Deed::Makes, "/orders", Some(body), move |made: Made, trouble| {
            let path = W::path(&made.id).filter(|_| is_id(&made.id)).ok_or_else(|| trouble.odd("no id"))?;
            let read = move |place: Place, trouble: &Trouble| Ok(Next::Done(place.checkout::<W>(made.id, trouble)?));
            line.send::<W, _, _>(Deed::Made, &format!("{path}/address"), None, read)
        })
    }

    fn status(&self, id: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        let path = W::path(&id.0).ok_or_else(|| refused("no such id"))?;
        self.line.send::<W, _, _>(Deed::Asks, &path, None, |invoice: Invoice<W>, trouble| {
            invoice.snapshot(trouble).map(Next::Done)
        })
    }

    fn find(&self, by: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        let (order, path) = match by {
            OrderRef::Payment { payment, .. } => (Some(payment.to_string()), format!("/orders?order={payment}")),
            OrderRef::Since { at, skip, .. } => (None, format!("/orders?since={}&skip={skip}", at.timestamp())),
        };
        let read = move |items: Vec<Item>, trouble: &Trouble| {
            let read = |item: &Item| {
                let invoice: Invoice<W> = item.read().ok_or_else(|| trouble.odd("no invoice"))?;
                invoice.snapshot(trouble)
            };
            let Some(order) = &order else {
                return W::page(items.iter().map(read).collect(), items.len() >= PAGE).map(Next::Done);
            };
            let mut payments = items.iter().map(read).collect::<Result<Vec<_>, _>>()?;
            payments.retain(|snapshot| W::finds(snapshot, order));
            Ok(Next::Done(Found::all(payments)))
        };
        self.line.send::<W, _, _>(Deed::Asks, &path, None, read).ok()
    }

    fn webhook(&self, call: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        webhook::read::<W>(call, self.hook_secret.expose_secret())
    }
}
