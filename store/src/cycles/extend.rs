//! Months that run end later, and what is queued behind them moves along: for one customer, for some, for all, in as many
//! statements.
//!
//! A month that was extended begins a new row: what follows is counted from its end, as `Span::longer` has it.

use nproxy_domain::{Timestamp, UserId};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};

use crate::{StoreError, Tx};

/// Which months that is, or would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Extendable {
    /// Months that run.
    pub running: i64,
    /// Months behind them.
    pub queued: i64,
    /// When the first of those that run ends, and the last.
    pub first_end: Option<Timestamp>,
    pub last_end: Option<Timestamp>,
}

/// `$1` is now. One that was cut runs by a clock that is a little behind at most.
const RUNS: &str = "voided_at IS NULL AND cut_from IS NULL AND starts_at <= $1 AND ends_at > $1";
const WAITS: &str = "voided_at IS NULL AND starts_at > $1";

/// What [`extend`] would find. `users`: `None` is everybody's.
pub async fn extendable(
    conn: &impl ConnectionTrait,
    now: Timestamp,
    users: Option<&[UserId]>,
) -> Result<Extendable, StoreError> {
    let whose = Whose::of(users);
    let sql = format!(
        "SELECT count(*) AS running, min(r.ends_at) AS first_end, max(r.ends_at) AS last_end,
            (SELECT count(*) FROM cycles WHERE {WAITS} {0} AND user_id IN (SELECT user_id FROM cycles WHERE {RUNS} {0}))
                AS queued
        FROM cycles r WHERE {RUNS} {0}",
        whose.sql
    );
    let statement = whose.statement(conn.get_database_backend(), sql, now);
    Ok(Extendable::find_by_statement(statement).one(conn).await?.unwrap_or_default())
}

/// Prolongs by so many hours; how many of either kind were changed. Holds the users whose months these are.
pub async fn extend(tx: &Tx, now: Timestamp, hours: u32, users: Option<&[UserId]>) -> Result<(u64, u64), StoreError> {
    let (backend, whose) = (tx.get_database_backend(), &Whose::of(users));
    let run = async |sql: String| tx.execute_raw(whose.statement(backend, sql, now)).await;
    if backend == DbBackend::Postgres {
        run(format!(
            "SELECT id FROM users WHERE id IN (SELECT user_id FROM cycles WHERE {RUNS} {}) ORDER BY id FOR NO KEY UPDATE",
            whose.sql
        ))
        .await?;
    }
    let longer = hours_after(backend, "ends_at", hours);
    let running =
        run(format!("UPDATE cycles SET ends_at = {longer}, anchor = {longer} WHERE {RUNS} {}", whose.sql)).await?;
    let behind = format!("{WAITS} {0} AND user_id IN (SELECT user_id FROM cycles WHERE {RUNS} {0})", whose.sql);
    // Out of each other's way first: one may go exactly where the next one stands, and no two begin at once.
    let (parked_start, parked_end) = (parked(backend, "starts_at"), parked(backend, "ends_at"));
    run(format!("UPDATE cycles SET starts_at = {parked_start}, ends_at = {parked_end} WHERE {behind}")).await?;
    let starts_at = months_after(backend, "m.anchor", "(m.upto - cycles.months)");
    let ends_at = months_after(backend, "m.anchor", "m.upto");
    let queued = run(format!(
        "UPDATE cycles SET anchor = m.anchor, starts_at = {starts_at}, ends_at = {ends_at}
        FROM (
            SELECT q.id, r.ends_at AS anchor, SUM(q.months) OVER (PARTITION BY q.user_id ORDER BY q.starts_at) AS upto
            FROM (SELECT id, user_id, months, starts_at FROM cycles WHERE {WAITS} {0}) AS q
            JOIN (SELECT user_id, ends_at FROM cycles WHERE {RUNS} {0}) AS r ON r.user_id = q.user_id
        ) AS m
        WHERE cycles.id = m.id",
        whose.sql
    ))
    .await?;
    Ok((running.rows_affected(), queued.rows_affected()))
}

/// One more condition, with its values from `$2` on.
struct Whose {
    sql: String,
    values: Vec<Value>,
}

impl Whose {
    fn of(users: Option<&[UserId]>) -> Self {
        let Some(users) = users else { return Self { sql: String::new(), values: Vec::new() } };
        let places: Vec<String> = (0..users.len()).map(|nth| format!("${}", nth + 2)).collect();
        let sql = format!("AND user_id IN ({})", places.join(", "));
        Self { sql, values: users.iter().map(|user| user.0.into()).collect() }
    }

    fn statement(&self, backend: DbBackend, sql: String, now: Timestamp) -> Statement {
        let values = std::iter::once(now.into()).chain(self.values.iter().cloned());
        Statement::from_sql_and_values(backend, sql, values)
    }
}

/// A moment of the row, so many hours later. On SQLite moments are text, `2027-01-15T10:00:00.123456+00:00`, whose tail
/// behind the seconds stays as it is: it would be rounded.
fn hours_after(backend: DbBackend, at: &str, hours: u32) -> String {
    match backend {
        DbBackend::Sqlite => {
            format!("strftime('%Y-%m-%dT%H:%M:%S', substr({at}, 1, 19), '+{hours} hours') || substr({at}, 20)")
        }
        _ => format!("{at} + interval '{hours} hours'"),
    }
}

/// So many calendar months later, in UTC; the last day of a month stays within it.
fn months_after(backend: DbBackend, at: &str, months: &str) -> String {
    match backend {
        DbBackend::Sqlite => {
            format!(
                "strftime('%Y-%m-%dT%H:%M:%S', substr({at}, 1, 19), '+' || {months} || ' months', 'floor') || substr({at}, 20)"
            )
        }
        _ => format!(
            "(({at} AT TIME ZONE 'UTC') + make_interval(months => CAST({months} AS integer))) AT TIME ZONE 'UTC'"
        ),
    }
}

/// Far in the future, in the same order.
fn parked(backend: DbBackend, at: &str) -> String {
    match backend {
        DbBackend::Sqlite => {
            format!("strftime('%Y-%m-%dT%H:%M:%S', substr({at}, 1, 19), '+1000 years') || substr({at}, 20)")
        }
        _ => format!("{at} + interval '1000 years'"),
    }
}
