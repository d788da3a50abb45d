//! Asks upstreams whether they know our keys. That costs nothing and moves no key's state.

use std::collections::HashMap;
use std::time::Instant;

use futures::stream::{self, StreamExt as _};
use nproxy_domain::keys::ThroughProxy;
use nproxy_domain::proxy::ProxyUse;
use nproxy_domain::{KeyId, ProviderId, ProxyId};
use nproxy_store::entities::provider_keys::Model;
use nproxy_store::keys::{self, KeyFilter};
use nproxy_store::{StoreError, proxies};
use serde::Serialize;

use super::find::{Candidate, FindError, find};
use crate::App;
use crate::audit::{By, Change};

/// Keys that are asked about at once.
const AT_ONCE: usize = 16;
const PAGE_KEYS: u64 = 500;

/// Which keys to ask about.
#[derive(Clone, Debug)]
pub enum Which {
    /// By id or label.
    One(String),
    Of(Option<ProviderId>),
}

/// What one key's upstream said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyTest {
    #[serde(flatten)]
    pub key: Candidate,
    #[serde(flatten)]
    pub tested: Tested,
    /// Of the whole call, with the way there.
    pub ms: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Tested {
    Works,
    Failed {
        class: &'static str,
        /// Redacted.
        detail: String,
    },
    /// This upstream has no free call that proves a key.
    NoCheck,
}

/// Of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub works: u64,
    pub failed: u64,
    pub no_check: u64,
}

impl Tally {
    fn add(&mut self, tested: &Tested) {
        match tested {
            Tested::Works => self.works += 1,
            Tested::Failed { .. } => self.failed += 1,
            Tested::NoCheck => self.no_check += 1,
        }
    }
}

/// How many keys [`test`] will tell of.
pub async fn how_many(app: &App, which: &Which) -> Result<u64, StoreError> {
    match which {
        Which::One(_) => Ok(1),
        Which::Of(provider) => keys::count(app.store.read(), provider.as_ref()).await,
    }
}

/// Tells each result as it is there, in the keys' order. It is on record before, so that one that is broken off is too.
pub async fn test(app: &App, by: &By, which: &Which, mut tell: impl FnMut(KeyTest)) -> Result<Tally, FindError> {
    let mut tally = Tally::default();
    match which {
        Which::One(name) => {
            let row = find(app, name).await?;
            on_record(app, by, format!("key:{}", row.id)).await?;
            page(app, vec![row], &mut tally, &mut tell).await?;
        }
        Which::Of(provider) => {
            let subject = provider.as_ref().map_or("keys".to_owned(), |provider| format!("provider:{provider}"));
            on_record(app, by, subject).await?;
            let filter = KeyFilter { provider: provider.clone(), ..KeyFilter::default() };
            let mut after = None;
            loop {
                let rows = keys::page(app.store.read(), &filter, app.env.now(), after, PAGE_KEYS).await?;
                let Some(last) = rows.last() else { break };
                after = Some(KeyId(last.id));
                page(app, rows, &mut tally, &mut tell).await?;
            }
        }
    }
    Ok(tally)
}

async fn on_record(app: &App, by: &By, subject: String) -> Result<(), StoreError> {
    let subject = &subject;
    let record =
        app.store.write(|tx| async move { by.did(&tx, &app.env, Change::of("keys.test", subject.clone())).await });
    record.await
}

async fn page(
    app: &App,
    rows: Vec<Model>,
    tally: &mut Tally,
    tell: &mut impl FnMut(KeyTest),
) -> Result<(), StoreError> {
    let mut ways: HashMap<ProxyId, Way> = HashMap::new();
    for id in rows.iter().filter_map(|row| row.proxy_id.map(ProxyId)) {
        if let std::collections::hash_map::Entry::Vacant(way) = ways.entry(id) {
            way.insert(way_of(app, id).await?);
        }
    }
    let ways = &ways;
    // Each owns its row: borrowed ones would keep a door's future from moving between threads.
    let tests = rows.into_iter().map(|row| async move { one(app, &row, ways).await });
    let mut tests = stream::iter(tests).buffered(AT_ONCE);
    while let Some(test) = tests.next().await {
        tally.add(&test.tested);
        tell(test);
    }
    Ok(())
}

/// A proxy that keys go out through.
enum Way {
    Through(nproxy_domain::proxy::ProxyUrl),
    Dead(nproxy_domain::proxy::ProxyUrl),
    Unreadable,
}

async fn way_of(app: &App, id: ProxyId) -> Result<Way, StoreError> {
    let Some(row) = proxies::get(app.store.read(), id).await? else { return Ok(Way::Unreadable) };
    let Ok(url) = proxies::open(app.store.master_key(), &row) else { return Ok(Way::Unreadable) };
    Ok(match proxies::health(&row)?.now(app.env.now()) {
        ProxyUse::Not { .. } => Way::Dead(url),
        ProxyUse::Yes | ProxyUse::Probe => Way::Through(url),
    })
}

async fn one(app: &App, row: &Model, ways: &HashMap<ProxyId, Way>) -> KeyTest {
    let started = Instant::now();
    let tested = ask(app, row, ways).await;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    KeyTest { key: Candidate::from(row), tested, ms }
}

async fn ask(app: &App, row: &Model, ways: &HashMap<ProxyId, Way>) -> Tested {
    let failed = |class, detail: String| Tested::Failed { class, detail };
    let provider = ProviderId(row.provider.clone());
    if app.gateway.provider(&provider).is_none() {
        return failed("not_configured", format!("the configuration has no [providers.{provider}]"));
    }
    let api_key = match keys::open(app.store.master_key(), row) {
        Ok(api_key) => api_key,
        Err(error) => return failed("secret_unreadable", error.to_string()),
    };
    let through = |id, url: &nproxy_domain::proxy::ProxyUrl| ThroughProxy {
        id,
        url: url.clone(),
        probe: false,
        only: row.proxy_only,
    };
    let proxy = match row.proxy_id.map(ProxyId).and_then(|id| Some((id, ways.get(&id)?))) {
        Some((id, Way::Through(url))) => Some(through(id, url)),
        Some((id, Way::Dead(url))) => row.proxy_only.then(|| through(id, url)),
        Some((_, Way::Unreadable)) if row.proxy_only => {
            return failed("proxy_transport", "the address of its proxy can't be opened".to_owned());
        }
        None | Some((_, Way::Unreadable)) => None,
    };
    match app.gateway.check(&app.env, &provider, &api_key, proxy.as_ref()).await {
        Ok(Some(())) => Tested::Works,
        Ok(None) => Tested::NoCheck,
        Err(error) => failed(error.class.as_str(), error.detail),
    }
}
