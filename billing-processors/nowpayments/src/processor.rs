//! The plugin: settings made into requests, replies handed to their readers.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::processor::{
    Checkout, Deed, ExternalId, Found, Offer, Order, OrderRef, PaymentEvent, PaymentProcessor, PaymentSnapshot, Price,
    ProcessorInfo, WebhookAnswer, WebhookCall, WebhookError,
};
use nproxy_domain::provider::{Limits, Next};
use secrecy::SecretString;

use crate::api::Api;
use crate::config::Settings;
use crate::payment::Payment;
use crate::reading::{self, Reading};
use crate::{find, offers, webhook};

/// Which answers they take for heard is not documented; nobody takes this one amiss.
const ACCEPTED: WebhookAnswer = WebhookAnswer { status: StatusCode::OK, body: "" };

#[derive(Debug)]
struct NowPayments {
    info: ProcessorInfo,
    api: Arc<Api>,
    coins: Vec<String>,
    ipn_secret: SecretString,
    reading: Reading,
}

/// Reads the section and builds the processor.
pub(crate) fn build(section: Section) -> Result<Arc<dyn PaymentProcessor>, ConfigError> {
    let settings = Settings::read(&section)?;
    let origin = section.base_url("base_url", &settings.base_url())?;
    let limits =
        Limits { reply_bytes_max: settings.reply_bytes_max, timeout: Duration::from_secs(settings.call_timeout_s) };
    let api = Api::new(&section, &settings, limits)?;
    Ok(Arc::new(NowPayments {
        info: ProcessorInfo {
            id: section.id,
            label: settings.label.trim().to_owned(),
            hosts: vec![origin],
            accepted: ACCEPTED,
            coin_needed: true,
            confirmed_by_hand: false,
            sandbox: settings.sandbox,
            secrets: api.secrets.clone(),
        },
        reading: Reading {
            fixed_rate: settings.fixed_rate,
            sandbox: settings.sandbox,
            secrets: api.secrets.clone().into(),
        },
        api: Arc::new(api),
        coins: settings.coins,
        ipn_secret: settings.ipn_secret,
    }))
}

impl PaymentProcessor for NowPayments {
    fn about(&self) -> &ProcessorInfo {
        &self.info
    }

    fn offers(&self, price: &Price) -> Vec<Next<Vec<Offer>>> {
        self.coins.iter().map(|coin| offers::ask(&self.api, price, coin, self.reading.fixed_rate)).collect()
    }

    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError> {
        let coin = order.offer.as_ref().map(|offer| offer.id.clone()).filter(|coin| self.coins.contains(coin));
        let coin = coin.ok_or_else(|| refused("a payment needs one of the coins that are offered"))?;
        let request = self.api.new_payment(order, &coin, self.reading.fixed_rate)?;
        let (reading, payment, price) = (self.reading.clone(), order.payment, order.price.clone());
        Ok(self.api.send(Deed::Makes, request, None, move |made: Payment, trouble| {
            let snapshot = made.snapshot(&reading).map_err(|odd| odd.told(trouble))?;
            let ours = snapshot.payment.is_none_or(|order| order == payment)
                && snapshot.price == Some(price)
                && snapshot.coin == Some(coin);
            if !ours {
                return Err(trouble.odd("a payment was made for another order, price or coin"));
            }
            made.checkout(&reading).map(Next::Done).map_err(|odd| odd.told(trouble))
        }))
    }

    fn status(&self, id: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        if !reading::is_id(&id.0) {
            return Err(refused("an id that no payment has"));
        }
        let (id, reading) = (id.clone(), self.reading.clone());
        Ok(self.api.send(Deed::Asks, self.api.payment(&id), None, move |told: Payment, trouble| {
            let snapshot = told.snapshot(&reading).map_err(|odd| odd.told(trouble))?;
            if snapshot.id != id {
                return Err(trouble.odd("an answer about another payment"));
            }
            Ok(Next::Done(snapshot))
        }))
    }

    fn find(&self, by: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        Some(find::find(&self.api, self.api.login()?, by, &self.reading))
    }

    fn webhook(&self, call: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        webhook::read(call, &self.ipn_secret, &self.reading)
    }
}

fn refused(detail: &str) -> PluginError {
    PluginError::new(Class::BadRequest, Spent::No, detail, &[])
}
