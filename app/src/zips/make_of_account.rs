//! A link to everything of an account in one file.

use nproxy_domain::{DownloadId, UserId};
use nproxy_store::downloads::{self, NewDownload};
use nproxy_store::entities::text::DownloadKind;
use nproxy_store::{StoreError, Tx};

use crate::App;

/// Good for [`link`](super::ZipSettings::link), for its owner alone. What is in it is looked up when it is fetched.
pub async fn make_of_account(app: &App, user: UserId) -> Result<DownloadId, StoreError> {
    let new = &of_account(app, user);
    app.store.write(|tx| async move { downloads::insert(&tx, new.clone()).await }).await?;
    Ok(new.id)
}

/// The same of another's account, for the admin `reader` alone, in a transaction that puts it on record.
pub(crate) async fn make_for_admin(
    tx: &Tx,
    app: &App,
    reader: UserId,
    account: UserId,
) -> Result<DownloadId, StoreError> {
    let new = NewDownload { account: Some(account), ..of_account(app, reader) };
    let id = new.id;
    downloads::insert(tx, new).await?;
    Ok(id)
}

fn of_account(app: &App, user: UserId) -> NewDownload {
    let now = app.env.now();
    NewDownload {
        id: DownloadId::new(&app.env),
        user,
        kind: DownloadKind::Account,
        assets: Vec::new(),
        account: None,
        created_at: now,
        expires_at: now + app.settings.zips.link,
    }
}
