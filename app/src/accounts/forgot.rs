//! Somebody says to have forgotten a password.

use std::fmt;

use nproxy_domain::UserId;
use nproxy_store::{StoreError, Tx, users};
use uuid::Uuid;

use super::Language;
use super::browser::Browser;
use super::email::{Email, EmailInvalid};
use super::letters;
use super::sign_up::Inbox;
use super::throttle::{self, TooManyAttempts, throttled};
use crate::App;
use crate::links::{Link, LinkPurpose};
use crate::notes::{AccountNews, tell_account, withhold_account};

/// As it was typed.
#[derive(Clone)]
pub struct Forgotten {
    pub email: String,
    /// Of the page that asks, which names the mail's subject. The mail is in the account's own.
    pub language: Option<Language>,
    pub from: Browser,
}

impl fmt::Debug for Forgotten {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forgotten").field("language", &self.language).finish_non_exhaustive()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ForgotError {
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    #[error(transparent)]
    Store(#[from] StoreError),
}

throttled!(ForgotError);

/// The same answer whether or not the address has an account. One that has is sent a link, also while the account is
/// suspended or about to be deleted; one that has none is told so, at most once a day.
pub async fn forgot_password(app: &App, forgotten: Forgotten) -> Result<Inbox, ForgotError> {
    let email = &Email::parse(&forgotten.email)?;
    let (limits, from) = (&app.settings.accounts.throttle, &forgotten.from);
    let language = forgotten.language.unwrap_or(Language::En);
    let written = app.store.write(|tx| async move {
        throttle::admit_forgotten(&tx, &app.env, limits, from.address()).await?;
        write(&tx, app, email, language).await?;
        Ok::<_, ForgotError>(())
    });
    written.await?;
    Ok(Inbox::fresh(app, email.as_str(), language, &AccountNews::ResetPassword(link(Uuid::nil()))))
}

async fn write(tx: &Tx, app: &App, email: &Email, asked_in: Language) -> Result<(), StoreError> {
    let (env, email) = (&app.env, email.as_str());
    let owner = users::by_email(tx, email).await?;
    let is_due = letters::admit_reset(tx, env, email, owner.is_some()).await?;
    let about = owner.as_ref().map(|owner| UserId(owner.id));
    let (news, language) = match owner {
        Some(owner) => (AccountNews::ResetPassword(link(owner.id)), owner.language),
        None => (AccountNews::NoAccount, asked_in),
    };
    if is_due {
        tell_account(tx, app, about, email, language, &news).await
    } else {
        withhold_account(tx, app, about, email, language, &news).await
    }
}

fn link(user: Uuid) -> Link {
    Link { purpose: LinkPurpose::ResetPassword, subject: user }
}
