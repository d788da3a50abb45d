//! A process dies when the channel has taken a notice and nothing of that is written.
//!
//! No process of the product has a channel that is played, so the one that dies is this test's own program: it runs again
//! with [`TELLS`] alone.

use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::Command;

use async_trait::async_trait;
use chrono::Duration;
use nproxy_app::crash::{self, CrashStep};
use nproxy_app::notices;
use nproxy_domain::mail::{MessageRef, Notice, Notifier, NotifyError, Severity};
use nproxy_store::testing::TestDb;
use nproxy_store::{Store, StoreOptions};

use super::{heard, report, told};
use crate::house;

const ABORTED: i32 = 6;
const DATABASE: &str = "NPROXY_TEST_DATABASE";
const LOG: &str = "NPROXY_TEST_LOG";
const TELLS: &str = "notices::crash::tells_in_a_process_of_its_own";

/// Writes what it takes into a file, which outlives its process.
#[derive(Debug)]
struct Log(PathBuf);

#[async_trait]
impl Notifier for Log {
    async fn tell(&self, to: &str, notice: &Notice, _: Option<&MessageRef>) -> Result<MessageRef, NotifyError> {
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&self.0).expect("a file");
        writeln!(file, "{to}: {}", notice.title).expect("it takes text");
        Ok(MessageRef("1".to_owned()))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_notice_told() {
    let world = heard(TestDb::postgres().await).await;
    report(&world, "processor_down:till", Severity::Critical).await;
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let mut tells = Command::new(std::env::current_exe().expect("this program"));
    tells.args(["--exact", TELLS, "--ignored"]).env(DATABASE, world.db.url()).env(LOG, &log);
    tells.env(crash::VARIABLE, CrashStep::AfterNoticeTold.name());
    let ended = tokio::task::spawn_blocking(move || tells.output()).await.expect("it ends").expect("it runs");
    assert_eq!(ended.status.signal(), Some(ABORTED), "{ended:?}");
    let taken = std::fs::read_to_string(&log).expect("it was told");
    assert_eq!(taken, "7: A payment processor does not answer: till\n");

    assert_eq!(told(&world).await, [], "the dead one may still be at it");
    world.pass(Duration::minutes(2));
    let [again] = told(&world).await.try_into().expect("told once more");
    assert!(!again.is_edit, "nobody knows what the first message is called");
    world.pass(Duration::hours(1));
    assert_eq!(told(&world).await, [], "and never again");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs as a process of its own, which dies"]
async fn tells_in_a_process_of_its_own() {
    let variable = |name| std::env::var(name).expect("the test above says so");
    let options = StoreOptions { url: variable(DATABASE), connections_max: 4 };
    let store = Store::connect(options, TestDb::master_key()).await.expect("the database opens");
    let app = house::telling(store, Log(variable(LOG).into()));
    notices::tell(&app).await.expect("it dies before");
}
