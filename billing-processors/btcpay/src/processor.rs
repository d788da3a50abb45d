//! The plugin: orders made into requests, replies handed to their reader.

use std::sync::Arc;

use http::StatusCode;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::processor::{
    Checkout, Deed, ExternalId, Found, Item, Offer, Order, OrderRef, PaymentEvent, PaymentProcessor, PaymentSnapshot,
    Price, ProcessorInfo, Trouble, WebhookAnswer, WebhookCall, WebhookError,
};
use nproxy_domain::provider::Next;
use secrecy::SecretString;

use crate::api::{self, Api, PAGE};
use crate::config::Settings;
use crate::reply::{self, Invoice, Method, Store};
use crate::{method, webhook};

#[derive(Debug)]
struct BtcPay {
    info: ProcessorInfo,
    webhook_secret: SecretString,
    desk: Arc<Desk>,
}

/// What the readers of replies need, also after the call that made them.
#[derive(Debug)]
struct Desk {
    api: Api,
    store: Store,
}

/// Reads the section and builds the processor.
pub(crate) fn build(section: Section) -> Result<Arc<dyn PaymentProcessor>, ConfigError> {
    let settings = Settings::read(&section)?;
    let origin = section.base_url("base_url", &settings.base_url)?;
    let api = Api::new(&settings, &section)?;
    Ok(Arc::new(BtcPay {
        info: ProcessorInfo {
            id: section.id,
            label: settings.label.trim().to_owned(),
            hosts: vec![origin],
            // It sends again on 5xx, 408 and 429, and holds back what is behind meanwhile.
            accepted: WebhookAnswer { status: StatusCode::OK, body: "" },
            coin_needed: true,
            confirmed_by_hand: false,
            sandbox: settings.sandbox,
            secrets: api.secrets.clone(),
        },
        webhook_secret: settings.webhook_secret,
        desk: Arc::new(Desk { api, store: Store { coins: settings.coins, sandbox: settings.sandbox } }),
    }))
}

impl PaymentProcessor for BtcPay {
    fn about(&self) -> &ProcessorInfo {
        &self.info
    }

    /// The server has no minimum of its own.
    fn offers(&self, _: &Price) -> Vec<Next<Vec<Offer>>> {
        vec![Next::Done(self.desk.store.coins.iter().map(|coin| method::offer(coin)).collect())]
    }

    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError> {
        let coins = &self.desk.store.coins;
        let Some(offer) = order.offer.as_ref().filter(|offer| coins.contains(&offer.id)) else {
            return Err(api::refused("none of the configured payment methods was chosen"));
        };
        let request = self.desk.api.create(order, offer)?;
        let (desk, coin, price) = (Arc::clone(&self.desk), offer.id.clone(), order.price.clone());
        let read = move |invoice: Invoice, trouble: &Trouble| {
            if invoice.price().as_ref() != Some(&price) {
                return Err(trouble.odd("the invoice that was made has another price"));
            }
            desk.methods(Deed::Made, invoice, trouble, move |invoice, methods, trouble| {
                Ok(Next::Done(reply::checkout(invoice, methods, &coin, trouble)?))
            })
        };
        Ok(Deed::Makes.send(request, self.desk.api.limits, &self.desk.api.secrets, read))
    }

    fn status(&self, id: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        let request = self.desk.api.invoice(id)?;
        let (desk, id) = (Arc::clone(&self.desk), id.clone());
        let read = move |invoice: Invoice, trouble: &Trouble| {
            if invoice.external_id(trouble)? != id {
                return Err(trouble.odd("another invoice was answered than was asked for"));
            }
            let reader = Arc::clone(&desk);
            desk.methods(Deed::Asks, invoice, trouble, move |invoice, methods, trouble| {
                Ok(Next::Done(reply::snapshot(&reader.store, invoice, Some(methods), trouble)?))
            })
        };
        Ok(Deed::Asks.send(request, self.desk.api.limits, &self.desk.api.secrets, read))
    }

    fn find(&self, by: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        let desk = Arc::clone(&self.desk);
        let api = &self.desk.api;
        match by {
            OrderRef::Payment { payment, .. } => {
                let payment = *payment;
                let request = api.list(&[("orderId", &payment.to_string())]).ok()?;
                let read = move |mut invoices: Vec<Invoice>, trouble: &Trouble| {
                    invoices.retain(|invoice| invoice.order() == Some(payment));
                    invoices.reverse();
                    desk.in_detail(invoices, Vec::new(), trouble)
                };
                Some(Deed::Asks.send(request, api.limits, &api.secrets, read))
            }
            OrderRef::Since { at, skip, .. } => {
                let (start, skip) = (at.timestamp().to_string(), skip.to_string());
                let request = api.list(&[("startDate", &start), ("skip", &skip)]).ok()?;
                let read = move |items: Vec<Item>, trouble: &Trouble| {
                    let snapshot = |item: &Item| {
                        let invoice: Invoice =
                            item.read().ok_or_else(|| trouble.odd("an invoice that can't be read"))?;
                        reply::snapshot(&desk.store, &invoice, None, trouble)
                    };
                    Ok(Next::Done(Found::page(items.iter().map(snapshot), items.len() >= PAGE, None)))
                };
                Some(Deed::Asks.send(request, api.limits, &api.secrets, read))
            }
        }
    }

    fn webhook(&self, call: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        webhook::read(call, &self.webhook_secret)
    }
}

impl Desk {
    /// Asks for the addresses and payments of an invoice.
    fn methods<T: 'static>(
        &self,
        deed: Deed,
        invoice: Invoice,
        trouble: &Trouble,
        read: impl FnOnce(&Invoice, &[Method], &Trouble) -> Result<Next<T>, PluginError> + Send + 'static,
    ) -> Result<Next<T>, PluginError> {
        let id = invoice.external_id(trouble)?;
        let request = self.api.payment_methods(&id).map_err(|error| Api::unsent(deed, error))?;
        let read = move |methods: Vec<Method>, trouble: &Trouble| read(&invoice, &methods, trouble);
        Ok(deed.send(request, self.api.limits, &self.api.secrets, read))
    }

    /// Reads the newest of some invoices in detail, as many as a chain has room for; it takes them from the end.
    fn in_detail(
        self: Arc<Self>,
        mut invoices: Vec<Invoice>,
        mut payments: Vec<PaymentSnapshot>,
        trouble: &Trouble,
    ) -> Result<Next<Found<PaymentSnapshot>>, PluginError> {
        /// Beside the list itself.
        const DETAILS_MAX: usize = Next::<()>::EXCHANGES_MAX - 1;
        if payments.len() >= DETAILS_MAX {
            let rest = invoices.iter().rev().map(|invoice| reply::snapshot(&self.store, invoice, None, trouble));
            payments.extend(rest.collect::<Result<Vec<_>, _>>()?);
            return Ok(Next::Done(Found::all(payments)));
        }
        let Some(invoice) = invoices.pop() else { return Ok(Next::Done(Found::all(payments))) };
        let desk = Arc::clone(&self);
        self.methods(Deed::Asks, invoice, trouble, move |invoice, methods, trouble| {
            payments.push(reply::snapshot(&desk.store, invoice, Some(methods), trouble)?);
            desk.in_detail(invoices, payments, trouble)
        })
    }
}
