//! What can go wrong upstream, and how a key behaves. Each played service words a fault in its own protocol.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::dice::Dice;

/// The longest wait that may be asked for.
const WAIT_MS_MAX: u64 = 600_000;

/// One way to fail. The comment says what the client meets, and whether the upstream bills it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// 503, the model is overloaded. Not billed.
    Overloaded,
    /// 500. Not billed.
    Internal,
    /// 502 with an HTML page of a load balancer. Not billed.
    #[serde(rename = "html_502")]
    Html502,
    /// 429 for a window of a minute, with the time to wait (`retry_after_ms`). Not billed.
    RateLimitMinute,
    /// 429 for the day, with the misleading short hint the real API gives. Not billed.
    RateLimitDay,
    /// 429 with limit 0: this key cannot use this model at all. Not billed.
    QuotaZero,
    /// 429 without any detail. Not billed.
    RateLimitBare,
    /// 402, prepaid credit is used up. Not billed. A key check still succeeds.
    OutOfFunds,
    /// The same text under 429. Not billed. A key check still succeeds.
    #[serde(rename = "out_of_funds_429")]
    OutOfFunds429,
    /// 402 at OpenRouter: the limit of this one key is used up. Elsewhere as `out_of_funds`. Not billed. A key check still succeeds.
    KeyLimit,
    /// 400, the key is not valid. Not billed.
    KeyInvalid,
    /// 403, the key was reported as leaked. Not billed.
    KeyLeaked,
    /// 403, the consumer is suspended; the text repeats the key. Not billed.
    KeySuspended,
    /// 403, the service is disabled in the key's project. Not billed.
    ServiceDisabled,
    /// 400, this egress address is in an unsupported place. Not billed.
    Region,
    /// 404, the model is no longer available. Not billed.
    ModelGone,
    /// 200, the finished image was withheld by a safety filter. Billed. At OpenAI 400, and not billed.
    SafetyRefusal,
    /// 200, the prompt was blocked. Billed. Elsewhere refused in the words of the protocol, and not billed.
    PromptBlock,
    /// 200 without an image and without a reason. Billed.
    NoImage,
    /// 200 with words in place of an image. Billed.
    TextOnly,
    /// 200, the connection closes in the middle of the body. Billed.
    HalfBody,
    /// The connection is reset before the request body is read. Not billed.
    ResetBeforeReading,
    /// Nothing is read and nothing answered. Not billed.
    SilentBeforeReading,
    /// The connection is reset after the request was read in full. Billed: the work was begun.
    ResetAfterReading,
    /// The request is read and never answered. Billed.
    NeverAnswers,
    /// 200, the body takes `slow_ms` to arrive. Billed.
    Slow,
}

impl Fault {
    /// Every fault, for tests that must not forget one.
    pub const ALL: [Self; 26] = [
        Self::Overloaded,
        Self::Internal,
        Self::Html502,
        Self::RateLimitMinute,
        Self::RateLimitDay,
        Self::QuotaZero,
        Self::RateLimitBare,
        Self::OutOfFunds,
        Self::OutOfFunds429,
        Self::KeyLimit,
        Self::KeyInvalid,
        Self::KeyLeaked,
        Self::KeySuspended,
        Self::ServiceDisabled,
        Self::Region,
        Self::ModelGone,
        Self::SafetyRefusal,
        Self::PromptBlock,
        Self::NoImage,
        Self::TextOnly,
        Self::HalfBody,
        Self::ResetBeforeReading,
        Self::SilentBeforeReading,
        Self::ResetAfterReading,
        Self::NeverAnswers,
        Self::Slow,
    ];

    /// Does a call that makes nothing (the look-up of a model, by which keys are checked) meet this fault too?
    /// Quotas, funds and content only show when something is made.
    pub(crate) fn meets_reads(self) -> bool {
        match self {
            Self::Overloaded
            | Self::Internal
            | Self::Html502
            | Self::KeyInvalid
            | Self::KeyLeaked
            | Self::KeySuspended
            | Self::ServiceDisabled
            | Self::Region
            | Self::ModelGone
            | Self::HalfBody
            | Self::ResetBeforeReading
            | Self::SilentBeforeReading
            | Self::ResetAfterReading
            | Self::NeverAnswers
            | Self::Slow => true,
            Self::RateLimitMinute
            | Self::RateLimitDay
            | Self::QuotaZero
            | Self::RateLimitBare
            | Self::OutOfFunds
            | Self::OutOfFunds429
            | Self::KeyLimit
            | Self::SafetyRefusal
            | Self::PromptBlock
            | Self::NoImage
            | Self::TextOnly => false,
        }
    }

