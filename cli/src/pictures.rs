//! Where pictures lie: files, or objects in a bucket.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use nproxy_app::assets::FsAssetStore;
use nproxy_config::{Config, Problems, Storage, StorageKind};
use nproxy_domain::assets::AssetStore;
use nproxy_domain::plugin::ConfigError;
use nproxy_domain::{Env, WorkerId};
use nproxy_store::bucket::{Bucket, BucketSettings, BucketTrouble, LinkSettings, Setting};

/// Of either kind, whichever is configured; it connects to no bucket.
pub async fn store(storage: &Storage, kind: StorageKind, env: &Env) -> anyhow::Result<Arc<dyn AssetStore>> {
    Ok(match kind {
        StorageKind::Fs => {
            let files = FsAssetStore::open(&storage.dir, env.clone()).await;
            Arc::new(files.context("storage.dir can't be used")?)
        }
        StorageKind::S3 => Arc::new(Bucket::open(bucket(storage)).await.context("the bucket can't be used")?),
    })
}

/// Refuses to start where the bucket says no. Where nobody answers the start goes on, so that money and sign-in do not
/// wait for pictures: those are refused until somebody does.
pub async fn check(config: &Config, env: &Env) -> anyhow::Result<()> {
    if config.storage.kind != StorageKind::S3 {
        return Ok(());
    }
    if let Some(why) = asked(config, env).await? {
        tracing::error!(why, "storage.s3_endpoint: pictures can't be had, starting without");
    }
    Ok(())
}

/// For work that is nothing without the bucket.
pub async fn must_work(config: &Config, env: &Env) -> anyhow::Result<()> {
    match asked(config, env).await? {
        None => Ok(()),
        Some(why) => Err(anyhow::anyhow!("storage.s3_endpoint: {why}")),
    }
}

/// `Some`: nobody answers, and why.
async fn asked(config: &Config, env: &Env) -> anyhow::Result<Option<String>> {
    let bucket = Bucket::open(bucket(&config.storage)).await.context("the bucket can't be used")?;
    match bucket.check(WorkerId::new(env)).await {
        Ok(()) => Ok(None),
        Err(BucketTrouble::Away(why)) => Ok(Some(why)),
        Err(BucketTrouble::Refused { setting, reason }) => {
            let problem = config.problem(ConfigError { key: key_of(setting).to_owned(), reason });
            Err(Problems(vec![problem]).into())
        }
    }
}

fn key_of(setting: Setting) -> &'static str {
    match setting {
        Setting::Endpoint => "storage.s3_endpoint",
        Setting::Region => "storage.s3_region",
        Setting::Bucket | Setting::Rights => "storage.s3_bucket",
        Setting::AccessKey => "storage.s3_access_key",
        Setting::SecretKey => "storage.s3_secret_key",
    }
}

fn bucket(storage: &Storage) -> BucketSettings {
    BucketSettings {
        endpoint: storage.s3_endpoint.clone(),
        region: storage.s3_region.clone(),
        bucket: storage.s3_bucket.clone(),
        prefix: storage.s3_prefix.clone(),
        path_style: storage.s3_path_style,
        access_key: storage.s3_access_key.clone(),
        secret_key: storage.s3_secret_key.clone(),
        timeout: Duration::from_secs(storage.s3_timeout_s.into()),
        links: (storage.s3_links_s > 0)
            .then(|| LinkSettings { lifetime_s: storage.s3_links_s, endpoint: storage.s3_public_endpoint.clone() }),
    }
}
