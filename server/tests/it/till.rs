//! Payment processors without a network: what they say of an invoice is what the test said before.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::Duration;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::processor::{
    Checkout, ExternalId, Found, Offer, Order, OrderRef, PaymentEvent, PaymentProcessor, PaymentSnapshot,
    PaymentStatus, Price, ProcessorInfo, WebhookAnswer, WebhookCall, WebhookError,
};
use nproxy_domain::provider::Next;
use reqwest::header::HeaderMap;
use serde::Deserialize;

/// What `x-till-secret` says of a webhook that is the till's.
pub const SECRET: &str = "only-the-till-knows-this";
/// What every invoice asks for.
pub const ASKED: &str = "0.0015";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Fine,
    /// It makes no invoice of this order.
    Refusing,
    /// Nobody answers.
    Away,
}

/// Sells coins and knows where its invoices stand.
#[derive(Debug)]
pub struct Till {
    info: ProcessorInfo,
    mood: Mutex<Mood>,
    invoices: Mutex<BTreeMap<ExternalId, PaymentSnapshot>>,
}

#[derive(Deserialize)]
struct Told {
    event: String,
    invoice: String,
}

impl Till {
    pub fn new() -> Self {
        Self { info: info("till", "The till", true), mood: Mutex::default(), invoices: Mutex::default() }
    }

    pub fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap_or_else(PoisonError::into_inner) = mood;
    }

    /// From now on it says this of the invoice of a payment.
    pub fn says(&self, payment: &str, status: PaymentStatus, received: &str) {
        let id = external(payment);
        let mut invoices = self.invoices();
        let invoice = invoices.get_mut(&id).expect("its invoice was made");
        invoice.status = status;
        invoice.received = Some(received.parse().expect("an amount"));
    }

    fn invoices(&self) -> MutexGuard<'_, BTreeMap<ExternalId, PaymentSnapshot>> {
        self.invoices.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn well(&self) -> Result<(), PluginError> {
        let mood = *self.mood.lock().unwrap_or_else(PoisonError::into_inner);
        let trouble = |class, detail| Err(PluginError::new(class, Spent::No, detail, &[]));
        match mood {
            Mood::Fine => Ok(()),
            Mood::Refusing => trouble(Class::BadRequest, "a private word of the till"),
            Mood::Away => trouble(Class::Overload, "the till is closed"),
        }
    }
}

/// The till's name of a payment's invoice.
pub fn external(payment: &str) -> ExternalId {
    ExternalId(format!("till-{payment}"))
}

/// What the till sends about an invoice.
pub fn webhook(payment: &str, event: &str) -> String {
    serde_json::json!({ "event": event, "invoice": external(payment).0 }).to_string()
}

fn info(id: &str, label: &str, coin_needed: bool) -> ProcessorInfo {
    ProcessorInfo {
        id: id.into(),
        label: label.into(),
        hosts: Vec::new(),
        accepted: WebhookAnswer { status: reqwest::StatusCode::ACCEPTED, body: "heard" },
        coin_needed,
        confirmed_by_hand: !coin_needed,
        sandbox: false,
        secrets: Vec::new(),
    }
}

fn offer(id: &str, coin: &str, network: &str) -> Offer {
    let estimate = (id == "btc").then(|| ASKED.parse().expect("an amount"));
    Offer { id: id.into(), coin: coin.into(), network: network.into(), estimate }
}

impl PaymentProcessor for Till {
    fn about(&self) -> &ProcessorInfo {
        &self.info
    }

    fn offers(&self, _: &Price) -> Vec<Next<Vec<Offer>>> {
        vec![Next::Done(vec![
            offer("btc", "BTC", "Bitcoin"),
            offer("ltc", "LTC", "Litecoin"),
            offer("usdttrc20", "USDT", "TRON (TRC-20)"),
        ])]
    }

    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError> {
        self.well()?;
        let id = external(&order.payment.to_string());
        let amount = Some(ASKED.parse().expect("an amount"));
        let mut invoice = PaymentSnapshot::new(id.clone(), PaymentStatus::Pending);
        (invoice.payment, invoice.price, invoice.asked) = (Some(order.payment), Some(order.price.clone()), amount);
        self.invoices().insert(id.clone(), invoice);
        let coin = order.offer.as_ref().map(|offer| offer.coin.clone());
        Ok(Next::Done(Checkout {
            id,
            pay_url: None,
            address: Some("bc1qtill".into()),
            memo: Some("7".into()),
            pay_uri: Some(format!("bitcoin:bc1qtill?amount={ASKED}")),
            amount,
            coin,
            network: order.offer.as_ref().map(|offer| offer.network.clone()),
            instructions: None,
            expires_at: Some(order.now + Duration::hours(1)),
        }))
    }

    fn status(&self, id: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        self.well()?;
        let unknown = || PluginError::new(Class::BadRequest, Spent::No, "no such invoice", &[]);
        self.invoices().get(id).cloned().map(Next::Done).ok_or_else(unknown)
    }

    fn find(&self, by: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        let is_meant = |invoice: &&PaymentSnapshot| match by {
            OrderRef::Payment { payment, .. } => invoice.payment == Some(*payment),
            OrderRef::Since { .. } => true,
        };
        let payments = self.invoices().values().filter(is_meant).cloned().collect();
        Some(Next::Done(Found::all(payments)))
    }

    fn webhook(&self, call: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        signed(call.headers)?;
        let told: Told = serde_json::from_slice(call.body).map_err(|_| WebhookError::Unreadable("no event".into()))?;
        let event_key = format!("{}:{}", told.invoice, told.event);
        Ok(vec![PaymentEvent { event_key, kind: told.event, id: ExternalId(told.invoice), claims: None }])
    }
}

fn signed(headers: &HeaderMap) -> Result<(), WebhookError> {
    let signature = headers.get("x-till-secret").ok_or(WebhookError::SignatureMissing)?;
    match signature.as_bytes() {
        secret if secret == SECRET.as_bytes() => Ok(()),
        b"yesterday" => Err(WebhookError::SignatureOld),
        _ => Err(WebhookError::SignatureWrong),
    }
}

/// Takes money that an admin has to see.
#[derive(Debug)]
pub struct Counter(ProcessorInfo);

impl Counter {
    pub fn new() -> Self {
        Self(info("counter", "At the counter", false))
    }
}

impl PaymentProcessor for Counter {
    fn about(&self) -> &ProcessorInfo {
        &self.0
    }

    fn offers(&self, _: &Price) -> Vec<Next<Vec<Offer>>> {
        Vec::new()
    }

    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError> {
        Ok(Next::Done(Checkout {
            id: ExternalId(order.payment.to_string()),
            pay_url: None,
            address: None,
            memo: None,
            pay_uri: None,
            amount: None,
            coin: None,
            network: None,
            instructions: Some("Ring twice.".into()),
            expires_at: None,
        }))
    }

    fn status(&self, _: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        Err(PluginError::new(Class::BadRequest, Spent::No, "nobody can be asked", &[]))
    }

    fn find(&self, _: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        None
    }

    fn webhook(&self, _: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        Err(WebhookError::NotSent)
    }
}
