//! Another letter for a sign-up that waits: to the same address, or to one that is spelt right.

use nproxy_domain::{RegistrationId, Timestamp};
use nproxy_store::entities::pending_registrations::Model as Row;
use nproxy_store::{StoreError, Topic, Tx, registrations, throttle as counts};

use super::inbox::{self, Inbox, TICKET_VALID_FOR};
use crate::App;
use crate::accounts::browser::Browser;
use crate::accounts::email::{Email, EmailInvalid};
use crate::accounts::throttle::{self, TooManyAttempts, seconds_up, throttled};
use crate::token::Token;

#[derive(Debug, thiserror::Error)]
pub enum AgainError {
    /// No sign-up waits for this ticket: unknown, too old, or it is an account.
    #[error("no sign-up waits here")]
    NotFound,
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    #[error(transparent)]
    Store(#[from] StoreError),
}

throttled!(AgainError);

/// Links that were sent before stay good.
pub async fn resend_verification(app: &App, ticket: &str) -> Result<Inbox, AgainError> {
    let hash = &Token::parse(ticket).ok_or(AgainError::NotFound)?.hash();
    let sent = app.store.write(|tx| async move {
        let row = waiting(&tx, app, hash).await?;
        let nth = nth_newest(&tx, app, &row).await?;
        paused(inbox::next_in(app.env.now(), &row, nth))?;
        let email = row.email.clone();
        write_to(&tx, app, row, email).await
    });
    sent.await
}

/// Links that were sent to the address before open nothing any more. It counts as a sign-up, since it writes to
/// somebody else.
pub async fn change_registration_address(
    app: &App,
    ticket: &str,
    email: &str,
    from: &Browser,
) -> Result<Inbox, AgainError> {
    let hash = &Token::parse(ticket).ok_or(AgainError::NotFound)?.hash();
    let (email, limits) = (&Email::parse(email)?, &app.settings.accounts.throttle);
    let sent = app.store.write(|tx| async move {
        let (row, now) = (waiting(&tx, app, hash).await?, app.env.now());
        let nth = nth_newest(&tx, app, &row).await?;
        let is_same = row.email == email.as_str();
        let pause = if is_same { inbox::next_in(now, &row, nth) } else { inbox::full_for(now, nth) };
        paused(pause)?;
        throttle::admit_sign_up(&tx, &app.env, limits, from.address()).await?;
        write_to(&tx, app, row, email.as_str().to_owned()).await
    });
    sent.await
}

async fn waiting(tx: &Tx, app: &App, hash: &[u8; 32]) -> Result<Row, AgainError> {
    let row = registrations::lock_by_ticket(tx, hash).await?;
    row.filter(|row| row.user_id.is_none() && app.env.now() < row.expires_at).ok_or(AgainError::NotFound)
}

async fn nth_newest(tx: &Tx, app: &App, row: &Row) -> Result<Option<Timestamp>, StoreError> {
    let (by, since, max) = inbox::counted(row, app.env.now());
    counts::nth_newest(tx, &by, since, max).await
}

fn paused(pause: Option<chrono::TimeDelta>) -> Result<(), TooManyAttempts> {
    match pause {
        None => Ok(()),
        Some(pause) => Err(TooManyAttempts { retry_after_seconds: seconds_up(pause) }),
    }
}

async fn write_to(tx: &Tx, app: &App, row: Row, email: String) -> Result<Inbox, AgainError> {
    let (id, now) = (RegistrationId(row.id), app.env.now());
    let expires_at = now + TICKET_VALID_FOR;
    registrations::mailed(tx, id, &email, now, expires_at).await?;
    let row = Row { email, mailed_at: now, expires_at, ..row };
    inbox::write(tx, app, &row).await?;
    tx.notify(Topic::Registration(id));
    let nth = nth_newest(tx, app, &row).await?;
    Ok(inbox::inbox(app, &row, nth))
}
