//! A month comes to its end, and its customer hears of it in time.

use chrono::Duration;
use nproxy_app::cycles::CycleSettings;
use nproxy_app::notes::remind;
use nproxy_app::{Settings, SiteSettings};
use nproxy_domain::UserId;
use nproxy_store::both;
use nproxy_store::entities::text::Language;
use nproxy_store::testing::TestDb;

use crate::letters::{letters, speaks};
use crate::till::{at, pay, refund, span_of, subscription, wait_until};
use crate::world::World;

async fn world(db: TestDb, grace_days: i64) -> World {
    let cycles = CycleSettings { grace: Duration::days(grace_days) };
    let site = SiteSettings {
        public_url: "https://pictures.example/".parse().expect("a URL"),
        support: Some("help@pictures.example".to_owned()),
        ..SiteSettings::default()
    };
    World::with(db, 0, Settings { cycles, site, ..Settings::default() }).await
}

/// As the job does; the subjects that it wrote.
async fn reminded(world: &World) -> Vec<String> {
    let written = remind(&world.app).await.expect("it runs");
    if written == 0 {
        return Vec::new();
    }
    let subjects: Vec<_> = letters(world).await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(written as usize, subjects.len());
    subjects
}

/// Every hour until then; the subjects in order, with the hours that were left.
async fn hourly(world: &World, user: UserId, until: nproxy_domain::Timestamp) -> Vec<(i64, String)> {
    let mut told = Vec::new();
    while world.app.env.now() < until {
        world.pass(Duration::hours(1));
        let ends_at =
            nproxy_store::cycles::last(world.app.store.read(), user).await.expect("readable").expect("one").ends_at;
        let left_h = (ends_at - world.app.env.now()).num_hours();
        told.extend(reminded(world).await.into_iter().map(|subject| (left_h, subject)));
    }
    told
}

