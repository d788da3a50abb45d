//! A worker takes generations and keeps them.

use std::collections::HashSet;

use chrono::Duration;
use nproxy_domain::{GenerationId, LeaseId, Timestamp, TurnId, UserId};
use nproxy_store::StoreError;
use nproxy_store::generations::{self, Claim, GenerationRow, Held};

use crate::App;
use crate::crash::{self, CrashStep};

/// A generation in a worker's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub id: GenerationId,
    pub lease: LeaseId,
    pub turn: TurnId,
    pub user: UserId,
    /// All attempts end by then.
    pub deadline: Timestamp,
    /// The customer no longer wants it: nothing new is tried.
    pub cancel_asked: bool,
}

impl Claimed {
    /// What the heartbeat is told.
    pub fn held(&self) -> Held {
        Held { generation: self.id, lease: self.lease }
    }

    fn of(row: &GenerationRow, lease: LeaseId, deadline: Timestamp) -> Self {
        Self {
            id: GenerationId(row.id),
            lease,
            turn: TurnId(row.turn_id),
            user: UserId(row.user_id),
            deadline: row.deadline.unwrap_or(deadline),
            cancel_asked: row.cancel_asked,
        }
    }
}

/// Takes at most `rows_max` generations, at most one of each customer; claim again until nothing comes. `take_over`:
/// also those whose worker let its lease lapse.
pub async fn claim(app: &App, rows_max: u32, take_over: bool) -> Result<Vec<Claimed>, StoreError> {
    let claimed = app
        .store
        .write(move |tx| async move {
            let now = app.env.now();
            let settings = &app.settings.worker;
            let claim = Claim {
                lease: LeaseId::new(&app.env),
                lease_until: after(now, settings.lease),
                deadline: after(now, settings.deadline),
                running_per_user_max: app.settings.queue.running_per_user_max,
                rows_max,
                take_over,
                now,
            };
            let rows = generations::claim(&tx, &claim).await?;
            for row in &rows {
                tx.notify(nproxy_store::Topic::User(UserId(row.user_id)));
            }
            Ok::<_, StoreError>(
                rows.iter().map(|row| Claimed::of(row, claim.lease, claim.deadline)).collect::<Vec<_>>(),
            )
        })
        .await?;
    if !claimed.is_empty() {
        crash::point(CrashStep::AfterClaim);
    }
    Ok(claimed)
}

/// Prolongs all leases of a worker at once and says which generations are still its own.
pub async fn heartbeat(app: &App, held: &[Held]) -> Result<HashSet<Held>, StoreError> {
    let kept = app
        .store
        .write(move |tx| async move {
            let lease_until = after(app.env.now(), app.settings.worker.lease);
            generations::heartbeat(&tx, held, lease_until).await
        })
        .await?;
    Ok(kept.into_iter().collect())
}

fn after(now: Timestamp, by: std::time::Duration) -> Timestamp {
    now + Duration::from_std(by).unwrap_or(Duration::MAX)
}
