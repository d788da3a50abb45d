//! Workers take generations from the queue.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use nproxy_domain::generation::{ErrorCode, GenerationError, Settle, Stage};
use nproxy_domain::{CycleId, Env, GenerationId, LeaseId, Timestamp, UserId};
use nproxy_store::generations::{self, Claim, GenerationRow, Held};
use nproxy_store::switches::{self, Switch};
use nproxy_store::testing::TestDb;
use nproxy_store::{Store, StoreError, both, cycles};
use tokio::task::JoinSet;

use crate::life::{a_customer, queue};

const RUNNING_PER_USER_MAX: u32 = 4;

async fn claim(store: &Store, env: &Env, rows_max: u32, take_over: bool) -> Vec<GenerationRow> {
    let now = env.now();
    let claim = &Claim {
        lease: LeaseId::new(env),
        lease_until: now + Duration::seconds(60),
        deadline: now + Duration::minutes(5),
        running_per_user_max: RUNNING_PER_USER_MAX,
        rows_max,
        take_over,
        now,
    };
    store.write(move |tx| async move { generations::claim(&tx, claim).await }).await.expect("a claim")
}

async fn claim_all(store: &Store, env: &Env) -> Vec<GenerationRow> {
    let mut all = Vec::new();
    loop {
        let rows = claim(store, env, 100, false).await;
        if rows.is_empty() {
            return all;
        }
        all.extend(rows);
    }
}

/// The holder had no key for it, and lets go of it until then.
async fn wait(store: &Store, env: &Env, row: &GenerationRow, run_at: Timestamp) -> GenerationRow {
    store
        .write(move |tx| async move {
            let row = generations::lock(&tx, GenerationId(row.id)).await?.expect("it is there");
            let lease = LeaseId(row.lease_id.expect("it runs"));
            let stage = generations::stage(&row)?.wait(lease, run_at).expect("it runs");
            generations::put_back(&tx, &row, &stage, false, env.now()).await
        })
        .await
        .expect("it waits")
}

/// The holder ends it without a picture.
async fn end(store: &Store, env: &Env, row: &GenerationRow) {
    store
        .write(move |tx| async move {
            let id = GenerationId(row.id);
            let row = generations::lock(&tx, id).await?.expect("it is there");
            let lease = LeaseId(row.lease_id.expect("it runs"));
            let error = GenerationError::new(ErrorCode::Internal);
            let (stage, settle) = generations::stage(&row)?.fail(lease, error).expect("it runs");
            generations::advance(&tx, &row, &stage, env.now()).await?;
            cycles::settle(&tx, env, CycleId(row.cycle_id), id, settle).await
        })
        .await
        .expect("it ends");
}

