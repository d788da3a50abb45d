//! Long random lives: after every event each row says what the pure model says.

use std::collections::{BTreeMap, BTreeSet};

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{
    Closed, Joined, KeyHealth, KeyLimits, KeyPolicy, KeyRing as _, OpenAttempt, Opened, Pick, Pool, PoolEnd, PoolKey,
    ProxySeen, Want, Way,
};
use nproxy_domain::outcome::Class;
use nproxy_domain::proxy::ProxyHealth;
use nproxy_domain::{GenerationId, IncidentId, KeyId, LeaseId, ProxyId, Timestamp};
use sea_orm::EntityTrait as _;

use super::{Bench, PROVIDER, below, outcome, want};
use crate::both;
use crate::entities::{key_models, proxies};
use crate::keys::{self, KeyAct};
use crate::testing::TestDb;
use crate::tx::Tx;
use crate::{incidents, proxies as proxy_rows};

const EVENTS: usize = 400;
const EVENTS_OF_A_LONG_LIFE: usize = 10_000;
/// Set by `make test-long`.
const LONG: &str = "NPROXY_TEST_LONG";
const MODELS: [&str; 2] = ["m", "n"];
const GENERATIONS: usize = 5;

/// Failures in common are few where every second end is good.
const STORM: [Class; 5] = [Class::Overload, Class::Timeout, Class::Transport, Class::KeyInvalid, Class::RateLimited];

struct Life {
    bench: Bench,
    pool: Pool<KeyId>,
    proxies: Vec<ProxyId>,
    generations: Vec<(GenerationId, LeaseId)>,
    tries: Vec<Try>,
    open: Vec<(OpenAttempt, GenerationId, &'static str)>,
    picks: usize,
}

/// An attempt, open or ended.
struct Try {
    attempt: OpenAttempt,
    generation: GenerationId,
    ended: Option<(Class, Timestamp)>,
    shared: bool,
}

impl Life {
    async fn begin(db: TestDb) -> Self {
        let bench = Bench::new(db).await;
        let mut pool = Pool::new();
        let proxies = vec![bench.proxy("one").await, bench.proxy("two").await];
        pool.proxies.extend(proxies.iter().map(|proxy| (*proxy, ProxyHealth::Ok)));
        let limits = [
            (1, None, Some("a"), None),
            (2, None, Some("a"), Some((0, true))),
            (3, Some(2), Some("a"), Some((0, false))),
            (2, None, None, Some((1, true))),
            (1, Some(30), None, Some((1, false))),
            (2, None, Some("b"), Some((1, true))),
        ];
        for (nth, (max_in_flight, rpm, account, proxy)) in limits.into_iter().enumerate() {
            let limits = KeyLimits { max_in_flight, rpm };
            let proxy = proxy.map(|(nth, only): (usize, bool)| (proxies[nth], only));
            let id = bench.key_through(&format!("secret-{nth}"), limits, account, proxy).await;
            let mut key = PoolKey { account: account.map(Into::into), ..PoolKey::new(limits, bench.now()) };
            key.proxy = proxy.map(|(id, _)| id);
            key.proxy_only = proxy.is_some_and(|(_, only)| only);
            pool.keys.insert(id, key);
        }
        let mut life = Self { bench, pool, proxies, generations: vec![], tries: vec![], open: vec![], picks: 0 };
        for _ in 0..GENERATIONS {
            life.another_generation(None).await;
        }
        life
    }

    async fn another_generation(&mut self, instead_of: Option<usize>) {
        let fresh = self.bench.generation().await;
        match instead_of {
            Some(nth) => self.generations[nth] = fresh,
            None => self.generations.push(fresh),
        }
    }

    fn tried(&self, generation: GenerationId) -> BTreeSet<KeyId> {
        let of = self.tries.iter().filter(|one| one.generation == generation && !one.shared);
        of.map(|one| one.attempt.key).collect()
    }

    async fn pick(&mut self, nth: usize, model: &'static str, last_resort: bool) {
        let now = self.bench.now();
        let (id, lease) = self.generations[nth];
        let expected = self.pool.pick(model, &self.tried(id), last_resort, now);
        let want = Want { last_resort, ..want(id, lease, model) };
        let opened = self.bench.ring.open(&self.bench.db.env, &want).await.expect("it answers");
        match (expected, opened) {
            (Pick::Key(key), Opened::Attempt(attempt)) => {
                assert_eq!(attempt.key, key, "another key was due");
                let so_far = self.tries.iter().filter(|one| one.generation == id).count();
                assert_eq!(attempt.n as usize, so_far + 1);
                self.tries.push(Try { attempt: attempt.clone(), generation: id, ended: None, shared: false });
                self.open.push((attempt, id, model));
                self.picks += 1;
            }
            (Pick::Later(at), Opened::Later { at: told }) => assert_eq!(told, at),
            (Pick::Exhausted, Opened::Exhausted) => self.another_generation(Some(nth)).await,
            (expected, opened) => panic!("expected {expected:?}, got {opened:?}"),
        }
    }

