//! An admin has an upstream asked at once what is left.

use nproxy_domain::{KeyId, ProviderId};
use nproxy_store::{StoreError, keys};

use super::estimate::warn;
use super::poll;
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error("there is no such key")]
    NotFound,
    #[error("its provider is not in the configuration any more, so nobody can be asked")]
    ProviderGone,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Through this key, disabled or not; what is told is kept as what the background is told, and may leave the account's
/// keys out of funds. It is on record before, so that one that is broken off is too.
pub async fn ask(app: &App, by: &By, key: KeyId) -> Result<(), AskError> {
    let row = keys::get(app.store.read(), key).await?.ok_or(AskError::NotFound)?;
    let provider = ProviderId(row.provider);
    if app.gateway.provider(&provider).is_none() {
        return Err(AskError::ProviderGone);
    }
    let record = app
        .store
        .write(|tx| async move { by.did(&tx, &app.env, Change::of("balances.ask", format!("key:{key}"))).await });
    record.await?;
    let told = poll::ask(app, &provider, key).await?;
    poll::keep(app, &provider, key, told).await?;
    Ok(warn(app).await?)
}
