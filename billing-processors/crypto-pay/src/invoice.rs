//! An invoice as the API writes it: the answer to its making, in the list and in notifications.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{
    Checkout, CryptoAmount, ExternalId, PaymentSnapshot, PaymentStatus, Price, Scalar, Trouble,
};
use nproxy_domain::{PaymentId, Timestamp};
use serde::Deserialize;
use url::Url;

const ID_CHARS_MAX: usize = 20;
/// ISO 4217.
const CURRENCY_CHARS: usize = 3;
const ASSET_CHARS_MAX: usize = 10;

#[derive(Debug, Deserialize)]
pub(crate) struct Invoice {
    #[serde(rename = "invoice_id")]
    id: Scalar,
    pub status: String,
    /// Absent: its price is in a coin, so it is none of ours.
    fiat: Option<String>,
    amount: Option<Scalar>,
    /// Ours: it isn't unique there.
    payload: Option<String>,
    bot_invoice_url: Option<String>,
    web_app_invoice_url: Option<String>,
    /// How older answers call the bot's.
    pay_url: Option<String>,
    /// What the customer chose; it pays for the price, whatever it is.
    paid_asset: Option<String>,
    paid_amount: Option<Scalar>,
    created_at: Option<String>,
    expiration_date: Option<String>,
}

impl Invoice {
    pub fn id(&self) -> Option<ExternalId> {
        is_id(&self.id.0).then(|| ExternalId(self.id.0.clone()))
    }

    pub fn order(&self) -> Option<PaymentId> {
        self.payload.as_deref()?.parse().ok()
    }

    pub fn price(&self) -> Option<Price> {
        let currency = self
            .fiat
            .as_deref()
            .filter(|currency| currency.len() == CURRENCY_CHARS && currency.bytes().all(|b| b.is_ascii_alphabetic()))?;
        Price::parse(&self.amount.as_ref()?.0, currency).ok()
    }

    pub fn created_at(&self) -> Option<Timestamp> {
        self.created_at.as_ref()?.parse().ok()
    }

    /// Where to pay. An answer without a page is none.
    pub fn checkout(&self, trouble: &Trouble) -> Result<Checkout, PluginError> {
        let pages = [&self.bot_invoice_url, &self.web_app_invoice_url, &self.pay_url];
        let page = pages.into_iter().flatten().find_map(|page| page_of(page));
        Ok(Checkout {
            id: self.id().ok_or_else(|| trouble.odd("an invoice without a number"))?,
            pay_url: Some(page.ok_or_else(|| trouble.odd("an invoice without a page"))?),
            // The wallet pays out of itself: there is nothing to be sent anywhere.
            address: None,
            memo: None,
            pay_uri: None,
            amount: None,
            coin: None,
            network: None,
            instructions: None,
            expires_at: self.expiration_date.as_ref().and_then(|at| at.parse().ok()),
        })
    }

    pub fn snapshot(&self, sandbox: bool, trouble: &Trouble) -> Result<PaymentSnapshot, PluginError> {
        let id = self.id().ok_or_else(|| trouble.odd("an invoice without a number"))?;
        let status = self.state().ok_or_else(|| trouble.odd("an invoice with a state that is not known"))?;
        let paid: Option<CryptoAmount> =
            self.paid_amount.as_ref().map(|paid| paid.0.parse()).transpose().map_err(|_| trouble.odd("no amount"))?;
        let price = self.price();
        let is_asset = |asset: &&String| {
            (1..=ASSET_CHARS_MAX).contains(&asset.len()) && asset.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        Ok(PaymentSnapshot {
            payment: self.order(),
            // Without a price there would be nothing to compare with ours, so a person looks.
            unclear: price.is_none().then(|| "the processor's price can't be read".to_owned()),
            price,
            // Of what is paid in full or not at all. A coin that nobody was asked for is not compared.
            received: paid.filter(|_| status == PaymentStatus::Paid),
            coin: self.paid_asset.as_ref().filter(is_asset).cloned(),
            sandbox,
            created_at: self.created_at(),
            checkout: self.checkout(trouble).ok(),
            ..PaymentSnapshot::new(id, status)
        })
    }

    /// A state that is not known says nothing: it is never guessed at.
    pub fn state(&self) -> Option<PaymentStatus> {
        Some(match self.status.as_str() {
            "active" => PaymentStatus::Pending,
            // Within one wallet: it is there at once, and all of it.
            "paid" => PaymentStatus::Paid,
            "expired" => PaymentStatus::Expired,
            _ => return None,
        })
    }
}

fn page_of(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|page| matches!(page.scheme(), "https" | "http"))
}

/// Only what can stand in a query as it is.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=ID_CHARS_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}
