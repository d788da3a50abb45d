//! One month after the other, and what becomes of the one that ends.

use chrono::Duration;
use nproxy_app::cycles::{self, Month, SubscriptionState};
use nproxy_app::generations;
use nproxy_app::turns::{RoomError, SubmitError};
use nproxy_domain::PaymentId;
use nproxy_domain::payment::PaymentState;
use nproxy_domain::quota::Bucket;
use nproxy_store::entities::cycles as rows;
use nproxy_store::payments::{self, PaymentRow};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;
use nproxy_store::{both, users};

use super::{running, used, with_grace};
use crate::till::{at, month_of, ordered, pay, refund, span_of, subscription, wait_until};
use crate::world::World;

both! {
    async fn months_in_a_row_keep_their_day_over_a_months_end(db: TestDb) {
        let world = World::new(db).await;
        for (begin, ends) in [
            ("2027-01-31T10:00:00Z", ["2027-02-28T10:00:00Z", "2027-03-31T10:00:00Z", "2027-04-30T10:00:00Z"]),
            ("2028-01-31T10:00:00Z", ["2028-02-29T10:00:00Z", "2028-03-31T10:00:00Z", "2028-04-30T10:00:00Z"]),
        ] {
            let user = world.visitor().await;
            wait_until(&world, at(begin));
            let mut begins = at(begin);
            for end in ends {
                let paid = pay(&world, user, 10).await;
                assert_eq!(span_of(&world, &paid).await, (begins, at(end)));
                begins = at(end);
                // Renewed some days before the end of each.
                wait_until(&world, begins - Duration::days(2));
            }
        }
        world.end().await;
    }

    async fn a_month_paid_in_the_middle_of_another_waits_for_its_end(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let first = pay(&world, user, 4).await;
        world.pass(Duration::days(10));
        world.queue(user, 4).await;
        world.work().await;
        let second = pay(&world, user, 10).await;
        let (starts_at, ends_at) = span_of(&world, &second).await;
        assert_eq!(starts_at, span_of(&world, &first).await.1);
        let shown = subscription(&world, user).await;
        assert!(matches!(&shown.state, SubscriptionState::Active(month) if month.plan == "month-4"), "{shown:?}");
        let waits = Month { plan: "month-10".to_owned(), plan_label: "Standard".to_owned(), starts_at, ends_at };
        assert_eq!((shown.queued, shown.payment), (vec![waits], None));
        let refused = world.submit(user, 1).await;
        assert!(matches!(refused, Err(SubmitError::Room(RoomError::QuotaUsedUp))), "it lends nothing: {refused:?}");
        wait_until(&world, starts_at);
        world.queue(user, 1).await;
        world.work().await;
        assert_eq!((used(&world, &first).await, used(&world, &second).await), ((4, 0), (1, 0)));
        assert!(subscription(&world, user).await.queued.is_empty());
        world.end().await;
    }

    async fn a_month_paid_after_the_end_begins_at_once(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        pay(&world, user, 10).await;
        world.pass(Duration::days(40));
        let shown = subscription(&world, user).await;
        assert!(matches!(shown.state, SubscriptionState::Ended(_)), "{shown:?}");
        let (now, paid) = (world.app.env.now(), pay(&world, user, 10).await);
        let month = month_of(&world, &paid).await;
        assert_eq!((month.starts_at, month.anchor), (now, now), "its day is a new one");
        assert_eq!(running(&world, user).await.starts_at, now);
        world.end().await;
    }

    async fn what_is_left_may_be_used_in_the_grace_and_the_next_month_begins_at_the_old_end(db: TestDb) {
        let world = with_grace(db, 3).await;
        let user = world.visitor().await;
        let first = pay(&world, user, 10).await;
        let (_, end) = span_of(&world, &first).await;
        wait_until(&world, end);
        world.queue(user, 2).await;
        world.work().await;
        let shown = subscription(&world, user).await;
        let SubscriptionState::Grace { month, until } = shown.state else { panic!("{shown:?}") };
        assert_eq!((month.ends_at, until), (end, end + Duration::days(3)));
        let quota = cycles::quota(&world.app, user).await.expect("readable");
        assert_eq!((quota.bucket, quota.resets_at), (Bucket(80), Some(until)));
        wait_until(&world, until - Duration::seconds(1));
        let second = pay(&world, user, 10).await;
        assert_eq!(span_of(&world, &second).await.0, end, "the grace is no gift of days");
        world.queue(user, 1).await;
        world.work().await;
        assert_eq!((used(&world, &first).await, used(&world, &second).await), ((2, 0), (1, 0)));
        world.end().await;
    }

    async fn nothing_is_taken_when_the_grace_is_over(db: TestDb) {
        let world = with_grace(db, 3).await;
        let user = world.visitor().await;
        let first = pay(&world, user, 10).await;
        let until = span_of(&world, &first).await.1 + Duration::days(3);
        wait_until(&world, until);
        let refused = world.submit(user, 1).await;
        assert!(matches!(refused, Err(SubmitError::Room(RoomError::SubscriptionInactive))), "{refused:?}");
        let quota = cycles::quota(&world.app, user).await.expect("readable");
        assert_eq!((quota.bucket, quota.resets_at), (Bucket(0), None));
        assert!(matches!(subscription(&world, user).await.state, SubscriptionState::Ended(_)));
        let second = pay(&world, user, 10).await;
        assert_eq!(span_of(&world, &second).await.0, until, "so it begins now");
        world.end().await;
    }

    async fn pictures_under_way_at_the_end_are_counted_in_the_month_that_held_them(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (first, second) = (pay(&world, user, 4).await, pay(&world, user, 4).await);
        wait_until(&world, span_of(&world, &second).await.0 - Duration::seconds(1));
        let ids = world.queue(user, 4).await;
        world.pass(Duration::seconds(2));
        // The new month is whole, though the old one is not settled.
        world.queue(user, 2).await;
        assert_eq!((used(&world, &first).await, used(&world, &second).await), ((0, 4), (0, 2)));
        generations::cancel(&world.app, user, ids[0]).await.expect("not begun");
        world.work().await;
        assert_eq!((used(&world, &first).await, used(&world, &second).await), ((3, 0), (2, 0)));
        world.end().await;
    }

    async fn a_payment_opens_one_month_however_often_it_is_told(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let paid = pay(&world, user, 10).await;
        let (app, row, first) = (&world.app, &paid, month_of(&world, &paid).await);
        let again = async || app.store.write(move |tx| async move {
            users::lock(&tx, user).await?;
            cycles::open_paid(&tx, app, row).await
        }).await.expect("the same");
        assert_eq!(again().await, first);
        world.pass(Duration::days(1));
        refund(&world, &paid).await;
        assert_eq!(again().await.id, first.id, "also when its money went back");
        assert_eq!(rows::Entity::find().all(app.store.read()).await.expect("readable").len(), 1);
        world.end().await;
    }

    async fn a_payment_on_its_way_is_shown_until_it_is_a_month(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let open = PaymentRow { state: "confirming".to_owned(), ..ordered(&world, user, 10) };
        let row = &open;
        world.app.store.write(move |tx| async move { payments::insert(&tx, row).await }).await.expect("placed");
        let shown = subscription(&world, user).await;
        assert_eq!(shown.state, SubscriptionState::None);
        let payment = shown.payment.expect("shown");
        assert_eq!((payment.id, payment.state, payment.in_review), (PaymentId(open.id), PaymentState::Confirming, false));
        world.sql("UPDATE payments SET state = 'needs_review', review = 'short', review_opened_at = created_at".to_owned()).await;
        assert!(subscription(&world, user).await.payment.expect("shown").in_review);
        world.sql("UPDATE payments SET state = 'paid', review = NULL, review_opened_at = NULL".to_owned()).await;
        assert_eq!(subscription(&world, user).await.payment, None);
        world.end().await;
    }
}
