//! A payment in JSON or on a terminal. Whatever came from customers or processors is on one line each.

use nproxy_app::payments::PaymentView;
use nproxy_app::payments::desk::{AdminPayment, EventView, PaymentFile};
use nproxy_domain::payment::{PaymentState, ReviewReason, Settlement};
use nproxy_domain::processor::CryptoAmount;
use nproxy_domain::redact::line;
use nproxy_domain::{PaymentId, ProcessorId, Timestamp, UserId};
use serde::Serialize;

/// Amounts are exact decimals, as text.
#[derive(Serialize)]
pub struct Shown {
    pub id: PaymentId,
    pub state: PaymentState,
    pub in_review: bool,
    pub review: Option<ReviewReason>,
    pub review_detail: Option<String>,
    pub review_opened_at: Option<Timestamp>,
    pub user: UserId,
    pub email: String,
    pub plan: Named,
    pub months: u32,
    pub request_limit: u32,
    pub price: Amount,
    pub processor: Named,
    pub by_hand: bool,
    pub external_id: Option<String>,
    pub coin: Option<String>,
    pub coin_name: Option<String>,
    pub network: Option<String>,
    pub address: Option<String>,
    pub memo: Option<String>,
    pub pay_url: Option<String>,
    pub pay_uri: Option<String>,
    pub instructions: Option<String>,
    pub asked: Option<CryptoAmount>,
    pub received: Option<CryptoAmount>,
    pub missing: Option<CryptoAmount>,
    pub confirmations: Option<u32>,
    pub confirmations_needed: Option<u32>,
    pub transactions: Vec<String>,
    pub reported_tx: Option<String>,
    pub reported_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub activated_at: Option<Timestamp>,
    pub period: Option<Period>,
    pub settlement: Option<Settlement>,
    pub settled_at: Option<Timestamp>,
    pub refund: Option<Refund>,
    pub kept: bool,
    pub detail: Option<String>,
    pub read_at: Option<Timestamp>,
    pub next_read_at: Option<Timestamp>,
    pub read_failures: u32,
}

#[derive(Serialize)]
pub struct Named {
    pub id: String,
    pub label: String,
}

#[derive(Serialize)]
pub struct Amount {
    pub amount: String,
    pub currency: String,
}

#[derive(Serialize)]
pub struct Period {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

/// Money that was sent back by hand.
#[derive(Serialize)]
pub struct Refund {
    pub address: String,
    pub amount: String,
    pub transaction: String,
}

/// A payment with its history, first to last, and what may be done with it.
#[derive(Serialize)]
pub struct File {
    pub payment: Shown,
    pub events: Vec<EventView>,
    pub acts: Vec<&'static str>,
}

impl From<AdminPayment> for Shown {
    fn from(payment: AdminPayment) -> Self {
        let view: PaymentView = payment.view;
        let on_a_line = |text: Option<String>| text.map(|text| line(&text));
        Self {
            id: view.id,
            state: view.state,
            in_review: view.in_review,
            review: payment.review,
            review_detail: payment.review_detail,
            review_opened_at: payment.review_opened_at,
            user: view.user,
            email: line(&payment.email),
            plan: Named { id: line(&view.plan), label: line(&view.plan_label) },
            months: view.months,
            request_limit: view.request_limit,
            price: Amount { amount: view.price.amount(), currency: line(&view.price.currency) },
            processor: Named { id: named(&view.processor), label: line(&view.processor_label) },
            by_hand: view.by_hand,
            external_id: payment.external_id,
            coin: on_a_line(view.coin),
            coin_name: on_a_line(view.coin_name),
            network: on_a_line(view.network),
            address: on_a_line(view.address),
            memo: on_a_line(view.memo),
            pay_url: on_a_line(view.pay_url),
            pay_uri: on_a_line(view.pay_uri),
            instructions: on_a_line(view.instructions),
            asked: view.asked,
            received: view.received,
            missing: view.missing,
            confirmations: view.confirmations,
            confirmations_needed: view.confirmations_needed,
            transactions: view.transactions.iter().map(|transaction| line(transaction)).collect(),
            reported_tx: payment.reported_tx,
            reported_at: view.reported_at,
            created_at: view.created_at,
            changed_at: view.changed_at,
            expires_at: view.expires_at,
            activated_at: view.activated_at,
            period: view.period.map(|(starts_at, ends_at)| Period { starts_at, ends_at }),
            settlement: view.settlement,
            settled_at: payment.settled_at,
            refund: view.refund.map(|note| Refund {
                address: line(&note.address),
                amount: line(&note.amount),
                transaction: line(&note.transaction),
            }),
            kept: payment.kept,
            detail: payment.detail,
            read_at: payment.read_at,
            next_read_at: payment.next_read_at,
            read_failures: payment.read_failures,
        }
    }
}

fn named(processor: &ProcessorId) -> String {
    line(&processor.0)
}

impl From<PaymentFile> for File {
    fn from(file: PaymentFile) -> Self {
        Self { payment: file.payment.into(), events: file.events, acts: file.acts }
    }
}