    async fn end(&mut self, nth: usize, class: Class) {
        let (attempt, _, model) = self.open.swap_remove(nth);
        let (now, env) = (self.bench.now(), &self.bench.db.env);
        let end = PoolEnd { key: attempt.key, model, class, opened_at: attempt.opened_at };
        let Closed { shared, joined } = self.pool.close(end, IncidentId::new(env), now, &KeyPolicy::default());
        let ended = self.tries.iter_mut().find(|one| one.attempt.id == attempt.id).expect("one of ours");
        (ended.ended, ended.shared) = (Some((class, now)), shared);
        if let Some(Joined { keys, way, since }) = joined {
            for one in self.tries.iter_mut().filter(|one| keys.contains(&one.attempt.key)) {
                one.shared |= one.ended.is_some_and(|(class, at)| Way::of(class) == Some(way) && at > since);
            }
        }
        let closed = self.bench.ring.close(&self.bench.db.env, attempt.id, &outcome(class)).await.expect("it answers");
        assert!(closed);
    }

    /// A request that is under way says what it found of its proxy.
    async fn proxy_seen(&mut self, nth: usize, works: bool) {
        let Some(proxy) = self.open[nth].0.proxy.clone() else { return };
        let (now, policy) = (self.bench.now(), self.pool.proxy_policy);
        let health = self.pool.proxies.get_mut(&proxy.id).expect("one of ours");
        *health = if works { ProxyHealth::Ok } else { health.failed(proxy.probe, now, &policy) };
        let seen = if works { ProxySeen::Works } else { ProxySeen::Failed { detail: "refused".into() } };
        self.bench.ring.proxy_seen(&self.bench.db.env, &proxy, &seen).await.expect("it answers");
    }

    async fn admin(&mut self, key: KeyId, act: KeyAct) {
        let (now, env) = (self.bench.now(), &self.bench.db.env);
        let known = self.pool.keys.get_mut(&key).expect("one of ours");
        let health = match act {
            KeyAct::Activate => KeyHealth::activated(now),
            KeyAct::Disable => known.health.disabled(),
        };
        known.becomes(health, now);
        if act == KeyAct::Activate {
            known.not_for.clear();
        }
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
            let mut known = self.pool.keys[&id].clone();
            // The database gives its incidents names of its own.
            assert_eq!(key.health.incident.is_some(), known.health.incident.is_some(), "{}", row.label);
            known.health.incident = key.health.incident;
            assert_eq!(key, known, "{}", row.label);
            assert_eq!(key.in_flight as usize, self.open.iter().filter(|(a, ..)| a.key == id).count());
        }
        for proxy in &self.proxies {
            let row = proxies::Entity::find_by_id(proxy.0).one(db).await.expect("readable").expect("there");
            assert_eq!(proxy_rows::health(&row).expect("readable"), self.pool.proxies[proxy]);
        }
        let open = incidents::open_keys(db).await.expect("readable");
        let shared = open.iter().filter(|key| key.starts_with("pool:"));
        assert_eq!(shared.count(), self.pool.incidents.len(), "{open:?}");
    }
}

async fn live(db: TestDb, seed: u64) {
    let dice = db.env_of(seed);
    let mut life = Life::begin(db).await;
    let (mut storm, mut incidents) = (false, 0);
    let events = if std::env::var_os(LONG).is_some() { EVENTS_OF_A_LONG_LIFE } else { EVENTS };
    for _ in 0..events {
        match below(&dice, 16) {
            0 => life.bench.pass(1 + i64::try_from(below(&dice, 400)).expect("small")),
            1..=2 => life.bench.pass(1 + i64::try_from(below(&dice, 10)).expect("small")),
            3..=7 => life.pick(below(&dice, GENERATIONS), MODELS[below(&dice, 2)], below(&dice, 4) > 0).await,
            8..=11 if !life.open.is_empty() => {
                let class = match below(&dice, 8) {
                    _ if storm => STORM[below(&dice, STORM.len())],
                    // Mostly good, or every key is soon an admin's.
                    0..=3 => Class::Ok,
                    4..=5 => Class::Overload,
                    _ => Class::ALL[below(&dice, Class::ALL.len())],
                };
                let nth = below(&dice, life.open.len());
                life.end(nth, class).await;
            }
            12 if !life.open.is_empty() => {
                let nth = below(&dice, life.open.len());
                life.proxy_seen(nth, below(&dice, 3) == 0).await;
            }
            13 => life.another_generation(Some(below(&dice, GENERATIONS))).await,
            14 => {
                let ids: Vec<_> = life.pool.keys.keys().copied().collect();
                let act = if below(&dice, 6) == 0 { KeyAct::Disable } else { KeyAct::Activate };
                life.admin(ids[below(&dice, ids.len())], act).await;
            }
            15 => storm = below(&dice, 3) == 0,
            _ => {}
        }
        incidents += life.pool.incidents.len();
        life.compare().await;
    }
    assert!(life.picks > events / 20, "only {} picks: this life proves little", life.picks);
    assert!(incidents > 0, "no shared cause: this life proves little");
}

both! {
    async fn first_life(db: TestDb) {
        live(db, 11).await;
    }

    async fn second_life(db: TestDb) {
        live(db, 24).await;
    }

    async fn third_life(db: TestDb) {
        live(db, 33).await;
    }
}
