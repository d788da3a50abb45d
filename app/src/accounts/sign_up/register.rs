//! Signing up.

use std::fmt;

use nproxy_domain::{Env, InviteId, RegistrationId, UserId};
use nproxy_store::registrations::{self, NewRegistration};
use nproxy_store::switches::{self, SignUp};
use nproxy_store::users::{self, NewUser};
use nproxy_store::{StoreError, Tx};
use secrecy::SecretString;

use super::inbox::{self, Inbox, TICKET_VALID_FOR};
use crate::App;
use crate::accounts::browser::Browser;
use crate::accounts::email::{Email, EmailInvalid};
use crate::accounts::invites::{InviteInvalid, usable_invite};
use crate::accounts::password::{Busy, PasswordError};
use crate::accounts::throttle::{self, TooManyAttempts, throttled};
use crate::accounts::view::SignedIn;
use crate::accounts::{Language, Role, session};
use crate::token::Token;

/// As it was typed.
#[derive(Clone)]
pub struct Registration {
    pub email: String,
    pub password: SecretString,
    pub language: Option<Language>,
    /// The version that the customer accepted.
    pub terms_version: Option<String>,
    /// The code of an invitation.
    pub invite: Option<String>,
    pub from: Browser,
}

impl fmt::Debug for Registration {
    /// Neither address nor code in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration").field("language", &self.language).finish_non_exhaustive()
    }
}

/// What signing up gives.
#[derive(Debug)]
pub enum Registered {
    /// Addresses need no proof here: there is an account, and its customer is signed in.
    SignedIn(Box<SignedIn>),
    /// A letter was sent, or it would have been had the address had no account.
    Waiting {
        /// Shown once, for the cookie of the browser that waits.
        ticket: Token,
        inbox: Inbox,
    },
}

#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Only where addresses need no proof.
    #[error("there is an account with this e-mail address")]
    EmailTaken,
    #[error("new accounts can't be opened at the moment")]
    SignUpClosed,
    #[error(transparent)]
    Invite(#[from] InviteInvalid),
    #[error("the current version of the terms has to be accepted")]
    TermsNotAccepted,
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

throttled!(RegisterError);

/// What is refused costs no hash, and all that is not refused costs one: an address that has an account as well. A try is
/// counted before anything is looked at, so that neither invitations nor a core are to be had for nothing.
pub async fn register(app: &App, wanted: Registration) -> Result<Registered, RegisterError> {
    let (env, limits, from) = (&app.env, &app.settings.accounts, &wanted.from);
    let email = &Email::parse(&wanted.email)?;
    let terms_version = &app.settings.site.terms_version;
    if terms_version.is_some() && wanted.terms_version != *terms_version {
        return Err(RegisterError::TermsNotAccepted);
    }
    let place = app.passwords().place()?;

    let code = wanted.invite.as_deref();
    // What is refused here is told only after the commit: the try counts, so that nobody tries code after code, or asks
    // for address after address who has an account.
    let looked_up = app.store.write(|tx| async move {
        throttle::admit_sign_up(&tx, env, &limits.throttle, from.address()).await?;
        let admitted = admit(&tx, app, code).await?;
        Ok::<_, RegisterError>((admitted, users::by_email(&tx, email.as_str()).await?.is_some()))
    });
    let (admitted, is_taken) = looked_up.await?;
    let invite = admitted?;
    let password = place.judge(wanted.password, &[email.as_str(), &app.settings.site.name]).await?;
    if is_taken && !limits.require_verified {
        return Err(RegisterError::EmailTaken);
    }
    let hash = place.hash(env, password).await;
    let wanted = &Wanted {
        email: email.as_str().to_owned(),
        hash,
        language: wanted.language.unwrap_or(Language::En),
        terms_version: terms_version.clone(),
        invite,
    };
    if limits.require_verified {
        let waiting = app.store.write(|tx| async move { wait_for_link(&tx, app, wanted).await });
        waiting.await
    } else {
        let signed_in = app.store.write(|tx| async move { open_at_once(&tx, app, wanted, from).await });
        Ok(Registered::SignedIn(Box::new(signed_in.await?)))
    }
}

/// A sign-up that was let in.
struct Wanted {
    email: String,
    hash: String,
    language: Language,
    terms_version: Option<String>,
    invite: Option<InviteId>,
}

impl Wanted {
    fn user(&self, env: &Env) -> NewUser {
        NewUser {
            id: UserId::new(env),
            email: self.email.clone(),
            password_hash: self.hash.clone(),
            role: Role::Customer,
            language: self.language,
            created_at: env.now(),
            terms_version: self.terms_version.clone(),
        }
    }
}

/// Whether anybody may sign up, and with which invitation where one is needed. The outer error undoes the transaction, the
/// inner one must not: the try counts.
async fn admit(tx: &Tx, app: &App, code: Option<&str>) -> Result<Result<Option<InviteId>, RegisterError>, StoreError> {
    Ok(match switches::read(tx).await?.sign_up.unwrap_or(app.settings.accounts.sign_up) {
        SignUp::Open => Ok(None),
        SignUp::Invite => {
            let usable = usable_invite(tx, app.env.now(), code.unwrap_or_default()).await?;
            usable.map(Some).map_err(RegisterError::from)
        }
        SignUp::Closed => Err(RegisterError::SignUpClosed),
    })
}

async fn wait_for_link(tx: &Tx, app: &App, wanted: &Wanted) -> Result<Registered, RegisterError> {
    let (env, now) = (&app.env, app.env.now());
    let ticket = Token::new(env);
    let new = NewRegistration {
        id: RegistrationId::new(env),
        email: wanted.email.clone(),
        password_hash: wanted.hash.clone(),
        language: wanted.language,
        terms_version: wanted.terms_version.clone(),
        invite: wanted.invite,
        ticket_hash: ticket.hash(),
        now,
        expires_at: now + TICKET_VALID_FOR,
    };
    let row = registrations::insert(tx, new).await?;
    inbox::write(tx, app, &row).await?;
    Ok(Registered::Waiting { ticket, inbox: inbox::inbox(app, &row, None) })
}

async fn open_at_once(tx: &Tx, app: &App, wanted: &Wanted, from: &Browser) -> Result<SignedIn, RegisterError> {
    // It may have been used up while the password was hashed.
    if let Some(invite) = wanted.invite
        && !nproxy_store::invites::count_use(tx, invite).await?
    {
        return Err(InviteInvalid.into());
    }
    let user = users::insert(tx, wanted.user(&app.env)).await.map_err(taken)?;
    Ok(session::begin(tx, &app.env, &app.settings.accounts.sessions, user.into(), from, true).await?)
}

fn taken(error: StoreError) -> RegisterError {
    if error.is_unique() { RegisterError::EmailTaken } else { error.into() }
}
