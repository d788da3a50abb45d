//! A statement that is put together from its parts; what comes from outside is bound, never written.

use nproxy_domain::search::Query;
use sea_orm::{DbBackend, Statement, Value};

/// SQL with the values it binds.
pub struct Text {
    sql: String,
    values: Vec<Value>,
}

impl std::fmt::Debug for Text {
    /// What is bound may be an address or a prompt.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text").field("sql", &self.sql).finish_non_exhaustive()
    }
}

impl Text {
    /// With a WHERE that has its first condition.
    pub(crate) fn new(sql: String) -> Self {
        Self { sql, values: Vec::new() }
    }

    pub(crate) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Makes it a part of a statement around it.
    pub(crate) fn wrap(&mut self, before: &str, after: &str) -> &mut Self {
        self.sql.insert_str(0, before);
        self.push(after)
    }

    /// SQL with a value behind it.
    pub(crate) fn then(&mut self, sql: &str, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.push(&format!("{sql}${}", self.values.len()))
    }

    /// One more condition, whose right side is a value.
    pub(crate) fn and(&mut self, sql: &str, value: impl Into<Value>) -> &mut Self {
        self.push(" AND ").then(sql, value)
    }

    pub(crate) fn into_statement(self, backend: DbBackend) -> Statement {
        Statement::from_sql_and_values(backend, self.sql, self.values)
    }
}

/// The pattern of `LIKE .. ESCAPE '!'` that finds the query anywhere; its `%` and `_` are letters.
pub(crate) fn like(query: &Query) -> String {
    let plain = query.as_str().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{plain}%")
}
