//! Conversations belong to one customer and are listed by their last activity.

use chrono::Duration;
use nproxy_app::App;
use nproxy_app::conversations::{
    Changes, ConversationError, ConversationPage, ConversationView, CreateError, ListError, PINS_MAX, TitleError,
    UpdateError, Wanted, create, get, list, update,
};
use nproxy_app::trash::delete_conversation;
use nproxy_domain::{ConversationId, UserId};
use nproxy_store::testing::TestDb;
use nproxy_store::{both, conversations};

use crate::house::{customer, plain};

async fn page(app: &App, user: UserId, cursor: Option<&str>, limit: u32) -> Result<ConversationPage, ListError> {
    list(app, user, Wanted { cursor, limit, query: None }).await
}

async fn rename(app: &App, user: UserId, id: ConversationId, title: &str) -> Result<ConversationView, UpdateError> {
    update(app, user, id, Changes { title: Some(title), pinned: None }).await
}

async fn pin(app: &App, user: UserId, id: ConversationId, pinned: bool) -> Result<ConversationView, UpdateError> {
    update(app, user, id, Changes { title: None, pinned: Some(pinned) }).await
}

async fn titles(app: &App, user: UserId, limit: u32) -> Vec<String> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let page = page(app, user, cursor.as_deref(), limit).await.unwrap();
        assert!(page.items.len() <= limit as usize);
        found.extend(page.items.into_iter().map(|c| c.title));
        cursor = page.next_cursor;
        if cursor.is_none() {
            return found;
        }
    }
}

