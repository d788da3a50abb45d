//! Browsers wait for news of what is theirs.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nproxy_store::Topic;
use sha2::{Digest as _, Sha256};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::App;

/// Limits of waiting; every one is configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitLimits {
    pub wait_max: Duration,
    /// Of all kinds together. One more ends the oldest at once.
    pub open_per_user_max: usize,
    /// Looks again even when no notice came: one may have been lost.
    pub look_again: Duration,
}

impl Default for WaitLimits {
    fn default() -> Self {
        Self { wait_max: Duration::from_secs(25), open_per_user_max: 4, look_again: Duration::from_secs(5) }
    }
}

/// Names a state of what is waited for: equal tags, equal states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Etag(String);

impl Etag {
    /// As it came from the customer's program; one that we never made matches nothing.
    pub fn from_header(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Of everything that was hashed.
    pub(crate) fn of(hash: Sha256) -> Self {
        Self(hex::encode(&hash.finalize()[..16]))
    }
}

/// What came of waiting.
pub(crate) enum News<T> {
    Changed(T, Etag),
    /// As the customer's program knows it.
    Unchanged(Etag),
}

/// Looks, and answers at once when the state is not the `known` one, else when it changes or after `wait`.
pub(crate) async fn news<T, E, Fut>(
    app: &App,
    whose: Topic,
    known: Option<&Etag>,
    wait: Duration,
    look: impl Fn() -> Fut,
) -> Result<News<T>, E>
where
    Fut: Future<Output = Result<(T, Etag), E>>,
{
    let until = Instant::now() + wait.min(app.settings.waits.wait_max);
    let place = app.waits().open(whose);
    let mut notices = app.store.bell().subscribe();
    loop {
        let (state, etag) = look().await?;
        if known != Some(&etag) {
            return Ok(News::Changed(state, etag));
        }
        if Instant::now() >= until {
            return Ok(News::Unchanged(etag));
        }
        let look_again = until.min(Instant::now() + app.settings.waits.look_again);
        tokio::select! {
            () = place.ended.cancelled() => return Ok(News::Unchanged(etag)),
            () = notice(&mut notices, whose) => {}
            () = tokio::time::sleep_until(look_again) => {}
        }
    }
}

/// Something of theirs may have changed.
async fn notice(notices: &mut Receiver<Topic>, whose: Topic) {
    loop {
        match notices.recv().await {
            Ok(heard) if heard == whose || heard == Topic::All => return,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            // The bell lives as long as the store; without it only time passes.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// The open waits of every customer and every sign-up: the newest win.
#[derive(Debug)]
pub(crate) struct Waits {
    open_per_user_max: usize,
    opened: AtomicU64,
    open: Mutex<HashMap<Topic, VecDeque<(u64, CancellationToken)>>>,
}

impl Waits {
    pub fn new(limits: WaitLimits) -> Self {
        Self { open_per_user_max: limits.open_per_user_max, opened: AtomicU64::new(0), open: Mutex::default() }
    }

    fn open(&self, whose: Topic) -> Place<'_> {
        let mut open = self.lock();
        let of_them = open.entry(whose).or_default();
        while of_them.len() >= self.open_per_user_max.max(1) {
            let Some((_, oldest)) = of_them.pop_front() else { break };
            oldest.cancel();
        }
        let number = self.opened.fetch_add(1, Ordering::Relaxed);
        let ended = CancellationToken::new();
        of_them.push_back((number, ended.clone()));
        Place { waits: self, whose, number, ended }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Topic, VecDeque<(u64, CancellationToken)>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open wait; given up when it is dropped, also by a connection that went away.
struct Place<'a> {
    waits: &'a Waits,
    whose: Topic,
    number: u64,
    ended: CancellationToken,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut open = self.waits.lock();
        if let Some(of_them) = open.get_mut(&self.whose) {
            of_them.retain(|(number, _)| *number != self.number);
            if of_them.is_empty() {
                open.remove(&self.whose);
            }
        }
    }
}
