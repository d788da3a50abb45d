//! The ports through which people are told things.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use url::Url;

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

/// Something that an admin should hear, worded in his language: plain text without markup, secrets, prompts or full
/// addresses. A channel only lays it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub severity: Severity,
    pub stage: NoticeStage,
    /// One line.
    pub title: String,
    /// Below the title, one line each.
    pub lines: Vec<String>,
    /// A page of the admins' web that shows more.
    pub link: Option<NoticeLink>,
}

/// Where a link leads, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLink {
    pub label: String,
    pub url: Url,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeStage {
    /// Trouble that is not over.
    Open,
    /// Trouble that was.
    Recovered,
    /// The figures of a day.
    Digest,
}

/// What a channel calls a message that it delivered, so that the message can be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRef(pub String);

/// A channel to admins.
#[async_trait]
pub trait Notifier: Send + Sync + fmt::Debug {
    /// Tells `recipient` (in Telegram: the id of the chat) the notice. With `earlier` that message is edited, which makes no
    /// sound, and one that is not there any more is sent anew; an edit that changes nothing is done. Without it a
    /// new message is sent, and only what is neither info nor over makes a sound. Answers within seconds.
    async fn tell(
        &self,
        recipient: &str,
        notice: &Notice,
        earlier: Option<&MessageRef>,
    ) -> Result<MessageRef, NotifyError>;
}

/// Why something was not told. The texts are for people: no secrets, no addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotifyError {
    /// The channel says when it takes more.
    #[error("the channel takes more in {} s", after.as_secs())]
    Later { after: Duration },
    /// Trying again may help; nothing was told, or nobody knows.
    #[error("not told: {0}")]
    Temporary(String),
    /// The recipient took himself away, say by blocking the bot. Trying again is of no use before he comes back.
    #[error("the recipient is gone: {0}")]
    Gone(String),
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
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Critical];

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == name)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}
