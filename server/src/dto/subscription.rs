use chrono::{DateTime, Utc};
use nproxy_app::cycles;
use nproxy_domain::quota::Bucket;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionState {
    Active,
    /// There was one.
    Ended,
    None,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PlanName {
    pub id: String,
    pub label: String,
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

impl Subscription {
    fn with_cycle(state: SubscriptionState, plan: PlanName, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Self {
        Self { state, plan: Some(plan), starts_at: Some(starts_at), ends_at: Some(ends_at) }
    }
}

impl From<cycles::Subscription> for Subscription {
    fn from(subscription: cycles::Subscription) -> Self {
        match subscription {
            cycles::Subscription::Active { plan, plan_label, starts_at, ends_at } => {
                let plan = PlanName { id: plan, label: plan_label };
                Self::with_cycle(SubscriptionState::Active, plan, starts_at, ends_at)
            }
            cycles::Subscription::Ended { plan, plan_label, starts_at, ends_at } => {
                let plan = PlanName { id: plan, label: plan_label };
                Self::with_cycle(SubscriptionState::Ended, plan, starts_at, ends_at)
            }
            cycles::Subscription::None => {
                Self { state: SubscriptionState::None, plan: None, starts_at: None, ends_at: None }
            }
        }
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