    /// Is work begun before it is met? That is what a call without funds never comes to.
    pub(crate) fn begins_work(self) -> bool {
        matches!(
            self,
            Self::SafetyRefusal
                | Self::PromptBlock
                | Self::NoImage
                | Self::TextOnly
                | Self::HalfBody
                | Self::ResetAfterReading
                | Self::NeverAnswers
                | Self::Slow
        )
    }
}

/// How a key behaves. As JSON every field may be left out; what is left out is as in [`Conduct::default`]: healthy and at once.
#[expect(clippy::struct_excessive_bools, reason = "switches that are turned one by one from outside, each by its name")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Conduct {
    pub fault: Option<Fault>,
    /// How likely a request meets the fault, 0 to 1.
    pub probability: f32,
    /// The fault ends by itself after it was met this many times; absent: never.
    pub next_requests: Option<u32>,
    /// Wait before a generation is answered.
    pub latency_ms: u64,
    /// A random part added to the wait, 0 to this.
    pub latency_jitter_ms: u64,
    /// What [`Fault::RateLimitMinute`] says to wait.
    pub retry_after_ms: u64,
    /// How long [`Fault::Slow`] takes to send its body.
    pub slow_ms: u64,
    /// Where a picture is a task: the task is taken, and the fault is how it ends; nothing else meets it. At kie, for overload,
    /// 500 and 429.
    pub fails_late: bool,
    /// Errors arrive inside a one-element array, as some routes of the real API do.
    pub errors_in_array: bool,
    /// A good answer carries thoughts, a draft and two images; the last one is the picture.
    pub several_images: bool,
    /// Errors arrive inside a 200, as they do at OpenRouter once an answer has begun.
    pub errors_in_200: bool,
    /// The key's own limit at OpenRouter, after which it meets [`Fault::KeyLimit`]; absent: it has none.
    pub key_limit_micro_usd: Option<u64>,
}

impl Default for Conduct {
    fn default() -> Self {
        Self {
            fault: None,
            probability: 1.0,
            next_requests: None,
            latency_ms: 0,
            latency_jitter_ms: 0,
            retry_after_ms: 34_075,
            slow_ms: 10_000,
            fails_late: false,
            errors_in_array: false,
            several_images: false,
            errors_in_200: false,
            key_limit_micro_usd: None,
        }
    }
}

impl From<Fault> for Conduct {
    /// This fault on every request, until changed.
    fn from(fault: Fault) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }
}

/// A conduct that cannot be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadConduct {
    pub field: &'static str,
    pub reason: &'static str,
}

impl std::fmt::Display for BadConduct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` {}", self.field, self.reason)
    }
}

impl std::error::Error for BadConduct {}

impl Conduct {
    /// The same, but the fault is met by the next `n` requests alone.
    pub fn for_next(self, n: u32) -> Self {
        Self { next_requests: Some(n), ..self }
    }

    pub(crate) fn check(&self) -> Result<(), BadConduct> {
        if !(0.0..=1.0).contains(&self.probability) {
            return Err(BadConduct { field: "probability", reason: "must be between 0 and 1" });
        }
        let waits = [
            ("latency_ms", self.latency_ms),
            ("latency_jitter_ms", self.latency_jitter_ms),
            ("retry_after_ms", self.retry_after_ms),
            ("slow_ms", self.slow_ms),
        ];
        match waits.into_iter().find(|(_, wait_ms)| *wait_ms > WAIT_MS_MAX) {
            Some((field, _)) => Err(BadConduct { field, reason: "must be at most 600000" }),
            None => Ok(()),
        }
    }

    /// Decides for one request. A fault that is met counts down.
    pub(crate) fn meet(&mut self, dice: &mut Dice, reads_only: bool) -> Option<Fault> {
        let fault = self.fault.filter(|fault| !reads_only || (fault.meets_reads() && !self.fails_late))?;
        if self.next_requests == Some(0) || !dice.chance(self.probability) {
            return None;
        }
        self.next_requests = self.next_requests.map(|left| left - 1);
        Some(fault)
    }

    pub(crate) fn latency(&self, dice: &mut Dice) -> Duration {
        Duration::from_millis(self.latency_ms + dice.below(self.latency_jitter_ms + 1))
    }
}
