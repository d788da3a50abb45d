//! Nobody waits for ever for a worker.

use chrono::Duration;
use nproxy_domain::generation::{ErrorCode, GenerationError};
use nproxy_domain::{CycleId, GenerationId, UserId};
use nproxy_store::generations::{self, GenerationRow};
use nproxy_store::{StoreError, Topic, Tx, attempts, cycles};

use super::measure;
use crate::App;

/// So many at a time; the next round takes the rest.
const ROUND_ROWS_MAX: u64 = 100;

/// Ends what has been queued for longer than the limit and was never tried, whether a worker looked for a key already or
/// not; it is not counted. Says how many.
pub async fn expire(app: &App) -> Result<usize, StoreError> {
    let wait_max = Duration::from_std(app.settings.queue.queue_wait_max).unwrap_or(Duration::MAX);
    let queued_until = app.env.now() - wait_max;
    let late = generations::queued_before(app.store.read(), queued_until, ROUND_ROWS_MAX).await?;
    let mut expired = 0;
    for id in late {
        if let Some(row) = app.store.write(move |tx| async move { end(&tx, app, id).await }).await? {
            expired += 1;
            measure::ended(app, &row).await;
        }
    }
    Ok(expired)
}

/// The row as it ended; `None`: it started or ended meanwhile.
async fn end(tx: &Tx, app: &App, id: GenerationId) -> Result<Option<GenerationRow>, StoreError> {
    let Some(row) = generations::lock(tx, id).await? else { return Ok(None) };
    let error = GenerationError::new(ErrorCode::QueueTimeout);
    let begun = !attempts::of_generation(tx, id).await?.is_empty();
    let Ok((stage, settle)) = generations::stage(&row)?.expire(begun, error) else { return Ok(None) };
    let row = generations::advance(tx, &row, &stage, app.env.now()).await?;
    cycles::settle(tx, &app.env, CycleId(row.cycle_id), id, settle).await?;
    tx.notify(Topic::User(UserId(row.user_id)));
    Ok(Some(row))
}
