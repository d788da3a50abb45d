//! Keys page by page, for an admin.

use std::collections::BTreeMap;

use nproxy_domain::KeyId;
use nproxy_domain::keys::KeyState;
use nproxy_store::keys::{self, KeyFilter};
use nproxy_store::{StoreError, proxies};
use serde::Serialize;

use super::view::{self, KeyView};
use crate::App;

const PAGE_KEYS: u64 = 500;

/// Which keys to list; names are people's.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub filter: KeyFilter,
    /// The id or label of a proxy.
    pub proxy: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum ListError {
    #[error("there is no proxy {0:?}; see `nproxy proxies list`")]
    UnknownProxy(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A listing that is read page by page, oldest keys first.
#[derive(Debug)]
pub struct Listing<'a> {
    app: &'a App,
    filter: KeyFilter,
    after: Option<KeyId>,
    over: bool,
}

/// How many keys are in each state, in effect now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Counts(BTreeMap<&'static str, u64>);

impl Counts {
    pub fn add(&mut self, keys: &[KeyView]) {
        for key in keys {
            *self.0.entry(key.state).or_default() += 1;
        }
    }

    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// From the healthy to the lost; none that is zero.
    pub fn by_state(&self) -> impl Iterator<Item = (&'static str, u64)> {
        KeyState::NAMES.into_iter().filter_map(|state| Some((state, *self.0.get(state)?)))
    }
}

pub async fn list<'a>(app: &'a App, wanted: &Wanted) -> Result<Listing<'a>, ListError> {
    let mut filter = wanted.filter.clone();
    if let Some(name) = &wanted.proxy {
        let proxy = proxies::find(app.store.read(), name).await?;
        let proxy = proxy.ok_or_else(|| ListError::UnknownProxy(name.clone()))?;
        filter.proxy = Some(nproxy_domain::ProxyId(proxy.id));
    }
    Ok(Listing { app, filter, after: None, over: false })
}

impl Listing<'_> {
    pub(super) fn filter(&self) -> &KeyFilter {
        &self.filter
    }

    /// `None`: that was all.
    pub async fn next(&mut self) -> Result<Option<Vec<KeyView>>, StoreError> {
        if self.over {
            return Ok(None);
        }
        let (db, now) = (self.app.store.read(), self.app.env.now());
        let rows = keys::page(db, &self.filter, now, self.after, PAGE_KEYS).await?;
        self.over = (rows.len() as u64) < PAGE_KEYS;
        self.after = rows.last().map(|row| KeyId(row.id));
        if rows.is_empty() { Ok(None) } else { view::all(self.app, rows).await.map(Some) }
    }
}
