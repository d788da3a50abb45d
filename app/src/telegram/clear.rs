//! Forgetting what is of no use any more.

use chrono::TimeDelta;
use nproxy_domain::Timestamp;
use nproxy_store::telegram::{buttons, money, pairings};
use nproxy_store::{StoreError, Tx};

/// How long a code that is too old can still be told from one that never was, and a greeting may wait for Telegram.
const PAIRINGS_KEPT: TimeDelta = TimeDelta::days(7);

/// Codes, buttons and counted acts; the number of rows.
pub(crate) async fn clear(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let codes = pairings::clear(tx, now - PAIRINGS_KEPT).await?;
    let acts = money::clear(tx, now - super::money::KEPT).await?;
    Ok(codes + acts + buttons::clear(tx, now).await?)
}
