//! The statements against the rules, on both databases.

mod against_the_model;
mod plans;
mod races;
mod selection;
mod single;
mod together;
mod wake;

use std::time::Duration;

use nproxy_domain::keys::{AttemptOutcome, KeyLimits, KeyRing as _, OpenAttempt, Opened, Want};
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::ApiKey;
use nproxy_domain::proxy::ProxyUrl;
use nproxy_domain::{CycleId, Env, GenerationId, KeyId, LeaseId, ProviderId, ProxyId, Timestamp, TurnId, UserId};
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};

use super::{Ring, RingSettings};
use crate::entities::text::{GenerationState, Language, Role};
use crate::entities::{conversations, cycles, generations, turns, users};
use crate::error::StoreError;
use crate::keys::{self, NewKey};
use crate::proxies::{self, NewProxy};
use crate::testing::TestDb;
use crate::tx::Tx;

const PROVIDER: &str = "nano_banana";

/// One customer with a turn, whose generations run.
struct Bench {
    db: TestDb,
    ring: Ring,
    user: UserId,
    turn: TurnId,
    cycle: CycleId,
}

impl Bench {
    async fn new(db: TestDb) -> Self {
        let (env, now) = (&db.env, db.env.now());
        let user = users::Model {
            id: env.uuid(),
            email: "ada@example.com".into(),
            password_hash: String::new(),
            role: Role::Customer,
            language: Language::En,
            created_at: now,
            suspended_at: None,
            suspended_reason: None,
            deleted_at: None,
            terms_version: None,
            delete_after: None,
        };
        let conversation = conversations::Model {
            id: env.uuid(),
            user_id: user.id,
            title: String::new(),
            created_at: now,
            updated_at: now,
            deleted_at: None,
            pinned_at: None,
            search: String::new(),
        };
        let turn = turns::Model {
            id: env.uuid(),
            user_id: user.id,
            conversation_id: conversation.id,
            idempotency_key: "k".into(),
            body_hash: vec![],
            model: "m".into(),
            mode: "text_to_image".into(),
            prompt: "a lighthouse".into(),
            resolution: "auto".into(),
            width: 1024,
            height: 1024,
            batch_size: 4,
            image_strength: None,
            created_at: now,
            deleted_at: None,
            search: String::new(),
        };
        let cycle = cycles::Model {
            id: env.uuid(),
            user_id: user.id,
            plan: "p".into(),
            plan_label: "P".into(),
            anchor: now,
            starts_at: now,
            ends_at: now + chrono::Duration::days(30),
            request_limit: 100,
            spent: 0,
            held: 0,
            payment_id: None,
            created_at: now,
            months: 1,
            voided_at: None,
            cut_from: None,
        };
        let (user_id, turn_id, cycle_id) = (UserId(user.id), TurnId(turn.id), CycleId(cycle.id));
        db.store
            .write(|tx: Tx| {
                let (user, conversation, turn, cycle) =
                    (user.clone(), conversation.clone(), turn.clone(), cycle.clone());
                async move {
                    user.into_active_model().reset_all().insert(&tx).await?;
                    conversation.into_active_model().reset_all().insert(&tx).await?;
                    turn.into_active_model().reset_all().insert(&tx).await?;
                    cycle.into_active_model().reset_all().insert(&tx).await?;
                    Ok::<_, StoreError>(())
                }
            })
            .await
            .expect("kept");
        let ring = Ring::new(db.store.clone(), RingSettings::default());
        Self { db, ring, user: user_id, turn: turn_id, cycle: cycle_id }
    }

    /// A generation that runs under the lease that is given back.
    async fn generation(&self) -> (GenerationId, LeaseId) {
        let (env, now) = (&self.db.env, self.db.env.now());
        let (id, lease) = (GenerationId::new(env), LeaseId::new(env));
        // Retries of a slot may be many; first tries are one per slot.
        let first = self.first().await;
        let row = generations::Model {
            id: id.0,
            turn_id: self.turn.0,
            slot: 0,
            user_id: self.user.0,
            cycle_id: self.cycle.0,
            state: GenerationState::Running,
            error_code: None,
            error_message: None,
            lease_id: Some(lease.0),
            lease_until: Some(now + chrono::Duration::days(1)),
            run_at: None,
            deadline: Some(now + chrono::Duration::days(1)),
            asset_id: None,
            retried_from: first,
            retry_key: None,
            cancel_asked: false,
            version: 1,
            queued_at: now,
            started_at: Some(now),
            finished_at: None,
        };
        let write = self.db.store.write(|tx: Tx| {
            let row = row.clone();
            async move {
                row.into_active_model().reset_all().insert(&tx).await?;
                Ok::<_, StoreError>(())
            }
        });
        write.await.expect("kept");
        (id, lease)
    }

