//! What admins do in the chat: two steps, a reason, and a code for what moves money.

use chrono::Duration;
use nproxy_app::accounts::{enrol_second_factor, prove_device, session, sign_in};
use nproxy_app::audit::By;
use nproxy_app::people::suspend;
use nproxy_app::switches::{self, Turn, turn};
use nproxy_app::telegram::{ASK_VALID_FOR, BUTTONS_VALID_FOR, TelegramScope, revoke_telegram, set_telegram_scope};
use nproxy_domain::UserId;
use nproxy_sandbox::Press;
use nproxy_store::both;
use nproxy_store::entities::{audit_log, mails};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;

use super::chats::{Chats, PASSWORD, shown, sign_in_of};

/// Up to the question whether image generation is to be paused.
async fn ask_to_pause(chats: &Chats, person: i64) {
    chats.ask(person, "/switches", "Switches").await;
    chats.press(person, "Image generation");
    chats.button(person, "paused").await;
    chats.press(person, "paused");
    chats.button(person, "Do it").await;
}

async fn is_paused(chats: &Chats) -> bool {
    switches::read(&chats.app).await.expect("readable").generation_paused
}

async fn turns(chats: &Chats) -> Vec<audit_log::Model> {
    let lines = audit_log::Entity::find().all(chats.db.store.read()).await.expect("readable");
    lines.into_iter().filter(|line| line.act.starts_with("switches.")).collect()
}

/// A paired admin with a device and the scope money: the person, the admin, and the device's secret.
async fn rich(chats: &Chats) -> (i64, UserId, String) {
    let (person, admin) = chats.paired("ada").await;
    let (app, home) = (&chats.app, "192.0.2.1".parse().expect("an address"));
    let signed_in = sign_in(app, sign_in_of("ada@example.org")).await.expect("signed in");
    let of = session(app, signed_in.token.expose(), home).await.expect("a session");
    let enrolment = enrol_second_factor(app, &of, PASSWORD.into(), home).await.expect("a device");
    let secret = enrolment.secret().to_owned();
    let code = shown(&secret, app.env.now()).into();
    prove_device(app, &By::customer(admin), &of, code).await.expect("proven");
    let set = set_telegram_scope(app, &By::operator(), person, TelegramScope::Money, None).await;
    assert!(set.expect("a device is there"));
    (person, admin, secret)
}

fn next_code(chats: &Chats, secret: &str) -> String {
    chats.db.clock.advance(Duration::seconds(60));
    shown(secret, chats.app.env.now())
}

/// Up to the question whether a customer is to be suspended.
async fn ask_to_suspend(chats: &Chats, person: i64, email: &str) {
    chats.ask(person, &format!("/user {email}"), "@example.org").await;
    chats.press(person, "Suspend");
    chats.button(person, "Do it").await;
}

async fn is_suspended(chats: &Chats, id: UserId) -> bool {
    let row = nproxy_store::users::get(chats.db.store.read(), id).await.expect("readable");
    row.expect("it is there").suspended_at.is_some()
}

