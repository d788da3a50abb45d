//! A write transaction that rows, notices and background jobs share.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex as StdMutex;

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};
use tokio::sync::Mutex;

use crate::bell::{CHANNEL, Topic};
use crate::error::StoreError;
use crate::jobs::{Job, JobQueue};

pub(crate) enum Inner {
    Postgres(Transaction<'static, Postgres>),
    Sqlite(Transaction<'static, Sqlite>),
}

struct Shared {
    backend: DbBackend,
    /// `None` once it is over.
    inner: Mutex<Option<Inner>>,
    /// The first statement that failed. PostgreSQL aborts the transaction then and answers COMMIT with a silent
    /// roll-back; so on either database nothing is committed after a failure.
    failed: StdMutex<Option<StoreError>>,
    topics: StdMutex<BTreeSet<Topic>>,
    jobs: JobQueue,
}

/// A handle to the running transaction, cheap to clone. Made by [`crate::Store::write`], which alone commits it.
///
/// It is a [`ConnectionTrait`], so entities work on it as on a connection. Locks are taken in the order
/// user < payment < generations by id < turn < conversation < cycle < the gate of a pool < keys by id < proxies <
/// incidents < `provider_days`; who is woken for a freed key is locked behind all of them, without waiting.
#[derive(Clone)]
pub struct Tx(Arc<Shared>);

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("backend", &self.0.backend).finish_non_exhaustive()
    }
}

/// Runs a prepared statement on whichever database it is.
macro_rules! run {
    ($self:ident, $sql:expr, $values:expr, $method:ident, $wrap:path, $into:expr) => {{
        let mut guard = $self.0.inner.lock().await;
        let result = match guard.as_mut() {
            Some(Inner::Postgres(tx)) => {
                sqlx::query_with(AssertSqlSafe($sql), SqlxValues($values)).$method(&mut **tx).await.map($into)
            }
            Some(Inner::Sqlite(tx)) => {
                sqlx::query_with(AssertSqlSafe($sql), SqlxValues($values)).$method(&mut **tx).await.map($into)
            }
            None => return Err(DbErr::Custom("the transaction is over".into())),
        };
        result.map_err(|error| $self.failure(error, $wrap))
    }};
}

impl Tx {
    pub(crate) fn new(backend: DbBackend, inner: Inner, jobs: JobQueue) -> Self {
        Self(Arc::new(Shared {
            backend,
            inner: Mutex::new(Some(inner)),
            failed: StdMutex::default(),
            topics: StdMutex::default(),
            jobs,
        }))
    }

    /// Wakes those who wait for `topic`, when this transaction commits.
    pub fn notify(&self, topic: Topic) {
        self.0.topics.lock().expect("no panic while it is held").insert(topic);
    }

    /// Leaves a job for the background, which begins when this transaction commits.
    pub async fn enqueue<J: Job>(&self, job: J) -> Result<(), StoreError> {
        let mut guard = self.0.inner.lock().await;
        let inner = guard.as_mut().ok_or_else(|| StoreError::Internal("the transaction is over".into()))?;
        self.0.jobs.insert(job, inner).await.inspect_err(|error| self.note(error.clone()))
    }

    /// Whether another try may go through.
    pub(crate) fn collided(&self) -> bool {
        matches!(*self.0.failed.lock().expect("no panic while it is held"), Some(StoreError::Conflict(_)))
    }

    /// Ends it for good and tells what to ring about.
    pub(crate) async fn commit(&self) -> Result<BTreeSet<Topic>, StoreError> {
        let topics = std::mem::take(&mut *self.0.topics.lock().expect("no panic while it is held"));
        if self.0.backend == DbBackend::Postgres {
            for topic in &topics {
                let values = [CHANNEL.into(), topic.payload().into()];
                let notify = Statement::from_sql_and_values(self.0.backend, "SELECT pg_notify($1, $2)", values);
                self.execute_raw(notify).await?;
            }
        }
        let inner = self.0.inner.lock().await.take();
        if let Some(error) = self.0.failed.lock().expect("no panic while it is held").take() {
            return Err(error);
        }
        match inner {
            Some(Inner::Postgres(tx)) => tx.commit().await?,
            Some(Inner::Sqlite(tx)) => tx.commit().await?,
            None => return Err(StoreError::Internal("the transaction is over".into())),
        }
        Ok(topics)
    }

    /// Undoes everything. A failure to say so is none: the server undoes what was not committed.
    pub(crate) async fn roll_back(&self) {
        let inner = self.0.inner.lock().await.take();
        let _ = match inner {
            Some(Inner::Postgres(tx)) => tx.rollback().await,
            Some(Inner::Sqlite(tx)) => tx.rollback().await,
            None => Ok(()),
        };
    }

    fn failure(&self, error: sqlx::Error, wrap: fn(RuntimeErr) -> DbErr) -> DbErr {
        self.note(StoreError::from(&error));
        wrap(RuntimeErr::SqlxError(error.into()))
    }

    fn note(&self, error: StoreError) {
        self.0.failed.lock().expect("no panic while it is held").get_or_insert(error);
    }
}

#[async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.0.backend
    }

    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        let values = stmt.values.unwrap_or_else(|| Values(Vec::new()));
        run!(self, stmt.sql, values, execute, DbErr::Exec, Into::into)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut guard = self.0.inner.lock().await;
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        let result = match guard.as_mut() {
            Some(Inner::Postgres(tx)) => sql.execute(&mut **tx).await.map(Into::into),
            Some(Inner::Sqlite(tx)) => sql.execute(&mut **tx).await.map(Into::into),
            None => return Err(DbErr::Custom("the transaction is over".into())),
        };
        result.map_err(|error| self.failure(error, DbErr::Exec))
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        let values = stmt.values.unwrap_or_else(|| Values(Vec::new()));
        run!(self, stmt.sql, values, fetch_optional, DbErr::Query, |row| row.map(Into::into))
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let values = stmt.values.unwrap_or_else(|| Values(Vec::new()));
        run!(self, stmt.sql, values, fetch_all, DbErr::Query, |rows| rows.into_iter().map(Into::into).collect())
    }
}
