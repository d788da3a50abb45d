//! An admin gives an account another address: its customer can't read the old one, or mistyped it.

use nproxy_domain::{EmailChangeId, UserId};
use nproxy_store::email_changes::{self, NewEmailChange};
use nproxy_store::{StoreError, email_tokens, users};
use serde_json::json;

use super::held::{PersonError, customer};
use crate::App;
use crate::accounts::{Email, EmailInvalid};
use crate::audit::{self, By, Change};
use crate::links::{Link, LinkPurpose};
use crate::notes::{AccountNews, tell_account};

#[derive(Debug, thiserror::Error)]
pub enum ChangePersonEmailError {
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error("this is the address of the account already")]
    Unchanged,
    #[error("there is an account with this e-mail address")]
    EmailTaken,
    #[error(transparent)]
    Person(#[from] PersonError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// At once, and both addresses are told. The old one gets the link that undoes it, as after a change of the customer's
/// own; changes that wait are withdrawn, and links to choose a password that the old address was sent are used up.
///
/// No address goes on record: that log is never emptied.
pub async fn change_person_email(
    app: &App,
    by: &By,
    id: UserId,
    email: &str,
    reason: &str,
) -> Result<(), ChangePersonEmailError> {
    let reason = &audit::reason(reason).ok_or(PersonError::ReasonMissing)?;
    let (email, env, change) = (&Email::parse(email)?, &app.env, EmailChangeId::new(&app.env));
    let changed = app.store.write(|tx| async move {
        let (row, now, new_email) = (customer(&tx, id).await?, env.now(), email.as_str().to_owned());
        if row.email == new_email {
            return Err(ChangePersonEmailError::Unchanged);
        }
        if users::by_email(&tx, email.as_str()).await?.is_some() {
            return Err(ChangePersonEmailError::EmailTaken);
        }
        let new = NewEmailChange { id: change, user: id, old_email: row.email.clone(), new_email: new_email.clone() };
        email_changes::insert(&tx, new, now).await?;
        email_changes::confirm(&tx, id, change, now).await?;
        users::set_email(&tx, id, new_email.clone()).await.map_err(taken)?;
        email_tokens::use_up(&tx, LinkPurpose::ResetPassword, id.0, now).await?;
        let undo = Link { purpose: LinkPurpose::UndoAddress, subject: change.0 };
        let to_old = AccountNews::AddressChanged { undo, new_email };
        tell_account(&tx, app, Some(id), &row.email, row.language, &to_old).await?;
        tell_account(&tx, app, Some(id), email.as_str(), row.language, &AccountNews::AddressGiven).await?;
        let line = Change::of("users.change_email", format!("user:{id}"));
        by.did(&tx, env, line.after(json!({ "change": change })).because(Some(reason.clone()))).await?;
        Ok(())
    });
    changed.await
}

fn taken(error: StoreError) -> ChangePersonEmailError {
    if error.is_unique() { ChangePersonEmailError::EmailTaken } else { error.into() }
}
