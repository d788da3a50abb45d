//! The money that goes out: days, limits, balances.

use std::collections::BTreeMap;

use chrono::Duration;
use nproxy_domain::audit::Actor;
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::{ApiKey, Balance, BalanceScope, MicroUsd};
use nproxy_domain::{KeyId, ProviderId};
use nproxy_store::balances::{self, BalanceState, EnterError, Told};
use nproxy_store::entities::incidents as incident_rows;
use nproxy_store::entities::text::IncidentState;
use nproxy_store::keys::{self, KeyAct, NewKey};
use nproxy_store::spending::{self, SpendLimits};
use nproxy_store::testing::sea_orm::EntityTrait as _;
use nproxy_store::testing::{Recorder, TestDb};
use nproxy_store::{both, incidents};

const FOX: &str = "fox";

fn fox() -> ProviderId {
    ProviderId::from(FOX)
}

async fn spend(db: &TestDb, cost: Option<i64>, limits: SpendLimits) {
    let (env, limits) = (&db.env, &limits);
    let spent = db.store.write(|tx| async move { spending::add(&tx, env, FOX, cost.map(MicroUsd), limits).await });
    spent.await.expect("counted");
}

async fn review(db: &TestDb, limits: SpendLimits) {
    let (env, limits) = (&db.env, &BTreeMap::from([(fox(), limits)]));
    db.store.write(|tx| async move { spending::review(&tx, env, limits).await }).await.expect("reviewed");
}

async fn is_stopped(db: &TestDb, limits: SpendLimits) -> bool {
    spending::is_stopped(db.store.read(), &fox(), &limits, db.env.now()).await.expect("readable")
}

/// Key and times of the open incidents.
async fn troubles(db: &TestDb) -> BTreeMap<String, i64> {
    let all = incident_rows::Entity::find().all(db.store.read()).await.expect("readable");
    all.into_iter().filter(|row| row.state == IncidentState::Open).map(|row| (row.key, row.times)).collect()
}

fn limits(alert: i64, stop: i64) -> SpendLimits {
    SpendLimits { alert_per_day: Some(MicroUsd(alert)), stop_per_day: Some(MicroUsd(stop)) }
}

async fn add_key(db: &TestDb, name: &str, account: Option<&str>) -> KeyId {
    let new = &NewKey {
        provider: fox(),
        label: name.to_owned(),
        api_key: ApiKey::new(format!("secret-{name}")),
        account: account.map(str::to_owned),
        proxy: None,
        proxy_only: false,
        limits: KeyLimits { max_in_flight: 4, rpm: None },
    };
    let env = &db.env;
    let added = db.store.write(|tx| async move { keys::add(&tx, env, db.store.master_key(), new.clone()).await });
    added.await.expect("a new key")
}

fn left(micros: i64) -> Told {
    Told::Amount(Balance { amount: MicroUsd(micros), scope: BalanceScope::Account })
}

async fn keep(db: &TestDb, key: KeyId, told: Told, floor: Option<i64>) -> usize {
    let env = &db.env;
    let kept = db.store.write(|tx| async move { balances::keep(&tx, env, key, told, floor.map(MicroUsd)).await });
    kept.await.expect("kept")
}

async fn state(db: &TestDb, key: KeyId) -> (String, Option<BalanceState>, Option<i64>) {
    let row = keys::get(db.store.read(), key).await.expect("readable").expect("it is there");
    (row.state, row.balance_state, row.balance_micro_usd)
}

async fn set_state(db: &TestDb, key: KeyId, act: KeyAct) {
    let env = &db.env;
    let set = db.store.write(|tx| async move { keys::set_state(&tx, env, key, act, Actor::Operator, None).await });
    set.await.expect("set");
}

async fn history(db: &TestDb) -> Vec<i64> {
    use nproxy_store::entities::balances::Entity;
    let rows = Entity::find().all(db.store.read()).await.expect("readable");
    let mut rows: Vec<_> = rows.into_iter().map(|row| (row.id, row.amount_micro_usd)).collect();
    rows.sort_unstable();
    rows.into_iter().map(|(_, amount)| amount).collect()
}

