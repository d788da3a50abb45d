//! Who was invited.

use nproxy_domain::{InviteId, Timestamp};
use nproxy_store::StoreError;
use nproxy_store::invites::{self, InviteRow};

use crate::App;

/// The newest of them; who invites more has a product that is open.
pub const INVITES_MAX: u64 = 500;

/// Whether an account can be made with an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteState {
    Good,
    UsedUp,
    Expired,
    Revoked,
}

impl InviteState {
    pub(super) fn of(row: &InviteRow, now: Timestamp) -> Self {
        if row.revoked_at.is_some() {
            Self::Revoked
        } else if row.uses >= row.uses_max {
            Self::UsedUp
        } else if row.expires_at.is_some_and(|at| now >= at) {
            Self::Expired
        } else {
            Self::Good
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::UsedUp => "used_up",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

/// An invitation without its code, which nobody knows but who was told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteView {
    pub id: InviteId,
    pub note: String,
    pub uses: i64,
    pub uses_max: i64,
    pub state: InviteState,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
}

impl InviteView {
    pub(super) fn new(row: InviteRow, now: Timestamp) -> Self {
        Self {
            id: InviteId(row.id),
            state: InviteState::of(&row, now),
            note: row.note,
            uses: row.uses,
            uses_max: row.uses_max,
            created_at: row.created_at,
            expires_at: row.expires_at,
        }
    }
}

/// The newest first.
pub async fn list_invites(app: &App) -> Result<Vec<InviteView>, StoreError> {
    let (rows, now) = (invites::list(app.store.read(), INVITES_MAX).await?, app.env.now());
    Ok(rows.into_iter().map(|row| InviteView::new(row, now)).collect())
}

/// Also one that is older than those.
pub async fn find_invite(app: &App, id: InviteId) -> Result<Option<InviteView>, StoreError> {
    let row = invites::get(app.store.read(), id).await?;
    Ok(row.map(|row| InviteView::new(row, app.env.now())))
}
