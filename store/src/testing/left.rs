//! What a test left behind.

use sea_orm::{ConnectionTrait as _, Statement};

use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

const MUST_BE_NONE: [(&str, &str); 4] = [
    ("generations that came to no end", "SELECT count(*) AS n FROM generations WHERE finished_at IS NULL"),
    ("attempts that nobody closed", "SELECT count(*) AS n FROM attempts WHERE ended_at IS NULL"),
    ("keys in flight", "SELECT count(*) AS n FROM provider_keys WHERE in_flight <> 0"),
    (
        "background jobs that did not run",
        "SELECT count(*) AS n FROM river_job WHERE state NOT IN ('completed', 'cancelled', 'discarded')",
    ),
];

/// In words; empty when everything came to its end.
///
/// # Panics
/// When the database can't be read.
pub async fn left_over(store: &Store) -> Vec<String> {
    let mut left = Vec::new();
    for (what, sql) in MUST_BE_NONE {
        let row = store.read().query_one_raw(Statement::from_string(store.backend(), sql)).await;
        let row = row.expect("the database answers").expect("a count is one row");
        let count: i64 = row.try_get("", "n").expect("a number");
        if count > 0 {
            left.push(format!("{count} {what}"));
        }
    }
    left
}

/// What no function of the store does: spoils rows, to see whether it is noticed.
pub async fn execute(tx: &Tx, sql: &str) -> Result<(), StoreError> {
    tx.execute_unprepared(sql).await?;
    Ok(())
}
