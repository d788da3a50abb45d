//! An account has another password, whichever way it came to it.

use nproxy_domain::UserId;
use nproxy_store::entities::users::Model as UserRow;
use nproxy_store::{StoreError, Tx, email_changes, email_tokens, users};

use crate::App;
use crate::links::LinkPurpose;
use crate::notes::{AccountNews, tell_account};

/// Of a locked row; its owner is told. What somebody began who knew the old password comes to nothing: links to choose
/// another are used up, and a change of address that waits is withdrawn. Whom it signs out is the caller's to say.
pub(super) async fn replace_password(tx: &Tx, app: &App, row: &UserRow, hash: &str) -> Result<(), StoreError> {
    let (user, now) = (UserId(row.id), app.env.now());
    users::set_password(tx, user, hash.to_owned()).await?;
    email_tokens::use_up(tx, LinkPurpose::ResetPassword, user.0, now).await?;
    email_changes::withdraw(tx, user, now).await?;
    tell_account(tx, app, Some(user), &row.email, row.language, &AccountNews::PasswordChanged).await
}
