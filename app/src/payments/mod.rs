//! Months are bought: an invoice is made, its processor tells what came, and what it pays for is opened.
//!
//! A purchase begins with our own row ([`place`](fn@place)); only then is the processor asked for an invoice. Whatever
//! tells that something happened, a webhook, a sweep or a customer's report, leads to the same reading of the
//! processor's own status ([`read`](fn@read)), and what was read is judged by the domain and written in one transaction
//! (`apply`).
//!
//! **Invariant:** no transaction is open while a processor is asked.

pub(crate) mod apply;
mod by_hand;
mod daily;
pub mod desk;
mod get;
mod health;
mod incoming;
mod look_up;
mod make;
mod measure;
mod met;
mod offers;
mod place;
mod read;
mod reconcile;
mod refusals;
mod report;
mod settings;
mod told;
pub(crate) mod view;
mod wait;

pub use daily::{REVIEW_EVERY, Reconciled, ReviewPage, ReviewProcessors, reconcile_since, review, review_page};
pub use get::{GetError, ListError, PAYMENTS_PER_PAGE_MAX, PaymentPage, get_own, list_own};
pub use incoming::{WebhookRefused, webhook};
pub use look_up::{LookUpPayment, look_up};
pub use offers::{Offers, OffersError, ProcessorOffers, processors};
pub use place::{Place, PlaceError, Placed, place};
pub use read::{ReadError, ReadPayment, read, work_read};
pub use reconcile::{RECONCILE_EVERY, ReconcilePayments, reconcile};
pub use report::{ReportError, TX_ID_CHARS_MAX, report};
pub use settings::PaymentSettings;
pub use view::{PaymentView, RefundNote};
pub use wait::{Waited, wait_own};

/// What this process remembers of processors between deeds.
#[derive(Debug, Default)]
pub(crate) struct PaymentDesk {
    offers: offers::OfferCache,
    failures: health::Failures,
    refusals: refusals::Refusals,
}
