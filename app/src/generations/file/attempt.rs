//! What was tried, where and by which way.

use nproxy_domain::outcome::Class;
use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_domain::redact::plain;
use nproxy_domain::{AttemptId, GenerationId, KeyId, ProxyId, Timestamp};
use nproxy_store::entities::attempts::Model;
use nproxy_store::entities::text::AttemptPhase;
use nproxy_store::{StoreError, keys, proxies};

use crate::App;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptSeen {
    pub id: AttemptId,
    pub generation_id: GenerationId,
    pub n: i64,
    pub provider: String,
    /// As the provider calls it.
    pub model: String,
    pub key: KeySeen,
    pub proxy: Option<ProxySeen>,
    pub phase: AttemptPhase,
    /// `None`: it is under way, or it worked.
    pub error_class: Option<String>,
    /// `no`, `yes` or `unknown`; `None`: it is under way.
    pub spent: Option<String>,
    /// Exact decimal US dollars, an estimate.
    pub cost_usd: Option<String>,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub upstream_ms: Option<i64>,
    /// Redacted.
    pub detail: Option<String>,
}

/// A key, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySeen {
    pub id: KeyId,
    pub label: String,
    pub fingerprint: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxySeen {
    pub id: ProxyId,
    pub label: String,
}

/// In the order of the rows, with one look at their keys and proxies.
pub(super) async fn seen(app: &App, rows: Vec<Model>) -> Result<Vec<AttemptSeen>, StoreError> {
    let mut keys: Vec<KeyId> = rows.iter().map(|row| KeyId(row.key_id)).collect();
    let mut ways: Vec<ProxyId> = rows.iter().filter_map(|row| row.proxy_id.map(ProxyId)).collect();
    keys.sort_unstable();
    keys.dedup();
    ways.sort_unstable();
    ways.dedup();
    let db = app.store.read();
    let (names, labels) = tokio::try_join!(keys::names(db, &keys), proxies::labels(db, &ways))?;
    let key = |id: KeyId| {
        let name = names.get(&id);
        KeySeen {
            id,
            label: name.map(|name| plain(&name.label, &[])).unwrap_or_default(),
            fingerprint: name.map(|name| name.fingerprint.clone()).unwrap_or_default(),
        }
    };
    let proxy =
        |id: ProxyId| ProxySeen { id, label: labels.get(&id).map(|label| plain(label, &[])).unwrap_or_default() };
    let view = |row: Model| AttemptSeen {
        id: AttemptId(row.id),
        generation_id: GenerationId(row.generation_id),
        n: row.n,
        provider: row.provider,
        model: row.model,
        key: key(KeyId(row.key_id)),
        proxy: row.proxy_id.map(ProxyId).map(proxy),
        phase: row.phase,
        error_class: row.class.filter(|class| class != Class::Ok.as_str()),
        spent: row.spent,
        cost_usd: row.cost_estimate_micro_usd.map(|cost| Usd(MicroUsd(cost)).to_string()),
        started_at: row.started_at,
        ended_at: row.ended_at,
        upstream_ms: row.upstream_ms,
        detail: row.detail.as_deref().map(|detail| plain(detail, &[])),
    };
    Ok(rows.into_iter().map(view).collect())
}
