//! The product on a fresh database, with an admin who is paired and somebody to look after.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::Duration;
use nproxy_app::accounts::{Language, Role};
use nproxy_app::assets::MemoryAssetStore;
use nproxy_app::audit::By;
use nproxy_app::turns::{IdempotencyKey, Submit};
use nproxy_app::{App, AppParts, Settings, cycles, generations, turns};
use nproxy_bot::{Place, Reader, Scope, View, screens};
use nproxy_domain::audit::{Actor, Surface};
use nproxy_domain::catalog::{Catalog, Model, Plan, Route};
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::mail::{Mail, MailError, Mailer};
use nproxy_domain::outcome::Class;
use nproxy_domain::payment::{PaymentState, ReviewReason};
use nproxy_domain::processor::Price;
use nproxy_domain::provider::{ApiKey, Balance, BalanceScope, MicroUsd, Mode};
use nproxy_domain::turn::Draft;
use nproxy_domain::{GenerationId, KeyId, PaymentId, ProviderId, Timestamp, UserId};
use nproxy_gateway::{Clients, Gateway, GatewayLimits, Processors};
use nproxy_store::entities::text::TelegramScope;
use nproxy_store::keys::NewKey;
use nproxy_store::payments::PaymentRow;
use nproxy_store::ring::{Ring, RingSettings};
use nproxy_store::telegram::admins::{self, TelegramAdmin};
use nproxy_store::testing::{TestDb, execute, payment};
use nproxy_store::users::NewUser;
use nproxy_store::{StoreError, keys, payments, users};
use tokio_util::sync::CancellationToken;

use crate::outside::{HAND, MODEL, PROVIDER, Says, TILL, Till, Upstream, Wire, capabilities};

pub const TELEGRAM_ID: i64 = 77;
/// Requests of a month.
pub const MONTH: u32 = 10;

#[derive(Debug)]
struct NoMail;

#[async_trait]
impl Mailer for NoMail {
    async fn send(&self, _: &Mail) -> Result<(), MailError> {
        panic!("no mail is sent here: mails stay in the outbox")
    }
}

pub struct House {
    pub db: TestDb,
    pub app: App,
    pub admin: UserId,
    pub upstream: Upstream,
}

impl House {
    pub async fn new(db: TestDb) -> Self {
        let balance = Some(Balance { amount: MicroUsd(12_500_000), scope: BalanceScope::Account });
        let picture = (Class::PolicyPrompt, "the words are declined".to_owned());
        let upstream: Upstream = Arc::new(Mutex::new(Says { balance, picture }));
        let app = app(&db, &upstream);
        let admin = user(&db, "ada@example.org", Role::Admin).await;
        let house = Self { db, app, admin, upstream };
        house.pair().await;
        house
    }

    async fn pair(&self) {
        let row = &TelegramAdmin {
            telegram_id: TELEGRAM_ID,
            admin_id: self.admin.0,
            name: "Ada".to_owned(),
            username: None,
            scope: TelegramScope::Money,
            language: Language::En,
            muted_until: None,
            quiet_from_minute: None,
            quiet_to_minute: None,
            paired_at: self.db.env.now(),
        };
        self.db.store.write(|tx| async move { admins::put(&tx, row.clone()).await }).await.expect("paired");
    }

    pub fn reader(&self, language: Language) -> Reader {
        Reader { telegram_id: TELEGRAM_ID, admin: self.admin, scope: Scope::Money, language, full_addresses: false }
    }

    /// The admin, at one of the doors; the operator has no name.
    pub fn by(&self, surface: Surface) -> By {
        match surface {
            Surface::Cli => By::operator(),
            surface => By { actor: Actor::User(self.admin), surface, request_id: None },
        }
    }

    pub async fn show(&self, reader: &Reader, place: &Place) -> View {
        screens::show(&self.app, reader, place).await.expect("readable")
    }

    pub async fn key(&self, label: &str, account: Option<&str>) -> KeyId {
        let (store, env) = (&self.db.store, &self.db.env);
        self.db.clock.advance(Duration::milliseconds(1));
        store
            .write(|tx| async move {
                let new = NewKey {
                    provider: ProviderId::from(PROVIDER),
                    label: label.to_owned(),
                    api_key: ApiKey::new(format!("secret of {label}")),
                    account: account.map(str::to_owned),
                    proxy: None,
                    proxy_only: false,
                    limits: KeyLimits { max_in_flight: 4, rpm: None },
                };
                let added = keys::add(&tx, env, store.master_key(), new).await.expect("a new key");
                Ok::<_, StoreError>(added)
            })
            .await
            .expect("a key")
    }

