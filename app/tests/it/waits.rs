//! A customer's program waits for news.

use std::time::Duration;

use nproxy_app::generations::{self, Etag, Waited};
use nproxy_domain::{GenerationId, UserId};
use nproxy_store::both;
use nproxy_store::testing::TestDb;
use tokio::time::timeout;

use crate::world::{Script, World};

/// Longer than any of these tests may take.
const PATIENCE: Duration = Duration::from_secs(25);

async fn etag(world: &World, user: UserId, ids: &[GenerationId]) -> Etag {
    match generations::wait(&world.app, user, ids, None, Duration::ZERO).await.expect("readable") {
        Waited::Changed { etag, .. } | Waited::Unchanged { etag } => etag,
    }
}

both! {
    async fn a_picture_shows_up_at_once(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let ids = world.queue(user, 1).await;
        let mut known = etag(&world, user, &ids).await;
        // The program is connected to another process than the one that works.
        let web = world.another_process().await;
        let watched = async {
            loop {
                let news = generations::wait(&web, user, &ids, Some(&known), PATIENCE).await.expect("readable");
                let Waited::Changed { generations, etag } = news else { panic!("nothing happened") };
                if generations[0].has_ended() {
                    return generations[0].state;
                }
                known = etag;
            }
        };
        let (state, _) = tokio::join!(watched, world.work());
        assert_eq!(state, "succeeded");
        world.end().await;
    }

    async fn that_an_upstream_is_asked_how_far_it_is_is_no_news(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let ids = world.queue(user, 1).await;
        world.wire.then([Script::Continue("job-7"), Script::Continue("job-7")]);
        world.work().await;
        let known = etag(&world, user, &ids).await;
        world.pass(chrono::Duration::seconds(10));
        let claimed = world.claim_one().await;
        assert_eq!(etag(&world, user, &ids).await, known, "somebody asks");
        world.run(&claimed).await;
        assert_eq!(etag(&world, user, &ids).await, known, "it takes longer");
        world.pass(chrono::Duration::seconds(10));
        world.work().await;
        assert_ne!(etag(&world, user, &ids).await, known, "it is there");
        world.end().await;
    }

    async fn an_unchanged_state_is_told_as_such_and_another_customers_news_is_none(db: TestDb) {
        let world = World::new(db).await;
        let (user, other) = (world.customer(10).await, world.customer(10).await);
        let ids = world.queue(user, 2).await;
        let known = etag(&world, user, &ids).await;
        let short = Duration::from_millis(50);
        let unchanged = generations::wait(&world.app, user, &ids, Some(&known), short).await.expect("readable");
        assert_eq!(unchanged, Waited::Unchanged { etag: known.clone() });
        let foreign = generations::list_by_ids(&world.app, other, &ids).await.expect("readable");
        assert_eq!(foreign, [], "unknown and foreign ones are absent");
        assert_ne!(known, etag(&world, other, &ids).await);
        world.work().await;
        assert_ne!(known, etag(&world, user, &ids).await);
        world.end().await;
    }

    async fn of_too_many_open_waits_the_newest_win(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let ids = world.queue(user, 1).await;
        let known = etag(&world, user, &ids).await;
        let wait = || {
            let (app, ids, known) = (world.app.clone(), ids.clone(), known.clone());
            tokio::spawn(async move { generations::wait(&app, user, &ids, Some(&known), PATIENCE).await })
        };
        let oldest = wait();
        // Each is in its place before the next one comes.
        tokio::task::yield_now().await;
        let rest: Vec<_> = (0..4).map(|_| wait()).collect();
        let ended = timeout(Duration::from_secs(5), async {
            let mut waits: Vec<_> = std::iter::once(oldest).chain(rest).collect();
            let (first, _, left) = futures::future::select_all(waits.drain(..)).await;
            (first.expect("no panic").expect("readable"), left)
        });
        let (first, left) = ended.await.expect("one gave way at once");
        assert_eq!(first, Waited::Unchanged { etag: known.clone() });
        assert!(left.iter().all(|wait| !wait.is_finished()), "the others still wait");
        world.work().await;
        for wait in left {
            let news = wait.await.expect("no panic").expect("readable");
            assert!(matches!(news, Waited::Changed { .. }));
        }
        world.end().await;
    }
}
