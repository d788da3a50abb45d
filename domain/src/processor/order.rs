//! What is to be paid, and how it stands.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::env::Timestamp;
use crate::ids::PaymentId;

/// An amount of a fiat currency in its minor units: 900 USD is 9.00 dollars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    pub minor_units: i64,
    /// ISO 4217.
    pub currency: String,
}

/// An amount of a coin, exact. Its text is canonical: no exponent, no trailing zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CryptoAmount(Decimal);

/// Text that is no amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an amount")]
pub struct NotAnAmount(String);

impl std::str::FromStr for CryptoAmount {
    type Err = NotAnAmount;

    /// Takes plain and scientific notation, as processors send both; refuses what is negative or not exact.
    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let parsed = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text));
        match parsed {
            Ok(amount) if !amount.is_sign_negative() || amount.is_zero() => Ok(Self(amount.abs().normalize())),
            _ => Err(NotAnAmount(crate::redact::plain(text, &[]))),
        }
    }
}

impl std::fmt::Display for CryptoAmount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A coin on a network, with the least that the processor takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub coin: String,
    /// In words: sending on the wrong one loses the money.
    pub network: String,
    pub minimum: Option<CryptoAmount>,
}

/// An invoice to be made.
#[derive(Clone, Debug)]
pub struct Order {
    /// Our payment's id, unique: what a lost answer is found again by.
    pub payment: PaymentId,
    pub price: Price,
    /// `None`: chosen on the processor's page.
    pub offer: Option<Offer>,
    pub description: String,
    /// Where the customer comes back to.
    pub return_url: Url,
    pub webhook_url: Url,
}

/// The processor's name for a payment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExternalId(pub String);

/// How a payment is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderRef {
    Payment(PaymentId),
    Since(Timestamp),
}

/// An invoice that was made. What is absent is on the processor's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkout {
    pub id: ExternalId,
    pub pay_url: Option<Url>,
    pub address: Option<String>,
    /// A tag that some coins need beside the address; without it the money is lost.
    pub memo: Option<String>,
    /// For wallets and QR codes.
    pub pay_uri: Option<String>,
    pub amount: Option<CryptoAmount>,
    pub coin: Option<String>,
    pub network: Option<String>,
    pub expires_at: Option<Timestamp>,
}

/// A payment's state in the processor's eyes, in our words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    Pending,
    Confirming,
    Paid,
    Underpaid,
    Overpaid,
    Expired,
    PaidLate,
    Failed,
    Refunded,
}

/// Everything the processor says of a payment at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentSnapshot {
    pub id: ExternalId,
    /// As we sent it; a snapshot without it is matched by `id` alone.
    pub payment: Option<PaymentId>,
    pub status: PaymentStatus,
    pub price: Option<Price>,
    pub asked: Option<CryptoAmount>,
    pub received: Option<CryptoAmount>,
    pub coin: Option<String>,
    pub confirmations: Option<u32>,
    pub transactions: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_exact_and_has_one_text() {
        let text = |amount: &str| amount.parse::<CryptoAmount>().unwrap().to_string();
        assert_eq!(text("0.0010000"), "0.001");
        assert_eq!(text("1e-8"), "0.00000001");
        assert_eq!(text("9.00"), "9");
        assert_eq!(text("0.000000000000000001"), "0.000000000000000001");
        for bad in ["", "-1", "1,5", "NaN", "0x10", "1.0.0"] {
            assert!(bad.parse::<CryptoAmount>().is_err(), "{bad:?}");
        }
    }
}
