//! Many at once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use nproxy_domain::keys::{KeyRing as _, Opened};
use nproxy_domain::outcome::Class;
use nproxy_domain::{GenerationId, KeyId, LeaseId};

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, Statement};

use super::{Bench, PATIENCE, PROVIDER, outcome, picked, slots, want};
use crate::entities::provider_keys;
use crate::error::StoreError;
use crate::ring::{Ring, RingSettings, gate};
use crate::testing::TestDb;
use crate::tx::Tx;
use crate::{both, keys};

const PICKERS: u64 = 8;
const ROUNDS: usize = 25;
const ACCOUNTS: usize = 5;
const KEYS_OF_AN_ACCOUNT: usize = 6;

async fn someone_waits_at_a_gate(db: &impl ConnectionTrait) -> bool {
    let waiting = "SELECT 1 AS n FROM pg_locks JOIN pg_database d ON d.oid = database
        WHERE d.datname = current_database() AND locktype = 'advisory' AND NOT granted";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), waiting)).await;
    row.expect("readable").is_some()
}

both! {
    async fn one_key_with_four_free_slots_is_picked_four_times_at_once(db: TestDb) {
        let bench = Arc::new(Bench::new(db).await);
        let key = bench.key("one", slots(4), None).await;
        let mut generations = Vec::new();
        for _ in 0..5 {
            generations.push(bench.generation().await);
        }
        let fifth = generations.pop().expect("five");
        let picks = generations.into_iter().map(|generation| {
            let bench = bench.clone();
            tokio::spawn(async move { picked(bench.open(generation).await) })
        });
        for pick in picks.collect::<Vec<_>>() {
            assert_eq!(pick.await.expect("no panic").key, key);
        }
        assert!(matches!(bench.open(fifth).await, Opened::Later { at } if at == bench.now()), "it is busy");
        assert_eq!(keys::get(bench.db.store.read(), key).await.expect("readable").expect("there").in_flight, 4);
    }

    async fn keys_of_one_account_that_run_out_of_funds_at_once_do_not_block_each_other(db: TestDb) {
        let bench = Bench::new(db).await;
        for round in 0..ACCOUNTS {
            let mut attempts = Vec::new();
            for nth in 0..KEYS_OF_AN_ACCOUNT {
                bench.key(&format!("key-{round}-{nth}"), slots(1), Some(&format!("account-{round}"))).await;
                attempts.push(picked(bench.open(bench.generation().await).await));
            }
            let runs = Arc::new(AtomicUsize::new(0));
            let ends = attempts.into_iter().map(|attempt| {
                let (ring, env, store, runs) = (bench.ring.clone(), bench.db.env.clone(), bench.db.store.clone(), runs.clone());
                tokio::spawn(async move {
                    store.write(|tx: Tx| {
                        runs.fetch_add(1, Ordering::SeqCst);
                        let (ring, env) = (&ring, &env);
                        async move { ring.close_in(&tx, env, attempt.id, &outcome(Class::OutOfFunds)).await }
                    }).await
                })
            });
            for end in ends.collect::<Vec<_>>() {
                assert!(end.await.expect("no panic").expect("it gets through").is_some());
            }
            assert_eq!(runs.load(Ordering::SeqCst), KEYS_OF_AN_ACCOUNT, "one had to begin again");
        }
        for key in keys::list(bench.db.store.read(), None).await.expect("readable") {
            assert_eq!((key.state.as_str(), key.in_flight), ("out_of_funds", 0));
            let events = keys::events(bench.db.store.read(), KeyId(key.id), 10).await.expect("readable");
            assert_eq!(events.len(), 1, "it falls once");
        }
    }

    async fn a_key_that_moves_meanwhile_falls_with_the_account_that_it_has_then(db: TestDb) {
        use provider_keys::Column;
        let bench = Bench::new(db).await;
        let key = bench.key("key-0", slots(1), Some("old")).await;
        bench.key("key-1", slots(1), Some("new")).await;
        let attempt = picked(bench.open(bench.generation().await).await);
        assert_eq!(attempt.key, key);
        let at_the_gate = tokio::sync::Notify::new();
        let (store, read) = (&bench.db.store, bench.db.store.read());
        let change = store.write(|tx: Tx| {
            let at_the_gate = &at_the_gate;
            async move {
                gate::pass(&tx, PROVIDER).await?;
                let row = provider_keys::Entity::update_many().col_expr(Column::Account, Expr::value("new"));
                row.filter(Column::Id.eq(key.0)).exec(&tx).await?;
                at_the_gate.notify_one();
                // Whoever puts the key back has read its row by the time he waits at the gate.
                while store.backend() == crate::DbBackend::Postgres && !someone_waits_at_a_gate(read).await {
                    tokio::task::yield_now().await;
                }
                Ok::<_, StoreError>(())
            }
        });
        let close = async {
            at_the_gate.notified().await;
            bench.close(&attempt, Class::OutOfFunds).await
        };
        let both = tokio::time::timeout(PATIENCE, async { tokio::join!(change, close) }).await;
        let (changed, closed) = both.expect("nobody is stuck");
        changed.expect("it is moved");
        assert!(closed);
        for row in keys::list(read, None).await.expect("readable") {
            assert_eq!(row.state, "out_of_funds", "{}", row.label);
        }
    }

    async fn pickers_of_many_processes_never_overfill_a_key_and_leak_no_slot(db: TestDb) {
        let bench = Bench::new(db).await;
        let mut limits = BTreeMap::new();
        for (nth, max) in [1, 2, 3].into_iter().enumerate() {
            limits.insert(bench.key(&format!("key-{nth}"), slots(max), None).await, max);
        }
        let mut work: Vec<Vec<(GenerationId, LeaseId)>> = Vec::new();
        for _ in 0..PICKERS {
            let mut mine = Vec::new();
            for _ in 0..ROUNDS {
                mine.push(bench.generation().await);
            }
            work.push(mine);
        }
        let held: Arc<Mutex<BTreeMap<KeyId, u32>>> = Arc::default();
        let mut pickers = Vec::new();
        for (nth, mine) in (0..PICKERS).zip(work) {
            let store = if bench.db.store.backend() == crate::DbBackend::Postgres && nth % 2 == 1 {
                bench.db.another_store().await
            } else {
                bench.db.store.clone()
            };
            let (ring, env) = (Ring::new(store, RingSettings::default()), bench.db.env_of(100 + nth));
            let (held, limits) = (held.clone(), limits.clone());
            pickers.push(tokio::spawn(async move {
                let mut done = 0;
                for (generation, lease) in mine {
                    let attempt = loop {
                        match ring.open(&env, &want(generation, lease, "m")).await.expect("it answers") {
                            Opened::Attempt(attempt) => break attempt,
                            Opened::Later { .. } => tokio::task::yield_now().await,
                            other => panic!("{other:?}"),
                        }
                    };
                    {
                        let mut held = held.lock().expect("no panic");
                        let n = held.entry(attempt.key).or_default();
                        *n += 1;
                        assert!(*n <= limits[&attempt.key], "overfilled");
                    }
                    tokio::task::yield_now().await;
                    // Given back before the row says so: the row is never emptier than the truth.
                    *held.lock().expect("no panic").get_mut(&attempt.key).expect("held") -= 1;
                    assert!(ring.close(&env, attempt.id, &outcome(Class::Ok)).await.expect("it answers"));
                    done += 1;
                }
                done
            }));
        }
        let mut done = 0;
        for picker in pickers {
            done += tokio::time::timeout(PATIENCE, picker).await.expect("nobody is stuck").expect("no panic");
        }
        assert_eq!(done, usize::try_from(PICKERS).expect("small") * ROUNDS);
        for key in keys::list(bench.db.store.read(), None).await.expect("readable") {
            assert_eq!(key.in_flight, 0, "a slot leaked");
            assert_eq!(key.next_at.map(|at| at <= bench.now()), Some(true), "it can be picked again");
        }
    }
}
