//! The connection to the database.

use std::pin::Pin;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use log::LevelFilter;
use sea_orm::{DatabaseConnection, DbBackend, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, PgPool, SqlitePool};

use crate::bell::{Bell, Listening};
use crate::error::StoreError;
use crate::jobs::JobQueue;
use crate::migrate;
use crate::seal::MasterKey;
use crate::tx::{Inner as TxInner, Tx};

/// A collision of transactions is tried again this often before it becomes the caller's.
const WRITE_TRIES_MAX: u32 = 10;
const RETRY_PAUSE: Duration = Duration::from_millis(5);
/// A database that gives no connection for this long counts as unavailable.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Statements and transactions of ours are short; what takes longer hangs, and would hold locks.
const STATEMENT_TIMEOUT_MS: &str = "30000";
const IDLE_IN_TRANSACTION_TIMEOUT_MS: &str = "60000";

/// Statements that take longer stand in the log, without what they bind: that may be an address or a prompt.
const SLOW: Duration = Duration::from_secs(1);

/// Where the database is.
#[derive(Clone)]
pub struct StoreOptions {
    /// `postgres://user:password@host/database` or `sqlite:/path/to/file`.
    pub url: String,
    /// Of this process. One more listens for notices on PostgreSQL; on SQLite this many read and one writes.
    pub connections_max: u32,
}

impl std::fmt::Debug for StoreOptions {
    /// The URL holds a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreOptions").field("connections_max", &self.connections_max).finish_non_exhaustive()
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Pools {
    Postgres(PgPool),
    /// SQLite has one writer at a time; waiting for it in a queue of ours is fair and never "locked".
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
}

#[derive(Debug)]
struct Shared {
    pools: Pools,
    read: DatabaseConnection,
    bell: Bell,
    jobs: JobQueue,
    master_key: MasterKey,
    _listening: Option<Listening>,
}

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store(Arc<Shared>);

/// Why the store can't serve.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the database's schema is older than this program: run `nproxy migrate`")]
    SchemaOutdated,
}

