//! Another master key: every sealed value is opened with the old one and sealed with the new one.
//!
//! To add a sealed column: its name in [`TABLES`]. A test reads the schema and fails on one that is missing.

use nproxy_domain::Env;
use sea_orm::sea_query::Value;
use sea_orm::{ConnectionTrait as _, QueryResult, Statement};
use uuid::Uuid;

use crate::seal::{MasterKey, Place, SealError};
use crate::{StoreError, Tx, canary};

/// Of one statement.
const ROWS_MAX: usize = 500;

/// What is sealed where.
struct Sealed {
    table: &'static str,
    /// Its id, which a sealed value is bound to.
    id: &'static str,
    columns: &'static [&'static str],
    /// Whether the row has the first one's fingerprint, which only the master key makes.
    has_fingerprint: bool,
}

const TABLES: [Sealed; 3] = [
    Sealed {
        table: "provider_keys",
        id: "id",
        columns: &["sealed_secret", "sealed_billing_secret"],
        has_fingerprint: true,
    },
    Sealed { table: "proxies", id: "id", columns: &["sealed_url"], has_fingerprint: true },
    Sealed { table: "totp", id: "user_id", columns: &["sealed_secret", "sealed_next"], has_fingerprint: false },
];

#[derive(Debug, thiserror::Error)]
pub enum ResealError {
    #[error("the old master key is not the one that this database's secrets were sealed with")]
    WrongOldKey,
    /// Nothing was changed.
    #[error("{table} {id}: {error}")]
    Sealed { table: &'static str, id: Uuid, error: SealError },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Seals everything anew; the number of values. Nobody else works with the old key meanwhile, nor afterwards.
pub async fn reseal(tx: &Tx, env: &Env, old: &MasterKey, new: &MasterKey) -> Result<u64, ResealError> {
    canary::reseal(tx, env, old, new).await?.map_err(|_| ResealError::WrongOldKey)?;
    let mut values = 0;
    for of in &TABLES {
        values += table(tx, env, old, new, of).await?;
    }
    Ok(values)
}

async fn table(tx: &Tx, env: &Env, old: &MasterKey, new: &MasterKey, of: &Sealed) -> Result<u64, ResealError> {
    let select = format!("SELECT {}, {} FROM {}", of.id, of.columns.join(", "), of.table);
    // Operators' things: some thousands at most.
    let rows = tx.query_all_raw(Statement::from_string(tx.get_database_backend(), select)).await;
    let rows = rows.map_err(StoreError::from)?;
    let mut values = 0;
    for some in rows.chunks(ROWS_MAX) {
        let (mut bound, mut places) = (Vec::new(), Vec::with_capacity(some.len()));
        for row in some {
            let (sealed, row) = anew(env, old, new, of, row)?;
            values += sealed;
            let first = bound.len() + 1;
            bound.extend(row);
            let nth: Vec<String> = (first..=bound.len()).map(|nth| format!("${nth}")).collect();
            places.push(format!("({})", nth.join(", ")));
        }
        let mut set: Vec<String> =
            of.columns.iter().zip(2..).map(|(name, nth)| format!("{name} = resealed.column{nth}")).collect();
        if of.has_fingerprint {
            set.push(format!("fingerprint = resealed.column{}", of.columns.len() + 2));
        }
        let (table, id, set, places) = (of.table, of.id, set.join(", "), places.join(", "));
        let sql = format!(
            "UPDATE {table} SET {set} FROM (VALUES {places}) AS resealed WHERE {table}.{id} = resealed.column1"
        );
        let done = tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, bound)).await;
        done.map_err(StoreError::from)?;
    }
    Ok(values)
}

/// How many values a row has, and what is written to it: its id, the values, its fingerprint.
fn anew(
    env: &Env,
    old: &MasterKey,
    new: &MasterKey,
    of: &Sealed,
    row: &QueryResult,
) -> Result<(u64, Vec<Value>), ResealError> {
    let id: Uuid = row.try_get("", of.id).map_err(StoreError::from)?;
    let (mut sealed, mut bound, mut fingerprint) = (0, vec![id.into()], None);
    for (nth, &column) in of.columns.iter().enumerate() {
        let value: Option<Vec<u8>> = row.try_get("", column).map_err(StoreError::from)?;
        // A removed proxy's address is forgotten: nothing is sealed there.
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            bound.push(row.try_get::<Option<Vec<u8>>>("", column).map_err(StoreError::from)?.into());
            continue;
        };
        let place = Place { table: of.table, row: id, column };
        let text = old.open(place, &value).map_err(|error| ResealError::Sealed { table: of.table, id, error })?;
        if nth == 0 {
            fingerprint = Some(new.fingerprint(&text));
        }
        bound.push(Some(new.seal(env, place, &text)).into());
        sealed += 1;
    }
    if of.has_fingerprint {
        bound.push(fingerprint.unwrap_or_default().into());
    }
    Ok((sealed, bound))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::testing::TestDb;

    /// Whoever adds a sealed column is told here.
    #[tokio::test]
    async fn every_sealed_column_of_the_schema_is_sealed_anew() {
        let db = TestDb::sqlite().await;
        let sql = "SELECT m.name AS t, c.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND c.name LIKE 'sealed%'";
        let rows = db.store.read().query_all_raw(Statement::from_string(db.store.backend(), sql)).await.unwrap();
        let text = |row: &QueryResult, name| row.try_get::<String>("", name).unwrap();
        let there: BTreeSet<String> = rows.iter().map(|row| format!("{}.{}", text(row, "t"), text(row, "c"))).collect();
        let columns = TABLES.iter().flat_map(|of| of.columns.iter().map(|column| format!("{}.{column}", of.table)));
        assert_eq!(there, columns.chain(["master_key_canary.sealed".to_owned()]).collect());
    }
}
