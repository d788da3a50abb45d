//! How pictures come to their end: delivered, failed, cancelled, tried again.

use chrono::Duration;
use nproxy_app::generations::{self, CancelError, RetryError};
use nproxy_app::turns::{IdempotencyKey, RoomError};
use nproxy_domain::generation::ErrorCode;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use crate::world::{Script, World};

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::parse(text).expect("a plain key")
}

both! {
    async fn a_failing_key_is_not_the_customers_trouble(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::Overload, Script::KeyInvalid, Script::Picture]);
        world.work().await;
        assert_eq!(world.view(user, id).await.state, "succeeded");
        assert_eq!(world.attempts(id).await, ["overload", "key_invalid", "ok"]);
        let keys: std::collections::BTreeSet<_> = world.wire.calls().into_iter().map(|call| call.key).collect();
        assert_eq!(keys.len(), 3, "each try on another key");
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        world.end().await;
    }

    async fn bytes_that_are_no_picture_are_asked_for_again(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::Garbage, Script::Picture]);
        world.work().await;
        assert_eq!(world.view(user, id).await.state, "succeeded");
        assert_eq!(world.attempts(id).await, ["no_image", "ok"]);
        assert_eq!(world.assets.keys().len(), 2, "the picture and its thumbnail, nothing else");
        world.end().await;
    }

    async fn what_can_not_be_kept_is_bought_twice_at_most_and_is_not_the_keys_fault(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::NoImage, Script::Garbage]);
        world.work().await;
        assert_eq!(world.view(user, id).await.error.expect("an error").code, ErrorCode::NoImage);
        assert_eq!(world.attempts(id).await, ["no_image", "no_image"]);
        // Every key is as good as before, those two included. One picture after the other: of several at once, one
        // passes over a key whose row another is just putting back.
        for _ in 0..3 {
            world.queue(user, 1).await;
            world.work().await;
        }
        let keys: std::collections::BTreeSet<_> = world.wire.calls()[2..].iter().map(|call| call.key.clone()).collect();
        assert_eq!(keys.len(), 3);
        assert_eq!(world.spent_and_held(user).await, (3, 0));
        world.end().await;
    }

    async fn an_answer_without_a_picture_is_asked_for_once_more(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [lucky] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::NoImage, Script::Picture]);
        world.work().await;
        assert_eq!(world.view(user, lucky).await.state, "succeeded");
        let [unlucky] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::NoImage, Script::NoImage]);
        world.work().await;
        assert_eq!(world.view(user, unlucky).await.error.expect("an error").code, ErrorCode::NoImage);
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        world.end().await;
    }

    async fn a_refusal_is_told_in_words_and_not_counted(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::Refused("I can't draw that.")]);
        world.work().await;
        let view = world.view(user, id).await;
        let error = view.error.expect("an error");
        assert_eq!((view.state, error.code, view.retryable), ("failed", ErrorCode::DeclinedPrompt, true));
        assert!(error.message.contains("I can't draw that."), "{}", error.message);
        assert_eq!(world.wire.calls().len(), 1, "no other key would answer otherwise");
        assert_eq!(world.spent_and_held(user).await, (0, 0));
        world.end().await;
    }

    async fn half_of_the_batch_may_fail(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let ids = world.queue(user, 4).await;
        world.wire.then([Script::Refused("no"), Script::Picture, Script::Refused("no"), Script::Picture]);
        world.work().await;
        let mut states = world.states(user, &ids).await;
        states.sort_unstable();
        assert_eq!(states, ["failed", "failed", "succeeded", "succeeded"]);
        assert_eq!(world.spent_and_held(user).await, (2, 0));
        world.end().await;
    }

    async fn the_customer_sees_an_error_when_every_key_was_tried(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::KeyInvalid, Script::KeyInvalid, Script::Overload]);
        world.work().await;
        let view = world.view(user, id).await;
        assert_eq!(view.error.expect("an error").code, ErrorCode::ProviderBusy);
        assert_eq!(world.spent_and_held(user).await, (0, 0));
        world.end().await;
    }

    async fn a_picture_waits_for_the_end_of_an_outage_that_all_keys_share(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::Overload, Script::Overload, Script::Overload]);
        world.work().await;
        assert_eq!(world.view(user, id).await.state, "waiting");
        world.db.clock.advance(Duration::seconds(5));
        world.work().await;
        assert_eq!(world.view(user, id).await.state, "succeeded");
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        world.end().await;
    }

    async fn a_queued_picture_is_cancelled_at_once_and_not_counted(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let ids = world.queue(user, 2).await;
        let view = generations::cancel(&world.app, user, ids[0]).await.expect("cancelled");
        assert_eq!((view.state, view.retryable), ("cancelled", true));
        assert_eq!(world.spent_and_held(user).await, (0, 1));
        let again = generations::cancel(&world.app, user, ids[0]).await;
        assert!(matches!(again, Err(CancelError::AlreadyFinished)), "{again:?}");
        let stranger = world.visitor().await;
        let foreign = generations::cancel(&world.app, stranger, ids[1]).await;
        assert!(matches!(foreign, Err(CancelError::NotFound)), "{foreign:?}");
        assert_eq!(world.work().await, 1);
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        world.end().await;
    }

    async fn a_picture_that_arrives_after_a_cancel_is_delivered_and_counted(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.hold();
        let claimed = world.claim_one().await;
        let asked_to_stop = async {
            world.wire.arrived(1).await;
            let view = generations::cancel(&world.app, user, id).await.expect("marked");
            assert_eq!((view.state, view.cancel_asked), ("running", true));
            let again = generations::cancel(&world.app, user, id).await.expect("asked twice is asked once");
            assert_eq!(again, view);
            world.wire.open();
        };
        tokio::join!(world.run(&claimed), asked_to_stop);
        let view = world.view(user, id).await;
        assert_eq!((view.state, view.asset.is_some()), ("succeeded", true));
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        world.end().await;
    }

    async fn after_a_cancel_nothing_new_is_tried(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::Overload]);
        world.wire.hold();
        let claimed = world.claim_one().await;
        let asked_to_stop = async {
            world.wire.arrived(1).await;
            generations::cancel(&world.app, user, id).await.expect("marked");
            world.wire.open();
        };
        tokio::join!(world.run(&claimed), asked_to_stop);
        assert_eq!(world.view(user, id).await.state, "cancelled");
        assert_eq!(world.wire.calls().len(), 1);
        assert_eq!(world.spent_and_held(user).await, (0, 0));
        world.end().await;
    }

    async fn a_failed_slot_is_tried_again_as_a_new_one(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let ids = world.queue(user, 2).await;
        world.wire.then([Script::Refused("no"), Script::Picture]);
        world.work().await;
        let views = generations::list_by_ids(&world.app, user, &ids).await.expect("readable");
        let (failed, fine) = if views[0].state == "failed" { (&views[0], &views[1]) } else { (&views[1], &views[0]) };
        let refused = generations::retry(&world.app, user, fine.id, &key("r0")).await;
        assert!(matches!(refused, Err(RetryError::NotRetryable)), "{refused:?}");

        let retried = generations::retry(&world.app, user, failed.id, &key("r1")).await.expect("room for it");
        let new = &retried.generation;
        assert_eq!((new.turn, new.slot, new.retried_from, new.state), (failed.turn, failed.slot, Some(failed.id), "queued"));
        assert!(!world.view(user, failed.id).await.retryable, "once is enough");
        assert_eq!(world.spent_and_held(user).await, (1, 1));

        let again = generations::retry(&world.app, user, failed.id, &key("r1")).await.expect("a replay");
        assert!(again.replayed && !retried.replayed);
        assert_eq!(again.generation.id, new.id);
        let twice = generations::retry(&world.app, user, failed.id, &key("r2")).await;
        assert!(matches!(twice, Err(RetryError::AlreadyRetried)), "{twice:?}");
        let reused = generations::retry(&world.app, user, fine.id, &key("r1")).await;
        assert!(matches!(reused, Err(RetryError::KeyReused)), "{reused:?}");
        world.work().await;
        assert_eq!(world.view(user, new.id).await.state, "succeeded");
        assert_eq!(world.spent_and_held(user).await, (2, 0));
        world.end().await;
    }

    async fn a_retry_at_the_same_instant_is_one_and_obeys_the_quota(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(1).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.wire.then([Script::Refused("no")]);
        world.work().await;
        let (other, one) = (world.another_process().await, key("r1"));
        let (left, right) = tokio::join!(
            generations::retry(&world.app, user, id, &one),
            generations::retry(&other, user, id, &one)
        );
        let (left, right) = (left.expect("an answer"), right.expect("an answer"));
        assert_eq!(left.generation.id, right.generation.id);
        assert_ne!(left.replayed, right.replayed);
        let new = left.generation.id;
        world.wire.then([Script::Refused("no")]);
        world.work().await;
        world.queue(user, 1).await;
        let held = generations::retry(&world.app, user, new, &key("r2")).await;
        assert!(matches!(held, Err(RetryError::Room(RoomError::QuotaHeld))), "{held:?}");
        world.work().await;
        let used_up = generations::retry(&world.app, user, new, &key("r2")).await;
        assert!(matches!(used_up, Err(RetryError::Room(RoomError::QuotaUsedUp))), "{used_up:?}");
        world.end().await;
    }

    async fn what_nobody_began_in_time_has_failed_and_is_not_counted(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let ids = world.queue(user, 2).await;
        world.pass(Duration::minutes(29));
        assert_eq!(generations::expire(&world.app).await.expect("a round"), 0);
        let later = world.queue(user, 1).await;
        world.pass(Duration::minutes(1));
        assert_eq!(generations::expire(&world.app).await.expect("a round"), 2);
        let view = world.view(user, ids[0]).await;
        assert_eq!(view.error.expect("an error").code, ErrorCode::QueueTimeout);
        assert_eq!(world.spent_and_held(user).await, (0, 1));
        assert_eq!(world.work().await, 1);
        assert_eq!(world.states(user, &later).await, ["succeeded"]);
        world.end().await;
    }
}
