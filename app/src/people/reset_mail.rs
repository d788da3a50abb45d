//! Somebody is sent a link to choose another password, which nobody else sees.

use nproxy_domain::UserId;

use super::held::{PersonError, anybody};
use crate::App;
use crate::audit::{self, By, Change};
use crate::links::{Link, LinkPurpose};
use crate::notes::{AccountNews, tell_account};

/// The same letter as after "forgot your password", also while the account is suspended or about to be deleted.
pub async fn send_reset_mail(app: &App, by: &By, id: UserId, reason: &str) -> Result<(), PersonError> {
    let reason = &audit::reason(reason).ok_or(PersonError::ReasonMissing)?;
    let sent = app.store.write(|tx| async move {
        let row = anybody(&tx, id).await?;
        let link = Link { purpose: LinkPurpose::ResetPassword, subject: id.0 };
        let news = AccountNews::ResetPassword(link);
        tell_account(&tx, app, Some(id), &row.email, row.language, &news).await?;
        let change = Change::of("users.send_reset", format!("user:{id}")).because(Some(reason.clone()));
        Ok(by.did(&tx, &app.env, change).await?)
    });
    sent.await
}
