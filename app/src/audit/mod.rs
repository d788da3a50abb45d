//! Who did what. Every act on somebody's money, keys or account is put on record in the transaction that does it,
//! so there is no act without its line and no line without its act.

use nproxy_domain::audit::{Act, Actor, Surface};
use nproxy_domain::redact::line;
use nproxy_domain::{Env, UserId};
use nproxy_store::{StoreError, Tx, audit};
use serde_json::Value;

/// More than anybody reads.
pub const REASON_CHARS_MAX: usize = 500;

/// Why somebody does something, as it is kept: one line. `None`: nothing is said, or too much.
pub(crate) fn reason(text: &str) -> Option<String> {
    let text = line(text);
    (1..=REASON_CHARS_MAX).contains(&text.chars().count()).then_some(text)
}

/// Nothing was said where something has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
pub struct ReasonMissing;

/// Of an act that may be done without saying why: what is said has to say something.
pub fn reason_if_said(text: Option<&str>) -> Result<Option<String>, ReasonMissing> {
    text.map(|text| reason(text).ok_or(ReasonMissing)).transpose()
}

/// Who acts and through which door: what a door hands to every deed that is put on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    pub actor: Actor,
    pub surface: Surface,
    pub request_id: Option<String>,
}

impl By {
    /// Somebody with a shell on the server.
    pub fn operator() -> Self {
        Self { actor: Actor::Operator, surface: Surface::Cli, request_id: None }
    }

    /// An admin by a Telegram account that is paired with him.
    pub fn admin_in_telegram(admin: UserId) -> Self {
        Self { actor: Actor::User(admin), surface: Surface::Telegram, request_id: None }
    }

    /// A customer who changes something about his own account.
    pub fn customer(user: UserId) -> Self {
        Self { actor: Actor::User(user), surface: Surface::Web, request_id: None }
    }

    /// Puts a change on record.
    pub async fn did(&self, tx: &Tx, env: &Env, change: Change) -> Result<(), StoreError> {
        audit::write(tx, env, &self.act(change)).await
    }

    /// Puts many changes on record.
    pub async fn did_all(
        &self,
        tx: &Tx,
        env: &Env,
        changes: impl IntoIterator<Item = Change>,
    ) -> Result<(), StoreError> {
        let acts: Vec<Act> = changes.into_iter().map(|change| self.act(change)).collect();
        audit::write_all(tx, env, &acts).await
    }

    fn act(&self, change: Change) -> Act {
        Act {
            actor: self.actor,
            surface: self.surface,
            act: change.act.to_owned(),
            subject: change.subject,
            before: change.before,
            after: change.after,
            reason: change.reason,
            request_id: self.request_id.clone(),
        }
    }
}

/// What was done to what. `before` and `after` hold what changed and never a secret.
#[derive(Clone, Debug)]
pub struct Change {
    act: &'static str,
    subject: String,
    before: Option<Value>,
    after: Option<Value>,
    reason: Option<String>,
}

impl Change {
    /// `act` is dotted (`keys.disable`), `subject` a kind and an id (`key:<id>`).
    pub fn of(act: &'static str, subject: String) -> Self {
        Self { act, subject, before: None, after: None, reason: None }
    }

    pub fn before(self, before: Value) -> Self {
        Self { before: Some(before), ..self }
    }

    pub fn after(self, after: Value) -> Self {
        Self { after: Some(after), ..self }
    }

    pub fn because(self, reason: Option<String>) -> Self {
        Self { reason, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_that_says_something() {
        assert_eq!(reason(" paid twice,\n\u{202E}see mail ").as_deref(), Some("paid twice, see mail"));
        assert_eq!(reason(&"я".repeat(REASON_CHARS_MAX)).map(|text| text.chars().count()), Some(REASON_CHARS_MAX));
        for none in ["", " \n\t", "\u{202E}", &"x".repeat(REASON_CHARS_MAX + 1)] {
            assert_eq!(reason(none), None, "{none:?}");
        }
    }
}
