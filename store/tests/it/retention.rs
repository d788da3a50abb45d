//! What is old is found by an index, judged on many rows; and which backups were made is known.

use chrono::Duration;
use nproxy_domain::assets::StorageKey;
use nproxy_domain::{AssetId, GenerationId};
use nproxy_store::backup::{NewBackup, Signs, record, signs};
use nproxy_store::both;
use nproxy_store::retention::{Old, kept_among, mark, open_among, set_mark, uploads, with_bytes};
use nproxy_store::testing::{Recorder, TestDb, assert_uses_index};

const ROWS: u32 = 20_000;

both! {
    async fn what_is_old_is_found_by_index(db: TestDb) {
        db.seed(ROWS).await;
        db.seed_accounts(ROWS).await;
        db.seed_sign_ups(ROWS).await;
        for what in Old::ALL {
            let before = db.env.now() + Duration::days(1);
            assert_uses_index(&db, what.statement(db.store.backend(), before, 100)).await;
        }
        let asked = Recorder::new(&db);
        assert!(uploads(&asked, Some(AssetId::new(&db.env)), 100).await.expect("an answer").is_empty());
        assert_eq!(with_bytes(&asked, None, 100).await.expect("an answer").len(), 100);
        let strange: Vec<_> = (0..100).map(|_| StorageKey::input(AssetId::new(&db.env))).collect();
        assert!(kept_among(&asked, &strange).await.expect("an answer").is_empty());
        let pictures: Vec<_> = (0..100).map(|_| GenerationId::new(&db.env)).collect();
        assert!(open_among(&asked, &pictures).await.expect("an answer").is_empty());
        signs(&asked).await.expect("an answer");
        asked.assert_uses_indexes().await;
    }

    async fn the_newest_backup_is_known_and_so_is_how_far_a_sweep_came(db: TestDb) {
        let env = &db.env;
        assert_eq!(signs(db.store.read()).await.unwrap(), Signs::default());
        for (name, days) in [("new", 1), ("old", 9)] {
            let made_at = env.now() - Duration::days(days);
            let new = &NewBackup { name: name.into(), made_at, took_ms: 5, bytes: 7, master_key: "1a2b3c4d".into() };
            db.store.write(|tx| async move { record(&tx, env, new.clone()).await }).await.unwrap();
        }
        let newest = signs(db.store.read()).await.unwrap();
        assert_eq!((newest.made_at, newest.bytes), (Some(env.now() - Duration::days(1)), Some(7)));

        assert_eq!(mark(db.store.read(), "files").await.unwrap(), None);
        for at in ["a", "b"] {
            let set = db.store.write(|tx| async move { set_mark(&tx, "files", at, env.now()).await });
            set.await.unwrap();
        }
        assert_eq!(mark(db.store.read(), "files").await.unwrap().as_deref(), Some("b"));
    }
}
