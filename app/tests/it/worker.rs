//! The worker's own loop, in real time.

use std::time::Duration;

use nproxy_app::health::HealthSettings;
use nproxy_app::ready::{NotReady, ready};
use nproxy_app::worker::WorkerSettings;
use nproxy_app::{Settings, generations, worker};
use nproxy_domain::GenerationId;
use nproxy_domain::UserId;
use nproxy_store::testing::TestDb;
use nproxy_store::{Store, both, vital_signs};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::world::World;

/// A loop that never comes to its end fails the test and does not hang it.
const PATIENCE: Duration = Duration::from_secs(30);

/// The default one.
const LEASE: chrono::Duration = chrono::Duration::seconds(60);

async fn ended(world: &World, user: UserId, ids: &[GenerationId]) {
    let mut known = None;
    loop {
        let news = generations::wait(&world.app, user, ids, known.as_ref(), PATIENCE).await.expect("readable");
        if let generations::Waited::Changed { generations, etag } = news {
            if generations.iter().all(generations::GenerationView::has_ended) {
                return;
            }
            known = Some(etag);
        }
    }
}

both! {
    async fn two_workers_run_what_is_asked_for_and_stop_when_told(db: TestDb) {
        let world = World::new(db).await;
        let (user, neighbour) = (world.customer(100).await, world.customer(100).await);
        let shutdown = CancellationToken::new();
        let other = world.another_process().await;
        let workers = [
            tokio::spawn(worker::run(world.app.clone(), shutdown.clone())),
            tokio::spawn(worker::run(other, shutdown.clone())),
        ];
        let mut mine = Vec::new();
        for _ in 0..3 {
            mine.extend(world.queue(user, 4).await);
        }
        let theirs = world.queue(neighbour, 2).await;
        let all = async {
            ended(&world, user, &mine).await;
            ended(&world, neighbour, &theirs).await;
        };
        timeout(PATIENCE, all).await.expect("all come to their end");
        assert_eq!(world.spent_and_held(user).await, (12, 0));
        assert_eq!(world.spent_and_held(neighbour).await, (2, 0));
        shutdown.cancel();
        for worker in workers {
            timeout(PATIENCE, worker).await.expect("it stops").expect("no panic");
        }
        world.end().await;
    }

    async fn a_worker_that_is_told_to_stop_lets_what_runs_come_to_its_end(db: TestDb) {
        let worker = WorkerSettings { parallel_max: 1, ..WorkerSettings::default() };
        let world = World::with(db, 3, Settings { worker, ..Settings::default() }).await;
        let user = world.customer(10).await;
        world.wire.hold();
        let ids = world.queue(user, 2).await;
        let shutdown = CancellationToken::new();
        let running = tokio::spawn(worker::run(world.app.clone(), shutdown.clone()));
        timeout(PATIENCE, world.wire.arrived(1)).await.expect("it began");
        shutdown.cancel();
        world.wire.open();
        timeout(PATIENCE, running).await.expect("it stops").expect("no panic");
        let mut states = world.states(user, &ids).await;
        states.sort_unstable();
        assert_eq!(states, ["queued", "succeeded"], "nothing new was begun");
        world.work().await;
        world.end().await;
    }

    async fn a_worker_that_just_started_takes_nothing_over_for_one_lease(db: TestDb) {
        let often = Duration::from_millis(20);
        let worker = WorkerSettings { heartbeat: often, poll: often, ..WorkerSettings::default() };
        let world = World::with(db, 3, Settings { worker, ..Settings::default() }).await;
        let (user, neighbour) = (world.customer(10).await, world.customer(10).await);
        let left = world.queue(user, 1).await;
        let holder = world.claim_one().await;
        // The database was away for so long that its living holder's lease lapsed.
        world.pass(LEASE);
        let shutdown = CancellationToken::new();
        let running = tokio::spawn(worker::run(world.app.clone(), shutdown.clone()));
        let new = world.queue(neighbour, 1).await;
        timeout(PATIENCE, ended(&world, neighbour, &new)).await.expect("it works");
        assert_eq!(world.attempts(holder.id).await, Vec::<String>::new(), "the holder still has it");
        let taken_over = async {
            // A claim under way at the moment of the jump looks like a database that hung, and it waits anew.
            while world.states(user, &left).await != ["succeeded"] {
                world.pass(LEASE);
                let _ended = timeout(Duration::from_millis(500), ended(&world, user, &left)).await;
            }
        };
        timeout(PATIENCE, taken_over).await.expect("nobody prolonged it");
        shutdown.cancel();
        timeout(PATIENCE, running).await.expect("it stops").expect("no panic");
        world.end().await;
    }

    async fn leases_are_kept_while_a_picture_takes_its_time(db: TestDb) {
        let worker = WorkerSettings {
            lease: Duration::from_mins(1),
            heartbeat: Duration::from_millis(20),
            poll: Duration::from_millis(20),
            ..WorkerSettings::default()
        };
        let world = World::with(db, 3, Settings { worker, ..Settings::default() }).await;
        let user = world.customer(10).await;
        world.wire.hold();
        let ids = world.queue(user, 1).await;
        let shutdown = CancellationToken::new();
        let running = tokio::spawn(worker::run(world.app.clone(), shutdown.clone()));
        timeout(PATIENCE, world.wire.arrived(1)).await.expect("it began");
        for _ in 0..3 {
            world.pass(chrono::Duration::seconds(50));
            timeout(PATIENCE, world.lease_runs_from_now(ids[0])).await.expect("it is prolonged");
        }
        assert!(world.claim().await.is_empty(), "nobody else may have it");
        world.wire.open();
        timeout(PATIENCE, ended(&world, user, &ids)).await.expect("it comes to its end");
        shutdown.cancel();
        timeout(PATIENCE, running).await.expect("it stops").expect("no panic");
        assert_eq!(world.attempts(ids[0]).await, ["ok"]);
        world.end().await;
    }

    async fn what_a_worker_gives_up_on_may_be_taken_over_at_once(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        world.wire.hold();
        let ids = world.queue(user, 1).await;
        let (shutdown, impatient) = (CancellationToken::new(), CancellationToken::new());
        let overdue = impatient.clone().cancelled_owned();
        let running = tokio::spawn(worker::run_until(world.app.clone(), shutdown.clone(), overdue));
        timeout(PATIENCE, world.wire.arrived(1)).await.expect("it began");
        shutdown.cancel();
        impatient.cancel();
        timeout(PATIENCE, running).await.expect("it stops").expect("no panic");
        world.wire.open();
        assert_eq!(world.work().await, 1, "its lease has not to lapse");
        assert_eq!(world.states(user, &ids).await, ["succeeded"]);
        assert_eq!(world.attempts(ids[0]).await, ["abandoned", "ok"]);
        world.end().await;
    }

    async fn a_worker_that_can_not_put_a_picture_down_keeps_it_and_buys_no_other(db: TestDb) {
        let often = Duration::from_millis(20);
        let worker = WorkerSettings { heartbeat: often, poll: often, ..WorkerSettings::default() };
        let world = World::with(db, 3, Settings { worker, ..Settings::default() }).await;
        let (user, neighbour) = (world.customer(10).await, world.customer(10).await);
        let shutdown = CancellationToken::new();
        world.assets.be_full(true);
        let ids = world.queue(user, 1).await;
        let running = tokio::spawn(worker::run(world.app.clone(), shutdown.clone()));
        let refused = async |times: u32| {
            while world.assets.refused() < times {
                tokio::time::sleep(often).await;
            }
        };
        // A claim that was under way at the first refusal is over at the second.
        timeout(PATIENCE, refused(2)).await.expect("it tries again");
        let others = world.queue(neighbour, 1).await;
        timeout(PATIENCE, refused(3)).await.expect("it goes on trying");
        assert_eq!(world.states(neighbour, &others).await, ["queued"]);
        world.assets.be_full(false);
        timeout(PATIENCE, ended(&world, user, &ids)).await.expect("it is stored");
        timeout(PATIENCE, ended(&world, neighbour, &others)).await.expect("the next one is made");
        shutdown.cancel();
        timeout(PATIENCE, running).await.expect("it stops").expect("no panic");
        assert_eq!(world.wire.calls().len(), 2, "each was bought once");
        world.end().await;
    }

    async fn a_picture_that_nobody_takes_until_its_deadline_is_not_charged(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        world.assets.be_full(true);
        let claimed = world.claim_one().await;
        let too_late = async {
            while world.assets.refused() == 0 {
                tokio::task::yield_now().await;
            }
            world.pass(chrono::Duration::minutes(5));
        };
        tokio::join!(world.run(&claimed), too_late);
        assert_eq!(world.view(user, id).await.state, "failed");
        assert_eq!(world.spent_and_held(user).await, (0, 0));
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_whose_clock_is_not_the_databases_takes_nothing() {
    let often = Duration::from_millis(20);
    let worker = WorkerSettings { heartbeat: often, poll: often, ..WorkerSettings::default() };
    let health = HealthSettings { skew_max: chrono::Duration::milliseconds(1999), ..HealthSettings::default() };
    let db = TestDb::postgres().await;
    let theirs =
        async |store: &Store| vital_signs::clock(store.read()).await.expect("readable").expect("it has a clock");
    db.clock.advance(theirs(&db.store).await - db.env.now() - chrono::Duration::seconds(10));
    let world = World::with(db, 3, Settings { worker, health, ..Settings::default() }).await;
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(worker::run(world.app.clone(), shutdown.clone()));
    let user = world.customer(10).await;
    let ids = world.queue(user, 1).await;
    for _ in 0..20 {
        // Meanwhile the worker looks as often.
        let off = ready(&world.app).await;
        assert!(matches!(off, Err(NotReady::ClockOff { .. })), "{off:?}");
    }
    assert_eq!(world.states(user, &ids).await, ["queued"]);
    // From here on the clock goes as the database's does.
    let right = async {
        while world.states(user, &ids).await != ["succeeded"] {
            world.pass(theirs(&world.app.store).await - world.app.env.now());
            tokio::time::sleep(often).await;
        }
    };
    timeout(PATIENCE, right).await.expect("it works again");
    shutdown.cancel();
    timeout(PATIENCE, running).await.expect("it stops").expect("no panic");
    world.end().await;
}
