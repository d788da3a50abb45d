//! What an admin wants of his chat with the bot.

use chrono::Duration;
use nproxy_app::accounts::Language;
use nproxy_app::audit::By;
use nproxy_app::chats::{
    ChatError, ChatSettings, MuteFor, QuietHours, chat_settings, mute, set_chat_language, set_quiet_hours,
};
use nproxy_domain::UserId;
use nproxy_store::both;
use nproxy_store::entities::audit_log;
use nproxy_store::entities::text::TelegramScope;
use nproxy_store::telegram::admins::{self, TelegramAdmin};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};

use crate::house::{customer, plain};

const CHAT: i64 = 77;
const NIGHT: QuietHours = QuietHours { from_minute: 22 * 60, to_minute: 7 * 60 };

async fn paired(db: &TestDb, admin: UserId) {
    let row = &TelegramAdmin {
        telegram_id: CHAT,
        admin_id: admin.0,
        name: "Ada".to_owned(),
        username: None,
        scope: TelegramScope::Ops,
        language: Language::En,
        muted_until: None,
        quiet_from_minute: None,
        quiet_to_minute: None,
        paired_at: db.env.now(),
    };
    db.store.write(|tx| async move { admins::put(&tx, row.clone()).await }).await.expect("paired");
}

async fn acts(db: &TestDb) -> Vec<(String, Option<Value>, Option<Value>)> {
    let lines = audit_log::Entity::find().filter(audit_log::Column::Subject.eq("telegram:77"));
    let lines = lines.order_by_asc(audit_log::Column::Id).all(db.store.read()).await.expect("readable");
    lines.into_iter().map(|line| (line.act, line.before, line.after)).collect()
}

both! {
    async fn a_chat_is_left_alone_as_its_admin_wants_and_each_wish_is_on_record(db: TestDb) {
        let app = plain(&db);
        paired(&db, customer(&app, "ada@example.org").await.id).await;
        let by = &By::operator();
        let until = mute(&app, by, CHAT, MuteFor::Hour).await.expect("muted");
        set_quiet_hours(&app, by, CHAT, Some(NIGHT)).await.expect("set");
        set_chat_language(&app, by, CHAT, Language::Ru).await.expect("set");
        let now = chat_settings(&app, CHAT).await.expect("readable");
        let wanted = ChatSettings { language: Language::Ru, muted_until: until, quiet_hours: Some(NIGHT) };
        assert_eq!(now, Some(wanted));
        db.clock.advance(Duration::minutes(61));
        let later = chat_settings(&app, CHAT).await.expect("readable");
        assert_eq!(later, Some(ChatSettings { muted_until: None, ..wanted }), "it ends by itself");
        set_quiet_hours(&app, by, CHAT, None).await.expect("set");
        assert_eq!(chat_settings(&app, CHAT).await.expect("readable").expect("paired").quiet_hours, None);
        let (none, night) = (json!({ "quiet_hours": null }), json!({ "quiet_hours": "22:00–07:00" }));
        let line = |act: &str, before: Value, after: Value| (act.to_owned(), Some(before), Some(after));
        let told = [
            line("telegram.mute", json!({ "muted_until": null }), json!({ "muted_until": until })),
            line("telegram.quiet_hours", none.clone(), night.clone()),
            line("telegram.language", json!({ "language": "en" }), json!({ "language": "ru" })),
            line("telegram.quiet_hours", night, none),
        ];
        assert_eq!(acts(&db).await, told);
    }

    async fn nothing_is_set_of_a_chat_that_is_not_paired_or_of_hours_that_are_none(db: TestDb) {
        let app = plain(&db);
        let by = &By::operator();
        assert!(matches!(mute(&app, by, CHAT, MuteFor::Hour).await, Err(ChatError::NotPaired)));
        assert!(matches!(set_chat_language(&app, by, CHAT, Language::Ru).await, Err(ChatError::NotPaired)));
        assert!(matches!(set_quiet_hours(&app, by, CHAT, Some(NIGHT)).await, Err(ChatError::NotPaired)));
        assert_eq!(chat_settings(&app, CHAT).await.expect("readable"), None);
        paired(&db, customer(&app, "ada@example.org").await.id).await;
        for hours in [(60, 60), (1440, 60), (60, 1440)] {
            let hours = QuietHours { from_minute: hours.0, to_minute: hours.1 };
            assert!(matches!(set_quiet_hours(&app, by, CHAT, Some(hours)).await, Err(ChatError::HoursOutOfRange)));
        }
        assert!(acts(&db).await.is_empty());
    }
}
