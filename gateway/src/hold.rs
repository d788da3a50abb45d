//! What an upstream said is held while the database is away: lost, it would be bought again.

use std::time::Duration;

use nproxy_domain::keys::{AttemptOutcome, RingError};
use nproxy_domain::provider::Cursor;
use nproxy_domain::{AttemptId, Env, Timestamp};

use crate::run::Gateway;

/// Doubled after every try.
const WRITE_PAUSE: Duration = Duration::from_millis(250);
const WRITE_PAUSE_MAX: Duration = Duration::from_secs(5);

impl Gateway {
    /// Ends an attempt, as soon as that can be written; tried again at least until then. `false`: it was closed already.
    pub async fn close(
        &self,
        env: &Env,
        attempt: AttemptId,
        outcome: &AttemptOutcome,
        until: Timestamp,
    ) -> Result<bool, RingError> {
        held(env, until, || self.ring.close(env, attempt, outcome)).await
    }

    pub(crate) async fn keep_cursor(
        &self,
        env: &Env,
        attempt: AttemptId,
        cursor: &Cursor,
        until: Timestamp,
    ) -> Result<(), RingError> {
        held(env, until, || self.ring.keep_cursor(attempt, cursor)).await
    }
}

/// Writes until it is written, or until whoever holds the generation is stopped because another one has it.
async fn held<T, F>(env: &Env, until: Timestamp, write: impl Fn() -> F) -> Result<T, RingError>
where
    F: Future<Output = Result<T, RingError>>,
{
    let mut pause = WRITE_PAUSE;
    loop {
        match write().await {
            Err(RingError::Unavailable(error)) if env.now() < until => {
                tracing::warn!(error, "an attempt could not be written, trying again");
            }
            written => return written,
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(WRITE_PAUSE_MAX);
    }
}
