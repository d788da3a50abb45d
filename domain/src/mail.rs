//! The ports through which people are told things.

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::ids::IncidentId;

/// A mail, complete and ready to be sent.
#[derive(Clone, Serialize, Deserialize)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
}

impl fmt::Debug for Mail {
    /// Neither the address nor the text: both are personal, and the text may carry a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("subject", &self.subject).finish_non_exhaustive()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Trying again may help.
    #[error("mail not sent: {0}")]
    Temporary(String),
    /// It never will.
    #[error("mail refused: {0}")]
    Permanent(String),
}

#[async_trait]
pub trait Mailer: Send + Sync + fmt::Debug {
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}

/// Something that the operator should hear, in one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One incident is one message, edited as it goes on.
    pub incident: IncidentId,
    pub severity: Severity,
    /// For people: plain, without secrets, prompts or full addresses.
    pub text: String,
    pub recovered: bool,
}

/// A channel to the operator.
#[async_trait]
pub trait Notifier: Send + Sync + fmt::Debug {
    /// Tells it, or edits what was told of the same incident before.
    async fn notify(&self, notice: &Notice) -> Result<(), MailError>;
}

/// How much a notice to the operator matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Info,
    Warning,
    Critical,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}
