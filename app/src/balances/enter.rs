//! An admin says what an account has left, where its upstream can't.

use nproxy_domain::ProviderId;
use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_store::balances::{self, EnterError};
use serde_json::json;

use super::estimate::warn;
use crate::App;
use crate::audit::{By, Change};

/// From now on the account's costs are counted down from it. It moves no key.
pub async fn enter(
    app: &App,
    by: &By,
    provider: &ProviderId,
    account: &str,
    amount: MicroUsd,
    reason: Option<&str>,
) -> Result<(), EnterError> {
    app.store
        .write(|tx| async move {
            let before = balances::enter(&tx, &app.env, provider, account, amount, by.actor).await?;
            let usd = |amount| json!({ "balance_usd": Usd(amount).to_string() });
            let change = Change::of("balances.set", format!("account:{provider}:{account}")).after(usd(amount));
            let change = match before {
                Some(before) => change.before(usd(MicroUsd(before.amount_micro_usd))),
                None => change,
            };
            Ok::<_, EnterError>(by.did(&tx, &app.env, change.because(reason.map(str::to_owned))).await?)
        })
        .await?;
    // A warning that this puts right ends at once.
    Ok(warn(app).await?)
}
