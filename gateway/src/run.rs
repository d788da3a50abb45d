//! One picture through the pool: pick a key, try, and go on until there is a picture or nothing left to try.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use nproxy_domain::catalog::Route;
use nproxy_domain::keys::{AttemptOutcome, KeyRing, Opened, RingError, Want};
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::{ImageProvider, InputImage};
use nproxy_domain::routing::{self, SoFar, Then};
use nproxy_domain::{Env, ProviderId, Timestamp};
use tokio::time::Instant;

use crate::ask::{Ask, End};
use crate::attempt::{Ran, cut_off};
use crate::clients::Clients;
use crate::limits::GatewayLimits;
use crate::metrics::{self, Phase};
use crate::way::Way;

/// A generation that waits for a busy key looks again no sooner than this.
pub(crate) const LOOK_AGAIN: chrono::Duration = chrono::Duration::milliseconds(250);

/// The pool of upstreams.
pub struct Gateway {
    pub(crate) providers: BTreeMap<ProviderId, Arc<dyn ImageProvider>>,
    pub(crate) ring: Arc<dyn KeyRing>,
    pub(crate) clients: Clients,
    pub(crate) limits: GatewayLimits,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("providers", &self.providers.keys()).finish_non_exhaustive()
    }
}

/// What the attempts so far came to.
pub(crate) struct Tries {
    pub so_far: SoFar,
    /// The newest attempt's number.
    pub n: u32,
    /// The earliest moment at which an untried key is to be had.
    pub later: Option<Timestamp>,
    /// Time on the wire in this run.
    pub upstream: Duration,
    /// With their bytes, once an attempt needed them.
    pub inputs: Option<Vec<InputImage>>,
}

/// Where one attempt leaves the loop.
pub(crate) enum Turn {
    End(End),
    NextKey,
    NextProvider,
}

impl Gateway {
    pub fn new(
        providers: impl IntoIterator<Item = Arc<dyn ImageProvider>>,
        ring: Arc<dyn KeyRing>,
        clients: Clients,
        limits: GatewayLimits,
    ) -> Self {
        let providers = providers.into_iter().map(|p| (p.about().id.clone(), p)).collect();
        Self { providers, ring, clients, limits }
    }

    pub fn limits(&self) -> &GatewayLimits {
        &self.limits
    }

    pub fn provider(&self, id: &ProviderId) -> Option<&Arc<dyn ImageProvider>> {
        self.providers.get(id)
    }

    /// All that are configured.
    pub fn providers(&self) -> impl Iterator<Item = &ProviderId> {
        self.providers.keys()
    }

    /// Tries keys until a picture arrives, the customer's own fault shows, or nothing is left within the deadline.
    ///
    /// An error means that the database of keys is out of reach: the generation stays where it is.
    pub async fn run(&self, env: &Env, ask: Ask) -> Result<End, RingError> {
        let started = Instant::now();
        let so_far = ask.so_far.clone();
        let mut tries = Tries { so_far, n: 0, later: None, upstream: Duration::ZERO, inputs: None };
        let end = self.to_an_end(env, &ask, &mut tries).await?;
        metrics::ran(started.elapsed(), tries.upstream);
        if matches!(end, End::Image { .. } | End::Failed(_)) && tries.n > 0 {
            metrics::decided(tries.n);
        }
        Ok(end)
    }

    async fn to_an_end(&self, env: &Env, ask: &Ask, tries: &mut Tries) -> Result<End, RingError> {
        if let Some(resume) = &ask.resume {
            if let Turn::End(end) = self.resume(env, ask, resume, tries).await? {
                return Ok(end);
            }
        } else if let Some(Then::End(shown)) = tries.so_far.then(self.limits.no_image_tries_max) {
            // Whoever heard this did not come to settle it.
            return Ok(End::Failed(shown));
        }
        // A key that rests is asked after all the others, those of the model's other providers included.
        let passes: &[bool] = if ask.routes.len() > 1 { &[false, true] } else { &[true] };
        for &last_resort in passes {
            for route in &ask.routes {
                if let Some(end) = self.through(env, ask, route, last_resort, tries).await? {
                    return Ok(end);
                }
            }
        }
        match tries.later {
            Some(at) if at < self.begins_until(ask) => Ok(End::Later { run_at: at.max(env.now() + LOOK_AGAIN) }),
            _ => Ok(End::Failed(routing::exhausted(tries.so_far.last.as_ref()))),
        }
    }

    /// An attempt that begins later has too little time to succeed, and is paid for all the same.
    fn begins_until(&self, ask: &Ask) -> Timestamp {
        ask.deadline - chrono::Duration::from_std(self.limits.attempt_min).unwrap_or_default()
    }

    /// All keys of one provider. `None`: the next provider may have better luck.
    async fn through(
        &self,
        env: &Env,
        ask: &Ask,
        route: &Route,
        last_resort: bool,
        tries: &mut Tries,
    ) -> Result<Option<End>, RingError> {
        let Some(offer) = self.offer(ask, route) else { return Ok(None) };
        if tries.so_far.is_gone(&route.provider, &route.model) {
            return Ok(None);
        }
        let want = Want {
            generation: ask.generation,
            lease: ask.lease,
            provider: route.provider.clone(),
            model: route.model.clone(),
            cost_estimate: offer.resolution.price,
            last_resort,
        };
        while env.now() < self.begins_until(ask) {
            if ask.leaving.is_cancelled() {
                return Ok(Some(End::Later { run_at: env.now() }));
            }
            let attempt = match self.ring.open(env, &want).await? {
                Opened::Attempt(attempt) => attempt,
                Opened::Stopped => return Ok(Some(End::Stopped)),
                Opened::Exhausted => return Ok(None),
                Opened::Later { at } => {
                    tries.later = Some(tries.later.map_or(at, |earlier| earlier.min(at)));
                    return Ok(None);
                }
            };
            let job = match offer.job(tries).await {
                Ok(job) => job,
                Err(end) => {
                    self.close(env, attempt.id, &not_begun(), ask.deadline).await?;
                    return Ok(Some(end));
                }
            };
            let left = time_left(env, ask.deadline);
            let until = Instant::now() + left.min(self.limits.attempt_timeout);
            let mut way = self.way(env, attempt.proxy.as_ref(), Phase::BeforeHandover);
            let first = || offer.provider.begin(&job, &attempt.api_key);
            let mut got = self.attempt(&mut way, offer.provider, &attempt.api_key, until, first).await;
            if left < self.limits.attempt_timeout && Instant::now() >= until {
                got = got.map_err(cut_off);
            }
            let Way { phase, upstream, .. } = way;
            tries.upstream += upstream;
            let Want { provider, model, cost_estimate, .. } = &want;
            let ran = Ran { attempt: &attempt, provider, model, cost_estimate: *cost_estimate, got, phase, upstream };
            match self.conclude(env, ask, ran, tries).await? {
                Turn::End(end) => return Ok(Some(end)),
                Turn::NextProvider => return Ok(None),
                Turn::NextKey => {}
            }
        }
        Ok(None)
    }
}

/// The end of an attempt whose inputs could not be read.
fn not_begun() -> AttemptOutcome {
    AttemptOutcome {
        class: Class::Abandoned,
        spent: Spent::No,
        detail: "the input pictures could not be read".to_owned(),
        retry_after: None,
        upstream_ms: None,
    }
}

pub(crate) fn time_left(env: &Env, deadline: Timestamp) -> Duration {
    (deadline - env.now()).to_std().unwrap_or(Duration::ZERO)
}
