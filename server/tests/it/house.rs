//! The product behind a real listener.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use nproxy_app::accounts::{self, Language, NewAccount, Role};
use nproxy_app::audit::By;
use nproxy_app::proxies::{self, NewProxy};
use nproxy_app::{App, AppParts, Settings, cycles, keys, payments, worker};
use nproxy_domain::catalog::{Catalog, Model, Plan, Route};
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::processor::{PaymentProcessor, Price};
use nproxy_domain::provider::{ApiKey, ImageProvider};
use nproxy_domain::proxy::ProxyUrl;
use nproxy_domain::{KeyId, ProxyId, UserId};
use nproxy_gateway::{Clients, Gateway, GatewayLimits, Processors};
use nproxy_server::{BoundSocket, ServeError, Server, ServerSettings};
use nproxy_store::Store;
use nproxy_store::ring::{Ring, RingSettings};
use nproxy_store::testing::TestDb;
use serde_json::json;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::authenticator;
use crate::letters::Letters;
use crate::outside;
use crate::painter::{Painter, capabilities};
use crate::person::{Person, text};
use crate::shelf::Shelf;
use crate::till::{Counter, Till};

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
    pub till: Arc<Till>,
    people: AtomicU32,
    pub letters: Arc<Letters>,
    http: reqwest::Client,
}

impl House {
    pub async fn new() -> Self {
        Self::with(|_, _| {}).await
    }

    /// Where whoever signs up is signed in.
    pub async fn trusting() -> Self {
        Self::with(|app, _| app.accounts.require_verified = false).await
    }

    /// With other settings than the defaults.
    pub async fn with(change: impl FnOnce(&mut Settings, &mut ServerSettings)) -> Self {
        let db = TestDb::sqlite().await;
        let store = db.store.clone();
        Self::on(db, store, change).await
    }

    /// On a connection of the caller's.
    pub async fn on(db: TestDb, store: Store, change: impl FnOnce(&mut Settings, &mut ServerSettings)) -> Self {
        Self::selling(db, store, vec![plan("month", 900, true), plan("retired", 500, false)], change).await
    }

    /// With these plans.
    pub async fn selling(
        db: TestDb,
        store: Store,
        plans: Vec<Plan>,
        change: impl FnOnce(&mut Settings, &mut ServerSettings),
    ) -> Self {
        let mut settings = Settings::default();
        let mut door = ServerSettings::new(([127, 0, 0, 1], 0).into());
        change(&mut settings, &mut door);
        let limits = GatewayLimits::default();
        let ring = Ring::new(store.clone(), RingSettings::default());
        let painter: Arc<dyn ImageProvider> = Arc::new(Painter::new(outside::upstream().await));
        // It also sets up TLS for the client of the tests.
        let clients = Clients::new(&limits).expect("an HTTP client");
        let shelf = Arc::new(Shelf::default());
        let till = Arc::new(Till::new());
        let letters = Arc::new(Letters::default());
        let processors: [Arc<dyn PaymentProcessor>; 2] = [till.clone(), Arc::new(Counter::new())];
        let route = Route { provider: "painter".into(), model: "brush".into(), capabilities: capabilities() };
        let model = Model { id: "paint".into(), label: "Paint".into(), routes: vec![route] };
        let app = App::new(AppParts {
            store: store.clone(),
            env: db.env.clone(),
            gateway: Gateway::new([painter], Arc::new(ring.clone()), clients.clone(), limits),
            processors: Processors::new(processors, clients, limits),
            ring,
            assets: shelf.clone(),
            mailer: letters.clone(),
            notifier: None,
            catalog: Catalog::new(vec![model]).expect("one model with one route"),
            plans,
            settings,
        });
        let socket = BoundSocket::bind(door.listen).await.expect("a free port");
        let listening = Server::new(socket, app.clone(), door);
        let address = listening.address();
        let shutdown = CancellationToken::new();
        let served = tokio::spawn(listening.run(shutdown.clone()));
        Self { app, address, shutdown, served, db, shelf, till, people: AtomicU32::new(0), letters, http: client() }
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
        let (person, user) = self.somebody(Role::Customer).await;
        self.grant(user).await;
        person
    }

    /// A signed-in customer who has never paid.
    pub async fn newcomer(&self) -> Person {
        self.somebody(Role::Customer).await.0
    }

    /// An admin who is let in.
    pub async fn admin(&self) -> Person {
        let admin = self.admin_outside().await;
        self.enrol(&admin).await;
        admin
    }

    /// An admin who is signed in and has no second factor yet.
    pub async fn admin_outside(&self) -> Person {
        self.somebody(Role::Admin).await.0
    }

    /// Gives an admin a second factor, which lets this browser in; its secret.
    pub async fn enrol(&self, admin: &Person) -> String {
        let secret = admin.post("/api/v1/auth/totp/enrol", &json!({ "password": PASSWORD })).await.expect(201);
        let secret = text(&secret["secret"]);
        let code = authenticator::shown(&secret, self.db.env.now());
        admin.post("/api/v1/auth/totp/enrol/confirm", &json!({ "code": code })).await.expect(200);
        secret
    }

    async fn somebody(&self, role: Role) -> (Person, UserId) {
        let nth = self.people.fetch_add(1, Ordering::Relaxed);
        let email = format!("{}-{nth}@example.com", if role == Role::Admin { "admin" } else { "customer" });
        let new = NewAccount { email: email.clone(), password: PASSWORD.into(), role, language: Language::En };
        let user = accounts::create(&self.app, &By::operator(), new).await.expect("an account");
        let mut person = self.nobody();
        person.sign_in(&email, PASSWORD).await;
        (person, user.id)
    }

    /// What the till says of a payment becomes known.
    pub async fn read(&self, payment: &str) {
        let id = payment.parse().expect("an id");
        payments::read(&self.app, id).await.expect("the till answers");
    }

    pub async fn grant(&self, user: UserId) {
        let granted = cycles::grant_cycle(&self.app, &By::operator(), user, "month", "a test").await;
        granted.expect("a month");
    }

    /// A key of the painter's, of the account `acme`.
    pub async fn key(&self, label: &str, secret: &str) -> KeyId {
        let key = keys::NewKey {
            provider: "painter".into(),
            label: label.into(),
            api_key: ApiKey::new(secret),
            account: Some("acme".into()),
            proxy: None,
            proxy_only: false,
            limits: KeyLimits { max_in_flight: 8, rpm: None },
        };
        keys::add(&self.app, &By::operator(), key).await.expect("a key").id
    }

    /// A proxy that nobody tried.
    pub async fn proxy(&self, label: &str) -> ProxyId {
        let url = ProxyUrl::parse(&format!("http://{label}:correct-horse@127.0.0.1:1")).expect("an address");
        let added = proxies::add(&self.app, &By::operator(), NewProxy { label: label.into(), url }, true).await;
        added.expect("a proxy").id
    }

    /// From here on pictures are made.
    pub async fn put_to_work(&self) {
        self.key("first", "secret-of-the-painter").await;
        tokio::spawn(worker::run(self.app.clone(), self.shutdown.clone()));
    }
}

pub fn plan(id: &str, minor_units: i64, on_sale: bool) -> Plan {
    Plan {
        id: id.into(),
        label: format!("A {id}"),
        price: Price { minor_units, currency: "USD".into() },
        request_limit: MONTH,
        months: 1,
        on_sale,
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
