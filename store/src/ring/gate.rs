//! One failure of a provider's pool at a time.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use crate::error::StoreError;
use crate::tx::Tx;

/// Waits until no other transaction judges this provider's pool as a whole, and keeps others out until this one ends.
///
/// Two failures that don't see each other could each be one short of a shared cause; and whoever moves many keys at once
/// holds the gate, so their locks never form a circle. SQLite has one writer anyhow.
pub(crate) async fn pass(tx: &Tx, provider: &str) -> Result<(), StoreError> {
    if tx.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
    let lock = Statement::from_sql_and_values(DbBackend::Postgres, sql, [format!("nproxy pool {provider}").into()]);
    tx.execute_raw(lock).await?;
    Ok(())
}
