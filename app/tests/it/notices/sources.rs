//! What opens an incident by being seen, and what ends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use chrono::Duration;
use nproxy_app::health::{Certificate, HealthSettings, HealthWatch};
use nproxy_app::notices::{NoticeSettings, RefusedWebhooks, watch};
use nproxy_app::overview::{AttentionKind, overview};
use nproxy_app::payments::{self, WebhookRefused};
use nproxy_app::pool_state::PoolWatch;
use nproxy_app::{App, Settings, mail};
use nproxy_domain::mail::{Mail, Severity};
use nproxy_domain::processor::{ExternalId, WebhookCall};
use nproxy_domain::{ProcessorId, Timestamp, WorkerId};
use nproxy_store::testing::TestDb;
use nproxy_store::{both, workers};

use super::{heard, open, recover, report, told, with};
use crate::post::post;
use crate::world::{BANK, Message, World, event};

/// Looks, some minutes later. PostgreSQL's own clock is not turned by hand, so that the two differ is right.
async fn looks(world: &World, health: &HealthWatch, minutes: i64) -> Vec<String> {
    world.pass(Duration::minutes(minutes));
    watch(&world.app, health).await.expect("the database is there");
    open(world).await.into_iter().filter(|key| key != "clock").collect()
}

fn health(world: &World) -> HealthWatch {
    HealthWatch::new(world.app.clone())
}

async fn begins(app: &App, role: &'static str) -> WorkerId {
    let (id, now) = (WorkerId::new(&app.env), app.env.now());
    let register = app.store.write(move |tx| async move { workers::register(&tx, id, role, "0", now).await });
    register.await.expect("noted");
    id
}

async fn beats(app: &App, id: WorkerId) {
    let now = app.env.now();
    app.store.write(move |tx| async move { workers::heartbeat(&tx, id, now).await }).await.expect("noted");
}

async fn severity(world: &World, key: &str) -> String {
    let row = nproxy_store::incidents::open(world.app.store.read(), key).await.expect("readable");
    row.expect("it is open").severity
}

