//! A row in the words of the domain.

use nproxy_domain::PaymentId;
use nproxy_domain::payment::{AccountStanding, PaymentFacts, PaymentState, ReviewReason, Settlement};
use nproxy_domain::processor::{CryptoAmount, ExternalId, Price};

use super::PaymentRow;
use crate::StoreError;

/// What the machine looks at. [`StoreError::Unreadable`]: a name or an amount that this program doesn't know.
pub fn facts(row: &PaymentRow, account: AccountStanding) -> Result<PaymentFacts, StoreError> {
    Ok(PaymentFacts {
        id: PaymentId(row.id),
        state: state(row)?,
        external: row.external_id.clone().map(ExternalId),
        price: Price { minor_units: row.price_minor_units, currency: row.currency.clone() },
        coin: row.coin.clone(),
        coin_there: row.coin_name.clone().filter(|_| row.coin.is_none()),
        asked: amount(row, row.asked.as_deref())?,
        received: amount(row, row.received.as_deref())?,
        was_expired: row.expired_at.is_some(),
        activated: row.activated_at.is_some(),
        review: named(row, row.review.as_deref(), ReviewReason::parse)?,
        settlement: named(row, row.settlement.as_deref(), Settlement::parse)?,
        kept: row.kept,
        account,
    })
}

pub fn state(row: &PaymentRow) -> Result<PaymentState, StoreError> {
    PaymentState::parse(&row.state).ok_or_else(|| unreadable(row, &row.state))
}

fn named<T>(row: &PaymentRow, name: Option<&str>, parse: fn(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
    name.map(|name| parse(name).ok_or_else(|| unreadable(row, name))).transpose()
}

fn amount(row: &PaymentRow, text: Option<&str>) -> Result<Option<CryptoAmount>, StoreError> {
    text.map(|text| text.parse().map_err(|_| unreadable(row, text))).transpose()
}

fn unreadable(row: &PaymentRow, text: &str) -> StoreError {
    StoreError::Unreadable(format!("payment {}: {text:?}", row.id))
}
