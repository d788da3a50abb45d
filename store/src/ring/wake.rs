//! A key that is to be had again is told of to whoever waits longest for one.

use nproxy_domain::catalog::Model;
use nproxy_domain::{KeyId, ProviderId, Timestamp};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement, Value};

use crate::bell::Topic;
use crate::error::StoreError;
use crate::tx::Tx;

/// Has one picture that may be made with this key look again when the key is to be had, and no later than it would have:
/// what was begun and has a deadline first, then that of the customer who was served longest ago.
///
/// One key, one picture: whoever else waits is woken by the next key, so a key that comes back doesn't have all of them
/// run for it. Rows that others hold are passed over and nothing is waited for, so that it forms no circle although it
/// locks a generation behind the keys.
pub(super) async fn longest_waiting(
    tx: &Tx,
    models: &[Model],
    provider: &ProviderId,
    key: KeyId,
    at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let made_here = |model: &&Model| model.routes.iter().any(|route| route.provider == *provider);
    let models: Vec<&str> = models.iter().filter(made_here).map(|model| model.id.as_str()).collect();
    if models.is_empty() {
        return Ok(());
    }
    let woken = tx.execute_raw(statement(tx.get_database_backend(), &models, key, at.max(now))).await?;
    if woken.rows_affected() > 0 && at <= now {
        tx.notify(Topic::Work);
    }
    Ok(())
}

/// Those that wait are few: of each customer one for each model, and what was begun.
pub(super) fn statement(backend: DbBackend, models: &[&str], key: KeyId, at: Timestamp) -> Statement {
    let lock = if backend == DbBackend::Postgres { "FOR UPDATE OF g SKIP LOCKED" } else { "" };
    let places: Vec<String> = (3..).take(models.len()).map(|nth| format!("${nth}")).collect();
    let sql = format!(
        "UPDATE generations SET run_at = $1 WHERE state = 'waiting' AND run_at > $1 AND id = (
            SELECT g.id FROM generations g
            WHERE g.state = 'waiting' AND g.run_at > $1
                AND (SELECT t.model FROM turns t WHERE t.id = g.turn_id) IN ({})
                AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.generation_id = g.id
                    AND (a.ended_at IS NULL OR (a.key_id = $2 AND NOT a.shared)))
            ORDER BY g.started_at IS NULL, g.started_at,
                (SELECT max(s.started_at) FROM generations s WHERE s.user_id = g.user_id) NULLS FIRST, g.queued_at, g.id
            LIMIT 1 {lock})",
        places.join(", ")
    );
    let mut values: Vec<Value> = vec![at.into(), key.0.into()];
    values.extend(models.iter().map(|&model| Value::from(model)));
    Statement::from_sql_and_values(backend, sql, values)
}
