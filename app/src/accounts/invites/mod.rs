//! Invitations: who holds the code of one may sign up where sign-up is by invitation.

mod code;
mod create;
mod list;
mod revoke;

pub use code::InviteCode;
pub use create::{CreateInviteError, InviteCreated, NOTE_CHARS_MAX, NewInvite, create_invite};
pub use list::{INVITES_MAX, InviteState, InviteView, find_invite, list_invites};
pub use revoke::{RevokeInviteError, revoke_invite};

use nproxy_domain::{InviteId, Timestamp};
use nproxy_store::{StoreError, Tx, invites};

/// No such code, or it is used up, too old or revoked: all the same to who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this invitation is not or no longer good")]
pub struct InviteInvalid;

/// The invitation of a code as it was typed. A use is counted only when the account is made.
pub(super) async fn usable_invite(
    tx: &Tx,
    now: Timestamp,
    code: &str,
) -> Result<Result<InviteId, InviteInvalid>, StoreError> {
    let Some(code) = InviteCode::parse(code) else { return Ok(Err(InviteInvalid)) };
    let row = invites::by_code_hash(tx, &code.hash()).await?;
    let row = row.filter(|row| InviteState::of(row, now) == InviteState::Good);
    Ok(row.map(|row| InviteId(row.id)).ok_or(InviteInvalid))
}
