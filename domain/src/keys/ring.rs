//! The one port between the gateway and the database of keys.

use async_trait::async_trait;

use crate::env::{Env, Timestamp};
use crate::ids::{AttemptId, GenerationId, KeyId, LeaseId, ProviderId, ProxyId};
use crate::outcome::{Class, Spent};
use crate::provider::{ApiKey, Cursor, MicroUsd};
use crate::proxy::ProxyUrl;

/// What a generation needs of the ring.
#[derive(Clone, Debug)]
pub struct Want {
    pub generation: GenerationId,
    /// Picking is refused when the generation is no longer ours ([`Opened::Stopped`]).
    pub lease: LeaseId,
    pub provider: ProviderId,
    /// The upstream's name of the model; keys that can't use it are passed over.
    pub model: String,
    /// What this attempt will probably cost.
    pub cost_estimate: Option<MicroUsd>,
    /// A key in the middle of its rest will do, where all rest.
    pub last_resort: bool,
}

/// A key in hand: counted in flight, its attempt on record before the first byte leaves.
#[derive(Clone, Debug)]
pub struct OpenAttempt {
    pub id: AttemptId,
    /// 1 for the generation's first attempt.
    pub n: u32,
    pub key: KeyId,
    pub api_key: ApiKey,
    /// How to go out; `None`: directly.
    pub proxy: Option<ThroughProxy>,
    pub opened_at: Timestamp,
}

/// The proxy of a key that is worth trying.
#[derive(Clone, Debug)]
pub struct ThroughProxy {
    pub id: ProxyId,
    pub url: ProxyUrl,
    /// It was dead, and this request finds out whether it still is; report it either way.
    pub probe: bool,
    /// Never go around it.
    pub only: bool,
}

/// What a request found out of a proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProxySeen {
    Works,
    /// Failed before anything was handed over, or is refused where it comes out; for people, redacted.
    Failed {
        detail: String,
    },
}

/// What came of wanting a key.
#[derive(Clone, Debug)]
pub enum Opened {
    Attempt(OpenAttempt),
    /// No key now; one that this generation has not tried is to be had at `at`.
    Later {
        at: Timestamp,
    },
    /// Every eligible key was tried, or no more may be spent on this provider today.
    Exhausted,
    /// Cancelled, or taken over by another worker.
    Stopped,
}

/// How an attempt ended.
#[derive(Clone, Debug)]
pub struct AttemptOutcome {
    pub class: Class,
    pub spent: Spent,
    /// For people, redacted.
    pub detail: String,
    pub retry_after: Option<std::time::Duration>,
    /// Time between the first byte out and the last byte in.
    pub upstream_ms: Option<u32>,
}

#[derive(Debug, thiserror::Error)]
pub enum RingError {
    #[error("the database of keys can't be reached: {0}")]
    Unavailable(String),
    /// Trying again soon doesn't help: a row that can't be understood, or a bug of ours.
    #[error("the keys can't be worked with: {0}")]
    Broken(String),
    #[error("key {0} can't be opened: its secret was sealed with another master key")]
    Sealed(KeyId),
}

/// Picks keys and puts them back.
///
/// **Invariant:** every opened attempt is closed exactly once, by whoever ran it or by whoever takes the
/// generation over; a second close changes nothing.
#[async_trait]
pub trait KeyRing: Send + Sync {
    /// Picks the key, counts it in flight and writes the attempt's row, in one transaction.
    async fn open(&self, env: &Env, want: &Want) -> Result<Opened, RingError>;

    /// Stores where an asynchronous upstream stands, before the worker lets go of the generation.
    async fn keep_cursor(&self, attempt: AttemptId, cursor: &Cursor) -> Result<(), RingError>;

    /// Remembers on the proxy's own row what a request found out, so that the next one need not pay for it again.
    async fn proxy_seen(&self, env: &Env, proxy: &ThroughProxy, seen: &ProxySeen) -> Result<(), RingError>;

    /// Ends the attempt, moves the key's state and frees its slot. `false`: it was closed already.
    async fn close(&self, env: &Env, attempt: AttemptId, outcome: &AttemptOutcome) -> Result<bool, RingError>;
}
