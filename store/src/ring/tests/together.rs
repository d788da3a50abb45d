//! What the rows say where many keys fail together, and of the ways out.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::Duration;
use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{AttemptOutcome, KeyRing as _, OpenAttempt, Opened, ProxySeen, ThroughProxy};
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::MicroUsd;
use nproxy_domain::{GenerationId, KeyId, LeaseId, ProviderId};

use super::wake::model as a_model;
use super::{Bench, PROVIDER, outcome, picked, slots, want};
use crate::both;
use crate::entities::incidents::Model as Incident;
use crate::entities::{incidents as incident_rows, proxies};
use crate::keys;
use crate::ring::{Ring, RingSettings};
use crate::spending::SpendLimits;
use crate::testing::TestDb;
use crate::tx::Tx;

impl Bench {
    async fn fails(&self, class: Class) -> OpenAttempt {
        let attempt = picked(self.open(self.generation().await).await);
        self.pass(1);
        assert!(self.close(&attempt, class).await);
        attempt
    }

    async fn incidents(&self) -> Vec<Incident> {
        use sea_orm::{EntityTrait as _, QueryOrder as _};
        let all = incident_rows::Entity::find().order_by_asc(incident_rows::Column::Id);
        all.all(self.db.store.read()).await.expect("readable")
    }

    /// Name, strikes and whether it rests for an incident.
    async fn states(&self) -> Vec<(String, i64, bool)> {
        let rows = keys::list(self.db.store.read(), None).await.expect("readable");
        rows.into_iter().map(|row| (row.state, row.strikes, row.incident_id.is_some())).collect()
    }

    async fn causes(&self, key: KeyId) -> Vec<String> {
        let events = keys::events(self.db.store.read(), key, 10).await.expect("readable");
        events.into_iter().rev().map(|event| event.cause).collect()
    }
}

