//! The database goes away and comes back.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nproxy_store::testing::TestDb;
use nproxy_store::{Store, StoreOptions, vital_signs};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::house::House;
use crate::person::turn;

/// A cable that can be pulled out.
struct Cable {
    address: SocketAddr,
    plugged: Arc<AtomicBool>,
    pulled: Arc<std::sync::Mutex<CancellationToken>>,
}

impl Cable {
    async fn to(target: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let plugged = Arc::new(AtomicBool::new(true));
        let pulled = Arc::new(std::sync::Mutex::new(CancellationToken::new()));
        let (is_plugged, now_pulled) = (plugged.clone(), pulled.clone());
        tokio::spawn(async move {
            while let Ok((mut inner, _)) = listener.accept().await {
                if !is_plugged.load(Ordering::SeqCst) {
                    continue;
                }
                let (target, pulled) = (target.clone(), now_pulled.lock().unwrap().clone());
                tokio::spawn(async move {
                    let Ok(mut outer) = TcpStream::connect(target).await else { return };
                    tokio::select! {
                        _ = copy_bidirectional(&mut inner, &mut outer) => {}
                        () = pulled.cancelled() => {}
                    }
                });
            }
        });
        Self { address, plugged, pulled }
    }

    fn pull(&self) {
        self.plugged.store(false, Ordering::SeqCst);
        self.pulled.lock().unwrap().cancel();
    }

    fn plug(&self) {
        *self.pulled.lock().unwrap() = CancellationToken::new();
        self.plugged.store(true, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_down_is_said_and_the_process_recovers() {
    let db = TestDb::postgres().await;
    let mut url = Url::parse(db.url()).expect("a URL");
    let target = format!("{}:{}", url.host_str().unwrap_or_default(), url.port().unwrap_or(5432));
    let cable = Cable::to(target).await;
    url.set_host(Some("127.0.0.1")).expect("a host");
    url.set_port(Some(cable.address.port())).expect("a port");
    let options = StoreOptions { url: url.into(), connections_max: 4 };
    let store = Store::connect(options, TestDb::master_key()).await.expect("a connection");
    // The house's clock is turned by hand, its database's is not.
    let house = House::on(db, store, |app, _| app.health.skew_max = chrono::Duration::MAX).await;
    let anna = house.customer().await;
    anna.submit("before", &turn(1)).await.expect(202);

    cable.pull();
    anna.get("/api/v1/me").await.refused(503, "database_unavailable");
    anna.submit("during", &turn(1)).await.refused(503, "database_unavailable");
    anna.get("/readyz").await.refused(503, "database_unavailable");
    anna.get("/readyz?exclude=database").await.expect(200);
    anna.get("/readyz?exclude=clock").await.refused(422, "invalid_query");
    anna.get("/healthz").await.expect(200);

    cable.plug();
    anna.get("/readyz").await.expect(200);
    anna.submit("during", &turn(1)).await.expect(202);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_more_than_two_seconds_off_the_databases_clock_is_not_ready() {
    let db = TestDb::postgres().await;
    let (store, clock) = (db.store.clone(), db.clock.clone());
    let house = House::on(db, store, |_, _| {}).await;
    let apart = async |seconds: i64| {
        let theirs = vital_signs::clock(house.app.store.read()).await.expect("readable").expect("it has a clock");
        clock.advance(theirs - house.app.env.now() + chrono::Duration::seconds(seconds));
    };
    let nobody = house.nobody();
    nobody.get("/readyz").await.refused(503, "clock_off");
    // The test's clock stands still meanwhile.
    apart(1).await;
    nobody.get("/readyz").await.expect(200);
    for seconds in [4, -4] {
        apart(seconds).await;
        let refused = nobody.get("/readyz").await;
        assert_eq!(refused.header("retry-after"), "5");
        nobody.get("/readyz?exclude=database").await.refused(503, "clock_off");
        let problem = refused.refused(503, "clock_off");
        assert!(
            problem["detail"].as_str().is_some_and(|detail| detail.contains("ms from the database's")),
            "{problem}"
        );
    }
    nobody.get("/healthz").await.expect(200);
}
