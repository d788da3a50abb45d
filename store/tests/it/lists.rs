//! Everything that is looked up or listed on a request goes by an index, judged on many rows.

use nproxy_domain::{
    AssetId, AttemptId, ConversationId, GenerationId, InviteId, KeyId, RegistrationId, TurnId, UserId,
};
use nproxy_store::testing::{Recorder, TestDb};
use nproxy_store::{
    assets, attempts, both, conversations, cycles, email_tokens, invites, keys, registrations, sessions, throttle,
    turns, users,
};
use uuid::Uuid;

const ROWS: u32 = 20_000;

/// An id of [`TestDb::seed`].
pub fn seeded(table: u16, n: u64) -> Uuid {
    Uuid::from_u128((u128::from(table) << 64) | u128::from(n))
}

both! {
    async fn lists_and_look_ups_go_by_index(db: TestDb) {
        db.seed(ROWS).await;
        let asked = Recorder::new(&db);
        let (user, now) = (UserId(seeded(1, 7)), db.env.now());
        let conversation = ConversationId(seeded(3, 7));

        let page = conversations::list(&asked, user, None, None, 20).await.expect("a page");
        assert_eq!(page.len(), 20, "the rows are those of a customer");
        let last = page.last().expect("20");
        let after = Some((last.updated_at, ConversationId(last.id)));
        let next = conversations::list(&asked, user, None, after, 20).await.expect("a page");
        assert!(next.iter().all(|row| (row.updated_at, row.id) < (last.updated_at, last.id)));
        asked.assert_uses_indexes().await;

        assert!(conversations::get_own(&asked, user, conversation).await.expect("an answer").is_some());
        assert_eq!(turns::page(&asked, conversation, None, 20).await.expect("a page").len(), 1);
        turns::page(&asked, conversation, Some(TurnId(seeded(4, 7))), 20).await.expect("a page");
        assert!(turns::by_key(&asked, user, "k7").await.expect("an answer").is_some());
        turns::get(&asked, TurnId(seeded(4, 7))).await.expect("an answer");
        turns::inputs(&asked, &[TurnId(seeded(4, 7)), TurnId(seeded(4, 8))]).await.expect("an answer");
        asked.assert_uses_indexes().await;

        cycles::current(&asked, user, now).await.expect("an answer");
        cycles::last(&asked, user).await.expect("an answer");
        users::get(&asked, user).await.expect("an answer");
        users::by_email(&asked, "user-7@example.com").await.expect("an answer");
        sessions::by_token_hash(&asked, &[0; 32]).await.expect("an answer");
        assets::by_ids(&asked, &[AssetId(seeded(5, 7)), AssetId(seeded(5, 8))]).await.expect("an answer");
        asked.assert_uses_indexes().await;

        attempts::of_generation(&asked, GenerationId(seeded(6, 7))).await.expect("an answer");
        attempts::open_of(&asked, GenerationId(seeded(6, 7))).await.expect("an answer");
        attempts::get(&asked, AttemptId(seeded(8, 7))).await.expect("an answer");
        keys::get(&asked, KeyId(seeded(7, 7))).await.expect("an answer");
        keys::events(&asked, KeyId(seeded(7, 7)), 50).await.expect("an answer");
        asked.assert_uses_indexes().await;
    }

    async fn sign_ups_links_and_invitations_are_found_by_index(db: TestDb) {
        db.seed(1).await;
        db.seed_sign_ups(ROWS).await;
        let asked = Recorder::new(&db);
        let (sign_up, invite) = (RegistrationId(seeded(13, 7)), InviteId(seeded(15, 7)));
        registrations::by_ticket(&asked, &[0; 32]).await.expect("an answer");
        assert!(registrations::get(&asked, sign_up).await.expect("an answer").is_some());
        email_tokens::by_hash(&asked, &[0; 32]).await.expect("an answer");
        invites::by_code_hash(&asked, &[0; 32]).await.expect("an answer");
        assert!(invites::get(&asked, invite).await.expect("an answer").is_some());
        assert_eq!(invites::list(&asked, 500).await.expect("an answer").len(), 500);
        throttle::nth_newest(&asked, "letters:of:7", db.env.now(), 5).await.expect("an answer");
        asked.assert_uses_indexes().await;
    }
}
