//! A payment as the API writes it: the answer to its making, to a question, in the list and in notifications.

use std::str::FromStr;

use chrono::Duration;
use nproxy_domain::Timestamp;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{
    Checkout, CryptoAmount, ExternalId, PaymentSnapshot, PaymentStatus, Price, Scalar, Trouble,
};
use serde::{Deserialize, Deserializer};

use crate::coins::{self, Coin};
use crate::reading::Reading;

/// Where no end is told: a fixed amount stands so long.
const FIXED_RATE_WINDOW: Duration = Duration::minutes(20);
/// .. and any other so long.
const FLOATING_RATE_WINDOW: Duration = Duration::days(7);
/// ISO 4217.
const CURRENCY_CHARS: usize = 3;

/// Why it can't be a payment. The text quotes nothing but a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Odd(pub String);

impl Odd {
    fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub fn told(self, trouble: &Trouble) -> PluginError {
        trouble.odd(&self.0)
    }
}

/// Ids and amounts come as text or as numbers, in one answer so, in another so.
#[derive(Debug, Deserialize)]
pub(crate) struct Payment {
    #[serde(rename = "payment_id")]
    id: Scalar,
    #[serde(rename = "payment_status")]
    pub status: String,
    /// The payment whose address this money was sent to again.
    #[serde(rename = "parent_payment_id", default)]
    parent: Option<Scalar>,
    #[serde(default)]
    pay_address: Option<String>,
    #[serde(rename = "payin_extra_id", default)]
    tag: Tag,
    price_amount: Scalar,
    price_currency: String,
    #[serde(default)]
    pay_amount: Option<Scalar>,
    pay_currency: String,
    #[serde(default)]
    actually_paid: Option<Scalar>,
    #[serde(default)]
    order_id: Option<Scalar>,
    #[serde(default)]
    payin_hash: Option<String>,
    #[serde(default)]
    is_fixed_rate: Option<bool>,
    #[serde(default)]
    created_at: Option<Scalar>,
    #[serde(default)]
    pub updated_at: Option<Scalar>,
    #[serde(default)]
    valid_until: Option<Scalar>,
    #[serde(default)]
    expiration_estimate_date: Option<Scalar>,
}

/// What some coins need beside the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Tag {
    /// The answer doesn't say.
    #[default]
    NotTold,
    None,
    Is(String),
}

impl<'de> Deserialize<'de> for Tag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let told = Option::<Scalar>::deserialize(deserializer)?.filter(|tag| !tag.0.is_empty());
        Ok(told.map_or(Self::None, |tag| Self::Is(tag.0)))
    }
}

impl Payment {
    pub fn id(&self, reading: &Reading) -> Result<ExternalId, Odd> {
        reading.id(&self.id).ok_or_else(|| Odd::new("a payment without an id"))
    }

    /// As the API names it.
    pub fn coin(&self) -> Result<String, Odd> {
        let coin = self.pay_currency.to_ascii_lowercase();
        if coins::is_id(&coin) { Ok(coin) } else { Err(Odd::new("a payment without a coin")) }
    }

    pub fn received(&self) -> Result<Option<CryptoAmount>, Odd> {
        amount(self.actually_paid.as_ref(), "a received amount that is none")
    }

    pub fn snapshot(&self, reading: &Reading) -> Result<PaymentSnapshot, Odd> {
        let id = self.id(reading)?;
        let asked = self.asked()?;
        let received = self.received()?;
        let (status, unclear) = self.standing(asked, received)?;
        let price = self.price();
        // Without a price there would be nothing to compare with ours.
        let unclear = unclear.or_else(|| price.is_none().then_some("the processor's price can't be read"));
        let parent = self.parent.as_ref().and_then(|parent| reading.id(parent)).filter(|parent| *parent != id);
        Ok(PaymentSnapshot {
            payment: self.order_id.as_ref().and_then(|order| order.0.parse().ok()),
            // To a used address nothing more is to be sent.
            checkout: if parent.is_none() { self.told_again(reading) } else { None },
            parent,
            price,
            asked,
            received,
            coin: Some(self.coin()?),
            transactions: self.payin_hash.iter().filter(|hash| reading.is_plain(hash)).cloned().collect(),
            unclear: unclear.map(str::to_owned),
            sandbox: reading.sandbox,
            created_at: time(self.created_at.as_ref()),
            ..PaymentSnapshot::new(id, status)
        })
    }

