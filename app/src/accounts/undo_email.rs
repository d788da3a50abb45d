//! The old address says no.

use nproxy_domain::UserId;
use nproxy_store::{email_changes, email_tokens, sessions, users};

use super::confirm_email::{EmailLinkError, held, taken};
use super::view::UserView;
use crate::App;
use crate::audit::{By, Change};
use crate::links::{self, Link, LinkError, LinkPurpose};
use crate::notes::{AccountNews, tell_account};

/// Gives the account the address back that the link was sent to, whatever became of it since: later changes are undone
/// with it, and so is its closing.
///
/// Whoever changed the address knew the password. So everybody is signed out, the password opens nothing any more, and
/// the old address is sent a link to choose another.
pub async fn undo_email(app: &App, token: &str) -> Result<UserView, EmailLinkError> {
    let env = &app.env;
    let undone = app.store.write(|tx| async move {
        let (user, change) = held(&tx, token, LinkPurpose::UndoAddress).await?;
        links::take(&tx, env, token, LinkPurpose::UndoAddress).await?;
        let confirmed_at = change.confirmed_at.filter(|_| change.undone_at.is_none()).ok_or(LinkError::Used)?;
        let (id, now) = (UserId(user.id), env.now());
        users::set_email(&tx, id, change.old_email.clone()).await.map_err(taken)?;
        users::set_password(&tx, id, String::new()).await?;
        users::set_delete_after(&tx, id, None).await?;
        sessions::revoke_all(&tx, id, now).await?;
        email_tokens::use_up(&tx, LinkPurpose::ResetPassword, user.id, now).await?;
        email_tokens::use_up(&tx, LinkPurpose::KeepAccount, user.id, now).await?;
        email_changes::undo_since(&tx, id, confirmed_at, now).await?;
        let reset = Link { purpose: LinkPurpose::ResetPassword, subject: user.id };
        tell_account(&tx, app, Some(id), &change.old_email, user.language, &AccountNews::AddressRestored(reset))
            .await?;
        By::customer(id).did(&tx, env, Change::of("users.undo_email", format!("user:{id}"))).await?;
        Ok(UserView { email: change.old_email, ..user.into() })
    });
    undone.await
}
