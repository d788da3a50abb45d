//! Which keys are meant.

use nproxy_domain::{KeyId, ProviderId};
use nproxy_store::StoreError;
use nproxy_store::keys::{self, Found, KeyFilter};

use crate::App;

const PAGE_ROWS: u64 = 1000;

/// How an admin says which keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// By ids or labels.
    Named(Vec<String>),
    /// All of a provider.
    Provider(ProviderId),
    /// All that one account pays for, with one provider or with any.
    Account { account: String, provider: Option<ProviderId> },
}

#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    #[error("there is no key {0:?}")]
    NoKey(String),
    #[error("several keys are called {0:?}; say which by id")]
    Ambiguous(String),
    #[error("provider {0} has no keys")]
    NoneOfProvider(ProviderId),
    #[error("account {0:?} has no keys")]
    NoneOfAccount(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// At least one key, each once, oldest first.
pub async fn choose(app: &App, choice: &Choice) -> Result<Vec<KeyId>, ChooseError> {
    match choice {
        Choice::Named(names) => named(app, names).await,
        Choice::Provider(provider) => {
            let filter = KeyFilter { provider: Some(provider.clone()), ..KeyFilter::default() };
            at_least_one(all(app, &filter).await?, || ChooseError::NoneOfProvider(provider.clone()))
        }
        Choice::Account { account, provider } => {
            let (provider, of) = (provider.clone(), Some(account.clone()));
            let filter = KeyFilter { provider, account: of, ..KeyFilter::default() };
            at_least_one(all(app, &filter).await?, || ChooseError::NoneOfAccount(account.clone()))
        }
    }
}

fn at_least_one(keys: Vec<KeyId>, none: impl FnOnce() -> ChooseError) -> Result<Vec<KeyId>, ChooseError> {
    if keys.is_empty() { Err(none()) } else { Ok(keys) }
}

async fn named(app: &App, names: &[String]) -> Result<Vec<KeyId>, ChooseError> {
    let mut keys = Vec::with_capacity(names.len());
    for name in names {
        match keys::find(app.store.read(), name).await? {
            Found::One(key) => keys.push(KeyId(key.id)),
            Found::Several(_) => return Err(ChooseError::Ambiguous(name.clone())),
            Found::None { .. } => return Err(ChooseError::NoKey(name.clone())),
        }
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

async fn all(app: &App, filter: &KeyFilter) -> Result<Vec<KeyId>, StoreError> {
    let mut keys: Vec<KeyId> = Vec::new();
    loop {
        let page = keys::page(app.store.read(), filter, app.env.now(), keys.last().copied(), PAGE_ROWS).await?;
        if page.is_empty() {
            return Ok(keys);
        }
        keys.extend(page.iter().map(|key| KeyId(key.id)));
    }
}
