//! Which way keys go out.

use nproxy_domain::{KeyId, ProxyId};
use nproxy_store::proxies::{self, Assigned};
use nproxy_store::{StoreError, Topic, keys};
use serde_json::json;

pub use nproxy_store::proxies::AssignError as CantAssign;

use crate::App;
use crate::audit::{By, Change, ReasonMissing, reason_if_said};

/// So many keys are held at once, so that picks are not kept waiting.
const KEYS_PER_TRANSACTION: usize = 100;

/// What came of it, for one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedKey {
    pub id: KeyId,
    pub provider: String,
    pub label: String,
    pub proxy: Option<ProxyId>,
    pub proxy_only: bool,
    /// It went out otherwise before.
    pub changed: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum AssignError {
    #[error(transparent)]
    Reason(#[from] ReasonMissing),
    #[error(transparent)]
    Keys(#[from] CantAssign),
}

impl From<StoreError> for AssignError {
    fn from(error: StoreError) -> Self {
        Self::Keys(error.into())
    }
}

/// Sends keys out through one proxy, or directly; `proxy_only`: never around it. What they have in flight ends as it began.
///
/// An error leaves those of earlier transactions assigned; doing it again does the rest.
pub async fn assign(
    app: &App,
    by: &By,
    keys: &[KeyId],
    proxy: Option<ProxyId>,
    proxy_only: bool,
    reason: Option<&str>,
) -> Result<Vec<AssignedKey>, AssignError> {
    let reason = &reason_if_said(reason)?;
    let keys = each_once(keys);
    let mut all = Vec::with_capacity(keys.len());
    for some in keys.chunks(KEYS_PER_TRANSACTION) {
        let assigned = app.store.write(|tx| async move {
            let assigned = proxies::assign(&tx, &app.env, some, proxy, proxy_only, by.actor).await?;
            let changed = assigned.iter().filter(|one| one.changed());
            by.did_all(&tx, &app.env, changed.map(|one| line(one).because(reason.clone()))).await?;
            tx.notify(Topic::Work);
            Ok::<_, AssignError>(assigned)
        });
        all.extend(assigned.await?.into_iter().map(AssignedKey::from));
    }
    Ok(all)
}

/// What [`assign`] would do, by the same rule.
pub async fn would_assign(
    app: &App,
    keys: &[KeyId],
    proxy: Option<ProxyId>,
    proxy_only: bool,
) -> Result<Vec<AssignedKey>, AssignError> {
    if proxy.is_none() && proxy_only {
        return Err(CantAssign::OnlyWithoutProxy.into());
    }
    let mut all = Vec::with_capacity(keys.len());
    for some in each_once(keys).chunks(KEYS_PER_TRANSACTION) {
        let rows = keys::by_ids(app.store.read(), some).await?;
        let would = rows.into_iter().map(|before| AssignedKey::from(Assigned { before, proxy, proxy_only }));
        all.extend(would);
    }
    Ok(all)
}

/// Oldest first, over all transactions.
fn each_once(keys: &[KeyId]) -> Vec<KeyId> {
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn line(one: &Assigned) -> Change {
    Change::of("keys.proxy", format!("key:{}", one.before.id))
        .before(json!({ "proxy": one.before.proxy_id.map(ProxyId), "proxy_only": one.before.proxy_only }))
        .after(json!({ "proxy": one.proxy, "proxy_only": one.proxy_only }))
}

impl From<Assigned> for AssignedKey {
    fn from(one: Assigned) -> Self {
        Self {
            id: KeyId(one.before.id),
            changed: one.changed(),
            provider: one.before.provider,
            label: one.before.label,
            proxy: one.proxy,
            proxy_only: one.proxy_only,
        }
    }
}
