//! What admins are told in Telegram, as they see it there.

use chrono::TimeDelta;
use nproxy_app::incidents::{self, Trouble};
use nproxy_app::notices::tell;
use nproxy_domain::mail::Severity;
use nproxy_sandbox::{TelegramConduct, TelegramMessage};
use nproxy_store::both;
use nproxy_store::jobs::JobEnd;
use nproxy_store::testing::TestDb;

use super::chats::Chats;

const OUTAGE: &str = "pool:nano_banana:network";

async fn fails(chats: &Chats, key: &str) {
    let trouble = Trouble {
        key: key.to_owned(),
        severity: Severity::Critical,
        subject: String::new(),
        title: format!("{key} is wrong"),
        detail: "connection refused".to_owned(),
    };
    let (trouble, env) = (&trouble, &chats.app.env);
    let report = chats.app.store.write(|tx| async move { incidents::report(&tx, env, trouble.clone()).await });
    report.await.expect("reported");
}

async fn recovers(chats: &Chats, key: &str) {
    let env = &chats.app.env;
    let over = chats.app.store.write(|tx| async move { incidents::recover(&tx, env, key).await });
    over.await.expect("written").expect("it was open");
}

/// What the job does until nothing is left that can be told now.
async fn all_told(chats: &Chats) {
    while tell(&chats.app).await.expect("the database is there") == JobEnd::Later(std::time::Duration::ZERO) {}
}

/// The notices that somebody sees, from the first to the last.
fn notices(chats: &Chats, person: i64) -> Vec<TelegramMessage> {
    let chat = chats.telegram().chat(person).expect("a chat");
    let is_notice = |message: &&TelegramMessage| ["🔴", "🟢"].iter().any(|mark| message.seen().text.starts_with(mark));
    chat.from_bot().filter(is_notice).cloned().collect()
}

both! {
    async fn an_outage_of_the_pool_is_one_message_that_is_edited_until_it_is_over(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, _) = chats.paired("ada").await;
        for _ in 0..1000 {
            fails(&chats, OUTAGE).await;
        }
        all_told(&chats).await;
        let [first] = notices(&chats, ada).try_into().expect("one message");
        assert!(first.seen().text.starts_with("🔴 Keys fail together: nano_banana"), "{first:#?}");
        assert!(first.seen().text.contains("Met 1000 times"), "{first:#?}");
        chats.db.clock.advance(TimeDelta::minutes(30));
        fails(&chats, OUTAGE).await;
        all_told(&chats).await;
        chats.db.clock.advance(TimeDelta::minutes(12));
        recovers(&chats, OUTAGE).await;
        all_told(&chats).await;
        let [over] = notices(&chats, ada).try_into().expect("still one message");
        assert_eq!((over.message_id, over.versions.len()), (first.message_id, 3));
        assert!(over.versions[1].text.contains("Met 1001 times"), "{over:#?}");
        assert!(over.seen().text.starts_with("🟢") && over.seen().text.contains("Over after 42 min"), "{over:#?}");
        chats.end().await;
    }

    async fn what_happened_while_telegram_was_away_for_an_hour_is_told_afterwards_in_order(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, _) = chats.paired("ada").await;
        chats.telegram().set_conduct(TelegramConduct { away: true, ..TelegramConduct::default() }).expect("set");
        let keys = ["processor_down:one", OUTAGE, "processor_down:two", "queue_old"];
        for key in keys {
            fails(&chats, key).await;
            all_told(&chats).await;
            chats.db.clock.advance(TimeDelta::minutes(15));
        }
        recovers(&chats, OUTAGE).await;
        all_told(&chats).await;
        assert!(notices(&chats, ada).is_empty());
        chats.telegram().set_conduct(TelegramConduct::default()).expect("set");
        chats.db.clock.advance(TimeDelta::minutes(5));
        all_told(&chats).await;
        let told = notices(&chats, ada);
        let starts = ["🔴 A payment processor does not answer: one", "🟢 ", "🔴 A payment processor does not answer: two", "🔴 "];
        assert_eq!(told.len(), starts.len(), "each once: {told:#?}");
        for (message, start) in told.iter().zip(starts) {
            assert!(message.seen().text.starts_with(start), "{start}: {told:#?}");
        }
        chats.end().await;
    }
}
