//! An installation of several processes behind a balancer, and its customers.

use std::io::Cursor;
use std::time::Duration;

use image::{ImageFormat, Rgb, RgbImage};
use nproxy_sandbox::Call;
use nproxy_store::entities::attempts;
use nproxy_store::testing::sea_orm::{ConnectionTrait as _, EntityTrait as _, Statement};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::balancer::Balancer;
use crate::chaos::customers::succeeded;
use crate::chaos::world::World;
use crate::support::{Running, Site, ids};

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_mins(2);

pub struct Crew {
    pub world: World,
    pub balancer: Balancer,
    pub webs: Vec<Running>,
    pub workers: Vec<Running>,
}

impl Crew {
    pub async fn new(world: World, webs: usize, workers: usize) -> Self {
        let mut crew = Self { world, balancer: Balancer::start().await, webs: Vec::new(), workers: Vec::new() };
        for _ in 0..webs {
            let web = crew.world.web().await;
            crew.balancer.add(web.url());
            crew.webs.push(web);
        }
        for _ in 0..workers {
            crew.workers.push(crew.world.worker().await);
        }
        crew.balancer.has_ready(webs).await;
        crew
    }

    /// A program of each customer, which talks to the balancer.
    pub async fn sites(&self) -> Vec<Site> {
        let mut sites = Vec::new();
        for account in &self.world.accounts {
            sites.push(Site::sign_in_anew(&self.balancer.url(), account).await);
        }
        sites
    }

    /// One goes as an update lets it go, and another one comes.
    pub async fn restart_web(&mut self) {
        let web = self.webs.remove(0);
        let url = web.url().to_owned();
        assert_eq!(web.terminate().await.code(), Some(0), "it goes in peace");
        self.balancer.remove(&url);
        let web = self.world.web().await;
        self.balancer.add(web.url());
        self.webs.push(web);
        self.balancer.has_ready(self.webs.len()).await;
    }

    /// The same.
    pub async fn restart_worker(&mut self) {
        assert_eq!(self.workers.remove(0).terminate().await.code(), Some(0), "it goes in peace");
        self.workers.push(self.world.worker().await);
    }

    /// Every picture arrived and was bought once, and the books say so.
    pub async fn nothing_was_lost_or_bought_twice(&self, ended: &[Value]) {
        let lost: Vec<_> = ended.iter().filter(|generation| !succeeded(generation)).collect();
        assert!(lost.is_empty(), "{lost:?}");
        assert_eq!(self.world.controls().bill().totals.images_made, ended.len() as u64, "each was bought once");
        let ledger = self.world.ledger().await;
        let books = (&ledger["ok"], &ledger["spent"], &ledger["held"]);
        assert_eq!(books, (&json!(true), &json!(ended.len()), &json!(0)), "{ledger}");
    }

    /// How many attempts ended in each way.
    pub async fn attempts_of(&self, class: &str) -> usize {
        let all = attempts::Entity::find().all(self.world.db.store.read()).await.unwrap();
        all.iter().filter(|attempt| attempt.class.as_deref() == Some(class)).count()
    }

    /// What a query of the database counts, as its column `n`.
    pub async fn count(&self, sql: &str) -> i64 {
        let store = &self.world.db.store;
        let row = store.read().query_one_raw(Statement::from_string(store.backend(), sql)).await.unwrap();
        row.expect("a count is one row").try_get("", "n").unwrap()
    }

    /// Waits until a count is what it should be.
    pub async fn comes_to(&self, sql: &str, wanted: impl Fn(i64) -> bool) {
        let until = Instant::now() + PATIENCE;
        loop {
            let n = self.count(sql).await;
            if wanted(n) {
                return;
            }
            assert!(Instant::now() < until, "{sql} stays {n}");
            sleep(Duration::from_millis(100)).await;
        }
    }
}

/// Asks for pictures until told to stop, looks at each, and takes no answer but the right one.
pub async fn keeps_asking(site: Site, name: String, stop: CancellationToken) -> Vec<Value> {
    let (mut ended, mut n) = (Vec::new(), 0);
    while !stop.is_cancelled() {
        n += 1;
        let answer = site.submit(&format!("{name}-{n}"), &pair(&name)).await;
        let generations = site.wait(&ids(&answer)).await;
        for made in generations.iter().filter(|generation| succeeded(generation)) {
            let (_, bytes) = site.picture(made["asset"]["url"].as_str().unwrap()).await;
            assert!(!bytes.is_empty());
        }
        site.get("/api/v1/quota").await;
        ended.extend(generations);
    }
    ended
}

/// A turn of two pictures.
pub fn pair(prompt: &str) -> Value {
    json!({ "mode": "text_to_image", "prompt": prompt, "resolution": "square", "batch_size": 2 })
}

/// A picture to be uploaded.
pub fn png() -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    RgbImage::from_pixel(32, 32, Rgb([200, 30, 30])).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

/// The most calls that were under way at one moment.
pub fn most_at_once<'a>(calls: impl IntoIterator<Item = &'a Call>) -> usize {
    let mut edges: Vec<(u64, i32)> =
        calls.into_iter().flat_map(|call| [(call.begun_at_ms, 1), (call.at_ms, -1)]).collect();
    // One that ends when another begins was not there with it.
    edges.sort_unstable();
    let (mut now, mut most) = (0, 0);
    for (_, step) in edges {
        now += step;
        most = most.max(now);
    }
    usize::try_from(most).unwrap()
}
