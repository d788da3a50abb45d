//! One thing at a time.

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{KeyRing as _, Opened, RingError, Want};
use nproxy_domain::outcome::Class;
use nproxy_domain::provider::{ApiKey, Cursor};
use nproxy_domain::{AttemptId, LeaseId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use secrecy::ExposeSecret as _;

use super::{Bench, PROVIDER, picked, slots, want};
use crate::entities::text::AttemptPhase;
use crate::entities::{generations, provider_keys};
use crate::error::StoreError;
use crate::keys::{AddKeyError, KeyAct, NewKey};
use crate::ring::{Ring, RingSettings};
use crate::testing::TestDb;
use crate::tx::Tx;
use crate::{MasterKey, Store, StoreOptions, attempts, both, keys};

#[test]
fn what_is_broken_is_not_taken_for_a_database_that_is_away() {
    let told = |error: StoreError| RingError::from(error);
    assert!(matches!(told(StoreError::Unavailable("away".into())), RingError::Unavailable(_)));
    for broken in [StoreError::Unreadable("a row".into()), StoreError::Internal("a bug".into())] {
        assert!(matches!(told(broken), RingError::Broken(_)));
    }
}

both! {
    async fn a_picked_key_is_open_and_on_record_before_a_byte_leaves(db: TestDb) {
        let bench = Bench::new(db).await;
        let key = bench.key("secret-of-ours", slots(2), None).await;
        let generation = bench.generation().await;
        let attempt = picked(bench.open(generation).await);
        assert_eq!((attempt.key, attempt.n), (key, 1));
        assert_eq!(attempt.api_key.secret.expose_secret(), "secret-of-ours");
        let open = attempts::open_of(bench.db.store.read(), generation.0).await.expect("readable");
        assert_eq!(open.iter().map(|a| AttemptId(a.id)).collect::<Vec<_>>(), [attempt.id]);
        assert_eq!(keys::get(bench.db.store.read(), key).await.expect("readable").expect("there").in_flight, 1);
    }

    async fn a_key_is_tried_once_for_a_generation_and_then_the_next(db: TestDb) {
        let bench = Bench::new(db).await;
        let both = [bench.key("one", slots(2), None).await, bench.key("two", slots(2), None).await];
        let generation = bench.generation().await;
        let first = picked(bench.open(generation).await);
        bench.close(&first, Class::Overload).await;
        let second = picked(bench.open(generation).await);
        bench.close(&second, Class::Overload).await;
        let mut tried = [first.key, second.key];
        tried.sort();
        assert_eq!(tried, both);
        assert!(matches!(bench.open(generation).await, Opened::Exhausted));
    }

    async fn a_picture_starts_with_its_first_key(db: TestDb) {
        let bench = Bench::new(db).await;
        for nth in 0..2 {
            bench.key(&format!("key-{nth}"), slots(1), None).await;
        }
        let generation = bench.generation().await;
        let unstarted = bench.db.store.write(|tx: Tx| async move {
            let rows = generations::Entity::update_many()
                .col_expr(generations::Column::StartedAt, Expr::value(Option::<nproxy_domain::Timestamp>::None));
            Ok::<_, StoreError>(rows.exec(&tx).await.map(drop)?)
        });
        unstarted.await.expect("it can be done");
        let started_at = bench.now();
        for _ in 0..2 {
            let attempt = picked(bench.open(generation).await);
            bench.close(&attempt, Class::Overload).await;
            let row = crate::generations::get(bench.db.store.read(), generation.0).await.expect("readable");
            let row = row.expect("it is there");
            assert_eq!((row.started_at, row.version), (Some(started_at), 2), "with the first one only");
            bench.pass(1);
        }
    }

    async fn a_cancelled_or_taken_over_generation_gets_no_key(db: TestDb) {
        let bench = Bench::new(db).await;
        bench.key("one", slots(2), None).await;
        let (generation, lease) = bench.generation().await;
        assert!(matches!(bench.open((generation, LeaseId::new(&bench.db.env))).await, Opened::Stopped));
        bench.db.store.write(|tx: Tx| async move {
            generations::Entity::update_many()
                .col_expr(generations::Column::CancelAsked, Expr::value(true))
                .filter(generations::Column::Id.eq(generation.0))
                .exec(&tx).await.map_err(StoreError::from)
        }).await.expect("marked");
        assert!(matches!(bench.open((generation, lease)).await, Opened::Stopped));
        assert!(attempts::of_generation(bench.db.store.read(), generation).await.expect("readable").is_empty());
    }

    async fn a_second_close_changes_nothing(db: TestDb) {
        let bench = Bench::new(db).await;
        let key = bench.key("one", slots(2), None).await;
        let attempt = picked(bench.open(bench.generation().await).await);
        assert!(bench.close(&attempt, Class::Overload).await);
        let after_one = keys::get(bench.db.store.read(), key).await.expect("readable").expect("there");
        assert_eq!((after_one.in_flight, after_one.strikes, after_one.state.as_str()), (0, 1, "cooldown"));
        assert!(!bench.close(&attempt, Class::KeyInvalid).await);
        assert_eq!(keys::get(bench.db.store.read(), key).await.expect("readable").expect("there"), after_one);
        let events = keys::events(bench.db.store.read(), key, 10).await.expect("readable");
        assert_eq!(events.iter().map(|e| (e.before.as_str(), e.after.as_str(), e.cause.as_str())).collect::<Vec<_>>(),
            [("active", "cooldown", "overload")]);
    }

    async fn a_cursor_is_kept_until_the_attempt_ends(db: TestDb) {
        let bench = Bench::new(db).await;
        bench.key("one", slots(2), None).await;
        let generation = bench.generation().await;
        let attempt = picked(bench.open(generation).await);
        bench.ring.keep_cursor(attempt.id, &Cursor("task-7".into())).await.expect("kept");
        let open = attempts::open_of(bench.db.store.read(), generation.0).await.expect("readable");
        assert_eq!((open[0].phase, open[0].cursor.as_deref()), (AttemptPhase::Polling, Some("task-7")));
        bench.close(&attempt, Class::Ok).await;
        bench.ring.keep_cursor(attempt.id, &Cursor("too late".into())).await.expect("harmless");
        let row = attempts::get(bench.db.store.read(), attempt.id).await.expect("readable").expect("there");
        assert_eq!((row.phase, row.cursor.as_deref()), (AttemptPhase::Ended, Some("task-7")));
    }

    async fn that_an_upstream_was_told_to_stop_is_remembered_until_the_attempt_ends(db: TestDb) {
        let bench = Bench::new(db).await;
        bench.key("one", slots(2), None).await;
        let attempt = picked(bench.open(bench.generation().await).await);
        bench.ring.keep_cursor(attempt.id, &Cursor("task-7".into())).await.expect("kept");
        let called_off = async || {
            let reopened = bench.ring.reopen(&bench.db.env, attempt.id).await.expect("readable");
            reopened.expect("it is open").called_off
        };
        assert!(!called_off().await);
        bench.ring.call_off(attempt.id).await.expect("kept");
        assert!(called_off().await);
        bench.close(&attempt, Class::NoImage).await;
        bench.ring.call_off(attempt.id).await.expect("harmless");
        let row = attempts::get(bench.db.store.read(), attempt.id).await.expect("readable").expect("there");
        assert_eq!(row.detail.as_deref(), Some("told"), "what it came to");
    }

    async fn a_resting_key_is_left_alone_while_another_provider_may_have_one(db: TestDb) {
        let bench = Bench::new(db).await;
        let key = bench.key("one", slots(2), None).await;
        bench.close(&picked(bench.open(bench.generation().await).await), Class::Overload).await;
        let rests_until = bench.now() + chrono::Duration::seconds(300);
        bench.pass(30);
        let (generation, lease) = bench.generation().await;
        let first = Want { last_resort: false, ..want(generation, lease, "m") };
        let opened = bench.ring.open(&bench.db.env, &first).await.expect("it answers");
        assert!(matches!(opened, Opened::Later { at } if at == rests_until), "{opened:?}");
        assert_eq!(picked(bench.open((generation, lease)).await).key, key, "nobody else has one");
    }

    async fn a_pick_under_another_master_key_is_an_error_and_no_key_falls(db: TestDb) {
        let bench = Bench::new(db).await;
        let key = bench.key("one", slots(2), None).await;
        let before = keys::get(bench.db.store.read(), key).await.expect("readable");
        bench.db.store.check_master_key(&bench.db.env).await.expect("the first one counts");
        let options = StoreOptions { url: bench.db.url().into(), connections_max: 2 };
        let other = Store::connect(options, MasterKey::new([8; 32])).await.expect("connects");
        let refused = other.check_master_key(&bench.db.env).await.expect_err("it is another one");
        assert!(refused.to_string().contains("is not the one that"), "{refused}");
        let (generation, lease) = bench.generation().await;
        let ring = Ring::new(other.clone(), RingSettings::default());
        let end = ring.open(&bench.db.env, &want(generation, lease, "m")).await;
        assert!(matches!(end, Err(RingError::Sealed(id)) if id == key), "{end:?}");
        assert_eq!(keys::get(bench.db.store.read(), key).await.expect("readable"), before);
        other.close().await;
    }

    async fn a_key_whose_secret_is_damaged_waits_for_an_admin_and_the_next_is_picked(db: TestDb) {
        let bench = Bench::new(db).await;
        bench.db.store.check_master_key(&bench.db.env).await.expect("the first one counts");
        let (damaged, whole) = (bench.key("one", slots(2), None).await, bench.key("two", slots(2), None).await);
        bench.db.store.write(|tx: Tx| async move {
            provider_keys::Entity::update_many()
                .col_expr(provider_keys::Column::SealedSecret, Expr::value(vec![0_u8; 60]))
                .filter(provider_keys::Column::Id.eq(damaged.0))
                .exec(&tx).await.map_err(StoreError::from)
        }).await.expect("damaged");
        assert_eq!(picked(bench.open(bench.generation().await).await).key, whole);
        assert_eq!(picked(bench.open(bench.generation().await).await).key, whole);
        let key = keys::get(bench.db.store.read(), damaged).await.expect("readable").expect("there");
        assert_eq!((key.state.as_str(), key.next_at, key.in_flight), ("manual_review", None, 0));
        let events = keys::events(bench.db.store.read(), damaged, 10).await.expect("readable");
        assert_eq!(events.iter().map(|e| (e.before.as_str(), e.after.as_str(), e.cause.as_str())).collect::<Vec<_>>(),
            [("active", "manual_review", "secret_unreadable")]);
    }

    async fn a_key_that_an_admin_activates_is_tried_for_every_model_again(db: TestDb) {
        let bench = Bench::new(db).await;
        let key = bench.key("one", slots(2), None).await;
        bench.close(&picked(bench.open(bench.generation().await).await), Class::QuotaZero).await;
        assert!(matches!(bench.open(bench.generation().await).await, Opened::Exhausted), "it is not for this model");
        let env = &bench.db.env;
        bench.db.store.write(|tx: Tx| async move {
            keys::set_state(&tx, env, key, KeyAct::Activate, Actor::Operator, None).await
        }).await.expect("activated");
        assert_eq!(picked(bench.open(bench.generation().await).await).key, key);
    }

    async fn a_key_is_kept_once_and_sealed(db: TestDb) {
        let bench = Bench::new(db).await;
        let id = bench.key("the-secret", slots(2), None).await;
        let (env, master_key) = (&bench.db.env, bench.db.store.master_key());
        let again = bench.db.store.write(|tx: Tx| async move {
            let new = NewKey { provider: PROVIDER.into(), label: "again".into(), api_key: ApiKey::new("the-secret"),
                account: None, proxy: None, proxy_only: false, limits: slots(1) };
            keys::add(&tx, env, master_key, new).await
        }).await;
        assert!(matches!(again, Err(AddKeyError::Duplicate { id: twin, .. }) if twin == id));
        let rows = provider_keys::Entity::find().all(bench.db.store.read()).await.expect("readable");
        assert_eq!(rows.len(), 1);
        assert!(!rows[0].sealed_secret.windows(10).any(|w| w == b"the-secret"));
        assert_eq!(rows[0].state, "active");
    }
}
