//! The money went back, and the month with it.

use chrono::Duration;
use nproxy_app::cycles::SubscriptionState;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::{used, with_grace};
use crate::till::{at, month_of, pay, refund, span_of, subscription, wait_until};
use crate::world::World;

both! {
    async fn a_refund_ends_the_month_that_runs_and_what_waits_begins(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (first, second) = (pay(&world, user, 4).await, pay(&world, user, 10).await);
        world.pass(Duration::days(5));
        world.queue(user, 2).await;
        let now = world.app.env.now();
        refund(&world, &first).await;
        let ended = month_of(&world, &first).await;
        assert_eq!((ended.ends_at, ended.voided_at), (now, None));
        assert_eq!(span_of(&world, &second).await, (now, at("2027-02-20T08:00:00Z")));
        world.work().await;
        assert_eq!(used(&world, &first).await, (2, 0));
        let before = (ended.cut_from, span_of(&world, &second).await);
        world.pass(Duration::days(1));
        refund(&world, &first).await;
        assert_eq!((month_of(&world, &first).await.cut_from, span_of(&world, &second).await), before, "once is enough");
        refund(&world, &second).await;
        assert!(matches!(subscription(&world, user).await.state, SubscriptionState::Ended(_)));
        let third = pay(&world, user, 10).await;
        assert_eq!(span_of(&world, &third).await.0, world.app.env.now(), "nothing goes behind what was taken back");
        world.end().await;
    }

    async fn a_refund_takes_back_a_month_that_waits_and_closes_the_gap(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        wait_until(&world, at("2027-01-31T10:00:00Z"));
        let paid = [pay(&world, user, 4).await, pay(&world, user, 10).await, pay(&world, user, 2).await];
        refund(&world, &paid[1]).await;
        assert!(month_of(&world, &paid[1]).await.voided_at.is_some());
        let row = (at("2027-02-28T10:00:00Z"), at("2027-03-31T10:00:00Z"));
        assert_eq!(span_of(&world, &paid[2]).await, row, "counted from the same day");
        refund(&world, &paid[2]).await;
        refund(&world, &paid[2]).await;
        let shown = subscription(&world, user).await;
        assert!(matches!(shown.state, SubscriptionState::Active(_)) && shown.queued.is_empty(), "{shown:?}");
        world.end().await;
    }

    async fn a_refund_of_a_month_that_is_over_changes_nothing_but_its_grace(db: TestDb) {
        let world = with_grace(db, 3).await;
        let user = world.visitor().await;
        let first = pay(&world, user, 10).await;
        let (starts_at, end) = span_of(&world, &first).await;
        wait_until(&world, end + Duration::days(1));
        assert!(matches!(subscription(&world, user).await.state, SubscriptionState::Grace { .. }));
        refund(&world, &first).await;
        assert!(matches!(subscription(&world, user).await.state, SubscriptionState::Ended(_)));
        assert_eq!(span_of(&world, &first).await, (starts_at, end), "it was what it was");
        let second = pay(&world, user, 10).await;
        assert_eq!(span_of(&world, &second).await.0, world.app.env.now());
        wait_until(&world, span_of(&world, &second).await.1 + Duration::days(3));
        let before = month_of(&world, &second).await;
        refund(&world, &second).await;
        assert_eq!(month_of(&world, &second).await, before);
        world.end().await;
    }
}
