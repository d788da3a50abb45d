//! Signing up. The new customer is signed in at once.

use nproxy_domain::UserId;
use nproxy_store::switches::{self, SignUp};
use nproxy_store::users::{self, NewUser};
use nproxy_store::{StoreError, Tx};
use secrecy::SecretString;

use super::browser::Browser;
use super::email::{Email, EmailInvalid};
use super::password::{Busy, NewPassword, PasswordError};
use super::throttle::{self, ThrottleError, TooManyAttempts};
use super::view::SignedIn;
use super::{Language, Role, session};
use crate::App;

/// As it was typed.
#[derive(Clone, Debug)]
pub struct Registration {
    pub email: String,
    pub password: SecretString,
    pub language: Option<Language>,
    pub from: Browser,
}

#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error("there is an account with this e-mail address")]
    EmailTaken,
    #[error("new accounts can't be opened at the moment")]
    SignUpClosed,
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ThrottleError> for RegisterError {
    fn from(error: ThrottleError) -> Self {
        match error {
            ThrottleError::TooMany(wait) => Self::TooManyAttempts(wait),
            ThrottleError::Store(error) => Self::Store(error),
        }
    }
}

pub async fn register(app: &App, wanted: Registration) -> Result<SignedIn, RegisterError> {
    let email = &Email::parse(&wanted.email)?;
    let password = NewPassword::new(wanted.password)?;
    let place = app.passwords().place()?;
    let (env, limits, from) = (&app.env, &app.settings.accounts, &wanted.from);

    // What is refused here costs no hash; the unique index has the last word below. A taken address is told only
    // after the commit: the try counts, so that nobody asks for address after address who has an account.
    let looked_up = app.store.write(|tx| async move {
        open(&tx).await?;
        throttle::admit_sign_up(&tx, env, &limits.throttle, from.address()).await?;
        Ok::<_, RegisterError>(users::by_email(&tx, email.as_str()).await?)
    });
    if looked_up.await?.is_some() {
        return Err(RegisterError::EmailTaken);
    }
    let hash = &place.hash(env, password).await;

    let language = wanted.language.unwrap_or(Language::En);
    let signed_in = app.store.write(|tx| async move {
        open(&tx).await?;
        let new = NewUser {
            id: UserId::new(env),
            email: email.as_str().to_owned(),
            password_hash: hash.clone(),
            role: Role::Customer,
            language,
            created_at: env.now(),
            terms_version: None,
        };
        let user = users::insert(&tx, new).await.map_err(taken)?;
        Ok::<_, RegisterError>(session::begin(&tx, env, &limits.sessions, user.into(), from).await?)
    });
    signed_in.await
}

/// Invitations are not there yet, so a sign-up by invitation is a closed one.
async fn open(tx: &Tx) -> Result<(), RegisterError> {
    match switches::read(tx).await?.sign_up {
        SignUp::Open => Ok(()),
        SignUp::Invite | SignUp::Closed => Err(RegisterError::SignUpClosed),
    }
}

fn taken(error: StoreError) -> RegisterError {
    if error.is_unique() { RegisterError::EmailTaken } else { error.into() }
}
