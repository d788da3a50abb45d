//! The plugin that speaks to [`Bank`].

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{
    Checkout, Deed, ExternalId, Found, Offer, Order, OrderRef, PaymentEvent, PaymentProcessor, PaymentSnapshot, Price,
    ProcessorInfo, WebhookAnswer, WebhookCall, WebhookError,
};
use nproxy_domain::provider::{Limits, Next};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::bank::{self, Bank};

/// A processor that can be searched and needs a coin.
pub const BANK: &str = "bank";
/// The same one, which can't be searched.
pub const DEAF_BANK: &str = "deaf";
/// An invoice can be paid so long.
pub const LASTS: chrono::Duration = chrono::Duration::hours(1);
const SECRET: &str = "hush";
const SIGNATURE: &str = "x-signature";

#[derive(Debug)]
pub struct Teller {
    bank: Bank,
    info: ProcessorInfo,
}

impl Teller {
    pub fn both(bank: &Bank) -> [Arc<dyn PaymentProcessor>; 2] {
        [BANK, DEAF_BANK].map(|id| {
            let info = ProcessorInfo {
                id: id.to_owned(),
                label: format!("The {id}"),
                hosts: vec![bank.url.clone()],
                accepted: WebhookAnswer { status: StatusCode::OK, body: "heard" },
                coin_needed: true,
                confirmed_by_hand: false,
                sandbox: false,
                secrets: vec![SecretString::from(SECRET)],
            };
            Arc::new(Self { bank: bank.clone(), info }) as Arc<dyn PaymentProcessor>
        })
    }

    fn ask<A, T>(&self, deed: Deed, path: &str, body: &Value, read: fn(A) -> T) -> Next<T>
    where
        A: DeserializeOwned + 'static,
        T: 'static,
    {
        let url = self.bank.url.join(path).expect("a plain path");
        let request = Request::builder().method(Method::POST).uri(url.as_str());
        let request = request.body(Bytes::from(body.to_string())).expect("a plain request");
        let limits = Limits { reply_bytes_max: 1024 * 1024, timeout: self.bank.call_timeout() };
        deed.send(request, limits, &self.info.secrets, move |answer: A, _| Ok(Next::Done(read(answer))))
    }
}

impl PaymentProcessor for Teller {
    fn about(&self) -> &ProcessorInfo {
        &self.info
    }

    fn offers(&self, _: &Price) -> Vec<Next<Vec<Offer>>> {
        let read = |coins: Vec<(String, String, String)>| {
            coins.into_iter().map(|(id, coin, network)| Offer { id, coin, network, estimate: None }).collect()
        };
        vec![self.ask(Deed::Asks, "offers", &Value::Null, read)]
    }

    fn checkout(&self, order: &Order) -> Result<Next<Checkout>, PluginError> {
        Ok(self.ask(Deed::Makes, "checkout", &bank::order(order, LASTS), |made: Checkout| made))
    }

    fn status(&self, id: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        Ok(self.ask(Deed::Asks, &format!("status/{id}"), &Value::Null, |told: PaymentSnapshot| told))
    }

    fn find(&self, by: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        if self.info.id == DEAF_BANK {
            return None;
        }
        let path = match by {
            OrderRef::Payment { payment, .. } => format!("search/{payment}"),
            OrderRef::Since { skip, .. } => format!("list/{skip}"),
        };
        let read = |(payments, unread, more): (Vec<PaymentSnapshot>, usize, bool)| Found {
            payments,
            unread,
            more,
            cursor: None,
        };
        Some(self.ask(Deed::Asks, &path, &Value::Null, read))
    }

    fn webhook(&self, call: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        let signature = call.headers.get(SIGNATURE).ok_or(WebhookError::SignatureMissing)?;
        if signature != SECRET {
            return Err(WebhookError::SignatureWrong);
        }
        let (event_key, id): (String, ExternalId) =
            serde_json::from_slice(call.body).map_err(|_| WebhookError::Unreadable("no event".to_owned()))?;
        Ok(vec![PaymentEvent { event_key, kind: "changed".to_owned(), id, claims: None }])
    }
}

/// A webhook that tells of an invoice: the same key, the same event.
pub fn event(key: &str, invoice: &ExternalId) -> (HeaderMap, Vec<u8>) {
    let headers = HeaderMap::from_iter([(SIGNATURE.parse().expect("a name"), HeaderValue::from_static(SECRET))]);
    (headers, json!([key, invoice]).to_string().into_bytes())
}
