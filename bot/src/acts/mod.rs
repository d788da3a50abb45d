//! What can be done: what it will change, and the deed itself. Every one is a deed of the product's, the same as the
//! other doors call; nothing is written here.
//!
//! **Invariant:** an act is done only where the state is still the one that it was asked for.

mod answer;
mod chats;
mod keys;
mod payments;
mod people;
mod pictures;
mod switches;

use nproxy_app::audit::By;
use nproxy_app::{App, StoreError};
use serde_json::Value;

use crate::screens::Sight;
use crate::{Act, Reader, Scope};

/// An act before it is confirmed.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What it will change, as Telegram's HTML.
    pub text: String,
    /// The state that it is meant for.
    pub before: Value,
    pub is_money: bool,
    /// What is written meanwhile goes along: a reason, and for some acts what the text asks to be written.
    pub wants_reason: bool,
}

/// Why it was not done.
#[derive(Debug)]
pub enum Refused {
    /// The state is another one than it was meant for.
    Changed,
    /// In the reader's words, as Telegram's HTML.
    Not(String),
    Store(StoreError),
}

impl From<No> for Refused {
    fn from(no: No) -> Self {
        match no {
            No::Said(why) => Self::Not(why),
            No::Store(error) => Self::Store(error),
        }
    }
}

/// Why there is nothing to ask or to do.
enum No {
    Said(String),
    Store(StoreError),
}

impl From<StoreError> for No {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl No {
    fn said(why: &str) -> Self {
        Self::Said(why.to_owned())
    }
}

/// An act beside the present state.
struct Looked {
    text: String,
    state: Value,
}

/// What it will do. Where it can't be done any more, the text says why, and no confirmation does it.
pub async fn ask(app: &App, reader: &Reader, act: &Act) -> Result<Asked, StoreError> {
    let sight = &Sight::new(app, reader);
    let (is_money, wants_reason) = (act.is_money(), act.wants_reason());
    match look(sight, act).await {
        Ok(Looked { text, state }) => Ok(Asked { text, before: state, is_money, wants_reason }),
        Err(No::Said(text)) => Ok(Asked { text, before: Value::Null, is_money, wants_reason: false }),
        Err(No::Store(error)) => Err(error),
    }
}

/// What was and what is now, as Telegram's HTML. Who may do it at all, with which code, is looked at before; the scope is
/// looked at here as well.
pub async fn perform(
    app: &App,
    reader: &Reader,
    by: &By,
    act: &Act,
    before: &Value,
    reason: &str,
) -> Result<String, Refused> {
    let sight = &Sight::new(app, reader);
    if act.is_money() && reader.scope != Scope::Money {
        return Err(Refused::Not(sight.words.refusals.money_only.to_owned()));
    }
    if look(sight, act).await?.state != *before {
        return Err(Refused::Changed);
    }
    let deed = Deed { sight, by, reason };
    Ok(match act {
        Act::ActivateKey { .. }
        | Act::DisableKey { .. }
        | Act::TestKey { .. }
        | Act::AskBalance { .. }
        | Act::EnterBalance { .. } => keys::perform(&deed, act).await?,
        Act::Settle { payment, how } => payments::perform(&deed, *payment, *how).await?,
        Act::GrantRequests { .. } | Act::Extend { .. } | Act::Suspend { .. } | Act::Unsuspend { .. } => {
            people::perform(&deed, act).await?
        }
        Act::Retry { generation } => pictures::perform(&deed, *generation).await?,
        Act::TurnSwitch { name, value } => switches::perform(&deed, name, value).await?,
        Act::Mute { .. } | Act::SetQuietHours { .. } | Act::SetLanguage { .. } => chats::perform(&deed, act).await?,
    })
}

async fn look(sight: &Sight<'_>, act: &Act) -> Result<Looked, No> {
    match act {
        Act::ActivateKey { key }
        | Act::DisableKey { key }
        | Act::TestKey { key }
        | Act::AskBalance { key }
        | Act::EnterBalance { key } => keys::look(sight, act, *key).await,
        Act::Settle { payment, how } => payments::look(sight, *payment, *how).await,
        Act::GrantRequests { user, .. }
        | Act::Extend { user, .. }
        | Act::Suspend { user }
        | Act::Unsuspend { user } => people::look(sight, act, *user).await,
        Act::Retry { generation } => pictures::look(sight, *generation).await,
        Act::TurnSwitch { name, value } => switches::look(sight, name, value).await,
        Act::Mute { .. } | Act::SetQuietHours { .. } | Act::SetLanguage { .. } => chats::look(sight, act).await,
    }
}

/// Something is being done.
struct Deed<'a> {
    sight: &'a Sight<'a>,
    by: &'a By,
    /// What was written, or that nothing was.
    reason: &'a str,
}
