//! Whether a browser is signed in, for pages that everybody may see.

use nproxy_store::{StoreError, sessions};

use crate::App;
use crate::token::Token;

/// One read, and the session doesn't count as used by it. Whatever needs the account asks
/// [`session`](super::session()), which also knows of suspended ones.
pub async fn is_signed_in(app: &App, token: &str) -> Result<bool, StoreError> {
    let (now, idle_max) = (app.env.now(), app.settings.accounts.sessions.idle_max);
    let Some(token) = Token::parse(token) else { return Ok(false) };
    let row = sessions::by_token_hash(app.store.read(), &token.hash()).await?;
    Ok(row.is_some_and(|row| row.revoked_at.is_none() && now < row.expires_at && now < row.last_seen_at + idle_max))
}
