//! The product behind a real listener.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use nproxy_app::accounts::{self, Language, NewAccount, Role};
use nproxy_app::audit::By;
use nproxy_app::mail::FileOutbox;
use nproxy_app::{App, AppParts, Settings, cycles, keys, worker};
use nproxy_domain::UserId;
use nproxy_domain::catalog::{Catalog, Model, Plan, Route};
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::processor::Price;
use nproxy_domain::provider::{ApiKey, ImageProvider};
use nproxy_gateway::{Clients, Gateway, GatewayLimits};
use nproxy_server::{ServeError, Server, ServerSettings};
use nproxy_store::Store;
use nproxy_store::ring::{Ring, RingSettings};
use nproxy_store::testing::TestDb;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::painter::{Painter, capabilities};
use crate::person::Person;
use crate::shelf::Shelf;

pub const PASSWORD: &str = "correct horse battery";
/// Requests of a month of the test plan.
pub const MONTH: u32 = 10;

pub struct House {
    pub app: App,
    pub address: SocketAddr,
    pub shutdown: CancellationToken,
    pub served: JoinHandle<Result<(), ServeError>>,
    pub db: TestDb,
    pub shelf: Arc<Shelf>,
    people: AtomicU32,
    http: reqwest::Client,
    _folder: TempDir,
}

impl House {
    pub async fn new() -> Self {
        Self::with(|_, _| {}).await
    }

    /// With other settings than the defaults.
    pub async fn with(change: impl FnOnce(&mut Settings, &mut ServerSettings)) -> Self {
        let db = TestDb::sqlite().await;
        let store = db.store.clone();
        Self::on(db, store, change).await
    }

    /// On a connection of the caller's.
    pub async fn on(db: TestDb, store: Store, change: impl FnOnce(&mut Settings, &mut ServerSettings)) -> Self {
        let mut settings = Settings::default();
        let mut door = ServerSettings::new(([127, 0, 0, 1], 0).into());
        change(&mut settings, &mut door);
        let folder = TempDir::new().expect("the temporary folder takes folders");
        let limits = GatewayLimits::default();
        let ring = Ring::new(store.clone(), RingSettings::default());
        let painter: Arc<dyn ImageProvider> = Arc::new(Painter::new());
        // It also sets up TLS for the client of the tests.
        let clients = Clients::new(&limits).expect("an HTTP client");
        let shelf = Arc::new(Shelf::default());
        let route = Route { provider: "painter".into(), model: "brush".into(), capabilities: capabilities() };
        let model = Model { id: "paint".into(), label: "Paint".into(), routes: vec![route] };
        let app = App::new(AppParts {
            store: store.clone(),
            env: db.env.clone(),
            gateway: Gateway::new([painter], Arc::new(ring.clone()), clients, limits),
            ring,
            assets: shelf.clone(),
            mailer: Arc::new(FileOutbox::new(folder.path(), db.env.clone())),
            catalog: Catalog::new(vec![model]).expect("one model with one route"),
            plans: vec![Plan {
                id: "month".into(),
                label: "A month".into(),
                price: Price { minor_units: 900, currency: "USD".into() },
                request_limit: MONTH,
                months: 1,
                on_sale: true,
            }],
            settings,
        });
        let listening = Server::bind(app.clone(), door).await.expect("a free port");
        let address = listening.address();
        let shutdown = CancellationToken::new();
        let served = tokio::spawn(listening.run(shutdown.clone()));
        Self { app, address, shutdown, served, db, shelf, people: AtomicU32::new(0), http: client(), _folder: folder }
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Person {
        self.at(self.address)
    }

    /// Somebody at another door.
    pub fn at(&self, address: SocketAddr) -> Person {
        Person::new(self.http.clone(), address)
    }

    /// A signed-in customer with a current month.
    pub async fn customer(&self) -> Person {
        let nth = self.people.fetch_add(1, Ordering::Relaxed);
        let email = format!("customer-{nth}@example.com");
        let new = NewAccount {
            email: email.clone(),
            password: PASSWORD.into(),
            role: Role::Customer,
            language: Language::En,
        };
        let user = accounts::create(&self.app, &By::operator(), new).await.expect("an account");
        self.grant(user.id).await;
        let mut person = self.nobody();
        person.sign_in(&email, PASSWORD).await;
        person
    }

    pub async fn grant(&self, user: UserId) {
        let granted = cycles::grant_cycle(&self.app, &By::operator(), user, "month", "a test").await;
        granted.expect("a month");
    }

    /// From here on pictures are made.
    pub async fn put_to_work(&self) {
        let key = keys::NewKey {
            provider: "painter".into(),
            label: "first".into(),
            api_key: ApiKey::new("secret-of-the-painter"),
            account: None,
            proxy: None,
            proxy_only: false,
            limits: KeyLimits { max_in_flight: 8, rpm: None },
        };
        keys::add(&self.app, &By::operator(), key).await.expect("a key");
        tokio::spawn(worker::run(self.app.clone(), self.shutdown.clone()));
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

#[expect(clippy::disallowed_methods, reason = "a browser, which is none of the product's own clients")]
fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .no_gzip()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("an HTTP client")
}
