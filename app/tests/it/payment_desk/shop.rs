//! A shop with two processors: one tells by itself what was paid, at the other an admin counts the money.

use std::sync::{Arc, Mutex};

use nproxy_app::assets::MemoryAssetStore;
use nproxy_app::audit::By;
use nproxy_app::payments::desk::{self, Act, ActError, PaymentFile};
use nproxy_app::{App, AppParts, Settings, cycles, incidents};
use nproxy_domain::audit::{Actor, Surface};
use nproxy_domain::catalog::{Catalog, Model, Plan, Route};
use nproxy_domain::mail::Severity;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::payment::{PaymentState, ReviewReason};
use nproxy_domain::processor::{
    Checkout, ExternalId, Found, Offer, Order, OrderRef, PaymentEvent, PaymentProcessor, PaymentSnapshot, Price,
    ProcessorInfo, WebhookAnswer, WebhookCall, WebhookError,
};
use nproxy_domain::provider::{Capabilities, ImageStrength, Next};
use nproxy_domain::{Env, PaymentId, ProviderId, UserId};
use nproxy_gateway::{Clients, Gateway, GatewayLimits, Processors};
use nproxy_store::entities::audit_log;
use nproxy_store::entities::text::{Language, Role};
use nproxy_store::incidents::payment_in_review;
use nproxy_store::payments::{self, PaymentRow};
use nproxy_store::ring::{Ring, RingSettings};
use nproxy_store::testing::sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use nproxy_store::testing::{TestDb, payment};
use nproxy_store::users::{self, NewUser};
use nproxy_store::{Store, StoreError};

use crate::house::NoMail;

pub const TILL: &str = "till";
pub const HAND: &str = "hand";

/// What the till says of every payment.
type Answer = Arc<Mutex<Result<PaymentSnapshot, PluginError>>>;

#[derive(Debug)]
struct Till {
    info: ProcessorInfo,
    answer: Answer,
}

impl Till {
    fn called(id: &str, confirmed_by_hand: bool, answer: &Answer) -> Arc<dyn PaymentProcessor> {
        let info = ProcessorInfo {
            id: id.to_owned(),
            label: format!("The {id}"),
            hosts: Vec::new(),
            accepted: WebhookAnswer { status: http::StatusCode::OK, body: "" },
            coin_needed: false,
            confirmed_by_hand,
            sandbox: false,
            secrets: Vec::new(),
        };
        Arc::new(Self { info, answer: answer.clone() })
    }
}

impl PaymentProcessor for Till {
    fn about(&self) -> &ProcessorInfo {
        &self.info
    }

    fn offers(&self, _: &Price) -> Vec<Next<Vec<Offer>>> {
        Vec::new()
    }

    fn checkout(&self, _: &Order) -> Result<Next<Checkout>, PluginError> {
        Err(no_answer())
    }

    fn status(&self, _: &ExternalId) -> Result<Next<PaymentSnapshot>, PluginError> {
        self.answer.lock().unwrap().clone().map(Next::Done)
    }

    fn find(&self, _: &OrderRef) -> Option<Next<Found<PaymentSnapshot>>> {
        None
    }

    fn webhook(&self, _: &WebhookCall<'_>) -> Result<Vec<PaymentEvent>, WebhookError> {
        Err(WebhookError::NotSent)
    }
}

pub fn no_answer() -> PluginError {
    PluginError::new(Class::Overload, Spent::No, "503: out to lunch", &[])
}

#[derive(Debug)]
pub struct Shop {
    pub db: TestDb,
    pub app: App,
    answer: Answer,
}

impl Shop {
    pub fn open(db: TestDb) -> Self {
        let answer: Answer = Arc::new(Mutex::new(Err(no_answer())));
        let app = app(db.store.clone(), db.env.clone(), &answer, &[TILL, HAND]);
        Self { db, app, answer }
    }

    /// Another process on the same database.
    pub async fn another_process(&self) -> App {
        app(self.db.another_store().await, self.db.env_of(77), &self.answer, &[TILL, HAND])
    }

