//! `nproxy cycles ..`

use std::path::Path;

use nproxy_app::audit::By;
use nproxy_app::cycles::{self, AllExtended, ExtendAllError};
use nproxy_domain::Timestamp;
use serde_json::json;

use crate::args::Cycles;
use crate::failure::Usage;
use crate::out::Out;

pub async fn run(command: Cycles, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    let Cycles::ExtendAll { hours, yes, reason } = command;
    let extended = cycles::extend_all(&app, &By::operator(), hours, &reason, !yes).await;
    let AllExtended { cycles, customers, first_new_end, last_new_end } = extended.map_err(|error| match error {
        ExtendAllError::Store(error) => anyhow::Error::from(error),
        usage => Usage(usage.to_string()).into(),
    })?;
    let answer = json!({
        "dry_run": !yes, "cycles": cycles, "customers": customers,
        "first_new_end": first_new_end, "last_new_end": last_new_end,
    });
    out.say(&answer, || {
        let day = |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), |at| at.format("%F %R UTC").to_string());
        let ends = format!("{} to {}", day(first_new_end), day(last_new_end));
        if yes {
            format!("{cycles} months of {customers} customers are longer now; those that run end {ends}.")
        } else {
            format!("{cycles} months of {customers} customers would be longer, those that run ending {ends}. Do it with --yes.")
        }
    });
    Ok(())
}
