//! A customer gives up the rest of a month for the next one.

use chrono::Duration;
use nproxy_app::App;
use nproxy_app::cycles::{self, Month, StartNextError, SubscriptionState};
use nproxy_app::turns;
use nproxy_domain::UserId;
use nproxy_store::both;
use nproxy_store::entities::audit_log;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;

use super::{running, used};
use crate::till::{at, month_of, pay, subscription};
use crate::world::{World, asking};

async fn start_next(app: &App, user: UserId, seen: &Month) -> Result<(), StartNextError> {
    cycles::start_next(app, user, seen.ends_at).await.map(drop)
}

both! {
    async fn the_next_month_begins_when_its_customer_says_so_and_the_rest_moves_up(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let paid = [pay(&world, user, 4).await, pay(&world, user, 10).await, pay(&world, user, 2).await];
        world.pass(Duration::days(5));
        let ids = world.queue(user, 2).await;
        let (now, seen) = (world.app.env.now(), running(&world, user).await);
        let shown = cycles::start_next(&world.app, user, seen.ends_at).await.expect("it begins");
        let SubscriptionState::Active(begun) = &shown.state else { panic!("{shown:?}") };
        assert_eq!((begun.plan.as_str(), begun.starts_at, shown.queued.len()), ("month-10", now, 1));
        let ends = ["2027-02-20T08:00:00Z", "2027-03-20T08:00:00Z"].map(at);
        assert_eq!([begun.ends_at, shown.queued[0].ends_at], ends, "each as long as it was paid for");
        let given_up = month_of(&world, &paid[0]).await;
        assert_eq!((given_up.ends_at, given_up.cut_from), (now, Some(seen.ends_at)));
        world.work().await;
        assert_eq!(used(&world, &paid[0]).await, (2, 0), "what ran is counted where it was held");
        assert_eq!(world.states(user, &ids).await, ["succeeded"; 2]);
        assert_eq!(world.spent_and_held(user).await, (0, 0));
        let acts = audit_log::Entity::find().all(world.app.store.read()).await.expect("readable");
        let act = acts.iter().find(|act| act.act == "cycles.start_next").expect("on record");
        assert_eq!((act.actor.clone(), act.subject.clone()), (format!("user:{user}"), format!("user:{user}")));
        world.end().await;
    }

    async fn asking_twice_for_the_next_month_gives_up_one(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        for _ in 0..3 {
            pay(&world, user, 10).await;
        }
        world.pass(Duration::days(1));
        let (seen, other) = (running(&world, user).await, world.another_process().await);
        let both = futures::join!(start_next(&world.app, user, &seen), start_next(&other, user, &seen));
        let refused = |end: &Result<(), StartNextError>| matches!(end, Err(StartNextError::Changed));
        assert!(both.0.is_ok() != both.1.is_ok() && (refused(&both.0) || refused(&both.1)), "{both:?}");
        assert_eq!(subscription(&world, user).await.queued.len(), 1);
        world.end().await;
    }

    async fn a_next_month_must_be_there_to_begin(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let now = world.app.env.now();
        let refused = cycles::start_next(&world.app, user, now).await;
        assert!(matches!(refused, Err(StartNextError::NotActive)), "{refused:?}");
        pay(&world, user, 10).await;
        let refused = start_next(&world.app, user, &running(&world, user).await).await;
        assert!(matches!(refused, Err(StartNextError::NothingQueued)), "{refused:?}");
        let nobody = cycles::start_next(&world.app, UserId::new(&world.app.env), now).await;
        assert!(matches!(nobody, Err(StartNextError::NotActive)), "{nobody:?}");
        world.end().await;
    }

    async fn beginning_the_next_month_and_asking_for_pictures_at_once_is_right_in_either_order(db: TestDb) {
        let world = World::new(db).await;
        let other = world.another_process().await;
        for round in 0..12 {
            let user = world.visitor().await;
            let (first, second) = (pay(&world, user, 4).await, pay(&world, user, 4).await);
            world.pass(Duration::hours(1));
            let (seen, asked) = (running(&world, user).await, asking(user, &format!("key-{round}"), 4));
            let (started, submitted) = if round % 2 == 0 {
                futures::join!(start_next(&other, user, &seen), turns::submit(&world.app, &asked))
            } else {
                let (submitted, started) =
                    futures::join!(turns::submit(&world.app, &asked), start_next(&other, user, &seen));
                (started, submitted)
            };
            started.expect("it begins");
            submitted.expect("there is room in either month");
            let held = (used(&world, &first).await.1, used(&world, &second).await.1);
            assert!(matches!(held, (4, 0) | (0, 4)), "all of them in one month: {held:?}");
            world.work().await;
            assert_eq!((used(&world, &first).await.0, used(&world, &second).await.0), held);
        }
        world.end().await;
    }
}