both! {
    async fn a_customer_with_a_long_queue_does_not_starve_another(db: TestDb) {
        let (store, env) = (&db.store, &db.env);
        let hungry = a_customer(store, env, 1000).await;
        for _ in 0..25 {
            queue(store, env, hungry, 4).await;
        }
        db.clock.advance(Duration::seconds(1));
        let modest = a_customer(store, env, 10).await;
        queue(store, env, modest, 1).await;
        let second = a_customer(store, env, 10).await;
        queue(store, env, second, 2).await;

        let mut first = claim(store, env, 2, false).await;
        assert_eq!(first.len(), 2, "one of each customer at most");
        db.clock.advance(Duration::seconds(1));
        // Who was never served comes before who was.
        first.extend(claim(store, env, 1, false).await);
        let served: BTreeSet<_> = first.iter().map(|row| UserId(row.user_id)).collect();
        assert_eq!(served, BTreeSet::from([hungry.id, modest.id, second.id]));
        claim_all(store, env).await;
        let running = claim(store, env, 100, false).await;
        assert!(running.is_empty(), "the hungry one has {RUNNING_PER_USER_MAX} running, the others nothing more queued");
    }

    async fn customers_take_turns_at_a_single_place(db: TestDb) {
        let (store, env) = (&db.store, &db.env);
        let (one, two) = (a_customer(store, env, 100).await, a_customer(store, env, 100).await);
        queue(store, env, one, 4).await;
        queue(store, env, one, 4).await;
        db.clock.advance(Duration::seconds(1));
        queue(store, env, two, 4).await;
        let mut order = Vec::new();
        for _ in 0..8 {
            db.clock.advance(Duration::seconds(1));
            let [row] = claim(store, env, 1, false).await.try_into().expect("one");
            order.push(UserId(row.user_id));
            end(store, env, &row).await;
        }
        assert_eq!(order.iter().filter(|user| **user == two.id).count(), 4);
        assert!(order.windows(2).all(|pair| pair[0] != pair[1]), "they take turns");
    }

    async fn eight_workers_at_once_never_take_the_same_one_nor_too_many_of_a_customer(db: TestDb) {
        let (store, env) = (&db.store, &db.env);
        let mut total = 0;
        for _ in 0..10 {
            let customer = a_customer(store, env, 100).await;
            queue(store, env, customer, 4).await;
            queue(store, env, customer, 4).await;
            total += 8;
        }
        let mut workers = JoinSet::new();
        for nth in 0..8 {
            let (store, env) = (db.store.clone(), db.env_of(100 + nth));
            workers.spawn(async move {
                let mut mine = Vec::new();
                // An empty claim may only mean that another worker is at the same customers.
                let mut empty = 0;
                while empty < 5 {
                    let rows = claim(&store, &env, 3, false).await;
                    empty = if rows.is_empty() { empty + 1 } else { 0 };
                    mine.extend(rows);
                }
                mine
            });
        }
        let mut taken = BTreeMap::new();
        let mut of_customer: BTreeMap<_, u32> = BTreeMap::new();
        for rows in workers.join_all().await {
            for row in rows {
                *of_customer.entry(row.user_id).or_default() += 1;
                assert!(taken.insert(row.id, row.lease_id).is_none(), "taken twice");
            }
        }
        assert!(of_customer.values().all(|n| *n <= RUNNING_PER_USER_MAX), "{of_customer:?}");
        assert_eq!(taken.len(), total / 2, "all that may run at once");
    }

    async fn a_lapsed_lease_is_taken_over_and_its_holder_is_told(db: TestDb) {
        let (store, env) = (&db.store, &db.env);
        let customer = a_customer(store, env, 10).await;
        queue(store, env, customer, 1).await;
        let [old] = claim(store, env, 1, false).await.try_into().expect("one");
        let held = Held { generation: GenerationId(old.id), lease: LeaseId(old.lease_id.expect("held")) };
        assert!(claim(store, env, 1, true).await.is_empty(), "its lease runs");
        db.clock.advance(Duration::seconds(60));
        assert!(claim(store, env, 1, false).await.is_empty(), "not by one who may not take over");
        let [new] = claim(store, env, 1, true).await.try_into().expect("taken over");
        assert_eq!((new.id, new.started_at), (old.id, old.started_at));
        assert_eq!(new.deadline, old.deadline.map(|at| at + Duration::seconds(60)), "nothing was tried before");
        assert_ne!(new.lease_id, old.lease_id);

        let until = env.now() + Duration::seconds(60);
        let mine = Held { lease: LeaseId(new.lease_id.expect("held")), ..held };
        let kept = store
            .write(move |tx| async move { generations::heartbeat(&tx, &[held, mine], until).await })
            .await
            .expect("a heartbeat");
        assert_eq!(kept, [mine]);
    }

    async fn what_waits_is_taken_when_it_is_due(db: TestDb) {
        let (store, env) = (&db.store, &db.env);
        let customer = a_customer(store, env, 10).await;
        queue(store, env, customer, 1).await;
        let [row] = claim(store, env, 1, false).await.try_into().expect("one");
        let run_at = env.now() + Duration::seconds(30);
        let waiting = wait(store, env, &row, run_at).await;
        assert!(matches!(generations::stage(&waiting), Ok(Stage::Waiting { run_at: at, .. }) if at == run_at));
        assert!(claim(store, env, 1, true).await.is_empty());
        db.clock.advance(Duration::seconds(30));
        let [again] = claim(store, env, 1, false).await.try_into().expect("due");
        assert_eq!(again.id, row.id);
        let later = row.deadline.map(|deadline| deadline + Duration::seconds(30));
        assert_eq!(again.deadline, later, "nothing was tried yet, so no time is used up");
    }

    async fn what_found_no_key_counts_as_queued_and_as_not_begun(db: TestDb) {
        let (store, env) = (&db.store, &db.env);
        let customer = a_customer(store, env, 10).await;
        let ids = queue(store, env, customer, 2).await;
        let queued_at = env.now();
        db.clock.advance(Duration::seconds(1));
        let [row] = claim(store, env, 1, false).await.try_into().expect("one");
        assert_eq!(generations::queued(store.read(), customer.id, 9, 9).await.expect("readable"), (1, 1));
        let waiting = wait(store, env, &row, env.now() + Duration::seconds(30)).await;
        assert_eq!(waiting.started_at, None);
        assert_eq!(generations::queued(store.read(), customer.id, 9, 9).await.expect("readable"), (2, 2));
        assert_eq!(generations::queued(store.read(), customer.id, 1, 1).await.expect("readable"), (1, 1), "no further");
        let late = generations::queued_before(store.read(), queued_at, 9).await.expect("readable");
        assert_eq!((late.len(), late[1]), (2, GenerationId(row.id)));
        let held = store.write(move |tx| async move { generations::lock_queued_of(&tx, customer.id).await }).await;
        let mut in_order = ids.clone();
        in_order.sort_unstable();
        assert_eq!(held.expect("held").iter().map(|row| GenerationId(row.id)).collect::<Vec<_>>(), in_order);
        // Another mode or model may have keys of its own; what is like it queues behind it.
        assert!(claim(store, env, 9, true).await.is_empty());
    }

    async fn a_pause_starts_nothing_new_and_lets_go_on_what_was_begun(db: TestDb) {
        let (store, env) = (&db.store, &db.env);
        let customer = a_customer(store, env, 10).await;
        queue(store, env, customer, 2).await;
        let [begun] = claim(store, env, 1, false).await.try_into().expect("one");
        let set = async |switch: Switch| {
            let (switch, notice) = (&switch, &switches::Notice::default());
            let actor = nproxy_domain::audit::Actor::Operator;
            store.write(move |tx| async move { switches::set(&tx, switch, notice, actor, None, env.now()).await }).await
        };
        set(Switch::GenerationPaused(true)).await.expect("paused");
        assert!(switches::read(store.read()).await.expect("readable").generation_paused);
        assert!(claim(store, env, 10, true).await.is_empty());
        db.clock.advance(Duration::seconds(60));
        let taken_over = claim(store, env, 10, true).await;
        assert_eq!(taken_over.iter().map(|row| row.id).collect::<Vec<_>>(), [begun.id]);
        // There was no key for it: it queues again, as it were.
        wait(store, env, &taken_over[0], env.now()).await;
        assert!(claim(store, env, 10, true).await.is_empty());
        set(Switch::GenerationPaused(false)).await.expect("goes on");
        assert_eq!(claim(store, env, 10, true).await.len(), 1);
    }

    async fn a_hold_is_settled_once_by_the_databases_own_word(db: TestDb) {
        let (store, env) = (&db.store, &db.env);
        let customer = a_customer(store, env, 10).await;
        let ids = queue(store, env, customer, 2).await;
        let ids = &ids;
        let settle = |how| async move {
            store.write(move |tx| async move { cycles::settle(&tx, env, customer.cycle, ids[0], how).await }).await
        };
        settle(Settle::Spend).await.expect("once");
        let again = settle(Settle::Release).await;
        assert!(matches!(again, Err(StoreError::Unique { .. })), "{again:?}");
        let row = cycles::current(store.read(), customer.id, env.now()).await.expect("readable").expect("there");
        assert_eq!((row.spent, row.held), (1, 1), "the refused settle left no trace");
    }
}
