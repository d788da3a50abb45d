//! Other recovery codes.

use nproxy_domain::UserId;
use nproxy_store::{StoreError, totp, users};

use super::{RecoveryCodes, recovery};
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    #[error("there is no second factor yet")]
    Missing,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The old ones work no more.
pub async fn renew_recovery_codes(app: &App, by: &By, user: UserId) -> Result<RecoveryCodes, RenewError> {
    let renewed = app.store.write(|tx| async move {
        users::lock(&tx, user).await?.ok_or(RenewError::Missing)?;
        let row = totp::get(&tx, user).await?;
        row.filter(|row| row.enrolled_at.is_some()).ok_or(RenewError::Missing)?;
        by.did(&tx, &app.env, Change::of("users.renew_recovery_codes", format!("user:{user}"))).await?;
        Ok::<_, RenewError>(recovery::make(&tx, &app.env, user).await?)
    });
    renewed.await
}
