//! Conversations found by what was said in them.

use nproxy_app::App;
use nproxy_app::conversations::{Changes, ListError, Wanted, list, update};
use nproxy_app::trash::{delete_conversation, delete_turn, restore_turn};
use nproxy_domain::UserId;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::{ask, make};
use crate::world::World;

async fn found(app: &App, user: UserId, query: &str) -> Vec<String> {
    let page = list(app, user, Wanted { cursor: None, limit: 10, query: Some(query) }).await.expect("a page");
    page.items.into_iter().map(|conversation| conversation.title).collect()
}

both! {
    async fn a_conversation_is_found_by_its_title_and_by_the_prompts_in_it(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada, bob) = (&world.app, world.customer(100).await, world.customer(100).await);
        let foxes = make(&world, ada, "Рыжая лиса", 1).await;
        let id = foxes.conversation.id;
        let wolf = ask(&world, ada, "a grey WOLF", 1, |asked| asked.conversation = Some(id)).await;
        make(&world, bob, "a wolf of another's", 1).await;
        world.work().await;
        update(app, ada, id, Changes { title: Some("Звери"), pinned: None }).await.expect("renamed");
        for query in ["звери", "ЛИСА", "grey wolf", "рыжая  лиса"] {
            assert_eq!(found(app, ada, query).await, ["Звери"], "{query}");
        }
        assert!(found(app, ada, "bear").await.is_empty());
        assert_eq!(found(app, ada, "w").await, ["Звери"], "too short to look for");
        delete_turn(app, ada, wolf.turn.id).await.expect("deleted");
        assert!(found(app, ada, "wolf").await.is_empty(), "what is deleted finds nothing");
        restore_turn(app, ada, wolf.turn.id).await.expect("restored");
        update(app, ada, id, Changes { title: None, pinned: Some(true) }).await.expect("pinned");
        assert_eq!(found(app, ada, "wolf").await, ["Звери"], "pinned ones are searched as well");
        delete_conversation(app, ada, id).await.expect("deleted");
        assert!(found(app, ada, "звери").await.is_empty());
        let long = "я".repeat(201);
        let end = list(app, ada, Wanted { cursor: None, limit: 10, query: Some(&long) }).await;
        assert!(matches!(end, Err(ListError::Query(_))));
        world.end().await;
    }
}
