//! What needs a person now.

use chrono::TimeDelta;
use nproxy_domain::Timestamp;
use nproxy_domain::mail::Severity;
use nproxy_domain::redact::plain;
use nproxy_store::overview::{self, OpenIncident, OpenTrouble};
use nproxy_store::{StoreError, switches};
use uuid::Uuid;

use crate::App;
use crate::notices::Kind;
use crate::pool_state::{PoolState, ProcessState, ProviderState};

/// Mails that failed longer ago are history.
const MAILS_SINCE: TimeDelta = TimeDelta::days(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttentionKind {
    PoolEmpty,
    PoolLow,
    KeysInReview,
    KeysOutOfFunds,
    PaymentsInReview,
    MailsFailed,
    ProcessesSilent,
    WebhooksRefused,
    ProxiesDead,
    SwitchedOff,
    Incident,
}

/// Something that needs a person; `count` of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    pub kind: AttentionKind,
    pub severity: Severity,
    pub count: u32,
    pub title: String,
    /// What it is about, where it is one thing.
    pub provider: Option<String>,
    /// Of the incident, or of the payment if it is the only one.
    pub id: Option<Uuid>,
    pub since: Option<Timestamp>,
}

pub(super) async fn look(app: &App, pool: Option<&PoolState>) -> Result<Vec<Attention>, StoreError> {
    let db = app.store.read();
    let (trouble, switches) = tokio::try_join!(overview::trouble(db, app.env.now() - MAILS_SINCE), switches::read(db))?;
    let mut all = of_rows(&trouble);
    if let Some(pool) = pool {
        of_pool(app, pool, &mut all);
    }
    let mut off = |is_off: bool, what: &str| {
        if is_off {
            all.push(attention(AttentionKind::SwitchedOff, Severity::Warning, 1, what.to_owned()));
        }
    };
    off(switches.generation_paused, "image generation is paused");
    off(switches.read_only, "the product is read-only");
    for name in switches.off() {
        off(true, &format!("{} is off", plain(name, &[])));
    }
    all.sort_by_key(|one| (std::cmp::Reverse(rank(one.severity)), one.kind));
    Ok(all)
}

fn of_rows(trouble: &OpenTrouble) -> Vec<Attention> {
    let count = |rows: i64| u32::try_from(rows).unwrap_or(u32::MAX);
    let some = |kind, severity, rows: i64, title: &str, since| {
        (rows > 0).then(|| Attention { since, ..attention(kind, severity, count(rows), title.to_owned()) })
    };
    let payments = some(
        AttentionKind::PaymentsInReview,
        Severity::Warning,
        trouble.payments_in_review,
        "payments wait for a decision",
        trouble.payments_since,
    );
    let payments = payments.map(|one| Attention { id: trouble.payment.filter(|_| one.count == 1), ..one });
    let mails =
        some(AttentionKind::MailsFailed, Severity::Warning, trouble.mails_failed, "mails failed within a day", None);
    [payments, mails].into_iter().flatten().collect()
}

fn of_pool(app: &App, pool: &PoolState, all: &mut Vec<Attention>) {
    for (provider, state) in &pool.providers {
        of_provider(app, provider, state, all);
    }
    let silent = pool.processes.iter().filter(|process| ProcessState::is_silent(process)).count();
    if silent > 0 {
        let title = "processes are not heard of any more".to_owned();
        let count = u32::try_from(silent).unwrap_or(u32::MAX);
        all.push(attention(AttentionKind::ProcessesSilent, Severity::Critical, count, title));
    }
    let dead = pool.proxies.get("dead").copied().unwrap_or(0);
    if dead > 0 {
        all.push(attention(AttentionKind::ProxiesDead, Severity::Warning, dead, "proxies are dead".to_owned()));
    }
    // What is counted above as it is now would stand there twice.
    let is_counted = |open: &&OpenIncident| {
        let counted = [Kind::KeysFew, Kind::KeyInReview, Kind::PaymentInReview, Kind::Proxy, Kind::ProcessSilent];
        Kind::of_key(&open.key).is_some_and(|(kind, _)| counted.contains(&kind))
    };
    all.extend(pool.newest_incidents.iter().filter(|open| !is_counted(open)).map(of_incident));
}

fn of_incident(open: &OpenIncident) -> Attention {
    let (kind, provider) = match Kind::of_key(&open.key) {
        Some((Kind::WebhooksRefused, processor)) => (AttentionKind::WebhooksRefused, Some(plain(processor, &[]))),
        _ => (AttentionKind::Incident, None),
    };
    Attention {
        id: Some(open.id),
        provider,
        since: Some(open.opened_at),
        ..attention(kind, severity(&open.severity), 1, plain(&open.title, &[]))
    }
}

fn of_provider(app: &App, provider: &str, state: &ProviderState, all: &mut Vec<Attention>) {
    let of = |name: &str| state.keys.get(name).copied().unwrap_or(0);
    let works = of("active") + of("probation");
    let mut say = |kind, severity, count, title| {
        all.push(Attention { provider: Some(provider.to_owned()), ..attention(kind, severity, count, title) });
    };
    if works == 0 {
        say(AttentionKind::PoolEmpty, Severity::Critical, 1, format!("no key of {provider} can be used"));
    } else if works < app.settings.health.keys_few {
        say(AttentionKind::PoolLow, Severity::Warning, works, format!("few keys of {provider} can be used"));
    }
    if of("manual_review") > 0 {
        let title = format!("keys of {provider} wait for a look");
        say(AttentionKind::KeysInReview, Severity::Warning, of("manual_review"), title);
    }
    if of("out_of_funds") > 0 {
        let title = format!("keys of {provider} have no money left");
        say(AttentionKind::KeysOutOfFunds, Severity::Warning, of("out_of_funds"), title);
    }
}

fn attention(kind: AttentionKind, severity: Severity, count: u32, title: String) -> Attention {
    Attention { kind, severity, count, title, provider: None, id: None, since: None }
}

fn severity(name: &str) -> Severity {
    Severity::of_name(name).unwrap_or(Severity::Warning)
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Info => 0,
        Severity::Warning => 1,
        Severity::Critical => 2,
    }
}
