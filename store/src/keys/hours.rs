//! How a key did, hour by hour.

use chrono::DateTime;
use nproxy_domain::outcome::Class;
use nproxy_domain::{KeyId, Timestamp};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use crate::error::StoreError;

/// One UTC hour in which something was asked of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyHour {
    /// Its beginning.
    pub hour: Timestamp,
    /// Begun in it, whether or not they have ended.
    pub requests: i64,
    pub succeeded: i64,
    /// The upstream took no more, for a moment or for the day.
    pub rate_limited: i64,
    /// Of those that succeeded: a refusal is quick, and would make a bad key look like a fast one.
    pub p50_ms: Option<i64>,
    pub p95_ms: Option<i64>,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    /// Seconds since 1970.
    hour: i64,
    requests: i64,
    succeeded: i64,
    rate_limited: i64,
    p50_ms: Option<i64>,
    p95_ms: Option<i64>,
}

/// The hours since `since`, oldest first; those without a request are left out. Percentiles are the nearest rank.
pub async fn hours(db: &impl ConnectionTrait, key: KeyId, since: Timestamp) -> Result<Vec<KeyHour>, StoreError> {
    let seconds = match db.get_database_backend() {
        DbBackend::Sqlite => "CAST(strftime('%s', started_at) AS INTEGER)",
        _ => "CAST(floor(extract(epoch FROM started_at)) AS bigint)",
    };
    let (ok, limited, day) = (Class::Ok.as_str(), Class::RateLimited.as_str(), Class::QuotaDay.as_str());
    let sql = format!(
        "WITH asked AS (
            SELECT {seconds} / 3600 * 3600 AS hour, class, CASE WHEN class = '{ok}' THEN upstream_ms END AS ms
            FROM attempts WHERE key_id = $1 AND started_at >= $2
         ), ranked AS (
            SELECT hour, class, ms, row_number() OVER (PARTITION BY hour ORDER BY ms NULLS LAST) AS nth,
                count(ms) OVER (PARTITION BY hour) AS timed
            FROM asked
         )
         SELECT hour, count(*) AS requests, count(CASE WHEN class = '{ok}' THEN 1 END) AS succeeded,
            count(CASE WHEN class IN ('{limited}', '{day}') THEN 1 END) AS rate_limited,
            min(CASE WHEN nth * 100 >= timed * 50 THEN ms END) AS p50_ms,
            min(CASE WHEN nth * 100 >= timed * 95 THEN ms END) AS p95_ms
         FROM ranked GROUP BY hour ORDER BY hour"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [key.0.into(), since.into()]);
    let rows = Row::find_by_statement(statement).all(db).await?;
    rows.into_iter().map(KeyHour::try_from).collect()
}

impl TryFrom<Row> for KeyHour {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { hour, requests, succeeded, rate_limited, p50_ms, p95_ms } = row;
        let hour = DateTime::from_timestamp(hour, 0).ok_or_else(|| StoreError::Unreadable(format!("hour {hour}")))?;
        Ok(Self { hour, requests, succeeded, rate_limited, p50_ms, p95_ms })
    }
}
