//! Where a chain led, and what can be said of it whatever it is.

use std::fmt;

use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{Checkout, CryptoAmount, Found, Offer, PaymentSnapshot};
use serde_json::{Value, json};

/// Where a chain led.
#[derive(Debug)]
pub(crate) enum End {
    Offers(Vec<Offer>),
    Made(Box<Checkout>),
    Told(Box<PaymentSnapshot>),
    Found(Found<PaymentSnapshot>),
    /// It sends another request, and there is no further reply.
    Asks,
    Failed(PluginError),
    Panicked(String),
}

impl End {
    pub fn is_success(&self) -> bool {
        !matches!(self, Self::Failed(_) | Self::Panicked(_))
    }

    /// The payments that it tells of.
    pub fn payments(&self) -> &[PaymentSnapshot] {
        match self {
            Self::Told(snapshot) => std::slice::from_ref(&**snapshot),
            Self::Found(found) => &found.payments,
            _ => &[],
        }
    }

    /// As a file words it.
    pub fn json(&self) -> Value {
        let written = match self {
            Self::Offers(offers) => return offers.iter().map(offer).collect(),
            Self::Made(checkout) => serde_json::to_value(checkout),
            Self::Told(snapshot) => serde_json::to_value(snapshot),
            Self::Found(found) => serde_json::to_value(&found.payments).map(
                |all| json!({"payments": all, "unread": found.unread, "more": found.more, "cursor": found.cursor}),
            ),
            Self::Asks | Self::Failed(_) | Self::Panicked(_) => Ok(Value::Null),
        };
        written.unwrap_or_default()
    }

    /// Every amount of a coin, with its place.
    pub fn amounts(&self) -> Vec<(String, CryptoAmount)> {
        let mut out = Vec::new();
        let mut add = |place: String, amount: Option<CryptoAmount>| out.extend(amount.map(|amount| (place, amount)));
        match self {
            Self::Offers(offers) => offers.iter().for_each(|o| add(format!("estimate of {}", o.id), o.estimate)),
            Self::Made(checkout) => add("amount".to_owned(), checkout.amount),
            _ => {}
        }
        for (n, payment) in self.payments().iter().enumerate() {
            add(format!("asked {n}"), payment.asked);
            add(format!("received {n}"), payment.received);
            add(format!("checkout.amount {n}"), payment.checkout.as_ref().and_then(|checkout| checkout.amount));
        }
        out
    }

    /// Every checkout in it.
    pub fn checkouts(&self) -> impl Iterator<Item = &Checkout> {
        let made = match self {
            Self::Made(checkout) => Some(&**checkout),
            _ => None,
        };
        made.into_iter().chain(self.payments().iter().filter_map(|payment| payment.checkout.as_ref()))
    }
}

fn offer(offer: &Offer) -> Value {
    let Offer { id, coin, network, estimate } = offer;
    json!({"id": id, "coin": coin, "network": network, "estimate": estimate})
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offers(offers) => write!(f, "{} offers", offers.len()),
            Self::Made(_) => f.write_str("an invoice that was made"),
            Self::Told(snapshot) => write!(f, "a payment that is {:?}", snapshot.status),
            Self::Found(Found { payments, unread, .. }) => {
                write!(f, "{} payments that were found, and {unread} that can't be read", payments.len())
            }
            Self::Asks => f.write_str("another request"),
            Self::Failed(error) => {
                write!(f, "{}, spent {}: {:?}", error.class.as_str(), error.spent.as_str(), error.detail)
            }
            Self::Panicked(panic) => write!(f, "a panic: {panic}"),
        }
    }
}
