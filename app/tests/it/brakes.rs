//! What a customer isn't charged for has its limits, too.

use chrono::Duration;
use nproxy_app::Settings;
use nproxy_app::generations::{self, RetryError};
use nproxy_app::turns::{Brakes, IdempotencyKey, RoomError, SubmitError, Submitted};
use nproxy_domain::UserId;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use crate::world::{Script, World};

async fn world(db: TestDb, declined_per_hour_max: u32, cancelled_running_per_hour_max: u32) -> World {
    let brakes = Brakes { declined_per_hour_max, cancelled_running_per_hour_max };
    World::with(db, 3, Settings { brakes, ..Settings::default() }).await
}

/// Seconds until more declined pictures may be asked for.
fn declined_wait(refused: Result<Submitted, SubmitError>) -> u32 {
    match refused {
        Err(SubmitError::Room(RoomError::TooManyDeclined { wait_s })) => wait_s,
        other => panic!("{other:?}"),
    }
}

/// Asks for a picture and cancels it while the upstream is at work on it, in vain.
async fn cancel_running(world: &World, user: UserId) {
    let [id] = world.queue(user, 1).await.try_into().expect("one");
    world.wire.then([Script::Overload]);
    world.wire.hold();
    let claimed = world.claim_one().await;
    let calls = world.wire.calls().len();
    let cancel = async {
        world.wire.arrived(calls + 1).await;
        generations::cancel(&world.app, user, id).await.expect("marked");
        world.wire.open();
    };
    tokio::join!(Box::pin(world.run(&claimed)), cancel);
    assert_eq!(world.view(user, id).await.state, "cancelled");
}

both! {
    async fn after_too_many_declined_pictures_a_customer_waits_until_the_oldest_is_an_hour_old(db: TestDb) {
        let world = world(db, 2, 1).await;
        let (user, other) = (world.customer(10).await, world.customer(10).await);
        world.wire.then([Script::Refused("no"), Script::Refused("no")]);
        let [first] = world.queue(user, 1).await.try_into().expect("one");
        world.work().await;
        world.pass(Duration::minutes(10));
        world.queue(user, 1).await;
        world.work().await;

        assert_eq!(declined_wait(world.submit(user, 1).await), 50 * 60);
        let key = IdempotencyKey::parse("again").expect("a plain key");
        let retried = generations::retry(&world.app, user, first, &key).await;
        assert!(matches!(retried, Err(RetryError::Room(RoomError::TooManyDeclined { .. }))), "{retried:?}");
        assert_eq!(world.spent_and_held(user).await, (0, 0), "nothing is held");
        world.queue(other, 1).await;
        world.pass(Duration::minutes(50) - Duration::milliseconds(1500));
        assert_eq!(declined_wait(world.submit(user, 1).await), 2, "whole seconds, never too few");
        world.pass(Duration::milliseconds(1500));
        world.queue(user, 1).await;
        world.work().await;
        world.end().await;
    }

    async fn what_fails_for_another_reason_is_not_held_against_a_customer(db: TestDb) {
        let world = world(db, 1, 1).await;
        let user = world.customer(10).await;
        world.wire.then([Script::NoImage, Script::NoImage]);
        let [failed] = world.queue(user, 1).await.try_into().expect("one");
        world.work().await;
        assert_eq!(world.view(user, failed).await.state, "failed");
        // Cancelled before it was begun: it cost nothing.
        let [queued] = world.queue(user, 1).await.try_into().expect("one");
        generations::cancel(&world.app, user, queued).await.expect("cancelled");
        world.queue(user, 1).await;
        world.work().await;
        world.end().await;
    }

    async fn after_too_many_cancelled_while_they_were_made_a_customer_waits(db: TestDb) {
        let world = world(db, 1, 2).await;
        let user = world.customer(10).await;
        cancel_running(&world, user).await;
        world.pass(Duration::minutes(20));
        cancel_running(&world, user).await;
        let refused = world.submit(user, 1).await;
        assert!(
            matches!(refused, Err(SubmitError::Room(RoomError::TooManyCancelled { wait_s: 2400 }))),
            "{refused:?}"
        );
        assert_eq!(world.spent_and_held(user).await, (0, 0));
        world.pass(Duration::minutes(40));
        world.queue(user, 1).await;
        world.work().await;
        world.end().await;
    }

    async fn a_brake_of_nothing_is_none(db: TestDb) {
        let world = world(db, 0, 0).await;
        let user = world.customer(10).await;
        world.wire.then([Script::Refused("no"), Script::Refused("no"), Script::Refused("no")]);
        world.queue(user, 3).await;
        world.work().await;
        cancel_running(&world, user).await;
        world.queue(user, 1).await;
        world.work().await;
        world.end().await;
    }
}
