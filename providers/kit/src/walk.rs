//! Drives a plugin's chain of exchanges with replies from a file instead of a socket.

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;
use std::time::Duration;

use bytes::Bytes;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{Balance, Cursor, Effect, Image, ImageJob, ImageProvider, Limits, Next, Reply, Step};
use url::Url;

use crate::api_key;

/// Which of the port's methods is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Begin,
    Resume(Cursor),
    Check,
    Balance,
    Cancel(Cursor),
}

/// Where a chain led.
#[derive(Debug)]
pub(crate) enum End {
    Picture(Image),
    Download(Url),
    Continue {
        cursor: Cursor,
        after: Duration,
    },
    /// `check`, `balance` or `cancel` succeeded.
    Answered,
    /// It sends another request, and there is no further reply.
    Asks,
    Failed(PluginError),
    Panicked(String),
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Picture(image) => write!(f, "a picture, {image:?}"),
            Self::Download(url) => write!(f, "a download from {}", url.host_str().unwrap_or_default()),
            Self::Continue { after, .. } => write!(f, "a cursor to go on with after {after:?}"),
            Self::Answered => f.write_str("a success"),
            Self::Asks => f.write_str("another request"),
            Self::Failed(error) => {
                write!(f, "{}, spent {}: {:?}", error.class.as_str(), error.spent.as_str(), error.detail)
            }
            Self::Panicked(panic) => write!(f, "a panic: {panic}"),
        }
    }
}

impl From<Step> for End {
    fn from(step: Step) -> Self {
        match step {
            Step::Done(image) => Self::Picture(image),
            Step::Download { url } => Self::Download(url),
            Step::Continue { cursor, after } => Self::Continue { cursor, after },
        }
    }
}

impl From<()> for End {
    fn from((): ()) -> Self {
        Self::Answered
    }
}

impl From<Balance> for End {
    fn from(_: Balance) -> Self {
        Self::Answered
    }
}

/// An exchange as it would have gone out.
#[derive(Debug)]
pub(crate) struct Sent {
    pub request: http::Request<Bytes>,
    pub effect: Effect,
    pub limits: Limits,
    /// `Debug` of the exchange.
    pub shown: String,
}

/// A chain walked to its end.
#[derive(Debug)]
pub(crate) struct Walk {
    pub sent: Vec<Sent>,
    pub end: End,
}

/// Calls the plugin and answers with the replies in turn. `None`: the plugin has no such call.
pub(crate) fn walk(provider: &dyn ImageProvider, call: &Call, job: &ImageJob, replies: &[Reply]) -> Option<Walk> {
    let key = api_key();
    match call {
        Call::Begin => Some(drive(|| provider.begin(job, &key), replies)),
        Call::Resume(cursor) => Some(drive(|| provider.resume(job, cursor, &key), replies)),
        Call::Check => optional(|| provider.check(&key), replies),
        Call::Balance => optional(|| provider.balance(&key), replies),
        Call::Cancel(cursor) => optional(|| provider.cancel(cursor, &key), replies),
    }
}

fn optional<T>(call: impl FnOnce() -> Option<Next<T>>, replies: &[Reply]) -> Option<Walk>
where
    End: From<T>,
{
    match caught(call) {
        Ok(first) => first.map(|first| drive(|| Ok(first), replies)),
        Err(panic) => Some(Walk { sent: Vec::new(), end: End::Panicked(panic) }),
    }
}

fn drive<T>(call: impl FnOnce() -> Result<Next<T>, PluginError>, replies: &[Reply]) -> Walk
where
    End: From<T>,
{
    let mut sent = Vec::new();
    let mut replies = replies.iter();
    let mut next = caught(call);
    loop {
        let end = match next {
            Err(panic) => End::Panicked(panic),
            Ok(Err(error)) => End::Failed(error),
            Ok(Ok(Next::Done(done))) => done.into(),
            Ok(Ok(Next::Send(exchange))) => {
                let shown = format!("{exchange:?}");
                let exchange = *exchange;
                let read = exchange.read;
                sent.push(Sent { request: exchange.request, effect: exchange.effect, limits: exchange.limits, shown });
                match replies.next().filter(|_| sent.len() <= Next::<T>::EXCHANGES_MAX) {
                    Some(reply) => {
                        next = caught(|| read(reply.clone()));
                        continue;
                    }
                    None => End::Asks,
                }
            }
        };
        return Walk { sent, end };
    }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs a plugin's code; `Err` is what it panicked with. A panic is a finding like any other, so it prints nothing.
pub(crate) fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |info| {
            if !QUIET.get() {
                usual(info);
            }
        }));
    });
    QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    QUIET.set(false);
    result.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without words").to_owned()
    })
}
