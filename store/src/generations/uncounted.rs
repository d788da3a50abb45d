//! Ends that a customer isn't charged for, though an upstream may charge for them.

use nproxy_domain::{Timestamp, UserId};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use crate::StoreError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncounted {
    /// The prompt or the result was declined for its content.
    Declined,
    /// Cancelled while it was being made.
    CancelledRunning,
}

/// When the `nth` newest end of this kind came, if that was after `since`: 1 is the newest. So many there were at least.
pub async fn nth_newest(
    db: &impl ConnectionTrait,
    user: UserId,
    kind: Uncounted,
    nth: u32,
    since: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    #[derive(FromQueryResult)]
    struct End {
        finished_at: Timestamp,
    }
    let statement = statement(db.get_database_backend(), user, kind, nth, since);
    Ok(End::find_by_statement(statement).one(db).await?.map(|end| end.finished_at))
}

pub(super) fn statement(backend: DbBackend, user: UserId, kind: Uncounted, nth: u32, since: Timestamp) -> Statement {
    // Word for word the conditions of the partial indexes.
    let kind = match kind {
        Uncounted::Declined => "error_code IN ('declined_prompt', 'declined_output')",
        Uncounted::CancelledRunning => "state = 'cancelled' AND cancel_asked",
    };
    let sql = format!(
        "SELECT finished_at FROM generations WHERE user_id = $1 AND finished_at > $2 AND {kind}
         ORDER BY finished_at DESC LIMIT 1 OFFSET {}",
        nth.saturating_sub(1)
    );
    Statement::from_sql_and_values(backend, sql, [user.0.into(), since.into()])
}