    /// After a processor was taken out of the configuration.
    pub fn without_till(&self) -> App {
        app(self.db.store.clone(), self.db.env.clone(), &self.answer, &[HAND])
    }

    /// What the till says from now on.
    pub fn says(&self, answer: Result<PaymentSnapshot, PluginError>) {
        *self.answer.lock().unwrap() = answer;
    }

    pub async fn user(&self, email: &str) -> UserId {
        let new = NewUser {
            id: UserId::new(&self.db.env),
            email: email.to_owned(),
            password_hash: "hash".to_owned(),
            role: Role::Customer,
            language: Language::En,
            created_at: self.db.env.now(),
            terms_version: None,
        };
        let insert = &new;
        self.db.store.write(|tx| async move { users::insert(&tx, insert.clone()).await }).await.expect("a user");
        new.id
    }

    /// Somebody with a month of ten requests.
    pub async fn customer(&self, email: &str) -> UserId {
        let user = self.user(email).await;
        cycles::grant_cycle(&self.app, &By::operator(), user, "month", "a test").await.expect("a month");
        user
    }

    /// Of ten USDT, with an invoice at the till, as `with` has it.
    pub async fn placed(&self, user: UserId, with: impl FnOnce(&mut PaymentRow)) -> PaymentId {
        self.db.clock.advance(chrono::Duration::milliseconds(1));
        let mut row = placed(&self.db.env, user);
        with(&mut row);
        let insert = &row;
        self.db.store.write(|tx| async move { payments::insert(&tx, insert).await }).await.expect("placed");
        PaymentId(row.id)
    }

    /// With the question that an admin has to answer.
    pub async fn in_review(&self, user: UserId, state: PaymentState, reason: ReviewReason) -> PaymentId {
        self.in_review_with(user, state, reason, |_| {}).await
    }

    pub async fn in_review_with(
        &self,
        user: UserId,
        state: PaymentState,
        reason: ReviewReason,
        with: impl FnOnce(&mut PaymentRow),
    ) -> PaymentId {
        let now = self.db.env.now();
        let id = self
            .placed(user, |row| {
                state.as_str().clone_into(&mut row.state);
                row.review = Some(reason.as_str().to_owned());
                row.review_detail = Some("the till says so".to_owned());
                row.review_opened_at = Some(now);
                row.received = Some("4".to_owned());
                with(row);
            })
            .await;
        let env = &self.db.env;
        let trouble = &incidents::Trouble {
            key: payment_in_review(id),
            severity: Severity::Warning,
            subject: String::new(),
            title: "a payment waits".to_owned(),
            detail: String::new(),
        };
        let report = self.db.store.write(|tx| async move { incidents::report(&tx, env, trouble.clone()).await });
        report.await.expect("reported");
        id
    }

    /// Paid as asked, and its month opened.
    pub async fn activated(&self, user: UserId) -> PaymentId {
        let id = self.in_review(user, PaymentState::NeedsReview, ReviewReason::Short).await;
        self.act(id, Act::Activate).await.expect("activated");
        id
    }

    pub async fn act(&self, id: PaymentId, act: Act) -> Result<PaymentFile, ActError> {
        desk::act(&self.app, &admin(), id, act, "seen on the chain").await
    }

    pub async fn row(&self, id: PaymentId) -> PaymentRow {
        payments::get(self.db.store.read(), id).await.expect("readable").expect("there")
    }

    /// The next sweep looks at it.
    pub async fn due(&self, id: PaymentId) {
        let now = self.db.env.now();
        let write = |tx| async move {
            let row = payments::lock(&tx, id).await?.expect("there");
            let change = payments::PaymentChange { next_read_at: payments::Set(Some(now)), ..Default::default() };
            payments::advance(&tx, &row, change).await
        };
        self.db.store.write(write).await.expect("written");
    }

    /// The lines of the audit log on this payment, first to last.
    pub async fn audited(&self, id: PaymentId) -> Vec<audit_log::Model> {
        let lines = audit_log::Entity::find().filter(audit_log::Column::Subject.eq(format!("payment:{id}")));
        lines.order_by_asc(audit_log::Column::Id).all(self.db.store.read()).await.expect("readable")
    }

