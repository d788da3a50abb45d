//! What is seen by looking becomes an incident, and ends one: the parts that [`crate::health`] judges, by its limits.
//!
//! A part that goes on and off around a limit is one incident: it is over once the part was well for [`CALM`], and as
//! long as it is open it matters as much as it did at its worst.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::TimeDelta;
use nproxy_domain::mail::Severity;
use nproxy_domain::redact::plain;
use nproxy_store::entities::incidents::Model as Incident;
use nproxy_store::jobs::Job;
use nproxy_store::{StoreError, Tx, incidents};
use serde::{Deserialize, Serialize};

use super::{Kind, compose};
use crate::App;
use crate::health::{self, Component, HealthWatch, State};
use crate::incidents::{Trouble, recover_all, report};
use crate::pool_state::{PoolState, ProcessState, ProviderState};

pub const WATCH_EVERY: Duration = Duration::from_mins(1);
/// A part has to be well for so long.
const CALM: TimeDelta = TimeDelta::minutes(5);

/// Those whose incidents begin and end here.
const WATCHED: [Kind; 9] = [
    Kind::KeysFew,
    Kind::ProcessSilent,
    Kind::QueueOld,
    Kind::MailWaits,
    Kind::DiskLow,
    Kind::Storage,
    Kind::Certificate,
    Kind::Clock,
    Kind::BackupStale,
];

/// The job that calls [`watch`](fn@watch).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Watch {}

impl Job for Watch {
    const KIND: &'static str = "notices_watch";
    const TRIES_MAX: i32 = 1;
}

/// What is not as it should be, or can't be seen.
struct Sight {
    key: String,
    /// `None`: it can't be seen, so what is open stays open.
    severity: Option<Severity>,
    subject: String,
    detail: String,
}

/// Looks at everything and brings the incidents in line. Where the database is away nothing can be noted, and the
/// heartbeat stops instead.
pub async fn watch(app: &App, health: &HealthWatch) -> Result<(), StoreError> {
    let (report, pool) = (health.look().await, health.pool().await);
    let Ok(pool) = pool else { return Ok(()) };
    let mut sights = of_parts(&report.components);
    sights.extend(of_mail(&health::mail_waits(app).await?));
    sights.extend(of_pool(app, &pool));
    sights.extend(of_processes(&pool.processes));
    let (sights, now) = (&sights, app.env.now());
    let line_up = |tx: Tx| async move {
        let open = incidents::all_open(&tx).await?;
        let open: BTreeMap<&str, &Incident> = open.iter().map(|row| (row.key.as_str(), row)).collect();
        for sight in sights {
            note(&tx, app, sight, open.get(sight.key.as_str()).copied()).await?;
        }
        let is_watched = |key: &str| Kind::of_key(key).is_some_and(|(kind, _)| WATCHED.contains(&kind));
        let is_over = |row: &Incident| {
            let limit = if is_refusals(&row.key) { app.settings.notices.refused_webhooks.within } else { CALM };
            (is_watched(&row.key) || is_refusals(&row.key)) && row.updated_at + limit <= now
        };
        let is_seen = |key: &str| sights.iter().any(|sight| sight.key == key);
        let over = open.values().filter(|row| is_over(row) && !is_seen(&row.key)).map(|row| row.key.clone());
        recover_all(&tx, &app.env, &over.collect::<Vec<_>>()).await
    };
    app.store.write(line_up).await
}

/// Whoever refuses them reports it; nothing but time says that it is over.
fn is_refusals(key: &str) -> bool {
    Kind::of_key(key).is_some_and(|(kind, _)| kind == Kind::WebhooksRefused)
}

async fn note(tx: &Tx, app: &App, sight: &Sight, open: Option<&Incident>) -> Result<(), StoreError> {
    match (sight.severity, open) {
        (Some(severity), open) if open.is_none_or(|row| compose::severity(row) < severity) => {
            let (key, subject) = (sight.key.clone(), sight.subject.clone());
            let title = match Kind::of_key(&key) {
                Some((kind, _)) => (super::words::of(crate::accounts::Language::En).title)(kind, severity, &subject),
                None => key.clone(),
            };
            let trouble = Trouble { key, severity, subject, title, detail: sight.detail.clone() };
            report(tx, &app.env, trouble).await?;
            Ok(())
        }
        (_, Some(_)) => incidents::still(tx, &sight.key, app.env.now()).await,
        (_, None) => Ok(()),
    }
}

