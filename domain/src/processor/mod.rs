//! The port that a payment processor plugin implements.
//!
//! Sans-IO like a provider: an order in, a request out; a reply or a webhook in, facts out. What a fact does to a
//! payment, and what is activated, is decided from our own row alone ([`crate::payment`]), never by a plugin.

mod amount;
mod call;
mod list;
mod order;
mod snapshot;
mod webhook;

use std::fmt;

use secrecy::SecretString;

pub use amount::{CryptoAmount, NotAnAmount, Price};
pub use call::{Deed, Scalar, Trouble};
pub use list::{Found, Item};
pub use order::{Checkout, ExternalId, Offer, Order, OrderRef};
pub use snapshot::{PaymentSnapshot, PaymentStatus};
pub use webhook::{PaymentEvent, WebhookAnswer, WebhookCall, WebhookError};

use crate::outcome::PluginError;
use crate::provider::Next;

/// What a processor says of itself.
#[derive(Clone, Debug)]
pub struct ProcessorInfo {
    /// The configured instance, `[processors.<id>]`.
    pub id: String,
    /// As customers read it.
    pub label: String,
    /// The origins that requests may go to.
    pub hosts: Vec<url::Url>,
    /// What the sender of a webhook wants to hear, so that it stops.
    pub accepted: WebhookAnswer,
    /// The customer chooses a coin among [`PaymentProcessor::offers`] before an invoice is made.
    pub coin_needed: bool,
    /// The money comes past us: an admin confirms it.
    pub confirmed_by_hand: bool,
    /// It is configured for practice: no start but in `nproxy dev`.
    pub sandbox: bool,
    /// Cut out of everything that is said of its calls.
    pub secrets: Vec<SecretString>,
}

/// Somebody who takes crypto for us.
///
/// Errors have the two axes of a provider's ([`PluginError`]). `spent` tells whether an invoice may have been made: after
/// [`PaymentProcessor::checkout`], `Unknown` means "look for it before another is made".
pub trait PaymentProcessor: Send + Sync + fmt::Debug {
    fn about(&self) -> &ProcessorInfo;

    /// The coins and networks in which this price can be paid. Each chain is a question of its own; they are asked side
    /// by side, and what one of them can't find out is left out.
    fn offers(&self, price: &Price) -> Vec<Next<Vec<Offer>>>;

    /// Makes an invoice. Called once our own row is written; its id travels as the order id.
    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError>;

    /// Where a payment stands by the processor's own word.
    fn status(&self, id: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError>;

    /// Looks for payments without knowing their id. `None`: this processor can't be asked. Of a page of the list, what can't
    /// be read is passed over and counted; a search by order that can't be sure is an error.
    fn find(&self, by: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>>;

    /// Verifies the call on its raw bytes, then says which payments it is about.
    fn webhook(&self, call: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError>;
}
