//! An admin says what an account has left, where its upstream can't.

use nproxy_domain::ProviderId;
use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_store::StoreError;
use nproxy_store::balances;
use serde_json::json;

use super::estimate::warn;
use crate::App;
use crate::audit::{By, Change, ReasonMissing, reason_if_said};

#[derive(Debug, thiserror::Error)]
pub enum EnterError {
    #[error("no key of {provider} belongs to an account {account:?}")]
    UnknownAccount { provider: ProviderId, account: String },
    #[error(transparent)]
    Reason(#[from] ReasonMissing),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<balances::EnterError> for EnterError {
    fn from(error: balances::EnterError) -> Self {
        match error {
            balances::EnterError::UnknownAccount { provider, account } => Self::UnknownAccount { provider, account },
            balances::EnterError::Store(error) => Self::Store(error),
        }
    }
}

/// From now on the account's costs are counted down from it. It moves no key.
pub async fn enter(
    app: &App,
    by: &By,
    provider: &ProviderId,
    account: &str,
    amount: MicroUsd,
    reason: Option<&str>,
) -> Result<(), EnterError> {
    let reason = &reason_if_said(reason)?;
    app.store
        .write(|tx| async move {
            let before = balances::enter(&tx, &app.env, provider, account, amount, by.actor).await?;
            let usd = |amount| json!({ "balance_usd": Usd(amount).to_string() });
            let change = Change::of("balances.set", format!("account:{provider}:{account}")).after(usd(amount));
            let change = match before {
                Some(before) => change.before(usd(MicroUsd(before.amount_micro_usd))),
                None => change,
            };
            Ok::<_, EnterError>(by.did(&tx, &app.env, change.because(reason.clone())).await?)
        })
        .await?;
    // A warning that this puts right ends at once.
    Ok(warn(app).await?)
}
