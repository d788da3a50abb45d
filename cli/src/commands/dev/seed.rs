//! What a fresh database is filled with, and what a later start makes good: an account may have been renamed, a month
//! may have ended, a key may be missing.

use anyhow::Context as _;
use nproxy_app::App;
use nproxy_app::accounts::{self, Language, NewAccount, Role};
use nproxy_app::audit::By;
use nproxy_app::cycles::{self, SubscriptionState};
use nproxy_app::keys::{self, NewKey};
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::ApiKey;
use nproxy_domain::{ProviderId, UserId};
use nproxy_store::users;

use super::state::{Account, DevState};
use crate::parts::Parts;

const REASON: &str = "nproxy dev";
/// Requests of one played key at once.
const MAX_IN_FLIGHT: u32 = 4;

/// The one that the sandbox plays.
pub fn first_provider(parts: &Parts) -> anyhow::Result<ProviderId> {
    parts
        .providers
        .keys()
        .find(|id| id.0 == "nano_banana")
        .cloned()
        .context("the configuration has no [providers.nano_banana]")
}

pub async fn fill(app: &App, state: &DevState, provider: &ProviderId) -> anyhow::Result<()> {
    let customer = account(app, &state.customer).await?;
    account(app, &state.admin).await?;
    accounts::grant_admin(app, &By::operator(), &state.admin.email).await?;
    if !matches!(cycles::subscription(app, customer).await?.state, SubscriptionState::Active(_)) {
        let plan = app.plans.first().context("the configuration has no [plans.<id>]")?;
        cycles::grant_cycle(app, &By::operator(), customer, &plan.id, REASON).await?;
    }
    let fingerprint = |secret: &String| app.store.master_key().fingerprint(secret.as_bytes());
    let fingerprints: Vec<String> = state.sandbox_keys.iter().map(fingerprint).collect();
    let wanted: Vec<&str> = fingerprints.iter().map(String::as_str).collect();
    let known = nproxy_store::keys::known(app.store.read(), provider, &wanted).await?;
    for ((n, secret), fingerprint) in state.sandbox_keys.iter().enumerate().zip(&fingerprints) {
        if known.contains_key(fingerprint) {
            continue;
        }
        let key = NewKey {
            provider: provider.clone(),
            label: format!("sandbox {}", n + 1),
            api_key: ApiKey::new(secret.clone()),
            account: None,
            proxy: None,
            proxy_only: false,
            limits: KeyLimits { max_in_flight: MAX_IN_FLIGHT, rpm: None },
        };
        keys::add(app, &By::operator(), key).await?;
    }
    Ok(())
}

async fn account(app: &App, account: &Account) -> anyhow::Result<UserId> {
    if let Some(row) = users::by_email(app.store.read(), &account.email).await? {
        return Ok(UserId(row.id));
    }
    let new = NewAccount {
        email: account.email.clone(),
        password: account.password.clone().into(),
        role: Role::Customer,
        language: Language::En,
    };
    Ok(accounts::create(app, &By::operator(), new).await?.id)
}
