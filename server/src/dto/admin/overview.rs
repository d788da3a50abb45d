use chrono::{DateTime, NaiveDate, Utc};
use nproxy_app::overview::{self, AttentionKind};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use uuid::Uuid;

use crate::dto::names::names;

/// Something that needs a person; `count` of them. `provider`, `id`: what it is about, where it is one thing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attention {
    #[schema(schema_with = kinds)]
    pub kind: &'static str,
    #[schema(schema_with = severities)]
    pub severity: &'static str,
    pub count: u32,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub since: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Money {
    /// ISO 4217, in capitals.
    pub currency: String,
    pub minor_units: i64,
}

/// One UTC day. A picture belongs to the day on which it ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayFigures {
    #[schema(value_type = String, format = Date)]
    pub day: NaiveDate,
    /// All that ended.
    pub generations: i64,
    pub succeeded: i64,
    /// Without those that were declined.
    pub failed: i64,
    pub declined: i64,
    pub cancelled: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub p50_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub p95_ms: Option<i64>,
    /// Of payments that opened a month.
    pub revenue: Vec<Money>,
    /// Exact decimal US dollars, an estimate.
    pub cost_usd: String,
    pub new_users: i64,
}

/// Days: the newest last, 30 of them; the last one is today so far.
#[derive(Debug, Serialize, ToSchema)]
pub struct Overview {
    pub at: DateTime<Utc>,
    /// The worst first.
    pub attention: Vec<Attention>,
    pub days: Vec<DayFigures>,
    pub active_subscriptions: i64,
    /// Waiting for a key or an upstream included.
    pub running: i64,
    pub queued: i64,
    pub oldest_queued_s: u64,
}

impl From<overview::Overview> for Overview {
    fn from(seen: overview::Overview) -> Self {
        Self {
            at: seen.at,
            attention: seen.attention.into_iter().map(Attention::from).collect(),
            days: seen.days.into_iter().map(DayFigures::from).collect(),
            active_subscriptions: seen.active_subscriptions,
            running: seen.running,
            queued: seen.queued,
            oldest_queued_s: seen.oldest_queued.as_secs(),
        }
    }
}

impl From<overview::Day> for DayFigures {
    fn from(day: overview::Day) -> Self {
        Self {
            generations: day.generations(),
            day: day.date,
            succeeded: day.succeeded,
            failed: day.failed,
            declined: day.declined,
            cancelled: day.cancelled,
            p50_ms: day.p50_ms,
            p95_ms: day.p95_ms,
            revenue: day.revenue.into_iter().map(|(currency, minor_units)| Money { currency, minor_units }).collect(),
            cost_usd: day.cost_usd,
            new_users: day.new_users,
        }
    }
}

impl From<overview::Attention> for Attention {
    fn from(one: overview::Attention) -> Self {
        let overview::Attention { kind, severity, count, title, provider, id, since } = one;
        Self { kind: kind_name(kind), severity: severity.as_str(), count, title, provider, id, since }
    }
}

fn kind_name(kind: AttentionKind) -> &'static str {
    match kind {
        AttentionKind::PoolEmpty => "pool_empty",
        AttentionKind::PoolLow => "pool_low",
        AttentionKind::KeysInReview => "keys_in_review",
        AttentionKind::KeysOutOfFunds => "keys_out_of_funds",
        AttentionKind::PaymentsInReview => "payments_in_review",
        AttentionKind::MailsFailed => "mails_failed",
        AttentionKind::ProcessesSilent => "processes_silent",
        AttentionKind::WebhooksRefused => "webhooks_refused",
        AttentionKind::ProxiesDead => "proxies_dead",
        AttentionKind::SwitchedOff => "switched_off",
        AttentionKind::Incident => "incident",
    }
}

fn kinds() -> Object {
    names([
        "pool_empty",
        "pool_low",
        "keys_in_review",
        "keys_out_of_funds",
        "payments_in_review",
        "mails_failed",
        "processes_silent",
        "webhooks_refused",
        "proxies_dead",
        "switched_off",
        "incident",
    ])
}

fn severities() -> Object {
    names(["info", "warning", "critical"])
}
