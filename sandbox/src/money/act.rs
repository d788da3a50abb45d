//! What a person, a chain or a processor's staff does to an invoice.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use crate::faults::BadConduct;

/// One deed. In JSON `{"act": "pay_in_full"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// All that is due by the invoice's first way; where a part came before, the rest.
    PayInFull,
    /// Half of what is due.
    PayHalf,
    /// Twice what is due.
    PayTooMuch,
    /// The invoice expires, unless it has, and then all that is due is paid.
    PayLate,
    Pay {
        amount: Amount,
        /// One of the invoice's ways; absent: the first.
        #[serde(default)]
        method: Option<String>,
    },
    /// NOWPayments alone: another coin comes to the address, and is taken for the payment whatever it is worth.
    PayWrongAsset {
        coin: String,
        amount: Amount,
    },
    /// NOWPayments alone: money comes again to an address that was used, and makes a payment of its own.
    Redeposit {
        amount: Amount,
    },
    /// Heleket alone: a coin is chosen on its page, or another one, and nothing is sent yet.
    Choose {
        method: String,
    },
    /// Its time is over now.
    Expire,
    /// What was seen has its confirmations.
    Confirm,
    /// What was seen and not confirmed is replaced by another transaction, which goes elsewhere.
    Vanish,
    /// The money goes back.
    Refund,
    /// By the staff, whatever came.
    MarkSettled,
    MarkInvalid,
}

/// Why the till refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TillError {
    UnknownInvoice,
    /// The invoice can't be paid in this way.
    UnknownMethod,
    /// The processor would never do that with the invoice as it stands.
    NotPossible(&'static str),
    BadConduct(BadConduct),
    /// A webhook goes to an address that begins with `http://`.
    BadUrl,
    /// Not an event of a BTCPay webhook.
    UnknownEvent,
}

impl fmt::Display for TillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownInvoice => f.write_str("no such invoice"),
            Self::UnknownMethod => f.write_str("the invoice can't be paid in this way"),
            Self::NotPossible(reason) => f.write_str(reason),
            Self::BadConduct(bad) => bad.fmt(f),
            Self::BadUrl => f.write_str("a webhook's address begins with http://"),
            Self::UnknownEvent => f.write_str("not an event of a BTCPay webhook"),
        }
    }
}

impl std::error::Error for TillError {}
