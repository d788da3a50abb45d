//! Whatever is looked up in a library goes by an index, judged on many rows, and costs a customer his own rows only.

use nproxy_domain::search::Query;
use nproxy_domain::{AssetId, ConversationId, DownloadId, GenerationId, TurnId, UserId};
use nproxy_store::gallery::{self, GalleryFilter};
use nproxy_store::testing::{Recorder, TestDb, execute};
use nproxy_store::{Store, activity, assets, both, conversations, downloads, trash};

use crate::lists::seeded;

const ROWS: u32 = 20_000;

fn query(text: &str) -> Query {
    Query::parse(text).expect("short enough").expect("long enough")
}

/// What no function of the store does.
async fn sql(store: &Store, sql: &str) {
    store.write(|tx| async move { execute(&tx, sql).await }).await.expect("it can be done");
}

both! {
    async fn galleries_and_searches_go_by_index(db: TestDb) {
        db.seed(ROWS).await;
        let star = "UPDATE assets SET starred_at = created_at WHERE storage_key IN ('o/7', 'o/207', 'o/407'); ANALYZE";
        sql(&db.store, star).await;
        let asked = Recorder::new(&db);
        let (user, now) = (UserId(seeded(1, 7)), db.env.now());
        let any = GalleryFilter::default;
        let first = gallery::outputs(&asked, user, &any(), None, 60).await.expect("a page");
        assert_eq!(first.len(), 60);
        let last = &first[59];
        let after = Some((last.finished_at.expect("it is finished"), GenerationId(last.generation_id.expect("made"))));
        assert_eq!(gallery::outputs(&asked, user, &any(), after, 60).await.expect("a page").len(), 40);
        for plan in asked.assert_uses_indexes().await {
            assert!(plan.contains("generations_gallery"), "{plan}");
        }
        let found = GalleryFilter { query: Some(query("PROMPT 207")), ..any() };
        assert_eq!(gallery::outputs(&asked, user, &found, None, 60).await.expect("a page").len(), 1);
        let starred = GalleryFilter { starred: true, ..any() };
        assert_eq!(gallery::outputs(&asked, user, &starred, None, 60).await.expect("a page").len(), 3);
        let timed = GalleryFilter { from: Some(now - chrono::Duration::hours(1)), until: Some(now), ..any() };
        gallery::outputs(&asked, user, &timed, None, 60).await.expect("a page");
        let (uploader, before) = (UserId(seeded(1, 1)), Some(AssetId(seeded(5, 10_000))));
        assert_eq!(gallery::inputs(&asked, uploader, &any(), None, 20).await.expect("a page").len(), 20);
        gallery::inputs(&asked, uploader, &starred, before, 60).await.expect("a page");
        let chosen: Vec<_> = (0..500).map(|n| AssetId(seeded(5, n))).collect();
        assert_eq!(gallery::chosen(&asked, user, &chosen).await.expect("his own").len(), 3);
        asked.assert_uses_indexes().await;

        let words = query("prompt 207");
        assert_eq!(conversations::list(&asked, user, Some(&words), None, 31).await.expect("a page").len(), 1);
        let after = Some((now, ConversationId(seeded(3, 7))));
        conversations::list(&asked, user, Some(&words), after, 31).await.expect("a page");
        conversations::pinned(&asked, user, None, 20).await.expect("a page");
        conversations::pinned(&asked, user, Some(&words), 20).await.expect("a page");
        asked.assert_uses_indexes().await;
    }

    async fn activity_trash_and_links_go_by_index(db: TestDb) {
        db.seed(ROWS).await;
        sql(&db.store, "UPDATE assets SET deleted_at = created_at WHERE storage_key LIKE 'o/1234%'; ANALYZE").await;
        let asked = Recorder::new(&db);
        let now = db.env.now();
        // 1 in 100 of the rows is in each of these stages; customers 1, 101, .. have the queued ones, and so on.
        for (customer, running, failed) in [(1, 20, 0), (2, 20, 0), (3, 20, 0), (4, 0, 5), (7, 0, 0)] {
            let user = UserId(seeded(1, customer));
            assert_eq!(activity::running(&asked, user, 20).await.expect("readable").len(), running);
            let since = now - chrono::Duration::days(7);
            assert_eq!(activity::failed(&asked, user, since, 5).await.expect("readable").len(), failed);
        }
        assert_eq!(trash::old(&asked, now, 100).await.expect("readable").len(), 11);
        downloads::get_own(&asked, UserId(seeded(1, 7)), DownloadId(seeded(9, 7)), now).await.expect("readable");
        asked.assert_uses_indexes().await;
    }

    async fn a_turn_takes_its_live_pictures_along_and_brings_back_exactly_those(db: TestDb) {
        db.seed(2000).await;
        let (user, turn, picture) = (UserId(seeded(1, 7)), TurnId(seeded(4, 7)), AssetId(seeded(5, 7)));
        let (stranger, now) = (UserId(seeded(1, 8)), db.env.now());
        let is_live = async || !assets::own_live(db.store.read(), user, &[picture]).await.expect("readable").is_empty();
        let delete = async |user| {
            db.store.write(|tx| async move { trash::delete_turn(&tx, user, turn, now).await }).await.expect("written")
        };
        let restore = async |user, since| {
            db.store.write(|tx| async move { trash::restore_turn(&tx, user, turn, since).await }).await.expect("written")
        };
        assert!(!delete(stranger).await && is_live().await);
        assert!(delete(user).await && !is_live().await);
        assert!(!delete(user).await, "once");
        assert!(!restore(stranger, now).await && !is_live().await);
        assert!(!restore(user, now + chrono::Duration::seconds(1)).await, "too long ago");
        assert!(restore(user, now).await && is_live().await);
        assert!(!restore(user, now).await, "once");
    }

    async fn a_picture_follows_its_turn_when_both_happen_at_once(db: TestDb) {
        db.seed(2000).await;
        let (user, now) = (UserId(seeded(1, 7)), db.env.now());
        for n in (7..2000).step_by(200) {
            let (turn, picture) = (TurnId(seeded(4, n)), AssetId(seeded(5, n)));
            let deleted = db.store.write(|tx| async move { trash::delete_turn(&tx, user, turn, now).await });
            let followed = db.store.write(|tx| async move { trash::follow(&tx, turn, picture, now).await });
            let (deleted, followed) = tokio::join!(deleted, followed);
            assert!(deleted.expect("written"));
            followed.expect("written");
            assert!(assets::own_live(db.store.read(), user, &[picture]).await.expect("readable").is_empty());
        }
    }
}