/// What has an incident of its own: payments, proxies and shared outages are reported where they are met.
fn of_parts(components: &[Component]) -> Vec<Sight> {
    let kind = |part: &Component| match part.kind {
        health::Kind::Queue => Some(Kind::QueueOld),
        health::Kind::Disk => Some(Kind::DiskLow),
        health::Kind::Storage => Some(Kind::Storage),
        health::Kind::Certificate => Some(Kind::Certificate),
        health::Kind::Clock => Some(Kind::Clock),
        health::Kind::Backup => Some(Kind::BackupStale),
        _ => None,
    };
    components.iter().filter_map(|part| sight(part, &kind(part)?.key(""), &part.value)).collect()
}

fn of_mail(part: &Component) -> Option<Sight> {
    sight(part, &Kind::MailWaits.key(""), &part.value)
}

/// A provider without a key was never set up.
fn of_pool(app: &App, pool: &PoolState) -> Vec<Sight> {
    let has_keys = |state: &ProviderState| state.keys.values().any(|keys| *keys > 0);
    let with_keys = pool.providers.iter().filter(|(_, state)| has_keys(state));
    let parts = with_keys.map(|(provider, state)| (provider, health::provider_part(app, provider, state)));
    parts.filter_map(|(provider, part)| sight(&part, &Kind::KeysFew.key(provider), provider)).collect()
}

/// One for each kind of process. Who was killed leaves his row for a day: another of its kind that began since is there in
/// its stead.
fn of_processes(processes: &[ProcessState]) -> Vec<Sight> {
    let mut silent: BTreeMap<&str, u32> = BTreeMap::new();
    for process in processes.iter().filter(|process| process.is_silent() && !process.is_replaced(processes)) {
        *silent.entry(&process.role).or_default() += 1;
    }
    let sight = |(role, count): (&str, u32)| {
        let is_there = processes.iter().any(|other| other.role == role && !other.is_silent());
        Sight {
            key: Kind::ProcessSilent.key(role),
            severity: Some(if is_there { Severity::Warning } else { Severity::Critical }),
            subject: role.to_owned(),
            detail: format!("{count} left out at least three heartbeats"),
        }
    };
    silent.into_iter().map(sight).collect()
}

/// `None`: it is well.
fn sight(part: &Component, key: &str, subject: &str) -> Option<Sight> {
    let severity = match part.state {
        State::Ok => return None,
        State::Unknown => None,
        State::Warning => Some(Severity::Warning),
        State::Critical => Some(Severity::Critical),
    };
    // A title that names the value says it already.
    let value = (subject != part.value).then_some(&part.value);
    let detail = [value, part.detail.as_ref()].into_iter().flatten().cloned().collect::<Vec<_>>();
    let (subject, detail) = (plain(subject, &[]), plain(&detail.join("; "), &[]));
    Some(Sight { key: key.to_owned(), severity, subject, detail })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(kind: health::Kind, state: State) -> Component {
        Component {
            id: kind.as_str().to_owned(),
            kind,
            label: "a part".to_owned(),
            state,
            value: "3 % free".to_owned(),
            threshold: None,
            checked_at: None,
            detail: Some("why".to_owned()),
        }
    }

    #[test]
    fn a_bad_part_is_an_incident_a_good_one_is_none_and_one_that_is_not_seen_leaves_things_as_they_are() {
        for (kind, key) in [
            (health::Kind::Disk, "disk_low"),
            (health::Kind::Storage, "storage"),
            (health::Kind::Certificate, "certificate"),
            (health::Kind::Clock, "clock"),
            (health::Kind::Backup, "backup_stale"),
            (health::Kind::Queue, "queue_old"),
        ] {
            for (state, severity) in [
                (State::Warning, Some(Severity::Warning)),
                (State::Critical, Some(Severity::Critical)),
                (State::Unknown, None),
            ] {
                let [sight] = of_parts(&[part(kind, state)]).try_into().unwrap_or_else(|_| panic!("{kind:?}"));
                assert_eq!((sight.key.as_str(), sight.severity), (key, severity));
                assert_eq!((sight.subject.as_str(), sight.detail.as_str()), ("3 % free", "why"));
                let (kind, _) = Kind::of_key(&sight.key).expect("a kind of ours");
                assert!(WATCHED.contains(&kind), "{kind:?} would never end");
            }
            assert!(of_parts(&[part(kind, State::Ok)]).is_empty());
        }
    }

    #[test]
    fn what_has_an_incident_of_its_own_is_not_reported_twice() {
        for kind in [health::Kind::Proxies, health::Kind::Processor, health::Kind::Switches, health::Kind::Pool] {
            assert!(of_parts(&[part(kind, State::Critical)]).is_empty(), "{kind:?}");
        }
    }
}
