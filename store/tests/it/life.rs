//! A customer with a month and pictures in the queue.

use chrono::Duration;
use nproxy_domain::audit::Actor;
use nproxy_domain::provider::{Mode, Resolution};
use nproxy_domain::turn::Checked;
use nproxy_domain::{ConversationId, CycleId, Env, GenerationId, TurnId, UserId};
use nproxy_store::conversations::{self, NewConversation};
use nproxy_store::cycles::{self, CycleRow};
use nproxy_store::entities::text::{Language, Role};
use nproxy_store::generations::{self, NewGeneration};
use nproxy_store::turns::{self, NewTurn};
use nproxy_store::users::{self, NewUser};
use nproxy_store::{Store, StoreError};

#[derive(Clone, Copy, Debug)]
pub struct Customer {
    pub id: UserId,
    pub cycle: CycleId,
    pub conversation: ConversationId,
}

pub async fn a_customer(store: &Store, env: &Env, request_limit: i64) -> Customer {
    let customer = Customer { id: UserId::new(env), cycle: CycleId::new(env), conversation: ConversationId::new(env) };
    let now = env.now();
    store
        .write(move |tx| async move {
            let user = NewUser {
                id: customer.id,
                email: format!("{}@example.com", customer.id),
                password_hash: "hash".into(),
                role: Role::Customer,
                language: Language::En,
                created_at: now,
                terms_version: None,
            };
            users::insert(&tx, user).await?;
            let cycle = CycleRow {
                id: customer.cycle.0,
                user_id: customer.id.0,
                plan: "month".into(),
                plan_label: "Month".into(),
                anchor: now,
                starts_at: now,
                ends_at: now + Duration::days(30),
                request_limit,
                spent: 0,
                held: 0,
                payment_id: None,
                created_at: now,
                months: 1,
                voided_at: None,
                cut_from: None,
            };
            cycles::open(&tx, env, &cycle, Actor::Operator, "a test").await?;
            let conversation =
                NewConversation { id: customer.conversation, user: customer.id, title: "t".into(), created_at: now };
            conversations::insert(&tx, conversation).await?;
            Ok::<_, StoreError>(())
        })
        .await
        .expect("a customer");
    customer
}

/// A turn of `n` pictures, held and queued.
pub async fn queue(store: &Store, env: &Env, customer: Customer, n: u8) -> Vec<GenerationId> {
    let resolution = Resolution {
        id: "auto".into(),
        label: "Auto".into(),
        aspect: None,
        tier: None,
        width: 1,
        height: 1,
        price: None,
    };
    let checked = Checked {
        mode: Mode::TextToImage,
        prompt: "a fox".into(),
        resolution,
        batch_size: n,
        image_strength: None,
        inputs: Vec::new(),
    };
    let checked = &checked;
    store
        .write(move |tx| async move {
            let turn = TurnId::new(env);
            let key = turn.to_string();
            let new = NewTurn {
                id: turn,
                user: customer.id,
                conversation: customer.conversation,
                idempotency_key: &key,
                body_hash: b"hash",
                model: "m",
                checked,
            };
            turns::insert(&tx, &new, env.now()).await?;
            let slots: Vec<_> = (0..n)
                .map(|slot| NewGeneration {
                    id: GenerationId::new(env),
                    turn,
                    slot,
                    user: customer.id,
                    cycle: customer.cycle,
                    retry: None,
                })
                .collect();
            generations::insert(&tx, &slots, env.now()).await?;
            let ids: Vec<_> = slots.iter().map(|s| s.id).collect();
            cycles::hold(&tx, env, customer.cycle, &ids).await.expect("room");
            Ok::<_, StoreError>(ids)
        })
        .await
        .expect("a turn")
}
