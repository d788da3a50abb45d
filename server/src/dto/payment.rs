use chrono::{DateTime, Utc};
use nproxy_app::payments::{self, PaymentView};
use nproxy_domain::PaymentId;
use nproxy_domain::payment::{PaymentState, Settlement};
use nproxy_domain::processor::CryptoAmount;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::names::{payment_states, settlements};
use super::{PlanName, Price, SMALL_BYTES_MAX};
use crate::extract::Body;

/// One purchase. Amounts of coins are exact decimal text.
#[derive(Debug, Serialize, ToSchema)]
pub struct Payment {
    #[schema(value_type = Uuid)]
    pub id: PaymentId,
    #[schema(schema_with = payment_states)]
    pub state: PaymentState,
    /// A person looks at it; nothing is to be done meanwhile.
    pub in_review: bool,
    pub plan: PlanName,
    pub months: u32,
    pub request_limit: u32,
    pub price: Price,
    pub processor: ProcessorName,
    /// A person looks after the money: it takes longer.
    pub by_hand: bool,
    /// Absent: the processor's own page asks for it, and has not told yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub coin: Option<CoinName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub network: Option<String>,
    /// The processor's own page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pay_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub address: Option<String>,
    /// A tag that some coins need beside the address; without it the money is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub memo: Option<String>,
    /// For wallets and QR codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "bitcoin:bc1q..?amount=0.001")]
    pub pay_uri: Option<String>,
    /// The operator's own words, where a person takes the money.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub instructions: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    pub asked: Option<CryptoAmount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    pub received: Option<CryptoAmount>,
    /// Of what was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    pub missing: Option<CryptoAmount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub confirmations: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub confirmations_needed: Option<u32>,
    /// Ids on the network, as far as they are known.
    pub transactions: Vec<String>,
    /// The money should be sent by then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub expires_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// The newest change of its state.
    pub changed_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub activated_at: Option<DateTime<Utc>>,
    /// The customer said then that it is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reported_at: Option<DateTime<Utc>>,
    /// The month that it paid for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub period: Option<Period>,
    /// How a person closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = settlements, required = false)]
    pub settlement: Option<Settlement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub refund: Option<Refund>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProcessorName {
    pub id: String,
    pub label: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CoinName {
    /// Of the offer that was chosen. Absent: it was chosen on the processor's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    #[schema(example = "USDT")]
    pub name: String,
}

/// Half open: `starts_at <= now < ends_at`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Period {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// Money that was sent back by hand.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refund {
    pub address: String,
    pub amount: String,
    pub transaction: String,
}

/// Newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentPage {
    pub items: Vec<Payment>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    pub plan: String,
    pub processor: String,
    /// The `id` of an offer, where the processor needs one.
    #[schema(nullable = false)]
    pub coin: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportPayment {
    /// As the wallet shows it: 1 to 128 visible ASCII characters.
    #[schema(min_length = 1, max_length = 128)]
    pub tx_id: String,
}

impl Body for NewPayment {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for ReportPayment {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl From<PaymentView> for Payment {
    fn from(view: PaymentView) -> Self {
        Self {
            id: view.id,
            state: view.state,
            in_review: view.in_review,
            plan: PlanName { id: view.plan, label: view.plan_label },
            months: view.months,
            request_limit: view.request_limit,
            price: Price::from(&view.price),
            processor: ProcessorName { id: view.processor.0, label: view.processor_label },
            by_hand: view.by_hand,
            coin: view.coin_name.or_else(|| view.coin.clone()).map(|name| CoinName { id: view.coin, name }),
            network: view.network,
            pay_url: view.pay_url,
            address: view.address,
            memo: view.memo,
            pay_uri: view.pay_uri,
            instructions: view.instructions,
            asked: view.asked,
            received: view.received,
            missing: view.missing,
            confirmations: view.confirmations,
            confirmations_needed: view.confirmations_needed,
            transactions: view.transactions,
            expires_at: view.expires_at,
            created_at: view.created_at,
            changed_at: view.changed_at,
            activated_at: view.activated_at,
            reported_at: view.reported_at,
            period: view.period.map(|(starts_at, ends_at)| Period { starts_at, ends_at }),
            settlement: view.settlement,
            refund: view.refund.map(Refund::from),
        }
    }
}

impl From<payments::RefundNote> for Refund {
    fn from(note: payments::RefundNote) -> Self {
        let payments::RefundNote { address, amount, transaction } = note;
        Self { address, amount, transaction }
    }
}
