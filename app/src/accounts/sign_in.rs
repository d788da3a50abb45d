//! Signing in.

use nproxy_domain::UserId;
use nproxy_store::{StoreError, users};
use secrecy::SecretString;

use super::browser::Browser;
use super::email::Email;
use super::password::Busy;
use super::session;
use super::throttle::{self, Subjects, TooManyAttempts, throttled};
use super::view::SignedIn;
use crate::App;

/// As it was typed.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub email: String,
    pub password: SecretString,
    pub from: Browser,
}

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Which of the two is wrong is not told.
    #[error("wrong e-mail address or password")]
    WrongCredentials,
    /// Only told to who knows the password.
    #[error("this account is suspended")]
    AccountSuspended,
    /// Only told to who knows the password.
    #[error("this account is about to be deleted; the mail that told so has the link that keeps it")]
    AccountClosing,
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

throttled!(SignInError);

/// Known and unknown addresses take the same way and the same time.
pub async fn sign_in(app: &App, wanted: SignIn) -> Result<SignedIn, SignInError> {
    let place = app.passwords().place()?;
    let (env, limits, from) = (&app.env, &app.settings.accounts, &wanted.from);
    let email = Email::parse(&wanted.email).ok();
    let typed = email.as_ref().map_or_else(|| wanted.email.trim().to_lowercase(), |e| e.as_str().to_owned());
    let who = &Subjects::of(&typed, from.address());
    let counted = app.store.write(|tx| async move { throttle::admit(&tx, env, &limits.throttle, who).await }).await?;

    let user = match &email {
        Some(email) => users::by_email(app.store.read(), email.as_str()).await?,
        None => None,
    };
    let right = place.verify(wanted.password, user.as_ref().map(|u| u.password_hash.clone())).await;
    let verified = &user.filter(|_| right).ok_or(SignInError::WrongCredentials)?;

    let counted = &counted;
    let signed_in = app.store.write(|tx| async move {
        // While the password was looked at it may have been changed, which ends all sessions: none may begin behind it.
        let user = users::lock(&tx, UserId(verified.id)).await?;
        let user = user.filter(|user| user.password_hash == verified.password_hash);
        let user = user.ok_or(SignInError::WrongCredentials)?;
        if user.suspended_at.is_some() {
            return Err(SignInError::AccountSuspended);
        }
        if user.delete_after.is_some() {
            return Err(SignInError::AccountClosing);
        }
        throttle::succeeded(&tx, env, who, counted.clone()).await?;
        Ok(session::begin(&tx, env, &limits.sessions, user.into(), from, true).await?)
    });
    signed_in.await
}
