use chrono::{DateTime, Utc};
use nproxy_app::lists::{self, CycleState};
use nproxy_domain::{CycleId, PaymentId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CsvRow, UserRef};

/// A month of a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminCycle {
    #[schema(value_type = Uuid)]
    pub id: CycleId,
    pub user: UserRef,
    pub plan: String,
    pub plan_label: String,
    #[schema(inline)]
    pub state: AdminCycleState,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub request_limit: i64,
    pub spent: i64,
    pub held: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Uuid>)]
    pub payment_id: Option<PaymentId>,
    pub created_at: DateTime<Utc>,
}

/// `queued`: it has not begun; `voided`: taken back before it did.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdminCycleState {
    Current,
    Queued,
    Ended,
    Voided,
}

impl CsvRow for AdminCycle {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "user.id",
        "user.email",
        "plan",
        "plan_label",
        "state",
        "starts_at",
        "ends_at",
        "request_limit",
        "spent",
        "held",
        "payment_id",
        "created_at",
    ];
}

impl From<lists::AdminCycle> for AdminCycle {
    fn from(cycle: lists::AdminCycle) -> Self {
        Self {
            id: cycle.id,
            user: UserRef { id: cycle.user, email: cycle.email },
            plan: cycle.plan,
            plan_label: cycle.plan_label,
            state: match cycle.state {
                CycleState::Current => AdminCycleState::Current,
                CycleState::Queued => AdminCycleState::Queued,
                CycleState::Ended => AdminCycleState::Ended,
                CycleState::Voided => AdminCycleState::Voided,
            },
            starts_at: cycle.starts_at,
            ends_at: cycle.ends_at,
            request_limit: cycle.request_limit,
            spent: cycle.spent,
            held: cycle.held,
            payment_id: cycle.payment,
            created_at: cycle.created_at,
        }
    }
}

impl From<AdminCycleState> for CycleState {
    fn from(state: AdminCycleState) -> Self {
        match state {
            AdminCycleState::Current => Self::Current,
            AdminCycleState::Queued => Self::Queued,
            AdminCycleState::Ended => Self::Ended,
            AdminCycleState::Voided => Self::Voided,
        }
    }
}
