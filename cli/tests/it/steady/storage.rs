//! The folder of the pictures goes away, as a disk that is mounted no more, and comes back.

use std::time::Duration;

use nproxy_sandbox::Conduct;
use serde_json::json;
use tokio::time::{sleep, timeout};

use super::crew::{pair, png};
use crate::chaos::customers::succeeded;
use crate::chaos::world::{Plan, World};
use crate::support::ids;

const PATIENCE: Duration = Duration::from_mins(1);
const LATENCY_MS: u64 = 1000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_pictures_folder_is_away_it_is_said_so_and_what_was_bought_meanwhile_arrives_when_it_is_back() {
    let world = World::new(Plan::plain(4, 1, 0)).await;
    let (web, _worker) = (world.web().await, world.worker().await);
    let site = world.sites(&web).await.remove(0);
    let made = site.wait(&ids(&site.submit("before", &pair("while it is there")).await)).await;
    let picture = made[0]["asset"]["url"].as_str().unwrap().to_owned();

    world.controls().set_defaults(Conduct { latency_ms: LATENCY_MS, ..Conduct::default() }).unwrap();
    let asked = ids(&site.submit("meanwhile", &pair("while it is away")).await);
    let data = world.nproxy.dir().join("data");
    std::fs::rename(data.join("assets"), data.join("elsewhere")).unwrap();
    let (status, refused) = site.try_get(&picture).await;
    assert_eq!((status, &refused["code"]), (503, &json!("storage_unavailable")), "it is not called missing: {refused}");
    let (status, refused) = site.try_upload(png()).await;
    assert_eq!((status, &refused["code"]), (503, &json!("storage_unavailable")), "{refused}");
    assert!(refused["retry_after_seconds"].is_u64(), "{refused}");
    site.get("/api/v1/conversations").await;
    let came = async {
        while world.controls().bill().totals.images_delivered < 4 {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, came).await.expect("the upstream delivers");
    let waiting = ids(&site.submit("later", &pair("when it is back")).await);
    assert!(!data.join("assets").exists(), "nothing is written where the disk was");

    std::fs::rename(data.join("elsewhere"), data.join("assets")).unwrap();
    let made = site.wait(&[asked, waiting].concat()).await;
    assert!(made.iter().all(succeeded), "{made:?}");
    assert_eq!(site.try_get(&picture).await.0, 200);
    assert_eq!(world.controls().bill().totals.images_made, 6, "each was bought once");
}
