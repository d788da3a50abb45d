//! More pictures are asked for than keys can make at once.

use chrono::Duration;
use nproxy_app::{Settings, generations};
use nproxy_domain::generation::ErrorCode;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use crate::world::World;

/// One key, and all that it can do at once is under way for somebody.
async fn with_a_busy_key(db: TestDb) -> World {
    let world = World::with(db, 1, Settings::default()).await;
    let somebody = world.customer(10).await;
    world.queue(somebody, 4).await;
    for one in world.claim().await {
        world.open_attempt(&one).await;
    }
    world
}

impl World {
    /// A living worker takes what is due, and takes nothing over.
    async fn look_for_a_key(&self) {
        let [claimed] = generations::claim(&self.app, 1, None).await.expect("a claim").try_into().expect("it is due");
        self.run(&claimed).await;
    }

    /// Who is claimed together with the dead holders of the key may look for it before they are found dead.
    async fn work_and_look_again(&self) {
        self.work().await;
        self.pass(Duration::seconds(5));
        self.work().await;
    }
}

both! {
    async fn who_waits_for_a_key_still_queues_and_uses_up_no_time_of_its_own(db: TestDb) {
        let world = with_a_busy_key(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        // Far beyond the five minutes that its attempts may take.
        for _ in 0..5 {
            world.look_for_a_key().await;
            assert_eq!(world.view(user, id).await.state, "waiting");
            world.pass(Duration::minutes(5));
        }
        // The holders of the key died long ago, so it is free for whoever takes over, and for this one.
        world.work_and_look_again().await;
        assert_eq!(world.view(user, id).await.state, "succeeded");
        assert_eq!(world.spent_and_held(user).await, (1, 0));
        world.end().await;
    }

    async fn who_never_got_a_key_has_failed_when_it_queued_for_too_long(db: TestDb) {
        let world = with_a_busy_key(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.look_for_a_key().await;
        world.pass(Duration::minutes(30));
        world.look_for_a_key().await;
        let view = world.view(user, id).await;
        assert_eq!(view.error.expect("an error").code, ErrorCode::QueueTimeout);
        assert_eq!(world.spent_and_held(user).await, (0, 0));
        world.work().await;
        world.end().await;
    }

    async fn who_waits_for_a_key_looks_again_ever_more_seldom(db: TestDb) {
        let world = with_a_busy_key(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        let mut pauses_ms = Vec::new();
        for _ in 0..7 {
            world.look_for_a_key().await;
            let row = nproxy_store::generations::get(world.app.store.read(), id).await.expect("readable").expect("there");
            let pause = row.run_at.expect("it waits") - world.app.env.now();
            pauses_ms.push(pause.num_milliseconds());
            world.pass(pause);
        }
        assert_eq!(pauses_ms, [500, 500, 1000, 2000, 4000, 5000, 5000]);
        world.pass(Duration::minutes(1));
        world.work_and_look_again().await;
        world.end().await;
    }
}
