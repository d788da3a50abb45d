//! An invoice as the API writes it: the answer to its making, to a question, in the list and in webhooks.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{
    Checkout, CryptoAmount, ExternalId, PaymentSnapshot, PaymentStatus, Price, Scalar, Trouble,
};
use nproxy_domain::{PaymentId, Timestamp};
use serde::Deserialize;
use url::Url;

const ID_CHARS_MAX: usize = 64;
/// Longer than any transaction's id.
const TRANSACTION_CHARS_MAX: usize = 200;
/// ISO 4217.
const CURRENCY_CHARS: usize = 3;

/// Why it can't be an invoice. The text quotes nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Odd(pub &'static str);

impl Odd {
    pub fn told(self, trouble: &Trouble) -> PluginError {
        trouble.odd(self.0)
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Invoice {
    uuid: String,
    order_id: Option<String>,
    /// The price, in `currency`.
    amount: Scalar,
    currency: String,
    /// What that is in the coin that the customer chose.
    payer_amount: Option<Scalar>,
    payer_currency: Option<String>,
    /// What came, in that coin.
    payment_amount: Option<Scalar>,
    payment_status: Option<String>,
    /// The same; webhooks have this one alone.
    status: Option<String>,
    txid: Option<String>,
    url: Option<String>,
    /// Unix seconds.
    expired_at: Option<i64>,
    created_at: Option<String>,
}

impl Invoice {
    pub fn id(&self) -> Result<ExternalId, Odd> {
        if is_id(&self.uuid) { Ok(ExternalId(self.uuid.clone())) } else { Err(Odd("an invoice without a uuid")) }
    }

    pub fn order(&self) -> Option<PaymentId> {
        self.order_id.as_deref()?.parse().ok()
    }

    pub fn price(&self) -> Option<Price> {
        let currency = &self.currency;
        let known = currency.len() == CURRENCY_CHARS && currency.bytes().all(|b| b.is_ascii_alphabetic());
        known.then(|| Price::parse(&self.amount.0, currency).ok()).flatten()
    }

    pub fn state(&self) -> &str {
        self.payment_status.as_deref().or(self.status.as_deref()).unwrap_or_default()
    }

    /// Where to pay. An answer without a page is none.
    pub fn checkout(&self) -> Result<Checkout, Odd> {
        let page = self.url.as_deref().and_then(|page| Url::parse(page).ok());
        let page = page.filter(|page| matches!(page.scheme(), "https" | "http"));
        Ok(Checkout {
            id: self.id()?,
            pay_url: Some(page.ok_or(Odd("an invoice without a page"))?),
            // The coin is chosen there, and with it what else is to be known.
            address: None,
            memo: None,
            pay_uri: None,
            amount: None,
            coin: None,
            network: None,
            instructions: None,
            expires_at: self.expired_at.and_then(|at| Timestamp::from_timestamp(at, 0)),
        })
    }

    pub fn snapshot(&self) -> Result<PaymentSnapshot, Odd> {
        let id = self.id()?;
        let (status, unclear) = self.standing()?;
        let price = self.price();
        // Without a price there would be nothing to compare with ours.
        let unclear = unclear.or_else(|| price.is_none().then_some("the processor's price can't be read"));
        let txid = self.txid.iter().filter(|txid| is_word(txid, TRANSACTION_CHARS_MAX)).cloned();
        Ok(PaymentSnapshot {
            payment: self.order(),
            price,
            asked: amount(self.payer_amount.as_ref())?,
            received: amount(self.payment_amount.as_ref())?,
            coin: self.payer_currency.clone().filter(|coin| is_id(coin)),
            transactions: txid.collect(),
            unclear: unclear.map(str::to_owned),
            created_at: self.created_at.as_ref().and_then(|at| at.parse().ok()),
            checkout: self.checkout().ok(),
            ..PaymentSnapshot::new(id, status)
        })
    }

    /// A state that is not known says nothing: it is never guessed at.
    fn standing(&self) -> Result<(PaymentStatus, Option<&'static str>), Odd> {
        let status = match self.state() {
            "check" => PaymentStatus::Pending,
            "process" | "confirm_check" => PaymentStatus::Confirming,
            "wrong_amount_waiting" => PaymentStatus::Underpaid,
            "wrong_amount" => PaymentStatus::ClosedShort,
            "paid" => PaymentStatus::Paid,
            "paid_over" => PaymentStatus::Overpaid,
            "cancel" => PaymentStatus::Expired,
            "fail" | "system_fail" => PaymentStatus::Failed,
            "refund_paid" => PaymentStatus::Refunded,
            // It may still be paid: the customer is asked where the money is from.
            "locked" => return Ok((PaymentStatus::Confirming, Some("it is held there until the customer is cleared"))),
            "refund_process" => return Ok((PaymentStatus::Confirming, Some("the money is on its way back"))),
            "refund_fail" => return Ok((PaymentStatus::Confirming, Some("the money could not be sent back"))),
            _ => return Err(Odd("an invoice with a state that is not known")),
        };
        Ok((status, None))
    }
}

/// Only what can be shown as it is.
pub(crate) fn is_id(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=ID_CHARS_MAX).contains(&text.len()) && text.bytes().all(plain)
}

/// Printable, and not long.
pub(crate) fn is_word(text: &str, chars_max: usize) -> bool {
    (1..=chars_max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

fn amount(scalar: Option<&Scalar>) -> Result<Option<CryptoAmount>, Odd> {
    scalar.map(|scalar| scalar.0.parse().map_err(|_| Odd("an amount that is none"))).transpose()
}
