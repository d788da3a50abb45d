//! Where a payment stands, and the words for what is done about it.

use serde::{Deserialize, Serialize};

use super::settle::Settlement;
use crate::ids::PaymentId;
use crate::processor::{CryptoAmount, ExternalId, PaymentSnapshot, Price};

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in rows, answers and commands.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}
pub(crate) use names;

names! {
    /// Where a payment stands.
    PaymentState {
        /// Our row is written; whether the processor has an invoice is not known yet.
        Creating = "creating",
        Pending = "pending",
        /// Money was seen and is not certain yet.
        Confirming = "confirming",
        /// Paid as asked, or settled as if it were.
        Paid = "paid",
        /// Less came; the rest may still be sent.
        Underpaid = "underpaid",
        /// Paid, and more than asked.
        Overpaid = "overpaid",
        /// Nothing came in time. Not the end: money may still come.
        Expired = "expired",
        /// Paid in full after its time.
        PaidLate = "paid_late",
        /// No invoice could be made, or the processor gave it up.
        Failed = "failed",
        Refunded = "refunded",
        /// Money is there that activated nothing; an admin settles it.
        NeedsReview = "needs_review",
    }
}

names! {
    /// Why an admin has to look. Kept until he has.
    ReviewReason {
        /// Less came than asked, and the processor waits no longer.
        Short = "short",
        /// Activated, and more came than asked.
        Excess = "excess",
        /// The processor failed a payment that money had come for.
        Failed = "failed",
        /// The processor calls unpaid what was activated.
        Reversed = "reversed",
        /// Money for another invoice of the same order, or sent again to a used address.
        SecondPayment = "second_payment",
        /// The processor's price is not ours.
        PriceMismatch = "price_mismatch",
        /// The processor's invoice names another order.
        OrderMismatch = "order_mismatch",
        /// Another coin came than was asked for.
        WrongCoin = "wrong_coin",
        /// A payment for practice.
        Sandbox = "sandbox",
        /// The processor says that a person has to look.
        Unclear = "unclear",
        AccountSuspended = "account_suspended",
        AccountDeleted = "account_deleted",
        /// The customer says he paid, and nothing shows it.
        Reported = "reported",
    }
}

names! {
    /// What a customer is written about a payment, once each.
    Told {
        Seen = "seen",
        /// The rest may still be sent.
        Short = "short",
        /// Not any more.
        ClosedShort = "closed_short",
        Late = "late",
        /// All of it came, and it is looked at by a person.
        InReview = "in_review",
        Activated = "activated",
        Refunded = "refunded",
    }
}

impl PaymentState {
    /// The customer may still pay this one: it is reused instead of another being made.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Creating | Self::Pending | Self::Underpaid)
    }
}

impl ReviewReason {
    /// Nothing that a processor says afterwards activates it: an admin decides.
    pub(super) fn binds(self) -> bool {
        matches!(
            self,
            Self::PriceMismatch
                | Self::OrderMismatch
                | Self::WrongCoin
                | Self::Sandbox
                | Self::Unclear
                | Self::AccountSuspended
                | Self::AccountDeleted
        )
    }

    /// Beside what was asked for: nothing that becomes of the payment itself answers it.
    pub(super) fn is_of_other_money(self) -> bool {
        matches!(self, Self::SecondPayment | Self::Excess)
    }

    /// A later reading that finds it paid in full answers it.
    pub(super) fn ends_with_full_payment(self) -> bool {
        matches!(self, Self::Short | Self::Failed | Self::Reported)
    }
}

/// Whether the customer may get what he paid for without a person looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountStanding {
    Good,
    Suspended,
    Deleted,
}

/// What the machine looks at: our row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFacts {
    pub id: PaymentId,
    pub state: PaymentState,
    pub external: Option<ExternalId>,
    pub price: Price,
    /// The offer's id that was chosen with us.
    pub coin: Option<String>,
    /// What was chosen on the processor's page, as it told last. It may be chosen anew there.
    pub coin_there: Option<String>,
    pub asked: Option<CryptoAmount>,
    /// The most that was ever seen.
    pub received: Option<CryptoAmount>,
    /// Its time was over once.
    pub was_expired: bool,
    /// A cycle was opened for it.
    pub activated: bool,
    /// The open question, if there is one.
    pub review: Option<ReviewReason>,
    /// How an admin closed it: what a processor says later is put on record and changes nothing, but for new money.
    pub settlement: Option<Settlement>,
    /// An admin let the customer keep the cycle whatever becomes of the money.
    pub kept: bool,
    pub account: AccountStanding,
}

impl PaymentFacts {
    /// The amounts of the row are of a coin that the customer has left for another one on the processor's page.
    pub fn is_in_another_coin(&self, told: &PaymentSnapshot) -> bool {
        let (before, now) = (self.coin_there.as_ref(), told.coin.as_ref());
        self.coin.is_none() && before.zip(now).is_some_and(|(before, now)| !before.eq_ignore_ascii_case(now))
    }

    /// What is to come. Where the coin was chosen with us, our row has the first word; elsewhere the coin of this moment counts.
    pub(super) fn asked_by(&self, told: &PaymentSnapshot) -> Option<CryptoAmount> {
        match &self.coin {
            Some(_) => self.asked.or(told.asked),
            None => told.asked.or(self.asked),
        }
    }
}

/// The operator's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaymentPolicy {
    /// So many thousandths less than asked still pay.
    pub missing_permille_max: u32,
    /// So many thousandths more than asked are no question for an admin.
    pub excess_permille_max: u32,
    /// Payments for practice count, in `nproxy dev`.
    pub sandbox_allowed: bool,
}

impl Default for PaymentPolicy {
    fn default() -> Self {
        Self { missing_permille_max: 5, excess_permille_max: 5, sandbox_allowed: false }
    }
}

/// What is to be done in the transaction that writes the new state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentEffect {
    /// Open the cycle that was paid for. At most once per payment.
    Activate,
    /// The money went back: the cycle ends.
    EndCycle,
    OpenReview(ReviewReason),
    CloseReview,
    Tell(Told),
}
