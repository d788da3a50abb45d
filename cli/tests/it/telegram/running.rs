//! The bot with a Telegram that fails, and people it has no business with.

use nproxy_sandbox::{TelegramConduct, TelegramFault, TelegramPerson};
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::chats::Chats;

fn fault(fault: TelegramFault, method: &str) -> TelegramConduct {
    TelegramConduct {
        fault: Some(fault),
        methods: vec![method.to_owned()],
        next_requests: Some(1),
        retry_after_s: 1,
        ..TelegramConduct::default()
    }
}

both! {
    async fn groups_are_left_and_bots_are_not_answered(db: TestDb) {
        let chats = Chats::new(db).await;
        let ada = chats.person("Ada");
        let group = chats.telegram().found_group("Staff", ada).expect("a group");
        chats.wait(group, |chat| chat.blocked).await;
        let bot = chats.telegram().meet(TelegramPerson { is_bot: true, ..TelegramPerson::named("bot") }).expect("a bot");
        chats.write(bot, "/start");
        // What was written later is answered: what was before it, too, or never.
        chats.code(ada).await;
        assert_eq!((chats.messages(bot), chats.messages(group)), (0, 0));
        chats.end().await;
    }

    async fn telegrams_pauses_are_obeyed_and_its_failures_outlived(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, _) = chats.paired("ada").await;
        chats.telegram().set_conduct(fault(TelegramFault::TooManyRequests, "sendMessage")).expect("set");
        chats.ask(ada, "/help", "/overview:").await;
        for trouble in [TelegramFault::Internal, TelegramFault::BadGateway, TelegramFault::Cuts] {
            chats.telegram().set_conduct(fault(trouble, "getUpdates")).expect("set");
            chats.ask(ada, "/help", "/overview:").await;
        }
        chats.telegram().set_webhook("https://elsewhere.example/hook");
        chats.ask(ada, "/help", "/overview:").await;
        chats.end().await;
    }

    async fn a_greeting_waits_for_telegram(db: TestDb) {
        let chats = Chats::new(db).await;
        let admin = chats.admin("ada@example.org").await;
        let ada = chats.person("Ada");
        let code = chats.code(ada).await;
        let lost = TelegramConduct { next_requests: Some(3), ..fault(TelegramFault::TooManyRequests, "sendMessage") };
        chats.telegram().set_conduct(lost).expect("set");
        let with = nproxy_app::telegram::PairWith { admin, scope: nproxy_app::telegram::TelegramScope::Ops };
        let by = nproxy_app::audit::By::operator();
        nproxy_app::telegram::pair(&chats.app, &by, &code, None, with).await.expect("paired");
        chats.answer(ada, "You are paired").await;
        chats.end().await;
    }

    async fn what_was_answered_is_not_answered_again_after_a_stop(db: TestDb) {
        let mut chats = Chats::new(db).await;
        let (ada, _) = chats.paired("ada").await;
        chats.ask(ada, "/help", "/overview:").await;
        let before = chats.messages(ada);
        chats.stop_bot().await;
        chats.start_bot().await;
        chats.ask(ada, "/nothing", "no such command").await;
        assert_eq!(chats.messages(ada), before + 1);
        chats.end().await;
    }

    async fn commands_are_offered_in_both_languages(db: TestDb) {
        let chats = Chats::new(db).await;
        chats.code(chats.person("Ada")).await;
        assert_eq!(chats.telegram().tally("setMyCommands").ok, 2);
        chats.end().await;
    }
}
