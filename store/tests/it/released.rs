//! Every schema that was ever released comes up to this one, with its rows.
//!
//! A release leaves its schema in `migrations/released/<version>.sql` (`scripts/release-schema`). Between two releases a
//! schema is only widened: what the older program reads and writes stays until the release after.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nproxy_store::testing::TestDb;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/released")
}

fn released() -> Vec<PathBuf> {
    let files = folder().read_dir().expect("it is there").map(|entry| entry.expect("readable").path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "sql")).collect()
}

/// The newest of the machine's, as `scripts/with-postgres` takes it.
fn program(name: &str) -> Command {
    let versions = Path::new("/usr/lib/postgresql").read_dir().into_iter().flatten().filter_map(Result::ok);
    let newest = versions.max_by_key(|entry| entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()));
    let there = newest.map(|entry| entry.path().join("bin").join(name)).filter(|path| path.exists());
    Command::new(there.unwrap_or_else(|| name.into()))
}

async fn comes_up(schema: &Path) {
    let db = TestDb::empty_postgres().await;
    let mut psql = program("psql");
    psql.args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", db.url(), "--file"]).arg(schema);
    let loaded = psql.stdout(Stdio::null()).status().expect("psql is there");
    assert!(loaded.success(), "{} can be loaded", schema.display());
    db.store.migrate().await.unwrap_or_else(|error| panic!("{}: {error}", schema.display()));
    db.store.ready().await.expect("the schema is this program's");
    db.store.check_master_key(&db.env).await.expect("a start");
}

#[tokio::test]
async fn every_released_schema_comes_up_to_this_one() {
    for schema in released() {
        comes_up(&schema).await;
    }
}

/// What a release would leave now; and that the look at releases is one.
#[tokio::test]
async fn this_schema_can_be_released() {
    let db = TestDb::postgres().await;
    let dump =
        program("pg_dump").args(["--no-owner", "--no-privileges", "--no-comments", "--dbname", db.url()]).output();
    let dump = dump.expect("pg_dump is there");
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    let schema = std::env::temp_dir().join(format!("nproxy-released-{}.sql", std::process::id()));
    std::fs::write(&schema, &dump.stdout).expect("written");
    comes_up(&schema).await;
    std::fs::remove_file(schema).expect("removed");
}