    /// Where to pay. An answer without it is none.
    pub fn checkout(&self, reading: &Reading) -> Result<Checkout, Odd> {
        let id = self.id(reading)?;
        let address = self.pay_address.clone().filter(|address| reading.is_plain(address));
        let address = address.ok_or_else(|| Odd::new("a payment without an address"))?;
        let asked = self.asked()?.filter(|amount| !amount.is_zero());
        let asked = asked.ok_or_else(|| Odd::new("a payment without an amount"))?;
        let memo = match &self.tag {
            Tag::Is(tag) if !reading.is_plain(tag) => return Err(Odd::new("a tag that is none")),
            Tag::Is(tag) => Some(tag.clone()),
            Tag::None | Tag::NotTold => None,
        };
        let coin = Coin::of(&self.coin()?);
        // A link has no place for the tag.
        let pay_uri = if memo.is_none() { coin.link.to(&address, asked) } else { None };
        Ok(Checkout {
            id,
            pay_url: None,
            address: Some(address),
            memo,
            pay_uri,
            amount: Some(asked),
            coin: Some(coin.name),
            network: Some(coin.network),
            instructions: None,
            expires_at: self.ends_at(reading),
        })
    }

    /// Nothing where a tag may be needed and is not told: the money would be lost.
    fn told_again(&self, reading: &Reading) -> Option<Checkout> {
        let tagless = Coin::of(&self.coin().ok()?).tagless;
        if tagless || self.tag != Tag::NotTold { self.checkout(reading).ok() } else { None }
    }

    fn asked(&self) -> Result<Option<CryptoAmount>, Odd> {
        amount(self.pay_amount.as_ref(), "an asked amount that is none")
    }

    /// `None`: it is no amount of a currency, whatever it is.
    fn price(&self) -> Option<Price> {
        let currency = &self.price_currency;
        let known = currency.len() == CURRENCY_CHARS && currency.bytes().all(|b| b.is_ascii_alphabetic());
        known.then(|| Price::parse(&self.price_amount.0, currency).ok()).flatten()
    }

    fn standing(
        &self,
        asked: Option<CryptoAmount>,
        received: Option<CryptoAmount>,
    ) -> Result<(PaymentStatus, Option<&'static str>), Odd> {
        let more = matches!((asked, received), (Some(asked), Some(received)) if received > asked);
        let status = match self.status.as_str() {
            "waiting" => PaymentStatus::Pending,
            "confirming" | "confirmed" | "sending" => PaymentStatus::Confirming,
            // What is sent afterwards is another payment there.
            "partially_paid" => PaymentStatus::ClosedShort,
            "finished" if more => PaymentStatus::Overpaid,
            "finished" => PaymentStatus::Paid,
            "failed" => PaymentStatus::Failed,
            "refunded" => PaymentStatus::Refunded,
            "expired" | "cancelled" | "canceled" => PaymentStatus::Expired,
            // Held until somebody decides about it in the dashboard.
            "wrong_asset_confirmed" => {
                return Ok((PaymentStatus::Confirming, Some("another coin or network was used; it is held there")));
            }
            unknown => return Err(Odd(format!("a payment with the status {unknown:?}"))),
        };
        Ok((status, None))
    }

    /// A fixed amount ends with its estimate; any other is estimated anew and ends with the payment.
    fn ends_at(&self, reading: &Reading) -> Option<Timestamp> {
        let estimate = time(self.expiration_estimate_date.as_ref());
        let valid = time(self.valid_until.as_ref());
        let fixed = self.is_fixed_rate.unwrap_or(reading.fixed_rate);
        let (told, window) = if fixed {
            (estimate.into_iter().chain(valid).min(), FIXED_RATE_WINDOW)
        } else {
            (valid.or(estimate), FLOATING_RATE_WINDOW)
        };
        told.or_else(|| time(self.created_at.as_ref()).map(|created| created + window))
    }
}

fn amount(scalar: Option<&Scalar>, not: &str) -> Result<Option<CryptoAmount>, Odd> {
    scalar.map(|scalar| CryptoAmount::from_str(&scalar.0).map_err(|_| Odd::new(not))).transpose()
}

fn time(scalar: Option<&Scalar>) -> Option<Timestamp> {
    scalar?.0.parse().ok()
}
