//! The paid month as its customer and its bookkeeper see it.

use chrono::Duration;
use nproxy_app::audit::By;
use nproxy_app::cycles::{self, GrantError, LedgerProblem, Month, SubscriptionState};
use nproxy_domain::UserId;
use nproxy_domain::generation::Settle;
use nproxy_domain::quota::{Bucket, Counters};
use nproxy_store::both;
use nproxy_store::testing::TestDb;
use nproxy_store::{StoreError, generations};

use crate::world::World;

both! {
    async fn the_ring_shows_about_how_much_is_left(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let shown = || async { cycles::quota(&world.app, user).await.expect("readable") };
        assert_eq!(shown().await.bucket, Bucket(100));
        assert_eq!(shown().await.resets_at.map(|at| at.to_rfc3339()), Some("2027-02-15T08:00:00+00:00".to_owned()));
        world.queue(user, 2).await;
        assert_eq!(shown().await.bucket, Bucket(100), "held is not spent");
        world.work().await;
        assert_eq!(shown().await.bucket, Bucket(80));
        world.queue(user, 4).await;
        world.work().await;
        world.queue(user, 4).await;
        world.work().await;
        assert_eq!(shown().await.bucket, Bucket(0));
        world.pass(Duration::days(31));
        assert_eq!((shown().await.bucket, shown().await.resets_at), (Bucket(0), None));
        world.end().await;
    }

    async fn months_follow_each_other(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let shown = || async { cycles::subscription(&world.app, user).await.expect("readable").state };
        assert_eq!(shown().await, SubscriptionState::None);
        world.grant(user, 10).await;
        world.grant(user, 100).await;
        let SubscriptionState::Active(Month { plan, ends_at, .. }) = shown().await else { panic!("no month") };
        assert_eq!(plan, "month-10");
        world.pass(ends_at - world.app.env.now());
        let SubscriptionState::Active(Month { plan, starts_at, .. }) = shown().await else { panic!("no month") };
        assert_eq!((plan.as_str(), starts_at), ("month-100", ends_at));
        world.pass(Duration::days(31));
        assert!(matches!(shown().await, SubscriptionState::Ended(month) if month.plan == "month-100"));
        let unknown = cycles::grant_cycle(&world.app, &By::operator(), user, "no-such", "a test").await;
        assert!(matches!(unknown, Err(GrantError::UnknownPlan(_))), "{unknown:?}");
        let nobody = UserId::new(&world.app.env);
        let nobody = cycles::grant_cycle(&world.app, &By::operator(), nobody, "month-10", "a test").await;
        assert!(matches!(nobody, Err(GrantError::UserNotFound)), "{nobody:?}");
        world.end().await;
    }

    async fn a_mistake_in_the_books_is_found_and_named(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let ids = world.queue(user, 2).await;
        world.work().await;
        assert_eq!(cycles::check_ledger(&world.app).await.expect("readable"), []);
        // Somebody turns a counter by hand.
        let wrong = |spent: i64| world.sql(format!("UPDATE cycles SET spent = {spent}"));
        wrong(1).await;
        let problems = cycles::check_ledger(&world.app).await.expect("readable");
        let [LedgerProblem::CountersDiffer { ledger, row, .. }] = problems.as_slice() else { panic!("{problems:?}") };
        assert_eq!((ledger, row), (&Counters { limit: 10, spent: 2, held: 0 }, &Counters { limit: 10, spent: 1, held: 0 }));
        wrong(2).await;
        // Somebody ends a generation without its settle.
        let third = world.queue(user, 1).await[0];
        let claimed = world.claim_one().await;
        let (app, lease) = (&world.app, claimed.lease);
        app.store
            .write(move |tx| async move {
                let row = generations::lock(&tx, third).await?.expect("it is there");
                let error = nproxy_domain::generation::GenerationError::new(nproxy_domain::generation::ErrorCode::Internal);
                let (stage, settle) = generations::stage(&row)?.fail(lease, error).expect("it runs");
                assert_eq!(settle, Settle::Release);
                generations::advance(&tx, &row, &stage, app.env.now()).await?;
                Ok::<_, StoreError>(())
            })
            .await
            .expect("it ends");
        let problems = cycles::check_ledger(&world.app).await.expect("readable");
        assert_eq!(problems, [LedgerProblem::NotSettled { generation: third, state: "failed".to_owned() }]);
        let cycle = nproxy_store::cycles::current(app.store.read(), user, app.env.now()).await;
        let cycle = nproxy_domain::CycleId(cycle.expect("readable").expect("there").id);
        let settle = |how| app.store.write(move |tx| async move {
            nproxy_store::cycles::settle(&tx, &app.env, cycle, third, how).await
        });
        settle(Settle::Spend).await.expect("wrong, but possible");
        let problems = cycles::check_ledger(&world.app).await.expect("readable");
        let wrongly =
            LedgerProblem::SettledWrongly { generation: third, state: "failed".to_owned(), settled: "spend".to_owned() };
        assert_eq!(problems, [wrongly]);
        assert!(ids.iter().all(|id| *id != third));
        world.end_with_wrong_books();
    }
}
