//! What the bot asks all the time goes by an index, judged on many rows.

use chrono::Duration;
use nproxy_store::entities::text::Language;
use nproxy_store::telegram::{money, pairings};
use nproxy_store::testing::{Recorder, TestDb};
use nproxy_store::{StoreError, both};

const BOT: i64 = 7;
const ROWS: i64 = 1500;

/// Codes of as many people: too old, but for the last one's, whose was used.
async fn seed(db: &TestDb) {
    let (now, env) = (db.env.now(), &db.env);
    let seeded = db.store.write(move |tx| async move {
        for n in 1..=ROWS {
            let row = pairings::Pairing {
                id: env.uuid(),
                code_hash: n.to_be_bytes().to_vec(),
                bot_id: BOT,
                telegram_id: n,
                name: "Ada".into(),
                username: None,
                language: Language::En,
                created_at: now - Duration::days(1),
                expires_at: now - Duration::hours(23),
                completed_at: (n == ROWS).then_some(now),
                greeted_at: None,
            };
            pairings::insert(&tx, row).await?;
        }
        Ok::<_, StoreError>(())
    });
    seeded.await.expect("seeded");
    let analyzed = db.store.write(|tx| async move { nproxy_store::testing::execute(&tx, "ANALYZE").await });
    analyzed.await.expect("analyzed");
}

both! {
    async fn codes_and_greetings_are_found_by_index(db: TestDb) {
        seed(&db).await;
        let (asked, now) = (Recorder::new(&db), db.env.now());
        let waiting = pairings::to_greet(&asked, BOT, 20).await.expect("an answer");
        assert_eq!(waiting.iter().map(|row| row.telegram_id).collect::<Vec<_>>(), [ROWS]);
        let newest = pairings::nth_newest(&asked, 5, now - Duration::days(2), 1).await.expect("an answer");
        assert_eq!(newest, Some(now - Duration::days(1)));
        assert_eq!(pairings::pending(&asked, now).await.expect("an answer"), 0);
        let found = pairings::by_code_hash(&asked, &5_i64.to_be_bytes()).await.expect("an answer");
        assert_eq!(found.map(|row| row.telegram_id), Some(5));
        money::untold(&asked, now, 20).await.expect("an answer");
        asked.assert_uses_indexes().await;
        let cleared = db.store.write(move |tx| async move { pairings::clear(&tx, now).await }).await.expect("cleared");
        assert_eq!(i64::try_from(cleared), Ok(ROWS));
    }
}
