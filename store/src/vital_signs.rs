//! What the tables say of how well the product's parts work: one statement a part, each over an index.

use nproxy_domain::{ProcessorId, Timestamp};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use crate::StoreError;

/// How mail fares.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct MailSigns {
    pub pending: i64,
    pub oldest_pending_at: Option<Timestamp>,
    /// Since the moment that was asked about.
    pub failed: i64,
    pub newest_sent_at: Option<Timestamp>,
}

/// When a payment processor was heard of.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct ProcessorSigns {
    pub last_webhook_at: Option<Timestamp>,
    /// It was asked then, and answered.
    pub last_read_at: Option<Timestamp>,
}

pub async fn mail(db: &impl ConnectionTrait, failed_since: Timestamp) -> Result<MailSigns, StoreError> {
    let sql = "SELECT (SELECT count(*) FROM mails WHERE state = 'pending') AS pending,
            (SELECT created_at FROM mails WHERE state = 'pending' ORDER BY id LIMIT 1) AS oldest_pending_at,
            (SELECT count(*) FROM mails WHERE state = 'failed' AND created_at >= $1) AS failed,
            (SELECT ended_at FROM mails WHERE state = 'sent' ORDER BY id DESC LIMIT 1) AS newest_sent_at";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [failed_since.into()]);
    let row = MailSigns::find_by_statement(statement).one(db).await?;
    row.ok_or_else(|| StoreError::Internal("a select without a table gave no row".to_owned()))
}

pub async fn processor(db: &impl ConnectionTrait, processor: &ProcessorId) -> Result<ProcessorSigns, StoreError> {
    let sql = "SELECT (SELECT at FROM payment_events WHERE processor = $1 AND kind = 'webhook'
                ORDER BY id DESC LIMIT 1) AS last_webhook_at,
            (SELECT read_at FROM payments WHERE processor = $1 AND read_at IS NOT NULL
                ORDER BY read_at DESC LIMIT 1) AS last_read_at";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [processor.0.as_str().into()]);
    Ok(ProcessorSigns::find_by_statement(statement).one(db).await?.unwrap_or_default())
}

/// What time it is for the database; `None` where it has no clock of its own.
pub async fn clock(db: &impl ConnectionTrait) -> Result<Option<Timestamp>, StoreError> {
    #[derive(FromQueryResult)]
    struct Clock {
        at: Timestamp,
    }
    if db.get_database_backend() == DbBackend::Sqlite {
        return Ok(None);
    }
    let statement = Statement::from_string(db.get_database_backend(), "SELECT clock_timestamp() AS at");
    Ok(Clock::find_by_statement(statement).one(db).await?.map(|clock| clock.at))
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::both;
    use crate::testing::{Recorder, TestDb};

    both! {
        async fn the_signs_are_read_by_index(db: TestDb) {
            db.seed(1).await;
            db.seed_money(20_000).await;
            db.seed_accounts(20_000).await;
            let asked = Recorder::new(&db);
            let signs = mail(&asked, db.env.now() - Duration::days(1)).await.expect("readable");
            assert_eq!((signs.pending, signs.failed), (200, 0));
            assert!(signs.oldest_pending_at.is_some() && signs.newest_sent_at.is_some());
            let signs = processor(&asked, &ProcessorId::from("till-1")).await.expect("readable");
            assert!(signs.last_webhook_at.is_some() && signs.last_read_at.is_none());
            asked.assert_uses_indexes().await;
            assert_eq!(clock(db.store.read()).await.expect("readable").is_some(), db.store.backend() == DbBackend::Postgres);
        }
    }
}
