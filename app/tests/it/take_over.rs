//! Workers die, and others go on.

use chrono::Duration;
use nproxy_app::{Settings, generations};
use nproxy_domain::assets::{AssetStore as _, StorageKey};
use nproxy_domain::generation::ErrorCode;
use nproxy_domain::keys::{AttemptOutcome, KeyRing as _};
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::{AttemptId, Timestamp};
use nproxy_store::attempts;
use nproxy_store::both;
use nproxy_store::testing::TestDb;
use tokio_util::sync::CancellationToken;

use crate::world::{Script, World, picture};

/// One lease.
const LAPSE: Duration = Duration::seconds(60);

both! {
    async fn a_picture_already_paid_for_is_not_bought_again(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        // The worker dies right after the bytes are stored: the attempt is open, the thumbnail is missing.
        let claimed = world.claim_one().await;
        let attempt = world.open_attempt(&claimed).await;
        world.assets.put(&StorageKey::output(id, attempt), picture()).await.expect("stored");

        assert!(world.claim().await.is_empty(), "its lease runs");
        world.pass(LAPSE);
        let other = world.another_process().await;
        let [taken] = generations::claim(&other, 1, Some(Timestamp::MAX_UTC)).await.expect("a claim").try_into().expect("taken over");
        generations::run(&other, &taken, &CancellationToken::new()).await.expect("the database is there");
        assert_eq!(world.view(user, id).await.state, "succeeded");
        assert_eq!(world.wire.calls(), [], "nothing was asked for");
        assert_eq!(world.attempts(id).await, ["ok"]);
        assert_eq!(world.assets.keys().len(), 2, "the thumbnail was made up for");
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        // The dead worker was only slow: what it knows is of no use any more.
        world.run(&claimed).await;
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        world.end().await;
    }

    async fn an_attempt_without_a_picture_is_closed_and_another_key_asked(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        let claimed = world.claim_one().await;
        world.open_attempt(&claimed).await;
        world.pass(LAPSE);
        assert_eq!(world.work().await, 1);
        assert_eq!(world.view(user, id).await.state, "succeeded");
        assert_eq!(world.attempts(id).await, ["abandoned", "ok"]);
        let closed = attempts::of_generation(world.app.store.read(), id).await.expect("readable");
        assert_eq!(closed[0].spent.as_deref(), Some("unknown"), "it may have been charged");
        assert_ne!(closed[0].key_id, closed[1].key_id);
        world.end().await;
    }

    async fn a_worker_that_overslept_takes_nothing_over_from_itself(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        world.queue(user, 1).await;
        let claimed = world.claim_one().await;
        world.pass(LAPSE);
        let own = Some(claimed.lease_until);
        assert!(generations::claim(&world.app, 1, own).await.expect("a claim").is_empty(), "it may still run there");
        let other = world.another_process().await;
        let [taken] = generations::claim(&other, 1, Some(Timestamp::MAX_UTC)).await.expect("a claim").try_into().expect("taken over");
        generations::run(&other, &taken, &CancellationToken::new()).await.expect("the database is there");
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        world.end().await;
    }

    async fn who_lost_the_lease_settles_nothing(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.hold();
        let slow = world.claim_one().await;
        let taken_over = async {
            world.wire.arrived(1).await;
            world.pass(LAPSE);
            let taken = world.claim_one().await;
            // Both wait for their answers.
            let answered = async {
                world.wire.arrived(2).await;
                world.wire.open();
            };
            tokio::join!(world.run(&taken), answered);
        };
        tokio::join!(world.run(&slow), taken_over);
        assert_eq!(world.view(user, id).await.state, "succeeded");
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        assert_eq!(world.attempts(id).await, ["abandoned", "ok"]);
        world.end().await;
    }

    async fn an_upstream_left_to_work_is_asked_again_with_the_same_key(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::Continue("job-7"), Script::Continue("job-7"), Script::Picture]);
        assert_eq!(world.work().await, 1);
        assert_eq!(world.view(user, id).await.state, "running", "the upstream works on it");
        assert!(world.claim().await.is_empty(), "it is not due");
        world.pass(Duration::seconds(10));
        // The worker that polls dies; whoever takes over goes on polling.
        world.claim_one().await;
        world.pass(LAPSE);
        assert_eq!(world.work().await, 1);
        assert_eq!(world.view(user, id).await.state, "running");
        world.pass(Duration::seconds(10));
        assert_eq!(world.work().await, 1);
        assert_eq!(world.view(user, id).await.state, "succeeded");
        assert_eq!(world.attempts(id).await, ["ok"]);
        let calls = world.wire.calls();
        assert!(calls.iter().all(|call| call.key == calls[0].key), "{calls:?}");
        let cursors: Vec<_> = calls.iter().map(|call| call.cursor.as_deref()).collect();
        assert_eq!(cursors, [None, Some("job-7"), Some("job-7")]);
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        world.end().await;
    }

    async fn a_cancelled_one_that_an_upstream_works_on_is_still_delivered(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::Continue("job-7"), Script::Picture]);
        world.work().await;
        let view = generations::cancel(&world.app, user, id).await.expect("marked");
        assert_eq!((view.state, view.cancel_asked), ("running", true));
        world.pass(Duration::seconds(10));
        world.work().await;
        assert_eq!(world.view(user, id).await.state, "succeeded");
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        world.end().await;
    }

    async fn an_upstream_is_told_once_that_nobody_waits_any_more(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::Continue("job-7"), Script::Continue("job-7"), Script::Continue("job-7")]);
        world.work().await;
        generations::cancel(&world.app, user, id).await.expect("marked");
        for _ in 0..3 {
            world.pass(Duration::seconds(10));
            assert_eq!(world.work().await, 1);
            assert_eq!(world.wire.called_off(), 1);
        }
        assert_eq!(world.view(user, id).await.state, "succeeded", "it was made all the same");
        world.end().await;
    }

    async fn a_refusal_that_nobody_came_to_settle_is_settled_and_not_asked_for_again(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        for (class, code) in [(Class::PolicyPrompt, ErrorCode::DeclinedPrompt), (Class::TooLarge, ErrorCode::TooLarge)] {
            let [id] = world.queue(user, 1).await.try_into().expect("one");
            let claimed = world.claim_one().await;
            let attempt = world.open_attempt(&claimed).await;
            world.close_attempt(attempt, class).await;
            world.pass(LAPSE);
            assert_eq!(world.work().await, 1);
            assert_eq!(world.view(user, id).await.error.expect("an error").code, code);
        }
        assert_eq!(world.wire.calls(), [], "no key would answer otherwise");
        assert_eq!(world.spent_and_held(user).await, (0, 0));
        world.end().await;
    }

    async fn who_waited_in_vain_is_told_what_the_newest_try_came_to(db: TestDb) {
        let world = World::with(db, 1, Settings::default()).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        let claimed = world.claim_one().await;
        let attempt = world.open_attempt(&claimed).await;
        world.close_attempt(attempt, Class::Timeout).await;
        world.pass(Duration::minutes(5));
        world.work().await;
        assert_eq!(world.view(user, id).await.error.expect("an error").code, ErrorCode::ProviderTimeout);
        world.end().await;
    }

    async fn what_an_upstream_made_is_fetched_however_much_else_of_the_customers_runs(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::Continue("job-7")]);
        world.work().await;
        world.queue(user, 4).await;
        let others = world.claim().await;
        assert_eq!(others.len(), 4, "as many as may run");
        world.pass(Duration::seconds(10));
        let due = world.claim_one().await;
        assert_eq!(due.id, id);
        world.run(&due).await;
        assert_eq!(world.view(user, id).await.state, "succeeded");
        for other in &others {
            world.run(other).await;
        }
        world.end().await;
    }

    async fn an_upstream_whose_key_can_not_be_opened_any_more_is_left_to_itself(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::Continue("job-7"), Script::Picture]);
        world.work().await;
        // Another row's secret is none of its own.
        let other = "SELECT sealed_secret FROM provider_keys WHERE in_flight = 0 LIMIT 1";
        world.sql(format!("UPDATE provider_keys SET sealed_secret = ({other}) WHERE in_flight > 0")).await;
        world.pass(Duration::seconds(10));
        world.work().await;
        assert_eq!(world.view(user, id).await.state, "succeeded");
        assert_eq!(world.attempts(id).await, ["abandoned", "ok"]);
        world.end().await;
    }

    async fn nothing_is_tried_beyond_the_deadline(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        let claimed = world.claim_one().await;
        world.open_attempt(&claimed).await;
        world.pass(Duration::minutes(5));
        assert_eq!(world.work().await, 1);
        let view = world.view(user, id).await;
        assert_eq!(view.state, "failed");
        assert_eq!(view.error.expect("an error").code.fault(), ErrorCode::ProviderBusy.fault());
        assert_eq!(world.wire.calls(), []);
        assert_eq!(world.spent_and_held(user).await, (0, 0));
        world.end().await;
    }

    async fn after_a_panic_a_stored_picture_is_delivered_and_anything_else_has_failed(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let ids = world.queue(user, 2).await;
        let claimed = world.claim().await;
        for one in &claimed {
            let attempt = world.open_attempt(one).await;
            if one.id == ids[0] {
                world.assets.put(&StorageKey::output(one.id, attempt), picture()).await.expect("stored");
            }
        }
        for one in &claimed {
            generations::recover(&world.app, one).await.expect("the database is there");
        }
        assert_eq!(world.states(user, &ids).await, ["succeeded", "failed"]);
        let error = world.view(user, ids[1]).await.error.expect("an error");
        assert_eq!(error.code, ErrorCode::Internal);
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        world.end().await;
    }
}

impl World {
    /// It ends like this, and its worker dies before it does anything about that.
    async fn close_attempt(&self, attempt: AttemptId, class: Class) {
        let outcome =
            AttemptOutcome { class, spent: Spent::No, detail: String::new(), retry_after: None, upstream_ms: None };
        assert!(self.app.ring.close(&self.app.env, attempt, &outcome).await.expect("the database is there"));
    }

    /// An attempt as the gateway opens it, whose worker then dies.
    pub async fn open_attempt(&self, claimed: &generations::Claimed) -> AttemptId {
        let want = nproxy_domain::keys::Want {
            generation: claimed.id,
            lease: claimed.lease,
            provider: crate::world::PROVIDER.into(),
            model: crate::world::MODEL.to_owned(),
            cost_estimate: None,
            last_resort: false,
        };
        match self.app.ring.open(&self.app.env, &want).await.expect("the database is there") {
            nproxy_domain::keys::Opened::Attempt(attempt) => attempt.id,
            other => panic!("no key: {other:?}"),
        }
    }
}
