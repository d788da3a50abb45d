//! For tests: a fresh, migrated database of either kind.
//!
//! PostgreSQL is the running server that `NPROXY_TEST_PG` names (`scripts/with-postgres` starts one); every test
//! gets a database of its own, copied from a migrated template. Without it the tests fail and say so: a test that
//! is skipped in silence proves nothing.

mod left;
mod payment;
mod plan;
mod search;
mod seed;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{TimeZone as _, Utc};
use nproxy_domain::Env;
use nproxy_domain::env::{ManualClock, SeededEntropy};
use riverqueue::migrate::MIGRATION_VERSION_LATEST;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use url::Url;

pub use left::{execute, left_over};
pub use payment::payment;
pub use plan::{Recorder, assert_uses_index};
/// For looking at rows, which outside the store only tests do.
pub use sea_orm;
pub use search::tables_with;

use crate::seal::MasterKey;
use crate::store::{Store, StoreOptions};

const SERVER_VARIABLE: &str = "NPROXY_TEST_PG";
const CONNECTIONS_MAX: u32 = 10;
const MASTER_KEY: [u8; 32] = [7; 32];
/// Tests that run at once make the template once.
const TEMPLATE_LOCK: i64 = 0x6e70_7478;

/// A database that lives as long as this value.
#[derive(Debug)]
pub struct TestDb {
    pub store: Store,
    /// Stands at [`TestDb::START`] until `clock` is turned.
    pub env: Env,
    pub clock: Arc<ManualClock>,
    url: String,
    _place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(PathBuf),
    Database { server: String, name: String },
}

impl TestDb {
    /// Seconds since 1970: 15 January 2027.
    pub const START: i64 = 1_800_000_000;

    pub async fn sqlite() -> Self {
        static NTH: AtomicU32 = AtomicU32::new(0);
        let nth = NTH.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("nproxy-test-{}-{nth}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("the temporary folder takes files");
        let file = folder.join("nproxy.sqlite");
        std::fs::copy(sqlite_template(&folder).await, &file).expect("the template is a file");
        Self::open(sqlite_url(&file), Place::Folder(folder)).await
    }

    pub async fn postgres() -> Self {
        Self::postgres_on(&server()).await
    }

    /// On a server of the test's own.
    pub async fn postgres_on(server: &str) -> Self {
        let mut admin = connect(server, "postgres").await;
        let template = template(server, &mut admin).await;
        let name = unique(&mut admin).await;
        // Copying files is twice as quick as writing each page to the log of a server that is gone afterwards.
        run(&mut admin, &format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")).await;
        admin.close().await.expect("the connection closes");
        let url = url_of(server, &name);
        Self::open(url, Place::Database { server: server.to_owned(), name }).await
    }

    /// Not even migrated.
    pub async fn empty_postgres() -> Self {
        let server = server();
        let mut admin = connect(&server, "postgres").await;
        let name = unique(&mut admin).await;
        run(&mut admin, &format!("CREATE DATABASE {name} STRATEGY FILE_COPY")).await;
        admin.close().await.expect("the connection closes");
        let url = url_of(&server, &name);
        Self::open(url, Place::Database { server, name }).await
    }

    /// Another process on the same database.
    pub async fn another_store(&self) -> Store {
        connect_store(&self.url).await
    }

    /// For what is started as a process of its own.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The master key of [`TestDb::store`], as configuration would give it.
    pub fn master_key() -> MasterKey {
        MasterKey::new(MASTER_KEY)
    }

    /// Another environment with the same clock: its ids differ from those of every other seed.
    pub fn env_of(&self, seed: u64) -> Env {
        Env::new(self.clock.clone(), SeededEntropy::new(seed))
    }

    async fn open(url: String, place: Place) -> Self {
        let start = Utc.timestamp_opt(Self::START, 0).single().expect("a plain moment");
        let clock = ManualClock::at(start);
        let env = Env::new(clock.clone(), SeededEntropy::new(1));
        Self { store: connect_store(&url).await, env, clock, url, _place: place }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        match self {
            Self::Folder(folder) => {
                let _ = std::fs::remove_dir_all(folder);
            }
            Self::Database { server, name } => {
                let (server, name) = (server.clone(), name.clone());
                // A test's runtime can't wait inside a drop, another thread's can. What is left behind goes with the server.
                let dropped = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                    runtime.block_on(async {
                        let mut admin = connect(&server, "postgres").await;
                        run(&mut admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
                    });
                    Ok::<_, std::io::Error>(())
                });
                let _ = dropped.join();
            }
        }
    }
}

fn server() -> String {
    std::env::var(SERVER_VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{SERVER_VARIABLE} is not set, and this test needs a PostgreSQL server: \
             run `make test`, or `scripts/with-postgres cargo nextest run --workspace ..`"
        )
    })
}

