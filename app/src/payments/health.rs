//! Whether processors answer. One that doesn't, several times in a row, is one incident until it does.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::Duration;
use nproxy_domain::ProcessorId;
use nproxy_domain::mail::Severity;
use nproxy_domain::outcome::{Class, PluginError};
use nproxy_store::{StoreError, incidents as keys};

use crate::App;
use crate::incidents::{self, Trouble};

/// Questions in a row without an answer that make an incident.
const DOWN_AFTER: u32 = 5;
/// A process that has failed renews the incident; where nobody has for so long, another one's success ends it.
const STALE_AFTER: Duration = Duration::minutes(10);

/// Questions in a row that failed in this process.
#[derive(Debug, Default)]
pub(crate) struct Failures(Mutex<BTreeMap<ProcessorId, u32>>);

impl Failures {
    /// How many failed before.
    fn end(&self, processor: &ProcessorId) -> u32 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(processor).unwrap_or_default()
    }

    /// How many have failed by now.
    fn add(&self, processor: &ProcessorId) -> u32 {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = failures.entry(processor.clone()).or_default();
        *count = count.saturating_add(1);
        *count
    }
}

/// Takes note of how a question ended, outside of any transaction.
pub(super) async fn saw<T>(
    app: &App,
    processor: &ProcessorId,
    outcome: &Result<T, PluginError>,
) -> Result<(), StoreError> {
    match outcome {
        Ok(_) => answered(app, processor).await,
        // It is there, and dislikes this one question.
        Err(error) if error.class == Class::BadRequest => Ok(()),
        Err(error) => silent(app, processor, error).await,
    }
}

async fn answered(app: &App, processor: &ProcessorId) -> Result<(), StoreError> {
    let failed_here = app.payments().failures.end(processor) > 0;
    let key = keys::processor_down(processor);
    let Some(open) = keys::open(app.store.read(), &key).await? else { return Ok(()) };
    if failed_here || open.updated_at + STALE_AFTER <= app.env.now() {
        let key = &key;
        app.store.write(|tx| async move { incidents::recover(&tx, &app.env, key).await }).await?;
    }
    Ok(())
}

async fn silent(app: &App, processor: &ProcessorId, error: &PluginError) -> Result<(), StoreError> {
    let failures = app.payments().failures.add(processor);
    let class = error.class.as_str();
    tracing::info!(%processor, class, detail = error.detail, failures, "a processor did not answer");
    if failures < DOWN_AFTER {
        return Ok(());
    }
    let report = |tx| async move {
        let trouble = Trouble {
            key: keys::processor_down(processor),
            severity: Severity::Critical,
            subject: processor.to_string(),
            title: format!("The payment processor {processor} does not answer"),
            detail: error.detail.clone(),
        };
        incidents::report(&tx, &app.env, trouble).await
    };
    app.store.write(report).await?;
    Ok(())
}
