//! Where a payment stands by its processor's word.

use serde::{Deserialize, Serialize};

use super::amount::{CryptoAmount, Price};
use super::order::{Checkout, ExternalId};
use crate::env::Timestamp;
use crate::ids::PaymentId;

/// A payment's state in the processor's eyes, in our words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// Nothing came yet.
    Pending,
    /// Money was seen and is not certain yet; it may go back to `Pending`.
    Confirming,
    /// All of it came and is certain.
    Paid,
    /// Less came, and the processor waits for the rest.
    Underpaid,
    /// Less came, and the processor waits no longer.
    ClosedShort,
    /// More came and is certain.
    Overpaid,
    /// Nothing came in time.
    Expired,
    /// All of it came after the time and is certain.
    PaidLate,
    Failed,
    Refunded,
}

impl PaymentStatus {
    pub const ALL: [Self; 10] = [
        Self::Pending,
        Self::Confirming,
        Self::Paid,
        Self::Underpaid,
        Self::ClosedShort,
        Self::Overpaid,
        Self::Expired,
        Self::PaidLate,
        Self::Failed,
        Self::Refunded,
    ];

    /// Whether it says that somebody sent money.
    pub fn claims_money(self) -> bool {
        !matches!(self, Self::Pending | Self::Expired | Self::Failed)
    }
}

/// Everything the processor says of a payment at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentSnapshot {
    pub id: ExternalId,
    /// As we sent it; a snapshot without it is matched by `id` alone.
    pub payment: Option<PaymentId>,
    /// The payment that this money was sent again to, where the processor makes a new one of that.
    pub parent: Option<ExternalId>,
    pub status: PaymentStatus,
    pub price: Option<Price>,
    pub asked: Option<CryptoAmount>,
    /// `None`: it doesn't say.
    pub received: Option<CryptoAmount>,
    /// The offer's id or the coin's name that the money came in.
    pub coin: Option<String>,
    pub confirmations: Option<u32>,
    pub confirmations_needed: Option<u32>,
    pub transactions: Vec<String>,
    /// Why a person has to look whatever the status says: a held payment, another asset. Plain text.
    pub unclear: Option<String>,
    /// Made for practice, not for money.
    pub sandbox: bool,
    pub created_at: Option<Timestamp>,
    /// Where to pay, as far as the processor tells it again.
    pub checkout: Option<Checkout>,
}

impl PaymentSnapshot {
    /// Nothing but an id and a status; the rest is what a processor adds.
    pub fn new(id: ExternalId, status: PaymentStatus) -> Self {
        Self {
            id,
            payment: None,
            parent: None,
            status,
            price: None,
            asked: None,
            received: None,
            coin: None,
            confirmations: None,
            confirmations_needed: None,
            transactions: Vec::new(),
            unclear: None,
            sandbox: false,
            created_at: None,
            checkout: None,
        }
    }

    /// Some of it is there, by its amount.
    pub fn some_came(&self) -> bool {
        self.received.is_some_and(|amount| !amount.is_zero())
    }

    /// It waits for money, and doesn't tell where it is to be sent: nobody can pay into it who was not told before.
    pub fn leads_nowhere(&self) -> bool {
        self.status == PaymentStatus::Pending && self.checkout.is_none() && !self.money_came()
    }

    /// Somebody sent money, by its status or its amount.
    pub fn money_came(&self) -> bool {
        self.status.claims_money() || self.some_came()
    }
}
