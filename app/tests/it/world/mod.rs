//! The product with a clock that is turned by hand and an upstream that answers as it is told.

mod bank;
mod channel;
mod jobs;
mod teller;
mod wire;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::Duration;
use nproxy_app::assets::MemoryAssetStore;
use nproxy_app::audit::By;
use nproxy_app::crash::CrashRing;
use nproxy_app::generations::{self, Claimed, GenerationView};
use nproxy_app::health::HealthSettings;
use nproxy_app::notices::NoticeSettings;
use nproxy_app::turns::{self, IdempotencyKey, Submit, SubmitError, Submitted};
use nproxy_app::{App, AppParts, Settings, cycles};
use nproxy_domain::catalog::{Catalog, Model, Plan, Route};
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::mail::{Mail, MailError, Mailer};
use nproxy_domain::processor::Price;
use nproxy_domain::provider::{ApiKey, Mode};
use nproxy_domain::turn::Draft;
use nproxy_domain::{Env, GenerationId, ProviderId, UserId};
use nproxy_gateway::{Clients, Gateway, GatewayLimits, Processors};
use nproxy_store::entities::text::{Language, Role};
use nproxy_store::keys::{self, NewKey};
use nproxy_store::ring::{Ring, RingSettings};
use nproxy_store::testing::sea_orm::{ConnectionTrait as _, Statement};
use nproxy_store::testing::{TestDb, left_over};
use nproxy_store::users::{self, NewUser};
use nproxy_store::{Store, StoreError, attempts};
use tokio_util::sync::CancellationToken;

pub use bank::{ASKED, Bank, Call, Script as BankScript, coins};
pub use channel::{Channel, Message};
use teller::Teller;
pub use teller::{BANK, DEAF_BANK, LASTS, event};
pub use wire::{MODEL, PROVIDER, Script, Wire, picture};
use wire::{WireProvider, capabilities};

/// Keys of a world that says nothing else.
const KEYS: u32 = 3;

/// Keeps what is sent until a test looks; a mail that nobody looks at is a mistake.
#[derive(Debug, Default)]
pub struct Letterbox(Mutex<Vec<Mail>>);

impl Letterbox {
    /// The subjects of what was sent since, in order.
    pub fn take(&self) -> Vec<String> {
        self.take_whole().into_iter().map(|mail| mail.subject).collect()
    }

    /// What was sent since, in order.
    pub fn take_whole(&self) -> Vec<Mail> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

#[async_trait]
impl Mailer for Letterbox {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.0.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

/// Everything but a browser. It must come to its [`World::end`], which checks that nothing was left over.
#[derive(Debug)]
pub struct World {
    pub db: TestDb,
    pub app: App,
    pub wire: Wire,
    pub bank: Bank,
    pub letters: Arc<Letterbox>,
    pub channel: Arc<Channel>,
    pub assets: Arc<MemoryAssetStore>,
    settings: Settings,
    ended: bool,
}

impl World {
    pub async fn new(db: TestDb) -> Self {
        Self::with(db, KEYS, Settings::default()).await
    }

    pub async fn with(db: TestDb, key_count: u32, settings: Settings) -> Self {
        let wire = Wire::start().await;
        let bank = Bank::open().await;
        let (assets, letters, channel) = <(Arc<_>, Arc<_>, Arc<_>)>::default();
        let outside = Outside { wire, bank, assets, letters, channel };
        let app = app(db.store.clone(), db.env.clone(), &outside, PLANS.map(plan).to_vec(), &settings);
        let Outside { wire, bank, assets, letters, channel } = outside;
        let world = Self { db, app, wire, bank, letters, channel, assets, settings, ended: false };
        for nth in 0..key_count {
            world.add_key(nth).await;
        }
        world
    }

    /// A second process on the same database, upstream and asset store.
    pub async fn another_process(&self) -> App {
        self.process(77, PLANS.map(plan).to_vec()).await
    }

    /// The same, whose ids come from this seed and which sells these plans.
    pub async fn process(&self, seed: u64, plans: Vec<Plan>) -> App {
        self.process_of(seed, plans, &self.settings).await
    }

    /// A second process whose operator tells admins otherwise.
    pub async fn process_with(&self, notices: NoticeSettings) -> App {
        let settings = Settings { notices, ..self.settings.clone() };
        self.process_of(78, PLANS.map(plan).to_vec(), &settings).await
    }

    /// A second process with other settings.
    pub async fn process_of(&self, seed: u64, plans: Vec<Plan>, settings: &Settings) -> App {
        let outside = Outside {
            wire: self.wire.clone(),
            bank: self.bank.clone(),
            assets: self.assets.clone(),
            letters: self.letters.clone(),
            channel: self.channel.clone(),
        };
        app(self.db.another_store().await, self.db.env_of(seed), &outside, plans, settings)
    }

