//! Asking for another address. Only a link to it makes it the account's.

use std::fmt;
use std::net::IpAddr;

use chrono::Duration;
use nproxy_domain::{EmailChangeId, Timestamp, UserId};
use nproxy_store::email_changes::{self, NewEmailChange};
use nproxy_store::{StoreError, Tx, users};
use secrecy::SecretString;

use super::email::{Email, EmailInvalid};
use super::letters::{self, Share};
use super::password::Busy;
use super::prove::{ProofError, prove};
use super::sign_up::Inbox;
use super::throttle::{TooManyAttempts, seconds_up};
use crate::App;
use crate::audit::{By, Change};
use crate::links::{Link, LinkPurpose};
use crate::notes::{AccountNews, tell_account, withhold_account};

/// Each is a mail to somebody who may not have asked for it.
const ASKED_MAX: u32 = 5;
const ASKED_WITHIN: Duration = Duration::hours(1);

/// As it was typed.
#[derive(Clone)]
pub struct ChangeEmail {
    pub user: UserId,
    pub password: SecretString,
    pub email: String,
    /// Of the client, not of a proxy of ours.
    pub from: IpAddr,
}

impl fmt::Debug for ChangeEmail {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeEmail").field("user", &self.user).finish_non_exhaustive()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ChangeEmailError {
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error("this is the address of the account already")]
    Unchanged,
    #[error(transparent)]
    Proof(#[from] ProofError),
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An address that has an account is written to as well, and the answer is the same: nobody learns here who has one. The
/// old address is told at once: whoever asked knew the password, and need not be the owner.
pub async fn change_email(app: &App, wanted: ChangeEmail) -> Result<Inbox, ChangeEmailError> {
    let ChangeEmail { user, password, email, from } = wanted;
    let (env, email) = (&app.env, &Email::parse(&email)?);
    let proof = &prove(app, app.passwords().place()?, user, password, from).await?;
    let change = EmailChangeId::new(env);
    let confirm = &AccountNews::ConfirmAddress(Link { purpose: LinkPurpose::ConfirmAddress, subject: change.0 });
    let asked = app.store.write(|tx| async move {
        let row = proof.hold(&tx).await?;
        if row.email == email.as_str() {
            return Err(ChangeEmailError::Unchanged);
        }
        within_limit(&tx, user, env.now()).await?;
        let new_email = email.as_str().to_owned();
        let new = NewEmailChange { id: change, user, old_email: row.email.clone(), new_email };
        email_changes::insert(&tx, new, env.now()).await?;
        let owner = users::by_email(&tx, email.as_str()).await?;
        let news = if owner.is_some() { &AccountNews::AddressTaken } else { confirm };
        let about = Some(owner.map_or(user, |owner| UserId(owner.id)));
        if letters::admit(&tx, env, Share::NewAddress, email.as_str()).await? {
            tell_account(&tx, app, about, email.as_str(), row.language, news).await?;
        } else {
            withhold_account(&tx, app, about, email.as_str(), row.language, news).await?;
        }
        let asked = AccountNews::AddressAsked { new_email: email.as_str().to_owned() };
        tell_account(&tx, app, Some(user), &row.email, row.language, &asked).await?;
        By::customer(user).did(&tx, env, Change::of("users.ask_email", format!("user:{user}"))).await?;
        Ok(row.language)
    });
    let language = asked.await?;
    Ok(Inbox::fresh(app, email.as_str(), language, confirm))
}

async fn within_limit(tx: &Tx, user: UserId, now: Timestamp) -> Result<(), ChangeEmailError> {
    match email_changes::nth_newest(tx, user, now - ASKED_WITHIN, ASKED_MAX).await? {
        None => Ok(()),
        Some(at) => Err(TooManyAttempts { retry_after_seconds: seconds_up(at + ASKED_WITHIN - now) }.into()),
    }
}
