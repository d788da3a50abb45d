//! Looking for a text wherever it may be.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use crate::store::Store;

/// The tables that have a row with this text in any of their columns, whatever they are of; empty: it is nowhere.
///
/// # Panics
/// When the database can't be read.
pub async fn tables_with(store: &Store, text: &str) -> Vec<String> {
    let sqlite = store.backend() == DbBackend::Sqlite;
    let columns = if sqlite {
        "SELECT m.name AS t, p.name AS c FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p WHERE m.type = 'table'"
    } else {
        "SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = 'public'"
    };
    let columns = store.read().query_all_raw(Statement::from_string(store.backend(), columns)).await;
    let mut found = Vec::new();
    for row in columns.expect("the database answers") {
        let name = |column: &str| row.try_get::<String>("", column).expect("a name");
        let (table, column) = (name("t"), name("c"));
        let place = if sqlite { "instr(" } else { "strpos(" };
        let sql = format!("SELECT count(*) AS n FROM \"{table}\" WHERE {place}CAST(\"{column}\" AS text), $1) > 0");
        let statement = Statement::from_sql_and_values(store.backend(), sql, [text.into()]);
        let count = store.read().query_one_raw(statement).await.expect("the database answers");
        if count.expect("a count is one row").try_get::<i64>("", "n").expect("a number") > 0 {
            found.push(format!("{table}.{column}"));
        }
    }
    found
}