    async fn add_key(&self, nth: u32) {
        let (store, env) = (&self.app.store, &self.app.env);
        store
            .write(move |tx| async move {
                let new = NewKey {
                    provider: ProviderId::from(PROVIDER),
                    label: format!("key {nth}"),
                    api_key: ApiKey::new(format!("secret-{nth}")),
                    account: None,
                    proxy: None,
                    proxy_only: false,
                    limits: KeyLimits { max_in_flight: 4, rpm: None },
                };
                keys::add(&tx, env, store.master_key(), new).await.expect("a new key");
                Ok::<_, StoreError>(())
            })
            .await
            .expect("a key");
    }

    pub fn pass(&self, time: Duration) {
        self.db.clock.advance(time);
    }

    /// Somebody without a month.
    pub async fn visitor(&self) -> UserId {
        let env = &self.app.env;
        let id = UserId::new(env);
        let new = NewUser {
            id,
            email: format!("{id}@example.com"),
            password_hash: "hash".to_owned(),
            role: Role::Customer,
            language: Language::En,
            created_at: env.now(),
            terms_version: None,
        };
        let new = &new;
        let insert = self.app.store.write(move |tx| async move { users::insert(&tx, new.clone()).await });
        insert.await.expect("a user");
        id
    }

    /// Somebody with a month of so many requests.
    pub async fn customer(&self, request_limit: u32) -> UserId {
        let id = self.visitor().await;
        self.grant(id, request_limit).await;
        id
    }

    pub async fn grant(&self, user: UserId, request_limit: u32) {
        let plan = format!("month-{request_limit}");
        cycles::grant_cycle(&self.app, &By::operator(), user, &plan, "a test").await.expect("a month");
    }

    /// Asks for `n` pictures under a key of its own.
    pub async fn submit(&self, user: UserId, n: u32) -> Result<Submitted, SubmitError> {
        let key = self.app.env.uuid().to_string();
        turns::submit(&self.app, &asking(user, &key, n)).await
    }

    /// Asks for `n` pictures that there is room for.
    pub async fn queue(&self, user: UserId, n: u32) -> Vec<GenerationId> {
        let submitted = self.submit(user, n).await.expect("room for it");
        submitted.turn.generations.iter().map(|g| g.id).collect()
    }

    /// Claims everything that may run now.
    pub async fn claim(&self) -> Vec<Claimed> {
        let mut all = Vec::new();
        loop {
            let claimed =
                generations::claim(&self.app, 100, Some(nproxy_domain::Timestamp::MAX_UTC)).await.expect("a claim");
            if claimed.is_empty() {
                return all;
            }
            all.extend(claimed);
        }
    }

    /// The one generation that may run now.
    pub async fn claim_one(&self) -> Claimed {
        let [claimed] = self.claim().await.try_into().expect("one generation is due");
        claimed
    }

    /// Runs what may run now, until nothing is left that may; says how many were run.
    pub async fn work(&self) -> usize {
        let (mut done, stays) = (0, CancellationToken::new());
        loop {
            let claimed = self.claim().await;
            if claimed.is_empty() {
                return done;
            }
            done += claimed.len();
            let runs = claimed.iter().map(|claimed| generations::run(&self.app, claimed, &stays));
            for run in futures::future::join_all(runs).await {
                run.expect("the database is there");
            }
        }
    }

    pub async fn run(&self, claimed: &Claimed) {
        generations::run(&self.app, claimed, &CancellationToken::new()).await.expect("the database is there");
    }

    pub async fn view(&self, user: UserId, id: GenerationId) -> GenerationView {
        generations::get(&self.app, user, id).await.expect("it is there")
    }

    pub async fn states(&self, user: UserId, ids: &[GenerationId]) -> Vec<&'static str> {
        let views = generations::list_by_ids(&self.app, user, ids).await.expect("readable");
        let mut states: HashMap<_, _> = views.into_iter().map(|view| (view.id, view.state)).collect();
        ids.iter().map(|id| states.remove(id).expect("it is there")).collect()
    }

    /// Spent and held of the current month.
    pub async fn spent_and_held(&self, user: UserId) -> (i64, i64) {
        let cycle = nproxy_store::cycles::current(self.app.store.read(), user, self.app.env.now()).await;
        let cycle = cycle.expect("readable").expect("there is a month");
        (cycle.spent, cycle.held)
    }

    /// The classes of all attempts of a generation; an open one is `open`.
    pub async fn attempts(&self, id: GenerationId) -> Vec<String> {
        let attempts = attempts::of_generation(self.app.store.read(), id).await.expect("readable");
        attempts.into_iter().map(|a| a.class.unwrap_or_else(|| "open".to_owned())).collect()
    }

