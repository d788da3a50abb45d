//! The toy's answers.

use std::marker::PhantomData;

use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{
    Checkout, CryptoAmount, ExternalId, PaymentSnapshot, PaymentStatus, Price, Scalar, Trouble,
};
use serde::Deserialize;

use super::Ways;

const WORD_CHARS_MAX: usize = 200;

/// Printable, and not long.
pub(in crate::broken) fn is_word(text: &str) -> bool {
    (1..=WORD_CHARS_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

pub(super) fn is_id(text: &str) -> bool {
    is_word(text) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[derive(Deserialize)]
pub(super) struct Rate {
    pub minimum: Scalar,
    pub estimate: Scalar,
}

#[derive(Deserialize)]
pub(super) struct Made {
    pub id: String,
}

#[derive(Deserialize)]
pub(super) struct Place {
    address: String,
    amount: Scalar,
    link: Option<String>,
}

impl Place {
    pub fn checkout<W: Ways>(&self, id: String, trouble: &Trouble) -> Result<Checkout, PluginError> {
        let amount = W::amount(&self.amount).filter(|amount| !amount.is_zero());
        Ok(Checkout {
            id: ExternalId(id),
            pay_url: None,
            address: Some(W::address(&self.address).ok_or_else(|| trouble.odd("no address"))?),
            memo: None,
            pay_uri: self.link.as_deref().and_then(W::link),
            amount: Some(amount.ok_or_else(|| trouble.odd("no amount"))?),
            coin: None,
            network: None,
            instructions: None,
            expires_at: None,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Invoice<W> {
    id: String,
    order: Option<String>,
    state: Option<String>,
    certain: Option<bool>,
    price: Option<Scalar>,
    currency: Option<String>,
    asked: Option<Scalar>,
    received: Option<Scalar>,
    #[serde(skip)]
    ways: PhantomData<W>,
}

impl<W: Ways> Invoice<W> {
    pub fn snapshot(&self, trouble: &Trouble) -> Result<PaymentSnapshot, PluginError> {
        if !is_id(&self.id) {
            return Err(trouble.odd("no id"));
        }
        let status = W::status(self.state.as_deref(), self.certain == Some(true));
        let amount = |text: &Option<Scalar>| -> Result<Option<CryptoAmount>, PluginError> {
            text.as_ref().map(|text| W::amount(text).ok_or_else(|| trouble.odd("no amount"))).transpose()
        };
        let id = ExternalId(self.id.clone());
        Ok(PaymentSnapshot {
            payment: self.order.as_ref().and_then(|order| order.parse().ok()),
            price: self.price().filter(|price| price.currency.bytes().all(|b| b.is_ascii_alphabetic())),
            asked: amount(&self.asked)?,
            received: amount(&self.received)?,
            ..PaymentSnapshot::new(id, status.ok_or_else(|| trouble.odd("no status"))?)
        })
    }

    fn price(&self) -> Option<Price> {
        Price::parse(&self.price.as_ref()?.0, self.currency.as_ref()?).ok()
    }
}

pub(in crate::broken) fn status(state: &str, certain: bool) -> Option<PaymentStatus> {
    Some(match state {
        "new" => PaymentStatus::Pending,
        "late" if certain => PaymentStatus::PaidLate,
        "seen" | "late" => PaymentStatus::Confirming,
        "paid" => PaymentStatus::Paid,
        "short" => PaymentStatus::Underpaid,
        "over" => PaymentStatus::Overpaid,
        "gone" => PaymentStatus::Expired,
        "broken" => PaymentStatus::Failed,
        "back" => PaymentStatus::Refunded,
        _ => return None,
    })
}
