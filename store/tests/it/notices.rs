//! News, and how far they have come.

use chrono::Duration;
use nproxy_domain::IncidentId;
use nproxy_domain::mail::{MessageRef, Severity};
use nproxy_store::entities::incidents::Model as Incident;
use nproxy_store::entities::text::DeliveryState;
use nproxy_store::incidents::{self, REPEAT_EVERY, Report};
use nproxy_store::notices::deliveries::{self, About, Delivery};
use nproxy_store::notices::recipients::{self, Recipient};
use nproxy_store::notices::{TELEGRAM, catch_up, spread, spread_digest};
use nproxy_store::testing::{Recorder, TestDb};
use nproxy_store::{StoreError, both, notices};
use serde_json::json;

fn recipient(name: &str) -> Recipient {
    Recipient { channel: TELEGRAM, name: name.to_owned() }
}

async fn report(db: &TestDb, key: &str, severity: Severity) -> Incident {
    let report = &Report {
        id: IncidentId::new(&db.env),
        key: key.to_owned(),
        severity,
        subject: String::new(),
        title: "wrong".to_owned(),
        detail: String::new(),
        at: db.env.now(),
    };
    db.store.write(|tx| async move { incidents::report(&tx, report.clone()).await }).await.expect("reported")
}

async fn spread_to(db: &TestDb, to: &[Recipient]) -> usize {
    let env = &db.env;
    db.store.write(|tx| async move { spread(&tx, env, to).await }).await.expect("spread").len()
}

async fn pending(db: &TestDb, to: &Recipient) -> Vec<(Delivery, About)> {
    deliveries::pending(db.store.read(), to, 100).await.expect("readable")
}

async fn tell(db: &TestDb, to: &Recipient) {
    let now = db.env.now();
    for (row, about) in &pending(db, to).await {
        let version = if let About::Incident(incident) = about { incident.version } else { row.wanted };
        let message = &MessageRef("m".to_owned());
        let told = (version, Severity::Warning);
        let write = db.store.write(|tx| async move { deliveries::told(&tx, row.id, told, message.clone(), now).await });
        write.await.expect("written");
    }
}

