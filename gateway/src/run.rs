//! One picture through the pool: pick a key, try, and go on until there is a picture or nothing left to try.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use nproxy_domain::catalog::Route;
use nproxy_domain::keys::{AttemptOutcome, KeyRing, OpenAttempt, Opened, RingError, Want};
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{Cursor, Image, ImageJob, ImageProvider, Step};
use nproxy_domain::routing::{self, Then};
use nproxy_domain::{Env, ProviderId, Timestamp};
use tokio::time::Instant;

use crate::ask::{Ask, End, Resume};
use crate::chain::Chain;
use crate::clients::Clients;
use crate::download;
use crate::limits::GatewayLimits;
use crate::wire::Bounds;

/// A generation that waits for a busy key looks again no sooner than this.
const LOOK_AGAIN: chrono::Duration = chrono::Duration::milliseconds(250);

/// An upstream that works on a picture and is hidden for a while is asked again after this.
const ASK_AGAIN: Duration = Duration::from_secs(2);

/// What was bought is looked for once more even when the deadline has passed, for so long.
const LAST_LOOK: Duration = Duration::from_secs(10);

/// The pool of upstreams.
pub struct Gateway {
    providers: BTreeMap<ProviderId, Arc<dyn ImageProvider>>,
    ring: Arc<dyn KeyRing>,
    clients: Clients,
    limits: GatewayLimits,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("providers", &self.providers.keys()).finish_non_exhaustive()
    }
}

/// How one attempt went.
enum Got {
    Image(Image),
    Continue { cursor: Cursor, after: Duration },
}

/// What the attempts so far came to.
struct Tries {
    last: Option<PluginError>,
    no_image: u32,
    /// The earliest moment at which an untried key is to be had.
    later: Option<Timestamp>,
}

/// Where one attempt leaves the loop.
enum Turn {
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

    pub fn provider(&self, id: &ProviderId) -> Option<&Arc<dyn ImageProvider>> {
        self.providers.get(id)
    }

    /// Tries keys until a picture arrives, the customer's own fault shows, or nothing is left within the deadline.
    ///
    /// An error means that the database of keys is out of reach: the generation stays where it is.
    pub async fn run(&self, env: &Env, ask: Ask) -> Result<End, RingError> {
        let mut tries = Tries { last: None, no_image: ask.no_image_tries, later: None };
        if let Some(resume) = &ask.resume
            && let Turn::End(end) = self.resume(env, &ask, resume, &mut tries).await?
        {
            return Ok(end);
        }
        for route in &ask.routes {
            if let Some(end) = self.through(env, &ask, route, &mut tries).await? {
                return Ok(end);
            }
        }
        let now = env.now();
        match tries.later {
            Some(at) if at < ask.deadline => Ok(End::Later { run_at: at.max(now + LOOK_AGAIN) }),
            _ => Ok(End::Failed(routing::exhausted(tries.last.as_ref()))),
        }
    }

    /// All keys of one provider. `None`: the next provider may have better luck.
    async fn through(&self, env: &Env, ask: &Ask, route: &Route, tries: &mut Tries) -> Result<Option<End>, RingError> {
        let Some((provider, job)) = self.job(ask, route) else { return Ok(None) };
        let want = Want {
            generation: ask.generation,
            lease: ask.lease,
            provider: route.provider.clone(),
            model: route.model.clone(),
            cost_estimate: job.resolution.price,
        };
        while env.now() < ask.deadline {
            let attempt = match self.ring.open(env, &want).await? {
                Opened::Attempt(attempt) => attempt,
                Opened::Stopped => return Ok(Some(End::Stopped)),
                Opened::Exhausted => return Ok(None),
                Opened::Later { at } => {
                    tries.later = Some(tries.later.map_or(at, |earlier| earlier.min(at)));
                    return Ok(None);
                }
            };
            let started = Instant::now();
            let until = started + time_left(env, ask.deadline).min(self.limits.attempt_timeout);
            let first = provider.begin(&job, &attempt.api_key);
            let got = self.attempt(provider, &attempt, until, first).await;
            match self.conclude(env, &attempt, got, millis(started.elapsed()), tries).await? {
                Turn::End(end) => return Ok(Some(end)),
                Turn::NextProvider => return Ok(None),
                Turn::NextKey => {}
            }
        }
        Ok(None)
    }

