//! In English.

use nproxy_domain::mail::Severity;

use super::{Words, percent, seconds};
use crate::notices::Kind;
use crate::notices::digest::Figures;

pub(super) const WORDS: Words = Words {
    title,
    times: |times| format!("Met {times} times."),
    open_since: |first, last| format!("Open since {first}, seen last {last}."),
    over_after: |span| format!("Over after {span}."),
    severity: |severity| match severity {
        Severity::Info => "To know",
        Severity::Warning => "Warning",
        Severity::Critical => "Critical",
    },
    over: "Over",
    open: "Open in the admins' web",
    span: |seconds| super::span(seconds, ["d", "h", "min", "s"]),
    digest_title: |day| format!("The figures of {day}"),
    digest,
};

fn title(kind: Kind, severity: Severity, about: &str) -> String {
    let is_critical = severity == Severity::Critical;
    match kind {
        Kind::KeyInReview => format!("A key needs a look: {about}"),
        Kind::KeyNotForModel => format!("A key can't use a model: {about}"),
        Kind::Funds if severity == Severity::Info => format!("Money again, its keys wait to be activated: {about}"),
        Kind::Funds => format!("No money left: {about}"),
        Kind::FundsEstimate => format!("Soon no money left, by estimate: {about}"),
        Kind::SharedOutage => format!("Keys fail together: {about}"),
        Kind::Proxy => format!("A proxy fails: {about}"),
        Kind::ModelGone => format!("A model is gone: {about}"),
        Kind::Region => format!("An address of ours is refused: {about}"),
        Kind::SpendAlert => format!("The cost of today reached the alert: {about}"),
        Kind::SpendStop => format!("The cost of today reached the stop, not used before the next day: {about}"),
        Kind::PaymentInReview => format!("A payment waits for a decision: {about}"),
        Kind::ProcessorDown => format!("A payment processor does not answer: {about}"),
        Kind::PaymentsUnknown => format!("Money came that no payment of ours is for: {about}"),
        Kind::WebhooksRefused => format!("Webhooks with wrong signatures: {about}"),
        Kind::KeysFew if is_critical => format!("No key can be used: {about}"),
        Kind::KeysFew => format!("Few keys can be used: {about}"),
        Kind::ProcessSilent if is_critical => format!("No such process is heard of any more: {about}"),
        Kind::ProcessSilent => format!("A process is not heard of any more: {about}"),
        Kind::QueueOld => format!("Pictures wait too long: {about}"),
        Kind::MailWaits => format!("Mail does not go out: {about}"),
        Kind::DiskLow => format!("The disk is filling up: {about}"),
        Kind::Storage => format!("The storage of pictures fails: {about}"),
        Kind::Certificate => format!("The certificate of the public address ends: {about}"),
        Kind::Clock => format!("The clock of this machine is off: {about}"),
        Kind::Ledger => format!("The books disagree: {about}"),
        Kind::BackupStale => format!("The newest backup is too old: {about}"),
    }
}

fn digest(figures: &Figures) -> Vec<String> {
    let rate = percent(figures.succeeded, figures.succeeded + figures.failed);
    let rate = rate.map_or_else(String::new, |rate| format!(", {rate} success"));
    let p95 = figures.p95_ms.map_or_else(String::new, |ms| format!(", 95 of 100 within {}", seconds(ms)));
    let revenue = figures.revenue();
    let mut lines = vec![
        format!("Pictures: {}{rate}{p95}", figures.succeeded),
        format!("Failed: {}, declined: {}, cancelled: {}", figures.failed, figures.declined, figures.cancelled),
        format!("Revenue: {}", if revenue.is_empty() { "none" } else { &revenue }),
        format!("Cost of upstreams, by estimate: ${}", figures.cost_usd),
        format!("New customers: {}; active months: {}", figures.new_users, figures.active_subscriptions),
        format!("Open incidents: {}", figures.open_incidents),
    ];
    let keys =
        figures.pool.iter().map(|pool| format!("Keys of {}: {} of {} work", pool.provider, pool.works, pool.all));
    lines.extend(keys);
    lines
}
