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
use serde::Deserialize;

use crate::api::Api;
use crate::config::Settings;
use crate::invoice::{Invoice, is_id};
use crate::{find, webhook};

/// Which answers they take for heard is not documented; nobody takes this one amiss.
const ACCEPTED: WebhookAnswer = WebhookAnswer { status: StatusCode::OK, body: "" };

#[derive(Debug)]
struct CryptoPay {
    info: ProcessorInfo,
    api: Arc<Api>,
    token: SecretString,
}

#[derive(Deserialize)]
struct Items {
    items: Vec<Invoice>,
}

/// Reads the section and builds the processor.
pub(crate) fn build(section: Section) -> Result<Arc<dyn PaymentProcessor>, ConfigError> {
    let settings = Settings::read(&section)?;
    let origin = section.base_url("base_url", &settings.base_url())?;
    let api = Api::new(&section, &settings)?;
    Ok(Arc::new(CryptoPay {
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
        token: settings.api_token,
    }))
}

impl PaymentProcessor for CryptoPay {
    fn about(&self) -> &ProcessorInfo {
        &self.info
    }

    /// The customer chooses in the wallet.
    fn offers(&self, _: &Price) -> Vec<Next<Vec<Offer>>> {
        Vec::new()
    }

    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError> {
        let request = self.api.new_invoice(order)?;
        let (payment, price) = (order.payment, order.price.clone());
        Ok(self.api.send(Deed::Makes, request, move |made: Invoice, trouble| {
            let ours = made.order().is_none_or(|order| order == payment) && made.price() == Some(price);
            if !ours {
                return Err(trouble.odd("an invoice was made for another order or price"));
            }
            made.checkout(trouble).map(Next::Done)
        }))
    }

    fn status(&self, id: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        if !is_id(&id.0) {
            return Err(PluginError::new(Class::BadRequest, Spent::No, "an id that no invoice has", &[]));
        }
        let (asked, sandbox) = (id.clone(), self.info.sandbox);
        Ok(self.api.send(Deed::Asks, self.api.invoice(id), move |told: Items, trouble| match &told.items[..] {
            [] => Err(trouble.refused(StatusCode::NOT_FOUND, "there is no such invoice")),
            [invoice] if invoice.id().as_ref() == Some(&asked) => invoice.snapshot(sandbox, trouble).map(Next::Done),
            _ => Err(trouble.odd("an answer about another invoice")),
        }))
    }

    fn find(&self, by: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        Some(find::find(&self.api, by, self.info.sandbox))
    }

    fn webhook(&self, call: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        webhook::read(call, &self.token, self.info.sandbox)
    }
}
