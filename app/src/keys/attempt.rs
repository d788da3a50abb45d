//! One try of a key.

use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_domain::redact::plain;
use nproxy_domain::{AttemptId, GenerationId, ProxyId, Timestamp};
use nproxy_store::entities::attempts::Model;
use nproxy_store::entities::text::AttemptPhase;
use nproxy_store::{StoreError, proxies};
use serde::Serialize;

use super::view::ProxyName;
use crate::App;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttemptView {
    pub id: AttemptId,
    pub generation_id: GenerationId,
    pub n: i64,
    pub provider: String,
    pub model: String,
    /// The way that it was meant to go.
    pub proxy: Option<ProxyName>,
    /// `open`, `polling` or `ended`.
    pub phase: &'static str,
    /// `None`: it is under way.
    pub class: Option<String>,
    pub spent: Option<String>,
    /// Exact decimal US dollars, by estimate.
    pub cost_usd: Option<String>,
    /// Its failure was not the key's.
    pub shared: bool,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub upstream_ms: Option<i64>,
    /// Redacted.
    pub detail: Option<String>,
}

/// In the order of the rows, with one look at their proxies.
pub(super) async fn views(app: &App, rows: Vec<Model>) -> Result<Vec<AttemptView>, StoreError> {
    let mut ids: Vec<ProxyId> = rows.iter().filter_map(|row| row.proxy_id.map(ProxyId)).collect();
    ids.sort_unstable();
    ids.dedup();
    let labels = proxies::labels(app.store.read(), &ids).await?;
    let name =
        |id: ProxyId| ProxyName { id, label: labels.get(&id).map(|label| plain(label, &[])).unwrap_or_default() };
    let view = |row: Model| AttemptView {
        id: AttemptId(row.id),
        generation_id: GenerationId(row.generation_id),
        n: row.n,
        provider: row.provider,
        model: row.model,
        proxy: row.proxy_id.map(ProxyId).map(name),
        phase: match row.phase {
            AttemptPhase::Open => "open",
            AttemptPhase::Polling => "polling",
            AttemptPhase::Ended => "ended",
        },
        class: row.class,
        spent: row.spent,
        cost_usd: row.cost_estimate_micro_usd.map(|micros| Usd(MicroUsd(micros)).to_string()),
        shared: row.shared,
        started_at: row.started_at,
        ended_at: row.ended_at,
        upstream_ms: row.upstream_ms,
        detail: row.detail.as_deref().map(|detail| plain(detail, &[])),
    };
    Ok(rows.into_iter().map(view).collect())
}
