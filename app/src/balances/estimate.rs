//! What is probably left of what an admin entered.

use chrono::Duration;
use nproxy_domain::mail::Severity;
use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_domain::{ProviderId, Timestamp};
use nproxy_store::balances::{self, BalanceRow, BalanceState, KeyMoney};
use nproxy_store::{StoreError, incidents};

use crate::App;
use crate::incidents::{Trouble, recover, report};

/// An account that lasts for less than this is warned of; its costs of as long are the rate.
const AHEAD: Duration = Duration::days(1);

/// What was entered minus what the account's attempts probably cost since. It never moves a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    pub left: MicroUsd,
    pub entered: MicroUsd,
    pub entered_at: Timestamp,
    /// Of the last 24 hours.
    pub last_day: MicroUsd,
}

impl Estimate {
    pub(super) async fn of(
        app: &App,
        provider: &ProviderId,
        account: &str,
        entered: &BalanceRow,
    ) -> Result<Self, StoreError> {
        let lately = app.env.now() - AHEAD;
        let costs = balances::costs(app.store.read(), provider, account, entered.at, lately).await?;
        Ok(Self {
            left: MicroUsd(entered.amount_micro_usd.saturating_sub(costs.since_micro_usd)),
            entered: MicroUsd(entered.amount_micro_usd),
            entered_at: entered.at,
            last_day: MicroUsd(costs.lately_micro_usd),
        })
    }

    /// Why somebody should look after it; `None`: nobody need.
    fn is_low(&self, floor: Option<MicroUsd>) -> Option<String> {
        let left = Usd(self.left);
        if let Some(floor) = floor.filter(|floor| self.left < *floor) {
            return Some(format!("about ${left} left by estimate; the floor is ${}", Usd(floor)));
        }
        (self.left.0 <= 0 || self.left < self.last_day)
            .then(|| format!("about ${left} left by estimate; the last 24 hours cost about ${}", Usd(self.last_day)))
    }
}

/// Warns of the accounts that will soon have too little by estimate, and ends the warnings that no longer hold. An
/// account whose upstream told an amount is not estimated.
pub(super) async fn warn(app: &App) -> Result<(), StoreError> {
    let db = app.store.read();
    let keys = balances::keys(db).await?;
    for entered in balances::entered(db).await? {
        let (provider, Some(account)) = (ProviderId(entered.provider.clone()), &entered.account) else { continue };
        let key = format!("funds_estimate:{provider}:{account}");
        let told = keys.iter().any(|key| is_told(key, &provider, account));
        let low = if told {
            None
        } else {
            let floor = app.settings.balances.floors.get(&provider).copied();
            Estimate::of(app, &provider, account, &entered).await?.is_low(floor)
        };
        let open = incidents::open(db, &key).await?;
        match (low, open) {
            (Some(detail), None) => {
                let title = format!("the account {account:?} of {provider} will soon have no money left");
                let subject = format!("{account:?}, {provider}");
                let trouble = &Trouble { key, severity: Severity::Warning, subject, title, detail };
                app.store.write(|tx| async move { report(&tx, &app.env, trouble.clone()).await }).await?;
            }
            (None, Some(_)) => {
                let key = &key;
                app.store.write(|tx| async move { recover(&tx, &app.env, key).await }).await?;
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    Ok(())
}

fn is_told(key: &KeyMoney, provider: &ProviderId, account: &str) -> bool {
    key.provider == provider.0
        && key.account.as_deref() == Some(account)
        && key.balance_state == Some(BalanceState::Amount)
}
