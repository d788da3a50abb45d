//! Query plans, with the planner's settings as they are.

use std::sync::Mutex;

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use super::TestDb;

/// A planner rightly reads a small table whole.
const ROWS_OF_A_SMALL_TABLE_MAX: i64 = 1000;

/// Fails when the plan reads a large table whole. Seed first ([`TestDb::seed`]): on empty tables every plan is good.
/// Gives the plan, for a closer look.
///
/// # Panics
/// When it does, with the plan.
pub async fn assert_uses_index(db: &TestDb, statement: Statement) -> String {
    let (explain, column, scan) = match db.store.backend() {
        DbBackend::Sqlite => ("EXPLAIN QUERY PLAN", "detail", "SCAN "),
        _ => ("EXPLAIN", "QUERY PLAN", "Seq Scan on "),
    };
    let sql = statement.sql.clone();
    let statement = Statement { sql: format!("{explain} {sql}"), ..statement };
    let rows = db.store.read().query_all_raw(statement).await.expect("it can be explained");
    let lines: Vec<String> = rows.iter().map(|row| row.try_get("", column).expect("a line of text")).collect();
    let plan = lines.join("\n");
    for line in &lines {
        // SQLite: a walk along an index of the few rows in a stage is no scan of the table.
        let Some((_, rest)) = line.split_once(scan).filter(|(_, rest)| !rest.contains(" INDEX ")) else { continue };
        let name = rest.split_whitespace().next().unwrap_or_default();
        for table in tables_of(&sql, name) {
            let rows = rows_of(db, table).await;
            // An alias that stands for two things in one statement can't be told apart: give them different ones.
            assert!(rows <= ROWS_OF_A_SMALL_TABLE_MAX, "{table} ({name}) is read whole:\n{plan}\n{sql}");
        }
    }
    plan
}

/// The name itself, and what it is an alias of: SQLite's plans speak of aliases.
fn tables_of<'a>(sql: &'a str, name: &'a str) -> Vec<&'a str> {
    let words: Vec<&str> =
        sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let is = |word: &str, keyword: &str| word.eq_ignore_ascii_case(keyword);
    let aliased = (2..words.len()).filter(|&at| words[at] == name).filter_map(|at| {
        let table = if is(words[at - 1], "AS") { at - 2 } else { at - 1 };
        let before = words.get(table.checked_sub(1)?)?;
        (is(before, "FROM") || is(before, "JOIN")).then_some(words[table])
    });
    std::iter::once(name).chain(aliased).collect()
}

/// 0 for what is no table: a subquery or the like.
async fn rows_of(db: &TestDb, table: &str) -> i64 {
    let count = Statement::from_string(db.store.backend(), format!("SELECT count(*) AS n FROM {table}"));
    let row = db.store.read().query_one_raw(count).await.ok().flatten();
    row.and_then(|row| row.try_get("", "n").ok()).unwrap_or(0)
}

/// A connection that remembers what was asked, so that the functions of the store are judged by the statements they
/// really send.
#[derive(Debug)]
pub struct Recorder<'a> {
    db: &'a TestDb,
    asked: Mutex<Vec<Statement>>,
}

impl<'a> Recorder<'a> {
    pub fn new(db: &'a TestDb) -> Self {
        Self { db, asked: Mutex::default() }
    }

    /// [`assert_uses_index`] for everything asked so far, which must have been something. Gives the plans.
    ///
    /// # Panics
    /// When a large table is read whole, or nothing was asked.
    pub async fn assert_uses_indexes(&self) -> Vec<String> {
        let asked = std::mem::take(&mut *self.asked.lock().expect("no panic while it is held"));
        assert!(!asked.is_empty(), "nothing was asked");
        let mut plans = Vec::with_capacity(asked.len());
        for statement in asked {
            plans.push(assert_uses_index(self.db, statement).await);
        }
        plans
    }

    fn note(&self, statement: &Statement) {
        self.asked.lock().expect("no panic while it is held").push(statement.clone());
    }
}

#[async_trait]
impl ConnectionTrait for Recorder<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.db.store.backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.note(&statement);
        self.db.store.read().execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.db.store.read().execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.note(&statement);
        self.db.store.read().query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.note(&statement);
        self.db.store.read().query_all_raw(statement).await
    }
}

#[cfg(test)]
mod tests {
    use std::task::Poll;

    use super::*;

    crate::both! {
        async fn a_large_table_read_whole_is_found_out(db: TestDb) {
            db.seed(2000).await;
            for sql in ["SELECT prompt FROM turns WHERE prompt = 'x'", "SELECT t.prompt FROM turns AS t WHERE t.prompt = 'x'"] {
                let whole = Statement::from_string(db.store.backend(), sql);
                assert!(panics(assert_uses_index(&db, whole)).await, "{sql}");
            }
            let by_index = Statement::from_string(db.store.backend(), "SELECT email FROM users WHERE email = 'x'");
            assert_uses_index(&db, by_index).await;
        }
    }

    async fn panics<T>(judge: impl Future<Output = T>) -> bool {
        let mut judge = Box::pin(judge);
        std::future::poll_fn(|cx| {
            let polled = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| judge.as_mut().poll(cx)));
            polled.map_or(Poll::Ready(true), |poll| poll.map(|_| false))
        })
        .await
    }
}
