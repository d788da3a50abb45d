//! Invoices and payment methods as the server writes them. Amounts are decimal texts, times Unix seconds.

use nproxy_domain::PaymentId;
use nproxy_domain::processor::{CryptoAmount, ExternalId, Price, Scalar, Trouble};
use nproxy_domain::{Timestamp, outcome::PluginError};
use serde::Deserialize;
use serde_json::value::RawValue;
use url::Url;

use crate::api;

const CURRENCY_CHARS_MAX: usize = 10;

/// `InvoiceData`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Invoice {
    id: String,
    pub status: String,
    pub additional_status: String,
    /// Null: any amount would pay it.
    amount: Option<Scalar>,
    currency: String,
    checkout_link: Option<String>,
    created_time: Option<i64>,
    expiration_time: Option<i64>,
    /// The shop's own, so it may be anything.
    metadata: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    order_id: Option<Scalar>,
}

/// The order in an invoice's metadata, where it is one of ours.
pub(crate) fn order_of(metadata: Option<&RawValue>) -> Option<PaymentId> {
    let metadata: Metadata = serde_json::from_str(metadata?.get()).ok()?;
    metadata.order_id?.0.parse().ok()
}

impl Invoice {
    /// Checked, because addresses are made of it.
    pub fn external_id(&self, trouble: &Trouble) -> Result<ExternalId, PluginError> {
        if api::is_id(&self.id) {
            Ok(ExternalId(self.id.clone()))
        } else {
            Err(trouble.odd("an invoice has an id that can't be one"))
        }
    }

    /// Somebody with the store's key said that how it ended.
    pub fn is_marked(&self) -> bool {
        self.additional_status == "Marked"
    }

    pub fn order(&self) -> Option<PaymentId> {
        order_of(self.metadata.as_deref())
    }

    /// `None`: it has none, or none in whole coins of its currency; then it is no invoice of ours.
    pub fn price(&self) -> Option<Price> {
        let is_code = (1..=CURRENCY_CHARS_MAX).contains(&self.currency.len())
            && self.currency.bytes().all(|b| b.is_ascii_alphanumeric());
        let amount = &self.amount.as_ref().filter(|_| is_code)?.0;
        Price::parse(amount, &self.currency).ok()
    }

    /// The server's own page for the customer.
    pub fn page(&self) -> Option<Url> {
        let page = Url::parse(self.checkout_link.as_ref()?).ok()?;
        matches!(page.scheme(), "https" | "http").then_some(page)
    }

    pub fn created_at(&self) -> Option<Timestamp> {
        Timestamp::from_timestamp(self.created_time?, 0)
    }

    pub fn expires_at(&self) -> Option<Timestamp> {
        Timestamp::from_timestamp(self.expiration_time?, 0)
    }
}

/// `InvoicePaymentMethodDataModel`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Method {
    /// Before version 2 of the server the field had another name.
    #[serde(alias = "paymentMethod")]
    pub payment_method_id: String,
    /// An address, or a Lightning invoice. Absent while the method is not activated.
    pub destination: Option<String>,
    pub payment_link: Option<String>,
    /// What the whole price is in this coin.
    amount: Scalar,
    /// What is missing of it; negative where more came.
    due: Scalar,
    /// What came in this coin.
    payment_method_paid: Scalar,
    #[serde(default)]
    pub payments: Vec<Payment>,
}

impl Method {
    pub fn amount(&self, trouble: &Trouble) -> Result<CryptoAmount, PluginError> {
        read(&self.amount, trouble)
    }

    pub fn due(&self, trouble: &Trouble) -> Result<CryptoAmount, PluginError> {
        read(&self.due, trouble)
    }

    pub fn paid(&self, trouble: &Trouble) -> Result<CryptoAmount, PluginError> {
        read(&self.payment_method_paid, trouble)
    }
}

fn read(amount: &Scalar, trouble: &Trouble) -> Result<CryptoAmount, PluginError> {
    amount.0.parse().map_err(|_| trouble.odd("an amount is not one"))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Payment {
    pub id: String,
    pub status: PaymentState,
}

/// How certain one payment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum PaymentState {
    /// It was replaced, or never confirmed.
    Invalid,
    Processing,
    Settled,
}
