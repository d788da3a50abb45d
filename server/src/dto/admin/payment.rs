use chrono::{DateTime, Utc};
use nproxy_app::payments::desk;
use nproxy_domain::payment::ReviewReason;
use nproxy_domain::{PaymentEventId, UserId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use crate::dto::Payment;
use crate::dto::names::{names, payment_states, review_reasons};

/// A payment as its customer sees it, and what is behind it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminPayment {
    #[serde(flatten)]
    pub payment: Payment,
    #[schema(value_type = Uuid)]
    pub user_id: UserId,
    pub email: String,
    /// The processor's id of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub external_id: Option<String>,
    /// The open question.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = review_reasons, required = false)]
    pub review: Option<ReviewReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub review_detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub review_opened_at: Option<DateTime<Utc>>,
    /// The transaction that its customer says he paid with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reported_tx: Option<String>,
    /// The customer keeps the month whatever becomes of the money.
    pub kept: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub settled_at: Option<DateTime<Utc>>,
    /// What went wrong last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// When the newest reading that came to its end began.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub read_at: Option<DateTime<Utc>>,
    /// Absent: its processor is not asked any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_read_at: Option<DateTime<Utc>>,
    /// Readings in a row that failed.
    pub read_failures: u32,
}

/// A payment with all that is on record of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentFile {
    pub payment: AdminPayment,
    /// First to last.
    pub events: Vec<PaymentEvent>,
    /// What may be done with it as it stands.
    #[schema(schema_with = acts)]
    pub acts: Vec<&'static str>,
}

/// What was told or done.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentEvent {
    #[schema(value_type = Uuid)]
    pub id: PaymentEventId,
    pub at: DateTime<Utc>,
    #[schema(schema_with = event_kinds)]
    pub kind: &'static str,
    /// `system`, `operator` or `user:` and an id.
    pub actor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = payment_states, required = false)]
    pub before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = payment_states, required = false)]
    pub after: Option<String>,
    pub summary: String,
    /// What was told, redacted; for an act its particulars.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, required = false)]
    pub body: Option<serde_json::Value>,
}

impl From<desk::AdminPayment> for AdminPayment {
    fn from(seen: desk::AdminPayment) -> Self {
        Self {
            user_id: seen.view.user,
            payment: seen.view.into(),
            email: seen.email,
            external_id: seen.external_id,
            review: seen.review,
            review_detail: seen.review_detail,
            review_opened_at: seen.review_opened_at,
            reported_tx: seen.reported_tx,
            kept: seen.kept,
            settled_at: seen.settled_at,
            detail: seen.detail,
            read_at: seen.read_at,
            next_read_at: seen.next_read_at,
            read_failures: seen.read_failures,
        }
    }
}

impl From<desk::PaymentFile> for PaymentFile {
    fn from(file: desk::PaymentFile) -> Self {
        let desk::PaymentFile { payment, events, acts } = file;
        Self { payment: payment.into(), events: events.into_iter().map(PaymentEvent::from).collect(), acts }
    }
}

impl From<desk::EventView> for PaymentEvent {
    fn from(event: desk::EventView) -> Self {
        let desk::EventView { id, at, kind, actor, before, after, summary, body } = event;
        Self { id, at, kind, actor, before, after, summary, body }
    }
}

fn event_kinds() -> Object {
    names(["placed", "created", "webhook", "read", "found", "reported", "act", "failed"])
}

fn acts() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::Array::new(names(["confirm", "activate", "grant", "refund_noted", "reject", "keep"]))
}
