//! One picture through the pool: pick a key, try, and go on until there is a picture or nothing left to try.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use nproxy_domain::catalog::Route;
use nproxy_domain::keys::{KeyRing, Opened, RingError, Want};
use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{ImageJob, ImageProvider};
use nproxy_domain::routing;
use nproxy_domain::{Env, ProviderId, Timestamp};
use tokio::time::Instant;

use crate::ask::{Ask, End};
use crate::attempt::Ran;
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
    pub last: Option<PluginError>,
    /// The newest attempt's number.
    pub n: u32,
    pub no_image: u32,
    /// The earliest moment at which an untried key is to be had.
    pub later: Option<Timestamp>,
    /// Time on the wire in this run.
    pub upstream: Duration,
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
        let no_image = ask.no_image_tries;
        let mut tries = Tries { last: None, n: 0, no_image, later: None, upstream: Duration::ZERO };
        let end = self.to_an_end(env, &ask, &mut tries).await?;
        metrics::ran(started.elapsed(), tries.upstream);
        if matches!(end, End::Image { .. } | End::Failed(_)) && tries.n > 0 {
            metrics::decided(tries.n);
        }
        Ok(end)
    }

    async fn to_an_end(&self, env: &Env, ask: &Ask, tries: &mut Tries) -> Result<End, RingError> {
        if let Some(resume) = &ask.resume
            && let Turn::End(end) = self.resume(env, ask, resume, tries).await?
        {
            return Ok(end);
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
        let now = env.now();
        match tries.later {
            Some(at) if at < ask.deadline => Ok(End::Later { run_at: at.max(now + LOOK_AGAIN) }),
            _ => Ok(End::Failed(routing::exhausted(tries.last.as_ref()))),
        }
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
        let Some((provider, job)) = self.job(ask, route) else { return Ok(None) };
        let want = Want {
            generation: ask.generation,
            lease: ask.lease,
            provider: route.provider.clone(),
            model: route.model.clone(),
            cost_estimate: job.resolution.price,
            last_resort,
        };
        while env.now() < ask.deadline {
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
            let until = Instant::now() + time_left(env, ask.deadline).min(self.limits.attempt_timeout);
            let mut way = self.way(env, attempt.proxy.as_ref(), Phase::BeforeHandover);
            let first = || provider.begin(&job, &attempt.api_key);
            let got = self.attempt(&mut way, provider, &attempt.api_key, until, first).await;
            let Way { phase, upstream, .. } = way;
            tries.upstream += upstream;
            let (provider, cost_estimate) = (&route.provider, want.cost_estimate);
            let ran = Ran { attempt: &attempt, provider, cost_estimate, got, phase, upstream };
            match self.conclude(env, ask, ran, tries).await? {
                Turn::End(end) => return Ok(Some(end)),
                Turn::NextProvider => return Ok(None),
                Turn::NextKey => {}
            }
        }
        Ok(None)
    }

    /// The job as this route's upstream is to be told. `None`: it does not offer what was asked.
    pub(crate) fn job(&self, ask: &Ask, route: &Route) -> Option<(&Arc<dyn ImageProvider>, ImageJob)> {
        let provider = self.providers.get(&route.provider)?;
        if ask.inputs.len() > usize::from(route.capabilities.inputs_max) {
            return None;
        }
        let job = ImageJob {
            model: route.model.clone(),
            mode: ask.mode,
            prompt: ask.prompt.0.clone(),
            resolution: route.capabilities.resolution(&ask.resolution)?.clone(),
            image_strength: ask.image_strength,
            inputs: ask.inputs.clone(),
        };
        Some((provider, job))
    }
}

pub(crate) fn time_left(env: &Env, deadline: Timestamp) -> Duration {
    (deadline - env.now()).to_std().unwrap_or(Duration::ZERO)
}
