//! Pictures and backups in a bucket of a real S3 server.

use std::collections::BTreeMap;
use std::path::Path;

use nproxy_store::testing::TestDb;
use serde_json::{Value, json};
use url::Url;

use crate::chaos::world::{Plan, World};
use crate::support::{Nproxy, ids};

/// What the environment says of the server that `NPROXY_TEST_S3` names.
fn storage(prefix: &str) -> Vec<(&'static str, String)> {
    let [endpoint, bucket, prefix, access_key, secret_key] = server(prefix);
    vec![
        ("NPROXY__STORAGE__S3_ENDPOINT", endpoint),
        ("NPROXY__STORAGE__S3_BUCKET", bucket),
        ("NPROXY__STORAGE__S3_PREFIX", prefix),
        ("NPROXY__STORAGE__S3_ACCESS_KEY", access_key),
        ("NPROXY__STORAGE__S3_SECRET_KEY", secret_key),
    ]
}

fn backups(prefix: &str) -> Vec<(&'static str, String)> {
    let [endpoint, bucket, prefix, access_key, secret_key] = server(prefix);
    vec![
        ("NPROXY__BACKUP__S3_ENDPOINT", endpoint),
        ("NPROXY__BACKUP__S3_BUCKET", bucket),
        ("NPROXY__BACKUP__S3_PREFIX", prefix),
        ("NPROXY__BACKUP__S3_ACCESS_KEY", access_key),
        ("NPROXY__BACKUP__S3_SECRET_KEY", secret_key),
    ]
}

fn server(prefix: &str) -> [String; 5] {
    let said = std::env::var("NPROXY_TEST_S3").unwrap_or_else(|_| {
        panic!("NPROXY_TEST_S3 is not set, and this test needs an S3 server: run `make test`, or `scripts/with-s3 cargo nextest run --workspace ..`")
    });
    let url: Url = said.parse().expect("http://key:secret@host:port/bucket");
    [
        url.origin().ascii_serialization(),
        url.path().trim_matches('/').to_owned(),
        format!("{prefix}-{}/", std::process::id()),
        url.username().to_owned(),
        url.password().expect("a secret key").to_owned(),
    ]
}

fn with(mut nproxy: Nproxy, storage: Vec<(&'static str, String)>) -> Nproxy {
    for (variable, value) in storage {
        nproxy = nproxy.with(variable, value);
    }
    nproxy
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                all.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    all
}

async fn copy(nproxy: &Nproxy, args: &str) -> Value {
    let args: Vec<&str> = ["assets", "copy", "--json"].into_iter().chain(args.split(' ')).collect();
    nproxy.run(&args).await.done().json()
}

#[tokio::test]
async fn pictures_move_into_a_bucket_and_back() {
    let nproxy = with(Nproxy::on_sqlite(), storage("copy"));
    for n in 0..12 {
        let folder = nproxy.dir().join(format!("data/assets/inputs/a{}", n % 3));
        std::fs::create_dir_all(&folder).unwrap();
        let name = format!("0192f0c1-0000-7000-8000-0000000{n:02}a{}", n % 3);
        std::fs::write(folder.join(&name), format!("picture {n}").repeat(1000)).unwrap();
        std::fs::write(folder.join(format!("{name}.thumb")), format!("thumb {n}")).unwrap();
    }
    let before = files(&nproxy.dir().join("data/assets"));
    let dry = copy(&nproxy, "--from fs --to s3 --dry-run").await;
    assert_eq!((&dry["copied"], &dry["there"], &dry["dry_run"]), (&json!(24), &json!(0), &json!(true)));
    let told = nproxy.run(&["assets", "copy", "--from", "fs", "--to", "s3"]).await.done();
    assert!(told.stdout.starts_with("24 objects (1 MiB) copied, 0 there already"), "{told:?}");
    assert!(told.stderr.contains("says how to go on"), "{told:?}");
    let again = copy(&nproxy, "--from fs --to s3 --verify").await;
    assert_eq!((&again["copied"], &again["there"], &again["failed"]), (&json!(0), &json!(24), &json!(0)));
    let elsewhere = nproxy.clone().with("NPROXY__STORAGE__DIR", "elsewhere");
    let back = copy(&elsewhere, "--from s3 --to fs").await;
    assert_eq!(back["copied"], 24);
    assert_eq!(files(&nproxy.dir().join("elsewhere")), before);
}

#[tokio::test]
async fn a_copy_that_can_not_be_made_says_which_setting_is_wrong() {
    let good = || storage("refused");
    let wrong = |variable: &'static str, value: &str| {
        let mut all = good();
        all.retain(|(name, _)| *name != variable);
        all.push((variable, value.to_owned()));
        with(Nproxy::on_sqlite(), all)
    };
    for (nproxy, args, code, said) in [
        (Nproxy::on_sqlite(), "--from s3 --to s3", 2, "--from and --to are the same place"),
        (Nproxy::on_sqlite(), "--from s3 --to fs", 2, "storage.s3_bucket: the configuration names no bucket"),
        (with(Nproxy::on_sqlite(), good()), "--from fs --to s3", 2, "storage.dir: there is no folder data/assets"),
        (
            wrong("NPROXY__STORAGE__S3_BUCKET", "nobodys"),
            "--from s3 --to fs",
            2,
            "storage.s3_bucket: there is no bucket",
        ),
        (
            wrong("NPROXY__STORAGE__S3_SECRET_KEY", "wr0ng"),
            "--from s3 --to fs",
            2,
            "storage.s3_secret_key: is not the one",
        ),
        (
            wrong("NPROXY__STORAGE__S3_ENDPOINT", "http://127.0.0.1:1"),
            "--from s3 --to fs",
            1,
            "storage.s3_endpoint: the buck",
        ),
    ] {
        let args: Vec<&str> = ["assets", "copy"].into_iter().chain(args.split(' ')).collect();
        let refused = nproxy.run(&args).await;
        assert_eq!(refused.code, Some(code), "{refused:?}");
        assert!(refused.stderr.contains(said) && !refused.stderr.contains("wr0ng"), "{refused:?}");
    }
}

