//! Months of customers.

use nproxy_domain::redact::line;
use nproxy_domain::{CycleId, PaymentId, Timestamp, UserId};
use nproxy_store::cycles::CycleRow;
use nproxy_store::lists::{CycleFilter, CycleState};
use nproxy_store::{StoreError, users};

use super::{Shown, users_of};
use crate::App;

#[derive(Clone, PartialEq, Eq)]
pub struct AdminCycle {
    pub id: CycleId,
    pub user: UserId,
    pub email: String,
    pub plan: String,
    pub plan_label: String,
    pub state: CycleState,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub request_limit: i64,
    pub spent: i64,
    pub held: i64,
    pub payment: Option<PaymentId>,
    pub created_at: Timestamp,
}

impl std::fmt::Debug for AdminCycle {
    /// No address in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AdminCycle").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

impl Shown for CycleFilter {
    type Item = AdminCycle;

    const NAME: &'static str = "cycles";

    async fn items(app: &App, rows: Vec<CycleRow>) -> Result<Vec<AdminCycle>, StoreError> {
        let now = app.env.now();
        let emails = users::emails(app.store.read(), &users_of(rows.iter().map(|row| row.user_id))).await?;
        let view = |row: CycleRow| AdminCycle {
            state: CycleState::of(&row, now),
            id: CycleId(row.id),
            user: UserId(row.user_id),
            email: emails.get(&UserId(row.user_id)).map(|email| line(email)).unwrap_or_default(),
            plan: row.plan,
            plan_label: row.plan_label,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            request_limit: row.request_limit,
            spent: row.spent,
            held: row.held,
            payment: row.payment_id.map(PaymentId),
            created_at: row.created_at,
        };
        Ok(rows.into_iter().map(view).collect())
    }
}
