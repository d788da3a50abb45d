//! Who is let in to the admins' bot, and what buttons, questions and acts on money are good for.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Duration;
use nproxy_app::accounts::{CodeError, Language, UserView, clear, grant_admin, revoke_admin};
use nproxy_app::audit::By;
use nproxy_app::telegram::{
    ASK_VALID_FOR, BUTTONS_MAX, BUTTONS_VALID_FOR, BeginError, CODE_VALID_FOR, MoneyError, NewAsk, NewButton, OpenAsk,
    PairError, PairWith, PairingCode, PressError, ScopeError, Stranger, TelegramReader, TelegramScope, Who,
    admins_to_pair, await_code, begin_money_act, begin_pairing, finish_money_act, greeted, keep_ask, keep_buttons,
    list_paired, look_up_pairing, meaning_of, open_ask, pair, revoke_telegram, set_ask_reason, set_telegram_scope,
    take_ask, tell_unfinished_money_acts, to_greet, who, withdraw_money_act,
};
use nproxy_app::{App, Settings};
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::both;
use nproxy_store::entities::{audit_log, mails};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;
use serde_json::{Value, json};

use crate::accounts::second_factor::{admin, enrolled, shown};
use crate::house::{customer, house, plain};
use crate::world::Letterbox;

const BOT: i64 = 7_000_000_001;
const ADA: i64 = 11;
const EVE: i64 = 12;

fn stranger(telegram_id: i64) -> Stranger {
    Stranger {
        telegram_id,
        name: "Ada\u{1b}[2J\n\u{202E}Lovelace".into(),
        username: Some("ada".into()),
        language: Language::Ru,
    }
}

async fn code(app: &App, telegram_id: i64) -> PairingCode {
    begin_pairing(app, BOT, &stranger(telegram_id)).await.expect("a code")
}

async fn admin_account(app: &App, email: &str) -> UserView {
    let user = customer(app, email).await;
    grant_admin(app, &By::operator(), email).await.expect("an admin");
    user
}

fn with(admin: UserId, scope: TelegramScope) -> PairWith {
    PairWith { admin, scope }
}

/// Ada in Telegram, acting for an admin of her own.
async fn paired(app: &App, email: &str, telegram_id: i64) -> UserView {
    let user = admin_account(app, email).await;
    let code = code(app, telegram_id).await;
    let with = with(user.id, TelegramScope::Ops);
    pair(app, &By::operator(), code.expose(), Some(BOT), with).await.expect("paired");
    user
}

async fn refused(app: &App, code: &str, bot: Option<i64>) -> PairError {
    look_up_pairing(app, code, bot).await.expect_err("refused")
}

async fn acts_of(db: &TestDb, act: &str) -> Vec<audit_log::Model> {
    let lines = audit_log::Entity::find().all(db.store.read()).await.expect("readable");
    lines.into_iter().filter(|line| line.act == act).collect()
}

/// Who is written to and why, in no order.
async fn letters(db: &TestDb) -> BTreeSet<(String, String)> {
    let rows = mails::Entity::find().all(db.store.read()).await.expect("readable");
    rows.into_iter().map(|row| (row.recipient, row.subject)).collect()
}

async fn reader(app: &App, telegram_id: i64) -> TelegramReader {
    match who(app, telegram_id).await.expect("readable") {
        Who::Admin(reader) => reader,
        other => panic!("{other:?}"),
    }
}

/// An admin with a device and the scope money, and what the device's secret is.
async fn rich(app: &App, email: &str, telegram_id: i64) -> (TelegramReader, String) {
    let signed_in = admin(app, email).await;
    let (secret, _) = enrolled(app, &signed_in).await;
    let code = code(app, telegram_id).await;
    let with = with(signed_in.user.id, TelegramScope::Money);
    pair(app, &By::operator(), code.expose(), None, with).await.expect("paired");
    (reader(app, telegram_id).await, secret)
}

/// The next code of a device: the last one is used.
fn next_code(db: &TestDb, secret: &str) -> String {
    db.clock.advance(Duration::seconds(60));
    shown(secret, db.env.now())
}

