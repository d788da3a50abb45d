//! Sign-ups whose link nobody opened, and opening one for a customer whom our mail does not reach.

use nproxy_domain::redact::line;
use nproxy_domain::{RegistrationId, Timestamp, UserId};
use nproxy_store::{StoreError, registrations};
use serde_json::json;

use crate::App;
use crate::accounts::{Email, VerifyError, become_account};
use crate::audit::{self, By, Change, REASON_CHARS_MAX};

const SHOWN_MAX: u64 = 50;

#[derive(Clone, PartialEq, Eq)]
pub struct PendingSignUp {
    pub id: RegistrationId,
    pub email: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for PendingSignUp {
    /// No address in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PendingSignUp").field("id", &self.id).finish_non_exhaustive()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum VerifySignUpError {
    #[error("no such sign-up waits")]
    NotFound,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error(transparent)]
    Refused(#[from] VerifyError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The newest that wait, of one address or of all. What is no address has none.
pub async fn list_registrations(app: &App, email: Option<&str>) -> Result<Vec<PendingSignUp>, StoreError> {
    let Ok(email) = email.map(Email::parse).transpose() else { return Ok(Vec::new()) };
    let email = email.as_ref().map(Email::as_str);
    let rows = registrations::waiting(app.store.read(), email, app.env.now(), SHOWN_MAX).await?;
    let view = |row: nproxy_store::entities::pending_registrations::Model| PendingSignUp {
        id: RegistrationId(row.id),
        email: line(&row.email),
        created_at: row.created_at,
        expires_at: row.expires_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The account begins as if the link had been opened. The browser that waits for that is signed in by its own ticket; the
/// admin's is not.
pub async fn verify_registration(
    app: &App,
    by: &By,
    id: RegistrationId,
    reason: &str,
) -> Result<UserId, VerifySignUpError> {
    let reason = &audit::reason(reason).ok_or(VerifySignUpError::ReasonMissing)?;
    let verified = app.store.write(|tx| async move {
        let row = registrations::lock(&tx, id).await?.filter(|row| row.user_id.is_none());
        let row = row.filter(|row| app.env.now() < row.expires_at).ok_or(VerifySignUpError::NotFound)?;
        let (user, _) = become_account(&tx, app, row).await?;
        let change = Change::of("users.verify", format!("user:{user}")).after(json!({ "registration": id }));
        by.did(&tx, &app.env, change.because(Some(reason.clone()))).await?;
        Ok(user)
    });
    verified.await
}
