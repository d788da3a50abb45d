//! Our schema's steps, then those of the job queue.

use riverqueue::migrate::{MIGRATION_VERSION_LATEST, PostgresMigrator, SqliteMigrator};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector, Statement};
use sqlx::Connection as _;
use sqlx::postgres::PgPoolOptions;

use crate::error::StoreError;
use crate::store::Pools;

/// Processes that start together take turns by this advisory lock ("nproxy" in ASCII).
const LOCK: i64 = 0x6e70_726f_7879;
/// Any step may take as long as it has to.
const NO_STATEMENT_TIMEOUT: [(&str, &str); 1] = [("statement_timeout", "0")];

pub(crate) async fn up(pools: &Pools) -> Result<(), StoreError> {
    match pools {
        Pools::Postgres(pool) => {
            let options = pool.connect_options().as_ref().clone().options(NO_STATEMENT_TIMEOUT);
            let pool = PgPoolOptions::new().max_connections(3).connect_with(options).await?;
            let mut turn = pool.acquire().await?.detach();
            sqlx::query("SELECT pg_advisory_lock($1)").bind(LOCK).execute(&mut turn).await?;
            nproxy_migrations::up(&SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone())).await?;
            PostgresMigrator::new(pool.clone()).migrate_up().await.map_err(river)?;
            // Ends the turn as well.
            turn.close().await?;
            pool.close().await;
        }
        Pools::Sqlite { write, .. } => {
            nproxy_migrations::up(&SqlxSqliteConnector::from_sqlx_sqlite_pool(write.clone())).await?;
            SqliteMigrator::new(write.clone()).migrate_up().await.map_err(river)?;
        }
    }
    Ok(())
}

/// A schema that is newer is current as well: while an update is rolled out, old processes go on.
pub(crate) async fn is_current(db: &DatabaseConnection) -> Result<bool, StoreError> {
    let of = |sql: String| Statement::from_string(db.get_database_backend(), sql);
    let taken = match db.query_all_raw(of(format!("SELECT version FROM {}", nproxy_migrations::STEPS_TABLE))).await {
        Ok(rows) => rows,
        Err(error) => return missing(error.into()),
    };
    let taken = taken.iter().map(|row| row.try_get::<String>("", "version")).collect::<Result<Vec<_>, _>>()?;
    let river = "SELECT max(version) AS version FROM river_migration WHERE line = 'main'";
    let river = match db.query_one_raw(of(river.into())).await {
        Ok(Some(row)) => row.try_get::<Option<i64>>("", "version")?.unwrap_or(0),
        Ok(None) => 0,
        Err(error) => return missing(error.into()),
    };
    Ok(nproxy_migrations::steps().iter().all(|step| taken.contains(step)) && river >= MIGRATION_VERSION_LATEST)
}

/// A table that isn't there yet is an old schema; a database that can't be reached is not.
fn missing(error: StoreError) -> Result<bool, StoreError> {
    if error.is_unavailable() { Err(error) } else { Ok(false) }
}

fn river(error: impl std::fmt::Display) -> StoreError {
    StoreError::Internal(format!("schema of the job queue: {error}"))
}
