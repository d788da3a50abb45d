//! What runs and what failed, at a glance.

use chrono::Duration;
use nproxy_app::activity::look;
use nproxy_app::generations::retry;
use nproxy_app::trash::{delete_conversation, delete_turn};
use nproxy_app::turns::IdempotencyKey;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::ask;
use crate::world::{Script, World};

both! {
    async fn what_runs_is_listed_from_the_oldest_with_its_prompt(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada, bob) = (&world.app, world.customer(100).await, world.customer(100).await);
        let first = ask(&world, ada, "first", 1, |_| {}).await;
        world.pass(Duration::seconds(1));
        let second = ask(&world, ada, "second", 2, |_| {}).await;
        let gone = ask(&world, ada, "gone", 1, |_| {}).await;
        delete_turn(app, ada, gone.turn.id).await.expect("deleted");
        ask(&world, bob, "another's", 1, |_| {}).await;
        let seen = look(app, ada).await.expect("readable");
        assert!(seen.failed.is_empty());
        let running: Vec<_> = seen.running.iter().map(|item| (item.prompt.as_str(), item.conversation)).collect();
        let (one, two) = (("first", first.conversation.id), ("second", second.conversation.id));
        assert_eq!(running, [one, two, two]);
        assert_eq!((seen.running[0].width, seen.running[0].height, seen.running[0].generation.state), (8, 6, "queued"));
        let claimed = world.claim().await;
        let seen = look(app, ada).await.expect("readable");
        assert!(seen.running.iter().any(|item| item.generation.state == "running"));
        for claimed in &claimed {
            world.run(claimed).await;
        }
        world.work().await;
        assert!(look(app, ada).await.expect("readable").running.is_empty());
        world.end().await;
    }

    async fn what_failed_is_listed_for_a_week_until_it_is_tried_again_or_deleted(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(100).await);
        let mut turns = Vec::new();
        for n in 0..7 {
            world.wire.then([Script::Refused("no")]);
            turns.push(ask(&world, ada, &format!("{n}"), 1, |_| {}).await);
            world.work().await;
            world.pass(Duration::seconds(1));
        }
        let prompts = async || -> Vec<String> {
            look(app, ada).await.expect("readable").failed.into_iter().map(|item| item.prompt).collect()
        };
        assert_eq!(prompts().await, ["6", "5", "4", "3", "2"]);
        delete_turn(app, ada, turns[6].turn.id).await.expect("deleted");
        delete_conversation(app, ada, turns[5].conversation.id).await.expect("deleted");
        let key = IdempotencyKey::parse("again").expect("a key");
        retry(app, ada, turns[4].turn.generations[0].id, &key).await.expect("once more");
        world.work().await;
        assert_eq!(prompts().await, ["3", "2", "1", "0"]);
        world.pass(Duration::days(7) - Duration::seconds(5));
        assert_eq!(prompts().await, ["3", "2"]);
        world.pass(Duration::days(1));
        assert!(prompts().await.is_empty());
        world.end().await;
    }
}
