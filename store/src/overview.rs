//! How the product is doing, in a few counts: one statement a question, each over an index or a table of few rows.

use nproxy_domain::Timestamp;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _, Statement,
};
use uuid::Uuid;

use crate::entities::provider_days;
use crate::error::StoreError;

/// How many keys of a provider are in a state, and how much is asked of them right now.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct KeysInState {
    pub provider: String,
    pub state: String,
    pub keys: i64,
    pub in_flight: i64,
}

/// Pictures that have not ended. The oldest is of those that nothing was tried for: in the queue, or without a first key.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Unended {
    pub queued: i64,
    pub running: i64,
    pub waiting: i64,
    pub oldest_queued_at: Option<Timestamp>,
}

/// How many rows there are of a kind.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct CountOf {
    pub name: String,
    pub rows: i64,
}

/// Trouble that is not over.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct OpenIncident {
    pub id: Uuid,
    pub key: String,
    pub severity: String,
    pub title: String,
    pub times: i64,
    pub opened_at: Timestamp,
}

/// All keys. A rest that is over counts as probation: time alone ended it.
pub async fn keys(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<KeysInState>, StoreError> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT provider, CASE WHEN state = 'cooldown' AND until <= $1 THEN 'probation' ELSE state END AS state,
                count(*) AS keys, CAST(sum(in_flight) AS bigint) AS in_flight
         FROM provider_keys GROUP BY 1, 2 ORDER BY 1, 2",
        [now.into()],
    );
    Ok(KeysInState::find_by_statement(statement).all(db).await?)
}

/// Attempts that have not ended, by provider.
pub async fn open_attempts(db: &impl ConnectionTrait) -> Result<Vec<CountOf>, StoreError> {
    let sql = "SELECT provider AS name, count(*) AS rows FROM attempts WHERE ended_at IS NULL GROUP BY 1 ORDER BY 1";
    count_of(db, sql).await
}

pub async fn unended(db: &impl ConnectionTrait) -> Result<Unended, StoreError> {
    let row = Unended::find_by_statement(unended_statement(db.get_database_backend())).one(db).await?;
    row.ok_or_else(|| StoreError::Internal("a select without a table gave no row".to_owned()))
}

/// Each count walks its own partial index: of those states only.
fn unended_statement(backend: DbBackend) -> Statement {
    Statement::from_string(
        backend,
        "SELECT (SELECT count(*) FROM generations WHERE state = 'queued') AS queued,
                (SELECT count(*) FROM generations WHERE state = 'running') AS running,
                (SELECT count(*) FROM generations WHERE state = 'waiting') AS waiting,
                (SELECT min(unbegun.queued_at) FROM (
                    SELECT (SELECT queued_at FROM generations WHERE state = 'queued' ORDER BY queued_at LIMIT 1) AS queued_at
                    UNION ALL
                    SELECT min(queued_at) FROM generations WHERE state = 'waiting' AND started_at IS NULL
                ) AS unbegun) AS oldest_queued_at",
    )
}

/// Proxies by health.
pub async fn proxies(db: &impl ConnectionTrait) -> Result<Vec<CountOf>, StoreError> {
    count_of(db, "SELECT health AS name, count(*) AS rows FROM proxies GROUP BY health").await
}

/// Open incidents by severity.
pub async fn incidents(db: &impl ConnectionTrait) -> Result<Vec<CountOf>, StoreError> {
    count_of(db, INCIDENTS).await
}

const INCIDENTS: &str =
    "SELECT severity AS name, count(*) AS rows FROM incidents WHERE state = 'open' GROUP BY severity";

async fn count_of(db: &impl ConnectionTrait, sql: &str) -> Result<Vec<CountOf>, StoreError> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    Ok(CountOf::find_by_statement(statement).all(db).await?)
}

/// The newest open incidents.
pub async fn open_incidents(db: &impl ConnectionTrait, rows_max: u64) -> Result<Vec<OpenIncident>, StoreError> {
    let statement = open_incidents_statement(db.get_database_backend(), rows_max);
    Ok(OpenIncident::find_by_statement(statement).all(db).await?)
}

