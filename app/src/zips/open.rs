//! A link is followed.

use nproxy_domain::{DownloadId, UserId};
use nproxy_store::downloads::{self, DownloadRow};
use nproxy_store::entities::text::DownloadKind;
use nproxy_store::{StoreError, users};

use super::write::{Busy, ZipBody, stream};
use super::{account, pictures};
use crate::App;
use crate::accounts::Role;

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

/// Whose the pictures are is asked again now: a link holds nothing but names.
pub async fn open(app: &App, user: UserId, id: DownloadId) -> Result<Download, OpenError> {
    let row = downloads::get_own(app.store.read(), user, id, app.env.now()).await?.ok_or(OpenError::NotFound)?;
    let (what, entries) = match row.kind {
        DownloadKind::Pictures => ("pictures", pictures::entries(app, user, &row).await?),
        DownloadKind::Account => ("account", account::entries(app, owner(app, user, &row).await?).await?),
    };
    let body = stream(app, user, entries)?;
    Ok(Download { body, file_name: format!("{what}-{}.zip", row.created_at.format("%Y-%m-%d")) })
}

/// Whose account it is of: another's only while the reader is an admin.
async fn owner(app: &App, reader: UserId, row: &DownloadRow) -> Result<UserId, OpenError> {
    let Some(account) = row.account_id else { return Ok(reader) };
    let reader = users::get(app.store.read(), reader).await?;
    reader.filter(|reader| reader.role == Role::Admin).ok_or(OpenError::NotFound)?;
    Ok(UserId(account))
}