async fn button(app: &App, telegram_id: i64, message: i64, meaning: Value) -> String {
    let new = NewButton::new(app, meaning);
    let token = new.token.expose().to_owned();
    assert!(token.len() <= 64, "Telegram carries no more");
    keep_buttons(app, telegram_id, message, &[new]).await.expect("kept");
    token
}

both! {
    async fn the_code_of_a_stranger_lets_him_in_once_and_it_is_on_record(db: TestDb) {
        let app = plain(&db);
        let ada = admin_account(&app, "ada@example.org").await;
        let code = code(&app, ADA).await;
        assert_eq!(who(&app, ADA).await.unwrap(), Who::Stranger);
        let pending = look_up_pairing(&app, &code.expose().to_lowercase(), Some(BOT)).await.unwrap();
        assert_eq!((pending.telegram_id, pending.name.as_str()), (ADA, "Ada [2J Lovelace"), "a name keeps to its line");
        assert_eq!(admins_to_pair(&app).await.unwrap().len(), 1);
        pair(&app, &By::operator(), code.expose(), Some(BOT), with(ada.id, TelegramScope::Ops)).await.unwrap();
        let reader = reader(&app, ADA).await;
        assert_eq!((reader.admin, reader.scope, reader.language), (ada.id, TelegramScope::Ops, Language::Ru));
        let [line] = acts_of(&db, "telegram.pair").await.try_into().unwrap();
        assert_eq!((line.actor.as_str(), line.surface.as_str(), line.subject.as_str()), ("operator", "cli", "telegram:11"));
        assert_eq!((line.before, line.after), (None, Some(json!({ "admin": ada.id, "scope": "ops" }))));
        let again = pair(&app, &By::operator(), code.expose(), Some(BOT), with(ada.id, TelegramScope::Ops)).await;
        assert!(matches!(again, Err(PairError::Used)), "{again:?}");
        let [listed] = list_paired(&app).await.unwrap().try_into().unwrap();
        assert_eq!((listed.telegram_id, listed.admin_email.as_str()), (ADA, "ada@example.org"));
    }

    async fn codes_that_are_not_good_are_told_apart(db: TestDb) {
        let app = plain(&db);
        let old = code(&app, ADA).await;
        let new = code(&app, ADA).await;
        assert!(matches!(refused(&app, old.expose(), Some(BOT)).await, PairError::Expired), "only the newest counts");
        assert!(matches!(refused(&app, new.expose(), Some(BOT + 1)).await, PairError::Foreign));
        assert!(look_up_pairing(&app, new.expose(), None).await.is_ok(), "no bot is configured here");
        assert!(matches!(refused(&app, "hello", Some(BOT)).await, PairError::NoCode));
        let other = if new.expose() == "00000000" { "00000001" } else { "00000000" };
        assert!(matches!(refused(&app, other, Some(BOT)).await, PairError::Wrong));
        db.clock.advance(CODE_VALID_FOR - Duration::seconds(1));
        assert!(look_up_pairing(&app, new.expose(), Some(BOT)).await.is_ok());
        db.clock.advance(Duration::seconds(1));
        assert!(matches!(refused(&app, new.expose(), Some(BOT)).await, PairError::Expired));
        let ada = admin_account(&app, "ada@example.org").await;
        let late = pair(&app, &By::operator(), new.expose(), None, with(ada.id, TelegramScope::Ops)).await;
        assert!(matches!(late, Err(PairError::Expired)), "{late:?}");
    }

    async fn codes_are_limited_for_one_and_for_all(db: TestDb) {
        let app = plain(&db);
        for _ in 0..5 {
            code(&app, ADA).await;
        }
        let sixth = begin_pairing(&app, BOT, &stranger(ADA)).await;
        let again_at = db.env.now() + Duration::hours(1);
        assert!(matches!(sixth, Err(BeginError::TooOften { again_at: at }) if at == again_at), "{sixth:?}");
        for other in 100..199 {
            code(&app, other).await;
        }
        let full = begin_pairing(&app, BOT, &stranger(EVE)).await;
        assert!(matches!(full, Err(BeginError::TooMany)), "{full:?}");
        db.clock.advance(CODE_VALID_FOR);
        code(&app, EVE).await;
        db.clock.advance(Duration::hours(1));
        code(&app, ADA).await;
    }

    async fn money_takes_a_second_factor_and_an_admin_takes_the_role(db: TestDb) {
        let app = plain(&db);
        let ada = admin_account(&app, "ada@example.org").await;
        let bob = customer(&app, "bob@example.org").await;
        let code = code(&app, ADA).await;
        let as_who = async |with| pair(&app, &By::operator(), code.expose(), Some(BOT), with).await;
        let money = as_who(with(ada.id, TelegramScope::Money)).await;
        assert!(matches!(money, Err(PairError::NoSecondFactor)), "{money:?}");
        let customer = as_who(with(bob.id, TelegramScope::Ops)).await;
        assert!(matches!(customer, Err(PairError::NoAdmin)), "{customer:?}");
        as_who(with(ada.id, TelegramScope::Ops)).await.expect("a refusal uses no code up");
        let more = set_telegram_scope(&app, &By::operator(), ADA, TelegramScope::Money, None).await;
        assert!(matches!(more, Err(ScopeError::NoSecondFactor)), "{more:?}");
        let nobody = set_telegram_scope(&app, &By::operator(), EVE, TelegramScope::Ops, None).await;
        assert!(matches!(nobody, Err(ScopeError::NotFound)), "{nobody:?}");
    }

    async fn a_scope_is_changed_at_once_and_on_record(db: TestDb) {
        let app = plain(&db);
        rich(&app, "ada@example.org", ADA).await;
        let to = async |scope| set_telegram_scope(&app, &By::operator(), ADA, scope, Some("calm".into())).await.unwrap();
        assert!(to(TelegramScope::Ops).await);
        assert_eq!(reader(&app, ADA).await.scope, TelegramScope::Ops);
        assert!(!to(TelegramScope::Ops).await, "nothing changed");
        assert!(to(TelegramScope::Money).await);
        let lines = acts_of(&db, "telegram.scope").await;
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].reason.as_deref(), Some("calm"));
    }

    async fn whoever_is_taken_off_suspended_closing_or_demoted_is_out_at_once(db: TestDb) {
        let app = plain(&db);
        let ada = paired(&app, "ada@example.org", ADA).await;
        let token = button(&app, ADA, 1, json!({})).await;
        let suspended = async |at: bool| {
            let now = db.env.now();
            let id = ada.id;
            let set = app.store.write(move |tx| async move {
                nproxy_store::users::set_suspended(&tx, &[id], at.then(|| (now, "x".to_owned()))).await
            });
            set.await.unwrap();
        };
        suspended(true).await;
        assert_eq!(who(&app, ADA).await.unwrap(), Who::NoAdmin(Language::Ru));
        suspended(false).await;
        let closing = async |at: Option<Timestamp>| {
            let id = ada.id;
            app.store.write(|tx| async move { nproxy_store::users::set_delete_after(&tx, id, at).await }).await.unwrap();
        };
        closing(Some(db.env.now() + Duration::days(7))).await;
        assert_eq!(who(&app, ADA).await.unwrap(), Who::NoAdmin(Language::Ru), "she is leaving");
        let of_eve = code(&app, EVE).await;
        let let_in = pair(&app, &By::operator(), of_eve.expose(), None, with(ada.id, TelegramScope::Ops)).await;
        assert!(matches!(let_in, Err(PairError::NoAdmin)), "{let_in:?}");
        closing(None).await;
        assert!(matches!(who(&app, ADA).await.unwrap(), Who::Admin(_)));
        revoke_telegram(&app, &By::operator(), ADA, Some("lost".into())).await.unwrap();
        assert_eq!(who(&app, ADA).await.unwrap(), Who::Stranger);
        assert!(matches!(meaning_of(&app, ADA, 1, &token).await, Err(PressError::Expired)), "the buttons are gone");
        assert!(revoke_telegram(&app, &By::operator(), ADA, None).await.is_err());
        let code = code(&app, ADA).await;
        pair(&app, &By::operator(), code.expose(), None, with(ada.id, TelegramScope::Ops)).await.unwrap();
        revoke_admin(&app, &By::operator(), "ada@example.org").await.unwrap();
        grant_admin(&app, &By::operator(), "ada@example.org").await.unwrap();
        assert_eq!(who(&app, ADA).await.unwrap(), Who::Stranger, "made an admin again, she pairs anew");
        let [line] = acts_of(&db, "users.revoke_admin").await.try_into().unwrap();
        assert_eq!(line.before, Some(json!({ "role": "admin", "telegram": [ADA] })));
    }

    async fn who_was_let_in_is_greeted_until_that_is_noted_and_by_that_bot_alone(db: TestDb) {
        let app = plain(&db);
        paired(&app, "ada@example.org", ADA).await;
        assert!(to_greet(&app, BOT + 1).await.unwrap().is_empty());
        for _ in 0..2 {
            let [waiting] = to_greet(&app, BOT).await.unwrap().try_into().unwrap();
            assert_eq!((waiting.telegram_id, waiting.language), (ADA, Language::Ru), "a crash before the note repeats it");
        }
        let [waiting] = to_greet(&app, BOT).await.unwrap().try_into().unwrap();
        assert!(greeted(&app, waiting.pairing).await.unwrap());
        assert!(!greeted(&app, waiting.pairing).await.unwrap());
        assert!(to_greet(&app, BOT).await.unwrap().is_empty());
        paired(&app, "eve@example.org", EVE).await;
        revoke_telegram(&app, &By::operator(), EVE, None).await.unwrap();
        assert!(to_greet(&app, BOT).await.unwrap().is_empty(), "nobody is welcomed who is out again");
    }

    async fn a_button_is_good_for_whoever_was_shown_it_under_its_message_for_a_day(db: TestDb) {
        let app = plain(&db);
        paired(&app, "ada@example.org", ADA).await;
        paired(&app, "eve@example.org", EVE).await;
        let token = button(&app, ADA, 1, json!({ "a": 1 })).await;
        assert_eq!(meaning_of(&app, ADA, 1, &token).await.unwrap(), json!({ "a": 1 }));
        for (who, message) in [(EVE, 1), (ADA, 2)] {
            assert!(matches!(meaning_of(&app, who, message, &token).await, Err(PressError::Foreign)));
        }
        assert!(matches!(meaning_of(&app, ADA, 1, "forged").await, Err(PressError::Foreign)));
        let later = button(&app, ADA, 1, json!({ "b": 2 })).await;
        assert!(matches!(meaning_of(&app, ADA, 1, &token).await, Err(PressError::Expired)), "it shows something else");
        db.clock.advance(BUTTONS_VALID_FOR);
        assert!(matches!(meaning_of(&app, ADA, 1, &later).await, Err(PressError::Expired)));
        clear(&app).await.unwrap();
        let kept = nproxy_store::entities::telegram_buttons::Entity::find().all(db.store.read()).await.unwrap();
        assert!(kept.is_empty(), "{kept:?}");
    }

    async fn of_one_admins_buttons_the_oldest_go_first(db: TestDb) {
        let app = plain(&db);
        paired(&app, "ada@example.org", ADA).await;
        let first = button(&app, ADA, 1, json!(1)).await;
        db.clock.advance(Duration::seconds(1));
        let second = button(&app, ADA, 2, json!(2)).await;
        db.clock.advance(Duration::seconds(1));
        let many: Vec<_> = (1..BUTTONS_MAX).map(|n| NewButton::new(&app, json!(n))).collect();
        keep_buttons(&app, ADA, 3, &many).await.unwrap();
        assert!(matches!(meaning_of(&app, ADA, 1, &first).await, Err(PressError::Expired)));
        assert!(meaning_of(&app, ADA, 2, &second).await.is_ok());
    }

    async fn one_act_at_a_time_is_asked_about_and_is_taken_once(db: TestDb) {
        let app = plain(&db);
        paired(&app, "ada@example.org", ADA).await;
        let ask = async |what: i32| keep_ask(&app, NewAsk { telegram_id: ADA, message_id: 5, ask: json!(what) }).await.unwrap();
        let first = ask(1).await;
        let second = ask(2).await;
        assert!(!set_ask_reason(&app, ADA, first, "late".into()).await.unwrap());
        assert!(set_ask_reason(&app, ADA, second, "slow".into()).await.unwrap());
        assert!(!await_code(&app, EVE, second).await.unwrap(), "somebody else's");
        assert!(await_code(&app, ADA, second).await.unwrap());
        let OpenAsk { id, ask: what, reason, awaits_code, .. } = open_ask(&app, ADA).await.unwrap().unwrap();
        assert_eq!((id, what, reason.as_deref(), awaits_code), (second, json!(2), Some("slow"), true));
        assert!(!take_ask(&app, ADA, first).await.unwrap());
        assert!(take_ask(&app, ADA, second).await.unwrap());
        assert!(!take_ask(&app, ADA, second).await.unwrap(), "nobody does it twice");
        ask(3).await;
        db.clock.advance(ASK_VALID_FOR);
        assert!(open_ask(&app, ADA).await.unwrap().is_none());
    }

    async fn an_act_on_money_takes_a_code_each_and_all_admins_read_about_it(db: TestDb) {
        let app = house(&db, Arc::default(), Arc::new(Letterbox::default()), Settings::default());
        admin_account(&app, "bob@example.org").await;
        let (ada, secret) = rich(&app, "ada@example.org", ADA).await;
        let code = next_code(&db, &secret);
        let begin = async |code: &str| begin_money_act(&app, &ada, code.into(), "Grant 5 requests", 2).await;
        assert!(matches!(begin("12345").await, Err(MoneyError::Code(CodeError::Wrong))));
        let begun = begin(&code).await.unwrap();
        assert!(matches!(begin(&code).await, Err(MoneyError::Code(CodeError::Used))));
        finish_money_act(&app, &ada, begun, "5 requests were granted").await.unwrap();
        let subject = "An act on money in Telegram: nproxy".to_owned();
        let both = ["ada@example.org", "bob@example.org"].map(|to| (to.to_owned(), subject.clone()));
        assert_eq!(letters(&db).await, BTreeSet::from(both));
        assert_eq!(tell_unfinished_money_acts(&app).await.unwrap(), 0);
    }

    async fn a_day_of_acts_on_money_has_an_end_and_what_came_to_nothing_does_not_count(db: TestDb) {
        let app = plain(&db);
        let (ada, secret) = rich(&app, "ada@example.org", ADA).await;
        let begin = async |code: String| begin_money_act(&app, &ada, code.into(), "Grant", 2).await;
        let nothing = begin(next_code(&db, &secret)).await.unwrap();
        withdraw_money_act(&app, nothing).await.unwrap();
        begin(next_code(&db, &secret)).await.unwrap();
        begin(next_code(&db, &secret)).await.unwrap();
        let full = begin(next_code(&db, &secret)).await;
        assert!(matches!(full, Err(MoneyError::DayIsFull { per_day: 2 })), "{full:?}");
        db.clock.advance(Duration::hours(24));
        begin(next_code(&db, &secret)).await.expect("another day");
    }

    async fn an_act_on_money_whose_end_nobody_told_is_told_as_such(db: TestDb) {
        let app = house(&db, Arc::default(), Arc::new(Letterbox::default()), Settings::default());
        let (ada, secret) = rich(&app, "ada@example.org", ADA).await;
        let code = next_code(&db, &secret);
        begin_money_act(&app, &ada, code.into(), "Grant", 2).await.unwrap();
        assert_eq!(tell_unfinished_money_acts(&app).await.unwrap(), 0, "it may be in work");
        db.clock.advance(Duration::minutes(6));
        assert_eq!(tell_unfinished_money_acts(&app).await.unwrap(), 1);
        assert_eq!(tell_unfinished_money_acts(&app).await.unwrap(), 0);
        let subject = "Was this done? An act on money in Telegram: nproxy".to_owned();
        assert_eq!(letters(&db).await, BTreeSet::from([("ada@example.org".to_owned(), subject)]));
    }

    async fn codes_tried_in_telegram_and_on_the_web_are_counted_together(db: TestDb) {
        let app = plain(&db);
        let (ada, secret) = rich(&app, "ada@example.org", ADA).await;
        for _ in 0..5 {
            let wrong = begin_money_act(&app, &ada, "000".into(), "Grant", 9).await;
            assert!(matches!(wrong, Err(MoneyError::Code(CodeError::Wrong))), "{wrong:?}");
        }
        let held = begin_money_act(&app, &ada, shown(&secret, db.env.now()).into(), "Grant", 9).await;
        assert!(matches!(held, Err(MoneyError::Code(CodeError::TooManyAttempts(_)))), "{held:?}");
    }
}