both! {
    async fn each_reminder_comes_once_in_its_time(db: TestDb) {
        let world = world(db, 0).await;
        let user = world.visitor().await;
        let paid = pay(&world, user, 10).await;
        let (_, end) = span_of(&world, &paid).await;
        wait_until(&world, end - Duration::days(8));
        let told = hourly(&world, user, end + Duration::days(1)).await;
        let ends = "Standard ends on 15 February 2027".to_owned();
        let expected = [(7 * 24 - 1, ends.clone()), (3 * 24, ends.clone()), (24, ends), (0, "Standard has ended".to_owned())];
        assert_eq!(told, expected);
        world.end().await;
    }

    async fn nobody_is_reminded_who_has_paid_for_the_next_month(db: TestDb) {
        let world = world(db, 0).await;
        let (paid_on, taken_back) = (world.visitor().await, world.visitor().await);
        pay(&world, paid_on, 10).await;
        pay(&world, paid_on, 10).await;
        let (first, second) = (pay(&world, taken_back, 10).await, pay(&world, taken_back, 10).await);
        let (_, end) = span_of(&world, &first).await;
        wait_until(&world, end - Duration::days(2));
        assert_eq!(reminded(&world).await.len(), 0);
        refund(&world, &second).await;
        assert_eq!(reminded(&world).await, ["Standard ends on 15 February 2027"], "now nothing follows");
        wait_until(&world, end + Duration::hours(1));
        assert_eq!(reminded(&world).await, ["Standard has ended"], "it is the other's that goes on");
        world.end().await;
    }

    async fn after_a_standstill_the_nearest_alone_is_written(db: TestDb) {
        let world = world(db, 0).await;
        let user = world.visitor().await;
        let (_, end) = span_of(&world, &pay(&world, user, 10).await).await;
        wait_until(&world, end - Duration::hours(20));
        assert_eq!(reminded(&world).await.len(), 1);
        assert_eq!(reminded(&world).await.len(), 0);
        wait_until(&world, end + Duration::days(2));
        assert_eq!(reminded(&world).await, ["Standard has ended"]);
        assert_eq!(reminded(&world).await.len(), 0);
        let late = world.visitor().await;
        let (_, end) = span_of(&world, &pay(&world, late, 10).await).await;
        wait_until(&world, end + Duration::days(4));
        assert_eq!(reminded(&world).await.len(), 0, "that is no news any more");
        world.end().await;
    }

    async fn who_renews_late_is_reminded_of_the_new_end(db: TestDb) {
        let world = world(db, 0).await;
        let user = world.visitor().await;
        let (_, end) = span_of(&world, &pay(&world, user, 10).await).await;
        wait_until(&world, end - Duration::days(2));
        assert_eq!(reminded(&world).await.len(), 1);
        let (_, end) = span_of(&world, &pay(&world, user, 10).await).await;
        assert_eq!(reminded(&world).await.len(), 0);
        wait_until(&world, end - Duration::days(8));
        let told = hourly(&world, user, end - Duration::hours(1)).await;
        assert_eq!(told.len(), 3, "{told:?}");
        world.end().await;
    }

    async fn what_ended_by_a_will_is_not_told_as_an_end_in_time(db: TestDb) {
        let world = world(db, 0).await;
        let (early, refunded) = (world.visitor().await, world.visitor().await);
        pay(&world, early, 10).await;
        pay(&world, early, 10).await;
        let paid = pay(&world, refunded, 10).await;
        world.pass(Duration::days(1));
        let seen = subscription(&world, early).await.state;
        let nproxy_app::cycles::SubscriptionState::Active(month) = seen else { panic!("{seen:?}") };
        nproxy_app::cycles::start_next(&world.app, early, month.ends_at).await.expect("it begins");
        refund(&world, &paid).await;
        world.pass(Duration::hours(1));
        assert_eq!(reminded(&world).await.len(), 0);
        world.end().await;
    }

    async fn a_customer_who_is_suspended_or_leaves_is_not_asked_to_pay(db: TestDb) {
        let world = world(db, 0).await;
        for column in ["suspended_at", "delete_after"] {
            let user = world.visitor().await;
            let (_, end) = span_of(&world, &pay(&world, user, 10).await).await;
            world.sql(format!("UPDATE users SET {column} = created_at WHERE email = '{user}@example.com'")).await;
            wait_until(&world, end - Duration::days(1));
            assert_eq!(hourly(&world, user, end + Duration::hours(2)).await, [], "{column}");
        }
        world.end().await;
    }

    async fn two_who_remind_at_once_write_once(db: TestDb) {
        let world = world(db, 0).await;
        let other = world.another_process().await;
        let mut end = world.app.env.now();
        for _ in 0..20 {
            let user = world.visitor().await;
            end = span_of(&world, &pay(&world, user, 10).await).await.1;
        }
        wait_until(&world, end - Duration::days(1));
        let written = futures::join!(remind(&world.app), remind(&other));
        assert_eq!(written.0.expect("it runs") + written.1.expect("it runs"), 20);
        assert_eq!(letters(&world).await.len(), 20);
        world.end().await;
    }

    async fn a_reminder_says_when_and_where_in_the_customers_language(db: TestDb) {
        let world = world(db, 3).await;
        let (ada, ilya) = (world.visitor().await, world.visitor().await);
        speaks(&world, ilya, Language::Ru).await;
        wait_until(&world, at("2027-01-31T10:30:00Z"));
        for user in [ada, ilya] {
            pay(&world, user, 10).await;
        }
        wait_until(&world, at("2027-02-27T12:00:00Z"));
        remind(&world.app).await.expect("it runs");
        let all = letters(&world).await;
        let to = |user: UserId| {
            let address = format!("{user}@example.com");
            all.iter().find(|mail| mail.to == address).expect("written")
        };
        for (user, subject, words) in [
            (ada, "Standard ends on 28 February 2027", ["28 February 2027, 10:30 UTC", "3 March 2027, 10:30 UTC", "never ask for a seed phrase"]),
            (ilya, "Тариф «Standard» закончится 28 февраля 2027", ["28 февраля 2027, 10:30 UTC", "3 марта 2027, 10:30 UTC", "никогда не спрашиваем сид-фразу"]),
        ] {
            let mail = to(user);
            assert_eq!(mail.subject, subject);
            for word in words.iter().chain(&["https://pictures.example/billing\n", "help@pictures.example"]) {
                assert!(mail.text.contains(word), "{word}: {}", mail.text);
            }
        }
        world.end().await;
    }
}
