//! A key by what people call it.

use std::fmt;

use nproxy_domain::KeyId;
use nproxy_domain::redact::plain;
use nproxy_store::StoreError;
use nproxy_store::entities::provider_keys::Model;
use nproxy_store::keys::{self, Found};
use serde::Serialize;

use crate::App;

#[derive(Debug, thiserror::Error)]
pub enum FindError {
    #[error("there is no key {name:?}{candidates}")]
    Unknown { name: String, candidates: Candidates },
    #[error("several keys are called {name:?}, use the id{candidates}")]
    Ambiguous { name: String, candidates: Candidates },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Some keys that may have been meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Candidates(pub Vec<Candidate>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    pub id: KeyId,
    pub provider: String,
    pub label: String,
}

impl From<&Model> for Candidate {
    fn from(row: &Model) -> Self {
        Self { id: KeyId(row.id), provider: row.provider.clone(), label: plain(&row.label, &[]) }
    }
}

impl Candidates {
    fn of(rows: &[Model]) -> Self {
        Self(rows.iter().map(Candidate::from).collect())
    }
}

impl fmt::Display for Candidates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, Candidate { id, provider, label }) in self.0.iter().enumerate() {
            let lead = if nth == 0 { "; candidates: " } else { ", " };
            write!(f, "{lead}{label:?} of {provider} ({id})")?;
        }
        Ok(())
    }
}

/// By id or label.
pub(super) async fn find(app: &App, name: &str) -> Result<Model, FindError> {
    let name = plain(name, &[]);
    match keys::find(app.store.read(), &name).await? {
        Found::One(row) => Ok(*row),
        Found::Several(rows) => Err(FindError::Ambiguous { name, candidates: Candidates::of(&rows) }),
        Found::None { similar } => Err(FindError::Unknown { name, candidates: Candidates::of(&similar) }),
    }
}

/// Of the key that people call so, by id or label.
pub async fn id(app: &App, name: &str) -> Result<KeyId, FindError> {
    Ok(KeyId(find(app, name).await?.id))
}
