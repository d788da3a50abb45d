//! Everything about one key.

use nproxy_domain::keys::Way;
use nproxy_domain::redact::plain;
use nproxy_domain::{IncidentId, KeyId, ProviderId, ProxyId, Timestamp};
use nproxy_store::entities::text::{IncidentState, ProxyHealth};
use nproxy_store::entities::{incidents, key_events, key_models, provider_keys, proxies as proxy_rows};
use nproxy_store::{StoreError, keys, proxies};
use serde::Serialize;

use super::attempt::{AttemptView, views};
use super::find::{FindError, find};
use super::view::{self, KeyView};
use super::why::{Cause, Facts, INCIDENT_OVER, Reader, Why, why};
use crate::App;
use crate::spending::{self, SpendStop};

/// Attempts that are shown.
const ATTEMPTS_MAX: u64 = 20;

/// A key with what is on record of it.
#[derive(Clone, Debug, Serialize)]
pub struct KeyRecord {
    pub key: KeyView,
    pub why: Why,
    pub cause: Option<Cause>,
    pub not_for: Vec<NotFor>,
    pub incident: Option<IncidentView>,
    pub proxy: Option<ProxyState>,
    /// Its provider's, which keeps it back whatever its own state.
    pub spend_stop: Option<SpendStop>,
    /// The newest success, whatever an admin said since.
    pub last_ok_at: Option<Timestamp>,
    /// Newest first.
    pub attempts: Vec<AttemptView>,
}

/// A model that the key can't use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotFor {
    pub model: String,
    pub at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IncidentView {
    pub id: IncidentId,
    /// Whose: `provider`, `proxy` or `account`.
    pub scope: String,
    /// `failing` or `refusing`.
    pub way: String,
    pub open: bool,
    pub title: String,
    pub detail: String,
    pub times: i64,
    pub opened_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProxyState {
    pub id: ProxyId,
    pub label: String,
    /// Scheme, host and port.
    pub place: String,
    pub dead: bool,
    pub until: Option<Timestamp>,
    pub failures: i64,
    pub detail: Option<String>,
}

/// By id or label.
pub async fn show(app: &App, name: &str) -> Result<KeyRecord, FindError> {
    let row = find(app, name).await?;
    Ok(record(app, row, ATTEMPTS_MAX, Reader::Shell).await?)
}

pub(super) async fn record(
    app: &App,
    row: provider_keys::Model,
    attempts_max: u64,
    reader: Reader,
) -> Result<KeyRecord, StoreError> {
    let db = app.store.read();
    let id = KeyId(row.id);
    let attempts = views(app, keys::attempts(db, id, attempts_max).await?).await?;
    let incident = match row.incident_id {
        Some(incident) => keys::incident(db, IncidentId(incident)).await?.map(IncidentView::from),
        None => None,
    };
    let proxy = match row.proxy_id {
        Some(proxy) => proxies::get(db, ProxyId(proxy)).await?.map(ProxyState::from),
        None => None,
    };
    let not_for: Vec<NotFor> = keys::not_for(db, id).await?.into_iter().map(NotFor::from).collect();
    let cause = cause(app, &row).await?;
    let spend_stop = spending::stop(app, &ProviderId(row.provider.clone())).await?;
    let last_ok_at = keys::worked(db, id).await?.and_then(|attempt| attempt.ended_at);
    let broke_on = match (&row.account, &cause) {
        (Some(account), Some(cause)) if row.state == "out_of_funds" => {
            keys::broke_at(db, &row.provider, account, cause.at).await?.filter(|other| other.id != row.id)
        }
        _ => None,
    };
    let broke_on = broke_on.map(|other| plain(&other.label, &[]));
    let key = view::one(app, row).await?;
    let why = why(&Facts {
        now: app.env.now(),
        policy: &app.ring.settings().keys,
        key: &key,
        cause: cause.as_ref(),
        incident: incident.as_ref(),
        broke_on: broke_on.as_deref(),
        not_for: &not_for,
        proxy: proxy.as_ref(),
        spend_stop: spend_stop.as_ref(),
        configured: app.gateway.provider(&key.provider.as_str().into()).is_some(),
        reader,
    });
    Ok(KeyRecord { key, why, cause, not_for, incident, proxy, spend_stop, last_ok_at, attempts })
}

/// What brought the key into the state that its row says; for probation, what its rest was for. A rest begins with the end
/// of the attempt that it is for, and one that only got longer is no event.
async fn cause(app: &App, row: &provider_keys::Model) -> Result<Option<Cause>, StoreError> {
    let (db, id) = (app.store.read(), KeyId(row.id));
    let mut state = row.state.as_str();
    if state == "probation" {
        let begun = keys::entered(db, id, state).await?;
        if let Some(over) = begun.filter(|event| event.cause == INCIDENT_OVER) {
            return Ok(Some(Cause::from(&over)));
        }
        state = "cooldown";
    }
    if let Some(at) = row.cooled_at.filter(|_| state == "cooldown")
        && let Some(attempt) = keys::attempt_ended(db, id, at).await?
        && let Some(class) = attempt.class
    {
        let evidence = attempt.detail.as_deref().map(|detail| plain(detail, &[]));
        return Ok(Some(Cause { at, cause: class, evidence, actor: "system".to_owned() }));
    }
    Ok(keys::entered(db, id, state).await?.as_ref().map(Cause::from))
}

impl From<&key_events::Model> for Cause {
    fn from(event: &key_events::Model) -> Self {
        Self {
            at: event.at,
            cause: event.cause.clone(),
            evidence: event.evidence.as_deref().map(|evidence| plain(evidence, &[])),
            actor: event.actor.clone(),
        }
    }
}

impl From<key_models::Model> for NotFor {
    fn from(row: key_models::Model) -> Self {
        Self { model: row.model, at: row.at }
    }
}

impl From<incidents::Model> for IncidentView {
    /// The row's key is [`nproxy_domain::keys::Scope::incident_key`]'s.
    fn from(row: incidents::Model) -> Self {
        let part = row.key.split_once('/').map_or("", |(_, part)| part);
        let scope = ["proxy", "account"].into_iter().find(|scope| part.starts_with(scope));
        let way = row.key.rsplit(':').next().and_then(Way::parse).map_or("", Way::as_str);
        Self {
            id: IncidentId(row.id),
            scope: scope.unwrap_or("provider").to_owned(),
            way: way.to_owned(),
            open: row.state == IncidentState::Open,
            title: plain(&row.title, &[]),
            detail: plain(&row.detail, &[]),
            times: row.times,
            opened_at: row.opened_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<proxy_rows::Model> for ProxyState {
    fn from(row: proxy_rows::Model) -> Self {
        Self {
            id: ProxyId(row.id),
            label: plain(&row.label, &[]),
            place: row.place,
            dead: row.health == ProxyHealth::Dead,
            until: row.until,
            failures: row.failures,
            detail: row.detail.as_deref().map(|detail| plain(detail, &[])),
        }
    }
}
