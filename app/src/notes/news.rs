//! The facts that a note words, the same in every language. Texts in here are on one line and fit to be shown.

use nproxy_domain::Timestamp;

/// A payment, and what happened to it.
pub(super) struct Purchase {
    pub plan: String,
    /// `9.00 USD`.
    pub price: String,
    /// The network in words, where it is known.
    pub network: Option<String>,
    /// What was asked for and what came, with the coin's name: `12.5 USDT`.
    pub asked: Option<String>,
    pub came: Option<String>,
    pub news: PaymentNews,
}

pub(super) enum PaymentNews {
    Seen {
        confirmations_needed: Option<i64>,
    },
    /// Less came, and the rest may still be sent.
    Short {
        missing: Option<String>,
        until: Option<Timestamp>,
    },
    /// Less came, and the rest may not be sent any more.
    ClosedShort,
    Late,
    InReview,
    Activated {
        requests: i64,
        starts_at: Timestamp,
        ends_at: Timestamp,
        /// Another month runs, and where this one can be begun at once.
        waits: Option<BillingPage>,
        /// More came than was asked.
        excess: bool,
    },
    Refunded {
        sent: Option<Sent>,
        /// It had opened a month, which is over.
        month_ended: bool,
    },
}

/// The address of the page.
pub(super) struct BillingPage(pub String);

/// Money that an admin sent back, in his words.
pub(super) struct Sent {
    pub amount: String,
    pub address: String,
    pub transaction: String,
}

/// A month that comes or came to its end, with nothing paid behind it.
pub(super) struct MonthEnd {
    pub plan: String,
    pub ends_at: Timestamp,
    /// What is left may be used until then.
    pub grace_until: Option<Timestamp>,
    pub news: MonthNews,
}

pub(super) enum MonthNews {
    Ends,
    Ended,
}
