//! Taking an invitation back.

use nproxy_domain::InviteId;
use nproxy_store::{StoreError, invites};
use serde_json::json;

use super::list::InviteView;
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum RevokeInviteError {
    #[error("there is no such invitation")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Accounts that were made with it stay; sign-ups with it that wait for their link come to nothing. One that is revoked
/// already stays so, and nothing is put on record.
pub async fn revoke_invite(app: &App, by: &By, id: InviteId) -> Result<InviteView, RevokeInviteError> {
    let (env, now) = (&app.env, app.env.now());
    let revoked = app.store.write(|tx| async move {
        if invites::revoke(&tx, id, now).await? {
            let change = Change::of("invites.revoke", format!("invite:{id}"));
            by.did(&tx, env, change.before(json!({ "revoked": false })).after(json!({ "revoked": true }))).await?;
        }
        let row = invites::get(&tx, id).await?.ok_or(RevokeInviteError::NotFound)?;
        Ok(InviteView::new(row, now))
    });
    revoked.await
}