    /// Goes on where an asynchronous upstream was left, always with the key that began. A broken connection says nothing
    /// of the work it was left with, so within the attempt's own limit it is asked again.
    async fn resume(&self, env: &Env, ask: &Ask, resume: &Resume, tries: &mut Tries) -> Result<Turn, RingError> {
        let route = ask.routes.iter().find(|r| r.provider == resume.provider && r.model == resume.model);
        let in_the_works = || (env.now() - resume.attempt.opened_at).to_std().unwrap_or_default();
        let Some((provider, job)) = route.and_then(|route| self.job(ask, route)) else {
            let detail = "the provider that began this picture is no longer configured";
            let gone = PluginError::new(Class::ModelGone, Spent::Unknown, detail, &[]);
            return self.conclude(env, &resume.attempt, Err(gone), millis(in_the_works()), tries).await;
        };
        let until = Instant::now() + time_left(env, ask.deadline).max(LAST_LOOK).min(self.limits.attempt_timeout);
        let first = provider.resume(&job, &resume.cursor, &resume.attempt.api_key);
        let got = self.attempt(provider, &resume.attempt, until, first).await;
        let left = self.limits.attempt_timeout.saturating_sub(in_the_works()).min(time_left(env, ask.deadline));
        let got = match got {
            Ok(Got::Continue { after, .. }) if after >= left => {
                if let Err(error) = self.cancel(resume).await {
                    tracing::debug!(attempt = %resume.attempt.id, detail = error.detail, "the upstream could not be told");
                }
                let detail = "the upstream did not finish within the time of one attempt";
                Err(PluginError::new(Class::Timeout, Spent::Unknown, detail, &[]))
            }
            Err(error) if is_of_the_way(error.class) && ASK_AGAIN < left => {
                Ok(Got::Continue { cursor: resume.cursor.clone(), after: ASK_AGAIN })
            }
            // The asking was free, the work was not.
            Err(error) if is_of_the_way(error.class) && error.spent == Spent::No => {
                Err(PluginError { spent: Spent::Unknown, ..error })
            }
            other => other,
        };
        self.conclude(env, &resume.attempt, got, millis(in_the_works()), tries).await
    }

    /// Tells an asynchronous upstream that nobody waits any more; it may finish all the same. `false`: it can't be told.
    pub async fn cancel(&self, resume: &Resume) -> Result<bool, PluginError> {
        let Some(provider) = self.providers.get(&resume.provider) else { return Ok(false) };
        let key = &resume.attempt.api_key;
        let Some(first) = provider.cancel(&resume.cursor, key) else { return Ok(false) };
        let until = Instant::now() + self.limits.attempt_timeout;
        let chain = Chain { clients: &self.clients, limits: &self.limits, info: provider.about(), key, until };
        chain.drive(first).await.map(|()| true)
    }

    /// The job as this route's upstream is to be told. `None`: it does not offer what was asked.
    fn job(&self, ask: &Ask, route: &Route) -> Option<(&Arc<dyn ImageProvider>, ImageJob)> {
        let provider = self.providers.get(&route.provider)?;
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

    /// One attempt, from the plugin's first request to its picture.
    async fn attempt(
        &self,
        provider: &Arc<dyn ImageProvider>,
        attempt: &OpenAttempt,
        until: Instant,
        first: Result<nproxy_domain::provider::Next<Step>, PluginError>,
    ) -> Result<Got, PluginError> {
        let info = provider.about();
        let chain = Chain { clients: &self.clients, limits: &self.limits, info, key: &attempt.api_key, until };
        match chain.drive(first?).await? {
            Step::Done(image) => Ok(Got::Image(image)),
            Step::Continue { cursor, after } => Ok(Got::Continue { cursor, after }),
            Step::Download { url } => {
                let timeout = until.saturating_duration_since(Instant::now());
                let bounds = Bounds { timeout, reply_bytes_max: self.limits.reply_bytes_max };
                download::fetch(&self.clients, info, url, bounds).await.map(Got::Image)
            }
        }
    }

    /// Puts an attempt's end on record and says how to go on.
    async fn conclude(
        &self,
        env: &Env,
        attempt: &OpenAttempt,
        got: Result<Got, PluginError>,
        upstream_ms: u32,
        tries: &mut Tries,
    ) -> Result<Turn, RingError> {
        let error = match got {
            Ok(Got::Image(image)) => return Ok(Turn::End(End::Image { attempt: attempt.id, image, upstream_ms })),
            Ok(Got::Continue { cursor, after }) => {
                self.ring.keep_cursor(attempt.id, &cursor).await?;
                let after = chrono::Duration::from_std(after).unwrap_or(LOOK_AGAIN).max(LOOK_AGAIN);
                return Ok(Turn::End(End::Later { run_at: env.now() + after }));
            }
            Err(error) => error,
        };
        tracing::info!(
            attempt = %attempt.id,
            key = %attempt.key,
            class = error.class.as_str(),
            spent = error.spent.as_str(),
            detail = error.detail,
            upstream_ms,
            "attempt failed"
        );
        let outcome = AttemptOutcome {
            class: error.class,
            spent: error.spent,
            detail: error.detail.clone(),
            retry_after: error.retry_after,
            upstream_ms: Some(upstream_ms),
        };
        self.ring.close(env, attempt.id, &outcome).await?;
        if error.class == Class::NoImage {
            tries.no_image += 1;
        }
        let then = routing::after(&error, tries.no_image);
        tries.last = Some(error);
        Ok(match then {
            Then::End(shown) => Turn::End(End::Failed(shown)),
            Then::NextProvider => Turn::NextProvider,
            // Every key goes out the same way as yet, so another route is another key.
            Then::OtherRoute | Then::NextKey => Turn::NextKey,
        })
    }
}

/// Trouble between us and the upstream.
fn is_of_the_way(class: Class) -> bool {
    matches!(class, Class::Transport | Class::Timeout | Class::ProxyTransport)
}

fn millis(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}

fn time_left(env: &Env, deadline: Timestamp) -> Duration {
    (deadline - env.now()).to_std().unwrap_or(Duration::ZERO)
}