both! {
    async fn few_keys_are_a_warning_and_none_is_critical_until_enough_work_for_minutes(db: TestDb) {
        let world = World::new(db).await;
        let health = health(&world);
        assert_eq!(looks(&world, &health, 0).await, [""; 0]);
        let state = async |state: &str, labels: &str| {
            let next = if state == "active" { "created_at" } else { "NULL" };
            world.sql(format!("UPDATE provider_keys SET state = '{state}', next_at = {next} WHERE label IN ({labels})")).await;
        };
        state("manual_review", "'key 0'").await;
        assert_eq!(looks(&world, &health, 1).await, ["keys_few:wire"]);
        assert_eq!(severity(&world, "keys_few:wire").await, "warning");
        state("manual_review", "'key 1', 'key 2'").await;
        looks(&world, &health, 1).await;
        assert_eq!(severity(&world, "keys_few:wire").await, "critical");
        state("active", "'key 0'").await;
        looks(&world, &health, 1).await;
        assert_eq!(severity(&world, "keys_few:wire").await, "critical", "it matters as much as at its worst");
        state("active", "'key 1', 'key 2'").await;
        assert_eq!(looks(&world, &health, 4).await, ["keys_few:wire"]);
        state("manual_review", "'key 1'").await;
        looks(&world, &health, 1).await;
        state("active", "'key 1'").await;
        assert_eq!(looks(&world, &health, 4).await, ["keys_few:wire"], "it was not well for long enough");
        assert_eq!(looks(&world, &health, 1).await, [""; 0]);
        let sql = "SELECT times AS n FROM incidents WHERE key = 'keys_few:wire'";
        assert_eq!(world.number(sql).await, 2, "looking at it is not meeting it");
        world.end().await;
    }

    async fn a_provider_that_never_had_a_key_is_no_incident(db: TestDb) {
        let world = World::with(db, 0, Settings::default()).await;
        assert_eq!(looks(&world, &health(&world), 1).await, [""; 0]);
        world.end().await;
    }

    async fn a_silent_process_is_told_of_until_another_is_there_in_its_stead(db: TestDb) {
        let world = World::new(db).await;
        let health = health(&world);
        let (one, two) = (begins(&world.app, "worker").await, begins(&world.app, "worker").await);
        assert_eq!(looks(&world, &health, 0).await, [""; 0]);
        world.pass(Duration::seconds(40));
        beats(&world.app, one).await;
        assert_eq!(looks(&world, &health, 0).await, [""; 0], "less than three heartbeats");
        world.pass(Duration::seconds(6));
        assert_eq!(looks(&world, &health, 0).await, ["process_silent:worker"]);
        assert_eq!(severity(&world, "process_silent:worker").await, "warning");
        looks(&world, &health, 1).await;
        assert_eq!(severity(&world, "process_silent:worker").await, "critical", "nobody is left");
        let heirs = [begins(&world.app, "worker").await, begins(&world.app, "worker").await];
        for _ in 0..5 {
            world.pass(Duration::minutes(1));
            for heir in heirs {
                beats(&world.app, heir).await;
            }
            looks(&world, &health, 0).await;
        }
        assert_eq!(looks(&world, &health, 0).await, [""; 0], "those that were killed have left rows: {one} {two}");
        world.end().await;
    }

    async fn pictures_that_wait_too_long_are_told_of_until_they_are_made(db: TestDb) {
        let world = World::new(db).await;
        let health = health(&world);
        let user = world.customer(10).await;
        world.queue(user, 1).await;
        assert_eq!(looks(&world, &health, 1).await, [""; 0]);
        assert_eq!(looks(&world, &health, 1).await, ["queue_old"]);
        looks(&world, &health, 4).await;
        assert_eq!(severity(&world, "queue_old").await, "critical");
        world.work().await;
        assert_eq!(looks(&world, &health, 5).await, [""; 0]);
        world.end().await;
    }

    async fn mail_that_does_not_go_out_is_told_of_until_it_does(db: TestDb) {
        let world = World::new(db).await;
        let health = health(&world);
        let mail = &Mail { to: "ada@example.org".into(), subject: "Hello".into(), text: "x".into(), html: None };
        let env = &world.app.env;
        world.app.store.write(|tx| async move { mail::post(&tx, env, None, mail).await }).await.expect("left");
        assert_eq!(looks(&world, &health, 10).await, [""; 0]);
        assert_eq!(looks(&world, &health, 1).await, ["mail_waits"]);
        assert_eq!(post(&world).await.len(), 1);
        assert_eq!(looks(&world, &health, 5).await, [""; 0]);
        world.end().await;
    }

    async fn a_certificate_that_ends_is_told_of_until_there_is_a_new_one(db: TestDb) {
        let certificate = Arc::new(Paper(AtomicI64::new(TestDb::START + 86_400 * 20)));
        let health = HealthSettings { certificate: Some(certificate.clone()), ..HealthSettings::default() };
        let world = World::with(db, 3, Settings { health, ..Settings::default() }).await;
        let health = self::health(&world);
        assert_eq!(looks(&world, &health, 0).await, ["certificate"]);
        certificate.0.store(TestDb::START + 86_400 * 90, Ordering::SeqCst);
        assert_eq!(looks(&world, &health, 4).await, ["certificate"]);
        assert_eq!(looks(&world, &health, 61).await, [""; 0]);
        world.end().await;
    }

    async fn what_others_report_is_not_the_watchs_to_end(db: TestDb) {
        let world = World::new(db).await;
        report(&world, "proxy:1", Severity::Warning).await;
        assert_eq!(looks(&world, &health(&world), 60).await, ["proxy:1"]);
        recover(&world, "proxy:1").await;
        world.end().await;
    }

    async fn many_webhooks_with_wrong_signatures_are_told_of_and_stand_in_the_overview_until_none_come(db: TestDb) {
        let refused_webhooks = RefusedWebhooks { count: 3, within: Duration::minutes(10) };
        let world = with(db, NoticeSettings { refused_webhooks, ..NoticeSettings::default() }).await;
        let health = health(&world);
        let forge = async || {
            let (_, body) = event("e", &ExternalId("1".to_owned()));
            let call = WebhookCall { headers: &http::HeaderMap::new(), body: &body };
            let refused = payments::webhook(&world.app, &ProcessorId::from(BANK), &call).await;
            assert!(matches!(refused, Err(WebhookRefused::Signature(_))), "{refused:?}");
        };
        for _ in 0..2 {
            forge().await;
        }
        assert_eq!(looks(&world, &health, 0).await, [""; 0], "anybody may send some");
        forge().await;
        let refusals = [format!("webhooks_refused:{BANK}")];
        assert_eq!(looks(&world, &health, 0).await, refusals);
        let pool = PoolWatch::new(world.app.clone()).look().await.expect("seen");
        let seen = overview(&world.app, Some(&pool)).await.expect("readable");
        let refused = seen.attention.iter().find(|one| one.kind == AttentionKind::WebhooksRefused).expect("it stands there");
        assert_eq!(refused.provider.as_deref(), Some(BANK));
        assert!(refused.id.is_some() && refused.since == Some(world.app.env.now()), "{refused:?}");
        world.pass(Duration::minutes(5));
        forge().await;
        assert_eq!(looks(&world, &health, 9).await, refusals);
        assert_eq!(looks(&world, &health, 1).await, [""; 0]);
        world.end().await;
    }

    async fn what_a_failing_key_tells_is_told_with_its_label(db: TestDb) {
        let world = heard(db).await;
        let user = world.customer(10).await;
        world.wire.then([crate::world::Script::KeyInvalid]);
        world.queue(user, 1).await;
        world.work().await;
        let messages: Vec<Message> = told(&world).await;
        let [message] = &messages[..] else { panic!("one key: {messages:?}") };
        assert!(message.title().starts_with("A key needs a look: \"key ") && message.title().ends_with(", wire"), "{message:?}");
        let link = message.notice.link.as_ref().expect("it leads to the key").url.path();
        assert!(link.starts_with("/admin/keys/0"), "{link}");
        world.end().await;
    }
}

/// A certificate that ends at this second.
#[derive(Debug)]
struct Paper(AtomicI64);

#[async_trait]
impl Certificate for Paper {
    async fn ends_at(&self) -> Result<Timestamp, String> {
        Timestamp::from_timestamp(self.0.load(Ordering::SeqCst), 0).ok_or_else(|| "no moment".to_owned())
    }
}