both! {
    async fn a_limit_is_told_once_and_a_stop_holds_until_midnight(db: TestDb) {
        // The clock stands at 08:00 UTC.
        let limits = limits(100, 250);
        for (cost, stopped, told) in [
            (Some(60), false, vec![]),
            (None, false, vec![]),
            (Some(60), false, vec![("spend_alert:fox", 1)]),
            (Some(100), false, vec![("spend_alert:fox", 1)]),
            (Some(100), true, vec![("spend_alert:fox", 1), ("spend_stop:fox", 1)]),
            // It was in flight when the stop came.
            (Some(100), true, vec![("spend_alert:fox", 1), ("spend_stop:fox", 1)]),
        ] {
            spend(&db, cost, limits).await;
            assert_eq!(is_stopped(&db, limits).await, stopped);
            let told: BTreeMap<_, _> = told.into_iter().map(|(key, times): (&str, i64)| (key.to_owned(), times)).collect();
            assert_eq!(troubles(&db).await, told);
        }
        review(&db, limits).await;
        assert_eq!(troubles(&db).await.len(), 2, "it still holds");
        db.clock.advance(Duration::hours(15) + Duration::minutes(59));
        assert!(is_stopped(&db, limits).await, "23:59");
        db.clock.advance(Duration::minutes(1));
        assert!(!is_stopped(&db, limits).await, "00:00");
        review(&db, limits).await;
        assert_eq!(troubles(&db).await, BTreeMap::new());

        let today = spending::day_of(db.env.now());
        let days = spending::days(db.store.read(), today - 1).await.expect("readable");
        assert_eq!(days.iter().map(|day| (day.day, day.cost_micro_usd, day.attempts)).collect::<Vec<_>>(), [(today - 1, 420, 6)]);
        assert!(spending::days(db.store.read(), today).await.expect("readable").is_empty());
    }

    async fn a_changed_limit_counts_at_once(db: TestDb) {
        spend(&db, Some(60), SpendLimits::default()).await;
        assert!(!is_stopped(&db, SpendLimits::default()).await, "there is no limit");
        review(&db, limits(50, 60)).await;
        assert!(is_stopped(&db, limits(50, 60)).await);
        assert_eq!(troubles(&db).await.len(), 2, "nothing has to be spent for it to be told");
        review(&db, limits(50, 60)).await;
        assert!(troubles(&db).await.values().all(|times| *times == 1), "once");
        review(&db, limits(50, 61)).await;
        assert_eq!(troubles(&db).await.into_keys().collect::<Vec<_>>(), ["spend_alert:fox"]);
        review(&db, SpendLimits::default()).await;
        assert_eq!(troubles(&db).await, BTreeMap::new());
    }

    async fn a_stop_of_nothing_stops_everything(db: TestDb) {
        assert!(is_stopped(&db, limits(0, 0)).await);
        spend(&db, Some(0), limits(0, 0)).await;
        assert_eq!(troubles(&db).await.len(), 2);
    }

    async fn attempts_that_end_at_once_are_all_counted(db: TestDb) {
        let mut ends = tokio::task::JoinSet::new();
        for store in [db.store.clone(), db.another_store().await].into_iter().cycle().take(40) {
            let (env, limits) = (db.env.clone(), limits(1000, 2000));
            ends.spawn(async move {
                let (env, limits) = (&env, &limits);
                store.write(|tx| async move { spending::add(&tx, env, FOX, Some(MicroUsd(50)), limits).await }).await
            });
        }
        for end in ends.join_all().await {
            end.expect("counted");
        }
        let cost = spending::cost_of_day(db.store.read(), &fox(), db.env.now()).await.expect("readable");
        assert_eq!(cost, MicroUsd(2000));
        assert_eq!(troubles(&db).await, BTreeMap::from([("spend_alert:fox".to_owned(), 1), ("spend_stop:fox".to_owned(), 1)]));
    }

    async fn below_the_floor_the_whole_account_is_out_of_funds(db: TestDb) {
        let (ada, bob) = (add_key(&db, "ada", Some("main")).await, add_key(&db, "bob", Some("main")).await);
        let (other, disabled) = (add_key(&db, "other", Some("spare")).await, add_key(&db, "disabled", Some("main")).await);
        set_state(&db, disabled, KeyAct::Disable).await;
        assert_eq!(keep(&db, ada, left(5_000_000), Some(5_000_000)).await, 0, "exactly the floor will do");
        assert_eq!(state(&db, bob).await, ("active".to_owned(), Some(BalanceState::Amount), Some(5_000_000)));
        assert_eq!(keep(&db, ada, left(4_999_999), Some(5_000_000)).await, 2);
        for key in [ada, bob] {
            assert_eq!(state(&db, key).await, ("out_of_funds".to_owned(), Some(BalanceState::Amount), Some(4_999_999)));
            let event = keys::events(db.store.read(), key, 1).await.expect("readable").remove(0);
            assert_eq!((event.before.as_str(), event.after.as_str(), event.cause.as_str()), ("active", "out_of_funds", "balance"));
            assert_eq!(event.evidence.as_deref(), Some("$4.999999 left; the floor is $5.00"));
        }
        assert_eq!(state(&db, disabled).await.0, "disabled");
        assert_eq!(state(&db, other).await, ("active".to_owned(), None, None));
        assert_eq!(troubles(&db).await, BTreeMap::from([("funds:fox:main".to_owned(), 1)]));
        assert_eq!(keep(&db, ada, left(4_000_000), Some(5_000_000)).await, 0, "they fall once");
        assert_eq!(troubles(&db).await, BTreeMap::from([("funds:fox:main".to_owned(), 1)]));
    }

    async fn money_that_comes_back_waits_for_an_admin(db: TestDb) {
        let (ada, bob) = (add_key(&db, "ada", Some("main")).await, add_key(&db, "bob", Some("main")).await);
        keep(&db, ada, left(1), Some(100)).await;
        keep(&db, ada, left(100), Some(100)).await;
        assert_eq!(state(&db, ada).await, ("out_of_funds".to_owned(), Some(BalanceState::Amount), Some(100)));
        let title = |row: incident_rows::Model| row.title;
        let open = incidents::open(db.store.read(), "funds:fox:main").await.expect("readable").map(title);
        assert!(open.is_some_and(|title| title.contains("wait to be activated")));
        for key in [ada, bob] {
            set_state(&db, key, KeyAct::Activate).await;
        }
        keep(&db, ada, left(100), Some(100)).await;
        assert_eq!(troubles(&db).await, BTreeMap::new());
    }

    async fn unknown_is_never_zero(db: TestDb) {
        let key = add_key(&db, "ada", None).await;
        for told in [Told::Unknown, Told::Unsupported] {
            assert_eq!(keep(&db, key, told, Some(5_000_000)).await, 0);
            assert_eq!(state(&db, key).await.0, "active");
            assert_eq!(state(&db, key).await.2, None);
        }
        keep(&db, key, left(7_000_000), Some(5_000_000)).await;
        keep(&db, key, Told::Unknown, Some(5_000_000)).await;
        assert_eq!(state(&db, key).await, ("active".to_owned(), Some(BalanceState::Unknown), Some(7_000_000)));
        assert_eq!(troubles(&db).await, BTreeMap::new());
        assert_eq!(history(&db).await, [7_000_000]);
    }

    async fn without_a_floor_no_balance_moves_a_key(db: TestDb) {
        let key = add_key(&db, "ada", None).await;
        keep(&db, key, left(0), None).await;
        assert_eq!(state(&db, key).await, ("active".to_owned(), Some(BalanceState::Amount), Some(0)));
        assert_eq!(troubles(&db).await, BTreeMap::new());
    }

    async fn a_keys_own_limit_sinks_neither_it_nor_its_account(db: TestDb) {
        let (ada, bob) = (add_key(&db, "ada", Some("main")).await, add_key(&db, "bob", Some("main")).await);
        let own = Told::Amount(Balance { amount: MicroUsd(1), scope: BalanceScope::Key });
        assert_eq!(keep(&db, ada, own, Some(100)).await, 0);
        assert_eq!(state(&db, ada).await, ("active".to_owned(), Some(BalanceState::OwnLimit), Some(1)));
        assert_eq!(state(&db, bob).await, ("active".to_owned(), None, None));
    }

    async fn the_history_has_what_changed_and_a_sign_of_life_a_day(db: TestDb) {
        let key = add_key(&db, "ada", None).await;
        for (told, hours) in [(9, 1), (9, 1), (8, 1), (9, 22), (9, 2), (9, 1)] {
            keep(&db, key, left(told), None).await;
            db.clock.advance(Duration::hours(hours));
        }
        assert_eq!(history(&db).await, [9, 8, 9, 9], "the last but one is a day old by then");
    }

    async fn what_is_entered_belongs_to_an_account_that_is_there(db: TestDb) {
        add_key(&db, "ada", Some("main")).await;
        let env = &db.env;
        let enter = |account: &'static str, amount: i64| {
            let store = db.store.clone();
            async move {
                store
                    .write(|tx| async move {
                        balances::enter(&tx, env, &fox(), account, MicroUsd(amount), Actor::Operator).await
                    })
                    .await
            }
        };
        assert_eq!(enter("main", 5).await.expect("kept"), None);
        assert_eq!(enter("main", 7).await.expect("kept").map(|before| before.amount_micro_usd), Some(5));
        assert!(matches!(enter("mian", 7).await, Err(EnterError::UnknownAccount { .. })));
        let entered = balances::entered(db.store.read()).await.expect("readable");
        assert_eq!(entered.iter().map(|row| row.amount_micro_usd).collect::<Vec<_>>(), [7], "the newest of each account");
    }

    async fn money_is_read_by_index(db: TestDb) {
        db.seed(20_000).await;
        let asked = Recorder::new(&db);
        let (seeded, now) = (ProviderId::from("seeded"), db.env.now());
        spending::cost_of_day(&asked, &seeded, now).await.expect("an answer");
        spending::days(&asked, 0).await.expect("an answer");
        balances::entered(&asked).await.expect("an answer");
        let costs = balances::costs(&asked, &seeded, "account-3", now - Duration::days(30), now - Duration::days(1));
        assert_eq!(costs.await.expect("an answer").since_micro_usd, 0, "the seeded attempts have no price");
        asked.assert_uses_indexes().await;
    }
}
