//! Who did what: every act of an admin, an operator or the system on somebody's money, keys or account.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Actor {
    User(UserId),
    /// Somebody with a shell on the server.
    Operator,
    /// nproxy itself.
    System,
}

/// Through which door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    Web,
    Telegram,
    Cli,
    Worker,
}

impl Surface {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Telegram => "telegram",
            Self::Cli => "cli",
            Self::Worker => "worker",
        }
    }
}

/// One line of the audit log. `before` and `after` never hold a secret.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Act {
    pub actor: Actor,
    pub surface: Surface,
    /// Dotted: `keys.disable`, `users.grant_admin`.
    pub act: String,
    /// What it was done to: `key:<id>`.
    pub subject: String,
    pub before: Option<serde_json::Value>,
    pub after: Option<serde_json::Value>,
    pub reason: Option<String>,
    pub request_id: Option<String>,
}
