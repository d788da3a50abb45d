//! `nproxy keys reseal`

use nproxy_app::audit::By;
use nproxy_app::keys::{self, words};
use nproxy_store::MasterKey;
use secrecy::ExposeSecret as _;
use serde_json::json;

use crate::desk::Call;
use crate::failure::Usage;
use crate::{commands, env, input, wire};

/// The database is not the configured master key's yet, so nothing else of the product is built around it.
pub async fn run(call: Call<'_>) -> anyhow::Result<()> {
    if call.actor.is_some() {
        return Err(
            Usage("only the operator changes the master key: leave --as and NPROXY_ACTOR out".to_owned()).into()
        );
    }
    let parts = commands::parts(call.file)?;
    let old = input::secret("old master key")?;
    let old = MasterKey::parse(old.expose_secret()).map_err(|error| Usage(error.to_string()))?;
    let store = wire::store(&parts).await?;
    store.ready().await?;
    let values = keys::reseal(&store, &env::system(), &By::operator(), &old).await?;
    let id = store.master_key().id();
    store.close().await;
    call.out.say(&json!({ "values": values, "master_key": id }), || {
        format!(
            "{} sealed with the master key {id}. Older backups need the old one still: keep both apart.",
            words::counted(values, "value")
        )
    });
    Ok(())
}
