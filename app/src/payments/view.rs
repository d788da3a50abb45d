//! A payment as its customer sees it.

use std::collections::HashMap;

use nproxy_domain::payment::AccountStanding;
use nproxy_domain::payment::{Act, PaymentState, Settlement};
use nproxy_domain::processor::{CryptoAmount, Price};
use nproxy_domain::{PaymentId, ProcessorId, Timestamp, UserId};
use nproxy_store::payments::{PaymentRow, facts};
use nproxy_store::{StoreError, cycles};
use serde::Serialize;

use crate::App;

/// Serialised it is what its tag is made of; the outer contract has a shape of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentView {
    pub id: PaymentId,
    pub user: UserId,
    pub state: PaymentState,
    /// A person looks at it.
    pub in_review: bool,
    pub plan: String,
    pub plan_label: String,
    pub months: u32,
    pub request_limit: u32,
    pub price: Price,
    pub processor: ProcessorId,
    /// The id where it is not configured any more.
    pub processor_label: String,
    /// An admin confirms the money.
    pub by_hand: bool,
    /// The processor's id of the coin with its network.
    pub coin: Option<String>,
    pub coin_name: Option<String>,
    pub network: Option<String>,
    pub pay_url: Option<String>,
    pub address: Option<String>,
    pub memo: Option<String>,
    pub pay_uri: Option<String>,
    pub instructions: Option<String>,
    pub asked: Option<CryptoAmount>,
    /// The most that was ever seen, if anything was.
    pub received: Option<CryptoAmount>,
    /// Of one that is underpaid: so much is to be sent yet.
    pub missing: Option<CryptoAmount>,
    pub confirmations: Option<u32>,
    pub confirmations_needed: Option<u32>,
    pub transactions: Vec<String>,
    pub expires_at: Option<Timestamp>,
    pub created_at: Timestamp,
    /// The newest change of its state.
    pub changed_at: Timestamp,
    pub activated_at: Option<Timestamp>,
    pub reported_at: Option<Timestamp>,
    /// From when until when the month is, or was, that it paid for.
    pub period: Option<(Timestamp, Timestamp)>,
    pub settlement: Option<Settlement>,
    pub refund: Option<RefundNote>,
    /// Of the row; most readings count it up without a change that shows.
    #[serde(skip)]
    pub version: u64,
}

/// Money that was sent back by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefundNote {
    pub address: String,
    pub amount: String,
    pub transaction: String,
}

/// Whether admins confirm what this one's processor takes.
pub(crate) fn by_hand(app: &App, row: &PaymentRow) -> bool {
    app.processors.about(&ProcessorId(row.processor.clone())).is_some_and(|about| about.confirmed_by_hand)
}

pub(crate) async fn view(app: &App, row: PaymentRow) -> Result<PaymentView, StoreError> {
    let views = views(app, vec![row]).await?;
    views.into_iter().next().ok_or_else(|| StoreError::Internal("a row without a view".to_owned()))
}

pub(crate) async fn views(app: &App, rows: Vec<PaymentRow>) -> Result<Vec<PaymentView>, StoreError> {
    let paid: Vec<_> = rows.iter().filter(|row| row.activated_at.is_some()).map(|row| PaymentId(row.id)).collect();
    let opened = if paid.is_empty() { Vec::new() } else { cycles::by_payments(app.store.read(), &paid).await? };
    // One that was taken back before it began is none.
    let periods = opened.into_iter().filter(|cycle| cycle.voided_at.is_none());
    let periods: HashMap<_, _> =
        periods.filter_map(|cycle| Some((cycle.payment_id?, (cycle.starts_at, cycle.ends_at)))).collect();
    rows.into_iter().map(|row| of(app, periods.get(&row.id).copied(), row)).collect()
}

fn of(app: &App, period: Option<(Timestamp, Timestamp)>, row: PaymentRow) -> Result<PaymentView, StoreError> {
    // The standing of the account is no part of what is shown.
    let facts = facts(&row, AccountStanding::Good)?;
    let processor = ProcessorId(row.processor.clone());
    let label = app.processors.about(&processor).map_or_else(|| row.processor.clone(), |about| about.label.clone());
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let missing = match (facts.state, facts.asked, facts.received) {
        (PaymentState::Underpaid, Some(asked), Some(received)) => Some(received.missing_to(asked)),
        _ => None,
    };
    Ok(PaymentView {
        id: facts.id,
        user: UserId(row.user_id),
        state: facts.state,
        in_review: facts.review.is_some(),
        by_hand: by_hand(app, &row),
        plan: row.plan,
        plan_label: row.plan_label,
        months: number(row.months),
        request_limit: number(row.request_limit),
        price: facts.price,
        processor,
        processor_label: label,
        coin: row.coin,
        coin_name: row.coin_name,
        network: row.network,
        pay_url: row.pay_url,
        address: row.address,
        memo: row.memo,
        pay_uri: row.pay_uri,
        instructions: row.instructions,
        asked: facts.asked,
        received: facts.received.filter(|received| !received.is_zero()),
        missing: missing.filter(|missing| !missing.is_zero()),
        confirmations: row.confirmations.map(number),
        confirmations_needed: row.confirmations_needed.map(number),
        transactions: row.transactions.0,
        expires_at: row.expires_at,
        created_at: row.created_at,
        changed_at: row.changed_at,
        activated_at: row.activated_at,
        reported_at: row.reported_at,
        period,
        settlement: facts.settlement,
        refund: row.settled_note.and_then(refund),
        version: u64::try_from(row.version).unwrap_or_default(),
    })
}

/// The note is the act that was done.
fn refund(note: serde_json::Value) -> Option<RefundNote> {
    match serde_json::from_value(note) {
        Ok(Act::RefundNoted { address, amount, transaction }) => Some(RefundNote { address, amount, transaction }),
        _ => None,
    }
}