both! {
    async fn an_outage_is_one_incident_and_its_end_is_on_record(db: TestDb) {
        let bench = Bench::new(db).await;
        let mut ids = Vec::new();
        for nth in 0..4 {
            ids.push(bench.key(&format!("key-{nth}"), slots(2), None).await);
        }
        for class in [Class::Overload, Class::Timeout, Class::Transport, Class::Overload] {
            bench.fails(class).await;
        }
        assert_eq!(bench.states().await, vec![("cooldown".to_owned(), 0, true); 4]);
        bench.pass(6);
        let works = picked(bench.open(bench.generation().await).await);
        assert!(bench.close(&works, Class::Ok).await);
        assert!(bench.states().await.iter().all(|(state, strikes, tagged)| state != "cooldown" && *strikes == 0 && !tagged));
        let incidents = bench.incidents().await;
        assert_eq!(incidents.len(), 1);
        assert_eq!(incidents[0].key, "pool:nano_banana:failing");
        assert!(incidents[0].recovered_at.is_some());
        assert_eq!(bench.causes(ids[0]).await, ["overload", "shared_cause", "cooldown_over", "ok"]);
        assert_eq!(bench.causes(ids[1]).await, ["timeout", "shared_cause", "shared_cause_over"]);
    }

    async fn refusals_of_all_keys_leave_nobody_to_be_looked_at(db: TestDb) {
        let bench = Bench::new(db).await;
        for nth in 0..3 {
            bench.key(&format!("key-{nth}"), slots(1), None).await;
        }
        bench.fails(Class::KeyInvalid).await;
        assert_eq!(bench.states().await[0], ("manual_review".to_owned(), 0, false));
        bench.fails(Class::KeyInvalid).await;
        bench.fails(Class::KeyInvalid).await;
        assert_eq!(bench.states().await, vec![("cooldown".to_owned(), 0, true); 3]);
        let open: Vec<_> = bench.incidents().await.into_iter().filter(|row| row.recovered_at.is_none()).collect();
        assert_eq!(open.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["pool:nano_banana:refusing"]);
    }

    async fn a_picture_outlives_an_outage_of_all_keys_but_is_never_bought_twice_on_one(db: TestDb) {
        let bench = Bench::new(db).await;
        for nth in 0..3 {
            bench.key(&format!("key-{nth}"), slots(1), None).await;
        }
        let generation = bench.generation().await;
        for spent in [Spent::No, Spent::No, Spent::Unknown] {
            let attempt = picked(bench.open(generation).await);
            let end = AttemptOutcome { spent, ..outcome(Class::Timeout) };
            assert!(bench.ring.close(&bench.db.env, attempt.id, &end).await.expect("it answers"));
        }
        let Opened::Later { at } = bench.open(generation).await else { panic!("it is not over") };
        assert_eq!(at, bench.now() + Duration::seconds(5));
        bench.pass(5);
        for n in [4, 5] {
            let again = picked(bench.open(generation).await);
            assert_eq!(again.n, n);
            assert!(bench.close(&again, Class::NoImage).await);
        }
        // The third was perhaps paid.
        assert!(matches!(bench.open(generation).await, Opened::Exhausted));
    }

    async fn failures_at_the_same_instant_see_each_other(db: TestDb) {
        let bench = Arc::new(Bench::new(db).await);
        let mut attempts = Vec::new();
        for nth in 0..3 {
            bench.key(&format!("key-{nth}"), slots(1), None).await;
            attempts.push(picked(bench.open(bench.generation().await).await));
        }
        bench.pass(1);
        let ends = attempts.into_iter().map(|attempt| {
            let bench = bench.clone();
            tokio::spawn(async move { bench.close(&attempt, Class::Overload).await })
        });
        for end in ends.collect::<Vec<_>>() {
            assert!(end.await.expect("no panic"));
        }
        assert_eq!(bench.states().await, vec![("cooldown".to_owned(), 0, true); 3]);
        assert_eq!(bench.incidents().await.len(), 1);
    }

    async fn successes_at_the_end_of_an_outage_do_not_block_each_other(db: TestDb) {
        let bench = Arc::new(Bench::new(db).await);
        for nth in 0..8 {
            bench.key(&format!("key-{nth}"), slots(1), None).await;
        }
        for _ in 0..8 {
            bench.fails(Class::Overload).await;
        }
        bench.pass(30);
        let mut attempts = Vec::new();
        for _ in 0..8 {
            attempts.push(picked(bench.open(bench.generation().await).await));
        }
        bench.pass(1);
        let runs = Arc::new(AtomicUsize::new(0));
        let ends = attempts.into_iter().map(|attempt| {
            let (bench, runs) = (bench.clone(), runs.clone());
            tokio::spawn(async move {
                bench.db.store.write(|tx: Tx| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    let (ring, env) = (&bench.ring, &bench.db.env);
                    async move { ring.close_in(&tx, env, attempt.id, &outcome(Class::Ok)).await }
                }).await
            })
        });
        for end in ends.collect::<Vec<_>>() {
            assert!(end.await.expect("no panic").expect("it gets through").is_some());
        }
        assert_eq!(bench.states().await, vec![("active".to_owned(), 0, false); 8]);
        assert_eq!(runs.load(Ordering::SeqCst), 8, "one had to begin again");
    }

    async fn a_dead_proxy_is_passed_by_and_tried_by_one(db: TestDb) {
        let bench = Bench::new(db).await;
        let proxy = bench.proxy("one").await;
        bench.key_through("around", slots(4), None, Some((proxy, false))).await;
        bench.key_through("never-around", slots(4), None, Some((proxy, true))).await;
        let through = |opened: Opened| -> Option<ThroughProxy> { picked(opened).proxy };
        let first = through(bench.open(bench.generation().await).await).expect("through the proxy");
        assert_eq!((first.id, first.probe, first.only), (proxy, false, false));
        assert_eq!(first.url.expose(), "socks5h://ada:secret@one.example:1080");
        let dead = ProxySeen::Failed { detail: "refused".into() };
        bench.ring.proxy_seen(&bench.db.env, &first, &dead).await.expect("it answers");

        for _ in 0..3 {
            assert!(through(bench.open(bench.generation().await).await).is_none(), "around it, and only that key");
        }
        let Opened::Later { at } = bench.open(bench.generation().await).await else { panic!("one is full, one cut off") };
        assert_eq!(at, bench.now(), "the busy one may be free at any moment");
        bench.pass(10);
        let probe = through(bench.open(bench.generation().await).await).expect("the other key, which finds out");
        assert!(probe.probe && probe.only);
        assert!(matches!(bench.open(bench.generation().await).await, Opened::Later { .. }), "one finds out");
        bench.ring.proxy_seen(&bench.db.env, &probe, &ProxySeen::Works).await.expect("it answers");
        assert!(through(bench.open(bench.generation().await).await).is_some());
    }

    async fn what_no_success_can_end_is_ended_by_a_look(db: TestDb) {
        let bench = Bench::new(db).await;
        let mut ids = Vec::new();
        for nth in 0..3 {
            ids.push(bench.key(&format!("key-{nth}"), slots(1), None).await);
        }
        for _ in 0..3 {
            bench.fails(Class::Overload).await;
        }
        bench.pass(61);
        bench.ring.review(&bench.db.env).await.expect("it answers");
        assert!(bench.incidents().await[0].recovered_at.is_none(), "keys rest for it");
        for id in ids {
            let env = &bench.db.env;
            let act = bench.db.store.write(|tx: Tx| async move {
                keys::set_state(&tx, env, id, keys::KeyAct::Disable, Actor::Operator, None).await
            });
            act.await.expect("it answers");
        }
        bench.ring.review(&bench.db.env).await.expect("it answers");
        assert!(bench.incidents().await[0].recovered_at.is_some());
    }

    async fn a_model_that_is_gone_is_over_when_no_route_names_it_or_nobody_wants_it(db: TestDb) {
        let bench = Bench::new(db).await;
        bench.key("key", slots(1), None).await;
        let models = vec![a_model(PROVIDER)];
        let (named, env) = (Ring::new(bench.db.store.clone(), RingSettings { models, ..RingSettings::default() }), &bench.db.env);
        let is_over = async || bench.incidents().await.last().expect("it is known").recovered_at.is_some();
        bench.fails(Class::ModelGone).await;
        assert_eq!(bench.incidents().await[0].key, "model:nano_banana:m");
        bench.pass(23 * 3600);
        named.review(env).await.expect("it answers");
        assert!(!is_over().await, "it is on offer still");
        bench.ring.review(env).await.expect("it answers");
        assert!(is_over().await, "its route was taken out of the configuration");
        bench.fails(Class::ModelGone).await;
        bench.pass(24 * 3600 + 1);
        named.review(env).await.expect("it answers");
        assert!(is_over().await, "nobody met it for a day");
    }

    async fn what_is_found_out_of_a_removed_proxy_is_nobodys_trouble(db: TestDb) {
        let bench = Bench::new(db).await;
        let proxy = bench.proxy("one").await;
        bench.key_through("around", slots(1), None, Some((proxy, false))).await;
        let through = picked(bench.open(bench.generation().await).await).proxy.expect("through it");
        let env = &bench.db.env;
        let removed = bench.db.store.write(|tx: Tx| async move {
            crate::proxies::remove(&tx, env, proxy, true, Actor::Operator).await
        });
        removed.await.expect("removed");
        let dead = ProxySeen::Failed { detail: "refused".into() };
        bench.ring.proxy_seen(env, &through, &dead).await.expect("it answers");
        assert_eq!(bench.incidents().await, []);
    }

    async fn a_picture_waits_for_its_keys_only_proxy(db: TestDb) {
        let bench = Bench::new(db).await;
        let proxy = bench.proxy("one").await;
        bench.key_through("never-around", slots(1), None, Some((proxy, true))).await;
        let generation = bench.generation().await;
        let attempt = picked(bench.open(generation).await);
        let dead = ProxySeen::Failed { detail: "refused".into() };
        let through = attempt.proxy.clone().expect("through it");
        bench.ring.proxy_seen(&bench.db.env, &through, &dead).await.expect("it answers");
        assert!(bench.close(&attempt, Class::ProxyTransport).await);
        assert_eq!(bench.incidents().await[0].key, format!("proxy:{proxy}"));
        let Opened::Later { at } = bench.open(generation).await else { panic!("it may be back soon") };
        assert_eq!(at, bench.now() + Duration::seconds(10));
        bench.pass(10);
        let again = picked(bench.open(generation).await).proxy.expect("through it");
        bench.ring.proxy_seen(&bench.db.env, &again, &ProxySeen::Works).await.expect("it answers");
        assert!(bench.incidents().await[0].recovered_at.is_some());
    }

    async fn a_proxy_whose_address_can_not_be_opened_is_like_a_dead_one(db: TestDb) {
        use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
        let bench = Bench::new(db).await;
        let proxy = bench.proxy("one").await;
        bench.key_through("never-around", slots(1), None, Some((proxy, true))).await;
        let damaged = bench.db.store.write(|tx: Tx| async move {
            let rows = proxies::Entity::update_many().col_expr(proxies::Column::SealedUrl, Expr::value(vec![1_u8, 2, 3]));
            rows.filter(proxies::Column::Id.eq(proxy.0)).exec(&tx).await?;
            Ok::<_, crate::StoreError>(())
        });
        damaged.await.expect("it answers");
        let generation = bench.generation().await;
        assert!(matches!(bench.open(generation).await, Opened::Later { at } if at == bench.now()));
        assert!(matches!(bench.open(generation).await, Opened::Later { at } if at > bench.now()));
    }

    async fn no_attempt_is_opened_once_a_day_has_cost_enough(db: TestDb) {
        let bench = Bench::new(db).await;
        bench.key("key", slots(4), None).await;
        let limits = SpendLimits { alert_per_day: Some(MicroUsd(50)), stop_per_day: Some(MicroUsd(100)) };
        let settings = RingSettings { spending: [(ProviderId::from(PROVIDER), limits)].into(), ..RingSettings::default() };
        let ring = Ring::new(bench.db.store.clone(), settings);
        let spends = |(generation, lease): (GenerationId, LeaseId)| {
            let (ring, env) = (&ring, &bench.db.env);
            let mut want = want(generation, lease, "m");
            want.cost_estimate = Some(MicroUsd(60));
            async move { ring.open(env, &want).await.expect("it answers") }
        };
        for spent in [Spent::No, Spent::Unknown, Spent::Yes] {
            let attempt = picked(spends(bench.generation().await).await);
            let end = AttemptOutcome { spent, ..outcome(Class::NoImage) };
            assert!(ring.close(&bench.db.env, attempt.id, &end).await.expect("it answers"));
        }
        assert!(matches!(spends(bench.generation().await).await, Opened::Exhausted));
        let told: Vec<_> = bench.incidents().await.into_iter().map(|row| row.key).collect();
        assert_eq!(told, ["spend_alert:nano_banana", "spend_stop:nano_banana"]);
        bench.pass(24 * 3600);
        assert!(matches!(spends(bench.generation().await).await, Opened::Attempt(_)));
    }
}
