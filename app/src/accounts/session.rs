//! Who is behind a token.

use std::net::IpAddr;

use nproxy_domain::{Env, SessionId, Timestamp, UserId};
use nproxy_store::sessions::{self, NewSession};
use nproxy_store::{StoreError, Tx, users};

use super::browser::Browser;
use super::settings::SessionSettings;
use super::view::{SignedIn, UserView};
use crate::App;
use crate::token::Token;

/// A live session.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: SessionId,
    pub user: UserView,
    /// It ends then at the latest.
    pub expires_at: Timestamp,
    pub proven: Proven,
}

/// What was proven in a session, and when. It counts no more once the session was idle for as long as an admin's may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proven {
    /// The password was typed.
    pub password_at: Option<Timestamp>,
    pub second_factor_at: Option<Timestamp>,
}

#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// Unknown, ended, revoked, or its user is suspended: all the same to who asks.
    #[error("not signed in")]
    NotSignedIn,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The session of a cookie's text, which counts as used now, from this address of the client.
pub async fn session(app: &App, token: &str, from: IpAddr) -> Result<Session, SessionError> {
    let (now, limits) = (app.env.now(), app.settings.accounts.sessions);
    let token = Token::parse(token).ok_or(SessionError::NotSignedIn)?;
    let row = sessions::by_token_hash(app.store.read(), &token.hash()).await?.ok_or(SessionError::NotSignedIn)?;
    if row.revoked_at.is_some() || now >= row.expires_at || now >= row.last_seen_at + limits.idle_max {
        return Err(SessionError::NotSignedIn);
    }
    let user = users::get(app.store.read(), UserId(row.user_id)).await?.ok_or(SessionError::NotSignedIn)?;
    if user.suspended_at.is_some() {
        return Err(SessionError::NotSignedIn);
    }
    let (id, was) = (SessionId(row.id), row.last_seen_at);
    let is_stale = now >= was + app.settings.accounts.admins.idle_max;
    if now - was >= limits.seen_every {
        let from = &from.to_string();
        app.store.write(|tx| async move { sessions::seen(&tx, id, was, now, from, is_stale).await }).await?;
    }
    let proven = Proven { password_at: row.confirmed_at, second_factor_at: row.second_factor_at };
    let proven = if is_stale { Proven::default() } else { proven };
    Ok(Session { id, user: user.into(), expires_at: row.expires_at, proven })
}

/// Starts a session in the transaction that found out who it is; `by_password`: by the password, just now.
pub(super) async fn begin(
    tx: &Tx,
    env: &Env,
    limits: &SessionSettings,
    user: UserView,
    from: &Browser,
    by_password: bool,
) -> Result<SignedIn, StoreError> {
    let (now, token): (Timestamp, _) = (env.now(), Token::new(env));
    let expires_at = now + limits.age_max;
    let session = SessionId::new(env);
    let proven = Proven { password_at: by_password.then_some(now), second_factor_at: None };
    let row = NewSession {
        id: session,
        token_hash: token.hash(),
        user: user.id,
        created_at: now,
        expires_at,
        user_agent: from.user_agent().map(str::to_owned),
        address: Some(from.address().to_string()),
        confirmed_at: proven.password_at,
    };
    sessions::insert(tx, row).await?;
    Ok(SignedIn { user, session, token, expires_at, proven })
}
