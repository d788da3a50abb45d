//! A customer tries a failed picture again.

use nproxy_domain::{CycleId, GenerationId, TurnId, UserId};
use nproxy_store::generations::{self, GenerationRow, NewGeneration, Retry};
use nproxy_store::{StoreError, Topic, Tx, turns};

use super::GenerationView;
use super::get::{GetError, get};
use super::view::may_be_retried;
use crate::App;
use crate::turns::IdempotencyKey;
use crate::turns::room::{self, RoomError};

/// The new generation.
#[derive(Clone, Debug, PartialEq)]
pub struct Retried {
    pub generation: GenerationView,
    /// It was asked for before, under the same key.
    pub replayed: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum RetryError {
    #[error("there is no such generation")]
    NotFound,
    #[error("it can't be tried again")]
    NotRetryable,
    #[error("it was tried again already")]
    AlreadyRetried,
    #[error("this idempotency key was used for another request")]
    KeyReused,
    #[error(transparent)]
    Room(#[from] RoomError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Queues a new generation under the same turn, in the same slot, by the rules of a submit. The same key again gives
/// the same one.
pub async fn retry(app: &App, user: UserId, id: GenerationId, key: &IdempotencyKey) -> Result<Retried, RetryError> {
    let is_full = app.is_full();
    let (new, replayed) =
        app.store.write(move |tx| async move { queue(&tx, app, user, id, key, is_full).await }).await?;
    let generation = get(app, user, new).await.map_err(|error| match error {
        GetError::NotFound => RetryError::NotFound,
        GetError::Store(error) => RetryError::Store(error),
    })?;
    Ok(Retried { generation, replayed })
}

async fn queue(
    tx: &Tx,
    app: &App,
    user: UserId,
    id: GenerationId,
    key: &IdempotencyKey,
    is_full: bool,
) -> Result<(GenerationId, bool), RetryError> {
    room::lock(tx, user).await?;
    if let Some(earlier) = generations::retry_by_key(tx, user, key.as_str()).await? {
        let same = earlier.retried_from == Some(id.0);
        return if same { Ok((GenerationId(earlier.id), true)) } else { Err(RetryError::KeyReused) };
    }
    if is_full {
        return Err(RoomError::StorageFull.into());
    }
    let row = generations::lock(tx, id).await?.filter(|row| row.user_id == user.0).ok_or(RetryError::NotFound)?;
    if !may_be_retried(&generations::stage(&row)?) {
        return Err(RetryError::NotRetryable);
    }
    if generations::retry_of(tx, id).await?.is_some() {
        return Err(RetryError::AlreadyRetried);
    }
    let turn = turns::get(tx, TurnId(row.turn_id)).await?.ok_or(RetryError::NotFound)?;
    let cycle = room::look(tx, app, user, &turn.model, 1).await?;
    let new = again(app, user, &row, CycleId(cycle.id), key);
    generations::insert(tx, std::slice::from_ref(&new), app.env.now()).await?;
    room::hold(tx, app, &cycle, &[new.id]).await?;
    tx.notify(Topic::Work);
    tx.notify(Topic::User(user));
    Ok((new.id, false))
}

fn again(app: &App, user: UserId, row: &GenerationRow, cycle: CycleId, key: &IdempotencyKey) -> NewGeneration {
    NewGeneration {
        id: GenerationId::new(&app.env),
        turn: TurnId(row.turn_id),
        slot: u8::try_from(row.slot).unwrap_or(0),
        user,
        cycle,
        retry: Some(Retry { of: GenerationId(row.id), key: key.as_str().to_owned() }),
    }
}
