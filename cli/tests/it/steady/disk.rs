//! The disk of the pictures fills up, and is emptied again.

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use nproxy_store::testing::sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::crew::{pair, png};
use super::report;
use crate::chaos::customers::succeeded;
use crate::chaos::world::{Plan, World};
use crate::support::{Site, ids};

const PATIENCE: Duration = Duration::from_mins(1);
/// Of the small disk.
const MIB: u64 = 16;
const MONEY: &str = "[processors.manual]\ninstructions = \"Hand it over at the counter.\"\n";

/// A file system in memory, as small as can be.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None`: this is for root alone to do.
    fn mount(at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let size = format!("size={MIB}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).status();
        mounted.is_ok_and(|status| status.success()).then(|| Self(at.to_owned()))
    }

    /// Until so much of it is used, as `df` reckons.
    fn fill_to(&self, percent: u64) {
        self.clear();
        let disk = rustix::fs::statvfs(&self.0).unwrap();
        let (used, all) = (disk.f_blocks - disk.f_bfree, disk.f_blocks);
        let blocks = (all * percent / 100).saturating_sub(used);
        let mut file = File::create(self.filler()).unwrap();
        for _ in 0..blocks {
            match file.write_all(&vec![0; usize::try_from(disk.f_frsize).unwrap()]) {
                Err(error) if error.kind() == ErrorKind::StorageFull => return,
                written => written.unwrap(),
            }
        }
    }

    fn clear(&self) {
        let _ = std::fs::remove_file(self.filler());
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// What comes of asking until it is as it should be.
async fn until(wanted: (u16, &str), ask: impl AsyncFn() -> (u16, Value)) -> Value {
    let asking = async {
        loop {
            let (status, body) = ask().await;
            if status == wanted.0 && (wanted.1.is_empty() || body["code"] == wanted.1) {
                return body;
            }
            sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(PATIENCE, asking).await.unwrap_or_else(|_| panic!("it never is {wanted:?}"))
}

async fn opens(world: &World, incident: &str) {
    let sql = format!("SELECT count(*) AS n FROM incidents WHERE key = '{incident}' AND recovered_at IS NULL");
    let store = &world.db.store;
    let there = async {
        loop {
            let row = store.read().query_one_raw(Statement::from_string(store.backend(), sql.as_str())).await.unwrap();
            if row.expect("a count is one row").try_get::<i64>("", "n").unwrap() == 1 {
                return;
            }
            sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(PATIENCE, there).await.unwrap_or_else(|_| panic!("nobody is told of {incident}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fills_up_is_told_of_then_takes_no_more_pictures_while_the_rest_goes_on_and_heals_when_emptied() {
    let mut plan = Plan::plain(2, 4, 1500);
    plan.models.push_str(MONEY);
    let mut world = World::new(plan).await;
    world.nproxy = world.nproxy.with("NPROXY__DISK__ENOUGH_MIB", "0");
    let Some(disk) = SmallDisk::mount(&world.nproxy.dir().join("data/assets")) else {
        report("NOT TESTED: a full disk needs root, to mount a small one");
        return;
    };
    disk.fill_to(90);
    let (web, _worker) = (world.web().await, world.worker().await);
    let site = world.sites(&web).await.remove(0);
    opens(&world, "disk_low").await;
    site.upload(png()).await;
    let made = site.wait(&ids(&site.submit("low", &pair("while it is low")).await)).await;
    assert!(made.iter().all(succeeded), "{made:?}");

    disk.fill_to(97);
    let refused = until((503, "storage_full"), async || site.try_upload(png()).await).await;
    assert!(refused["retry_after_seconds"].is_u64(), "{refused}");
    let (status, refused) = site.try_submit("full", &pair("while it is full")).await.unwrap();
    assert_eq!((status, &refused["code"]), (503, &json!("storage_full")), "{refused}");
    let again = Site::sign_in(web.url(), &world.accounts[0]).await;
    assert_eq!(again.buy("a-month", "manual", None).await["state"], "pending");
    assert_eq!(again.get("/api/v1/gallery").await["items"].as_array().map(Vec::len), Some(2));
    let health = world.nproxy.run(&["health", "--all", "--json"]).await.json();
    let part = health["components"].as_array().unwrap().iter().find(|part| part["id"] == "disk").unwrap();
    assert_eq!(part["state"], "critical", "{part}");

    disk.clear();
    until((201, ""), async || site.try_upload(png()).await).await;
    let asked = ids(&site.submit("full", &pair("while it is full")).await);
    // Not a byte more, before the pictures come.
    disk.fill_to(100);
    let both_came = async {
        while world.controls().bill().totals.images_delivered < 4 {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, both_came).await.expect("the upstream delivers");
    disk.clear();
    let made = site.wait(&asked).await;
    assert!(made.iter().all(succeeded), "{made:?}");
    assert_eq!(world.controls().bill().totals.images_made, 4, "each was bought once");
}
