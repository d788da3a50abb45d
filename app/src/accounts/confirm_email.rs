//! The new address says yes.

use nproxy_domain::{EmailChangeId, UserId};
use nproxy_store::email_changes::{self, EmailChangeRow};
use nproxy_store::entities::users::Model;
use nproxy_store::{StoreError, Tx, email_tokens, users};

use super::view::UserView;
use crate::App;
use crate::audit::{By, Change};
use crate::links::{self, Link, LinkError, LinkPurpose};
use crate::notes::{AccountNews, tell_account};

/// Of either link of a change.
#[derive(Debug, thiserror::Error)]
pub enum EmailLinkError {
    #[error(transparent)]
    Link(#[from] LinkError),
    /// Since the link was sent.
    #[error("there is an account with this e-mail address")]
    EmailTaken,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The address is the account's from now on, and the old one is told how to undo that. Other changes that wait are
/// withdrawn, and links to choose a password that the old address was sent are used up.
pub async fn confirm_email(app: &App, token: &str) -> Result<UserView, EmailLinkError> {
    let env = &app.env;
    let confirmed = app.store.write(|tx| async move {
        let (user, change) = held(&tx, token, LinkPurpose::ConfirmAddress).await?;
        links::take(&tx, env, token, LinkPurpose::ConfirmAddress).await?;
        let (id, undo) = (UserId(user.id), EmailChangeId(change.id));
        if !email_changes::confirm(&tx, id, undo, env.now()).await? {
            return Err(LinkError::Used.into());
        }
        users::set_email(&tx, id, change.new_email.clone()).await.map_err(taken)?;
        email_tokens::use_up(&tx, LinkPurpose::ResetPassword, user.id, env.now()).await?;
        let undo = Link { purpose: LinkPurpose::UndoAddress, subject: undo.0 };
        let news = AccountNews::AddressChanged { undo, new_email: change.new_email.clone() };
        tell_account(&tx, app, Some(id), &user.email, user.language, &news).await?;
        By::customer(id).did(&tx, env, Change::of("users.change_email", format!("user:{id}"))).await?;
        Ok(UserView { email: change.new_email, ..user.into() })
    });
    confirmed.await
}

/// The change that a link is about, and its user, locked.
pub(super) async fn held(
    tx: &Tx,
    token: &str,
    purpose: LinkPurpose,
) -> Result<(Model, EmailChangeRow), EmailLinkError> {
    let id = EmailChangeId(links::subject(tx, token, purpose).await?);
    let change = email_changes::get(tx, id).await?.ok_or(LinkError::Unknown)?;
    let user = users::lock(tx, UserId(change.user_id)).await?.ok_or(LinkError::Unknown)?;
    // Once more, under the lock: another link of the user may have been used meanwhile.
    let change = email_changes::get(tx, id).await?.ok_or(LinkError::Unknown)?;
    Ok((user, change))
}

pub(super) fn taken(error: StoreError) -> EmailLinkError {
    if error.is_unique() { EmailLinkError::EmailTaken } else { error.into() }
}
