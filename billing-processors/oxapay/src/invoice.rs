//! An invoice as the API writes it: where to pay, when it was made, and where it stands, when it is asked after.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{
    Checkout, CryptoAmount, ExternalId, PaymentSnapshot, PaymentStatus, Price, Scalar, Trouble,
};
use nproxy_domain::{PaymentId, Timestamp};
use serde::Deserialize;
use url::Url;

const ID_CHARS_MAX: usize = 40;
const TRANSACTION_CHARS_MAX: usize = 200;
/// More are not kept.
const TRANSACTIONS_MAX: usize = 32;
/// ISO 4217.
const CURRENCY_CHARS: usize = 3;
/// Other types are static addresses, links and donations, which are none of ours.
pub(crate) const INVOICE: &str = "invoice";
/// What a played payment calls its transaction.
const PLAYED: &str = "sandbox";

/// Why it can't be an invoice. The text quotes nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Odd(pub &'static str);

impl Odd {
    pub fn told(self, trouble: &Trouble) -> PluginError {
        trouble.odd(self.0)
    }
}

/// The answer to its making.
#[derive(Debug, Deserialize)]
pub(crate) struct Made {
    track_id: Scalar,
    payment_url: String,
    /// Unix seconds.
    expired_at: Option<i64>,
}

impl Made {
    /// Where to pay. An answer without a page is none.
    pub fn checkout(&self) -> Result<Checkout, Odd> {
        let page = Url::parse(&self.payment_url).ok().filter(|page| matches!(page.scheme(), "https" | "http"));
        Ok(Checkout {
            id: id_of(&self.track_id)?,
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
}

#[derive(Debug, Deserialize)]
pub(crate) struct Invoice {
    track_id: Scalar,
    /// Absent: the answer to a question, which may be about an invoice alone.
    #[serde(default = "of_an_invoice")]
    r#type: String,
    status: String,
    amount: Scalar,
    currency: String,
    order_id: Option<String>,
    /// What was to come, and what came, in the price's currency with fees. Documented of webhooks alone.
    value: Option<Scalar>,
    sent_value: Option<Scalar>,
    /// Unix seconds.
    date: Option<i64>,
    #[serde(default)]
    txs: Vec<Transaction>,
}

#[derive(Debug, Deserialize)]
struct Transaction {
    tx_hash: Option<String>,
    amount: Option<Scalar>,
    currency: Option<String>,
    confirmations: Option<u32>,
}

fn of_an_invoice() -> String {
    INVOICE.to_owned()
}

impl Invoice {
    pub fn id(&self) -> Result<ExternalId, Odd> {
        id_of(&self.track_id)
    }

    pub fn order(&self) -> Option<PaymentId> {
        self.order_id.as_deref()?.parse().ok()
    }

    /// In small letters: the API writes them so, webhooks begin with a capital.
    pub fn state(&self) -> String {
        self.status.to_ascii_lowercase()
    }

    fn price(&self) -> Option<Price> {
        let currency = &self.currency;
        let known = currency.len() == CURRENCY_CHARS && currency.bytes().all(|b| b.is_ascii_alphabetic());
        known.then(|| Price::parse(&self.amount.0, currency).ok()).flatten()
    }

    pub fn snapshot(&self, sandbox: bool) -> Result<PaymentSnapshot, Odd> {
        let id = self.id()?;
        if self.r#type != INVOICE {
            return Err(Odd("a payment of another type than an invoice"));
        }
        let values = self.values()?;
        let more_came = values.is_some_and(|(asked, received)| received > asked);
        let (status, unclear) = self.standing(more_came)?;
        let price = self.price();
        // Without a price there would be nothing to compare with ours.
        let unclear = unclear.or_else(|| price.is_none().then_some("the processor's price can't be read"));
        let hashes = self.txs.iter().filter_map(|tx| tx.tx_hash.as_ref());
        let plain = |hash: &&String| {
            (1..=TRANSACTION_CHARS_MAX).contains(&hash.len()) && hash.bytes().all(|b| b.is_ascii_graphic())
        };
        let one = if let [tx] = &self.txs[..] { Some(tx) } else { None };
        let (asked, (received, coin)) = match values {
            Some((asked, received)) => (Some(asked), (Some(received), None)),
            None => (None, self.sum()?),
        };
        Ok(PaymentSnapshot {
            payment: self.order(),
            price,
            asked,
            received,
            coin: coin.filter(|coin| is_id(coin)).map(str::to_owned),
            confirmations: one.and_then(|tx| tx.confirmations),
            transactions: hashes.clone().filter(plain).take(TRANSACTIONS_MAX).cloned().collect(),
            unclear: unclear.map(str::to_owned),
            sandbox: sandbox || hashes.clone().any(|hash| hash == PLAYED),
            created_at: self.date.and_then(|at| Timestamp::from_timestamp(at, 0)),
            ..PaymentSnapshot::new(id, status)
        })
    }

    /// A state that is not known says nothing: it is never guessed at.
    fn standing(&self, more_came: bool) -> Result<(PaymentStatus, Option<&'static str>), Odd> {
        let status = match self.state().as_str() {
            "new" | "waiting" => PaymentStatus::Pending,
            // Older webhooks call it confirming.
            "paying" | "confirming" => PaymentStatus::Confirming,
            "paid" if more_came => PaymentStatus::Overpaid,
            "paid" | "manual_accept" => PaymentStatus::Paid,
            // Whether it still waits for the rest is not said. A person looks; the rest, should it come, settles that.
            "underpaid" => PaymentStatus::ClosedShort,
            "expired" => PaymentStatus::Expired,
            "failed" => PaymentStatus::Failed,
            "refunded" => PaymentStatus::Refunded,
            "refunding" => return Ok((PaymentStatus::Confirming, Some("the money is on its way back"))),
            _ => return Err(Odd("an invoice with a state that is not known")),
        };
        Ok((status, None))
    }

    /// What was to come and what came, in their unit, where both are told. They are floats: what differs by no more than
    /// those err is the same.
    fn values(&self) -> Result<Option<(CryptoAmount, CryptoAmount)>, Odd> {
        let both = amount(self.value.as_ref())?.zip(amount(self.sent_value.as_ref())?);
        Ok(both.map(|(value, sent)| (value, if sent.is_nearly(value) { value } else { sent })))
    }

    /// What the transactions come to, and in which coin, as far as they are of one.
    fn sum(&self) -> Result<(Option<CryptoAmount>, Option<&str>), Odd> {
        let Some((first, rest)) = self.txs.split_first() else { return Ok((None, None)) };
        let coin = first.currency.as_deref();
        if rest.iter().any(|tx| tx.currency.is_none() || tx.currency.as_deref() != coin) {
            return Ok((None, None));
        }
        let mut sum = amount(first.amount.as_ref())?;
        for tx in rest {
            sum = sum.zip(amount(tx.amount.as_ref())?).and_then(|(sum, more)| sum.plus(more));
        }
        Ok((sum, coin))
    }
}

fn id_of(track_id: &Scalar) -> Result<ExternalId, Odd> {
    if is_id(&track_id.0) { Ok(ExternalId(track_id.0.clone())) } else { Err(Odd("an invoice without a track id")) }
}

/// Only what can stand in an address's path, and be shown as it is.
pub(crate) fn is_id(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=ID_CHARS_MAX).contains(&text.len()) && text.bytes().all(plain)
}

fn amount(scalar: Option<&Scalar>) -> Result<Option<CryptoAmount>, Odd> {
    scalar.map(|scalar| scalar.0.parse().map_err(|_| Odd("an amount that is none"))).transpose()
}
