use chrono::{DateTime, Utc};
use nproxy_app::cycles;
use nproxy_domain::PaymentId;
use nproxy_domain::payment::PaymentState;
use nproxy_domain::quota::Bucket;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use super::names::payment_states;
use super::{PlanName, SMALL_BYTES_MAX};
use crate::extract::Body;

/// Where the customer's subscription stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Subscription {
    #[schema(inline)]
    pub state: SubscriptionState,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub plan: Option<PlanName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub starts_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ends_at: Option<DateTime<Utc>>,
    /// With `grace`: what is left of the month may be used until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub grace_until: Option<DateTime<Utc>>,
    /// Paid months that begin when the current one ends, in their order.
    pub queued: Vec<QueuedMonth>,
    /// The newest payment that is still waited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub payment: Option<OpenPayment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionState {
    Active,
    /// It has ended, and what is left of it may still be used for a while.
    Grace,
    /// There was one.
    Ended,
    None,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QueuedMonth {
    pub plan: PlanName,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OpenPayment {
    #[schema(value_type = Uuid)]
    pub id: PaymentId,
    #[schema(schema_with = payment_states)]
    pub state: PaymentState,
    pub in_review: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartNext {
    /// Of the month that is given up, as it was shown: asking twice ends one month.
    pub current_ends_at: DateTime<Utc>,
}

/// What is left of the month, coarsely: the exact count is never told.
#[derive(Debug, Serialize, ToSchema)]
pub struct Quota {
    /// Percent, rounded up to a fifth; 0 only when nothing is left.
    #[schema(schema_with = buckets)]
    pub bucket: Bucket,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub resets_at: Option<DateTime<Utc>>,
}

impl Body for StartNext {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl From<cycles::Subscription> for Subscription {
    fn from(subscription: cycles::Subscription) -> Self {
        use cycles::SubscriptionState as State;
        let cycles::Subscription { state, queued, payment } = subscription;
        let (state, month, grace_until) = match state {
            State::Active(month) => (SubscriptionState::Active, Some(month), None),
            State::Grace { month, until } => (SubscriptionState::Grace, Some(month), Some(until)),
            State::Ended(month) => (SubscriptionState::Ended, Some(month), None),
            State::None => (SubscriptionState::None, None, None),
        };
        let span = month.as_ref().map(|month| (month.starts_at, month.ends_at));
        Self {
            state,
            plan: month.map(|month| PlanName { id: month.plan, label: month.plan_label }),
            starts_at: span.map(|(starts_at, _)| starts_at),
            ends_at: span.map(|(_, ends_at)| ends_at),
            grace_until,
            queued: queued.into_iter().map(QueuedMonth::from).collect(),
            payment: payment.map(OpenPayment::from),
        }
    }
}

impl From<cycles::Month> for QueuedMonth {
    fn from(month: cycles::Month) -> Self {
        let plan = PlanName { id: month.plan, label: month.plan_label };
        Self { plan, starts_at: month.starts_at, ends_at: month.ends_at }
    }
}

impl From<cycles::OpenPayment> for OpenPayment {
    fn from(payment: cycles::OpenPayment) -> Self {
        let cycles::OpenPayment { id, state, in_review } = payment;
        Self { id, state, in_review }
    }
}

impl From<cycles::Quota> for Quota {
    fn from(quota: cycles::Quota) -> Self {
        Self { bucket: quota.bucket, resets_at: quota.resets_at }
    }
}

fn buckets() -> Object {
    ObjectBuilder::new().schema_type(Type::Integer).enum_values(Some([0, 20, 40, 60, 80, 100])).build()
}
