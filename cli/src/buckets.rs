//! Buckets that the configuration names, and what is wrong with one in the words of its keys.

use std::time::Duration;

use anyhow::{Context as _, anyhow};
use nproxy_config::{Config, Problems, S3};
use nproxy_domain::plugin::ConfigError;
use nproxy_domain::{Env, WorkerId};
use nproxy_store::bucket::{Bucket, BucketSettings, BucketTrouble, LinkSettings, Setting};

/// It connects to nothing.
pub async fn open(s3: S3<'_>, links: Option<LinkSettings>) -> anyhow::Result<Bucket> {
    let settings = BucketSettings {
        endpoint: s3.endpoint.cloned(),
        region: s3.region.to_owned(),
        bucket: s3.bucket.to_owned(),
        prefix: s3.prefix.to_owned(),
        path_style: s3.path_style,
        access_key: s3.access_key.clone(),
        secret_key: s3.secret_key.clone(),
        timeout: Duration::from_secs(s3.timeout_s.into()),
        links,
    };
    Box::pin(Bucket::open(settings)).await.with_context(|| format!("{} can't be used", s3.key("bucket")))
}

/// For work that is nothing without the bucket.
pub async fn must_work(config: &Config, env: &Env, s3: S3<'_>) -> anyhow::Result<Bucket> {
    let bucket = open(s3, None).await?;
    match asked(config, env, s3, &bucket).await? {
        None => Ok(bucket),
        Some(why) => Err(anyhow!("{}: {why}", s3.key("endpoint"))),
    }
}

/// `Some`: nobody answers, and why. An error: the bucket says no.
pub async fn asked(config: &Config, env: &Env, s3: S3<'_>, bucket: &Bucket) -> anyhow::Result<Option<String>> {
    match bucket.check(WorkerId::new(env)).await {
        Ok(()) => Ok(None),
        Err(BucketTrouble::Away(why)) => Ok(Some(why)),
        Err(BucketTrouble::Refused { setting, reason }) => {
            Err(Problems(vec![config.problem(ConfigError { key: key_of(s3, setting), reason })]).into())
        }
    }
}

/// The key of the configuration that somebody has to look at.
pub fn key_of(s3: S3<'_>, setting: Setting) -> String {
    s3.key(match setting {
        Setting::Endpoint => "endpoint",
        Setting::Region => "region",
        Setting::Bucket | Setting::Rights => "bucket",
        Setting::AccessKey => "access_key",
        Setting::SecretKey => "secret_key",
    })
}
