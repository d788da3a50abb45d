//! The figures of a day.

use chrono::{Duration, NaiveTime};
use nproxy_app::accounts::Language;
use nproxy_app::lists::{self, NotificationFilter, Turning};
use nproxy_app::notices::{NoticeSettings, write_digest};
use nproxy_domain::mail::{NoticeStage, Severity};
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::{admin, listens, report, told, with};
use crate::post::post;
use crate::world::Script;

fn at_seven() -> NoticeSettings {
    NoticeSettings { digest_at: NaiveTime::from_hms_opt(7, 0, 0), digest_mail: true, ..NoticeSettings::default() }
}

both! {
    async fn yesterdays_figures_are_told_once_at_their_hour_in_every_channel(db: TestDb) {
        let world = with(db, at_seven()).await;
        let ada = admin(&world.app, Language::En).await;
        listens(&world.app, 7, ada, "ru").await;
        let user = world.customer(10).await;
        world.queue(user, 3).await;
        world.work().await;
        world.wire.then([Script::Refused("no")]);
        world.queue(user, 1).await;
        world.work().await;
        assert!(write_digest(&world.app).await.expect("written"), "of the day before, although it was empty");
        assert_eq!(told(&world).await.len(), 1);
        post(&world).await;
        report(&world, "proxy:1", Severity::Warning).await;
        told(&world).await;
        // From 08:00 to 06:59 of the next day.
        world.pass(Duration::hours(23) - Duration::minutes(1));
        assert!(!write_digest(&world.app).await.expect("readable"), "not before its hour");
        world.pass(Duration::minutes(1));
        assert!(write_digest(&world.app).await.expect("written"));
        assert!(!write_digest(&world.app).await.expect("readable"), "once");
        let [message] = told(&world).await.try_into().expect("one message");
        assert_eq!((message.title(), message.stage(), message.severity()), ("Итоги за 2027-01-15", NoticeStage::Digest, Severity::Info));
        for words in ["Картинки: 3, успешно 100.0 %", "отклонено: 1", "Выручка: нет", "Новые клиенты: 2", "Открытые инциденты: 1", "Ключи wire: работает 3 из 3"] {
            assert!(message.says(words), "{words}: {message:?}");
        }
        let [mail] = post(&world).await.try_into().expect("one letter");
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), (format!("{ada}@example.com").as_str(), "The figures of 2027-01-15"));
        assert!(mail.text.contains("Pictures: 3, 100.0 % success"), "{}", mail.text);
        world.end().await;
    }

    async fn it_stands_in_the_list_of_notifications_beside_the_incidents(db: TestDb) {
        let world = with(db, at_seven()).await;
        let ada = admin(&world.app, Language::En).await;
        listens(&world.app, 7, ada, "en").await;
        report(&world, "proxy:1", Severity::Warning).await;
        write_digest(&world.app).await.expect("written");
        assert_eq!(told(&world).await.len(), 2);
        let in_telegram = NotificationFilter { channel: Some("telegram".to_owned()), ..NotificationFilter::default() };
        let shown = lists::page(&world.app, &in_telegram, &Turning::default()).await;
        let mut subjects: Vec<String> = shown.expect("readable").items.into_iter().map(|one| one.subject).collect();
        subjects.sort();
        assert_eq!(subjects, ["The figures of 2027-01-14", "proxy:1 is wrong"]);
        post(&world).await;
        world.end().await;
    }

    async fn without_an_hour_there_is_none(db: TestDb) {
        let world = with(db, NoticeSettings::default()).await;
        assert!(!write_digest(&world.app).await.expect("readable"));
        world.end().await;
    }
}