both! {
    async fn pages_leave_nothing_out_and_repeat_nothing_also_at_equal_times(db: TestDb) {
        let app = plain(&db);
        let (ada, bob) = (customer(&app, "ada@example.org").await.id, customer(&app, "bob@example.org").await.id);
        for n in 0..7 {
            create(&app, ada, Some(&format!("{n}"))).await.unwrap();
            create(&app, bob, Some("not ada's")).await.unwrap();
            // Five at the same instant, two later.
            if n >= 4 {
                db.clock.advance(Duration::seconds(1));
            }
        }
        let all = titles(&app, ada, 100).await;
        assert_eq!(all.len(), 7);
        assert_eq!(all[..2], ["6", "5"]);
        for limit in 1..=7 {
            assert_eq!(titles(&app, ada, limit).await, all, "pages of {limit}");
        }
    }

    async fn activity_moves_a_conversation_to_the_top_and_a_new_title_does_not(db: TestDb) {
        let app = plain(&db);
        let ada = customer(&app, "ada@example.org").await.id;
        let old = create(&app, ada, Some("old")).await.unwrap();
        db.clock.advance(Duration::seconds(1));
        let new = create(&app, ada, None).await.unwrap();
        assert_eq!(new.title, "");
        db.clock.advance(Duration::milliseconds(500));
        let renamed = rename(&app, ada, old.id, " Old\nmaster ").await.unwrap();
        assert_eq!((renamed.title.as_str(), renamed.updated_at), ("Old master", old.updated_at));
        assert_eq!(titles(&app, ada, 10).await, ["", "Old master"]);
        let now = db.env.now();
        db.store.write(|tx| async move { conversations::touch(&tx, old.id, now).await }).await.unwrap();
        assert_eq!(titles(&app, ada, 1).await, ["Old master", ""]);
        assert_eq!(get(&app, ada, old.id).await.unwrap().updated_at, now);
    }

    async fn a_foreign_or_deleted_conversation_is_as_unknown_as_one_that_never_was(db: TestDb) {
        let app = plain(&db);
        let (ada, bob) = (customer(&app, "ada@example.org").await.id, customer(&app, "bob@example.org").await.id);
        let kept = create(&app, ada, Some("kept")).await.unwrap();
        let gone = create(&app, ada, Some("gone")).await.unwrap();
        delete_conversation(&app, ada, gone.id).await.unwrap();
        for (user, id) in [(bob, kept.id), (ada, gone.id), (ada, ConversationId::new(&db.env))] {
            assert!(matches!(get(&app, user, id).await, Err(ConversationError::NotFound)));
            assert!(matches!(delete_conversation(&app, user, id).await, Err(ConversationError::NotFound)));
            assert!(matches!(rename(&app, user, id, "mine").await, Err(UpdateError::NotFound)));
        }
        assert_eq!(titles(&app, ada, 10).await, ["kept"]);
        assert!(titles(&app, bob, 10).await.is_empty());
    }

    async fn bad_titles_cursors_and_limits_are_said(db: TestDb) {
        let app = plain(&db);
        let ada = customer(&app, "ada@example.org").await.id;
        assert!(matches!(create(&app, ada, Some(" \n")).await, Err(CreateError::Title(TitleError::Empty))));
        let long = "я".repeat(81);
        assert!(matches!(create(&app, ada, Some(&long)).await, Err(CreateError::Title(TitleError::TooLong))));
        for cursor in ["", "_", "1_2", "x_0192f0c1-aaaa-7bbb-8ccc-0123456789ab", "9999999999999999999_", "1800000000000000"] {
            assert!(matches!(page(&app, ada, Some(cursor), 10).await, Err(ListError::BadCursor)), "{cursor}");
        }
        for limit in [0, 101] {
            assert!(matches!(page(&app, ada, None, limit).await, Err(ListError::LimitOutOfRange)));
        }
    }

    async fn pinned_conversations_stand_at_the_top_of_the_first_page_only(db: TestDb) {
        let app = plain(&db);
        let ada = customer(&app, "ada@example.org").await.id;
        let mut all = Vec::new();
        for n in 0..6 {
            all.push(create(&app, ada, Some(&format!("{n}"))).await.unwrap().id);
            db.clock.advance(Duration::seconds(1));
        }
        for n in [1, 3] {
            let pinned = pin(&app, ada, all[n], true).await.unwrap();
            assert!(pinned.pinned && pinned.updated_at < db.env.now(), "a pin is no activity");
            db.clock.advance(Duration::seconds(1));
        }
        let first = page(&app, ada, None, 2).await.unwrap();
        assert_eq!(first.items.iter().map(|c| c.title.as_str()).collect::<Vec<_>>(), ["3", "1", "5", "4"]);
        assert!(first.items[0].pinned && !first.items[2].pinned);
        let second = page(&app, ada, first.next_cursor.as_deref(), 2).await.unwrap();
        assert_eq!(second.items.iter().map(|c| c.title.as_str()).collect::<Vec<_>>(), ["2", "0"]);
        // Pinned once more it keeps its place.
        pin(&app, ada, all[1], true).await.unwrap();
        pin(&app, ada, all[3], false).await.unwrap();
        assert_eq!(page(&app, ada, None, 10).await.unwrap().items.iter().map(|c| c.title.as_str()).collect::<Vec<_>>(), ["1", "5", "4", "3", "2", "0"]);
    }

    async fn so_many_may_be_pinned_and_one_that_is_deleted_leaves_its_place(db: TestDb) {
        let app = plain(&db);
        let (ada, bob) = (customer(&app, "ada@example.org").await.id, customer(&app, "bob@example.org").await.id);
        let mut all = Vec::new();
        for n in 0..=PINS_MAX {
            all.push(create(&app, ada, Some(&format!("{n}"))).await.unwrap().id);
        }
        let (last, first) = all.split_last().unwrap();
        // At once: the last free place is given to one of them.
        let pinned = futures::future::join_all(all.iter().map(|id| pin(&app, ada, *id, true))).await;
        assert_eq!(pinned.iter().filter(|end| matches!(end, Err(UpdateError::PinsFull))).count(), 1);
        let full = update(&app, ada, *last, Changes { title: Some("renamed"), pinned: Some(true) }).await;
        if full.is_err() {
            assert_eq!(get(&app, ada, *last).await.unwrap().title, PINS_MAX.to_string(), "all or nothing");
        }
        assert!(matches!(pin(&app, bob, first[0], true).await, Err(UpdateError::NotFound)));
        for id in &all {
            delete_conversation(&app, ada, *id).await.unwrap();
        }
        let new = create(&app, ada, Some("new")).await.unwrap();
        assert!(pin(&app, ada, new.id, true).await.unwrap().pinned);
        assert!(matches!(update(&app, ada, new.id, Changes::default()).await, Err(UpdateError::Nothing)));
    }
}
