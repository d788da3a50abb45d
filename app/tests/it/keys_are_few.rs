//! More pictures are asked for than keys can make at once.

use chrono::Duration;
use nproxy_app::audit::By;
use nproxy_app::switches::{self, Switch};
use nproxy_app::turns::{QueueLimits, RoomError, SubmitError};
use nproxy_app::{Settings, generations};
use nproxy_domain::GenerationId;
use nproxy_domain::generation::ErrorCode;
use nproxy_store::generations::GenerationRow;
use nproxy_store::testing::TestDb;
use nproxy_store::{both, overview};

use crate::world::World;

/// One key, and all that it can do at once is under way for somebody.
async fn with_a_busy_key(db: TestDb) -> World {
    with_a_busy_key_and(db, QueueLimits::default()).await
}

async fn with_a_busy_key_and(db: TestDb, queue: QueueLimits) -> World {
    let world = World::with(db, 1, Settings { queue, ..Settings::default() }).await;
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

    async fn row(&self, id: GenerationId) -> GenerationRow {
        let row = nproxy_store::generations::get(self.app.store.read(), id).await;
        row.expect("readable").expect("it is there")
    }

    /// Whose leases lapsed is taken over, and whoever waits looks as often as it takes.
    async fn work_off(&self) {
        self.pass(Duration::minutes(1));
        for _ in 0..8 {
            self.work().await;
            self.pass(Duration::seconds(5));
        }
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
            let pause = world.row(id).await.run_at.expect("it waits") - world.app.env.now();
            pauses_ms.push(pause.num_milliseconds());
            world.pass(pause);
        }
        assert_eq!(pauses_ms, [500, 500, 1000, 2000, 4000, 5000, 5000]);
        world.pass(Duration::minutes(1));
        world.work_and_look_again().await;
        world.end().await;
    }

    async fn a_freed_key_goes_to_the_customer_who_was_served_longest_ago(db: TestDb) {
        let world = World::with(db, 1, Settings::default()).await;
        let (hungry, modest) = (world.customer(10).await, world.customer(10).await);
        world.queue(hungry, 4).await;
        world.queue(hungry, 4).await;
        let running = world.claim().await;
        for one in &running {
            world.open_attempt(one).await;
        }
        let [id] = world.queue(modest, 1).await.try_into().expect("one");
        world.look_for_a_key().await;
        let view = world.view(modest, id).await;
        assert_eq!((view.state, view.started_at), ("waiting", None), "a look is no service");
        generations::recover(&world.app, &running[0]).await.expect("the database is there");
        assert_eq!(world.row(id).await.run_at, Some(world.app.env.now()), "the key is free at once");
        let claimed = world.claim_one().await;
        assert_eq!(claimed.user, modest, "before what the other has in the queue");
        world.open_attempt(&claimed).await;
        assert_eq!(world.view(modest, id).await.started_at, Some(world.app.env.now()));
        assert_eq!(world.claim_one().await.user, hungry, "nobody looks any more, so it goes on");
        world.work_off().await;
        world.end().await;
    }

    async fn what_waits_for_its_first_key_counts_as_queued(db: TestDb) {
        let world = with_a_busy_key_and(db, QueueLimits { queued_per_user_max: 5, ..QueueLimits::default() }).await;
        let user = world.customer(100).await;
        let queued_at = world.app.env.now();
        let ids = world.queue(user, 4).await;
        world.look_for_a_key().await;
        world.pass(Duration::seconds(10));
        let refused = world.submit(user, 2).await;
        assert!(matches!(refused, Err(SubmitError::Room(RoomError::QueueFullForYou))), "{refused:?}");
        world.queue(user, 1).await;
        for id in &ids[1..] {
            generations::cancel(&world.app, user, *id).await.expect("cancelled");
        }
        let unended = overview::unended(world.app.store.read()).await.expect("readable");
        assert_eq!(unended.oldest_queued_at, Some(queued_at), "it is the oldest in the queue");
        world.work_off().await;
        world.end().await;
    }

    async fn all_that_looked_in_vain_fills_the_queue_of_everybody(db: TestDb) {
        let world = with_a_busy_key_and(db, QueueLimits { queued_total_max: 4, ..QueueLimits::default() }).await;
        for _ in 0..3 {
            let user = world.customer(10).await;
            world.queue(user, 1).await;
            world.look_for_a_key().await;
        }
        let user = world.customer(10).await;
        let refused = world.submit(user, 2).await;
        assert!(matches!(refused, Err(SubmitError::Room(RoomError::QueueFull))), "{refused:?}");
        world.work_off().await;
        world.end().await;
    }

    async fn of_a_customers_pictures_one_looks_for_a_key_and_the_others_stay_queued(db: TestDb) {
        let world = with_a_busy_key(db).await;
        let user = world.customer(10).await;
        let ids = world.queue(user, 4).await;
        world.look_for_a_key().await;
        world.pass(Duration::milliseconds(100));
        assert_eq!(world.claim().await, [], "the first one is not due");
        assert_eq!(world.states(user, &ids).await, ["waiting", "queued", "queued", "queued"]);
        world.work_off().await;
        assert_eq!(world.states(user, &ids).await, ["succeeded"; 4]);
        world.end().await;
    }

    async fn in_a_pause_what_waits_for_its_first_key_has_failed_when_it_queued_for_too_long(db: TestDb) {
        let world = with_a_busy_key(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.look_for_a_key().await;
        let pause = async |on| {
            let turned = switches::set(&world.app, &By::operator(), Switch::GenerationPaused(on), None).await;
            turned.expect("turned");
        };
        pause(true).await;
        world.pass(Duration::minutes(30));
        assert_eq!(generations::expire(&world.app).await.expect("the database is there"), 1);
        assert_eq!(world.view(user, id).await.error.expect("an error").code, ErrorCode::QueueTimeout);
        assert_eq!(world.spent_and_held(user).await, (0, 0));
        pause(false).await;
        world.work_off().await;
        world.end().await;
    }

    async fn who_never_had_a_key_looks_twice_a_minute_even_where_all_rest_for_longer(db: TestDb) {
        let world = World::with(db, 1, Settings::default()).await;
        // One request a minute.
        world.sql("UPDATE provider_keys SET rpm = 1".to_owned()).await;
        let user = world.customer(10).await;
        world.queue(user, 1).await;
        world.work().await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        for _ in 0..2 {
            assert_eq!(world.work().await, 1);
            assert_eq!(world.row(id).await.run_at, Some(world.app.env.now() + Duration::seconds(30)));
            world.pass(Duration::seconds(30));
        }
        world.work().await;
        assert_eq!(world.view(user, id).await.state, "succeeded");
        world.end().await;
    }
}