fn open_incidents_statement(backend: DbBackend, rows_max: u64) -> Statement {
    Statement::from_string(
        backend,
        format!(
            "SELECT id, key, severity, title, times, opened_at FROM incidents WHERE state = 'open'
             ORDER BY opened_at DESC, id DESC LIMIT {rows_max}"
        ),
    )
}

/// What else waits for a person.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct OpenTrouble {
    pub payments_in_review: i64,
    /// The one that waits longest.
    pub payment: Option<Uuid>,
    pub payments_since: Option<Timestamp>,
    pub mails_failed: i64,
}

/// Mails count that were written since `mails_since`.
pub async fn trouble(db: &impl ConnectionTrait, mails_since: Timestamp) -> Result<OpenTrouble, StoreError> {
    let statement = trouble_statement(db.get_database_backend(), mails_since);
    let row = OpenTrouble::find_by_statement(statement).one(db).await?;
    row.ok_or_else(|| StoreError::Internal("a select without a table gave no row".to_owned()))
}

fn trouble_statement(backend: DbBackend, mails_since: Timestamp) -> Statement {
    Statement::from_sql_and_values(
        backend,
        "SELECT (SELECT count(*) FROM payments WHERE review IS NOT NULL) AS payments_in_review,
                (SELECT id FROM payments WHERE review IS NOT NULL ORDER BY review_opened_at LIMIT 1) AS payment,
                (SELECT min(review_opened_at) FROM payments WHERE review IS NOT NULL) AS payments_since,
                (SELECT count(*) FROM mails WHERE state = 'failed' AND created_at >= $1) AS mails_failed",
        [mails_since.into()],
    )
}

/// What these providers' attempts of a day (UTC, days since 1970-01-01) probably cost, in millionths of a dollar.
pub async fn costs(
    db: &impl ConnectionTrait,
    providers: &[String],
    day: i64,
) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = provider_days::Entity::find()
        .filter(provider_days::Column::Provider.is_in(providers))
        .filter(provider_days::Column::Day.eq(day));
    Ok(rows.all(db).await?.into_iter().map(|row| (row.provider, row.cost_micro_usd)).collect())
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::both;
    use crate::testing::{TestDb, assert_uses_index};

    const ROWS: u32 = 20_000;

    both! {
        async fn what_is_counted_often_goes_by_index(db: TestDb) {
            db.seed(ROWS).await;
            let backend = db.store.backend();
            assert_uses_index(&db, unended_statement(backend)).await;
            assert_uses_index(&db, open_incidents_statement(backend, 50)).await;
            assert_uses_index(&db, Statement::from_string(backend, INCIDENTS)).await;
            db.seed_money(ROWS).await;
            db.seed_accounts(ROWS).await;
            assert_uses_index(&db, trouble_statement(backend, db.env.now() - Duration::days(1))).await;
        }
    }

    both! {
        async fn the_counts_are_those_of_the_rows(db: TestDb) {
            db.seed(1000).await;
            let read = db.store.read();
            let unended = unended(read).await.expect("readable");
            assert_eq!((unended.queued, unended.running, unended.waiting), (10, 10, 10));
            // Row i was queued i seconds ago, and of every hundred the second one is still in the queue.
            assert_eq!(unended.oldest_queued_at, Some(db.env.now() - Duration::seconds(901)));

            let states = |keys: Vec<KeysInState>| -> Vec<_> {
                keys.into_iter().map(|row| (row.state, row.keys, row.in_flight)).collect()
            };
            let now = db.env.now();
            let of = |state: &str, keys| (state.to_owned(), keys, 0);
            let resting = states(keys(read, now).await.expect("readable"));
            assert_eq!(resting, [of("active", 800), of("cooldown", 100), of("manual_review", 100)]);
            let later = states(keys(read, now + Duration::days(1)).await.expect("readable"));
            assert_eq!(later, [of("active", 800), of("manual_review", 100), of("probation", 100)]);
        }
    }
}
