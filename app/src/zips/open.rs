//! A link is followed.

use nproxy_domain::{DownloadId, UserId};
use nproxy_store::StoreError;
use nproxy_store::downloads::{self, DownloadRow};
use nproxy_store::entities::text::DownloadKind;

use super::write::{Busy, ZipBody, stream};
use super::{account, pictures};
use crate::App;

/// A ZIP that is written as it is read.
#[derive(Debug)]
pub struct Download {
    pub body: ZipBody,
    /// To save it under: `pictures-2027-01-15.zip`, `account-2027-01-15.zip`. Plain ASCII.
    pub file_name: String,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Unknown, expired, or somebody else's: all the same to who asks.
    #[error("there is no such download")]
    NotFound,
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whose the pictures are is asked again now: a link holds nothing but names. `is_admin`: the reader is let in as an admin, with
/// everything that is asked of one at this moment.
pub async fn open(app: &App, user: UserId, is_admin: bool, id: DownloadId) -> Result<Download, OpenError> {
    let row = downloads::get_own(app.store.read(), user, id, app.env.now()).await?.ok_or(OpenError::NotFound)?;
    let (what, entries) = match row.kind {
        DownloadKind::Pictures => ("pictures", pictures::entries(app, user, &row).await?),
        DownloadKind::Account => ("account", account::entries(app, owner(user, is_admin, &row)?).await?),
    };
    let body = stream(app, user, entries)?;
    Ok(Download { body, file_name: format!("{what}-{}.zip", row.created_at.format("%Y-%m-%d")) })
}

/// Whose account it is of: another's only for an admin.
fn owner(reader: UserId, is_admin: bool, row: &DownloadRow) -> Result<UserId, OpenError> {
    match row.account_id {
        None => Ok(reader),
        Some(account) if is_admin => Ok(UserId(account)),
        Some(_) => Err(OpenError::NotFound),
    }
}
