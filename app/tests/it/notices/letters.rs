//! Incidents by mail.

use chrono::Duration;
use nproxy_app::accounts::Language;
use nproxy_app::notices::NoticeSettings;
use nproxy_domain::mail::Severity;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::{admin, recover, report, with};
use crate::post::post;

fn from(severity: Severity) -> NoticeSettings {
    NoticeSettings { mail: Some(severity), ..NoticeSettings::default() }
}

both! {
    async fn every_admin_gets_one_letter_when_it_opens_and_one_when_it_is_over(db: TestDb) {
        let world = with(db, from(Severity::Critical)).await;
        let ada = admin(&world.app, Language::En).await;
        world.pass(Duration::seconds(1));
        admin(&world.app, Language::Ru).await;
        world.visitor().await;
        report(&world, "proxy:1", Severity::Warning).await;
        report(&world, "processor_down:till", Severity::Critical).await;
        let mails = post(&world).await;
        let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
        assert_eq!(subjects, ["Critical: A payment processor does not answer: till", "Критично: Платёжный сервис не отвечает: till"]);
        assert_eq!(mails[0].to, format!("{ada}@example.com"));
        let html = mails[0].html.as_deref().expect("both parts");
        for words in ["as it was told", "/admin/payments"] {
            assert!(mails[0].text.contains(words) && html.contains(words), "{words}: {}", mails[0].text);
        }
        for _ in 0..3 {
            world.pass(Duration::minutes(31));
            report(&world, "processor_down:till", Severity::Critical).await;
        }
        assert!(post(&world).await.is_empty(), "not of each time that it is met");
        recover(&world, "proxy:1").await;
        recover(&world, "processor_down:till").await;
        let mails = post(&world).await;
        let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
        assert_eq!(subjects, ["Over: A payment processor does not answer: till", "Прошло: Платёжный сервис не отвечает: till"]);
        assert!(mails[0].text.contains("Over after 1 h 33 min."), "{}", mails[0].text);
        world.end().await;
    }

    async fn what_gets_critical_is_written_of_then_and_its_end_too(db: TestDb) {
        let world = with(db, from(Severity::Critical)).await;
        admin(&world.app, Language::En).await;
        report(&world, "keys_few:fal", Severity::Warning).await;
        assert!(post(&world).await.is_empty());
        report(&world, "keys_few:fal", Severity::Critical).await;
        assert_eq!(post(&world).await.len(), 1);
        report(&world, "keys_few:fal", Severity::Warning).await;
        recover(&world, "keys_few:fal").await;
        assert_eq!(post(&world).await.len(), 1);
        world.end().await;
    }

    async fn letters_may_begin_with_warnings_or_be_off(db: TestDb) {
        let world = with(db, from(Severity::Warning)).await;
        admin(&world.app, Language::En).await;
        report(&world, "key_model:1:m", Severity::Info).await;
        report(&world, "proxy:1", Severity::Warning).await;
        assert_eq!(post(&world).await.len(), 1);
        let off = world.process_with(NoticeSettings::default()).await;
        report(&world, "proxy:2", Severity::Critical).await;
        nproxy_app::notices::tell(&off).await.expect("the database is there");
        assert!(post(&world).await.is_empty());
        world.end().await;
    }
}
