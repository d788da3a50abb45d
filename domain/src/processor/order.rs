//! What is to be paid, and how it is looked for again.

use serde::{Deserialize, Serialize};
use url::Url;

use super::amount::{CryptoAmount, Price};
use crate::env::Timestamp;
use crate::ids::PaymentId;

/// A coin on a network in which a price can be paid. What the processor would refuse, because it is below its minimum,
/// is not among the offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The processor's own name of it, unique there: `usdttrc20`, `BTC-LN`.
    pub id: String,
    /// `USDT`.
    pub coin: String,
    /// In words, because money sent on another one is lost: `TRON (TRC-20)`.
    pub network: String,
    /// About what the price is in it now, where the processor says so.
    pub estimate: Option<CryptoAmount>,
}

/// An invoice to be made.
#[derive(Clone, Debug)]
pub struct Order {
    /// Our payment's id, unique: what a lost answer is found again by.
    pub payment: PaymentId,
    pub price: Price,
    /// `None` where the processor has no coins to choose from.
    pub offer: Option<Offer>,
    /// ASCII.
    pub description: String,
    /// Where the customer comes back to.
    pub return_url: Url,
    pub webhook_url: Url,
    /// So many thousandths may be missing.
    pub missing_permille_max: u32,
    pub now: Timestamp,
}

/// The processor's name for a payment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExternalId(pub String);

impl std::fmt::Display for ExternalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// How payments are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderRef {
    /// The invoices that were made for one order of ours; `since` is when it was placed.
    Payment { payment: PaymentId, since: Timestamp },
    /// A page of all that were made since a moment: `skip` were seen already, those that could not be read with
    /// them. `cursor` is what the page before gave.
    Since { at: Timestamp, skip: usize, cursor: Option<String> },
}

/// An invoice that was made. What is absent is on the processor's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkout {
    pub id: ExternalId,
    pub pay_url: Option<Url>,
    pub address: Option<String>,
    /// A tag that some coins need beside the address; without it the money is lost.
    pub memo: Option<String>,
    /// For wallets and QR codes: `bitcoin:..?amount=..`.
    pub pay_uri: Option<String>,
    pub amount: Option<CryptoAmount>,
    pub coin: Option<String>,
    pub network: Option<String>,
    /// The operator's own words, where a person takes the money.
    pub instructions: Option<String>,
    pub expires_at: Option<Timestamp>,
}
