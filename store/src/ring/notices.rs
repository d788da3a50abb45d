//! What the end of an attempt tells the operator: one incident per trouble.

use nproxy_domain::keys::{AttemptOutcome, Notice};
use nproxy_domain::mail::Severity;
use nproxy_domain::{Env, IncidentId, ProviderId, ProxyId};

use crate::entities::{provider_keys, proxies};
use crate::error::StoreError;
use crate::incidents::{self, Report};
use crate::tx::Tx;

/// How the names of refusals of our own address begin.
pub(super) const REGION: &str = "region:";

pub(super) async fn tell(
    tx: &Tx,
    env: &Env,
    key: &provider_keys::Model,
    model: &str,
    notice: Notice,
    outcome: &AttemptOutcome,
) -> Result<(), StoreError> {
    let (label, provider) = (&key.label, &key.provider);
    let (incident, severity, title) = match notice {
        Notice::KeyInReview => {
            (in_review(key.id), Severity::Warning, format!("the key {label:?} of {provider} needs a look"))
        }
        Notice::AccountOutOfFunds => {
            let account = key.account.clone().unwrap_or_else(|| key.id.to_string());
            let whose = key.account.as_ref().map_or_else(
                || format!("the key {label:?}"),
                |account| format!("the account {account:?}, and all its keys,"),
            );
            let title = format!("{whose} of {provider} ran out of funds");
            (format!("funds:{provider}:{account}"), Severity::Warning, title)
        }
        Notice::KeyNotForModel => {
            let title = format!("the key {label:?} of {provider} can't use {model}");
            (format!("key_model:{}:{model}", key.id), Severity::Info, title)
        }
        Notice::ModelGone => {
            let provider = ProviderId(provider.clone());
            (model_gone(&provider, model), Severity::Critical, format!("{provider} has no model {model} any more"))
        }
        Notice::RegionBlocked => {
            let provider = ProviderId(provider.clone());
            (region(&provider), Severity::Warning, format!("{provider} refuses an address that we come from"))
        }
    };
    let report = Report {
        id: IncidentId::new(env),
        key: incident,
        severity,
        title,
        detail: outcome.detail.clone(),
        at: env.now(),
    };
    incidents::report(tx, report).await?;
    Ok(())
}

/// The first failure after it worked.
pub(super) async fn proxy_died(tx: &Tx, env: &Env, row: &proxies::Model, detail: String) -> Result<(), StoreError> {
    let report = Report {
        id: IncidentId::new(env),
        key: dead_proxy(ProxyId(row.id)),
        severity: Severity::Warning,
        title: format!("the proxy {:?} fails", row.label),
        detail,
        at: env.now(),
    };
    incidents::report(tx, report).await?;
    Ok(())
}

pub(super) fn dead_proxy(proxy: ProxyId) -> String {
    format!("proxy:{proxy}")
}

pub(super) fn in_review(key: uuid::Uuid) -> String {
    format!("key:{key}")
}

pub(super) fn model_gone(provider: &ProviderId, model: &str) -> String {
    format!("model:{provider}:{model}")
}

pub(super) fn region(provider: &ProviderId) -> String {
    format!("{REGION}{provider}")
}
