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
use crate::invoice::{Invoice, Made, is_id};
use crate::{find, webhook};

/// To the letter, or it is sent up to four times more.
const ACCEPTED: WebhookAnswer = WebhookAnswer { status: StatusCode::OK, body: "ok" };

#[derive(Debug)]
struct OxaPay {
    info: ProcessorInfo,
    api: Arc<Api>,
    merchant_key: SecretString,
}

/// Reads the section and builds the processor.
pub(crate) fn build(section: Section) -> Result<Arc<dyn PaymentProcessor>, ConfigError> {
    let settings = Settings::read(&section)?;
    let origin = section.base_url("base_url", &settings.base_url)?;
    let api = Api::new(&section, &settings)?;
    Ok(Arc::new(OxaPay {
        info: ProcessorInfo {
            id: section.id,
            label: settings.label.trim().to_owned(),
            hosts: vec![origin],
            accepted: ACCEPTED,
            coin_needed: false,
            confirmed_by_hand: false,
            sandbox: settings.sandbox,
            secrets: api.secrets.clone(),
        },
        api: Arc::new(api),
        merchant_key: settings.merchant_key,
    }))
}

impl PaymentProcessor for OxaPay {
    fn about(&self) -> &ProcessorInfo {
        &self.info
    }

    /// The customer chooses on the processor's page.
    fn offers(&self, _: &Price) -> Vec<Next<Vec<Offer>>> {
        Vec::new()
    }

    /// The answer says nothing of order and price; what it made is compared with ours as soon as it is asked after.
    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError> {
        let request = self.api.new_invoice(order)?;
        Ok(self.api.send(Deed::Makes, request, |made: Made, trouble| {
            made.checkout().map(Next::Done).map_err(|odd| odd.told(trouble))
        }))
    }

    fn status(&self, id: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        if !is_id(&id.0) {
            return Err(PluginError::new(Class::BadRequest, Spent::No, "an id that no invoice has", &[]));
        }
        let (asked, sandbox) = (id.clone(), self.info.sandbox);
        Ok(self.api.send(Deed::Asks, self.api.invoice(id), move |told: Invoice, trouble| {
            let snapshot = told.snapshot(sandbox).map_err(|odd| odd.told(trouble))?;
            if snapshot.id != asked {
                return Err(trouble.odd("an answer about another invoice"));
            }
            Ok(Next::Done(snapshot))
        }))
    }

    fn find(&self, by: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        Some(find::find(&self.api, by, self.info.sandbox))
    }

    fn webhook(&self, call: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        webhook::read(call, &self.merchant_key, self.info.sandbox)
    }
}
