//! The product on a fresh database, without upstreams: for deeds that ask nobody outside.

use std::net::IpAddr;
use std::sync::Arc;

use nproxy_app::accounts::{Browser, Language, NewAccount, Role, SignIn, SignedIn, UserView, create, sign_in};
use nproxy_app::assets::MemoryAssetStore;
use nproxy_app::audit::By;
use nproxy_app::{App, AppParts, Settings};
use nproxy_domain::assets::AssetStore;
use nproxy_domain::catalog::{Catalog, Model, Route};
use nproxy_domain::env::{ManualClock, SeededEntropy};
use nproxy_domain::mail::{Mailer, Notifier};
use nproxy_domain::provider::{Capabilities, ImageStrength};
use nproxy_domain::{Env, ProviderId, Timestamp};
use nproxy_gateway::{Clients, Gateway, GatewayLimits, Processors};
use nproxy_store::Store;
use nproxy_store::ring::{Ring, RingSettings};
use nproxy_store::testing::TestDb;

pub const PASSWORD: &str = "correct horse battery";

pub fn house(db: &TestDb, assets: Arc<MemoryAssetStore>, mailer: Arc<dyn Mailer>, settings: Settings) -> App {
    house_over(db, assets, mailer, settings)
}

/// With pictures wherever they are.
pub fn house_over(db: &TestDb, assets: Arc<dyn AssetStore>, mailer: Arc<dyn Mailer>, settings: Settings) -> App {
    App::new(parts(db.store.clone(), db.env.clone(), assets, mailer, settings))
}

/// In another process, where admins are told things through this channel.
pub fn telling(store: Store, notifier: impl Notifier + 'static) -> App {
    let start = Timestamp::from_timestamp(TestDb::START, 0).expect("a plain moment");
    let env = Env::new(ManualClock::at(start), SeededEntropy::new(99));
    let parts = parts(store, env, Arc::<MemoryAssetStore>::default(), Arc::new(NoMail), Settings::default());
    App::new(AppParts { notifier: Some(Arc::new(notifier)), ..parts })
}

fn parts(store: Store, env: Env, assets: Arc<dyn AssetStore>, mailer: Arc<dyn Mailer>, settings: Settings) -> AppParts {
    let ring = Ring::new(store.clone(), RingSettings::default());
    let limits = GatewayLimits::default();
    let clients = Clients::new(&limits).expect("clients");
    let gateway = Gateway::new([], Arc::new(ring.clone()), clients.clone(), limits);
    AppParts {
        store,
        env,
        gateway,
        processors: Processors::new([], clients, limits),
        ring,
        assets,
        mailer,
        notifier: None,
        catalog: catalog(),
        plans: Vec::new(),
        settings,
    }
}

/// With everything as it comes.
pub fn plain(db: &TestDb) -> App {
    house(db, Arc::default(), Arc::new(NoMail), Settings::default())
}

fn catalog() -> Catalog {
    let capabilities = Capabilities {
        resolutions: Vec::new(),
        batch_max: 1,
        inputs_max: 0,
        image_strength: ImageStrength::None,
        prompt_chars_max: 1,
    };
    let route = Route { provider: ProviderId::from("nobody"), model: "none".into(), capabilities };
    Catalog::new(vec![Model { id: "none".into(), label: "None".into(), routes: vec![route] }]).expect("a catalogue")
}

/// For houses in which nobody writes a mail.
#[derive(Debug)]
pub struct NoMail;

#[async_trait::async_trait]
impl Mailer for NoMail {
    async fn send(&self, _: &nproxy_domain::mail::Mail) -> Result<(), nproxy_domain::mail::MailError> {
        panic!("no mail is expected")
    }
}

pub async fn customer(app: &App, email: &str) -> UserView {
    let new =
        NewAccount { email: email.into(), password: PASSWORD.into(), role: Role::Customer, language: Language::En };
    create(app, &By::operator(), new).await.expect("a customer")
}

pub fn credentials(email: &str, password: &str, from: &str) -> SignIn {
    SignIn { email: email.into(), password: password.into(), from: browser(from) }
}

pub fn browser(from: &str) -> Browser {
    Browser::new(Some("Firefox"), address(from))
}

pub fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

pub async fn signed_in(app: &App, email: &str) -> SignedIn {
    sign_in(app, credentials(email, PASSWORD, "192.0.2.1")).await.expect("signed in")
}
