//! One SQL text for both databases.
//!
//! | placeholder | PostgreSQL | SQLite | in the store |
//! |---|---|---|---|
//! | `{id}` | `uuid` | `BLOB` | `Uuid` |
//! | `{time}` | `timestamptz` | `TEXT` | `DateTime<Utc>`, microseconds |
//! | `{json}` | `jsonb` | `TEXT` | `Json` |
//! | `{bytes}` | `bytea` | `BLOB` | `Vec<u8>` |
//! | `{int}` | `bigint` | `INTEGER` | `i64` |
//! | `{bool}` | `boolean` | `INTEGER` | `bool` |
//! | `{real}` | `real` | `REAL` | `f32` |
//! | `{strict}` | | `STRICT` | SQLite then checks types as well |
//! | `{postgres}` | | `--` | a line for this database alone; `{sqlite}` the other way round |
//!
//! A text column that is an enum has a CHECK with its values.

use sea_orm_migration::sea_orm::{ConnectionTrait as _, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

const PLACEHOLDERS: [(&str, &str, &str); 10] = [
    ("{id}", "uuid", "BLOB"),
    ("{time}", "timestamptz", "TEXT"),
    ("{json}", "jsonb", "TEXT"),
    ("{bytes}", "bytea", "BLOB"),
    ("{int}", "bigint", "INTEGER"),
    ("{bool}", "boolean", "INTEGER"),
    ("{real}", "real", "REAL"),
    ("{strict}", "", "STRICT"),
    ("{postgres}", "", "--"),
    ("{sqlite}", "--", ""),
];

/// One step of the schema.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub name: &'static str,
    pub sql: &'static str,
    /// Tables whose rows are never changed or removed; a trigger says so.
    pub append_only: &'static [&'static str],
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let mut sql = spelled(self.sql, backend);
        for table in self.append_only {
            sql.push_str(&append_only(table, backend));
        }
        manager.get_connection().execute_unprepared(&sql).await.map(drop)
    }

    /// A step that fails half-way leaves nothing behind, on SQLite as well.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn spelled(sql: &str, backend: DbBackend) -> String {
    PLACEHOLDERS.iter().fold(sql.to_owned(), |sql, (placeholder, postgres, sqlite)| {
        sql.replace(placeholder, if backend == DbBackend::Sqlite { sqlite } else { postgres })
    })
}

/// The owner of a table can't be forbidden to write to it, so a trigger refuses.
fn append_only(table: &str, backend: DbBackend) -> String {
    if backend == DbBackend::Sqlite {
        return ["UPDATE", "DELETE"]
            .map(|deed| {
                format!(
                    "CREATE TRIGGER {table}_refuses_{deed} BEFORE {deed} ON {table} \
                     BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;\n"
                )
            })
            .concat();
    }
    format!(
        "CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$;\n\
         CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} \
         FOR EACH ROW EXECUTE FUNCTION {table}_append_only();\n"
    )
}
