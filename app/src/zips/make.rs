//! A link to chosen pictures in one file.

use std::collections::HashSet;

use nproxy_domain::{AssetId, DownloadId, UserId};
use nproxy_store::downloads::{self, NewDownload};
use nproxy_store::entities::text::DownloadKind;
use nproxy_store::{StoreError, assets};

use crate::App;

#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error("no picture was chosen")]
    Empty,
    #[error("a ZIP has at most {max} pictures")]
    TooLarge { max: usize },
    /// One is unknown, deleted, or somebody else's: all the same to who asks.
    #[error("there is no such picture")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Good for [`link`](super::ZipSettings::link), for its owner alone. What is chosen twice is in it once.
pub async fn make(app: &App, user: UserId, chosen: &[AssetId]) -> Result<DownloadId, MakeError> {
    let mut seen = HashSet::new();
    let ids: Vec<_> = chosen.iter().copied().filter(|id| seen.insert(*id)).collect();
    let max = app.settings.zips.pictures_max;
    if ids.is_empty() {
        return Err(MakeError::Empty);
    }
    if ids.len() > max {
        return Err(MakeError::TooLarge { max });
    }
    if assets::own_live(app.store.read(), user, &ids).await?.len() < ids.len() {
        return Err(MakeError::NotFound);
    }
    let (id, now) = (DownloadId::new(&app.env), app.env.now());
    let new = &NewDownload {
        account: None,
        id,
        user,
        kind: DownloadKind::Pictures,
        assets: ids,
        created_at: now,
        expires_at: now + app.settings.zips.link,
    };
    app.store.write(|tx| async move { downloads::insert(&tx, new.clone()).await }).await?;
    Ok(id)
}
