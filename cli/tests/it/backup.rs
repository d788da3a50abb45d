//! The database is lost, and comes back from a backup: on PostgreSQL, with real processes, the played processors and the
//! played upstream.

use nproxy_sandbox::Conduct;
use nproxy_store::testing::{TestDb, tables_with};
use serde_json::json;

use crate::support::{Answer, MASTER_KEY, Nproxy, Shop, ids};

/// In the order of `pay` after the backup.
const AFTER: &str = "after-the-backup";

fn file_of(answer: &Answer) -> String {
    answer.json()["file"].as_str().expect("a path").to_owned()
}

/// Everything as of the backup, what was under way goes on, and what was paid since is found at the processor.
#[tokio::test]
async fn a_lost_database_comes_back_with_its_money_and_its_pictures() {
    let shop = Shop::new().await;
    let nproxy =
        shop.nproxy.clone().with("NPROXY__WORKER__LEASE_MS", "2000").with("NPROXY__WORKER__HEARTBEAT_MS", "300");
    // The key of an attempt that was lost with its worker rests before it is used again.
    let nproxy = nproxy.with("NPROXY__KEYS__COOLDOWN_S", "1");
    let (web, site) = shop.web(None).await;
    let worker = nproxy.start(&["worker"], &[]).await;
    for (label, key) in [("first", "key"), ("second", "another-key")] {
        nproxy.run_with_input(&["keys", "add", "--provider", "nano_banana", "--label", label], key).await.done();
    }
    let paid = site.buy("before", "btcpay", Some("BTC-CHAIN")).await;
    shop.pay(&site.payment_in(&paid, &["pending"]).await);
    site.payment_in(&paid, &["paid"]).await;
    let turn = |n: u32| json!({ "mode": "text_to_image", "prompt": "a quiet harbour", "resolution": "square", "batch_size": n });
    let first = site.submit("first", &turn(1)).await;
    let first = site.wait(&ids(&first)).await;
    assert_eq!(first[0]["state"], "succeeded");

    // Two pictures are on their way when the backup is made: the upstream lets them wait.
    shop.sandbox.controls().set_defaults(Conduct { latency_ms: 100_000, ..Conduct::default() }).unwrap();
    let under_way = site.submit("second", &turn(2)).await;
    shop.are_under_way(2).await;
    let made = nproxy.run(&["backup", "run", "--to", "backups", "--json"]).await.done();
    let (backup, made_at) = (file_of(&made), made.json()["made_at"].as_str().unwrap().to_owned());

    // After it a month is paid for, and everything but the processors, the pictures and the backup is lost.
    let lost = site.buy(AFTER, "btcpay", Some("BTC-CHAIN")).await;
    shop.pay(&site.payment_in(&lost, &["pending"]).await);
    site.payment_in(&lost, &["paid"]).await;
    drop((web, worker));
    shop.sandbox.controls().set_defaults(Conduct::default()).unwrap();

    let new = TestDb::empty_postgres().await;
    let moved = nproxy.with("NPROXY__DATABASE__URL", new.url());
    let verified = moved.run(&["backup", "verify", &backup, "--json"]).await.done().json();
    assert_eq!(verified["manifest"]["engine"], "postgres", "{verified}");
    let restored = moved.run(&["restore", "--from", &backup, "--json"]).await.done().json();
    // The file's name has whole seconds.
    let is_that_one = restored["made_at"].as_str().is_some_and(|at| at.starts_with(made_at.trim_end_matches('Z')));
    assert!(is_that_one && restored["signed_out"] == 1, "{restored}");
    let again = moved.run(&["restore", "--from", &backup]).await;
    assert_eq!((again.code, again.stderr.contains("is not empty")), (Some(1), true), "{again:?}");

    let web = moved.start(&["web"], &[]).await;
    let site = shop.sign_in(&web).await;
    let worker = moved.start(&["worker"], &[]).await;
    let ended = site.wait(&ids(&under_way)).await;
    assert!(ended.iter().all(|one| one["state"] == "succeeded"), "what was under way goes on: {ended:?}");
    let done = moved.run(&["payments", "reconcile", "--since", &made_at, "--json"]).await.json();
    assert_eq!(done["unknown"], 1, "the month that was paid since is found: {done}");
    let ledger = moved.run(&["ledger", "check", "--json"]).await.done().json();
    assert_eq!((&ledger["ok"], &ledger["held"], &ledger["spent"]), (&json!(true), &json!(0), &json!(3)), "{ledger}");
    let assets = moved.run(&["assets", "check", "--json"]).await.json();
    assert_eq!((&assets["missing"], &assets["pictures"]), (&json!(0), &json!(3)), "{assets}");
    drop((web, worker));
}

fn on_postgres(db: &TestDb) -> Nproxy {
    Nproxy::new().with("NPROXY__DATABASE__URL", db.url()).with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)
}

