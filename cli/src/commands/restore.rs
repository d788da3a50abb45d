//! `nproxy restore`

use std::path::Path;

use nproxy_app::audit::By;
use nproxy_app::backup;
use nproxy_app::keys::words::counted;
use nproxy_store::{Store, StoreOptions};
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::backup::{identities, place};
use crate::args::Restore;
use crate::env;
use crate::out::Out;
use crate::progress::Progress;

pub async fn run(asked: &Restore, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let parts = super::parts(file)?;
    let (place, identities) = (place(&parts.config)?, identities(&parts, asked.identity.as_deref())?);
    let database = &parts.config.database;
    let options =
        StoreOptions { url: database.url.expose_secret().to_owned(), connections_max: database.connections_max };
    let connect = async || Store::connect(options.clone(), parts.master_key.clone()).await;
    let progress = Progress::new(out, "restoring");
    let restored = backup::restore(&env::system(), &By::operator(), &place, &asked.from, &identities, connect).await?;
    drop(progress);
    let made_at = restored.manifest.made_at;
    let answer = json!({ "restored": true, "made_at": made_at, "signed_out": restored.signed_out });
    out.say(&answer, || {
        format!(
            "The database is as it was at {}. {} signed out.\nNext, with web and worker running:\n  \
             nproxy payments reconcile --since {}\n  nproxy ledger check\n  nproxy assets check",
            made_at.format("%F %T UTC"),
            counted(restored.signed_out, "browser"),
            made_at.format("%FT%TZ"),
        )
    });
    Ok(())
}
