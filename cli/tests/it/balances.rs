//! Upstreams say what their accounts have left: the real plugins, the real gateway, the played upstreams.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use nproxy_app::assets::MemoryAssetStore;
use nproxy_app::balances::{self, BalanceSettings, Known};
use nproxy_app::mail::FileOutbox;
use nproxy_app::{App, AppParts, Settings, background};
use nproxy_domain::catalog::{Catalog, Model, Route};
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::plugin::Section;
use nproxy_domain::provider::{ApiKey, ImageProvider, MicroUsd};
use nproxy_domain::{KeyId, ProviderId};
use nproxy_gateway::{Clients, Gateway, GatewayLimits, Processors};
use nproxy_sandbox::{Deed, Outage, Sandbox, SandboxOptions, Service};
use nproxy_store::both;
use nproxy_store::jobs::JobEnd;
use nproxy_store::keys::{self, KeyAct, NewKey};
use nproxy_store::ring::{Ring, RingSettings};
use nproxy_store::testing::TestDb;
use serde_json::json;
use tokio_util::sync::CancellationToken;

const DOLLAR: i64 = 1_000_000;
const FLOOR: i64 = 5 * DOLLAR;

struct House {
    db: TestDb,
    app: App,
    sandbox: Sandbox,
}

impl House {
    async fn new(db: TestDb) -> Self {
        let options = SandboxOptions {
            keys: (0..4).map(|n| format!("key-{n}")).collect(),
            billing_keys: vec!["billing".to_owned()],
            ..SandboxOptions::default()
        };
        let sandbox = Sandbox::start(options).await.expect("it starts");
        let app = app(&db, &sandbox);
        Self { db, app, sandbox }
    }

    async fn add_key(&self, provider: &str, n: u32, account: &str, can_ask: bool) -> KeyId {
        let api_key = ApiKey { billing_secret: can_ask.then(|| "billing".into()), ..ApiKey::new(format!("key-{n}")) };
        let new = &NewKey {
            provider: ProviderId::from(provider),
            label: format!("{provider} {n}"),
            api_key,
            account: Some(account.to_owned()),
            proxy: None,
            proxy_only: false,
            limits: KeyLimits { max_in_flight: 4, rpm: None },
        };
        let (store, env) = (&self.app.store, &self.app.env);
        let added = store.write(|tx| async move { keys::add(&tx, env, store.master_key(), new.clone()).await });
        added.await.expect("a new key")
    }

    async fn poll(&self) {
        assert_eq!(balances::poll(&self.app).await.expect("asked"), JobEnd::Done);
    }

    /// The only account of a provider.
    async fn known(&self, provider: &str) -> Known {
        let all = balances::list(&self.app, Some(&ProviderId::from(provider))).await.expect("readable");
        let [account] = all.try_into().expect("one account");
        account.known
    }

    async fn state(&self, key: KeyId) -> String {
        keys::get(self.db.store.read(), key).await.expect("readable").expect("it is there").state
    }

    fn pass_a_round(&self) {
        self.db.clock.advance(chrono::Duration::minutes(15));
    }

    /// How often a played upstream was asked for a balance.
    fn asked(&self) -> usize {
        self.sandbox.controls().journal(0).into_iter().filter(|call| call.deed == Deed::ReadBalance).count()
    }
}

fn app(db: &TestDb, sandbox: &Sandbox) -> App {
    let section = |id: &str, values| Section { id: id.to_owned(), path: format!("providers.{id}"), values };
    let openrouter = json!({ "base_url": sandbox.openrouter_base_url() });
    let fal = json!({ "base_url": sandbox.fal_base_url(), "api_url": sandbox.fal_base_url() });
    let gemini = json!({ "base_url": sandbox.gemini_base_url() });
    let providers: Vec<Arc<dyn ImageProvider>> = vec![
        (nproxy_provider_openrouter::PLUGIN.build)(section("openrouter", openrouter)).expect("a provider"),
        (nproxy_provider_fal::PLUGIN.build)(section("fal", fal)).expect("a provider"),
        (nproxy_provider_nano_banana::PLUGIN.build)(section("nano_banana", gemini)).expect("a provider"),
    ];
    let about = providers[0].about();
    let model = &about.models[0];
    let route =
        Route { provider: about.id.clone(), model: model.name.clone(), capabilities: model.capabilities.clone() };
    let model = Model { id: "m".to_owned(), label: "Model".to_owned(), routes: vec![route] };
    let floors = providers.iter().map(|provider| (provider.about().id.clone(), MicroUsd(FLOOR)));
    let balances = BalanceSettings { floors: floors.collect::<BTreeMap<_, _>>(), ..BalanceSettings::default() };
    let limits = GatewayLimits::default();
    let ring = Ring::new(db.store.clone(), RingSettings::default());
    let clients = Clients::new(&limits).expect("clients");
    App::new(AppParts {
        store: db.store.clone(),
        env: db.env.clone(),
        gateway: Gateway::new(providers, Arc::new(ring.clone()), clients.clone(), limits),
        processors: Processors::new([], clients, limits),
        ring,
        assets: Arc::new(MemoryAssetStore::default()),
        mailer: Arc::new(FileOutbox::new(std::env::temp_dir(), db.env.clone())),
        notifier: None,
        catalog: Catalog::new(vec![model]).expect("a model"),
        plans: Vec::new(),
        settings: Settings { balances, ..Settings::default() },
    })
}