    /// Somebody with a month.
    pub async fn customer(&self, email: &str) -> UserId {
        let user = user(&self.db, email, Role::Customer).await;
        cycles::grant_cycle(&self.app, &By::operator(), user, "month", "a test").await.expect("a month");
        user
    }

    /// A payment at this processor with the question that an admin has to answer.
    pub async fn in_review(&self, user: UserId, processor: &str, reason: ReviewReason) -> PaymentId {
        self.payment(user, processor, |row| {
            row.review = Some(reason.as_str().to_owned());
            row.review_detail = Some("the till says so".to_owned());
            row.review_opened_at = Some(row.created_at);
            PaymentState::NeedsReview.as_str().clone_into(&mut row.state);
            row.received = Some("4".to_owned());
        })
        .await
    }

    pub async fn payment(&self, user: UserId, processor: &str, with: impl FnOnce(&mut PaymentRow)) -> PaymentId {
        self.db.clock.advance(Duration::milliseconds(1));
        let mut row = payment(&self.db.env, user);
        row.processor = processor.to_owned();
        PaymentState::Pending.as_str().clone_into(&mut row.state);
        row.request_limit = i64::from(MONTH);
        row.external_id = Some(format!("invoice-{}", row.id));
        row.asked = Some("10".to_owned());
        with(&mut row);
        let row = &row;
        self.db.store.write(|tx| async move { payments::insert(&tx, row).await }).await.expect("placed");
        PaymentId(row.id)
    }

    /// A picture that waits for a worker.
    pub async fn queued(&self, user: UserId) -> GenerationId {
        let draft = Draft {
            mode: Mode::TextToImage,
            prompt: "a red fox that nobody sees".to_owned(),
            resolution: "auto".to_owned(),
            batch_size: 1,
            image_strength: None,
            inputs: Vec::new(),
        };
        let key = IdempotencyKey::parse(&self.db.env.uuid().to_string()).expect("a plain key");
        let submit = Submit { user, key, conversation: None, model: None, draft };
        let submitted = turns::submit(&self.app, &submit).await.expect("room for it");
        submitted.turn.generations[0].id
    }

    /// One that was tried; the upstream said what it says.
    pub async fn tried(&self, user: UserId) -> GenerationId {
        let id = self.queued(user).await;
        self.db.clock.advance(Duration::seconds(2));
        let claimed = generations::claim(&self.app, 10, Some(Timestamp::MAX_UTC)).await.expect("claimed");
        for one in &claimed {
            generations::run(&self.app, one, &CancellationToken::new()).await.expect("run");
        }
        id
    }

    /// One that its customer gave up, which may be tried again.
    pub async fn cancelled(&self, user: UserId) -> GenerationId {
        let id = self.queued(user).await;
        generations::cancel(&self.app, user, id).await.expect("cancelled");
        id
    }

    /// What no deed of the product does.
    pub async fn sql(&self, sql: &str) {
        self.db.store.write(|tx| async move { execute(&tx, sql).await }).await.expect("it can be done");
    }
}

pub async fn user(db: &TestDb, email: &str, role: Role) -> UserId {
    db.clock.advance(Duration::milliseconds(1));
    let new = &NewUser {
        id: UserId::new(&db.env),
        email: email.to_owned(),
        password_hash: "hash".to_owned(),
        role,
        language: Language::En,
        created_at: db.env.now(),
        terms_version: None,
    };
    db.store.write(|tx| async move { users::insert(&tx, new.clone()).await }).await.expect("a user");
    new.id
}

fn app(db: &TestDb, upstream: &Upstream) -> App {
    let limits = GatewayLimits::default();
    let clients = Clients::new(&limits).expect("clients");
    let ring = Ring::new(db.store.clone(), RingSettings::default());
    let route = Route { provider: ProviderId::from(PROVIDER), model: MODEL.to_owned(), capabilities: capabilities() };
    let model = Model { id: "m".to_owned(), label: "Model".to_owned(), routes: vec![route] };
    let plan = Plan {
        id: "month".to_owned(),
        label: "Month".to_owned(),
        price: Price { minor_units: 900, currency: "USD".to_owned() },
        request_limit: MONTH,
        months: 1,
        on_sale: true,
    };
    let mut settings = Settings::default();
    settings.site.public_url = "https://shop.example".parse().expect("a URL");
    App::new(AppParts {
        store: db.store.clone(),
        env: db.env.clone(),
        gateway: Gateway::new([Wire::saying(upstream)], Arc::new(ring.clone()), clients.clone(), limits),
        processors: Processors::new([TILL, HAND].map(Till::called), clients, limits),
        ring,
        assets: Arc::new(MemoryAssetStore::default()),
        mailer: Arc::new(NoMail),
        notifier: None,
        catalog: Catalog::new(vec![model]).expect("a model"),
        plans: vec![plan],
        settings,
    })
}
