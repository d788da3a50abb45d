//! What a processor can be asked besides a checkout.

use std::fmt;

use crate::walk::Call;

/// A question that not every processor can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// It takes coins, which are chosen beforehand.
    Offers,
    /// It tells where a payment stands.
    Status,
    /// It finds the invoices of an order.
    FindByOrder,
    /// It lists all invoices since a moment.
    FindSince,
}

impl Ask {
    pub(crate) const ALL: [Self; 4] = [Self::Offers, Self::Status, Self::FindByOrder, Self::FindSince];

    /// `None`: an invoice is asked for.
    pub(crate) fn of(call: &Call) -> Option<Self> {
        match call {
            Call::Offers { .. } => Some(Self::Offers),
            Call::Checkout(_) => None,
            Call::Status(_) => Some(Self::Status),
            Call::FindByOrder => Some(Self::FindByOrder),
            Call::FindSince { .. } => Some(Self::FindSince),
        }
    }
}

impl fmt::Display for Ask {
    /// As files say it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Offers => "offers",
            Self::Status => "status",
            Self::FindByOrder => "find_by_order",
            Self::FindSince => "find_since",
        })
    }
}