both! {
    async fn an_act_is_done_in_two_steps_with_its_reason_and_on_record(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, admin) = chats.paired("ada").await;
        ask_to_pause(&chats, ada).await;
        assert!(!is_paused(&chats).await, "one press does nothing");
        chats.write(ada, "the upstream is <slow>");
        chats.answer(ada, "Reason: the upstream is <slow>").await;
        chats.press(ada, "Do it");
        chats.button(ada, "Back").await;
        assert!(is_paused(&chats).await);
        let [line] = turns(&chats).await.try_into().expect("one line");
        assert_eq!((line.surface.as_str(), line.actor), ("telegram", format!("user:{admin}")));
        assert_eq!(line.reason.as_deref(), Some("the upstream is <slow>"));
        chats.press(ada, "Back");
        chats.button(ada, "running").await;
        chats.end().await;
    }

    async fn without_a_reason_the_chat_is_one_and_no_act_is_done_twice(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, _) = chats.paired("ada").await;
        ask_to_pause(&chats, ada).await;
        // Pressed twice before the first is answered.
        let (message, data) = chats.data_of(ada, "Do it");
        for _ in 0..2 {
            chats.telegram().press(ada, ada, message, &Press::Data(data.clone())).expect("pressed");
        }
        chats.button(ada, "Back").await;
        chats.ask(ada, "/nothing", "no such command").await;
        let [line] = turns(&chats).await.try_into().expect("one line");
        assert_eq!(line.reason.as_deref(), Some("in Telegram"));
        chats.end().await;
    }

    async fn what_is_dropped_or_passed_over_is_not_done(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, _) = chats.paired("ada").await;
        ask_to_pause(&chats, ada).await;
        let (message, data) = chats.data_of(ada, "Do it");
        chats.press(ada, "Cancel");
        chats.answer(ada, "Not done.").await;
        let press = chats.telegram().press(ada, ada, message, &Press::Data(data)).expect("pressed");
        assert!(chats.alert(ada, &press).await.contains("too old"));
        ask_to_pause(&chats, ada).await;
        chats.ask(ada, "/help", "/overview:").await;
        chats.press(ada, "Do it");
        chats.answer(ada, "asked too long ago").await;
        assert!(!is_paused(&chats).await && turns(&chats).await.is_empty());
        chats.end().await;
    }

    async fn what_changed_meanwhile_is_not_overwritten(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, _) = chats.paired("ada").await;
        ask_to_pause(&chats, ada).await;
        let paused = Turn {
            name: "generation".into(),
            value: "paused".into(),
            text: None,
            until: None,
            reason: "quicker".into(),
        };
        turn(&chats.app, &By::operator(), paused).await.expect("turned");
        chats.press(ada, "Do it");
        chats.answer(ada, "it is not as it was when you asked").await;
        assert_eq!(turns(&chats).await.len(), 1);
        chats.end().await;
    }

    async fn buttons_and_questions_get_too_old_and_are_nobody_elses(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, _) = chats.paired("ada").await;
        let (eve, _) = chats.paired("eve").await;
        ask_to_pause(&chats, ada).await;
        let (_, of_ada) = chats.data_of(ada, "Do it");
        chats.ask(eve, "/switches", "Switches").await;
        let (message, _) = chats.data_of(eve, "Image generation");
        let forged = chats.telegram().press(eve, eve, message, &Press::Data(of_ada)).expect("pressed");
        assert!(chats.alert(eve, &forged).await.contains("not yours"));
        chats.db.clock.advance(ASK_VALID_FOR);
        chats.press(ada, "Do it");
        chats.answer(ada, "asked too long ago").await;
        chats.db.clock.advance(BUTTONS_VALID_FOR);
        let press = chats.press(eve, "Image generation");
        assert!(chats.alert(eve, &press).await.contains("too old"));
        assert!(!is_paused(&chats).await);
        chats.end().await;
    }

    async fn whoever_is_out_presses_and_confirms_nothing_any_more(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, _) = chats.paired("ada").await;
        ask_to_pause(&chats, ada).await;
        let (message, data) = chats.data_of(ada, "Do it");
        revoke_telegram(&chats.app, &By::operator(), ada, None).await.expect("revoked");
        let press = chats.telegram().press(ada, ada, message, &Press::Data(data)).expect("pressed");
        assert!(chats.alert(ada, &press).await.contains("not paired any more"));
        let (eve, admin) = chats.paired("eve").await;
        ask_to_pause(&chats, eve).await;
        let now = chats.app.env.now();
        let suspended = chats.app.store.write(move |tx| async move {
            nproxy_store::users::set_suspended(&tx, &[admin], Some((now, "x".to_owned()))).await
        });
        suspended.await.expect("suspended");
        let press = chats.press(eve, "Do it");
        assert!(chats.alert(eve, &press).await.contains("no admin's any more"));
        chats.ask(eve, "/overview", "no admin's any more").await;
        assert!(!is_paused(&chats).await);
        chats.end().await;
    }

    async fn money_takes_the_scope_and_a_code_that_does_not_stay_in_the_chat(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, _, secret) = rich(&chats).await;
        let (bob, _) = chats.paired("bob").await;
        let customer = chats.customer("carl@example.org").await;
        chats.ask(bob, "/user carl@example.org", "@example.org").await;
        assert!(chats.find_button(bob, "Suspend").is_none(), "no button without the scope");
        ask_to_suspend(&chats, ada, "carl@example.org").await;
        chats.press(ada, "Do it");
        chats.answer(ada, "six digits").await;
        assert!(!is_suspended(&chats, customer).await);
        for (code, words) in [("000 000".to_owned(), "This code is wrong."), (next_code(&chats, &secret), "suspended")] {
            chats.write(ada, &code);
            chats.answer(ada, words).await;
            chats.wait(ada, |chat| {
                let of_code = chat.messages.iter().find(|message| message.seen().text == code);
                of_code.is_some_and(|message| message.deleted)
            }).await;
        }
        chats.button(ada, "Back").await;
        assert!(is_suspended(&chats, customer).await);
        let letters = async || {
            let rows = mails::Entity::find().all(chats.db.store.read()).await.expect("readable");
            let mut to: Vec<_> = rows.into_iter().filter(|row| row.subject.contains("money in Telegram")).collect();
            to.sort_by(|a, b| a.recipient.cmp(&b.recipient));
            to
        };
        // Left after the answer.
        chats.ask(ada, "/help", "/overview:").await;
        let to = letters().await;
        assert_eq!(to.iter().map(|row| row.recipient.as_str()).collect::<Vec<_>>(), ["ada@example.org", "bob@example.org"]);
        assert!(to[0].body.contains("ada@example.org confirmed this") && !to[0].body.contains('<'), "{}", to[0].body);
        chats.end().await;
    }

    async fn a_scope_that_was_taken_away_counts_at_once_and_a_day_has_its_number(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, _, secret) = rich(&chats).await;
        let mut customers = Vec::new();
        for name in ["carl", "dora", "emil"] {
            customers.push(chats.customer(&format!("{name}@example.org")).await);
        }
        let scope = async |scope| set_telegram_scope(&chats.app, &By::operator(), ada, scope, None).await.expect("set");
        ask_to_suspend(&chats, ada, "carl@example.org").await;
        scope(TelegramScope::Ops).await;
        chats.press(ada, "Do it");
        chats.answer(ada, "may not do").await;
        scope(TelegramScope::Money).await;
        ask_to_suspend(&chats, ada, "carl@example.org").await;
        chats.press(ada, "Do it");
        chats.answer(ada, "six digits").await;
        scope(TelegramScope::Ops).await;
        let before = chats.messages(ada);
        chats.write(ada, &next_code(&chats, &secret));
        chats.button(ada, "Back").await;
        assert_eq!(chats.messages(ada), before, "the question itself says so");
        assert!(!is_suspended(&chats, customers[0]).await);
        scope(TelegramScope::Money).await;
        for (nth, name) in ["carl", "dora", "emil"].into_iter().enumerate() {
            ask_to_suspend(&chats, ada, &format!("{name}@example.org")).await;
            chats.press(ada, "Do it");
            chats.wait(ada, |chat| chat.from_bot().last().is_some_and(|m| m.seen().text.contains("six digits"))).await;
            chats.write(ada, &next_code(&chats, &secret));
            chats.button(ada, "Back").await;
            assert_eq!(is_suspended(&chats, customers[nth]).await, nth < 2, "two a day");
        }
        chats.answer(ada, "2 acts on money a day").await;
        chats.end().await;
    }

    async fn what_is_written_is_searched_for_and_the_language_changes_at_once(db: TestDb) {
        let chats = Chats::new(db).await;
        let (ada, _) = chats.paired("ada").await;
        let customer = chats.customer("carl@example.org").await;
        suspend(&chats.app, &By::operator(), customer, "spam").await.expect("suspended");
        chats.ask(ada, "carl@example.org", "@example.org").await;
        chats.ask(ada, "/user", "Write the e-mail address").await;
        chats.ask(ada, "/picture fox", "Write the picture's id").await;
        chats.ask(ada, "/nothing", "no such command").await;
        chats.ask(ada, "/language", "English").await;
        chats.press(ada, "Русский");
        chats.button(ada, "Do it").await;
        chats.press(ada, "Do it");
        chats.button(ada, "Назад").await;
        chats.ask(ada, "/help", "Любой другой текст").await;
        chats.end().await;
    }
}
