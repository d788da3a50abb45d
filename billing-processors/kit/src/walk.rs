//! Drives a plugin's chain of exchanges with replies from a file instead of a socket.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use bytes::Bytes;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{
    Checkout, ExternalId, Found, Offer, Order, OrderRef, PaymentProcessor, PaymentSnapshot, Price,
};
use nproxy_domain::provider::{Effect, Limits, Next, Reply};
use url::Url;

use crate::end::End;
use crate::{RETURN_URL, WEBHOOK_URL, now, order_id};

/// Which of the port's methods is called.
#[derive(Clone, Debug)]
pub(crate) enum Call {
    /// `chain`: which of the questions that are asked side by side.
    Offers {
        price: Price,
        chain: usize,
    },
    Checkout(Box<Order>),
    Status(ExternalId),
    FindByOrder,
    FindSince {
        skip: usize,
        cursor: Option<String>,
    },
}

/// The kit's order.
pub(crate) fn order(price: Price, offer: Option<Offer>) -> Order {
    let url = |text: &str| Url::parse(text).expect("a constant");
    Order {
        payment: order_id(),
        price,
        offer,
        description: "nproxy, one month".to_owned(),
        return_url: url(RETURN_URL),
        webhook_url: url(WEBHOOK_URL),
        missing_permille_max: 5,
        now: now(),
    }
}

/// An exchange as it would have gone out.
#[derive(Debug)]
pub(crate) struct Sent {
    pub request: http::Request<Bytes>,
    pub effect: Effect,
    pub limits: Limits,
    /// `Debug` of the exchange.
    pub shown: String,
}

/// A chain walked to its end.
#[derive(Debug)]
pub(crate) struct Walk {
    pub sent: Vec<Sent>,
    pub end: End,
}

/// Calls the plugin and answers with the replies in turn. `None`: the plugin has no such call.
pub(crate) fn walk(processor: &dyn PaymentProcessor, call: &Call, replies: &[Reply]) -> Option<Walk> {
    let find = |by: OrderRef| optional(|| processor.find(&by), replies);
    match call {
        Call::Offers { price, chain } => optional(|| processor.offers(price).into_iter().nth(*chain), replies),
        Call::Checkout(order) => Some(drive(|| processor.checkout(order), replies)),
        Call::Status(id) => Some(drive(|| processor.status(id), replies)),
        Call::FindByOrder => find(OrderRef::Payment { payment: order_id(), since: now() }),
        Call::FindSince { skip, cursor } => find(OrderRef::Since { at: now(), skip: *skip, cursor: cursor.clone() }),
    }
}

fn optional<T>(call: impl FnOnce() -> Option<Next<T>>, replies: &[Reply]) -> Option<Walk>
where
    End: From<T>,
{
    match caught(call) {
        Ok(first) => first.map(|first| drive(|| Ok(first), replies)),
        Err(panic) => Some(Walk { sent: Vec::new(), end: End::Panicked(panic) }),
    }
}

fn drive<T>(call: impl FnOnce() -> Result<Next<T>, PluginError>, replies: &[Reply]) -> Walk
where
    End: From<T>,
{
    let mut sent = Vec::new();
    let mut replies = replies.iter();
    let mut next = caught(call);
    loop {
        let end = match next {
            Err(panic) => End::Panicked(panic),
            Ok(Err(error)) => End::Failed(error),
            Ok(Ok(Next::Done(done))) => done.into(),
            Ok(Ok(Next::Send(exchange))) => {
                let shown = format!("{exchange:?}");
                let exchange = *exchange;
                let read = exchange.read;
                sent.push(Sent { request: exchange.request, effect: exchange.effect, limits: exchange.limits, shown });
                match replies.next().filter(|_| sent.len() <= Next::<T>::EXCHANGES_MAX) {
                    Some(reply) => {
                        next = caught(|| read(reply.clone()));
                        continue;
                    }
                    None => End::Asks,
                }
            }
        };
        return Walk { sent, end };
    }
}

impl From<Vec<Offer>> for End {
    fn from(offers: Vec<Offer>) -> Self {
        Self::Offers(offers)
    }
}

impl From<Checkout> for End {
    fn from(checkout: Checkout) -> Self {
        Self::Made(Box::new(checkout))
    }
}

impl From<PaymentSnapshot> for End {
    fn from(snapshot: PaymentSnapshot) -> Self {
        Self::Told(Box::new(snapshot))
    }
}

impl From<Found<PaymentSnapshot>> for End {
    fn from(found: Found<PaymentSnapshot>) -> Self {
        Self::Found(found)
    }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs a plugin's code; `Err` is what it panicked with. A panic is a finding like any other, so it prints nothing.
pub(crate) fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |info| {
            if !QUIET.get() {
                usual(info);
            }
        }));
    });
    QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    QUIET.set(false);
    result.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without words").to_owned()
    })
}
