//! What is asked about accounts, and what is done when one is erased, goes by an index, judged on many rows.

use chrono::Duration;
use nproxy_domain::{AssetId, ConversationId, EmailChangeId, GenerationId, UserId};
use nproxy_store::testing::{Recorder, TestDb, assert_uses_index};
use nproxy_store::{both, conversations, cycles, email_changes, email_tokens, erasure, sessions, users};

use crate::lists::seeded;

const ROWS: u32 = 20_000;

both! {
    async fn sessions_changes_and_accounts_to_erase_are_found_by_index(db: TestDb) {
        db.seed(1).await;
        db.seed_accounts(ROWS).await;
        let asked = Recorder::new(&db);
        let (user, now) = (UserId(seeded(1, 7)), db.env.now());
        let live = sessions::live_of(&asked, user, now, now - Duration::days(30), 100).await.expect("an answer");
        assert_eq!(live.len(), 100);
        assert!(live.is_sorted_by(|a, b| a.created_at >= b.created_at), "the newest first");
        assert!(email_changes::get(&asked, EmailChangeId(seeded(18, 7))).await.expect("an answer").is_some());
        assert!(email_changes::nth_newest(&asked, user, now - Duration::days(1), 5).await.expect("an answer").is_some());
        email_tokens::by_hash(&asked, &[0; 32]).await.expect("an answer");
        assert_eq!(users::due_to_erase(&asked, now, 100).await.expect("an answer").len(), 100);
        asked.assert_uses_indexes().await;
    }

    async fn an_account_is_erased_without_reading_the_others(db: TestDb) {
        db.seed(ROWS).await;
        db.seed_sign_ups(ROWS).await;
        db.seed_accounts(ROWS).await;
        let asked = Recorder::new(&db);
        let (user, now) = (UserId(seeded(1, 7)), db.env.now());
        assert!(!erasure::has_open(&asked, user).await.expect("an answer"));
        assert_eq!(erasure::pictures(&asked, user, None, 50).await.expect("an answer").len(), 50);
        erasure::pictures(&asked, user, Some(AssetId(seeded(5, 7))), 50).await.expect("an answer");
        let (last, keys) = erasure::lost(&asked, user, None, 50).await.expect("an answer").expect("there are pictures");
        assert_eq!((last, keys.len()), (GenerationId(seeded(6, 9807)), 0));
        erasure::lost(&asked, user, Some(last), 50).await.expect("an answer");
        asked.assert_uses_indexes().await;
        assert_eq!(conversations::all_of(&asked, user, None, 50).await.expect("an answer").len(), 50);
        conversations::all_of(&asked, user, Some(ConversationId(seeded(3, 7))), 50).await.expect("an answer");
        assert_eq!(cycles::all_of(&asked, user).await.expect("an answer").len(), 1);
        asked.assert_uses_indexes().await;
        // What hangs on rows of the customer's is joined with them: of so few in all, PostgreSQL may read the whole.
        let statements = erasure::statements(db.store.backend(), user, "user-7@example.com", now);
        for statement in statements.into_iter().filter(|statement| !statement.sql.contains("IN (SELECT")) {
            assert_uses_index(&db, statement).await;
        }
    }
}
