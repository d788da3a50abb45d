//! All browsers of somebody's are signed out.

use nproxy_domain::UserId;
use nproxy_store::sessions;
use serde_json::json;

use super::held::{PersonError, anybody};
use crate::App;
use crate::audit::{self, By, Change};

/// The number of them.
pub async fn sign_person_out(app: &App, by: &By, id: UserId, reason: &str) -> Result<u64, PersonError> {
    let reason = &audit::reason(reason).ok_or(PersonError::ReasonMissing)?;
    let signed_out = app.store.write(|tx| async move {
        anybody(&tx, id).await?;
        let ended = sessions::revoke_all(&tx, id, app.env.now()).await?;
        let change = Change::of("users.sign_out", format!("user:{id}")).after(json!({ "signed_out": ended }));
        by.did(&tx, &app.env, change.because(Some(reason.clone()))).await?;
        Ok(ended)
    });
    signed_out.await
}
