//! Somebody outside hears that all is well, on a real local socket.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use chrono::Duration;
use nproxy_app::App;
use nproxy_app::health::HealthWatch;
use nproxy_app::notices::{Beat, Heartbeat, HeartbeatUrl, NoticeSettings};
use nproxy_domain::WorkerId;
use nproxy_store::testing::TestDb;
use nproxy_store::{both, workers};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;

use super::with;
use crate::world::World;

/// Counts who comes.
#[derive(Debug)]
struct Watcher {
    url: Url,
    heard: Arc<AtomicUsize>,
    is_broken: Arc<AtomicBool>,
}

impl Watcher {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a local socket");
        let url = format!("http://{}/ping/secret", listener.local_addr().expect("it is bound"));
        let (heard, is_broken): (Arc<AtomicUsize>, Arc<AtomicBool>) = Default::default();
        let (counts, breaks) = (heard.clone(), is_broken.clone());
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut asked = [0; 1024];
                let read = socket.read(&mut asked).await.unwrap_or(0);
                assert!(asked[..read].starts_with(b"GET /ping/secret HTTP/1.1\r\n"));
                counts.fetch_add(1, Ordering::SeqCst);
                let status = if breaks.load(Ordering::SeqCst) { "500 Broken" } else { "200 OK" };
                let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                let _gone = socket.write_all(answer.as_bytes()).await;
            }
        });
        Self { url: url.parse().expect("a URL"), heard, is_broken }
    }

    fn heard(&self) -> usize {
        self.heard.load(Ordering::SeqCst)
    }
}

async fn begins(app: &App) -> WorkerId {
    let (id, now) = (WorkerId::new(&app.env), app.env.now());
    let register = app.store.write(move |tx| async move { workers::register(&tx, id, "worker", "0", now).await });
    register.await.expect("noted");
    id
}

async fn beats(world: &World, id: WorkerId) {
    let now = world.app.env.now();
    world.app.store.write(move |tx| async move { workers::heartbeat(&tx, id, now).await }).await.expect("noted");
}

both! {
    async fn it_is_fetched_only_while_database_queue_and_workers_are_well(db: TestDb) {
        let watcher = Watcher::start().await;
        let notices = NoticeSettings { heartbeat: Some(HeartbeatUrl(watcher.url.clone())), ..NoticeSettings::default() };
        assert!(!format!("{notices:?}").contains("secret"));
        let world = with(db, notices).await;
        let heartbeat = Heartbeat::new(world.app.clone(), Arc::new(HealthWatch::new(world.app.clone())));
        assert_eq!((heartbeat.beat().await, watcher.heard()), (Beat::NotWell, 0), "no worker");
        let worker = begins(&world.app).await;
        world.pass(Duration::seconds(10));
        assert_eq!((heartbeat.beat().await, watcher.heard()), (Beat::Fetched, 1));
        world.pass(Duration::minutes(1));
        assert_eq!((heartbeat.beat().await, watcher.heard()), (Beat::NotWell, 1), "the worker is silent");
        beats(&world, worker).await;
        let user = world.customer(10).await;
        world.queue(user, 1).await;
        world.pass(Duration::minutes(2));
        beats(&world, worker).await;
        assert_eq!((heartbeat.beat().await, watcher.heard()), (Beat::NotWell, 1), "pictures wait");
        world.work().await;
        world.pass(Duration::seconds(10));
        watcher.is_broken.store(true, Ordering::SeqCst);
        assert_eq!((heartbeat.beat().await, watcher.heard()), (Beat::Failed, 2), "it answers an error");
        watcher.is_broken.store(false, Ordering::SeqCst);
        assert_eq!((heartbeat.beat().await, watcher.heard()), (Beat::Fetched, 3));
        world.sql("DELETE FROM seaql_migrations WHERE version = 'm0014_notices'".to_owned()).await;
        world.pass(Duration::seconds(10));
        assert_eq!((heartbeat.beat().await, watcher.heard()), (Beat::NotWell, 3), "the database is not as it should be");
        world.end().await;
    }

    async fn without_an_address_nothing_is_fetched(db: TestDb) {
        let world = with(db, NoticeSettings::default()).await;
        let heartbeat = Heartbeat::new(world.app.clone(), Arc::new(HealthWatch::new(world.app.clone())));
        assert_eq!(heartbeat.beat().await, Beat::Off);
        world.end().await;
    }
}