impl Store {
    /// Connects. The schema may still be empty: [`Store::migrate`] comes next.
    pub async fn connect(options: StoreOptions, master_key: MasterKey) -> Result<Self, StoreError> {
        let bell = Bell::new();
        let scheme = options.url.split(':').next().unwrap_or_default();
        let (pools, listening) = match scheme {
            "postgres" | "postgresql" => {
                let connect = postgres_options(&options.url)?;
                let pool = PgPoolOptions::new()
                    .max_connections(options.connections_max)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .connect_with(connect.clone())
                    .await?;
                (Pools::Postgres(pool), Some(bell.listen(connect).await?))
            }
            "sqlite" => (sqlite_pools(&options).await?, None),
            _ => {
                let text = "the database URL must begin with postgres:// or sqlite:";
                return Err(StoreError::Options(text.into()));
            }
        };
        let read = match &pools {
            Pools::Postgres(pool) => SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone()),
            Pools::Sqlite { read, .. } => SqlxSqliteConnector::from_sqlx_sqlite_pool(read.clone()),
        };
        let jobs = JobQueue::new(&pools)?;
        Ok(Self(Arc::new(Shared { pools, read, bell, jobs, master_key, _listening: listening })))
    }

    /// Brings the schema up to date. Several processes may try at once; one does it.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        migrate::up(&self.0.pools).await
    }

    /// Reachable, and the schema is at least this program's.
    pub async fn ready(&self) -> Result<(), NotReady> {
        if migrate::is_current(&self.0.read).await? { Ok(()) } else { Err(NotReady::SchemaOutdated) }
    }

    pub fn backend(&self) -> DbBackend {
        self.0.read.get_database_backend()
    }

    /// For plain reads; on SQLite it refuses to write.
    pub fn read(&self) -> &DatabaseConnection {
        &self.0.read
    }

    /// Runs `work` in a transaction and commits when it returns `Ok`. When the transaction collides with another
    /// one, `work` runs again from its beginning, so it has no effects but on `tx`.
    ///
    /// After a statement of it failed nothing is committed, whatever `work` returns: look before you insert, or
    /// let the error out and look afterwards. `work` must not call `write` itself (SQLite has one writer), nor
    /// talk to the network.
    pub async fn write<T, E, F, Fut>(&self, work: F) -> Result<T, E>
    where
        T: Send,
        E: From<StoreError> + Send,
        F: Fn(Tx) -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, E>> + Send,
    {
        let mut tries = 1;
        loop {
            let tx = self.begin().await?;
            // Boxed, so that what a deed does in here is proven `Send` once where it is written, and not again in every future
            // that it is a part of: that alone was minutes of compiling.
            let run: Pin<Box<dyn Future<Output = Result<T, E>> + Send + '_>> = Box::pin(work(tx.clone()));
            let (end, collided) = match run.await {
                Ok(value) => match tx.commit().await {
                    Ok(topics) => {
                        // PostgreSQL tells every process, this one included.
                        if matches!(self.0.pools, Pools::Sqlite { .. }) {
                            for topic in topics {
                                self.0.bell.ring(topic);
                            }
                        }
                        return Ok(value);
                    }
                    Err(error) => {
                        let collided = matches!(error, StoreError::Conflict(_));
                        (error.into(), collided)
                    }
                },
                Err(error) => {
                    tx.roll_back().await;
                    (error, tx.collided())
                }
            };
            if !collided || tries == WRITE_TRIES_MAX {
                return Err(end);
            }
            tokio::time::sleep(RETRY_PAUSE * tries).await;
            tries += 1;
        }
    }

    pub fn bell(&self) -> &Bell {
        &self.0.bell
    }

    pub fn master_key(&self) -> &MasterKey {
        &self.0.master_key
    }

    /// Closes all connections; what runs still ends first.
    pub async fn close(&self) {
        match &self.0.pools {
            Pools::Postgres(pool) => pool.close().await,
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
        }
    }

    pub(crate) fn pools(&self) -> &Pools {
        &self.0.pools
    }

    async fn begin(&self) -> Result<Tx, StoreError> {
        let inner = match &self.0.pools {
            Pools::Postgres(pool) => TxInner::Postgres(riverqueue::database::begin_postgres(pool).await?),
            Pools::Sqlite { write, .. } => TxInner::Sqlite(riverqueue::database::begin_sqlite_write(write).await?),
        };
        Ok(Tx::new(self.backend(), inner, self.0.jobs.clone()))
    }
}

fn postgres_options(url: &str) -> Result<PgConnectOptions, StoreError> {
    let options = PgConnectOptions::from_str(url).map_err(|e| StoreError::Options(format!("database URL: {e}")))?;
    Ok(options
        .application_name("nproxy")
        .options([
            ("statement_timeout", STATEMENT_TIMEOUT_MS),
            ("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION_TIMEOUT_MS),
        ])
        .log_statements(LevelFilter::Off)
        .log_slow_statements(LevelFilter::Warn, SLOW))
}

async fn sqlite_pools(options: &StoreOptions) -> Result<Pools, StoreError> {
    let connect = SqliteConnectOptions::from_str(&options.url)
        .map_err(|e| StoreError::Options(format!("database URL: {e}")))?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(SQLITE_BUSY_TIMEOUT)
        .foreign_keys(true)
        .log_statements(LevelFilter::Off)
        .log_slow_statements(LevelFilter::Warn, SLOW);
    let pool = |connections| SqlitePoolOptions::new().max_connections(connections).acquire_timeout(ACQUIRE_TIMEOUT);
    let write = pool(1).connect_with(connect.clone()).await?;
    let read = pool(options.connections_max).connect_with(connect.pragma("query_only", "on")).await?;
    Ok(Pools::Sqlite { write, read })
}
