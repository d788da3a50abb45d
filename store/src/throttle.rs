//! Tries to sign in or up, counted by whatever they are counted by.

use nproxy_domain::{Env, Timestamp};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{ExprTrait as _, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbBackend, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Statement,
};

use crate::entities::login_attempts::{ActiveModel, Column, Entity, Model};
use crate::{StoreError, Tx};

/// Makes others that count the same subject wait until this transaction ends, so that a hundred tries at the same
/// instant are counted one after the other. `lock` is any number that stands for the subject; locks of several
/// subjects are taken in one order everywhere. SQLite has one writer anyway.
pub async fn lock(tx: &Tx, lock: i64) -> Result<(), StoreError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT pg_advisory_xact_lock($1)";
        tx.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [lock.into()])).await?;
    }
    Ok(())
}

/// When the `n`th newest try since `since` was, if there were so many.
pub async fn nth_newest(
    conn: &impl ConnectionTrait,
    subject: &str,
    since: Timestamp,
    n: u32,
) -> Result<Option<Timestamp>, StoreError> {
    let row = Entity::find()
        .filter(Column::Subject.eq(subject))
        .filter(Column::At.gt(since))
        .order_by_desc(Column::At)
        .offset(u64::from(n.saturating_sub(1)))
        .limit(1);
    Ok(row.one(conn).await?.map(|row| row.at))
}

/// Tries that were counted, to be taken back if they turn out well.
#[derive(Clone, Debug)]
pub struct Counted(Vec<Uuid>);

/// Counts one for each subject.
pub async fn record(tx: &Tx, env: &Env, subjects: &[&str]) -> Result<Counted, StoreError> {
    let at = env.now();
    let rows: Vec<_> = subjects.iter().map(|&s| Model { id: env.uuid(), subject: s.to_owned(), at }).collect();
    let counted = Counted(rows.iter().map(|row| row.id).collect());
    Entity::insert_many(rows.into_iter().map(ActiveModel::from)).exec_without_returning(tx).await?;
    Ok(counted)
}

pub async fn take_back(tx: &Tx, counted: Counted) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Id.is_in(counted.0)).exec(tx).await?;
    Ok(())
}

/// Forgets all of a subject.
pub async fn forget(tx: &Tx, subject: &str) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Subject.eq(subject)).exec(tx).await?;
    Ok(())
}

/// Forgets all of the subjects that start with `prefix`.
pub async fn forget_of(tx: &Tx, prefix: &str) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Subject.starts_with(prefix)).exec(tx).await?;
    Ok(())
}

/// Forgets what is older than `before` of the subjects that start with `prefix`; the number of rows.
pub async fn clear_of(tx: &Tx, prefix: &str, before: Timestamp) -> Result<u64, StoreError> {
    clear(tx, Column::Subject.starts_with(prefix), before).await
}

/// Forgets what is older than `before` of the subjects that start with none of the prefixes; the number of rows.
pub async fn clear_but(tx: &Tx, prefixes: &[&str], before: Timestamp) -> Result<u64, StoreError> {
    let others = prefixes.iter().map(|prefix| Column::Subject.starts_with(*prefix).not());
    clear(tx, others.fold(SimpleExpr::from(true), SimpleExpr::and), before).await
}

async fn clear(tx: &Tx, subjects: SimpleExpr, before: Timestamp) -> Result<u64, StoreError> {
    let rows = Entity::delete_many().filter(subjects).filter(Column::At.lt(before));
    Ok(rows.exec(tx).await?.rows_affected)
}
