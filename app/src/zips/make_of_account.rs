//! A link to everything of an account in one file.

use nproxy_domain::{DownloadId, UserId};
use nproxy_store::StoreError;
use nproxy_store::downloads::{self, NewDownload};
use nproxy_store::entities::text::DownloadKind;

use crate::App;

/// Good for [`link`](super::ZipSettings::link), for its owner alone. What is in it is looked up when it is fetched.
pub async fn make_of_account(app: &App, user: UserId) -> Result<DownloadId, StoreError> {
    let (id, now) = (DownloadId::new(&app.env), app.env.now());
    let new = &NewDownload {
        id,
        user,
        kind: DownloadKind::Account,
        assets: Vec::new(),
        created_at: now,
        expires_at: now + app.settings.zips.link,
    };
    app.store.write(|tx| async move { downloads::insert(&tx, new.clone()).await }).await?;
    Ok(id)
}
