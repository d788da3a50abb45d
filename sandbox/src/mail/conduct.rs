//! What can go wrong at a mail server.

use serde::{Deserialize, Serialize};

use crate::faults::BadConduct;

/// The longest wait that may be asked for.
const WAIT_MS_MAX: u64 = 600_000;

/// How the server behaves. As JSON every field may be left out; what is left out is healthy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailConduct {
    /// Whoever connects is cut off, and so is whoever is connected at the next command.
    pub away: bool,
    /// These recipients are unknown: 550. Letter case is ignored.
    pub refused: Vec<String>,
    /// So many recipients more are told to come again, 451, before one is taken.
    pub greylisted: u32,
    /// Every answer comes after this long.
    pub delay_ms: u64,
}

impl MailConduct {
    pub(super) fn check(&self) -> Result<(), BadConduct> {
        if self.delay_ms > WAIT_MS_MAX {
            return Err(BadConduct { field: "delay_ms", reason: "must be at most 600000" });
        }
        Ok(())
    }

    pub(super) fn refuses(&self, recipient: &str) -> bool {
        self.refused.iter().any(|refused| refused.to_lowercase() == recipient.to_lowercase())
    }
}
