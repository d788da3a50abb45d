//! Trouble that the operator should know of. One trouble is one incident, however often it is met. Who is told of it, and how,
//! is [`crate::notices`]'.

mod review;

use nproxy_domain::mail::Severity;
use nproxy_domain::redact::plain;
use nproxy_domain::{Env, IncidentId};
use nproxy_store::{StoreError, Tx, incidents};

pub use review::{REVIEW_EVERY, ReviewIncidents, review};

/// Trouble as it is met.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// What is wrong with what, so that the same trouble is recognised: `provider_down:nano_banana`.
    pub key: String,
    pub severity: Severity,
    /// What it is about, as people call it: a label, a name. Empty: the key says it.
    pub subject: String,
    /// One line.
    pub title: String,
    /// May quote the outside world; is made plain.
    pub detail: String,
}

/// What came of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// This is news.
    Opened(IncidentId),
    /// It was open already, and has now been met so many times.
    Again(IncidentId, u64),
}

/// Opens an incident, or updates the open one of the same key.
pub async fn report(tx: &Tx, env: &Env, trouble: Trouble) -> Result<Reported, StoreError> {
    let report = incidents::Report {
        id: IncidentId::new(env),
        key: trouble.key,
        severity: trouble.severity,
        subject: plain(&trouble.subject, &[]),
        title: plain(&trouble.title, &[]),
        detail: plain(&trouble.detail, &[]),
        at: env.now(),
    };
    let row = incidents::report(tx, report).await?;
    let id = IncidentId(row.id);
    Ok(match u64::try_from(row.times).unwrap_or(1) {
        0 | 1 => Reported::Opened(id),
        times => Reported::Again(id, times),
    })
}

/// The trouble is over. `None`: there was no open incident of this key.
pub async fn recover(tx: &Tx, env: &Env, key: &str) -> Result<Option<IncidentId>, StoreError> {
    Ok(incidents::recover(tx, key, env.now()).await?.map(|row| IncidentId(row.id)))
}

/// The troubles of these keys are over, as far as they were open.
pub async fn recover_all(tx: &Tx, env: &Env, keys: &[String]) -> Result<(), StoreError> {
    incidents::recover_all(tx, keys, env.now()).await
}