both! {
    async fn news_are_the_beginning_another_severity_every_half_hour_and_the_end(db: TestDb) {
        let versions = async |severity| {
            let row = report(&db, "k:1", severity).await;
            (row.times, row.version)
        };
        assert_eq!(versions(Severity::Warning).await, (1, 1));
        assert_eq!(versions(Severity::Warning).await, (2, 1));
        assert_eq!(versions(Severity::Critical).await, (3, 3));
        db.clock.advance(REPEAT_EVERY - Duration::microseconds(1));
        assert_eq!(versions(Severity::Critical).await, (4, 3));
        db.clock.advance(Duration::microseconds(1));
        assert_eq!(versions(Severity::Critical).await, (5, 5));
        assert_eq!(versions(Severity::Critical).await, (6, 5));
        let now = db.env.now();
        db.store.write(|tx| async move { incidents::still(&tx, "k:1", now).await }).await.expect("noted");
        let over = db.store.write(|tx| async move { incidents::recover(&tx, "k:1", now).await }).await.expect("noted");
        assert_eq!(over.map(|row| (row.times, row.version, row.news_at)), Some((6, 7, Some(now))));
    }

    async fn news_are_spread_once_to_everybody_and_what_waits_keeps_its_place(db: TestDb) {
        let (ada, bob) = (recipient("1"), recipient("2"));
        report(&db, "k:1", Severity::Warning).await;
        db.clock.advance(Duration::minutes(1));
        report(&db, "k:2", Severity::Warning).await;
        assert_eq!(spread_to(&db, &[ada.clone(), bob.clone()]).await, 2);
        assert_eq!(spread_to(&db, &[ada.clone(), bob.clone()]).await, 0);
        tell(&db, &bob).await;
        assert_eq!(deliveries::waiting(db.store.read(), TELEGRAM).await.expect("readable"), ["1"]);
        db.clock.advance(Duration::minutes(1));
        report(&db, "k:1", Severity::Critical).await;
        spread_to(&db, &[ada.clone(), bob.clone()]).await;
        let keys = |rows: Vec<(Delivery, About)>| -> Vec<(String, i64, i64)> {
            let key = |about| if let About::Incident(incident) = about { incident.key } else { String::new() };
            rows.into_iter().map(|(row, about)| (key(about), row.told, row.wanted)).collect()
        };
        assert_eq!(keys(pending(&db, &ada).await), [("k:1".to_owned(), 0, 2), ("k:2".to_owned(), 0, 1)]);
        assert_eq!(keys(pending(&db, &bob).await), [("k:1".to_owned(), 1, 2)]);
        tell(&db, &ada).await;
        tell(&db, &bob).await;
        assert!(deliveries::waiting(db.store.read(), TELEGRAM).await.expect("readable").is_empty());
    }

    async fn news_that_come_while_others_are_told_wait_for_the_next_time(db: TestDb) {
        let ada = recipient("1");
        report(&db, "k:1", Severity::Warning).await;
        spread_to(&db, std::slice::from_ref(&ada)).await;
        let [(row, _)] = pending(&db, &ada).await.try_into().expect("one");
        report(&db, "k:1", Severity::Critical).await;
        spread_to(&db, std::slice::from_ref(&ada)).await;
        let (now, message) = (db.env.now(), &MessageRef("m".to_owned()));
        let told = (1, Severity::Warning);
        db.store.write(|tx| async move { deliveries::told(&tx, row.id, told, message.clone(), now).await }).await.expect("written");
        let [(row, _)] = pending(&db, &ada).await.try_into().expect("there is more");
        assert_eq!((row.state, row.told, row.wanted, row.severity.as_deref()), (DeliveryState::Pending, 1, 2, Some("warning")));
    }

    async fn one_alone_tells_a_recipient_and_nobody_tells_one_who_is_gone(db: TestDb) {
        let ada = &recipient("1");
        let claim = async || {
            let now = db.env.now();
            let until = now + Duration::minutes(2);
            db.store.write(|tx| async move { recipients::claim(&tx, ada, now, until).await }).await.expect("asked").is_some()
        };
        assert!(claim().await && !claim().await);
        db.clock.advance(Duration::minutes(2));
        assert!(claim().await, "who died is waited for so long");
        let later = db.env.now() + Duration::seconds(30);
        db.store.write(|tx| async move { recipients::release(&tx, ada, Some(later), 3).await }).await.expect("written");
        assert!(!claim().await);
        db.clock.advance(Duration::seconds(30));
        assert!(claim().await);
        let now = db.env.now();
        db.store.write(|tx| async move { recipients::is_gone(&tx, ada, "blocked", now).await }).await.expect("written");
        db.clock.advance(Duration::days(1));
        assert!(!claim().await);
        assert_eq!(recipients::gone(db.store.read(), TELEGRAM).await.expect("readable"), ["1"]);
        report(&db, "k:1", Severity::Warning).await;
        spread_to(&db, &[]).await;
        let env = &db.env;
        db.store.write(|tx| async move { catch_up(&tx, env, ada).await }).await.expect("written");
        assert!(claim().await);
        assert_eq!(pending(&db, ada).await.len(), 1, "what is open");
    }

    async fn the_figures_of_a_day_are_written_once_and_told_everybody_once(db: TestDb) {
        let (ada, bob, env) = (recipient("1"), recipient("2"), &db.env);
        for expected in [true, false] {
            let to = &[ada.clone(), bob.clone()];
            let write = db.store.write(|tx| async move {
                let is_new = notices::digests::insert(&tx, 20_000, json!({ "n": 1 }), env.now()).await?;
                spread_digest(&tx, env, 20_000, to).await?;
                Ok::<_, StoreError>(is_new)
            });
            assert_eq!(write.await.expect("written"), expected);
        }
        assert!(notices::digests::is_written(db.store.read(), 20_000).await.expect("readable"));
        let waits = pending(&db, &ada).await;
        let [(row, About::Digest(digest))] = &waits[..] else { panic!("one digest") };
        assert_eq!((row.digest_day, &digest.figures), (Some(20_000), &json!({ "n": 1 })));
        tell(&db, &ada).await;
        assert_eq!((pending(&db, &ada).await.len(), pending(&db, &bob).await.len()), (0, 1));
    }

    async fn what_is_asked_every_minute_goes_by_index(db: TestDb) {
        db.seed(1).await;
        db.seed_operation(20_000).await;
        let asked = Recorder::new(&db);
        assert_eq!(deliveries::waiting(&asked, TELEGRAM).await.expect("readable"), ["chat"]);
        let rows = deliveries::pending(&asked, &recipient("chat"), 100).await.expect("readable");
        assert_eq!(rows.len(), 100);
        notices::listeners(&asked).await.expect("readable");
        nproxy_store::users::admins(&asked).await.expect("readable");
        asked.assert_uses_indexes().await;
    }
}