    pub async fn is_troubled_by(&self, id: PaymentId) -> bool {
        let open = nproxy_store::incidents::open(self.db.store.read(), &payment_in_review(id)).await;
        open.expect("readable").is_some()
    }

    /// The customer's months that were not taken back, in order.
    pub async fn months(&self, user: UserId) -> Vec<nproxy_store::cycles::CycleRow> {
        use nproxy_store::entities::cycles::{Column, Entity};
        let months = Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::VoidedAt.is_null());
        months.order_by_asc(Column::StartsAt).all(self.db.store.read()).await.expect("readable")
    }

    /// Of an account: `suspended_at` or `deleted_at` is set.
    pub async fn mark(&self, user: UserId, column: &str) {
        let column = column.to_owned();
        let (env, column) = (&self.db.env, &column);
        let marked = self.db.store.write(|tx| async move {
            use nproxy_store::entities::users::{ActiveModel, Column, Entity};
            use nproxy_store::payments::Set;
            let now = Set(Some(env.now()));
            let mut change = ActiveModel::default();
            if column == "deleted_at" {
                change.deleted_at = now;
            } else {
                change.suspended_at = now;
            }
            Entity::update_many().set(change).filter(Column::Id.eq(user.0)).exec(&tx).await?;
            Ok::<_, StoreError>(())
        });
        marked.await.expect("marked");
    }

    /// The books agree.
    pub async fn close(self) {
        let problems = cycles::check_ledger(&self.app).await.expect("readable");
        assert!(problems.is_empty(), "{problems:?}");
    }
}

/// Somebody at the web desk.
pub fn admin() -> By {
    let admin = UserId("00000000-0000-7000-8000-00000000000a".parse().unwrap());
    By { actor: Actor::User(admin), surface: Surface::Web, request_id: Some("r1".to_owned()) }
}

/// What the till says of the payment with this invoice.
pub fn snapshot(external: &str, status: nproxy_domain::processor::PaymentStatus, received: &str) -> PaymentSnapshot {
    PaymentSnapshot {
        received: Some(received.parse().expect("an amount")),
        ..PaymentSnapshot::new(ExternalId(external.to_owned()), status)
    }
}

/// With an invoice, and due.
fn placed(env: &Env, user: UserId) -> PaymentRow {
    let row = payment(env, user);
    PaymentRow {
        request_limit: 10,
        state: "pending".into(),
        external_id: Some(format!("invoice-{}", PaymentId(row.id))),
        address: Some(format!("T{}", row.id.simple())),
        asked: Some("10".into()),
        ..row
    }
}

fn app(store: Store, env: Env, answer: &Answer, processors: &[&str]) -> App {
    let limits = GatewayLimits::default();
    let clients = Clients::new(&limits).expect("clients");
    let ring = Ring::new(store.clone(), RingSettings::default());
    let tills = processors.iter().map(|id| Till::called(id, *id == HAND, answer));
    let processors = Processors::new(tills, clients.clone(), limits);
    let capabilities = Capabilities {
        resolutions: Vec::new(),
        batch_max: 1,
        inputs_max: 0,
        image_strength: ImageStrength::None,
        prompt_chars_max: 1,
    };
    let route = Route { provider: ProviderId::from("nobody"), model: "none".into(), capabilities };
    let model = Model { id: "none".into(), label: "None".into(), routes: vec![route] };
    let plan = Plan {
        id: "month".to_owned(),
        label: "Month".to_owned(),
        price: Price { minor_units: 900, currency: "USD".to_owned() },
        request_limit: 10,
        months: 1,
        on_sale: true,
    };
    App::new(AppParts {
        store,
        env,
        gateway: Gateway::new([], Arc::new(ring.clone()), clients, limits),
        processors,
        ring,
        assets: Arc::new(MemoryAssetStore::default()),
        mailer: Arc::new(NoMail),
        notifier: None,
        catalog: Catalog::new(vec![model]).expect("a model"),
        plans: vec![plan],
        settings: Settings::default(),
    })
}
