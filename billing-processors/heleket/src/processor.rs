//! The plugin: settings made into requests, replies handed to their readers.

use std::sync::Arc;

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::processor::{
    Checkout, Deed, ExternalId, Found, Offer, Order, OrderRef, PaymentEvent, PaymentProcessor, PaymentSnapshot, Price,
    ProcessorInfo, WebhookAnswer, WebhookCall, WebhookError,
};
use nproxy_domain::provider::Next;
use secrecy::SecretString;

use crate::api::Api;
use crate::config::Settings;
use crate::invoice::{Invoice, is_id};
use crate::{find, webhook};

/// It sends again until it hears this status.
const ACCEPTED: WebhookAnswer = WebhookAnswer { status: StatusCode::OK, body: "" };

#[derive(Debug)]
struct Heleket {
    info: ProcessorInfo,
    api: Arc<Api>,
    payment_key: SecretString,
}

/// Reads the section and builds the processor.
pub(crate) fn build(section: Section) -> Result<Arc<dyn PaymentProcessor>, ConfigError> {
    let settings = Settings::read(&section)?;
    let origin = section.base_url("base_url", &settings.base_url())?;
    let api = Api::new(&section, &settings)?;
    Ok(Arc::new(Heleket {
        info: ProcessorInfo {
            id: section.id,
            label: settings.label().to_owned(),
            hosts: vec![origin],
            accepted: ACCEPTED,
            coin_needed: false,
            confirmed_by_hand: false,
            // Neither service has a place to practise.
            sandbox: false,
            secrets: api.secrets(),
        },
        api: Arc::new(api),
        payment_key: settings.payment_key,
    }))
}

impl PaymentProcessor for Heleket {
    fn about(&self) -> &ProcessorInfo {
        &self.info
    }

    /// The customer chooses on the processor's page.
    fn offers(&self, _: &Price) -> Vec<Next<Vec<Offer>>> {
        Vec::new()
    }

    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError> {
        let request = self.api.new_invoice(order)?;
        let (payment, price) = (order.payment, order.price.clone());
        Ok(self.api.send(Deed::Makes, request, move |made: Invoice, trouble| {
            if made.order() != Some(payment) || made.price() != Some(price) {
                return Err(trouble.odd("an invoice was made for another order or price"));
            }
            made.checkout().map(Next::Done).map_err(|odd| odd.told(trouble))
        }))
    }

    fn status(&self, id: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        if !is_id(&id.0) {
            return Err(PluginError::new(Class::BadRequest, Spent::No, "an id that no invoice has", &[]));
        }
        let (asked, request) = (id.clone(), self.api.invoice(id)?);
        Ok(self.api.send(Deed::Asks, request, move |told: Invoice, trouble| {
            let snapshot = told.snapshot().map_err(|odd| odd.told(trouble))?;
            if snapshot.id != asked {
                return Err(trouble.odd("an answer about another invoice"));
            }
            Ok(Next::Done(snapshot))
        }))
    }

    fn find(&self, by: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        find::find(&self.api, by).ok()
    }

    fn webhook(&self, call: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        webhook::read(call, &self.payment_key)
    }
}
