//! Made-up customers, pictures and keys by the million, to see how fast everything stays. By set-based SQL, on PostgreSQL
//! alone, and only where no customer is.
//!
//! Ids are `UUIDv7` of the moments in which their rows would have been made, spread over the past. Nothing opens: hashes,
//! keys and proxies hold no secret. The ledger is left out, so the books of made-up months don't add up.

mod rows;

use nproxy_domain::Timestamp;
use sea_orm::{ConnectionTrait as _, DbBackend, FromQueryResult, Statement};

use crate::{Store, StoreError, Tx};

/// How many of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amounts {
    pub users: u32,
    pub generations: u32,
    /// At least as many as generations: every picture was tried.
    pub attempts: u32,
    pub keys: u32,
}

#[derive(Debug, thiserror::Error)]
pub enum MadeUpError {
    #[error("made-up rows are for PostgreSQL: name one in database.url")]
    NotPostgres,
    #[error("this database has customers: name one of its own in database.url, made by `nproxy migrate`")]
    NotEmpty,
    #[error("at least one user and one key are needed, and as many attempts as generations")]
    TooFew,
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(FromQueryResult)]
struct Answer {
    is_so: bool,
}

/// Fills the database as if it were `now`; `told` hears of each table before it is filled. Each table is filled as a
/// whole or not at all; what broke off is begun anew in another database.
pub async fn fill(store: &Store, amounts: Amounts, now: Timestamp, told: impl Fn(&str)) -> Result<(), MadeUpError> {
    if store.backend() != DbBackend::Postgres {
        return Err(MadeUpError::NotPostgres);
    }
    let Amounts { users, generations, attempts, keys } = amounts;
    if users == 0 || keys == 0 || generations == 0 || attempts < generations {
        return Err(MadeUpError::TooFew);
    }
    if is_so(store, "SELECT EXISTS (SELECT 1 FROM users WHERE role = 'customer') AS is_so").await? {
        return Err(MadeUpError::NotEmpty);
    }
    // Who may, leaves out the checks of references: every one of them is right by construction.
    let unchecked = is_so(store, "SELECT usesuper AS is_so FROM pg_user WHERE usename = current_user").await?;
    for (table, sql) in rows::inserts(amounts, now) {
        told(table);
        let sql = &sql;
        let inserted = store.write(|tx: Tx| async move {
            tx.execute_unprepared("SET LOCAL statement_timeout = 0; SET LOCAL synchronous_commit = off").await?;
            if unchecked {
                tx.execute_unprepared("SET LOCAL session_replication_role = replica").await?;
            }
            tx.execute_unprepared(sql).await?;
            Ok::<_, StoreError>(())
        });
        inserted.await?;
    }
    told("statistics");
    // As the server's own cleaning would leave it a little later; that can't be done within a transaction.
    for (table, _) in rows::inserts(amounts, now) {
        store.read().execute_unprepared(&format!("VACUUM (ANALYZE) {table}")).await.map_err(StoreError::from)?;
    }
    Ok(())
}

async fn is_so(store: &Store, sql: &str) -> Result<bool, StoreError> {
    let statement = Statement::from_string(store.backend(), sql);
    Ok(Answer::find_by_statement(statement).one(store.read()).await?.is_some_and(|answer| answer.is_so))
}
