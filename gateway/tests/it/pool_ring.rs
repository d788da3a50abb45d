//! The ring of keys in memory: the domain's own model behind the port.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use nproxy_domain::keys::{
    AttemptOutcome, Closed, KeyLimits, KeyPolicy, KeyRing, OpenAttempt, Opened, Pick, Pool, PoolEnd, PoolKey,
    ProxySeen, RingError, ThroughProxy, Want,
};
use nproxy_domain::outcome::Spent;
use nproxy_domain::provider::{ApiKey, Cursor};
use nproxy_domain::proxy::{ProxyHealth, ProxyUrl, ProxyUse};
use nproxy_domain::{AttemptId, Env, GenerationId, IncidentId, KeyId, ProxyId};

/// One attempt as the ring remembers it.
#[derive(Clone, Debug)]
pub struct Remembered {
    pub generation: GenerationId,
    pub attempt: OpenAttempt,
    pub model: String,
    /// Where an asynchronous upstream stands.
    pub cursor: Option<Cursor>,
    pub outcome: Option<AttemptOutcome>,
    /// It failed for a cause that was not the key's.
    shared: bool,
}

impl Remembered {
    fn may_be_repeated(&self) -> bool {
        self.shared && self.outcome.as_ref().is_some_and(|outcome| outcome.spent == Spent::No)
    }
}

pub struct PoolRing {
    secrets: Vec<(KeyId, String)>,
    inner: Mutex<Inner>,
}

struct Inner {
    pool: Pool<KeyId>,
    attempts: Vec<Remembered>,
    proxies: BTreeMap<ProxyId, ProxyUrl>,
    seen: Vec<ProxySeen>,
    /// So many of the next writes about an attempt don't come through.
    lost: usize,
}

impl PoolRing {
    pub fn new(env: &Env, secrets: &[&str], limits: KeyLimits) -> Self {
        let secrets: Vec<_> = secrets.iter().map(|s| (KeyId::new(env), (*s).to_owned())).collect();
        let mut pool = Pool::new();
        pool.keys.extend(secrets.iter().map(|(id, _)| (*id, PoolKey::new(limits, env.now()))));
        let inner = Inner { pool, attempts: Vec::new(), proxies: BTreeMap::new(), seen: Vec::new(), lost: 0 };
        Self { secrets, inner: Mutex::new(inner) }
    }

    /// The database is away for so many writes about attempts.
    pub fn lose(&self, writes: usize) {
        self.inner().lost = writes;
    }

    /// The key is none for this model.
    pub fn refuse(&self, secret: &str, model: &str) {
        let key = self.secrets.iter().find(|(_, known)| known == secret).unwrap().0;
        self.inner().pool.keys.get_mut(&key).unwrap().not_for.insert(model.into());
    }

    /// Lets a key go out through a proxy of its own.
    pub fn send_through(&self, env: &Env, secret: &str, url: &str, only: bool) -> ProxyId {
        let id = ProxyId::new(env);
        self.move_proxy(id, url);
        let key = self.secrets.iter().find(|(_, known)| known == secret).unwrap().0;
        let mut inner = self.inner();
        inner.pool.proxies.insert(id, ProxyHealth::Ok);
        let key = inner.pool.keys.get_mut(&key).unwrap();
        (key.proxy, key.proxy_only) = (Some(id), only);
        id
    }

    /// The proxy is elsewhere from now on.
    pub fn move_proxy(&self, id: ProxyId, url: &str) {
        self.inner().proxies.insert(id, ProxyUrl::parse(url).unwrap());
    }

    pub fn proxy_health(&self, id: ProxyId) -> ProxyHealth {
        self.inner().pool.proxies[&id]
    }

    /// It failed once, and its rest is over.
    pub fn let_probe(&self, env: &Env, id: ProxyId) {
        self.inner().pool.proxies.insert(id, ProxyHealth::Dead { until: env.now(), failures: 1 });
    }

    /// What was reported of the proxies.
    pub fn seen(&self) -> Vec<ProxySeen> {
        self.inner().seen.clone()
    }

    pub fn attempts(&self) -> Vec<Remembered> {
        self.inner().attempts.clone()
    }

    /// The attempt of a generation that an upstream was left to work on.
    pub fn in_the_works(&self, generation: GenerationId) -> Option<(OpenAttempt, String, Cursor)> {
        let inner = self.inner();
        let open = inner.attempts.iter().find(|a| a.generation == generation && a.outcome.is_none())?;
        Some((open.attempt.clone(), open.model.clone(), open.cursor.clone()?))
    }

