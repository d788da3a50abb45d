use chrono::{DateTime, Utc};
use nproxy_app::cycles::{self, LimitChange};
use nproxy_domain::CycleId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dto::SMALL_BYTES_MAX;
use crate::extract::Body;
use crate::problem::{Code, Problem};

/// A month without a payment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantCycle {
    /// Also one that is not on sale.
    pub plan: String,
    #[schema(min_length = 1)]
    pub reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GrantedReply {
    pub cycle: GrantedCycle,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GrantedCycle {
    #[schema(value_type = Uuid)]
    pub id: CycleId,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub request_limit: u32,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRequests {
    #[schema(inline)]
    pub kind: ChangeKind,
    /// At least 1 with `grant`; `correct` may take away.
    pub amount: i64,
    #[schema(min_length = 1)]
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Grant,
    Correct,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CountersReply {
    pub cycle: Counters,
}

/// The month's exact counts, which only admins see.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CycleCounters)]
pub struct Counters {
    #[schema(value_type = Uuid)]
    pub id: CycleId,
    pub request_limit: u32,
    pub spent: u32,
    /// By pictures that are not done yet.
    pub held: u32,
}

impl Body for GrantCycle {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for ChangeRequests {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl ChangeRequests {
    pub fn change(&self) -> Result<LimitChange, Problem> {
        let refused = |why: &str| Err(Problem::field(Code::InvalidBody, "/amount", &why));
        match (self.kind, u32::try_from(self.amount)) {
            (_, Ok(0)) => refused("nothing would change"),
            (ChangeKind::Grant, Ok(requests)) => Ok(LimitChange::Grant(requests)),
            (ChangeKind::Grant, Err(_)) => refused("at least one request is granted, and less than four billion"),
            (ChangeKind::Correct, _) => Ok(LimitChange::Correct(self.amount)),
        }
    }
}

impl From<cycles::Granted> for GrantedReply {
    fn from(granted: cycles::Granted) -> Self {
        let cycles::Granted { cycle: id, starts_at, ends_at, request_limit } = granted;
        Self { cycle: GrantedCycle { id, starts_at, ends_at, request_limit } }
    }
}

impl From<cycles::RequestsChanged> for CountersReply {
    fn from(changed: cycles::RequestsChanged) -> Self {
        let after = changed.after;
        let cycle = Counters { id: changed.cycle, request_limit: after.limit, spent: after.spent, held: after.held };
        Self { cycle }
    }
}
