//! The plugin: an invoice that nobody has to be asked for.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::processor::{
    Checkout, ExternalId, Found, Offer, Order, OrderRef, PaymentEvent, PaymentProcessor, PaymentSnapshot, Price,
    ProcessorInfo, WebhookAnswer, WebhookCall, WebhookError,
};
use nproxy_domain::provider::Next;

use crate::config::Settings;

const HOUR_S: u64 = 60 * 60;

#[derive(Debug)]
struct Manual {
    info: ProcessorInfo,
    instructions: String,
    expires_after: Duration,
}

/// Reads the section and builds the processor.
pub(crate) fn build(section: Section) -> Result<Arc<dyn PaymentProcessor>, ConfigError> {
    let Settings { label, instructions, expires_after_hours } = Settings::read(&section)?;
    Ok(Arc::new(Manual {
        instructions,
        expires_after: Duration::from_secs(expires_after_hours * HOUR_S),
        info: ProcessorInfo {
            id: section.id,
            label,
            hosts: Vec::new(),
            accepted: WebhookAnswer { status: StatusCode::OK, body: "" },
            coin_needed: false,
            confirmed_by_hand: true,
            sandbox: false,
            secrets: Vec::new(),
        },
    }))
}

impl PaymentProcessor for Manual {
    fn about(&self) -> &ProcessorInfo {
        &self.info
    }

    fn offers(&self, _: &Price) -> Vec<Next<Vec<Offer>>> {
        Vec::new()
    }

    /// The same order makes the same invoice, named as our payment is: an answer can't be lost.
    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError> {
        if order.offer.is_some() {
            let detail = "there are no coins to choose from";
            return Err(PluginError::new(Class::BadRequest, Spent::No, detail, &[]));
        }
        Ok(Next::Done(Checkout {
            id: ExternalId(order.payment.to_string()),
            pay_url: None,
            address: None,
            memo: None,
            pay_uri: None,
            amount: None,
            coin: None,
            network: None,
            instructions: Some(self.instructions.clone()),
            expires_at: Some(order.now + self.expires_after),
        }))
    }

    /// Always an error. `Pending` would call a payment unpaid that an admin has confirmed, and `Paid` would say what
    /// nobody looked at; a reading that fails changes nothing.
    fn status(&self, _: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        let detail = "nobody can be asked: an admin confirms these payments";
        Err(PluginError::new(Class::BadRequest, Spent::No, detail, &[]))
    }

    fn find(&self, _: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        None
    }

    fn webhook(&self, _: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        Err(WebhookError::NotSent)
    }
}