#[tokio::test]
async fn a_server_does_not_start_where_its_bucket_says_no_and_does_where_nobody_answers() {
    let db = TestDb::postgres().await;
    let start = |variable: &'static str, value: &str| {
        let mut nproxy = Nproxy::new()
            .with("NPROXY__DATABASE__URL", db.url())
            .with("NPROXY__SECRETS__MASTER_KEY", crate::support::MASTER_KEY)
            .with("NPROXY__SERVER__LISTEN", "127.0.0.1:0")
            .with("NPROXY__STORAGE__KIND", "s3");
        for (name, good) in storage("start") {
            nproxy = nproxy.with(name, if name == variable { value.to_owned() } else { good });
        }
        nproxy
    };
    for command in ["web", "worker"] {
        let refused = start("NPROXY__STORAGE__S3_ACCESS_KEY", "stranger").run(&[command]).await;
        assert_eq!(refused.code, Some(2), "{refused:?}");
        let said =
            "environment variable NPROXY__STORAGE__S3_ACCESS_KEY: storage.s3_access_key: the server does not know it";
        assert!(refused.stderr.contains(said), "{refused:?}");
    }
    let web =
        start("NPROXY__STORAGE__S3_ENDPOINT", "http://127.0.0.1:1").start(&["web"], &[("NPROXY_LOG", "off")]).await;
    assert!(web.url().starts_with("http://127.0.0.1:"));
    assert!(web.interrupt().await.success());
}

#[tokio::test]
async fn a_customers_pictures_are_made_kept_and_shown_from_a_bucket() {
    let mut env = storage("product");
    env.push(("NPROXY__STORAGE__KIND", "s3".to_owned()));
    let world = World::new(Plan { env, ..Plan::plain(2, 4, 10) }).await;
    let (web, _worker) = (world.web().await, world.worker().await);
    let linking = world.nproxy.start(&["web"], &[("NPROXY_LOG", "error"), ("NPROXY__STORAGE__S3_LINKS_S", "60")]).await;
    let (site, by_links) = (&world.sites(&web).await[0], &world.sites(&linking).await[0]);
    let asked = json!({ "mode": "text_to_image", "prompt": "a fox", "resolution": "square", "batch_size": 2 });
    let made = site.wait(&ids(&site.submit("one", &asked).await)).await;
    for generation in &made {
        assert_eq!(generation["state"], "succeeded", "{generation}");
        let asset = &generation["asset"];
        let (headers, bytes) = site.picture(asset["url"].as_str().unwrap()).await;
        assert_eq!(headers["content-type"], asset["mime"].as_str().unwrap());
        assert!(headers.contains_key("content-security-policy"), "from us");
        let (headers, same) = by_links.picture(asset["url"].as_str().unwrap()).await;
        assert_eq!(headers["content-type"], asset["mime"].as_str().unwrap());
        assert!(!headers.contains_key("content-security-policy"), "from the bucket itself");
        assert!(bytes == same, "the same picture");
        site.picture(asset["thumb_url"].as_str().unwrap()).await;
    }
    let kept = copy(&world.nproxy, "--from s3 --to fs").await;
    assert_eq!(kept["copied"], 4, "two pictures and their thumbnails: {kept}");
    assert!(world.ledger().await["ok"].as_bool().unwrap());
}