    /// The newest generation, which a further one may be a retry of.
    async fn first(&self) -> Option<sea_orm::prelude::Uuid> {
        use sea_orm::{EntityTrait as _, QueryOrder as _};
        let newest = generations::Entity::find()
            .order_by_desc(generations::Column::QueuedAt)
            .order_by_desc(generations::Column::Id);
        let rows = newest.all(self.db.store.read()).await.expect("readable");
        let taken: Vec<_> = rows.iter().filter_map(|row| row.retried_from).collect();
        rows.iter().map(|row| row.id).find(|id| !taken.contains(id))
    }

    async fn key(&self, secret: &str, limits: KeyLimits, account: Option<&str>) -> KeyId {
        self.key_through(secret, limits, account, None).await
    }

    /// With a proxy, and whether it is the only way.
    async fn key_through(
        &self,
        secret: &str,
        limits: KeyLimits,
        account: Option<&str>,
        proxy: Option<(ProxyId, bool)>,
    ) -> KeyId {
        let new = NewKey {
            provider: PROVIDER.into(),
            label: secret.into(),
            api_key: ApiKey::new(secret),
            account: account.map(Into::into),
            proxy: proxy.map(|(id, _)| id),
            proxy_only: proxy.is_some_and(|(_, only)| only),
            limits,
        };
        let (env, master_key) = (&self.db.env, self.db.store.master_key());
        let add = self.db.store.write(|tx: Tx| {
            let new = new.clone();
            async move { keys::add(&tx, env, master_key, new).await }
        });
        add.await.expect("kept")
    }

    async fn proxy(&self, label: &str) -> ProxyId {
        let url = ProxyUrl::parse(&format!("socks5h://ada:secret@{label}.example:1080")).expect("an address");
        let new = NewProxy { label: label.into(), url };
        let (env, master_key) = (&self.db.env, self.db.store.master_key());
        let add = self.db.store.write(|tx: Tx| {
            let new = new.clone();
            async move { proxies::add(&tx, env, master_key, &new).await }
        });
        ProxyId(add.await.expect("kept").id)
    }

    async fn open(&self, (generation, lease): (GenerationId, LeaseId)) -> Opened {
        self.ring.open(&self.db.env, &want(generation, lease, "m")).await.expect("the database answers")
    }

    async fn close(&self, attempt: &OpenAttempt, class: Class) -> bool {
        self.ring.close(&self.db.env, attempt.id, &outcome(class)).await.expect("the database answers")
    }

    fn now(&self) -> Timestamp {
        self.db.env.now()
    }

    fn pass(&self, seconds: i64) {
        self.db.clock.advance(chrono::Duration::seconds(seconds));
    }
}

fn want(generation: GenerationId, lease: LeaseId, model: &str) -> Want {
    let provider = ProviderId::from(PROVIDER);
    Want { generation, lease, provider, model: model.into(), cost_estimate: None, last_resort: true }
}

fn outcome(class: Class) -> AttemptOutcome {
    AttemptOutcome { class, spent: Spent::No, detail: "told".into(), retry_after: None, upstream_ms: Some(5) }
}

fn slots(max_in_flight: u32) -> KeyLimits {
    KeyLimits { max_in_flight, rpm: None }
}

fn picked(opened: Opened) -> OpenAttempt {
    match opened {
        Opened::Attempt(attempt) => attempt,
        other => panic!("no key was picked: {other:?}"),
    }
}

/// A number below `n`, the same for the same seed.
fn below(env: &Env, n: usize) -> usize {
    usize::from(u16::from_le_bytes(env.bytes())) % n
}

const PATIENCE: Duration = Duration::from_mins(1);
