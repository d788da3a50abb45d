//! The browser that signed up waits until the link is opened, here or elsewhere.

use std::time::Duration;

use nproxy_domain::{RegistrationId, UserId};
use nproxy_store::entities::pending_registrations::Model as Row;
use nproxy_store::{StoreError, Topic, Tx, registrations, throttle, users};
use sha2::{Digest as _, Sha256};

use super::inbox::{self, Inbox};
use crate::App;
use crate::accounts::browser::Browser;
use crate::accounts::session;
use crate::accounts::view::SignedIn;
use crate::token::Token;
use crate::waits::{Etag, News, news};

#[derive(Debug, thiserror::Error)]
pub enum WaitError {
    /// No sign-up waits for this ticket: unknown, too old, or it has signed its browser in already.
    #[error("no sign-up waits here")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What came of waiting.
#[derive(Debug)]
pub enum RegistrationWaited {
    /// Still for the link.
    Waiting { inbox: Inbox, etag: Etag },
    /// As the browser knows it.
    Unchanged { etag: Etag },
    /// It is an account, and the ticket is used up.
    SignedIn { signed_in: Box<SignedIn>, etag: Etag },
}

/// Answers at once when the sign-up doesn't look as `known`, else when it changes or after `wait`.
pub async fn wait_registration(
    app: &App,
    ticket: &str,
    known: Option<&Etag>,
    wait: Duration,
    from: &Browser,
) -> Result<RegistrationWaited, WaitError> {
    let hash = &Token::parse(ticket).ok_or(WaitError::NotFound)?.hash();
    let whose = Topic::Registration(RegistrationId(find(app, hash).await?.id));
    let look = || async {
        let row = find(app, hash).await?;
        let etag = etag(&row);
        Ok::<_, WaitError>((row, etag))
    };
    match news(app, whose, known, wait, look).await? {
        News::Unchanged(etag) => Ok(RegistrationWaited::Unchanged { etag }),
        News::Changed(row, etag) if row.user_id.is_none() => {
            let (by, since, max) = inbox::counted(&row, app.env.now());
            let nth = throttle::nth_newest(app.store.read(), &by, since, max).await?;
            Ok(RegistrationWaited::Waiting { inbox: inbox::inbox(app, &row, nth), etag })
        }
        News::Changed(_, etag) => {
            let begun = app.store.write(|tx| async move { sign_in_once(&tx, app, hash, None, from).await });
            let signed_in = begun.await?.ok_or(WaitError::NotFound)?;
            Ok(RegistrationWaited::SignedIn { signed_in: Box::new(signed_in), etag })
        }
    }
}

async fn find(app: &App, hash: &[u8; 32]) -> Result<Row, WaitError> {
    let row = registrations::by_ticket(app.store.read(), hash).await?;
    row.filter(|row| app.env.now() < row.expires_at).ok_or(WaitError::NotFound)
}

/// Signs the ticket's browser in to the account that its sign-up became. `only`: of this sign-up. `None`: there is no
/// such account, or the ticket was used.
pub(super) async fn sign_in_once(
    tx: &Tx,
    app: &App,
    hash: &[u8; 32],
    only: Option<RegistrationId>,
    from: &Browser,
) -> Result<Option<SignedIn>, StoreError> {
    let row = registrations::by_ticket(tx, hash).await?;
    let row = row.filter(|row| only.is_none_or(|only| only.0 == row.id) && app.env.now() < row.expires_at);
    let Some(user) = row.and_then(|row| row.user_id) else { return Ok(None) };
    let user = users::lock(tx, UserId(user)).await?;
    let Some(user) = user.filter(|user| user.suspended_at.is_none() && user.delete_after.is_none()) else {
        return Ok(None);
    };
    if !registrations::use_ticket(tx, hash, app.env.bytes()).await? {
        return Ok(None);
    }
    Ok(Some(session::begin(tx, &app.env, &app.settings.accounts.sessions, user.into(), from, false).await?))
}

/// Of what shows, but for the seconds that run down.
fn etag(row: &Row) -> Etag {
    let mut hash = Sha256::new();
    hash.update(row.email.as_bytes());
    hash.update(row.mailed_at.timestamp_micros().to_le_bytes());
    hash.update([u8::from(row.user_id.is_some())]);
    Etag::of(hash)
}
