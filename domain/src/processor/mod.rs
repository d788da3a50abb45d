//! The port that a payment processor plugin implements.
//!
//! Sans-IO like a provider: an order in, a request out; a reply or a webhook in, facts out. What a fact does to a
//! payment, and what is activated, is decided from our own row alone, never by a plugin.

mod order;
mod webhook;

use std::fmt;

pub use order::{Checkout, CryptoAmount, ExternalId, Offer, Order, OrderRef, PaymentSnapshot, PaymentStatus, Price};
pub use webhook::{PaymentEvent, WebhookAnswer, WebhookCall, WebhookError};

use crate::outcome::PluginError;
use crate::provider::Next;

/// What a processor says of itself.
#[derive(Clone, Debug)]
pub struct ProcessorInfo {
    /// The configured instance, `[processors.<id>]`.
    pub id: String,
    /// The origins that requests may go to.
    pub hosts: Vec<url::Url>,
    /// What the sender of a webhook wants to hear, so that it stops.
    pub accepted: WebhookAnswer,
    /// Whether it can send money back by itself.
    pub refunds: bool,
}

/// Somebody who takes crypto for us.
pub trait PaymentProcessor: Send + Sync + fmt::Debug {
    fn about(&self) -> &ProcessorInfo;

    /// The coins and networks in which this price can be paid, with their minimums.
    fn offers(&self, price: &Price) -> Next<Vec<Offer>>;

    /// Makes an invoice. Called once our own row is written; its id travels as the order id.
    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError>;

    /// Where a payment stands by the processor's own word.
    fn status(&self, id: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError>;

    /// Looks for payments without knowing their id: an invoice whose creation timed out, or all since a moment.
    /// `None`: this processor can't be asked.
    fn find(&self, by: &OrderRef) -> Option<Next<Vec<PaymentSnapshot>>>;

    /// Verifies the call on its raw bytes, then says which payments it is about.
    fn webhook(&self, call: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError>;
}
