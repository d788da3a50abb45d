//! Long random lives: after every event each row says what the pure model says.

use std::collections::{BTreeMap, BTreeSet};

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{KeyHealth, KeyLimits, KeyState, Pick, Pool, PoolEnd, PoolKey};
use nproxy_domain::keys::{KeyPolicy, KeyRing as _, OpenAttempt, Opened};
use nproxy_domain::outcome::Class;
use nproxy_domain::{GenerationId, KeyId, LeaseId};
use sea_orm::EntityTrait as _;

use super::{Bench, PROVIDER, below, outcome, want};
use crate::both;
use crate::entities::key_models;
use crate::keys::{self, KeyAct};
use crate::testing::TestDb;
use crate::tx::Tx;

const EVENTS: usize = 250;
const MODELS: [&str; 2] = ["m", "n"];
const GENERATIONS: usize = 5;

struct Life {
    bench: Bench,
    pool: Pool<KeyId>,
    generations: Vec<(GenerationId, LeaseId, BTreeSet<KeyId>)>,
    open: Vec<(OpenAttempt, &'static str)>,
    picks: usize,
}

impl Life {
    async fn begin(db: TestDb) -> Self {
        let bench = Bench::new(db).await;
        let mut pool = Pool::new();
        let limits =
            [(1, None, Some("a")), (2, None, Some("a")), (3, Some(2), Some("b")), (2, None, None), (1, Some(30), None)];
        for (nth, (max_in_flight, rpm, account)) in limits.into_iter().enumerate() {
            let limits = KeyLimits { max_in_flight, rpm };
            let id = bench.key(&format!("secret-{nth}"), limits, account).await;
            let key = PoolKey { account: account.map(Into::into), ..PoolKey::new(limits, bench.now()) };
            pool.keys.insert(id, key);
        }
        let mut life = Self { bench, pool, generations: vec![], open: vec![], picks: 0 };
        for _ in 0..GENERATIONS {
            life.another_generation(None).await;
        }
        life
    }

    async fn another_generation(&mut self, instead_of: Option<usize>) {
        let (id, lease) = self.bench.generation().await;
        let fresh = (id, lease, BTreeSet::new());
        match instead_of {
            Some(nth) => self.generations[nth] = fresh,
            None => self.generations.push(fresh),
        }
    }

    async fn pick(&mut self, nth: usize, model: &'static str) {
        let now = self.bench.now();
        let (id, lease, tried) = &mut self.generations[nth];
        let expected = self.pool.pick(model, tried, now);
        let opened = self.bench.ring.open(&self.bench.db.env, &want(*id, *lease, model)).await.expect("it answers");
        match (expected, opened) {
            (Pick::Key(key), Opened::Attempt(attempt)) => {
                assert_eq!(attempt.key, key, "another key was due");
                tried.insert(key);
                assert_eq!(attempt.n as usize, tried.len());
                self.open.push((attempt, model));
                self.picks += 1;
            }
            (Pick::Later(at), Opened::Later { at: told }) => assert_eq!(told, at),
            (Pick::Exhausted, Opened::Exhausted) => self.another_generation(Some(nth)).await,
            (expected, opened) => panic!("expected {expected:?}, got {opened:?}"),
        }
    }

    async fn end(&mut self, nth: usize, class: Class) {
        let (attempt, model) = self.open.swap_remove(nth);
        let end = PoolEnd { key: attempt.key, model, class, opened_at: attempt.opened_at };
        self.pool.close(end, self.bench.now(), &KeyPolicy::default());
        let closed = self.bench.ring.close(&self.bench.db.env, attempt.id, &outcome(class)).await.expect("it answers");
        assert!(closed);
    }

    async fn admin(&mut self, key: KeyId, act: KeyAct) {
        let (now, env) = (self.bench.now(), &self.bench.db.env);
        let known = self.pool.keys.get_mut(&key).expect("one of ours");
        known.health = match act {
            KeyAct::Activate => KeyHealth::fresh(),
            KeyAct::Disable => KeyHealth { state: KeyState::Disabled, ..known.health },
        };
        if act == KeyAct::Activate {
            known.not_for.clear();
        }
        known.next_at = known.next_pick(now);
        let done =
            self.bench.db.store.write(|tx: Tx| async move {
                keys::set_state(&tx, env, key, act, Actor::Operator, Some("test")).await
            });
        assert!(done.await.expect("it answers").is_some());
    }

    /// Every row is the model's.
    async fn compare(&self) {
        let db = self.bench.db.store.read();
        let mut not_for: BTreeMap<KeyId, BTreeSet<String>> = BTreeMap::new();
        for row in key_models::Entity::find().all(db).await.expect("readable") {
            not_for.entry(KeyId(row.key_id)).or_default().insert(row.model);
        }
        for row in keys::list(db, Some(&PROVIDER.into())).await.expect("readable") {
            let id = KeyId(row.id);
            let mut key = keys::pool_key(&row).expect("readable");
            key.not_for = not_for.remove(&id).unwrap_or_default();
            assert_eq!(key, self.pool.keys[&id], "{}", row.label);
            assert_eq!(key.in_flight as usize, self.open.iter().filter(|(a, _)| a.key == id).count());
        }
    }
}

async fn live(db: TestDb, seed: u64) {
    let dice = db.env_of(seed);
    let mut life = Life::begin(db).await;
    for _ in 0..EVENTS {
        match below(&dice, 12) {
            0..=1 => life.bench.pass(1 + i64::try_from(below(&dice, 400)).expect("small")),
            2..=5 => life.pick(below(&dice, GENERATIONS), MODELS[below(&dice, 2)]).await,
            6..=8 if !life.open.is_empty() => {
                // Mostly good, or every key is soon an admin's.
                let class = if below(&dice, 2) == 0 { Class::Ok } else { Class::ALL[below(&dice, Class::ALL.len())] };
                let nth = below(&dice, life.open.len());
                life.end(nth, class).await;
            }
            9 => life.another_generation(Some(below(&dice, GENERATIONS))).await,
            10 => {
                let ids: Vec<_> = life.pool.keys.keys().copied().collect();
                let act = if below(&dice, 4) == 0 { KeyAct::Disable } else { KeyAct::Activate };
                life.admin(ids[below(&dice, ids.len())], act).await;
            }
            _ => {}
        }
        life.compare().await;
    }
    assert!(life.picks > EVENTS / 20, "only {} picks: this life proves little", life.picks);
}

both! {
    async fn first_life(db: TestDb) {
        live(db, 11).await;
    }

    async fn second_life(db: TestDb) {
        live(db, 22).await;
    }

    async fn third_life(db: TestDb) {
        live(db, 33).await;
    }
}
