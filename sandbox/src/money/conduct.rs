//! What can go wrong at a payment processor, and how it behaves.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::faults::BadConduct;

/// The longest wait that may be asked for.
const WAIT_MS_MAX: u64 = 600_000;
const COPIES_MAX: u32 = 10;
const RETRY_SCALE_MAX: f32 = 100.0;

/// A way for the making of an invoice to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreationFault {
    /// The invoice is made, and the connection is reset in place of an answer.
    AnswerLost,
    /// 503, and nothing was made.
    ErrorBefore,
    /// 503, and the invoice was made.
    ErrorAfter,
}

/// A way for a call that only reads to fail: status, list, payment methods, estimate, minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusFault {
    /// 503.
    Down,
    /// 200 with an HTML page.
    Nonsense,
    /// The connection is reset.
    Cuts,
}

/// What webhooks are signed with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    #[default]
    Good,
    /// Wrong by one bit.
    Broken,
    /// The header is not there.
    Missing,
}

/// How a processor behaves. As JSON every field may be left out; what is left out is as in [`TillConduct::default`]: healthy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TillConduct {
    /// Each webhook is sent this many times, the same bytes; 0 loses it.
    pub webhook_copies: u32,
    /// Webhooks are kept back until they are flushed, and then come newest first.
    pub webhooks_held: bool,
    /// A webhook is sent this long after what it tells.
    pub webhook_delay_ms: u64,
    pub webhook_signature: Signature,
    /// After each webhook the first one of the same invoice comes again: old news behind new.
    pub webhooks_stale: bool,
    pub creation: Option<CreationFault>,
    /// An invoice is made at once and answered after this long.
    pub creation_delay_ms: u64,
    pub status: Option<StatusFault>,
    pub status_delay_ms: u64,
    /// Creation's and status's faults end by themselves after they were met this many times together; absent: never.
    pub next_requests: Option<u32>,
}

impl Default for TillConduct {
    fn default() -> Self {
        Self {
            webhook_copies: 1,
            webhooks_held: false,
            webhook_delay_ms: 0,
            webhook_signature: Signature::Good,
            webhooks_stale: false,
            creation: None,
            creation_delay_ms: 0,
            status: None,
            status_delay_ms: 0,
            next_requests: None,
        }
    }
}

impl TillConduct {
    pub(super) fn check(&self) -> Result<(), BadConduct> {
        let waits = [
            ("webhook_delay_ms", self.webhook_delay_ms),
            ("creation_delay_ms", self.creation_delay_ms),
            ("status_delay_ms", self.status_delay_ms),
        ];
        if let Some((field, _)) = waits.into_iter().find(|(_, wait_ms)| *wait_ms > WAIT_MS_MAX) {
            return Err(BadConduct { field, reason: "must be at most 600000" });
        }
        if self.webhook_copies > COPIES_MAX {
            return Err(BadConduct { field: "webhook_copies", reason: "must be at most 10" });
        }
        Ok(())
    }

    /// Decides for one making of an invoice.
    pub(super) fn meet_creation(&mut self) -> (Option<CreationFault>, Duration) {
        let fault = self.creation;
        (self.count(fault), Duration::from_millis(self.creation_delay_ms))
    }

    /// Decides for one call that reads.
    pub(super) fn meet_status(&mut self) -> (Option<StatusFault>, Duration) {
        let fault = self.status;
        (self.count(fault), Duration::from_millis(self.status_delay_ms))
    }

    /// A fault that is met counts down.
    fn count<F>(&mut self, fault: Option<F>) -> Option<F> {
        let fault = fault.filter(|_| self.next_requests != Some(0))?;
        self.next_requests = self.next_requests.map(|left| left - 1);
        Some(fault)
    }
}

/// How fast time goes for the played money.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TillPace {
    /// The documented waits before a webhook is sent again, times this: 0 sends it again at once.
    pub retry_scale: f32,
    /// Money that was seen has its confirmations after this long, by the played clock; absent: when it is told so.
    pub confirm_after_ms: Option<u64>,
}

impl Default for TillPace {
    fn default() -> Self {
        Self { retry_scale: 1.0, confirm_after_ms: None }
    }
}

impl TillPace {
    pub(super) fn check(&self) -> Result<(), BadConduct> {
        if !(0.0..=RETRY_SCALE_MAX).contains(&self.retry_scale) {
            return Err(BadConduct { field: "retry_scale", reason: "must be between 0 and 100" });
        }
        Ok(())
    }
}