#[tokio::test]
async fn a_backup_holds_no_secret_in_the_clear_and_is_believed_only_whole_and_with_its_master_key() {
    let db = TestDb::postgres().await;
    let nproxy = on_postgres(&db);
    nproxy.run_with_input(&["users", "create", "ada@example.org"], "correct horse\n").await.done();
    let backup = file_of(&nproxy.run(&["backup", "run", "--json"]).await.done());
    assert!(backup.starts_with("data/backups/nproxy-"), "where the configuration says: {backup}");
    let (path, newer) = (nproxy.dir().join(&backup), TestDb::empty_postgres().await);
    let bytes = std::fs::read(&path).unwrap();
    let is_in = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(!is_in(b"ada@example.org") && !is_in(b"PGDMP") && is_in(b"age-encryption.org"));
    nproxy.run(&["backup", "verify"]).await.done();

    let other = nproxy.clone().with("NPROXY__SECRETS__MASTER_KEY", "09".repeat(32));
    let id = nproxy.run(&["backup", "list", "--json"]).await.done().json()["backups"][0]["master_key"].clone();
    let refused = other.run(&["restore", "--from", &backup]).await;
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains(&format!("it needs the master key {}", id.as_str().unwrap())), "{refused:?}");

    let onto = nproxy.clone().with("NPROXY__DATABASE__URL", newer.url());
    let mut turned = bytes.clone();
    turned[bytes.len() / 2] ^= 1;
    for (what, damaged) in [("a bit", turned.as_slice()), ("the end", &bytes[..bytes.len() - 40]), ("all", b"")] {
        std::fs::write(&path, damaged).unwrap();
        let refused = onto.run(&["restore", "--from", &backup]).await;
        assert_eq!(refused.code, Some(1), "{what}: {refused:?}");
        assert!(newer.store.is_empty().await.unwrap(), "{what}: nothing was restored");
    }
    std::fs::write(&path, &bytes).unwrap();
    onto.run(&["restore", "--from", &backup]).await.done();
    assert!(!tables_with(&newer.store, "ada@example.org").await.is_empty());
}

#[tokio::test]
async fn who_names_a_public_key_opens_backups_with_its_secret_half_alone() {
    const PUBLIC: &str = "age15nsf9y4k28p83wth93tf7hafhvfajp45d2mge80ems45gz0c5gys3me64l";
    const SECRET: &str = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZ9K4CN";
    let nproxy = Nproxy::on_sqlite();
    nproxy.write("nproxy.toml", &format!("[backup]\nrecipients = [\"{PUBLIC}\"]\n"));
    nproxy.write("key.txt", &format!("# kept elsewhere\n{SECRET}\n"));
    nproxy.run(&["migrate"]).await.done();
    let backup = file_of(&nproxy.run(&["backup", "run", "--json"]).await.done());
    let refused = nproxy.run(&["backup", "verify"]).await;
    assert_eq!(
        (refused.code, refused.stderr.contains("can't be opened with this key")),
        (Some(1), true),
        "{refused:?}"
    );
    nproxy.run(&["backup", "verify", &backup, "--identity", "key.txt"]).await.done();
    let elsewhere = nproxy.clone().with("NPROXY__DATABASE__URL", "sqlite:other.sqlite");
    elsewhere.run(&["restore", "--from", &backup, "--identity", "key.txt"]).await.done();
    elsewhere.run(&["ledger", "check"]).await.done();
    nproxy.write("nproxy.toml", "[backup]\nrecipients = [\"age1nonsense\"]\n");
    let wrong = nproxy.run(&["config", "check"]).await;
    assert_eq!(
        (wrong.code, wrong.stderr.contains("backup.recipients: is no public key")),
        (Some(2), true),
        "{wrong:?}"
    );
}

#[tokio::test]
async fn a_backup_makes_health_good_and_the_older_ones_go() {
    let nproxy = Nproxy::on_sqlite().with("NPROXY__BACKUP__KEEP_DAILY", "1").with("NPROXY__BACKUP__KEEP_WEEKLY", "0");
    nproxy.run(&["migrate"]).await.done();
    let old = "backups/nproxy-20200101T031500Z-1a2b3c4d.age";
    std::fs::create_dir(nproxy.dir().join("backups")).unwrap();
    for kept in [old, "backups/notes.txt"] {
        nproxy.write(kept, "an old one");
    }
    let made = nproxy.run(&["backup", "run", "--to", "backups", "--json"]).await.done();
    assert_eq!(made.json()["removed"], 1, "{made:?}");
    let mut left: Vec<_> =
        std::fs::read_dir(nproxy.dir().join("backups")).unwrap().map(|e| e.unwrap().path()).collect();
    left.sort();
    assert_eq!(left, [nproxy.dir().join("backups/notes.txt"), nproxy.dir().join(file_of(&made))]);
    let health = nproxy.run(&["health", "--json"]).await.json();
    let parts = health["components"].as_array().unwrap();
    let backup = parts.iter().find(|part| part["id"] == "backup").expect("a part");
    assert_eq!(backup["state"], "ok", "{backup}");
}
