//! What a key is called, whose money it spends, which way it goes out, and how much is asked of it.

use std::collections::HashMap;

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::{Env, KeyId, ProxyId};

use super::many::{self, Moved};
use super::state::{KeyEvent, pool_key};
use crate::entities::provider_keys::Model;
use crate::error::StoreError;
use crate::proxies;
use crate::tx::Tx;

/// In the key's history.
const WAY: &str = "proxy";
const SETTINGS: &str = "settings";

/// What becomes of a setting that may be none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Becomes<T> {
    #[default]
    AsBefore,
    Now(Option<T>),
}

impl<T> Becomes<T> {
    /// What it is to be, where it is named and something.
    pub fn some(&self) -> Option<&T> {
        match self {
            Self::AsBefore | Self::Now(None) => None,
            Self::Now(Some(new)) => Some(new),
        }
    }
}

/// What is to be another from now on; nothing said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyChange {
    pub label: Option<String>,
    /// The one that pays.
    pub account: Becomes<String>,
    /// The one to go out through; without, it goes out directly.
    pub proxy: Becomes<ProxyId>,
    /// Never go around the proxy.
    pub proxy_only: Option<bool>,
    pub max_in_flight: Option<u32>,
    /// Requests per minute; none: no limit of ours.
    pub rpm: Becomes<u32>,
}

#[derive(Debug, thiserror::Error)]
pub enum ChangeKeyError {
    #[error("there is no such proxy")]
    NoProxy,
    #[error("a key can't keep to a proxy that it doesn't have")]
    OnlyWithoutProxy,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A key as it was, and as it is now.
#[derive(Clone, Debug)]
pub struct Changed {
    pub before: Model,
    pub after: Model,
}

impl Changed {
    /// It is another in something.
    pub fn is(&self) -> bool {
        self.before != self.after
    }

    fn way(&self) -> bool {
        (self.before.proxy_id, self.before.proxy_only) != (self.after.proxy_id, self.after.proxy_only)
    }

    fn account(&self) -> bool {
        self.before.account != self.after.account
    }

    fn limits(&self) -> bool {
        (self.before.max_in_flight, self.before.rpm) != (self.after.max_in_flight, self.after.rpm)
    }
}

impl KeyChange {
    /// What it would make of a key. Pure: nothing is read and nothing written.
    pub fn of(&self, row: &Model) -> Result<Changed, ChangeKeyError> {
        let mut after = row.clone();
        if let Some(label) = &self.label {
            after.label.clone_from(label);
        }
        if let Becomes::Now(account) = &self.account {
            after.account.clone_from(account);
        }
        if let Becomes::Now(proxy) = self.proxy {
            after.proxy_id = proxy.map(|proxy| proxy.0);
        }
        if let Some(only) = self.proxy_only {
            after.proxy_only = only;
        }
        // Whoever is to keep to its proxy is not sent around it by the way.
        if after.proxy_only && after.proxy_id.is_none() {
            return Err(ChangeKeyError::OnlyWithoutProxy);
        }
        if let Some(max_in_flight) = self.max_in_flight {
            after.max_in_flight = max_in_flight.into();
        }
        if let Becomes::Now(rpm) = self.rpm {
            after.rpm = rpm.map(Into::into);
        }
        Ok(Changed { before: row.clone(), after })
    }
}

/// Changes keys that are held ([`many::hold`]); all or none. What is in flight ends as it began. Each change is a line of
/// the key's history. They are told in the order of the rows.
pub async fn change(
    tx: &Tx,
    env: &Env,
    rows: &[Model],
    change: &KeyChange,
    by: Actor,
) -> Result<Vec<Changed>, ChangeKeyError> {
    if let Some(proxy) = change.proxy.some() {
        proxies::hold(tx, *proxy).await?.ok_or(ChangeKeyError::NoProxy)?;
    }
    let all = rows.iter().map(|row| change.of(row)).collect::<Result<Vec<_>, _>>()?;
    let labels = labels(tx, &all).await?;
    let (mut moved, mut lines) = (Vec::new(), Vec::new());
    for changed in all.iter().filter(|changed| changed.is()) {
        let mut key = pool_key(&changed.before)?;
        let before = key.health.state;
        // Read as the rules do, so that nothing is kept that they could not work with.
        let wanted = pool_key(&changed.after)?;
        (key.limits, key.account, key.proxy, key.proxy_only) =
            (wanted.limits, wanted.account, wanted.proxy, wanted.proxy_only);
        // What it rested for together with others need not hold on another way or for another account.
        let is_elsewhere = changed.way() || changed.account();
        if key.health.incident.is_some() && is_elsewhere {
            key.becomes(key.health.lifted(env.now()), env.now());
        } else if changed.limits() {
            key.becomes(key.health, env.now());
        }
        let after = key.health.state;
        let evidence =
            [(WAY, changed.way().then(|| way(&changed.after, &labels))), (SETTINGS, settings(changed, key.limits))];
        let said = evidence.into_iter().filter_map(|(cause, said)| Some((cause, said?)));
        lines.extend(said.map(|(cause, said)| (KeyId(changed.before.id), before, after, cause, said)));
        moved.push(Moved { read: &changed.before, label: changed.after.label.clone(), key });
    }
    many::save_all(tx, &moved).await?;
    let events = lines.iter().map(|(key, before, after, cause, said)| KeyEvent {
        key: *key,
        before: *before,
        after: *after,
        cause,
        evidence: Some(said.as_str()),
        by,
    });
    many::record_all(tx, env, &events.collect::<Vec<_>>()).await?;
    Ok(all)
}

/// Of the proxies that keys go out through from now on.
async fn labels(tx: &Tx, all: &[Changed]) -> Result<HashMap<ProxyId, String>, StoreError> {
    let on_a_new_way = all.iter().filter(|changed| changed.way());
    let mut ids: Vec<ProxyId> = on_a_new_way.filter_map(|changed| changed.after.proxy_id.map(ProxyId)).collect();
    ids.sort_unstable();
    ids.dedup();
    proxies::labels(tx, &ids).await
}

fn way(row: &Model, labels: &HashMap<ProxyId, String>) -> String {
    let Some(proxy) = row.proxy_id.map(ProxyId) else { return "directly".to_owned() };
    let label = labels.get(&proxy).map(String::as_str).unwrap_or_default();
    if row.proxy_only { format!("through {label} only") } else { format!("through {label}") }
}

/// What else is another, in words. `None`: nothing.
fn settings(changed: &Changed, limits: KeyLimits) -> Option<String> {
    let mut said = Vec::new();
    if changed.before.label != changed.after.label {
        said.push(format!("called {} instead of {}", changed.after.label, changed.before.label));
    }
    if changed.account() {
        said.push(match &changed.after.account {
            Some(account) => format!("of the account {account}"),
            None => "of no account".to_owned(),
        });
    }
    if changed.limits() {
        let rpm = limits.rpm.map_or("any number".to_owned(), |rpm| rpm.to_string());
        said.push(format!("{} at once, {rpm} a minute", limits.max_in_flight));
    }
    (!said.is_empty()).then(|| said.join("; "))
}
