//! Inviting somebody.

use chrono::Duration;
use nproxy_domain::InviteId;
use nproxy_domain::redact::line;
use nproxy_store::{StoreError, invites};
use serde_json::json;

use super::code::InviteCode;
use super::list::InviteView;
use crate::App;
use crate::audit::{By, Change};

pub const NOTE_CHARS_MAX: usize = 200;

#[derive(Clone, Debug)]
pub struct NewInvite {
    /// Accounts that may be made with it; at least one.
    pub uses_max: u32,
    /// `None`: it doesn't get too old.
    pub days: Option<u32>,
    /// Who it is for; kept as one line.
    pub note: String,
}

#[derive(Debug, thiserror::Error)]
pub enum CreateInviteError {
    #[error("an invitation is good for at least one account")]
    NoUse,
    #[error("a note has at most {NOTE_CHARS_MAX} characters")]
    NoteTooLong,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An invitation with its code, which is shown this once.
#[derive(Clone, Debug)]
pub struct InviteCreated {
    pub invite: InviteView,
    pub code: InviteCode,
}

pub async fn create_invite(app: &App, by: &By, new: NewInvite) -> Result<InviteCreated, CreateInviteError> {
    let (env, note) = (&app.env, &line(&new.note));
    if new.uses_max == 0 {
        return Err(CreateInviteError::NoUse);
    }
    if note.chars().count() > NOTE_CHARS_MAX {
        return Err(CreateInviteError::NoteTooLong);
    }
    let (uses_max, days) = (new.uses_max, new.days);
    let created = app.store.write(|tx| async move {
        let (id, code, now) = (InviteId::new(env), InviteCode::new(env), env.now());
        let row = invites::NewInvite {
            id,
            code_hash: code.hash(),
            note: note.clone(),
            uses_max,
            created_at: now,
            expires_at: days.map(|days| now + Duration::days(days.into())),
        };
        let row = invites::insert(&tx, row).await?;
        let change = Change::of("invites.create", format!("invite:{id}"));
        let after = json!({ "uses_max": uses_max, "expires_at": row.expires_at, "note": note });
        by.did(&tx, env, change.after(after)).await?;
        Ok::<_, CreateInviteError>(InviteCreated { invite: InviteView::new(row, now), code })
    });
    created.await
}
