//! One incident is one message.

use chrono::Duration;
use nproxy_app::accounts::Language;
use nproxy_app::notices::listens_again;
use nproxy_domain::mail::{NoticeStage, NotifyError, Severity};
use nproxy_store::both;
use nproxy_store::entities::deliveries;
use nproxy_store::entities::text::DeliveryState;
use nproxy_store::jobs::JobEnd;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{EntityTrait as _, QueryOrder as _};

use super::{admin, heard, listens, recover, report, titles, told};
use crate::world::World;

async fn rows(world: &World) -> Vec<deliveries::Model> {
    let rows = deliveries::Entity::find().order_by_asc(deliveries::Column::Id);
    rows.all(world.app.store.read()).await.expect("readable")
}

both! {
    async fn a_thousand_failures_are_one_incident_and_one_message(db: TestDb) {
        let world = heard(db).await;
        for _ in 0..1000 {
            report(&world, "processor_down:till", Severity::Critical).await;
        }
        let sql = "SELECT count(*) AS n FROM river_job WHERE kind = 'notices_tell'";
        assert_eq!(world.number(sql).await, 1, "only news leave a job");
        let [message] = told(&world).await.try_into().expect("one message");
        assert_eq!((message.to.as_str(), message.title(), message.is_edit), ("7", "A payment processor does not answer: till", false));
        assert!(message.says("as it was told") && message.says("Met 1000 times"), "{message:?}");
        assert_eq!(message.notice.link.expect("it leads somewhere").url.path(), "/admin/payments");
        assert_eq!(told(&world).await, [], "nothing is new");
        assert_eq!(rows(&world).await.len(), 1);
        world.end().await;
    }

    async fn it_is_edited_as_the_trouble_lasts_and_when_it_is_over(db: TestDb) {
        let world = heard(db).await;
        report(&world, "processor_down:till", Severity::Critical).await;
        let first = told(&world).await.remove(0);
        world.pass(Duration::minutes(29));
        report(&world, "processor_down:till", Severity::Critical).await;
        assert_eq!(told(&world).await, [], "it is repeated every half hour at most");
        world.pass(Duration::minutes(1));
        report(&world, "processor_down:till", Severity::Critical).await;
        let [again] = told(&world).await.try_into().expect("once more");
        assert_eq!((again.id.as_str(), again.is_edit, again.stage()), (first.id.as_str(), true, NoticeStage::Open));
        assert!(again.says("Met 3 times"), "{again:?}");
        world.pass(Duration::minutes(35));
        recover(&world, "processor_down:till").await;
        let [over] = told(&world).await.try_into().expect("the end");
        assert_eq!((over.id.as_str(), over.is_edit, over.stage()), (first.id.as_str(), true, NoticeStage::Recovered));
        assert!(over.says("Over after 1 h 5 min."), "{over:?}");
        report(&world, "processor_down:till", Severity::Critical).await;
        let [anew] = told(&world).await.try_into().expect("another incident");
        assert!(!anew.is_edit && anew.id != first.id);
        world.end().await;
    }

    async fn what_becomes_critical_is_told_anew_so_that_somebody_wakes_up(db: TestDb) {
        let world = heard(db).await;
        report(&world, "keys_few:fal", Severity::Warning).await;
        let first = told(&world).await.remove(0);
        assert_eq!((first.title(), first.severity()), ("Few keys can be used: fal", Severity::Warning));
        report(&world, "keys_few:fal", Severity::Critical).await;
        let second = told(&world).await.remove(0);
        assert_eq!((second.title(), second.is_edit), ("No key can be used: fal", false));
        report(&world, "keys_few:fal", Severity::Warning).await;
        let third = told(&world).await.remove(0);
        assert_eq!((third.id.as_str(), third.is_edit), (second.id.as_str(), true), "what gets better makes no sound");
        world.end().await;
    }

    async fn everybody_is_told_in_his_language_and_who_is_no_admin_any_more_is_not(db: TestDb) {
        let world = heard(db).await;
        let second = admin(&world.app, Language::Ru).await;
        listens(&world.app, 8, second, "ru").await;
        report(&world, "proxy:1", Severity::Warning).await;
        let mut messages = told(&world).await;
        messages.sort_by(|a, b| a.to.cmp(&b.to));
        assert_eq!(titles(&messages), ["A proxy fails: 1", "Прокси не работает: 1"]);
        world.channel.is_away(true);
        recover(&world, "proxy:1").await;
        assert_eq!(told(&world).await, []);
        world.sql("UPDATE users SET role = 'customer' WHERE role = 'admin' AND language = 'ru'".to_owned()).await;
        world.channel.is_away(false);
        world.pass(Duration::minutes(1));
        let [over] = told(&world).await.try_into().expect("one is left");
        assert_eq!(over.to, "7");
        let given_up = rows(&world).await.into_iter().find(|row| row.recipient == "8").expect("his row");
        assert_eq!(given_up.state, DeliveryState::Failed);
        world.end().await;
    }

    async fn nothing_is_lost_while_the_channel_is_away_and_all_is_told_in_order(db: TestDb) {
        let world = heard(db).await;
        world.channel.is_away(true);
        for n in 0..12 {
            report(&world, &format!("anything:{n:02}"), Severity::Warning).await;
            world.tell_news().await;
            world.pass(Duration::minutes(5));
        }
        report(&world, "anything:00", Severity::Warning).await;
        recover(&world, "anything:01").await;
        assert_eq!(told(&world).await, []);
        let (before, sweeps) = (world.channel.tries(), 60);
        for _ in 0..sweeps {
            world.tell_news().await;
            world.pass(Duration::seconds(10));
        }
        assert!(world.channel.tries() - before <= 3, "it is left alone for minutes");
        world.channel.is_away(false);
        world.pass(Duration::minutes(5));
        let mut messages = Vec::new();
        while let JobEnd::Later(_) = world.tell_news().await {
            messages.extend(world.channel.take());
        }
        messages.extend(world.channel.take());
        let wanted: Vec<String> = (0..12).map(|n| format!("anything:{n:02} is wrong")).collect();
        assert_eq!(titles(&messages), wanted, "the oldest news first, each once");
        assert_eq!(messages[1].stage(), NoticeStage::Recovered);
        assert!(messages[0].says("Met 2 times"), "as it is now");
        world.end().await;
    }

    async fn the_channel_says_when_it_takes_more(db: TestDb) {
        let world = heard(db).await;
        report(&world, "proxy:1", Severity::Warning).await;
        let after = std::time::Duration::from_secs(30);
        world.channel.answers(NotifyError::Later { after });
        assert_eq!(world.tell_news().await, JobEnd::Later(after));
        world.pass(Duration::seconds(29));
        assert_eq!(told(&world).await, []);
        assert_eq!(world.channel.tries(), 1, "it is not asked before");
        world.pass(Duration::seconds(1));
        assert_eq!(told(&world).await.len(), 1);
        world.end().await;
    }

    async fn who_blocks_the_bot_is_told_nothing_before_he_comes_back(db: TestDb) {
        let world = heard(db).await;
        report(&world, "proxy:1", Severity::Warning).await;
        world.channel.answers(NotifyError::Gone("bot was blocked by the user".to_owned()));
        assert_eq!(world.tell_news().await, JobEnd::Done);
        let [row] = rows(&world).await.try_into().expect("one row");
        assert_eq!((row.state, row.detail.as_deref()), (DeliveryState::Failed, Some("bot was blocked by the user")));
        report(&world, "proxy:2", Severity::Warning).await;
        report(&world, "proxy:3", Severity::Warning).await;
        recover(&world, "proxy:3").await;
        world.pass(Duration::hours(1));
        assert_eq!(told(&world).await, []);
        assert_eq!((world.channel.tries(), rows(&world).await.len()), (1, 1), "nothing is tried, nothing is left to be tried");
        listens_again(&world.app, 7).await.expect("he is back");
        assert_eq!(titles(&told(&world).await), ["A proxy fails: 1", "A proxy fails: 2"], "what is open, and nothing that is over");
        report(&world, "proxy:4", Severity::Warning).await;
        assert_eq!(titles(&told(&world).await), ["A proxy fails: 4"]);
        world.end().await;
    }

    async fn two_workers_tell_nobody_twice(db: TestDb) {
        let world = heard(db).await;
        for n in 0..4 {
            report(&world, &format!("proxy:{n}"), Severity::Warning).await;
        }
        let other = world.another_process().await;
        let (one, two) = tokio::join!(nproxy_app::notices::tell(&world.app), nproxy_app::notices::tell(&other));
        one.and(two).expect("the database is there");
        assert_eq!(told(&world).await.len(), 4);
        world.end().await;
    }
}
