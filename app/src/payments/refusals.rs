//! Webhooks that are not believed: a few are anybody's noise, many mean that a secret is wrong or that somebody tries.
//!
//! They are counted in this process and not in the database: whoever sends them is nobody, and must not make rows.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::Duration;
use nproxy_domain::mail::Severity;
use nproxy_domain::{ProcessorId, Timestamp};
use nproxy_store::{StoreError, incidents as keys};

use crate::App;
use crate::incidents::{self, Trouble};
use crate::notices::RefusedWebhooks;

/// What goes on is reported again at most so often.
const AGAIN_AFTER: Duration = Duration::minutes(1);

#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<BTreeMap<ProcessorId, Window>>);

#[derive(Clone, Copy, Debug)]
struct Window {
    since: Timestamp,
    count: u32,
    reported_at: Option<Timestamp>,
}

impl Refusals {
    /// Counts one more. How many there were, if that is to be reported.
    fn add(&self, processor: &ProcessorId, now: Timestamp, limit: &RefusedWebhooks) -> Option<u32> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Window { since: now, count: 0, reported_at: None };
        let window = all.entry(processor.clone()).or_insert(fresh);
        if window.since + limit.within <= now {
            *window = Window { reported_at: window.reported_at, ..fresh };
        }
        window.count = window.count.saturating_add(1);
        let is_news = window.reported_at.is_none_or(|at| at + AGAIN_AFTER <= now);
        let is_due = window.count >= limit.count && is_news;
        is_due.then(|| {
            window.reported_at = Some(now);
            window.count
        })
    }
}

/// Takes note of a webhook whose signature was missing, wrong or too old.
pub(super) async fn saw(app: &App, processor: &ProcessorId) -> Result<(), StoreError> {
    let limit = &app.settings.notices.refused_webhooks;
    let Some(count) = app.payments().refusals.add(processor, app.env.now(), limit) else { return Ok(()) };
    let report = |tx| async move {
        let trouble = Trouble {
            key: keys::webhooks_refused(processor),
            severity: Severity::Warning,
            subject: processor.to_string(),
            title: format!("webhooks in the name of {processor} have wrong signatures"),
            detail: format!("{count} within {} min", limit.within.num_minutes()),
        };
        incidents::report(&tx, &app.env, trouble).await
    };
    app.store.write(report).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_noise_many_are_reported_and_then_once_a_minute() {
        let (refusals, processor) = (Refusals::default(), ProcessorId::from("till"));
        let limit = RefusedWebhooks { count: 3, within: Duration::minutes(10) };
        let start: Timestamp = "2027-01-15T10:00:00Z".parse().unwrap();
        let add = |seconds| refusals.add(&processor, start + Duration::seconds(seconds), &limit);
        assert_eq!([0, 1, 2, 3, 61, 62, 63].map(add), [None, None, Some(3), None, None, Some(6), None]);
        assert_eq!([700, 701, 702].map(add), [None, None, Some(3)], "a new window counts anew");
        assert_eq!(refusals.add(&ProcessorId::from("other"), start, &limit), None);
    }
}
