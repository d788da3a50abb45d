//! A customer is kept out for a while, and let in again.

use nproxy_domain::UserId;
use nproxy_store::{sessions, users};
use serde_json::json;

use super::held::{PersonError, customer};
use crate::App;
use crate::audit::{self, By, Change};

/// Signs out everywhere. From now on nobody signs in, nothing is submitted and no invoice is made; what was asked for
/// comes to its end, money that comes goes to review, and the month runs on.
pub async fn suspend(app: &App, by: &By, id: UserId, reason: &str) -> Result<(), PersonError> {
    let reason = &audit::reason(reason).ok_or(PersonError::ReasonMissing)?;
    let now = app.env.now();
    let suspended = app.store.write(|tx| async move {
        if customer(&tx, id).await?.suspended_at.is_some() {
            return Err(PersonError::SuspendedAlready);
        }
        users::set_suspended(&tx, &[id], Some((now, reason.clone()))).await?;
        let signed_out = sessions::revoke_all(&tx, id, now).await?;
        let change = Change::of("users.suspend", format!("user:{id}"))
            .before(json!({ "suspended": false }))
            .after(json!({ "suspended": true, "signed_out": signed_out }));
        Ok(by.did(&tx, &app.env, change.because(Some(reason.clone()))).await?)
    });
    suspended.await
}

pub async fn unsuspend(app: &App, by: &By, id: UserId, reason: &str) -> Result<(), PersonError> {
    let reason = &audit::reason(reason).ok_or(PersonError::ReasonMissing)?;
    let let_in = app.store.write(|tx| async move {
        let row = customer(&tx, id).await?;
        let since = row.suspended_at.ok_or(PersonError::NotSuspended)?;
        users::set_suspended(&tx, &[id], None).await?;
        let change = Change::of("users.unsuspend", format!("user:{id}"))
            .before(json!({ "suspended": true, "since": since, "reason": row.suspended_reason }))
            .after(json!({ "suspended": false }));
        Ok(by.did(&tx, &app.env, change.because(Some(reason.clone()))).await?)
    });
    let_in.await
}
