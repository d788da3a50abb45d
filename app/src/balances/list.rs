//! What all accounts have left, for an admin.

use std::collections::BTreeMap;

use nproxy_domain::provider::MicroUsd;
use nproxy_domain::{KeyId, ProviderId, Timestamp};
use nproxy_store::StoreError;
use nproxy_store::balances::{self, BalanceRow, BalanceState, Holder, KeyMoney};

use super::Estimate;
use crate::App;

/// An account, or a key that belongs to none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountView {
    pub provider: ProviderId,
    pub holder: Holder,
    /// Of the key, where it is one.
    pub label: Option<String>,
    pub keys: usize,
    pub keys_out_of_funds: usize,
    pub known: Known,
    /// An account with less is out of funds, where the upstream tells; where it is estimated, somebody is warned.
    pub floor: Option<MicroUsd>,
}

/// What is known of it, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The upstream told it.
    Polled {
        left: MicroUsd,
        at: Timestamp,
    },
    /// The upstream told what is left of the limit of one key; its account may have more.
    OwnLimit {
        left: MicroUsd,
        at: Timestamp,
    },
    /// Counted down from what an admin entered.
    Estimated(Estimate),
    /// The upstream can tell, but could not be asked; the amount is from before.
    Unknown {
        before: Option<MicroUsd>,
        at: Timestamp,
    },
    /// The upstream has no such thing.
    Unsupported {
        at: Timestamp,
    },
    NotAsked,
}

/// By provider and account.
pub async fn list(app: &App, provider: Option<&ProviderId>) -> Result<Vec<AccountView>, StoreError> {
    let db = app.store.read();
    let keys = balances::keys(db).await?;
    let entered = balances::entered(db).await?;
    let mut purses: BTreeMap<(String, Holder), Vec<KeyMoney>> = BTreeMap::new();
    for key in keys.into_iter().filter(|key| provider.is_none_or(|provider| key.provider == provider.0)) {
        purses.entry((key.provider.clone(), key.holder())).or_default().push(key);
    }
    let mut views = Vec::with_capacity(purses.len());
    for ((provider, holder), keys) in purses {
        views.push(view(app, ProviderId(provider), holder, &keys, &entered).await?);
    }
    Ok(views)
}

/// The account that a key belongs to, or the key where it belongs to none. `None`: there is no such key.
pub async fn of_key(app: &App, key: KeyId) -> Result<Option<AccountView>, StoreError> {
    let db = app.store.read();
    let mut keys = balances::keys(db).await?;
    let Some(one) = keys.iter().find(|one| one.id == key.0) else { return Ok(None) };
    let (provider, holder) = (one.provider.clone(), one.holder());
    keys.retain(|one| one.provider == provider && one.holder() == holder);
    let entered = balances::entered(db).await?;
    view(app, ProviderId(provider), holder, &keys, &entered).await.map(Some)
}

async fn view(
    app: &App,
    provider: ProviderId,
    holder: Holder,
    keys: &[KeyMoney],
    entered: &[BalanceRow],
) -> Result<AccountView, StoreError> {
    let entered = entered.iter().find(|row| match &holder {
        Holder::Account(account) => row.provider == provider.0 && row.account.as_ref() == Some(account),
        Holder::Key(_) => false,
    });
    let known = match (told(keys), entered, &holder) {
        (known @ Known::Polled { .. }, ..) => known,
        (_, Some(entered), Holder::Account(account)) => {
            Known::Estimated(Estimate::of(app, &provider, account, entered).await?)
        }
        (known, ..) => known,
    };
    Ok(AccountView {
        floor: app.settings.balances.floors.get(&provider).copied(),
        label: keys.first().filter(|_| matches!(holder, Holder::Key(_))).map(|key| key.label.clone()),
        keys: keys.len(),
        keys_out_of_funds: keys.iter().filter(|key| key.state == "out_of_funds").count(),
        provider,
        holder,
        known,
    })
}

/// What the upstream told last through any of the keys.
fn told(keys: &[KeyMoney]) -> Known {
    let asked = keys.iter().filter_map(|key| Some((key.balance_at?, key)));
    let Some((at, key)) = asked.max_by_key(|(at, _)| *at) else { return Known::NotAsked };
    let amount = key.balance_micro_usd.map(MicroUsd);
    match (key.balance_state, amount) {
        (Some(BalanceState::Amount), Some(left)) => Known::Polled { left, at },
        (Some(BalanceState::OwnLimit), Some(left)) => Known::OwnLimit { left, at },
        (Some(BalanceState::Unsupported), _) => Known::Unsupported { at },
        _ => Known::Unknown { before: amount, at },
    }
}
