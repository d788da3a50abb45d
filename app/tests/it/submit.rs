//! Asking for pictures.

use chrono::Duration;
use nproxy_app::switches::{self, Switch};
use nproxy_app::turns::{self, QueueLimits, RoomError, SubmitError};
use nproxy_app::{Settings, audit::By, conversations};
use nproxy_domain::provider::Mode;
use nproxy_domain::turn::Mistake;
use nproxy_domain::{AssetId, ConversationId};
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use crate::world::{World, asking};

both! {
    async fn four_pictures_are_delivered_and_counted(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let submitted = world.submit(user, 4).await.expect("room for it");
        assert_eq!(submitted.conversation.title, "a red fox");
        assert_eq!(submitted.turn.generations.iter().map(|g| (g.slot, g.state)).collect::<Vec<_>>(),
            [(0, "queued"), (1, "queued"), (2, "queued"), (3, "queued")]);
        assert_eq!(world.spent_and_held(user).await, (0, 4));
        assert_eq!(world.work().await, 4);
        for generation in &submitted.turn.generations {
            let view = world.view(user, generation.id).await;
            assert_eq!(view.state, "succeeded");
            let asset = view.asset.expect("a picture");
            assert_eq!((asset.width, asset.height, asset.mime.as_str()), (8, 6, "image/png"));
        }
        assert_eq!(world.spent_and_held(user).await, (4, 0));
        world.end().await;
    }

    async fn the_same_request_again_is_the_same_turn(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let first = turns::submit(&world.app, &asking(user, "key-1", 2)).await.expect("room for it");
        world.work().await;
        let again = turns::submit(&world.app, &asking(user, "key-1", 2)).await.expect("a replay");
        assert!(!first.replayed && again.replayed);
        assert_eq!((again.turn.id, again.conversation.id), (first.turn.id, first.conversation.id));
        assert_eq!(world.spent_and_held(user).await, (2, 0), "nothing was held twice");
        let other = turns::submit(&world.app, &asking(user, "key-1", 3)).await;
        assert!(matches!(other, Err(SubmitError::KeyReused)), "{other:?}");
        // Another customer's keys are another customer's.
        let neighbour = world.customer(10).await;
        let theirs = turns::submit(&world.app, &asking(neighbour, "key-1", 2)).await.expect("room for it");
        assert!(!theirs.replayed);
        world.work().await;
        world.end().await;
    }

    async fn two_of_the_same_at_the_same_instant_are_one(db: TestDb) {
        let world = World::new(db).await;
        let (user, other) = (world.customer(10).await, world.another_process().await);
        let asked = asking(user, "key-1", 4);
        let calls = (0..8).map(|nth| turns::submit(if nth % 2 == 0 { &world.app } else { &other }, &asked));
        let answers: Vec<_> =
            futures::future::join_all(calls).await.into_iter().map(|a| a.expect("an answer")).collect();
        assert!(answers.iter().all(|a| a.turn.id == answers[0].turn.id));
        assert_eq!(answers.iter().filter(|a| !a.replayed).count(), 1);
        assert_eq!(world.spent_and_held(user).await, (0, 4));
        world.work().await;
        world.end().await;
    }

    async fn all_are_held_or_none(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(4).await;
        world.queue(user, 3).await;
        let held = world.submit(user, 2).await;
        assert!(matches!(held, Err(SubmitError::Room(RoomError::QuotaHeld))), "running pictures may give it back: {held:?}");
        assert_eq!(world.spent_and_held(user).await, (0, 3));
        world.work().await;
        let used_up = world.submit(user, 2).await;
        assert!(matches!(used_up, Err(SubmitError::Room(RoomError::QuotaUsedUp))), "{used_up:?}");
        world.queue(user, 1).await;
        world.work().await;
        let used_up = world.submit(user, 1).await;
        assert!(matches!(used_up, Err(SubmitError::Room(RoomError::QuotaUsedUp))), "{used_up:?}");
        world.end().await;
    }

    async fn without_a_paid_month_nothing_is_taken(db: TestDb) {
        let world = World::new(db).await;
        let visitor = world.visitor().await;
        let refused = world.submit(visitor, 1).await;
        assert!(matches!(refused, Err(SubmitError::Room(RoomError::SubscriptionInactive))), "{refused:?}");
        let user = world.customer(10).await;
        world.pass(Duration::days(31));
        let refused = world.submit(user, 1).await;
        assert!(matches!(refused, Err(SubmitError::Room(RoomError::SubscriptionInactive))), "{refused:?}");
        world.grant(user, 10).await;
        world.queue(user, 1).await;
        world.work().await;
        world.end().await;
    }

    async fn a_picture_begun_in_an_ended_month_is_counted_there(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(1).await;
        world.grant(user, 10).await;
        world.pass(Duration::days(30) + Duration::hours(23));
        let [id] = world.queue(user, 1).await.try_into().expect("one");
        let claimed = world.claim_one().await;
        world.pass(Duration::hours(2));
        assert_eq!(world.spent_and_held(user).await, (0, 0), "the next month has begun");
        // Its worker came back late, its lease was never taken over.
        world.wire.then([crate::world::Script::Picture]);
        let claimed = nproxy_app::generations::Claimed { deadline: world.app.env.now() + Duration::minutes(1), ..claimed };
        world.run(&claimed).await;
        assert_eq!(world.view(user, id).await.state, "succeeded");
        assert_eq!(world.spent_and_held(user).await, (0, 0), "counted in the month that held it");
        world.end().await;
    }

    async fn the_queue_has_its_limits(db: TestDb) {
        let queue = QueueLimits { queued_per_user_max: 5, queued_total_max: 8, ..QueueLimits::default() };
        let world = World::with(db, 3, Settings { queue, ..Settings::default() }).await;
        let (user, other) = (world.customer(100).await, world.customer(100).await);
        world.queue(user, 4).await;
        let refused = world.submit(user, 2).await;
        assert!(matches!(refused, Err(SubmitError::Room(RoomError::QueueFullForYou))), "{refused:?}");
        world.queue(user, 1).await;
        let refused = world.submit(other, 4).await;
        assert!(matches!(refused, Err(SubmitError::Room(RoomError::QueueFull))), "{refused:?}");
        world.queue(other, 3).await;
        world.work().await;
        world.end().await;
    }

    async fn a_switch_holds_at_once_in_every_process(db: TestDb) {
        let world = World::new(db).await;
        let (user, other) = (world.customer(10).await, world.another_process().await);
        for (on, off) in [
            (Switch::GenerationPaused(true), Switch::GenerationPaused(false)),
            (Switch::ReadOnly(true), Switch::ReadOnly(false)),
        ] {
            switches::set(&other, &By::operator(), on, Some("maintenance")).await.expect("turned");
            let refused = world.submit(user, 1).await;
            assert!(matches!(refused, Err(SubmitError::Room(RoomError::Paused(_) | RoomError::ReadOnly(_)))), "{refused:?}");
            switches::set(&other, &By::operator(), off, None).await.expect("turned");
        }
        world.queue(user, 1).await;
        world.work().await;
        world.end().await;
    }

    async fn what_is_asked_must_make_sense(db: TestDb) {
        let world = World::new(db).await;
        let (user, stranger) = (world.customer(10).await, world.customer(10).await);
        let ask = |change: fn(&mut turns::Submit)| {
            let mut asked = asking(user, &world.app.env.uuid().to_string(), 1);
            change(&mut asked);
            let app = world.app.clone();
            async move { turns::submit(&app, &asked).await }
        };
        let empty = ask(|s| s.draft.prompt = String::from(" \n ")).await;
        assert!(matches!(empty, Err(SubmitError::Mistake(Mistake::PromptEmpty))), "{empty:?}");
        let model = ask(|s| s.model = Some("no-such".to_owned())).await;
        assert!(matches!(model, Err(SubmitError::UnknownModel)), "{model:?}");
        let batch = ask(|s| s.draft.batch_size = 5).await;
        assert!(matches!(batch, Err(SubmitError::Mistake(Mistake::BatchSizeOutOfRange { max: 4 }))), "{batch:?}");
        let missing = ask(|s| s.draft.mode = Mode::ImageToImage).await;
        assert!(matches!(missing, Err(SubmitError::Mistake(Mistake::InputsMissing))), "{missing:?}");
        // A foreign picture or conversation is no other than one that never was.
        let foreign = nproxy_app::assets::upload(&world.app, stranger, crate::world::picture()).await.expect("uploaded");
        let own = nproxy_app::assets::upload(&world.app, user, crate::world::picture()).await.expect("uploaded");
        for inputs in [vec![foreign.id], vec![own.id, foreign.id], vec![AssetId::new(&world.app.env)]] {
            let mut asked = asking(user, &world.app.env.uuid().to_string(), 1);
            asked.draft.mode = Mode::ImageToImage;
            asked.draft.inputs = inputs;
            let refused = turns::submit(&world.app, &asked).await;
            assert!(matches!(refused, Err(SubmitError::UnknownInput)), "{refused:?}");
        }
        let theirs = conversations::create(&world.app, stranger, Some("theirs")).await.expect("created");
        for id in [theirs.id, ConversationId::new(&world.app.env)] {
            let mut asked = asking(user, &world.app.env.uuid().to_string(), 1);
            asked.conversation = Some(id);
            let refused = turns::submit(&world.app, &asked).await;
            assert!(matches!(refused, Err(SubmitError::ConversationNotFound)), "{refused:?}");
        }
        assert_eq!(world.spent_and_held(user).await, (0, 0));
        world.end().await;
    }

    async fn inputs_go_to_the_upstream_in_the_customers_order(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let mut inputs = Vec::new();
        for _ in 0..2 {
            let upload = nproxy_app::assets::upload(&world.app, user, crate::world::picture()).await;
            inputs.push(upload.expect("uploaded").id);
        }
        inputs.reverse();
        let mut asked = asking(user, "key-1", 1);
        asked.draft.mode = Mode::ImageToImage;
        asked.draft.image_strength = Some(0.6);
        asked.draft.inputs.clone_from(&inputs);
        let submitted = turns::submit(&world.app, &asked).await.expect("room for it");
        assert_eq!(submitted.turn.inputs.iter().map(|a| a.id).collect::<Vec<_>>(), inputs);
        assert_eq!(submitted.turn.image_strength, Some(0.6));
        world.work().await;
        assert_eq!(world.wire.calls().iter().map(|call| call.inputs).collect::<Vec<_>>(), [2]);
        world.end().await;
    }

    async fn a_conversation_is_read_page_by_page_from_its_end(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(100).await;
        let first = turns::submit(&world.app, &asking(user, "key-0", 1)).await.expect("room for it");
        let mut ids = vec![first.turn.id];
        for nth in 1..5 {
            world.pass(Duration::seconds(1));
            let mut asked = asking(user, &format!("key-{nth}"), 2);
            asked.conversation = Some(first.conversation.id);
            ids.push(turns::submit(&world.app, &asked).await.expect("room for it").turn.id);
        }
        let newest = turns::list(&world.app, user, first.conversation.id, None, 2).await.expect("a page");
        assert_eq!(newest.turns.iter().map(|t| t.id).collect::<Vec<_>>(), ids[3..]);
        assert_eq!(newest.turns[1].generations.len(), 2);
        let older = turns::list(&world.app, user, first.conversation.id, newest.next_before, 10).await.expect("a page");
        assert_eq!(older.turns.iter().map(|t| t.id).collect::<Vec<_>>(), ids[..3]);
        assert_eq!(older.next_before, None);
        let stranger = world.visitor().await;
        let foreign = turns::list(&world.app, stranger, first.conversation.id, None, 10).await;
        assert!(matches!(foreign, Err(turns::ListError::ConversationNotFound)));
        world.work().await;
        world.end().await;
    }
}
