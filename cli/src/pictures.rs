//! Where pictures lie: files, or objects in a bucket.

use std::sync::Arc;

use anyhow::Context as _;
use nproxy_app::assets::FsAssetStore;
use nproxy_config::{Config, Storage, StorageKind};
use nproxy_domain::Env;
use nproxy_domain::assets::AssetStore;
use nproxy_store::bucket::LinkSettings;

use crate::buckets;

/// Of either kind, whichever is configured; it connects to no bucket.
pub async fn store(storage: &Storage, kind: StorageKind, env: &Env) -> anyhow::Result<Arc<dyn AssetStore>> {
    Ok(match kind {
        StorageKind::Fs => {
            let files = FsAssetStore::open(&storage.dir, env.clone()).await;
            Arc::new(files.context("storage.dir can't be used")?)
        }
        StorageKind::S3 => Arc::new(buckets::open(storage.s3(), links(storage)).await?),
    })
}

fn links(storage: &Storage) -> Option<LinkSettings> {
    let endpoint = storage.s3_public_endpoint.clone();
    (storage.s3_links_s > 0).then_some(LinkSettings { lifetime_s: storage.s3_links_s, endpoint })
}

/// Refuses to start where the bucket says no. Where nobody answers the start goes on, so that money and sign-in do not
/// wait for pictures: those are refused until somebody does.
pub async fn check(config: &Config, env: &Env) -> anyhow::Result<()> {
    if config.storage.kind != StorageKind::S3 {
        return Ok(());
    }
    let s3 = config.storage.s3();
    let bucket = buckets::open(s3, None).await?;
    if let Some(why) = buckets::asked(config, env, s3, &bucket).await? {
        tracing::error!(why, "storage.s3_endpoint: pictures can't be had, starting without");
    }
    Ok(())
}
