//! The books are compared every day.

use std::time::Duration;

use nproxy_domain::mail::Severity;
use nproxy_store::StoreError;
use nproxy_store::jobs::Job;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::incidents::{Trouble, recover, report};
use crate::{App, cycles};

pub const LEDGER_EVERY: Duration = Duration::from_hours(24);

/// The job that calls [`watch_ledger`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WatchLedger {}

impl Job for WatchLedger {
    const KIND: &'static str = "notices_ledger";
    const TRIES_MAX: i32 = 3;
}

/// Opens an incident where `nproxy ledger check` would find something, and ends it where it would not.
pub async fn watch_ledger(app: &App) -> Result<(), StoreError> {
    let (problems, key) = (&cycles::check_ledger(app).await?, &Kind::Ledger.key(""));
    let note = |tx| async move {
        let Some(first) = problems.first() else {
            recover(&tx, &app.env, key).await?;
            return Ok(());
        };
        let trouble = Trouble {
            key: key.clone(),
            severity: Severity::Critical,
            subject: problems.len().to_string(),
            title: format!("the books disagree in {} places", problems.len()),
            detail: format!("{first}; `nproxy ledger check` lists all"),
        };
        report(&tx, &app.env, trouble).await?;
        Ok(())
    };
    app.store.write(note).await
}
