//! What runs for a customer now and what failed lately, in turns that are there to be seen.

use nproxy_domain::{GenerationId, Timestamp, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

use crate::StoreError;

/// A generation with what it belongs to.
#[derive(Clone, PartialEq, FromQueryResult)]
pub struct ActivityRow {
    pub generation_id: Uuid,
    pub conversation_id: Uuid,
    pub prompt: String,
    pub width: i64,
    pub height: i64,
}

impl std::fmt::Debug for ActivityRow {
    /// No prompt in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Activity").field("generation_id", &self.generation_id).finish_non_exhaustive()
    }
}

impl ActivityRow {
    pub fn generation(&self) -> GenerationId {
        GenerationId(self.generation_id)
    }
}

const COLUMNS: &str = "g.id AS generation_id, t.conversation_id, t.prompt, t.width, t.height";
const LIVE: &str = "JOIN turns t ON t.id = g.turn_id JOIN conversations c ON c.id = t.conversation_id
    WHERE t.deleted_at IS NULL AND c.deleted_at IS NULL";

/// At most `rows_max` that have come to no end, the oldest first.
pub async fn running(db: &impl ConnectionTrait, user: UserId, rows_max: u64) -> Result<Vec<ActivityRow>, StoreError> {
    // One select a stage, so that each goes by the small index of its stage.
    let stages = ["queued", "running", "waiting"].map(|state| {
        format!(
            "SELECT * FROM (SELECT {COLUMNS}, g.queued_at FROM generations g {LIVE}
             AND g.state = '{state}' AND g.user_id = $1 ORDER BY g.queued_at, g.id LIMIT {rows_max}) AS {state}"
        )
    });
    let sql = format!("{} ORDER BY queued_at, generation_id LIMIT {rows_max}", stages.join(" UNION ALL "));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [user.0.into()]);
    Ok(ActivityRow::find_by_statement(statement).all(db).await?)
}

/// At most `rows_max` that failed since `since` and were not tried again, the newest first.
pub async fn failed(
    db: &impl ConnectionTrait,
    user: UserId,
    since: Timestamp,
    rows_max: u64,
) -> Result<Vec<ActivityRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM generations g {LIVE}
         AND g.state = 'failed' AND g.user_id = $1 AND g.finished_at >= $2
         AND NOT EXISTS (SELECT 1 FROM generations again WHERE again.retried_from = g.id)
         ORDER BY g.finished_at DESC, g.id DESC LIMIT {rows_max}"
    );
    let values = [user.0.into(), since.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(ActivityRow::find_by_statement(statement).all(db).await?)
}
