//! A worker takes generations and keeps them.

use std::collections::HashSet;

use chrono::Duration;
use nproxy_domain::{GenerationId, LeaseId, Timestamp, TurnId, UserId};
use nproxy_store::generations::{self, Claim, GenerationRow, Held};
use nproxy_store::{StoreError, attempts};

use crate::App;
use crate::crash::{self, CrashStep};

/// A generation in a worker's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub id: GenerationId,
    pub lease: LeaseId,
    /// It is ours until then, longer with every heartbeat.
    pub lease_until: Timestamp,
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

    fn of(row: &GenerationRow, claim: &Claim) -> Self {
        Self {
            id: GenerationId(row.id),
            lease: claim.lease,
            lease_until: claim.lease_until,
            turn: TurnId(row.turn_id),
            user: UserId(row.user_id),
            deadline: row.deadline.unwrap_or(claim.deadline),
            cancel_asked: row.cancel_asked,
        }
    }
}

/// Takes at most `rows_max` generations, at most one of each customer; claim again until nothing comes.
///
/// Before `take_over_until` also those whose worker let its lease lapse. A worker names the moment at which its own
/// leases may lapse: after it, what it would take over could be its own, and be bought twice.
pub async fn claim(app: &App, rows_max: u32, take_over_until: Option<Timestamp>) -> Result<Vec<Claimed>, StoreError> {
    let claimed = app
        .store
        .write(move |tx| async move {
            let now = app.env.now();
            let settings = &app.settings.worker;
            let claim = Claim {
                lease: LeaseId::new(&app.env),
                lease_until: lease_from(app, now),
                deadline: after(now, settings.deadline),
                running_per_user_max: app.settings.queue.running_per_user_max,
                rows_max,
                take_over: take_over_until.is_some_and(|until| now < until),
                now,
            };
            let rows = generations::claim(&tx, &claim).await?;
            let ids: Vec<_> = rows.iter().map(|row| GenerationId(row.id)).collect();
            let in_the_works = attempts::in_the_works(&tx, &ids).await?;
            // Nobody sees that an upstream is asked how far it is.
            for row in rows.iter().filter(|row| !in_the_works.contains(&GenerationId(row.id))) {
                tx.notify(nproxy_store::Topic::User(UserId(row.user_id)));
            }
            Ok::<_, StoreError>(rows.iter().map(|row| Claimed::of(row, &claim)).collect::<Vec<_>>())
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
        .write(move |tx| async move { generations::heartbeat(&tx, held, lease_from(app, app.env.now())).await })
        .await?;
    Ok(kept.into_iter().collect())
}

/// Ends all leases of a worker that no longer works on them, so that others need not wait until they lapse.
pub async fn let_go(app: &App, held: &[Held]) -> Result<(), StoreError> {
    app.store
        .write(move |tx| async move {
            generations::heartbeat(&tx, held, app.env.now()).await?;
            tx.notify(nproxy_store::Topic::Work);
            Ok(())
        })
        .await
}

/// When a lease lapses that is taken or prolonged now.
pub(crate) fn lease_from(app: &App, now: Timestamp) -> Timestamp {
    after(now, app.settings.worker.lease)
}

fn after(now: Timestamp, by: std::time::Duration) -> Timestamp {
    now + Duration::from_std(by).unwrap_or(Duration::MAX)
}
