//! How days went, as the overview shows them. A day is one of UTC; a picture belongs to the day on which it ended.
//!
//! Counting a day reads its rows, so it is done in the background and kept.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta};
use nproxy_domain::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbBackend, EntityTrait as _, FromQueryResult,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, Statement, Value,
};

use crate::entities::day_figures::{Column, Entity};
pub use crate::entities::day_figures::{Model as DayFigures, Revenue};
use crate::overview::CountOf;
use crate::{StoreError, Tx};

const DAY: TimeDelta = TimeDelta::days(1);

/// The midnights at which a day (since 1970-01-01) begins and ends.
pub fn span(day: i64) -> (Timestamp, Timestamp) {
    let begins = DateTime::from_timestamp(day.saturating_mul(DAY.num_seconds()), 0).unwrap_or_default();
    (begins, begins + DAY)
}

/// Those since `first`, oldest first.
pub async fn since(db: &impl ConnectionTrait, first: i64) -> Result<Vec<DayFigures>, StoreError> {
    Ok(Entity::find().filter(Column::Day.gte(first)).order_by_asc(Column::Day).all(db).await?)
}

/// Keeps what was counted, instead of what was counted before.
pub async fn keep(tx: &Tx, figures: DayFigures) -> Result<(), StoreError> {
    let columns = [
        Column::Succeeded,
        Column::Failed,
        Column::Declined,
        Column::Cancelled,
        Column::P50Ms,
        Column::P95Ms,
        Column::Revenue,
        Column::NewUsers,
        Column::ActiveSubscriptions,
        Column::At,
    ];
    let again = OnConflict::column(Column::Day).update_columns(columns).to_owned();
    Entity::insert(figures.into_active_model().reset_all()).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// Counts a day as it is at `now`.
pub async fn count(db: &impl ConnectionTrait, day: i64, now: Timestamp) -> Result<DayFigures, StoreError> {
    let (from, to) = span(day);
    let ended = ended(db, from, to).await?;
    let of = |state: &str| ended.iter().find(|row| row.state == state);
    let succeeded = of("succeeded").map_or(0, |row| row.rows);
    let declined = of("failed").map_or(0, |row| row.declined);
    Ok(DayFigures {
        day,
        succeeded,
        failed: of("failed").map_or(0, |row| row.rows) - declined,
        declined,
        cancelled: of("cancelled").map_or(0, |row| row.rows),
        p50_ms: took(db, from, to, succeeded, 50).await?,
        p95_ms: took(db, from, to, succeeded, 95).await?,
        revenue: revenue(db, from, to).await?,
        new_users: number(db, NEW_USERS, [from.into(), to.into()]).await?,
        active_subscriptions: number(db, ACTIVE, [now.min(to).into(), now.min(to).into()]).await?,
        at: now,
    })
}

const NEW_USERS: &str = "SELECT count(*) AS rows FROM users WHERE created_at >= $1 AND created_at < $2";
const ACTIVE: &str = "SELECT count(DISTINCT user_id) AS rows FROM cycles
    WHERE ends_at > $1 AND starts_at <= $2 AND voided_at IS NULL";

#[derive(FromQueryResult)]
struct Ended {
    state: String,
    rows: i64,
    declined: i64,
}

async fn ended(db: &impl ConnectionTrait, from: Timestamp, to: Timestamp) -> Result<Vec<Ended>, StoreError> {
    let sql = "SELECT state, count(*) AS rows,
            CAST(sum(CASE WHEN error_code IN ('declined_prompt', 'declined_output') THEN 1 ELSE 0 END) AS bigint) AS declined
        FROM generations
        WHERE state IN ('succeeded', 'failed', 'cancelled') AND finished_at IS NOT NULL
            AND finished_at >= $1 AND finished_at < $2
        GROUP BY state";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [from.into(), to.into()]);
    Ok(Ended::find_by_statement(statement).all(db).await?)
}

/// As many percent of the delivered pictures took no longer.
async fn took(
    db: &impl ConnectionTrait,
    from: Timestamp,
    to: Timestamp,
    succeeded: i64,
    percent: i64,
) -> Result<Option<i64>, StoreError> {
    #[derive(FromQueryResult)]
    struct Took {
        took_ms: i64,
    }
    let offset = (succeeded * percent - 1).max(0) / 100;
    let took_ms = match db.get_database_backend() {
        DbBackend::Sqlite => "CAST(round((julianday(finished_at) - julianday(started_at)) * 86400000) AS integer)",
        _ => "CAST(round(extract(epoch FROM finished_at - started_at) * 1000) AS bigint)",
    };
    let sql = format!(
        "SELECT {took_ms} AS took_ms FROM generations
         WHERE state = 'succeeded' AND finished_at IS NOT NULL AND finished_at >= $1 AND finished_at < $2
             AND started_at IS NOT NULL
         ORDER BY 1 LIMIT 1 OFFSET {offset}"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [from.into(), to.into()]);
    Ok(Took::find_by_statement(statement).one(db).await?.map(|row| row.took_ms))
}

/// In minor units by currency.
async fn revenue(db: &impl ConnectionTrait, from: Timestamp, to: Timestamp) -> Result<Revenue, StoreError> {
    let sql = "SELECT currency AS name, CAST(sum(price_minor_units) AS bigint) AS rows FROM payments
        WHERE activated_at IS NOT NULL AND activated_at >= $1 AND activated_at < $2 GROUP BY currency";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [from.into(), to.into()]);
    let rows = CountOf::find_by_statement(statement).all(db).await?;
    Ok(Revenue(rows.into_iter().map(|row| (row.name, row.rows)).collect::<BTreeMap<_, _>>()))
}

async fn number(db: &impl ConnectionTrait, sql: &str, values: [Value; 2]) -> Result<i64, StoreError> {
    #[derive(FromQueryResult)]
    struct Number {
        rows: i64,
    }
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Number::find_by_statement(statement).one(db).await?.map_or(0, |number| number.rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both;
    use crate::spending::day_of;
    use crate::testing::{Recorder, TestDb};

    both! {
        async fn a_day_is_counted_from_what_ended_in_it(db: TestDb) {
            db.seed(1000).await;
            db.seed_money(200).await;
            let today = day_of(db.env.now());
            let counted = count(db.store.read(), today, db.env.now()).await.expect("counted");
            assert_eq!((counted.succeeded, counted.failed, counted.declined, counted.cancelled), (950, 10, 0, 10));
            assert_eq!((counted.p50_ms, counted.p95_ms), (Some(0), Some(0)), "these took no time");
            assert_eq!(counted.revenue.0, BTreeMap::from([("USD".to_owned(), 120 * 900)]));
            assert_eq!((counted.new_users, counted.active_subscriptions), (200, 200));
            let before = count(db.store.read(), today - 1, db.env.now()).await.expect("counted");
            assert_eq!((before.succeeded, before.p50_ms, before.new_users), (0, None, 0));
            assert_eq!(before.active_subscriptions, 200, "their months had begun");
            assert_eq!(before.revenue, Revenue::default());
        }

        async fn half_of_the_pictures_took_no_longer_than_the_median(db: TestDb) {
            db.seed(400).await;
            let spread = db.store.write(|tx: Tx| async move {
                // 1 to 380 seconds, one picture each.
                let sql = match tx.get_database_backend() {
                    DbBackend::Sqlite => "UPDATE generations SET started_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', finished_at,
                            '-' || nth || ' seconds') FROM (SELECT id AS of, row_number() OVER (ORDER BY id) AS nth
                            FROM generations WHERE state = 'succeeded') WHERE of = id",
                    _ => "UPDATE generations SET started_at = finished_at - nth * interval '1 second'
                            FROM (SELECT id AS of, row_number() OVER (ORDER BY id) AS nth
                            FROM generations WHERE state = 'succeeded') AS spread WHERE of = id",
                };
                tx.execute_unprepared(sql).await?;
                Ok::<_, StoreError>(())
            });
            spread.await.expect("written");
            let counted = count(db.store.read(), day_of(db.env.now()), db.env.now()).await.expect("counted");
            assert_eq!(counted.succeeded, 380);
            assert_eq!((counted.p50_ms, counted.p95_ms), (Some(190_000), Some(361_000)));
        }

        async fn figures_are_kept_once_a_day_and_counting_goes_by_index(db: TestDb) {
            db.seed(20_000).await;
            db.seed_money(20_000).await;
            db.seed_accounts(20_000).await;
            let today = day_of(db.env.now());
            let asked = Recorder::new(&db);
            // Of an hour that nothing happened in: of a day that holds every row, the whole is rightly read.
            let (from, to) = span(today - 3);
            ended(&asked, from, to).await.expect("counted");
            took(&asked, from, to, 10, 95).await.expect("counted");
            revenue(&asked, from, to).await.expect("counted");
            number(&asked, NEW_USERS, [from.into(), to.into()]).await.expect("counted");
            since(&asked, today - 30).await.expect("read");
            asked.assert_uses_indexes().await;
            let figures = count(db.store.read(), today - 3, db.env.now()).await.expect("counted");
            for new_users in [1, 2] {
                let figures = &DayFigures { new_users, ..figures.clone() };
                let kept = db.store.write(|tx: Tx| async move { keep(&tx, figures.clone()).await });
                kept.await.expect("kept");
            }
            let kept = since(db.store.read(), today - 30).await.expect("read");
            assert_eq!(kept, [DayFigures { new_users: 2, ..figures }]);
        }
    }
}
