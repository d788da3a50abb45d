//! What can go wrong at the Bot API.

use serde::{Deserialize, Serialize};

use super::methods::Method;
use crate::faults::BadConduct;

/// The longest wait that may be asked for.
const WAIT_MS_MAX: u64 = 600_000;
const RETRY_AFTER_S_MAX: u64 = 600;

/// A way for a call to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TelegramFault {
    /// 429 with `retry_after_s`, and nothing was done.
    TooManyRequests,
    /// 500, and nothing was done.
    Internal,
    /// 502 with an HTML page, and nothing was done.
    BadGateway,
    /// The connection is reset, and nothing was done.
    Cuts,
    /// No answer for as long as the client waits, and nothing was done.
    Silent,
    /// It was done, and the connection is reset in place of an answer.
    AnswerLost,
}

/// How the Bot API behaves. As JSON every field may be left out; what is left out is as in [`TelegramConduct::default`]: healthy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TelegramConduct {
    /// Whoever connects is cut off, and so is whoever waits for updates.
    pub away: bool,
    pub fault: Option<TelegramFault>,
    /// Only these methods meet the fault (`sendMessage`; letter case is ignored); empty: all of them.
    pub methods: Vec<String>,
    /// The fault ends by itself after it was met this many times; absent: never.
    pub next_requests: Option<u32>,
    /// What a 429 says, in seconds.
    pub retry_after_s: u64,
    /// Every call is begun after this long.
    pub delay_ms: u64,
}

impl Default for TelegramConduct {
    fn default() -> Self {
        Self { away: false, fault: None, methods: Vec::new(), next_requests: None, retry_after_s: 3, delay_ms: 0 }
    }
}

impl TelegramConduct {
    pub(super) fn check(&self) -> Result<(), BadConduct> {
        if self.delay_ms > WAIT_MS_MAX {
            return Err(BadConduct { field: "delay_ms", reason: "must be at most 600000" });
        }
        if !(1..=RETRY_AFTER_S_MAX).contains(&self.retry_after_s) {
            return Err(BadConduct { field: "retry_after_s", reason: "must be between 1 and 600" });
        }
        if self.methods.iter().any(|method| Method::find(method).is_none()) {
            return Err(BadConduct { field: "methods", reason: "must be methods that are played" });
        }
        Ok(())
    }

    /// Decides for one call; a fault that is met counts down.
    pub(super) fn meet(&mut self, method: Method) -> Option<TelegramFault> {
        let meant = self.methods.is_empty() || self.methods.iter().any(|name| Method::find(name) == Some(method));
        let fault = self.fault.filter(|_| meant && self.next_requests != Some(0))?;
        self.next_requests = self.next_requests.map(|left| left - 1);
        Some(fault)
    }
}
