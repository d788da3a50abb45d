//! What stands in the log of a statement that took long.

use std::io;
use std::sync::{Arc, Mutex};

use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{ConnectionTrait as _, Statement};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panics with it").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// On one thread, so that the log of this test is its own.
#[tokio::test]
async fn a_slow_statement_is_in_the_log_without_what_it_binds_and_a_quick_one_is_not() {
    let db = TestDb::postgres().await;
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(lines.clone()).finish();
    let _quiet_afterwards = tracing::subscriber::set_default(subscriber);
    let ask = async |sql: &str| {
        let asked = Statement::from_sql_and_values(db.store.backend(), sql, ["a private prompt".into()]);
        db.store.read().query_one_raw(asked).await.expect("an answer");
    };
    ask("SELECT $1::text AS quick").await;
    ask("SELECT $1::text AS slow, pg_sleep(1.2)::text AS slept").await;
    let log = String::from_utf8(lines.0.lock().expect("whole").clone()).expect("text");
    assert_eq!(log.matches("slow statement").count(), 1, "{log}");
    assert!(log.contains("AS slow") && !log.contains("AS quick") && !log.contains("private"), "{log}");
}
