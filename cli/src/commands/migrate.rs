//! `nproxy migrate`

use std::path::Path;

use serde_json::json;

use crate::out::Out;
use crate::{env, wire};

/// Safe to run again, and by several at once.
pub async fn run(file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let parts = super::parts(file)?;
    let store = wire::store(&parts).await?;
    store.migrate().await?;
    store.check_master_key(&env::system()).await?;
    store.close().await;
    out.say(&json!({ "migrated": true }), || "The database's schema is up to date.".to_owned());
    Ok(())
}
