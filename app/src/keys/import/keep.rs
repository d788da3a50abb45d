//! Drafts become keys.

use std::collections::{BTreeMap, HashMap};

use nproxy_domain::{ProviderId, ProxyId};
use nproxy_store::keys::{self, NewKey};
use nproxy_store::{StoreError, Tx};
use secrecy::ExposeSecret as _;

use super::lines::{Draft, Line};
use super::refusal::Refusal;
use super::{Became, Imported, LineResult, known_providers};
use crate::App;

/// Digits of the fingerprint in a label that is made up.
const LABEL_DIGITS: usize = 8;

/// A line on its way; a refusal is its end.
struct Candidate<'a> {
    line: usize,
    draft: Result<(ProviderId, &'a Draft), Refusal>,
    fingerprint: String,
}

pub(super) async fn keep(app: &App, tx: &Tx, lines: &[Line], dry_run: bool) -> Result<Imported, StoreError> {
    let mut candidates: Vec<Candidate<'_>> = lines.iter().map(|line| candidate(app, line)).collect();
    refuse_twins(&mut candidates);
    refuse_known(tx, &mut candidates).await?;
    let proxies = proxies(tx, &mut candidates).await?;
    let mut results = Vec::with_capacity(candidates.len());
    let mut sealed = Vec::new();
    for candidate in candidates {
        let Candidate { line, draft, fingerprint } = candidate;
        let became = match draft {
            Err(refusal) => Became::Refused { code: refusal.code(), reason: refusal.to_string() },
            Ok((provider, draft)) => {
                let key = new_key(provider, draft, &fingerprint, &proxies);
                let (provider, label) = (key.provider.0.clone(), key.label.clone());
                let id = if dry_run {
                    None
                } else {
                    let key = keys::seal(&app.env, app.store.master_key(), key);
                    let id = key.id();
                    sealed.push(key);
                    Some(id)
                };
                Became::Imported { id, provider, label, fingerprint }
            }
        };
        results.push(LineResult { line, became });
    }
    keys::insert_all(tx, &sealed).await?;
    let imported = results.iter().filter(|line| matches!(line.became, Became::Imported { .. })).count() as u64;
    Ok(Imported { dry_run, imported, refused: results.len() as u64 - imported, lines: results })
}

fn candidate<'a>(app: &App, line: &'a Line) -> Candidate<'a> {
    let draft = match &line.draft {
        Err(refusal) => Err(refusal.clone()),
        Ok(draft) => match &draft.provider {
            None => Err(Refusal::NoProvider),
            Some(provider) => {
                let provider = ProviderId(provider.clone());
                match app.gateway.provider(&provider) {
                    Some(_) => Ok((provider, draft)),
                    None => Err(Refusal::UnknownProvider { known: known_providers(app) }),
                }
            }
        },
    };
    let fingerprint = draft.as_ref().map_or(String::new(), |(_, draft)| {
        app.store.master_key().fingerprint(draft.api_key.secret.expose_secret().as_bytes())
    });
    Candidate { line: line.number, draft, fingerprint }
}

fn refuse_twins(candidates: &mut [Candidate<'_>]) {
    let mut first: HashMap<(ProviderId, String), usize> = HashMap::new();
    for candidate in candidates {
        let Ok((provider, _)) = &candidate.draft else { continue };
        let line = *first.entry((provider.clone(), candidate.fingerprint.clone())).or_insert(candidate.line);
        if line != candidate.line {
            candidate.draft = Err(Refusal::TwiceInTheFile(line));
        }
    }
}

async fn refuse_known(tx: &Tx, candidates: &mut [Candidate<'_>]) -> Result<(), StoreError> {
    let mut by_provider: BTreeMap<ProviderId, Vec<&str>> = BTreeMap::new();
    for candidate in candidates.iter() {
        if let Ok((provider, _)) = &candidate.draft {
            by_provider.entry(provider.clone()).or_default().push(&candidate.fingerprint);
        }
    }
    let mut known = BTreeMap::new();
    for (provider, fingerprints) in by_provider {
        let labels = keys::known(tx, &provider, &fingerprints).await?;
        known.insert(provider, labels);
    }
    for candidate in candidates {
        let Ok((provider, _)) = &candidate.draft else { continue };
        if let Some(label) = known.get(provider).and_then(|labels| labels.get(&candidate.fingerprint)) {
            candidate.draft = Err(Refusal::Duplicate { label: nproxy_domain::redact::plain(label, &[]) });
        }
    }
    Ok(())
}

/// The proxies that the lines name, held until the keys point at them.
async fn proxies(tx: &Tx, candidates: &mut [Candidate<'_>]) -> Result<HashMap<String, ProxyId>, StoreError> {
    let named = |candidate: &Candidate<'_>| candidate.draft.as_ref().ok().and_then(|(_, draft)| draft.proxy.clone());
    let mut labels: Vec<String> = candidates.iter().filter_map(named).collect();
    labels.sort_unstable();
    labels.dedup();
    let ids = keys::hold_proxies(tx, &labels).await?;
    for candidate in candidates {
        if named(candidate).is_some_and(|label| !ids.contains_key(&label)) {
            candidate.draft = Err(Refusal::UnknownProxy);
        }
    }
    Ok(ids)
}

fn new_key(provider: ProviderId, draft: &Draft, fingerprint: &str, proxies: &HashMap<String, ProxyId>) -> NewKey {
    let made_up = || format!("{provider}-{}", fingerprint.get(..LABEL_DIGITS).unwrap_or(fingerprint));
    NewKey {
        label: draft.label.clone().unwrap_or_else(made_up),
        api_key: draft.api_key.clone(),
        account: draft.account.clone(),
        proxy: draft.proxy.as_ref().and_then(|label| proxies.get(label).copied()),
        proxy_only: draft.proxy_only,
        limits: draft.limits,
        provider,
    }
}
