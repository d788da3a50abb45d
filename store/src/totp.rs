//! The second factor of admins: sealed secrets of their devices, and hashes of recovery codes.

use nproxy_domain::{Env, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
};

use crate::entities::recovery_codes;
use crate::entities::totp::{ActiveModel, Column, Entity, Model};
use crate::seal::{MasterKey, Place, SealError};
use crate::{StoreError, Tx};

const TABLE: &str = "totp";
const SECRET: &str = "sealed_secret";
const NEXT: &str = "sealed_next";

pub async fn get(conn: &impl ConnectionTrait, user: UserId) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(user.0).one(conn).await?)
}

/// The secret of the device that is in use; `None`: none was proven yet.
pub fn secret(master_key: &MasterKey, row: &Model) -> Result<Option<Vec<u8>>, StoreError> {
    opened(master_key, row, SECRET, row.sealed_secret.as_deref())
}

/// The secret of a device that is to be proven.
pub fn next_secret(master_key: &MasterKey, row: &Model) -> Result<Option<Vec<u8>>, StoreError> {
    opened(master_key, row, NEXT, row.sealed_next.as_deref())
}

fn opened(
    master_key: &MasterKey,
    row: &Model,
    column: &str,
    sealed: Option<&[u8]>,
) -> Result<Option<Vec<u8>>, StoreError> {
    let unreadable = |error: SealError| StoreError::Unreadable(format!("second factor of {}: {error}", row.user_id));
    let place = Place { table: TABLE, row: row.user_id, column };
    sealed.map(|sealed| master_key.open(place, sealed).map_err(unreadable)).transpose()
}

/// Keeps the secret of a device that is to be proven, in the place of an earlier one.
pub async fn offer(tx: &Tx, env: &Env, master_key: &MasterKey, user: UserId, secret: &[u8]) -> Result<(), StoreError> {
    let sealed = master_key.seal(env, Place { table: TABLE, row: user.0, column: NEXT }, secret);
    let row = ActiveModel {
        user_id: Set(user.0),
        sealed_secret: Set(None),
        enrolled_at: Set(None),
        last_step: Set(None),
        sealed_next: Set(Some(sealed)),
    };
    let again = OnConflict::column(Column::UserId).update_column(Column::SealedNext).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// The device was proven with the code of `step`: it is the one in use.
pub async fn enrol(
    tx: &Tx,
    env: &Env,
    master_key: &MasterKey,
    user: UserId,
    secret: &[u8],
    step: i64,
) -> Result<(), StoreError> {
    let sealed = master_key.seal(env, Place { table: TABLE, row: user.0, column: SECRET }, secret);
    let change = ActiveModel {
        sealed_secret: Set(Some(sealed)),
        enrolled_at: Set(Some(env.now())),
        last_step: Set(Some(step)),
        sealed_next: Set(None),
        ..Default::default()
    };
    Entity::update_many().set(change).filter(Column::UserId.eq(user.0)).exec(tx).await?;
    Ok(())
}

/// Takes the code of a step. `false`: it or a newer one was taken already.
pub async fn take_step(tx: &Tx, user: UserId, step: i64) -> Result<bool, StoreError> {
    let change = ActiveModel { last_step: Set(Some(step)), ..Default::default() };
    let unused = Column::LastStep.is_null().or(Column::LastStep.lt(step));
    let rows = Entity::update_many().set(change).filter(Column::UserId.eq(user.0)).filter(unused);
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// Forgets device and recovery codes. `false`: there was none in use.
pub async fn forget(tx: &Tx, user: UserId) -> Result<bool, StoreError> {
    recovery_codes::Entity::delete_many().filter(recovery_codes::Column::UserId.eq(user.0)).exec(tx).await?;
    let was = get(tx, user).await?.is_some_and(|row| row.enrolled_at.is_some());
    Entity::delete_by_id(user.0).exec(tx).await?;
    Ok(was)
}

/// Puts these codes in the place of all that there were.
pub async fn set_recovery_codes(tx: &Tx, user: UserId, hashes: Vec<[u8; 32]>) -> Result<(), StoreError> {
    recovery_codes::Entity::delete_many().filter(recovery_codes::Column::UserId.eq(user.0)).exec(tx).await?;
    let rows = hashes.into_iter().map(|hash| recovery_codes::ActiveModel {
        user_id: Set(user.0),
        code_hash: Set(hash.to_vec()),
        used_at: Set(None),
    });
    recovery_codes::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Uses a recovery code up. `None`: there is no such code; `Some(false)`: it was used already.
pub async fn take_recovery_code(
    tx: &Tx,
    user: UserId,
    hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<bool>, StoreError> {
    use recovery_codes::Column;
    let is_it = || Column::UserId.eq(user.0).and(Column::CodeHash.eq(hash.to_vec()));
    let change = recovery_codes::ActiveModel { used_at: Set(Some(now)), ..Default::default() };
    let rows = recovery_codes::Entity::update_many().set(change).filter(is_it()).filter(Column::UsedAt.is_null());
    if rows.exec(tx).await?.rows_affected == 1 {
        return Ok(Some(true));
    }
    Ok(recovery_codes::Entity::find().filter(is_it()).one(tx).await?.map(|_| false))
}

/// How many recovery codes can still be used.
pub async fn recovery_codes_left(conn: &impl ConnectionTrait, user: UserId) -> Result<u64, StoreError> {
    use recovery_codes::Column;
    let left = recovery_codes::Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::UsedAt.is_null());
    Ok(left.count(conn).await?)
}
