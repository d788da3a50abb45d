//! What the end of an attempt tells the operator: one incident per trouble.

use nproxy_domain::keys::{AttemptOutcome, Notice};
use nproxy_domain::mail::Severity;
use nproxy_domain::{Env, IncidentId, KeyId, ProviderId, ProxyId};

use crate::balances::Holder;
use crate::entities::{provider_keys, proxies};
use crate::error::StoreError;
use crate::incidents::{self, Report};
use crate::tx::Tx;

/// How the names of refusals of our own address begin.
pub(super) const REGION: &str = "region:";
/// How the names of models that are gone begin.
pub(super) const MODEL: &str = "model:";

pub(super) async fn tell(
    tx: &Tx,
    env: &Env,
    key: &provider_keys::Model,
    model: &str,
    notice: Notice,
    outcome: &AttemptOutcome,
) -> Result<(), StoreError> {
    let (id, label, provider) = (KeyId(key.id), &key.label, &key.provider);
    let its_key = format!("{label:?}, {provider}");
    let (incident, severity, subject, title) = match notice {
        Notice::KeyInReview => {
            let title = format!("the key {label:?} of {provider} needs a look");
            (incidents::key_in_review(id), Severity::Warning, its_key, title)
        }
        Notice::AccountOutOfFunds => {
            let holder = key.account.clone().map_or(Holder::Key(id), Holder::Account);
            let whose = key.account.as_ref().map_or_else(
                || format!("the key {label:?}"),
                |account| format!("the account {account:?}, and all its keys,"),
            );
            let title = format!("{whose} of {provider} ran out of funds");
            let subject = key.account.as_ref().map_or(its_key, |account| format!("{account:?}, {provider}"));
            (incidents::out_of_funds(&ProviderId(provider.clone()), &holder), Severity::Warning, subject, title)
        }
        Notice::KeyNotForModel => {
            let title = format!("the key {label:?} of {provider} can't use {model}");
            (incidents::key_not_for_model(id, model), Severity::Info, format!("{its_key}: {model}"), title)
        }
        Notice::ModelGone => {
            let provider = ProviderId(provider.clone());
            let title = format!("{provider} has no model {model} any more");
            (model_gone(&provider, model), Severity::Critical, format!("{provider}: {model}"), title)
        }
        Notice::RegionBlocked => {
            let provider = ProviderId(provider.clone());
            let title = format!("{provider} refuses an address that we come from");
            (region(&provider), Severity::Warning, provider.0, title)
        }
    };
    let report = Report {
        id: IncidentId::new(env),
        key: incident,
        severity,
        subject,
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
        key: incidents::proxy_fails(ProxyId(row.id)),
        severity: Severity::Warning,
        subject: format!("{:?}", row.label),
        title: format!("the proxy {:?} fails", row.label),
        detail,
        at: env.now(),
    };
    incidents::report(tx, report).await?;
    Ok(())
}

pub(super) fn model_gone(provider: &ProviderId, model: &str) -> String {
    format!("{MODEL}{provider}:{model}")
}

pub(super) fn region(provider: &ProviderId) -> String {
    format!("{REGION}{provider}")
}
