//! What is deleted is hidden, comes back whole, and goes for good in the end.

use chrono::Duration;
use nproxy_app::App;
use nproxy_app::assets::{AssetError, FetchError, Variant, Wanted, fetch, upload};
use nproxy_app::conversations::{self, ConversationError};
use nproxy_app::trash::{
    TurnError, delete_asset, delete_conversation, delete_turn, purge, restore_asset, restore_conversation, restore_turn,
};
use nproxy_app::turns::{self, TurnView};
use nproxy_domain::provider::Mode;
use nproxy_domain::{AssetId, ConversationId, UserId};
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::gallery::{EVERYTHING, seen};
use super::{ask, make, pictures};
use crate::pictures::{png, two_halves};
use crate::world::World;

async fn shown(app: &App, user: UserId, conversation: ConversationId) -> Vec<TurnView> {
    turns::list(app, user, conversation, None, 50).await.expect("it is there").turns
}

async fn is_there(app: &App, user: UserId, id: AssetId) -> bool {
    match fetch(app, user, id, Wanted::all(Variant::Thumb)).await {
        Ok(_) => true,
        Err(FetchError::NotFound) => false,
        Err(error) => panic!("{error}"),
    }
}

both! {
    async fn a_deleted_turn_comes_back_whole(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada, bob) = (&world.app, world.customer(10).await, world.customer(10).await);
        let foxes = make(&world, ada, "foxes", 3).await;
        let (turn, conversation) = (foxes.turn.id, foxes.conversation.id);
        let of_turn = pictures(&world, ada, &foxes).await;
        // One was thrown away by itself before, at the same instant.
        delete_asset(app, ada, of_turn[1]).await.expect("deleted");
        let before = shown(app, ada, conversation).await;
        assert_eq!(before[0].generations.iter().map(|g| g.asset.is_some()).collect::<Vec<_>>(), [true, false, true]);
        assert!(before[0].generations.iter().all(|g| g.state == "succeeded"), "its slot stays");

        assert!(matches!(delete_turn(app, bob, turn).await, Err(TurnError::NotFound)));
        delete_turn(app, ada, turn).await.expect("deleted");
        assert!(matches!(delete_turn(app, ada, turn).await, Err(TurnError::NotFound)));
        assert!(shown(app, ada, conversation).await.is_empty());
        assert!(seen(app, ada, EVERYTHING).await.is_empty());
        for id in &of_turn {
            assert!(!is_there(app, ada, *id).await);
            assert!(matches!(restore_asset(app, bob, *id).await, Err(AssetError::NotFound)));
        }
        assert!(matches!(restore_asset(app, ada, of_turn[0]).await, Err(AssetError::NotFound)), "it went with its turn");

        assert!(matches!(restore_turn(app, bob, turn).await, Err(TurnError::NotFound)));
        restore_turn(app, ada, turn).await.expect("restored");
        assert!(matches!(restore_turn(app, ada, turn).await, Err(TurnError::NotFound)), "it is there");
        assert_eq!(shown(app, ada, conversation).await, before);
        assert_eq!(seen(app, ada, EVERYTHING).await.len(), 2);
        restore_asset(app, ada, of_turn[1]).await.expect("by itself");
        assert_eq!(seen(app, ada, EVERYTHING).await.len(), 3);
        world.end().await;
    }

    async fn a_deleted_conversation_comes_back_as_it_was(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada, bob) = (&world.app, world.customer(10).await, world.customer(10).await);
        let foxes = make(&world, ada, "foxes", 1).await;
        let id = foxes.conversation.id;
        let wolves = ask(&world, ada, "wolves", 2, |asked| asked.conversation = Some(id)).await;
        world.work().await;
        delete_turn(app, ada, foxes.turn.id).await.expect("deleted");
        let before = shown(app, ada, id).await;
        delete_conversation(app, ada, id).await.expect("deleted");
        assert!(seen(app, ada, EVERYTHING).await.is_empty(), "its pictures went with it");
        assert!(matches!(restore_conversation(app, bob, id).await, Err(ConversationError::NotFound)));
        assert_eq!(restore_conversation(app, ada, id).await.expect("restored").id, id);
        assert!(matches!(restore_conversation(app, ada, id).await, Err(ConversationError::NotFound)), "it is there");
        assert_eq!(shown(app, ada, id).await, before, "the turn that was deleted before stays away");
        assert_eq!(before[0].id, wolves.turn.id);
        assert_eq!(seen(app, ada, EVERYTHING).await.len(), 2);
        world.end().await;
    }

    async fn what_runs_in_a_deleted_turn_is_counted_and_its_picture_is_hidden_until_the_turn_comes_back(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(10).await);
        let foxes = ask(&world, ada, "foxes", 2, |_| {}).await;
        let wolves = ask(&world, ada, "wolves", 1, |_| {}).await;
        delete_turn(app, ada, foxes.turn.id).await.expect("deleted");
        delete_conversation(app, ada, wolves.conversation.id).await.expect("deleted");
        assert_eq!(world.work().await, 3);
        assert_eq!(world.spent_and_held(ada).await, (3, 0));
        assert!(seen(app, ada, EVERYTHING).await.is_empty());
        restore_turn(app, ada, foxes.turn.id).await.expect("restored");
        assert_eq!(seen(app, ada, EVERYTHING).await.len(), 2);
        restore_conversation(app, ada, wolves.conversation.id).await.expect("restored");
        assert_eq!(seen(app, ada, EVERYTHING).await.len(), 3);
        world.end().await;
    }

    async fn an_undo_is_good_for_thirty_days(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(10).await);
        let mut all = Vec::new();
        for prompt in ["a", "b"] {
            let made = make(&world, ada, prompt, 2).await;
            all.push((made.turn.id, made.conversation.id, pictures(&world, ada, &made).await));
        }
        let (late, early) = (all.remove(0), all.remove(0));
        for (turn, conversation, pictures) in [&late, &early] {
            if turn == &early.0 {
                world.pass(Duration::days(1));
            }
            delete_asset(app, ada, pictures[0]).await.expect("deleted");
            delete_turn(app, ada, *turn).await.expect("deleted");
            delete_conversation(app, ada, *conversation).await.expect("deleted");
        }
        world.pass(Duration::days(30));
        assert!(matches!(restore_conversation(app, ada, late.1).await, Err(ConversationError::NotFound)));
        assert!(matches!(restore_turn(app, ada, late.0).await, Err(TurnError::NotFound)));
        assert!(matches!(restore_asset(app, ada, late.2[0]).await, Err(AssetError::NotFound)));
        assert_eq!(purge(app).await.expect("done"), 2, "of the late one alone: who presses undo at the last moment is not overtaken");
        restore_conversation(app, ada, early.1).await.expect("just in time");
        restore_turn(app, ada, early.0).await.expect("just in time");
        restore_asset(app, ada, early.2[0]).await.expect("just in time");
        assert_eq!(shown(app, ada, early.1).await[0].generations.len(), 2);
        world.end().await;
    }

    async fn what_was_deleted_long_ago_is_gone_for_good_and_inputs_that_are_shown_are_kept(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(10).await);
        let input = upload(app, ada, png(&two_halves(20, 20)).into()).await.expect("taken").id;
        let unused = upload(app, ada, png(&two_halves(30, 30)).into()).await.expect("taken").id;
        let drawn = ask(&world, ada, "drawn", 2, |asked| {
            asked.draft.mode = Mode::ImageToImage;
            asked.draft.inputs = vec![input];
        }).await;
        let gone = make(&world, ada, "gone", 3).await;
        assert_eq!(world.assets.keys().len(), 2 * 7, "each with its thumbnail");
        for id in [input, unused] {
            delete_asset(app, ada, id).await.expect("deleted");
        }
        delete_turn(app, ada, gone.turn.id).await.expect("deleted");
        assert!(shown(app, ada, drawn.conversation.id).await[0].inputs.is_empty(), "a deleted input is missing");
        world.pass(Duration::days(30));
        assert_eq!(purge(app).await.expect("done"), 0);
        world.pass(Duration::hours(1) + Duration::seconds(1));
        assert_eq!(purge(app).await.expect("done"), 4);
        assert_eq!(purge(app).await.expect("done"), 0, "once");
        assert_eq!(world.assets.keys().len(), 2 * 3, "two pictures and the input that they were made of");
        let row = nproxy_store::assets::by_ids(app.store.read(), &[unused]).await.expect("readable").remove(0);
        assert!(row.purged_at.is_some() && row.width == 30, "a row without its bytes stays");
        delete_turn(app, ada, drawn.turn.id).await.expect("deleted");
        assert_eq!(purge(app).await.expect("done"), 1, "nothing shows the input any more");
        world.pass(Duration::days(31));
        assert_eq!(purge(app).await.expect("done"), 2);
        assert!(world.assets.keys().is_empty());
        world.end().await;
    }

    async fn a_pin_and_a_star_outlast_an_undo(db: TestDb) {
        let world = World::new(db).await;
        let (app, ada) = (&world.app, world.customer(10).await);
        let foxes = make(&world, ada, "foxes", 1).await;
        let picture = pictures(&world, ada, &foxes).await[0];
        nproxy_app::assets::star(app, ada, picture, true).await.expect("starred");
        let pinned = conversations::Changes { title: None, pinned: Some(true) };
        conversations::update(app, ada, foxes.conversation.id, pinned).await.expect("pinned");
        delete_conversation(app, ada, foxes.conversation.id).await.expect("deleted");
        assert!(restore_conversation(app, ada, foxes.conversation.id).await.expect("restored").pinned);
        delete_asset(app, ada, picture).await.expect("deleted");
        assert!(restore_asset(app, ada, picture).await.expect("restored").starred);
        world.end().await;
    }
}