both! {
    async fn one_key_is_asked_for_each_account_and_all_its_keys_know(db: TestDb) {
        let house = House::new(db).await;
        house.add_key("openrouter", 0, "main", false).await;
        let asked = house.add_key("openrouter", 1, "main", true).await;
        house.add_key("openrouter", 2, "main", true).await;
        house.add_key("fal", 0, "main", true).await;
        house.add_key("nano_banana", 0, "main", false).await;
        house.poll().await;
        let at = house.app.env.now();
        let full = Known::Polled { left: MicroUsd(100 * DOLLAR), at };
        assert_eq!(house.known("openrouter").await, full);
        assert_eq!(house.known("fal").await, full);
        assert_eq!(house.known("nano_banana").await, Known::Unsupported { at });
        for key in keys::list(house.db.store.read(), Some(&"openrouter".into())).await.expect("readable") {
            assert_eq!((key.balance_micro_usd, key.balance_at), (Some(100 * DOLLAR), Some(at)));
        }
        assert_eq!(house.asked(), 2, "once at each upstream");
        house.poll().await;
        assert_eq!(house.asked(), 2, "not before the next round");

        let disable = |tx: nproxy_store::Tx| {
            let env = house.app.env.clone();
            async move {
                keys::set_state(&tx, &env, asked, KeyAct::Disable, nproxy_domain::audit::Actor::Operator, None).await
            }
        };
        house.app.store.write(disable).await.expect("disabled");
        house.pass_a_round();
        house.poll().await;
        assert_eq!(house.asked(), 4, "another key of the account is asked");
    }

    async fn an_account_below_its_floor_is_out_of_funds_before_a_customer_finds_out(db: TestDb) {
        let house = House::new(db).await;
        let main = [house.add_key("fal", 0, "main", true).await, house.add_key("fal", 1, "main", false).await];
        house.sandbox.controls().set_balance(Service::Fal, 5_000_000);
        house.poll().await;
        assert_eq!(house.state(main[0]).await, "active", "exactly the floor will do");
        house.sandbox.controls().set_balance(Service::Fal, 4_990_000);
        house.pass_a_round();
        house.poll().await;
        for key in main {
            assert_eq!(house.state(key).await, "out_of_funds");
        }
        house.sandbox.controls().set_balance(Service::Fal, 50_000_000);
        house.pass_a_round();
        house.poll().await;
        let at = house.app.env.now();
        assert_eq!(house.known("fal").await, Known::Polled { left: MicroUsd(50 * DOLLAR), at }, "it is shown");
        assert_eq!(house.state(main[0]).await, "out_of_funds", "an admin activates it");
    }

    async fn an_upstream_that_can_not_be_asked_moves_no_key(db: TestDb) {
        let house = House::new(db).await;
        let fal = house.add_key("fal", 0, "main", true).await;
        let openrouter = house.add_key("openrouter", 0, "main", false).await;
        house.poll().await;
        let at = house.app.env.now();
        assert_eq!(house.known("openrouter").await, Known::Unknown { before: None, at }, "no limit, and no right to ask");
        house.sandbox.controls().start_outage(Service::Fal, Outage::Unavailable);
        house.pass_a_round();
        house.poll().await;
        let at = house.app.env.now();
        assert_eq!(house.known("fal").await, Known::Unknown { before: Some(MicroUsd(100 * DOLLAR)), at });
        for key in [fal, openrouter] {
            assert_eq!(house.state(key).await, "active");
        }
        house.sandbox.controls().end_outage(Service::Fal);
        house.pass_a_round();
        house.poll().await;
        let at = house.app.env.now();
        assert_eq!(house.known("fal").await, Known::Polled { left: MicroUsd(100 * DOLLAR), at });
    }

    async fn the_background_asks_by_itself(db: TestDb) {
        let house = House::new(db).await;
        house.add_key("fal", 0, "main", true).await;
        let shutdown = CancellationToken::new();
        let background = background::run(house.app.clone(), shutdown.clone(), Duration::from_secs(10));
        let asked = async {
            while house.known("fal").await == Known::NotAsked {
                tokio::task::yield_now().await;
            }
            shutdown.cancel();
        };
        let (stopped, ()) = tokio::join!(background, asked);
        stopped.expect("it stops");
        assert!(matches!(house.known("fal").await, Known::Polled { .. }));
    }
}
