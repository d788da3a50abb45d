//! The processes that run, as they tell it themselves.

use nproxy_domain::{Timestamp, WorkerId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, Set};

use crate::entities::workers::{ActiveModel, Column, Entity, Model};
use crate::error::StoreError;
use crate::tx::Tx;

/// A process begins. `role` is what it was started as: `web`, `worker`, `dev`.
pub async fn register(tx: &Tx, id: WorkerId, role: &str, version: &str, now: Timestamp) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(id.0),
        role: Set(role.into()),
        version: Set(version.into()),
        started_at: Set(now),
        heartbeat_at: Set(now),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// It is still there. `false`: somebody has removed it.
pub async fn heartbeat(tx: &Tx, id: WorkerId, now: Timestamp) -> Result<bool, StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::HeartbeatAt, Expr::value(now))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// It ends.
pub async fn leave(tx: &Tx, id: WorkerId) -> Result<(), StoreError> {
    Entity::delete_by_id(id.0).exec(tx).await?;
    Ok(())
}

/// Removes those not heard of since `since`: they were killed, and nobody else will. Says how many.
pub async fn forget(tx: &Tx, since: Timestamp) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::HeartbeatAt.lt(since)).exec(tx).await?.rows_affected)
}

/// Those not heard of since `since`, longest silent first.
pub async fn stale(db: &impl ConnectionTrait, since: Timestamp) -> Result<Vec<Model>, StoreError> {
    let silent = Entity::find().filter(Column::HeartbeatAt.lt(since)).order_by_asc(Column::HeartbeatAt);
    Ok(silent.all(db).await?)
}

pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<Model>, StoreError> {
    Ok(Entity::find().order_by_asc(Column::StartedAt).all(db).await?)
}