async fn connect_store(url: &str) -> Store {
    let options = StoreOptions { url: url.to_owned(), connections_max: CONNECTIONS_MAX };
    Store::connect(options, TestDb::master_key()).await.expect("the test database opens")
}

/// The migrated database that the tests' own are copied from. Its name says of which schema.
async fn template(server: &str, admin: &mut PgConnection) -> String {
    let name = format!("template_{:016x}", nproxy_migrations::fingerprint());
    sqlx::query("SELECT pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut *admin).await.expect("a lock");
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(&name)
        .fetch_one(&mut *admin)
        .await
        .expect("the server answers");
    if !exists {
        let half = format!("{name}_half");
        run(admin, &format!("DROP DATABASE IF EXISTS {half} WITH (FORCE)")).await;
        run(admin, &format!("CREATE DATABASE {half}")).await;
        let store = connect_store(&url_of(server, &half)).await;
        store.migrate().await.expect("the schema builds on PostgreSQL");
        store.close().await;
        drop(store);
        run(admin, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{half}'")).await;
        run(admin, &format!("ALTER DATABASE {half} RENAME TO {name}")).await;
    }
    sqlx::query("SELECT pg_advisory_unlock($1)").bind(TEMPLATE_LOCK).execute(&mut *admin).await.expect("a lock");
    name
}

/// The migrated file that the tests' own are copied from; made in `folder` by whoever comes first. Its name says of which
/// schema, so that it outlives the run.
async fn sqlite_template(folder: &Path) -> PathBuf {
    let schema = format!("{:016x}-{MIGRATION_VERSION_LATEST}", nproxy_migrations::fingerprint());
    let template = std::env::temp_dir().join(format!("nproxy-test-template-{schema}.sqlite"));
    if !template.exists() {
        let file = folder.join("template.sqlite");
        let store = connect_store(&sqlite_url(&file)).await;
        store.migrate().await.expect("the schema builds on SQLite");
        // The last connection takes the write-ahead log into the file.
        store.close().await;
        std::fs::rename(file, &template).expect("a file can be renamed where it lies");
    }
    template
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

fn url_of(server: &str, database: &str) -> String {
    let mut url = Url::parse(server).unwrap_or_else(|e| panic!("{SERVER_VARIABLE} is no URL: {e}"));
    url.set_path(database);
    url.into()
}

async fn connect(server: &str, database: &str) -> PgConnection {
    let url = url_of(server, database);
    PgConnection::connect(&url)
        .await
        .unwrap_or_else(|e| panic!("the server of {SERVER_VARIABLE} can't be reached: {e}"))
}

async fn run(admin: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(admin).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
}

async fn unique(admin: &mut PgConnection) -> String {
    let sql = "SELECT 'test_' || replace(gen_random_uuid()::text, '-', '')";
    sqlx::query_scalar(sql).fetch_one(admin).await.expect("the server answers")
}

/// Tests that must hold on SQLite and on PostgreSQL: `name::sqlite` and `name::postgres`.
///
/// ```ignore
/// nproxy_store::both! {
///     async fn a_row_is_kept(db: TestDb) { .. }
/// }
/// ```
#[macro_export]
macro_rules! both {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: $kind:ty) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn check($db: $kind) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                check($crate::testing::TestDb::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                check($crate::testing::TestDb::postgres().await).await;
            }
        }
    )*};
}