    /// The state of every key, in the order of the secrets.
    pub fn states(&self) -> Vec<&'static str> {
        let inner = self.inner();
        self.secrets.iter().map(|(id, _)| inner.pool.keys[id].health.state.name()).collect()
    }

    pub fn in_flight(&self) -> u32 {
        self.inner().pool.keys.values().map(|k| k.in_flight).sum()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }
}

impl Inner {
    fn written(&mut self) -> Result<(), RingError> {
        match self.lost.checked_sub(1) {
            None => Ok(()),
            Some(left) => {
                self.lost = left;
                Err(RingError::Unavailable("away".into()))
            }
        }
    }

    /// The proxy of a key, unless it was known to be dead when the key was picked.
    fn way(&self, key: KeyId, before: &BTreeMap<ProxyId, ProxyHealth>, env: &Env) -> Option<ThroughProxy> {
        let PoolKey { proxy: Some(id), proxy_only: only, .. } = self.pool.keys[&key] else { return None };
        let probe = match before[&id].now(env.now()) {
            ProxyUse::Yes => false,
            ProxyUse::Probe => true,
            ProxyUse::Not { .. } => return None,
        };
        Some(ThroughProxy { id, url: self.proxies[&id].clone(), probe, only })
    }
}

#[async_trait]
impl KeyRing for PoolRing {
    async fn open(&self, env: &Env, want: &Want) -> Result<Opened, RingError> {
        let mut inner = self.inner();
        let mine: Vec<_> = inner.attempts.iter().filter(|a| a.generation == want.generation).collect();
        let tried: BTreeSet<KeyId> = mine.iter().filter(|a| !a.may_be_repeated()).map(|a| a.attempt.key).collect();
        let n = u32::try_from(mine.len()).unwrap() + 1;
        let proxies = inner.pool.proxies.clone();
        Ok(match inner.pool.pick(&want.model, &tried, want.last_resort, env.now()) {
            Pick::Later(at) => Opened::Later { at },
            Pick::Exhausted => Opened::Exhausted,
            Pick::Key(key) => {
                let secret = &self.secrets.iter().find(|(id, _)| *id == key).unwrap().1;
                let attempt = OpenAttempt {
                    id: AttemptId::new(env),
                    n,
                    key,
                    api_key: ApiKey::new(secret.clone()),
                    proxy: inner.way(key, &proxies, env),
                    opened_at: env.now(),
                };
                inner.attempts.push(Remembered {
                    generation: want.generation,
                    attempt: attempt.clone(),
                    model: want.model.clone(),
                    cursor: None,
                    outcome: None,
                    shared: false,
                });
                Opened::Attempt(attempt)
            }
        })
    }

    async fn keep_cursor(&self, attempt: AttemptId, cursor: &Cursor) -> Result<(), RingError> {
        let mut inner = self.inner();
        inner.written()?;
        let found = inner.attempts.iter_mut().find(|a| a.attempt.id == attempt && a.outcome.is_none()).unwrap();
        found.cursor = Some(cursor.clone());
        Ok(())
    }

    async fn proxy_seen(&self, env: &Env, proxy: &ThroughProxy, seen: &ProxySeen) -> Result<(), RingError> {
        let mut inner = self.inner();
        let health = match seen {
            ProxySeen::Works => ProxyHealth::Ok,
            ProxySeen::Failed { .. } => {
                inner.pool.proxies[&proxy.id].failed(proxy.probe, env.now(), &inner.pool.proxy_policy)
            }
        };
        inner.pool.proxies.insert(proxy.id, health);
        inner.seen.push(seen.clone());
        Ok(())
    }

    async fn close(&self, env: &Env, attempt: AttemptId, outcome: &AttemptOutcome) -> Result<bool, RingError> {
        let mut inner = self.inner();
        inner.written()?;
        let Inner { pool, attempts, .. } = &mut *inner;
        let at = attempts.iter().position(|a| a.attempt.id == attempt).unwrap();
        if attempts[at].outcome.is_some() {
            return Ok(false);
        }
        let OpenAttempt { key, opened_at, .. } = attempts[at].attempt;
        let end = PoolEnd { key, model: &attempts[at].model, class: outcome.class, opened_at };
        let Closed { shared, joined } = pool.close(end, IncidentId::new(env), env.now(), &KeyPolicy::default());
        attempts[at].outcome = Some(outcome.clone());
        attempts[at].shared = shared;
        for key in joined.map(|joined| joined.keys).unwrap_or_default() {
            let newest = attempts.iter_mut().rev().find(|a| a.attempt.key == key && a.outcome.is_some());
            newest.unwrap().shared = true;
        }
        Ok(true)
    }
}
