//! What is said of a bucket that can't be worked with, and that nobody waits for it for ever.

use std::time::Duration;

use bytes::Bytes;
use futures::TryStreamExt as _;
use nproxy_domain::WorkerId;
use nproxy_domain::assets::{AssetStore as _, AssetStoreError, Span};
use nproxy_store::bucket::{BucketSettings, BucketTrouble, Setting};
use tokio::time::timeout;

use super::behaviour::{env, key};
use super::played::{self, Played, canned};

/// Far longer than all tries together.
const PATIENCE: Duration = Duration::from_secs(20);

async fn check(settings: BucketSettings) -> Result<(), BucketTrouble> {
    played::open(settings).await.check(WorkerId::new(&env())).await
}

async fn refused(settings: BucketSettings) -> (Setting, String) {
    match check(settings).await {
        Err(BucketTrouble::Refused { setting, reason }) => (setting, reason),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_bucket_that_can_be_worked_with_is_left_as_it_was() {
    let server = Played::start().await;
    check(server.settings()).await.unwrap();
    assert!(played::open(server.settings()).await.list(None, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_setting_that_is_wrong_is_named() {
    let server = Played::start().await;
    settings_are_told_apart(server.settings()).await;
}

#[tokio::test]
async fn a_real_server_tells_them_apart_as_well() {
    let settings = played::real("check");
    check(settings.clone()).await.unwrap();
    settings_are_told_apart(settings).await;
}

async fn settings_are_told_apart(good: BucketSettings) {
    let missing = BucketSettings { bucket: "nobody-made-this-one".into(), ..good.clone() };
    let (setting, reason) = refused(missing).await;
    assert_eq!((setting, reason.as_str()), (Setting::Bucket, "there is no bucket \"nobody-made-this-one\""));
    let stranger = BucketSettings { access_key: "nobody".to_owned().into(), ..good.clone() };
    assert_eq!(refused(stranger).await.0, Setting::AccessKey);
    let wrong = BucketSettings { secret_key: "not-the-secret".to_owned().into(), ..good };
    let (setting, reason) = refused(wrong).await;
    assert_eq!(setting, Setting::SecretKey);
    assert!(!reason.contains("not-the-secret"), "{reason}");
}

#[tokio::test]
async fn what_servers_say_leads_to_the_setting() {
    for (answer, setting, said) in [
        (
            "HTTP/1.1 301 Moved Permanently\r\nconnection: close\r\n\r\n<Error><Code>PermanentRedirect</Code><Message>\
             use eu-central-1, please</Message></Error>",
            Setting::Region,
            "is not the bucket's: PermanentRedirect: use eu-central-1, please",
        ),
        (
            "HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n<Error><Code>AccessDenied</Code><Message>go\n \
             \u{202E}away</Message></Error>",
            Setting::Rights,
            "this key may not list the bucket: AccessDenied: go away",
        ),
        (
            "HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\n\r\nlost",
            Setting::Endpoint,
            "there is no such bucket, or this is no S3 server",
        ),
    ] {
        let (settings, _server) = canned(answer).await;
        assert_eq!(refused(settings).await, (setting, said.to_owned()));
    }
}

#[tokio::test]
async fn a_server_that_is_away_or_in_trouble_is_no_fault_of_a_setting() {
    let (broken, _server) = canned("HTTP/1.1 503 Slow Down\r\ncontent-length: 0\r\n\r\n").await;
    let away = Played::start().await;
    away.stop();
    for (settings, said) in [(broken, "status 503"), (away.settings(), "the bucket's server can't be reached: ")] {
        match timeout(PATIENCE, check(settings)).await.expect("it ends") {
            Err(BucketTrouble::Away(words)) => assert!(words.starts_with(said), "{words}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let (settings, _server) = canned("").await;
    let bucket = played::open(BucketSettings { timeout: Duration::from_millis(100), ..settings }).await;
    let picture = key("inputs/a");
    let put = bucket.put(&picture, Bytes::from_static(b"a"));
    let error = timeout(PATIENCE, put).await.expect("it ends").unwrap_err();
    assert_eq!(error.to_string(), "asset store: writing: the bucket's server did not answer in time");
}

#[tokio::test]
async fn an_object_that_breaks_off_is_an_error_and_never_a_shorter_one() {
    let (settings, _server) = canned("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").await;
    let bucket = played::open(settings).await;
    let error = timeout(PATIENCE, bucket.get(&key("inputs/a"))).await.expect("it ends").unwrap_err();
    assert!(matches!(&error, AssetStoreError::Unavailable(why) if why.starts_with("reading broke off: ")), "{error}");
    let reading = bucket.read(&key("inputs/a"), Span::Whole).await.expect("it begins well");
    assert!(reading.pieces.try_collect::<Vec<_>>().await.is_err());
}
