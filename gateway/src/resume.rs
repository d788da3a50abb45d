//! Going on where an asynchronous upstream was left to work.

use std::time::Duration;

use nproxy_domain::Env;
use nproxy_domain::keys::RingError;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use tokio::time::Instant;

use crate::ask::{Ask, Resume};
use crate::attempt::{Got, Ran, cut_off};
use crate::metrics::Phase;
use crate::run::{Gateway, Tries, Turn, time_left};

/// An upstream that works on a picture and is hidden for a while is asked again after this.
const ASK_AGAIN: Duration = Duration::from_secs(2);

/// What was bought is looked for once more even when the deadline has passed, for so long.
const LAST_LOOK: Duration = Duration::from_secs(10);

impl Gateway {
    /// Goes on where an asynchronous upstream was left, always with the key that began. A broken connection says nothing
    /// of the work it was left with, so within the attempt's own limit it is asked again.
    pub(crate) async fn resume(
        &self,
        env: &Env,
        ask: &Ask,
        resume: &Resume,
        tries: &mut Tries,
    ) -> Result<Turn, RingError> {
        let route = ask.routes.iter().find(|r| r.provider == resume.provider && r.model == resume.model);
        let attempt = &resume.attempt;
        let in_the_works = || (env.now() - attempt.opened_at).to_std().unwrap_or_default();
        let ran = |cost_estimate, got, phase| {
            let upstream = in_the_works();
            Ran { attempt, provider: &resume.provider, model: &resume.model, cost_estimate, got, phase, upstream }
        };
        let Some(offer) = route.and_then(|route| self.offer(ask, route)) else {
            let detail = "the provider that began this picture is no longer configured";
            let gone = PluginError::new(Class::ModelGone, Spent::Unknown, detail, &[]);
            return self.conclude(env, ask, ran(None, Err(gone), Phase::Polling), tries).await;
        };
        let job = offer.job_in_the_works();
        let until = Instant::now() + time_left(env, ask.deadline).max(LAST_LOOK).min(self.limits.attempt_timeout);
        let mut way = self.way(env, attempt.proxy.as_ref(), Phase::Polling);
        let first = || offer.provider.resume(&job, &resume.cursor, &attempt.api_key);
        let got = self.attempt(&mut way, offer.provider, &attempt.api_key, until, first).await;
        tries.upstream += way.upstream;
        let own = self.limits.attempt_timeout.saturating_sub(in_the_works());
        let left = own.min(time_left(env, ask.deadline));
        let got = match got {
            Ok(Got::Continue { after, .. }) if after >= left => {
                if let Err(error) = self.cancel(env, resume).await {
                    tracing::debug!(attempt = %attempt.id, detail = error.detail, "the upstream could not be told");
                }
                let detail = "the upstream did not finish within the time of one attempt";
                Err(PluginError::new(Class::Timeout, Spent::Unknown, detail, &[]))
            }
            Err(error) if may_pass(error.class) && pause(&error) < left => {
                Ok(Got::Continue { cursor: resume.cursor.clone(), after: pause(&error) })
            }
            // The asking was free, the work was not.
            Err(error) if error.spent == Spent::No && !error.class.is_customers() => {
                Err(PluginError { spent: Spent::Unknown, ..error })
            }
            other => other,
        };
        let got = if left < own { got.map_err(cut_off) } else { got };
        self.conclude(env, ask, ran(offer.resolution.price, got, way.phase), tries).await
    }

    /// Tells an asynchronous upstream that nobody waits any more; it may finish all the same. `false`: it can't be told.
    pub async fn cancel(&self, env: &Env, resume: &Resume) -> Result<bool, PluginError> {
        let Some(provider) = self.providers.get(&resume.provider) else { return Ok(false) };
        let key = &resume.attempt.api_key;
        let first = || provider.cancel(&resume.cursor, key);
        Ok(self.talk(env, &**provider, key, resume.attempt.proxy.as_ref(), first).await?.is_some())
    }
}

/// Trouble of the asking, which says nothing of the picture that is being worked on: between us and the upstream, or of its
/// address that refuses ours. An upstream that is too busy to be asked is the plugin's to tell: it goes on from its cursor;
/// what it calls an overload is how the work ended.
fn may_pass(class: Class) -> bool {
    matches!(class, Class::Transport | Class::Timeout | Class::ProxyTransport | Class::RegionBlocked)
}

/// Before it is asked again.
fn pause(error: &PluginError) -> Duration {
    error.retry_after.map_or(ASK_AGAIN, |wait| wait.max(ASK_AGAIN))
}
