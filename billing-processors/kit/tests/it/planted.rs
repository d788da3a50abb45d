//! A copy of a processor that does one thing wrong.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use nproxy_domain::outcome::PluginError;
use nproxy_domain::plugin::{ConfigError, ProcessorPlugin, Section};
use nproxy_domain::processor::{
    Checkout, ExternalId, Found, Offer, Order, OrderRef, PaymentEvent, PaymentProcessor, PaymentSnapshot, Price,
    ProcessorInfo, WebhookCall, WebhookError,
};
use nproxy_domain::provider::{Next, Reply};

/// What an answer came to.
pub type Read<T> = Result<Next<T>, PluginError>;
/// What a webhook came to.
pub type Heard = Result<Vec<PaymentEvent>, WebhookError>;

/// One deed done wrong; all others are the real processor's. `read` and `real` are what that one makes of it.
pub trait Bug: Send + Sync + 'static {
    fn about(_: &mut ProcessorInfo) {}

    fn sends(_: &mut http::Request<bytes::Bytes>) {}

    fn makes(_: &Reply, read: Read<Checkout>) -> Read<Checkout> {
        read
    }

    fn tells(_: &Reply, read: Read<PaymentSnapshot>) -> Read<PaymentSnapshot> {
        read
    }

    fn finds(_: &Reply, read: Read<Found<PaymentSnapshot>>) -> Read<Found<PaymentSnapshot>> {
        read
    }

    fn hears(call: &WebhookCall<'_>, real: &dyn Fn(&WebhookCall<'_>) -> Heard) -> Heard {
        real(call)
    }
}

/// The processor that bugs are planted in.
pub struct Planted<B> {
    real: Arc<dyn PaymentProcessor>,
    about: ProcessorInfo,
    bug: PhantomData<B>,
}

impl<B> fmt::Debug for Planted<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.real.fmt(f)
    }
}

/// The copy with this bug.
pub const fn plugin<B: Bug>() -> ProcessorPlugin {
    ProcessorPlugin { kind: "oxapay", build: build::<B> }
}

fn build<B: Bug>(section: Section) -> Result<Arc<dyn PaymentProcessor>, ConfigError> {
    let real = (nproxy_processor_oxapay::PLUGIN.build)(section)?;
    let mut about = real.about().clone();
    B::about(&mut about);
    Ok(Arc::new(Planted::<B> { real, about, bug: PhantomData }))
}

fn spoiled<B: Bug, T: 'static>(next: Next<T>, bug: fn(&Reply, Read<T>) -> Read<T>) -> Next<T> {
    let Next::Send(mut exchange) = next else { return next };
    B::sends(&mut exchange.request);
    let read = exchange.read;
    exchange.read = Box::new(move |reply| {
        let told = read(reply.clone()).map(|next| spoiled::<B, T>(next, bug));
        bug(&reply, told)
    });
    Next::Send(exchange)
}

impl<B: Bug> PaymentProcessor for Planted<B> {
    fn about(&self) -> &ProcessorInfo {
        &self.about
    }

    fn offers(&self, price: &Price) -> Vec<Next<Vec<Offer>>> {
        self.real.offers(price)
    }

    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError> {
        self.real.checkout(order).map(|next| spoiled::<B, _>(next, B::makes))
    }

    fn status(&self, id: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        self.real.status(id).map(|next| spoiled::<B, _>(next, B::tells))
    }

    fn find(&self, by: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        self.real.find(by).map(|next| spoiled::<B, _>(next, B::finds))
    }

    fn webhook(&self, call: &WebhookCall<'_>) -> Heard {
        B::hears(call, &|call| self.real.webhook(call))
    }
}