async fn health_of_backups(nproxy: &Nproxy) -> Value {
    let health = nproxy.run(&["health", "--json"]).await.json();
    let parts = health["components"].as_array().unwrap();
    parts.iter().find(|part| part["id"] == "backup").expect("a part")["state"].clone()
}

#[tokio::test]
async fn who_lost_the_server_restores_from_the_bucket() {
    let nproxy = with(Nproxy::on_sqlite(), backups("lost"));
    nproxy.run(&["migrate"]).await.done();
    nproxy.run_with_input(&["users", "create", "ada@example.org"], "correct horse\n").await.done();
    let none = nproxy.run(&["backup", "fetch"]).await;
    assert_eq!((none.code, none.stderr.contains("there is no backup in the bucket")), (Some(1), true), "{none:?}");
    let made = nproxy.run(&["backup", "run", "--json"]).await.done().json();
    assert_eq!(made["in_bucket"], true, "{made}");

    // All of the machine but its configuration.
    let new = with(Nproxy::on_sqlite(), backups("lost"));
    let there = new.run(&["backup", "list", "--bucket", "--json"]).await.done().json();
    let name = there["backups"][0]["file"].as_str().expect("a name");
    assert!(made["file"].as_str().unwrap().ends_with(name), "{there}");
    let fetched = new.run(&["backup", "fetch", "--json"]).await.done().json();
    new.run(&["backup", "verify"]).await.done();
    new.run(&["restore", "--from", fetched["file"].as_str().unwrap()]).await.done();
    let again = new.run_with_input(&["users", "create", "ada@example.org"], "correct horse\n").await;
    assert_ne!(again.code, Some(0), "she is there: {again:?}");
    let other = new.run(&["backup", "fetch", "nproxy-20270115T031500Z-1a2b3c4d.age"]).await;
    assert_eq!((other.code, other.stderr.contains("there is no nproxy-20270115")), (Some(1), true), "{other:?}");
}

#[tokio::test]
async fn older_backups_go_from_the_bucket_as_from_the_folder() {
    let nproxy = with(Nproxy::on_sqlite(), backups("older")).with("NPROXY__BACKUP__KEEP_DAILY", "1");
    let nproxy = nproxy.with("NPROXY__BACKUP__KEEP_WEEKLY", "0");
    nproxy.run(&["migrate"]).await.done();
    let first = nproxy.run(&["backup", "run", "--json"]).await.done().json();
    // They are told apart by the second that they were made in.
    let second = loop {
        let made = nproxy.run(&["backup", "run", "--json"]).await.done().json();
        if made["file"] != first["file"] {
            break made;
        }
    };
    assert_eq!(second["removed"], 2, "one in each place: {second}");
    let left = nproxy.run(&["backup", "list", "--bucket", "--json"]).await.done().json();
    let names: Vec<_> = left["backups"].as_array().unwrap().iter().map(|one| one["file"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 1, "{left}");
    assert!(second["file"].as_str().unwrap().ends_with(names[0]), "{left}");
}

#[tokio::test]
async fn a_backup_that_does_not_reach_its_bucket_is_kept_told_and_none_to_health() {
    for (variable, value, said) in [
        ("NPROXY__BACKUP__S3_SECRET_KEY", "wr0ng", "backup.s3_secret_key: is not the one of the access key"),
        ("NPROXY__BACKUP__S3_ENDPOINT", "http://127.0.0.1:1", "the bucket's server can't be reached"),
    ] {
        let nproxy = with(Nproxy::on_sqlite(), backups("away")).with(variable, value);
        nproxy.run(&["migrate"]).await.done();
        let refused = nproxy.run(&["backup", "run"]).await;
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.stderr.contains(" was made, but could not be brought into the bucket: "), "{refused:?}");
        assert!(refused.stderr.contains(said) && !refused.stderr.contains("wr0ng"), "{refused:?}");
        let list = nproxy.run(&["backup", "list", "--json"]).await.done().json();
        assert_eq!(list["backups"].as_array().map(Vec::len), Some(1), "{list}");
        assert_ne!(health_of_backups(&nproxy).await, "ok");
        let asked = nproxy.run(&["backup", "list", "--bucket"]).await;
        assert!(asked.code.is_some_and(|code| code != 0) && asked.stderr.contains("backup.s3_"), "{asked:?}");
    }
    let none = Nproxy::on_sqlite().run(&["backup", "fetch"]).await;
    assert_eq!(
        (none.code, none.stderr.contains("backup.s3_bucket: the configuration names")),
        (Some(2), true),
        "{none:?}"
    );
}
