//! A customer no longer wants a picture.

use nproxy_domain::generation::Refused;
use nproxy_domain::{CycleId, GenerationId, UserId};
use nproxy_store::generations::{self, GenerationRow};
use nproxy_store::{StoreError, Topic, Tx, attempts, cycles};

use super::GenerationView;
use super::get::{GetError, get};
use super::measure;
use crate::App;

#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    #[error("there is no such generation")]
    NotFound,
    #[error("it has already ended")]
    AlreadyFinished,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was not begun ends at once and is not counted. What runs is marked: nothing new is tried for it, but a picture
/// that arrives anyway is delivered and counted. Asking twice is asking once.
pub async fn cancel(app: &App, user: UserId, id: GenerationId) -> Result<GenerationView, CancelError> {
    let marked = app.store.write(move |tx| async move {
        let row = generations::lock(&tx, id).await?.filter(|row| row.user_id == user.0).ok_or(CancelError::NotFound)?;
        mark(&tx, app, &row).await
    });
    let row = marked.await?;
    if let Some(row) = row {
        measure::ended(app, &row).await;
    }
    get(app, user, id).await.map_err(|error| match error {
        GetError::NotFound => CancelError::NotFound,
        GetError::Store(error) => CancelError::Store(error),
    })
}

/// Everything of the customer's that nobody has begun, each as [`cancel`] does it; the rows as they are now. Few: as
/// many as may queue. All are held before the first one is settled. In the caller's transaction, which has locked the
/// user; what came of it is for [`count_ended`].
pub(crate) async fn cancel_queued(tx: &Tx, app: &App, user: UserId) -> Result<Vec<GenerationRow>, StoreError> {
    let mut cancelled = Vec::new();
    for row in generations::lock_queued_of(tx, user).await? {
        match mark(tx, app, &row).await {
            Ok(row) => cancelled.extend(row),
            Err(CancelError::NotFound | CancelError::AlreadyFinished) => {}
            Err(CancelError::Store(error)) => return Err(error),
        }
    }
    Ok(cancelled)
}

/// Once their transaction is committed.
pub(crate) async fn count_ended(app: &App, rows: &[GenerationRow]) {
    for row in rows {
        measure::ended(app, row).await;
    }
}

/// The row, which is held, as it is now; `None`: it had been marked before.
async fn mark(tx: &Tx, app: &App, row: &GenerationRow) -> Result<Option<GenerationRow>, CancelError> {
    let id = GenerationId(row.id);
    if row.cancel_asked && row.finished_at.is_none() {
        return Ok(None);
    }
    // A picture can still arrive only where an attempt is open.
    let bought = !attempts::open_of(tx, id).await?.is_empty();
    let (stage, settle) = generations::stage(row)?.cancel(bought).map_err(|refused| match refused {
        Refused::Ended | Refused::NotYours | Refused::NotDue => CancelError::AlreadyFinished,
    })?;
    let row = generations::advance(tx, row, &stage, app.env.now()).await?;
    if let Some(settle) = settle {
        cycles::settle(tx, &app.env, CycleId(row.cycle_id), id, settle).await?;
    }
    tx.notify(Topic::User(UserId(row.user_id)));
    Ok(Some(row))
}
