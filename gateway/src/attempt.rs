//! One attempt: its requests, its picture, and what its end means.

use std::sync::Arc;
use std::time::Duration;

use nproxy_domain::keys::{AttemptOutcome, OpenAttempt, RingError, ThroughProxy};
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, Cursor, Image, ImageProvider, MicroUsd, Next, Step};
use nproxy_domain::routing::Then;
use nproxy_domain::{Env, ProviderId};
use tokio::time::Instant;

use crate::ask::{Ask, End};
use crate::chain::{Chain, Party};
use crate::download;
use crate::metrics::{self, Ended, Phase};
use crate::run::{Gateway, LOOK_AGAIN, Tries, Turn};
use crate::way::{Through, Way};
use crate::wire::Bounds;

/// How one attempt went.
pub(crate) enum Got {
    Image(Image),
    Continue { cursor: Cursor, after: Duration },
}

/// One attempt that has run as far as it goes now.
pub(crate) struct Ran<'a> {
    pub attempt: &'a OpenAttempt,
    pub provider: &'a ProviderId,
    pub model: &'a str,
    pub cost_estimate: Option<MicroUsd>,
    pub got: Result<Got, PluginError>,
    pub phase: Phase,
    pub upstream: Duration,
}

impl Gateway {
    pub(crate) fn way<'a>(&'a self, env: &'a Env, proxy: Option<&'a ThroughProxy>, phase: Phase) -> Way<'a> {
        let through = proxy.map(|proxy| Through { proxy, ring: &*self.ring, env });
        Way::new(&self.clients, through, phase)
    }

    /// One attempt, from the plugin's first request to its picture; from the first again, directly, where the region is
    /// refused at the proxy's end.
    pub(crate) async fn attempt(
        &self,
        way: &mut Way<'_>,
        provider: &Arc<dyn ImageProvider>,
        key: &ApiKey,
        until: Instant,
        first: impl Fn() -> Result<Next<Step>, PluginError> + Send + Sync,
    ) -> Result<Got, PluginError> {
        loop {
            // On the heap: an attempt is large, and nobody's stack need hold it.
            match Box::pin(self.once(way, provider, key, until, first())).await {
                Err(error) if way.goes_around(&error).await => {}
                got => return got,
            }
        }
    }

    async fn once(
        &self,
        way: &mut Way<'_>,
        provider: &Arc<dyn ImageProvider>,
        key: &ApiKey,
        until: Instant,
        first: Result<Next<Step>, PluginError>,
    ) -> Result<Got, PluginError> {
        let info = provider.about();
        match (Chain { way: &mut *way, limits: &self.limits, with: Party::provider(info, key), until })
            .drive(first?)
            .await?
        {
            Step::Done(image) => Ok(Got::Image(image)),
            Step::Continue { cursor, after } => Ok(Got::Continue { cursor, after }),
            Step::Download { url } => {
                let timeout = self.limits.attempt_timeout;
                let bounds = Bounds { timeout, until, reply_bytes_max: self.limits.reply_bytes_max };
                download::fetch(way, info, url, bounds).await.map(Got::Image)
            }
        }
    }

    /// Puts an attempt's end on record and says how to go on.
    pub(crate) async fn conclude(
        &self,
        env: &Env,
        ask: &Ask,
        ran: Ran<'_>,
        tries: &mut Tries,
    ) -> Result<Turn, RingError> {
        let Ran { attempt, provider, model, cost_estimate, got, phase, upstream } = ran;
        tries.n = attempt.n;
        let upstream_ms = millis(upstream);
        let ended = |class, spent| Ended { provider, class, spent, phase, upstream, cost_estimate };
        let error = match got {
            Ok(Got::Image(image)) => {
                ended(Class::Ok, Spent::Yes).count();
                return Ok(Turn::End(End::Image { attempt: attempt.id, image, upstream_ms }));
            }
            Ok(Got::Continue { cursor, after }) => {
                self.keep_cursor(env, attempt.id, &cursor, ask.deadline).await?;
                let after = chrono::Duration::from_std(after).unwrap_or(LOOK_AGAIN).max(LOOK_AGAIN);
                return Ok(Turn::End(End::Later { run_at: env.now() + after }));
            }
            Err(error) => error,
        };
        ended(error.class, error.spent).count();
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
        self.close(env, attempt.id, &outcome, ask.deadline).await?;
        tries.so_far.ended(provider, model, error);
        Ok(match tries.so_far.then(self.limits.no_image_tries_max) {
            Some(Then::End(shown)) => Turn::End(End::Failed(shown)),
            Some(Then::NextProvider) => Turn::NextProvider,
            Some(Then::NextKey) | None => {
                metrics::failed_over(provider);
                Turn::NextKey
            }
        })
    }
}

/// The picture's own deadline came before the attempt's: that the upstream was not heard says nothing of the key.
pub(crate) fn cut_off(error: PluginError) -> PluginError {
    if error.class == Class::Timeout { PluginError { class: Class::Abandoned, ..error } } else { error }
}

fn millis(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}
