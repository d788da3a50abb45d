//! The way back: an empty database becomes the one that a backup was made of.

use std::path::Path;

use nproxy_domain::Env;
use nproxy_store::backup::{Place, Restoring};
use nproxy_store::{Store, StoreError, sessions};
use serde_json::json;

use super::file::{Opened, blocking};
use super::{BackupError, Identities, Manifest, verify};
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(
        "the secrets in this backup are sealed with the master key {wanted}, and the configured one is {configured}: put \
         the right one into secrets.master_key first"
    )]
    MasterKey { wanted: String, configured: String },
    #[error("the backup is of another kind of database than database.url names")]
    Engine,
    #[error("the database is not empty: a backup is restored into an empty one only, so that nothing is lost")]
    NotEmpty,
}

impl From<StoreError> for RestoreError {
    fn from(error: StoreError) -> Self {
        Self::Backup(error.into())
    }
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub manifest: Manifest,
    /// Browsers that have to sign in again: what was signed out since the backup would be signed in otherwise.
    pub signed_out: u64,
}

/// Reads the whole backup first, then fills the database in one transaction, brings its schema up to date and ends all
/// sessions. What was under way goes on by its leases as soon as a worker runs. `connect` gives the empty database, and the
/// filled one afterwards; nobody else is connected to it.
pub async fn restore(
    env: &Env,
    by: &By,
    place: &Place,
    from: &Path,
    identities: &Identities,
    connect: impl AsyncFn() -> Result<Store, StoreError>,
) -> Result<Restored, RestoreError> {
    let verified = verify(from, identities).await?;
    let store = connect().await?;
    let checked = fits(&store, place, &verified.manifest).await;
    store.close().await;
    checked?;
    let (place, from, identities) = (place.clone(), from.to_owned(), identities.clone());
    let filling = blocking(move || {
        let mut opened = Opened::open(&from, &identities)?;
        opened.pour(Restoring::into_place(&place)?)?;
        Ok(opened.manifest)
    });
    let manifest = filling.await?;
    let store = connect().await?;
    let signed_out = settle_in(env, by, &store, &manifest).await;
    store.close().await;
    Ok(Restored { signed_out: signed_out?, manifest })
}

async fn fits(store: &Store, place: &Place, manifest: &Manifest) -> Result<(), RestoreError> {
    let configured = store.master_key().id();
    if manifest.master_key != configured {
        return Err(RestoreError::MasterKey { wanted: manifest.master_key.clone(), configured });
    }
    if manifest.engine != place.engine() {
        return Err(RestoreError::Engine);
    }
    if store.is_empty().await? { Ok(()) } else { Err(RestoreError::NotEmpty) }
}

async fn settle_in(env: &Env, by: &By, store: &Store, manifest: &Manifest) -> Result<u64, BackupError> {
    store.migrate().await?;
    store.check_master_key(env).await?;
    let (now, made_at) = (env.now(), manifest.made_at);
    let settled = store.write(|tx| async move {
        let signed_out = sessions::revoke_everybody(&tx, now).await?;
        let change = Change::of("backup.restore", "database".to_owned());
        by.did(&tx, env, change.after(json!({ "made_at": made_at, "signed_out": signed_out }))).await?;
        Ok::<_, StoreError>(signed_out)
    });
    Ok(settled.await?)
}
