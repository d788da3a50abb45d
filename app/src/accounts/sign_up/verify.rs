//! The link in the letter: it makes the account.

use std::fmt;

use nproxy_domain::{InviteId, RegistrationId, UserId};
use nproxy_store::entities::pending_registrations::Model as Row;
use nproxy_store::users::NewUser;
use nproxy_store::{StoreError, Topic, Tx, email_tokens, invites, registrations, users};

use super::wait::sign_in_once;
use crate::App;
use crate::accounts::browser::Browser;
use crate::accounts::view::SignedIn;
use crate::accounts::{InviteInvalid, Role};
use crate::links::{self, LinkError, LinkPurpose};
use crate::token::Token;

#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error(transparent)]
    Link(#[from] LinkError),
    /// Another sign-up with the address was quicker.
    #[error("there is an account with this e-mail address")]
    EmailTaken,
    #[error(transparent)]
    Invite(#[from] InviteInvalid),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An account that was made.
pub struct Verified {
    pub email: String,
    /// The browser that opened the link is the one that signed up.
    pub signed_in: Option<SignedIn>,
}

impl fmt::Debug for Verified {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified").field("signed_in", &self.signed_in.is_some()).finish_non_exhaustive()
    }
}

/// `token`: of the link. `ticket`: what this browser holds, if it holds one; of another sign-up it is of no use.
pub async fn verify_email(
    app: &App,
    token: &str,
    ticket: Option<&str>,
    from: &Browser,
) -> Result<Verified, VerifyError> {
    let ticket = &ticket.and_then(Token::parse).map(|ticket| ticket.hash());
    let verified = app.store.write(|tx| async move {
        let (id, email) = make_account(&tx, app, token).await?;
        let signed_in = match ticket {
            Some(hash) => sign_in_once(&tx, app, hash, Some(id), from).await?,
            None => None,
        };
        Ok::<_, VerifyError>(Verified { email, signed_in })
    });
    verified.await
}

async fn make_account(tx: &Tx, app: &App, token: &str) -> Result<(RegistrationId, String), VerifyError> {
    let link = links::take(tx, &app.env, token, LinkPurpose::VerifyAddress).await?;
    let id = RegistrationId(link.subject);
    let row = registrations::lock(tx, id).await?;
    // Sent to an address that was corrected since.
    let row = row.filter(|row| row.email == link.email).ok_or(LinkError::Unknown)?;
    Ok((id, become_account(tx, app, row).await?.1))
}

/// The account of a sign-up, whose row is locked, and its address.
pub(crate) async fn become_account(tx: &Tx, app: &App, row: Row) -> Result<(UserId, String), VerifyError> {
    let (env, now, id) = (&app.env, app.env.now(), RegistrationId(row.id));
    if row.user_id.is_some() {
        return Err(LinkError::Used.into());
    }
    if let Some(invite) = row.invite_id
        && !invites::count_use(tx, InviteId(invite)).await?
    {
        return Err(InviteInvalid.into());
    }
    let user = UserId::new(env);
    let new = NewUser {
        id: user,
        email: row.email,
        password_hash: row.password_hash,
        role: Role::Customer,
        language: row.language,
        created_at: now,
        terms_version: row.terms_version,
    };
    let made = users::insert(tx, new).await.map_err(taken)?;
    registrations::became(tx, id, user).await?;
    email_tokens::use_up(tx, LinkPurpose::VerifyAddress, id.0, now).await?;
    tx.notify(Topic::Registration(id));
    Ok((user, made.email))
}

fn taken(error: StoreError) -> VerifyError {
    if error.is_unique() { VerifyError::EmailTaken } else { error.into() }
}
