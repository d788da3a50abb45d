//! The account that an act is about.

use nproxy_domain::UserId;
use nproxy_store::entities::users::Model;
use nproxy_store::{StoreError, Tx, users};

use crate::accounts::Role;
use crate::audit::REASON_CHARS_MAX;

/// Why an act on somebody's account is not done.
#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    #[error("there is no such user")]
    NotFound,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error("the account is an admin's; take the role away on the command line first")]
    IsAdmin,
    #[error("the account is suspended already")]
    SuspendedAlready,
    #[error("the account is not suspended")]
    NotSuspended,
    #[error("the account is about to be deleted already")]
    ClosingAlready,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Locked.
pub(super) async fn anybody(tx: &Tx, id: UserId) -> Result<Model, PersonError> {
    users::lock(tx, id).await?.ok_or(PersonError::NotFound)
}

/// Locked, and no admin.
pub(super) async fn customer(tx: &Tx, id: UserId) -> Result<Model, PersonError> {
    let row = anybody(tx, id).await?;
    if row.role == Role::Admin { Err(PersonError::IsAdmin) } else { Ok(row) }
}
