//! An invoice as whoever looks into the till sees it.

use serde::Serialize;

use super::{amount::Amount, processor::Processor};

/// One played invoice: at NOWPayments a payment, at BTCPay an invoice of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invoice {
    pub id: String,
    pub processor: Processor,
    pub order_id: Option<String>,
    /// In `currency`, as it was asked for.
    pub price: Amount,
    pub currency: String,
    /// The ways it can be paid.
    pub methods: Vec<InvoiceMethod>,
    /// In the processor's words, `waiting` or `New`.
    pub status: String,
    /// BTCPay's second word, `PaidPartial`.
    pub additional_status: Option<String>,
    /// It waits for money, or for what came to be confirmed.
    pub open: bool,
    /// NOWPayments: the payment whose address was used again.
    pub parent: Option<String>,
    pub created_at_unix_ms: u64,
    pub expires_at_unix_ms: u64,
    pub transactions: Vec<Transaction>,
    /// Where a person pays.
    pub page_url: String,
    /// Where the page leads back to, if the shop said so.
    pub return_url: Option<String>,
}

/// One way to pay an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvoiceMethod {
    /// `btc`, `BTC-CHAIN`
    pub id: String,
    pub coin: String,
    pub network: String,
    pub address: String,
    pub memo: Option<String>,
    pub asked: Amount,
    /// What came, over all ways, in this one's coin.
    pub received: Amount,
    /// What is still missing, never below zero.
    pub due: Amount,
}

/// Money that was sent to an invoice's address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transaction {
    pub id: String,
    /// The way it came.
    pub method: String,
    /// Another than the method's where the wrong asset was sent.
    pub coin: String,
    pub amount: Amount,
    pub state: TransactionState,
    pub at_unix_ms: u64,
}

/// How far a chain is with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionState {
    Seen,
    /// It has its confirmations.
    Settled,
    /// Replaced by another, or spent twice.
    Gone,
}
