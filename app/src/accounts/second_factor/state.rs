//! Whether there is a second factor.

use nproxy_domain::{Timestamp, UserId};
use nproxy_store::{StoreError, totp};

use crate::App;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// `None`: there is none.
    pub enrolled_at: Option<Timestamp>,
    pub recovery_codes_left: u64,
}

pub async fn second_factor(app: &App, user: UserId) -> Result<SecondFactor, StoreError> {
    let enrolled_at = totp::get(app.store.read(), user).await?.and_then(|row| row.enrolled_at);
    let recovery_codes_left = match enrolled_at {
        Some(_) => totp::recovery_codes_left(app.store.read(), user).await?,
        None => 0,
    };
    Ok(SecondFactor { enrolled_at, recovery_codes_left })
}
