//! Signing out.

use nproxy_store::{StoreError, sessions};

use crate::App;
use crate::token::Token;

/// Ends the session of a cookie's text; one that has ended or never was is no error.
pub async fn sign_out(app: &App, token: &str) -> Result<(), StoreError> {
    let Some(token) = Token::parse(token) else { return Ok(()) };
    let (hash, now) = (&token.hash(), app.env.now());
    app.store.write(|tx| async move { sessions::revoke(&tx, hash, now).await }).await
}
