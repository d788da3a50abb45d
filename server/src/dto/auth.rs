//! How an account begins, and what the links in mails do.

use std::fmt;

use chrono::{DateTime, Utc};
use nproxy_app::{accounts, links};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SMALL_BYTES_MAX;
use super::user::{Language, User};
use crate::extract::Body;

/// Where to look for the mail that was sent, and what for.
#[derive(Serialize, ToSchema)]
pub struct Inbox {
    pub email: String,
    pub sender: String,
    pub subject: String,
    /// Seconds until another mail may be asked for.
    pub resend_in_s: u64,
}

#[derive(Serialize, ToSchema)]
pub struct InboxReply {
    pub inbox: Inbox,
}

/// A sign-up that waits for its link, or the account that it became.
#[derive(Serialize, ToSchema)]
pub struct Waiting {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub inbox: Option<Inbox>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub user: Option<User>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressOnly {
    pub email: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgotPassword {
    pub email: String,
    /// Of the page, for the subject that the answer names; the mail is in the account's own.
    #[schema(nullable = false)]
    pub language: Option<Language>,
}

/// What a link of a mail carries in its fragment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkToken {
    pub token: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    pub token: String,
    pub password: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    VerifyAddress,
    ResetPassword,
    ConfirmAddress,
    UndoAddress,
    KeepAccount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    Good,
    Used,
    Expired,
}

/// What a link is; looking uses nothing up.
#[derive(Serialize, ToSchema)]
pub struct LinkReply {
    #[schema(inline)]
    pub purpose: LinkPurpose,
    #[schema(inline)]
    pub state: LinkState,
    /// The address that it was sent to.
    pub email: String,
    pub expires_at: DateTime<Utc>,
}

/// The account that a link acted on.
#[derive(Serialize, ToSchema)]
pub struct ConfirmedReply {
    pub email: String,
    /// Where this browser is signed in now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub user: Option<User>,
}

impl Body for AddressOnly {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for ForgotPassword {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for LinkToken {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for ResetPassword {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

macro_rules! without_content {
    ($($name:ident),*) => {$(
        /// What it holds has no place in a log.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )*};
}

without_content!(
    Inbox,
    InboxReply,
    Waiting,
    AddressOnly,
    ForgotPassword,
    LinkToken,
    ResetPassword,
    LinkReply,
    ConfirmedReply
);

impl From<accounts::Inbox> for Inbox {
    fn from(inbox: accounts::Inbox) -> Self {
        Self { email: inbox.email, sender: inbox.sender, subject: inbox.subject, resend_in_s: inbox.resend_in_s }
    }
}

impl From<accounts::Inbox> for InboxReply {
    fn from(inbox: accounts::Inbox) -> Self {
        Self { inbox: inbox.into() }
    }
}

impl From<links::Seen> for LinkReply {
    fn from(seen: links::Seen) -> Self {
        Self {
            purpose: match seen.purpose {
                links::LinkPurpose::VerifyAddress => LinkPurpose::VerifyAddress,
                links::LinkPurpose::ResetPassword => LinkPurpose::ResetPassword,
                links::LinkPurpose::ConfirmAddress => LinkPurpose::ConfirmAddress,
                links::LinkPurpose::UndoAddress => LinkPurpose::UndoAddress,
                links::LinkPurpose::KeepAccount => LinkPurpose::KeepAccount,
            },
            state: match seen.state {
                links::LinkState::Good => LinkState::Good,
                links::LinkState::Used => LinkState::Used,
                links::LinkState::Expired => LinkState::Expired,
            },
            email: seen.email,
            expires_at: seen.expires_at,
        }
    }
}
