//! Transactions, notices and background jobs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use nproxy_domain::{UserId, WorkerId};
use nproxy_store::entities::text::{Language, Role};
use nproxy_store::entities::{audit_log, switches, users};
use nproxy_store::jobs::{Job, JobEnd, Jobs};
use nproxy_store::testing::TestDb;
use nproxy_store::{DbBackend, NotReady, Store, StoreError, StoreOptions, Topic, Tx, both, workers};
use sea_orm::{ActiveModelTrait as _, ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _, Set};
use serde::{Deserialize, Serialize};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use url::Url;

fn a_user(db: &TestDb, email: &str) -> users::ActiveModel {
    users::ActiveModel {
        id: Set(db.env.uuid()),
        email: Set(email.into()),
        password_hash: Set("hash".into()),
        role: Set(Role::Customer),
        language: Set(Language::En),
        created_at: Set(db.env.now()),
        suspended_at: Set(None),
        suspended_reason: Set(None),
        deleted_at: Set(None),
        terms_version: Set(None),
        delete_after: Set(None),
    }
}

#[derive(Serialize, Deserialize)]
struct Greet {
    user: UserId,
}

impl Job for Greet {
    const KIND: &'static str = "greet";
    const TRIES_MAX: i32 = 3;
}

both! {
    async fn a_row_comes_back_as_it_was(db: TestDb) {
        db.store.ready().await.expect("the schema is current");
        let user = a_user(&db, "ada@example.com");
        let kept = db.store.write(|tx: Tx| {
            let user = user.clone();
            async move { Ok::<_, StoreError>(user.insert(&tx).await?) }
        }).await.expect("the row is kept");
        let read = users::Entity::find_by_id(kept.id).one(db.store.read()).await.expect("readable").expect("there");
        assert_eq!(read, kept);
        assert_eq!(read.created_at, db.env.now());
        assert_eq!(read.role, Role::Customer);
    }

    async fn two_rows_alike_are_told_by_their_index(db: TestDb) {
        let (first, second) = (a_user(&db, "ada@example.com"), a_user(&db, "ada@example.com"));
        let insert = |user: users::ActiveModel| {
            let store = db.store.clone();
            async move {
                store.write(|tx: Tx| {
                    let user = user.clone();
                    async move { user.insert(&tx).await.map_err(StoreError::from) }
                }).await
            }
        };
        insert(first).await.expect("the first is kept");
        let refused = insert(second).await.expect_err("the second is refused");
        assert!(refused.is_unique(), "{refused}");
    }

    async fn nothing_is_committed_after_a_statement_failed(db: TestDb) {
        let (first, second) = (a_user(&db, "ada@example.com"), a_user(&db, "ada@example.com"));
        let end = db.store.write(|tx: Tx| {
            let (first, second) = (first.clone(), second.clone());
            async move {
                first.insert(&tx).await?;
                let _swallowed = second.insert(&tx).await;
                Ok::<_, StoreError>(())
            }
        }).await;
        assert!(end.is_err_and(|e| e.is_unique()));
        assert_eq!(users::Entity::find().count(db.store.read()).await.expect("readable"), 0);
    }

    async fn a_roll_back_leaves_neither_row_nor_job_and_a_commit_both(db: TestDb) {
        let (told, mut heard) = mpsc::unbounded_channel();
        let jobs = Jobs::new().on(move |job: Greet| {
            let told = told.clone();
            async move {
                told.send(job.user).expect("the test listens");
                Ok(JobEnd::Done)
            }
        }).expect("one kind");
        let runner = db.store.run_jobs(jobs).expect("jobs run");
        let write = async |email: &'static str, fail: bool| {
            let user = a_user(&db, email);
            db.store.write(|tx: Tx| {
                let user = user.clone();
                async move {
                    let row = user.insert(&tx).await?;
                    tx.enqueue(Greet { user: UserId(row.id) }).await?;
                    if fail { Err(StoreError::Internal("changed my mind".into())) } else { Ok(row.id) }
                }
            }).await
        };
        write("rolled-back@example.com", true).await.expect_err("it was rolled back");
        let kept = write("kept@example.com", false).await.expect("it was committed");
        let first = tokio::time::timeout(Duration::from_secs(20), heard.recv()).await.expect("the job runs");
        assert_eq!(first, Some(UserId(kept)), "the only job is that of the committed row");
        runner.stop(Duration::from_secs(10)).await.expect("it stops");
        assert!(heard.try_recv().is_err());
        let emails: Vec<_> = users::Entity::find().all(db.store.read()).await.expect("readable").into_iter().map(|u| u.email).collect();
        assert_eq!(emails, ["kept@example.com"]);
    }

    async fn a_notice_is_heard_when_its_transaction_commits(db: TestDb) {
        let user = UserId(db.env.uuid());
        let mut heard = db.store.bell().subscribe();
        let notify = async |fail: bool| {
            db.store.write(|tx: Tx| async move {
                tx.notify(if fail { Topic::Work } else { Topic::User(user) });
                if fail { Err(StoreError::Internal("changed my mind".into())) } else { Ok(()) }
            }).await
        };
        notify(true).await.expect_err("it was rolled back");
        notify(false).await.expect("it was committed");
        let first = tokio::time::timeout(Duration::from_secs(10), heard.recv()).await.expect("it rings");
        assert_eq!(first.expect("not lagged"), Topic::User(user));
    }

    async fn writers_at_the_same_row_all_get_through(db: TestDb) {
        db.store.write(|tx: Tx| {
            let now = db.env.now();
            async move {
                let row = switches::ActiveModel { name: Set("n".into()), value: Set("0".into()), reason: Set(None),
                    actor: Set("system".into()), changed_at: Set(now), notice: Set(None), until: Set(None) };
                switches::Entity::insert(row).exec(&tx).await.map_err(StoreError::from)
            }
        }).await.expect("kept");
        let runs = Arc::new(AtomicU32::new(0));
        let writers = (0..8).map(|_| {
            let (store, runs) = (db.store.clone(), runs.clone());
            tokio::spawn(async move {
                for _ in 0..10 {
                    store.write(|tx: Tx| {
                        runs.fetch_add(1, Ordering::SeqCst);
                        async move {
                            let sql = "UPDATE switches SET value = CAST(CAST(value AS integer) + 1 AS text) WHERE name = 'n'";
                            tx.execute_unprepared(sql).await.map_err(StoreError::from)
                        }
                    }).await.expect("it gets through");
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.expect("no panic");
        }
        let n = switches::Entity::find().one(db.store.read()).await.expect("readable").expect("there");
        assert_eq!(n.value, "80");
    }

    async fn the_audit_log_can_not_be_rewritten(db: TestDb) {
        let row = audit_log::ActiveModel {
            id: Set(db.env.uuid()), at: Set(db.env.now()), actor: Set("operator".into()), surface: Set("cli".into()),
            act: Set("keys.disable".into()), subject: Set("key:1".into()), before: Set(None),
            after: Set(Some(serde_json::json!({"state": "disabled"}))), reason: Set(None), request_id: Set(None),
        };
        let kept = db.store.write(|tx: Tx| {
            let row = row.clone();
            async move { row.insert(&tx).await.map_err(StoreError::from) }
        }).await.expect("kept");
        for sql in ["UPDATE audit_log SET act = 'x'", "DELETE FROM audit_log"] {
            let refused = db.store.write(|tx: Tx| async move { tx.execute_unprepared(sql).await.map_err(StoreError::from) }).await;
            assert!(refused.expect_err("refused").to_string().contains("append-only"), "{sql}");
        }
        let read = audit_log::Entity::find().all(db.store.read()).await.expect("readable");
        assert_eq!(read, [kept]);
    }
}

/// An empty database beside `db`'s own.
async fn emptied(db: &TestDb) -> String {
    if db.store.backend() == DbBackend::Sqlite {
        return format!("{}-empty", db.url());
    }
    let empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
    let emptied = db.store.write(|tx: Tx| async move { tx.execute_unprepared(empty).await.map_err(StoreError::from) });
    emptied.await.expect("emptied");
    db.url().into()
}

async fn connect(url: &str) -> Result<Store, StoreError> {
    Store::connect(StoreOptions { url: url.into(), connections_max: 3 }, TestDb::master_key()).await
}

both! {
    async fn processes_that_start_together_build_the_schema_once(db: TestDb) {
        let url = emptied(&db).await;
        let store = connect(&url).await.expect("an empty database opens");
        assert!(matches!(store.ready().await, Err(NotReady::SchemaOutdated)));
        let one_process = db.store.backend() == DbBackend::Sqlite;
        let starting = (0..if one_process { 1 } else { 4 }).map(|_| {
            let url = url.clone();
            tokio::spawn(async move {
                let store = connect(&url).await.expect("it opens");
                store.migrate().await.expect("it migrates");
                store.migrate().await.expect("a second time changes nothing");
                store.close().await;
            })
        });
        for process in starting.collect::<Vec<_>>() {
            process.await.expect("no panic");
        }
        store.ready().await.expect("the schema is current");
        store.close().await;
    }

    async fn an_older_program_is_content_with_a_newer_schema(db: TestDb) {
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 1800000000)";
        db.store.write(|tx: Tx| async move { tx.execute_unprepared(newer).await.map_err(StoreError::from) }).await.expect("written");
        db.store.migrate().await.expect("nothing is to be done");
        db.store.ready().await.expect("it serves");
    }

    async fn a_process_is_known_until_it_leaves(db: TestDb) {
        let id = WorkerId::new(&db.env);
        let (start, later) = (db.env.now(), db.env.now() + chrono::Duration::seconds(30));
        db.store.write(|tx: Tx| async move { workers::register(&tx, id, "dev", "0.1.0", start).await }).await.expect("known");
        let silent = workers::stale(db.store.read(), later).await.expect("readable");
        assert_eq!(silent.iter().map(|w| WorkerId(w.id)).collect::<Vec<_>>(), [id]);
        let known = db.store.write(|tx: Tx| async move { workers::heartbeat(&tx, id, later).await }).await;
        assert!(known.expect("written"));
        assert!(workers::stale(db.store.read(), later).await.expect("readable").is_empty());
        db.store.write(|tx: Tx| async move { workers::leave(&tx, id).await }).await.expect("gone");
        assert!(workers::list(db.store.read()).await.expect("readable").is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notices_and_statements_come_back_after_every_connection_was_cut() {
    let db = TestDb::postgres().await;
    let mut heard = db.store.bell().subscribe();
    let other = db.another_store().await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    other.write(|tx: Tx| async move { tx.execute_unprepared(cut).await.map_err(StoreError::from) }).await.expect("cut");
    let first = tokio::time::timeout(Duration::from_secs(20), heard.recv()).await.expect("it rings");
    assert_eq!(first.expect("not lagged"), Topic::All, "everybody looks again");
    db.store.ready().await.expect("it reconnects");
    db.store
        .write(|tx: Tx| async move {
            tx.notify(Topic::Work);
            Ok::<_, StoreError>(())
        })
        .await
        .expect("written");
    loop {
        match tokio::time::timeout(Duration::from_secs(20), heard.recv()).await.expect("it rings").expect("not lagged")
        {
            Topic::Work => break,
            Topic::All => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Forwards connections until `cut`, which resets them all as a router does that forgot them.
async fn relay(target: String, cut: &watch::Sender<()>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let cut = cut.subscribe();
    tokio::spawn(async move {
        while let Ok((mut inner, _)) = listener.accept().await {
            let (target, mut cut) = (target.clone(), cut.clone());
            cut.mark_unchanged();
            tokio::spawn(async move {
                let mut outer = TcpStream::connect(target).await.expect("the server answers");
                tokio::select! {
                    _ = copy_bidirectional(&mut inner, &mut outer) => {}
                    _ = cut.changed() => inner.set_zero_linger().expect("a socket of ours"),
                }
            });
        }
    });
    port
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notices_come_back_after_their_connection_was_reset() {
    let db = TestDb::postgres().await;
    let mut url = Url::parse(db.url()).expect("a URL");
    let target = format!("{}:{}", url.host_str().unwrap_or_default(), url.port().unwrap_or(5432));
    let (cut, _) = watch::channel(());
    let port = relay(target, &cut).await;
    url.set_host(Some("127.0.0.1")).expect("a host");
    url.set_port(Some(port)).expect("a port");
    let store = connect(url.as_str()).await.expect("it opens");
    let mut heard = store.bell().subscribe();
    cut.send_replace(());
    let first = tokio::time::timeout(Duration::from_secs(20), heard.recv()).await.expect("it rings");
    assert_eq!(first.expect("not lagged"), Topic::All, "everybody looks again");
    let notify = db.store.write(|tx: Tx| async move {
        tx.notify(Topic::Work);
        Ok::<_, StoreError>(())
    });
    notify.await.expect("written");
    let next = tokio::time::timeout(Duration::from_secs(20), heard.recv()).await.expect("it rings");
    assert_eq!(next.expect("not lagged"), Topic::Work);
    store.close().await;
}

#[tokio::test]
async fn a_database_that_is_away_is_unavailable_and_a_bad_url_is_said_to_be_bad() {
    let away = connect("postgres://nobody:hidden@127.0.0.1:1/none").await.expect_err("nobody listens there");
    assert!(away.is_unavailable(), "{away}");
    for url in ["mysql://x", "", "postgres://[", "sqlite:/no/such/folder/db.sqlite"] {
        let bad = connect(url).await.expect_err("it can't be opened");
        assert!(matches!(bad, StoreError::Options(_) | StoreError::Unavailable(_)), "{url}: {bad:?}");
    }
    let shown = format!("{:?}", StoreOptions { url: "postgres://u:hidden@h/d".into(), connections_max: 1 });
    assert!(!shown.contains("hidden"));
}
