//! `nproxy openapi`: the document that clients are generated from; always JSON.

use crate::out;

pub fn run() -> anyhow::Result<()> {
    out::line(&serde_json::to_string_pretty(&nproxy_server::openapi())?);
    Ok(())
}