    /// Waits until the holder of a generation has prolonged its lease at the present moment.
    pub async fn lease_runs_from_now(&self, id: GenerationId) {
        let wanted = self.app.env.now() + Duration::from_std(self.settings.worker.lease).expect("a short lease");
        loop {
            let row = nproxy_store::generations::get(self.app.store.read(), id).await.expect("readable");
            if row.and_then(|row| row.lease_until) == Some(wanted) {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// What no deed of the product does.
    pub async fn sql(&self, sql: String) {
        let sql = &sql;
        let done = self.app.store.write(move |tx| async move { nproxy_store::testing::execute(&tx, sql).await });
        done.await.expect("it can be done");
    }

    /// What a query counts, as its column `n`.
    pub async fn number(&self, sql: &str) -> i64 {
        let store = &self.app.store;
        let row = store.read().query_one_raw(Statement::from_string(store.backend(), sql)).await;
        row.expect("readable").expect("a count is one row").try_get("", "n").expect("a number")
    }

    /// For a test that spoiled the books.
    pub fn end_with_wrong_books(mut self) {
        self.ended = true;
    }

    /// The books agree, every picture asked for came to its end, every key is free, and the upstream was asked for
    /// everything it was told of.
    pub async fn end(mut self) {
        self.ended = true;
        self.tell_news().await;
        let problems = cycles::check_ledger(&self.app).await.expect("readable");
        assert!(problems.is_empty(), "{problems:?}");
        let left = left_over(&self.app.store).await;
        assert!(left.is_empty(), "{left:?}");
        assert_eq!(self.wire.unplayed(), 0, "the upstream was told of calls that never came");
        assert_eq!(self.bank.unplayed(), 0, "the processor was told of calls that never came");
        assert_eq!(self.letters.take(), [""; 0], "nobody was to be written to");
        assert_eq!(self.channel.take(), [], "nobody was to be told");
    }
}

impl Drop for World {
    fn drop(&mut self) {
        assert!(self.ended || std::thread::panicking(), "a world must come to its end");
    }
}

/// Asks for `n` pictures in a new conversation.
pub fn asking(user: UserId, key: &str, n: u32) -> Submit {
    let draft = Draft {
        mode: Mode::TextToImage,
        prompt: "a red fox".to_owned(),
        resolution: "auto".to_owned(),
        batch_size: n,
        image_strength: None,
        inputs: Vec::new(),
    };
    let key = IdempotencyKey::parse(key).expect("a plain key");
    Submit { user, key, conversation: None, model: None, draft }
}

/// What processes share.
struct Outside {
    wire: Wire,
    bank: Bank,
    assets: Arc<MemoryAssetStore>,
    letters: Arc<Letterbox>,
    channel: Arc<Channel>,
}

/// The requests of the months on sale.
const PLANS: [u32; 6] = [1, 2, 4, 10, 100, 1000];

pub fn plan(request_limit: u32) -> Plan {
    Plan {
        id: format!("month-{request_limit}"),
        label: "Month".to_owned(),
        price: Price { minor_units: 900, currency: "USD".to_owned() },
        request_limit,
        months: 1,
        on_sale: true,
    }
}

fn app(store: Store, env: Env, outside: &Outside, plans: Vec<Plan>, settings: &Settings) -> App {
    let mut settings = settings.clone();
    // PostgreSQL's clock is not turned by hand. A test that is about that says so.
    if settings.health.skew_max == HealthSettings::default().skew_max {
        settings.health.skew_max = Duration::MAX;
    }
    let Outside { wire, bank, assets, letters, channel } = outside;
    let limits = GatewayLimits::default();
    let route = Route { provider: ProviderId::from(PROVIDER), model: MODEL.to_owned(), capabilities: capabilities() };
    let model = Model { id: "m".to_owned(), label: "Model".to_owned(), routes: vec![route] };
    let ring = Ring::new(store.clone(), RingSettings { models: vec![model.clone()], ..RingSettings::default() });
    let gateway_ring = Arc::new(CrashRing(ring.clone()));
    let provider: Arc<dyn nproxy_domain::provider::ImageProvider> = WireProvider::new(wire);
    let gateway = Gateway::new([provider], gateway_ring, Clients::new(&limits).expect("clients"), limits);
    // One try of each question, so that a test knows how often it is asked.
    let asking = GatewayLimits { free_tries_max: 1, ..limits };
    let processors = Processors::new(Teller::both(bank), Clients::new(&asking).expect("clients"), asking);
    App::new(AppParts {
        store,
        env,
        gateway,
        processors,
        ring,
        assets: assets.clone(),
        mailer: letters.clone(),
        notifier: Some(channel.clone()),
        catalog: Catalog::new(vec![model]).expect("a model"),
        plans,
        settings,
    })
}
