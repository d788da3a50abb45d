//! One request with what its reply will mean.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::outcome::PluginError;

/// May sending this request cost money?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Asked again as often as it takes (status, balance, upload).
    Free,
    /// Sent once. Failed before hand-over: another key may try. Afterwards without an answer: perhaps paid.
    Buys,
}

/// Bounds of one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub reply_bytes_max: usize,
    pub timeout: Duration,
}

/// An upstream's answer, read whole within [`Limits::reply_bytes_max`].
#[derive(Clone)]
pub struct Reply {
    pub status: http::StatusCode,
    pub headers: http::HeaderMap,
    pub body: Bytes,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({}, {} bytes)", self.status, self.body.len())
    }
}

/// A request and the function that reads its reply. The function is pure and may be slow (a reply can hold
/// 30 MB of base64), so the gateway runs it off the async threads.
pub struct Exchange<T> {
    pub request: http::Request<Bytes>,
    pub effect: Effect,
    pub limits: Limits,
    pub read: Box<dyn FnOnce(Reply) -> Result<Next<T>, PluginError> + Send>,
}

impl<T> fmt::Debug for Exchange<T> {
    /// Method and path only: headers carry the key, the body the prompt.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exchange({} {}, {:?})", self.request.method(), self.request.uri().path(), self.effect)
    }
}

/// A chain of exchanges, at most [`Next::EXCHANGES_MAX`] long: sign in then list, upload then submit.
#[derive(Debug)]
pub enum Next<T> {
    Done(T),
    Send(Box<Exchange<T>>),
}

impl<T> Next<T> {
    pub const EXCHANGES_MAX: usize = 4;

    /// One request, and how its reply is read.
    pub fn send(
        request: http::Request<Bytes>,
        effect: Effect,
        limits: Limits,
        read: impl FnOnce(Reply) -> Result<Self, PluginError> + Send + 'static,
    ) -> Self {
        Self::Send(Box::new(Exchange { request, effect, limits, read: Box::new(read) }))
    }
}
