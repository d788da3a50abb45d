//! The ring of keys in memory: the domain's own model behind the port.

use std::collections::BTreeSet;
use std::sync::Mutex;

use async_trait::async_trait;
use nproxy_domain::keys::{
    AttemptOutcome, KeyLimits, KeyPolicy, KeyRing, OpenAttempt, Opened, Pick, Pool, PoolEnd, PoolKey, RingError, Want,
};
use nproxy_domain::provider::{ApiKey, Cursor};
use nproxy_domain::{AttemptId, Env, GenerationId, KeyId};

/// One attempt as the ring remembers it.
#[derive(Clone, Debug)]
pub struct Remembered {
    pub generation: GenerationId,
    pub attempt: OpenAttempt,
    pub model: String,
    /// Where an asynchronous upstream stands.
    pub cursor: Option<Cursor>,
    pub outcome: Option<AttemptOutcome>,
}

pub struct PoolRing {
    secrets: Vec<(KeyId, String)>,
    inner: Mutex<(Pool<KeyId>, Vec<Remembered>)>,
}

impl PoolRing {
    pub fn new(env: &Env, secrets: &[&str], limits: KeyLimits) -> Self {
        let secrets: Vec<_> = secrets.iter().map(|s| (KeyId::new(env), (*s).to_owned())).collect();
        let mut pool = Pool::new();
        pool.keys.extend(secrets.iter().map(|(id, _)| (*id, PoolKey::new(limits, env.now()))));
        Self { secrets, inner: Mutex::new((pool, Vec::new())) }
    }

    pub fn attempts(&self) -> Vec<Remembered> {
        self.inner.lock().unwrap().1.clone()
    }

    /// The attempt of a generation that an upstream was left to work on.
    pub fn in_the_works(&self, generation: GenerationId) -> Option<(OpenAttempt, String, Cursor)> {
        let inner = self.inner.lock().unwrap();
        let open = inner.1.iter().find(|a| a.generation == generation && a.outcome.is_none())?;
        Some((open.attempt.clone(), open.model.clone(), open.cursor.clone()?))
    }

    /// The state of every key, in the order of the secrets.
    pub fn states(&self) -> Vec<&'static str> {
        let inner = self.inner.lock().unwrap();
        self.secrets.iter().map(|(id, _)| inner.0.keys[id].health.state.name()).collect()
    }

    pub fn in_flight(&self) -> u32 {
        self.inner.lock().unwrap().0.keys.values().map(|k| k.in_flight).sum()
    }
}

#[async_trait]
impl KeyRing for PoolRing {
    async fn open(&self, env: &Env, want: &Want) -> Result<Opened, RingError> {
        let mut inner = self.inner.lock().unwrap();
        let (pool, attempts) = &mut *inner;
        let mine = attempts.iter().filter(|a| a.generation == want.generation);
        let tried: BTreeSet<KeyId> = mine.clone().map(|a| a.attempt.key).collect();
        let n = u32::try_from(mine.count()).unwrap() + 1;
        Ok(match pool.pick(&want.model, &tried, env.now()) {
            Pick::Later(at) => Opened::Later { at },
            Pick::Exhausted => Opened::Exhausted,
            Pick::Key(key) => {
                let secret = &self.secrets.iter().find(|(id, _)| *id == key).unwrap().1;
                let attempt = OpenAttempt {
                    id: AttemptId::new(env),
                    n,
                    key,
                    api_key: ApiKey::new(secret.clone()),
                    opened_at: env.now(),
                };
                let (generation, model) = (want.generation, want.model.clone());
                let attempt_kept = attempt.clone();
                attempts.push(Remembered { generation, attempt: attempt_kept, model, cursor: None, outcome: None });
                Opened::Attempt(attempt)
            }
        })
    }

    async fn keep_cursor(&self, attempt: AttemptId, cursor: &Cursor) -> Result<(), RingError> {
        let mut inner = self.inner.lock().unwrap();
        let found = inner.1.iter_mut().find(|a| a.attempt.id == attempt && a.outcome.is_none()).unwrap();
        found.cursor = Some(cursor.clone());
        Ok(())
    }

    async fn close(&self, env: &Env, attempt: AttemptId, outcome: &AttemptOutcome) -> Result<bool, RingError> {
        let mut inner = self.inner.lock().unwrap();
        let (pool, attempts) = &mut *inner;
        let found = attempts.iter_mut().find(|a| a.attempt.id == attempt).unwrap();
        if found.outcome.is_some() {
            return Ok(false);
        }
        found.outcome = Some(outcome.clone());
        let OpenAttempt { key, opened_at, .. } = found.attempt;
        let end = PoolEnd { key, model: &found.model, class: outcome.class, opened_at };
        pool.close(end, env.now(), &KeyPolicy::default());
        Ok(true)
    }
}
