//! What is done: what it says before and after, and when it isn't done.

use nproxy_app::accounts::Language;
use nproxy_app::audit::By;
use nproxy_app::chats::{MuteFor, QuietHours};
use nproxy_app::keys::{self, KeyAct};
use nproxy_app::payments::desk;
use nproxy_app::{incidents, people};
use nproxy_bot::acts::{Refused, ask, perform};
use nproxy_bot::{Act, Reader, Scope, Settle};
use nproxy_domain::audit::Surface;
use nproxy_domain::mail::Severity;
use nproxy_domain::payment::ReviewReason;
use nproxy_domain::{GenerationId, KeyId, PaymentId, UserId};
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use crate::house::House;
use crate::markup;
use crate::outside::{HAND, TILL};
use crate::record::lines;

pub const SCENES: [&str; 20] = [
    "activate_key",
    "disable_key",
    "test_key",
    "ask_balance",
    "enter_balance",
    "confirm",
    "activate",
    "grant_for_payment",
    "refund_noted",
    "reject",
    "keep",
    "grant",
    "extend",
    "suspend",
    "unsuspend",
    "retry",
    "switch",
    "mute",
    "quiet_hours",
    "language",
];
const REASON: &str = "seen on the chain";

/// Makes what an act of this name needs; the act, and what is written with it.
pub async fn scene(house: &House, name: &str) -> (Act, &'static str) {
    let act = match name {
        "activate_key" => {
            let key = house.key(name, None).await;
            keys::set(&house.app, &By::operator(), key, KeyAct::Disable, "r").await.expect("set");
            Act::ActivateKey { key }
        }
        "disable_key" => Act::DisableKey { key: house.key(name, None).await },
        "test_key" => Act::TestKey { key: house.key(name, None).await },
        "ask_balance" => Act::AskBalance { key: house.key(name, None).await },
        "enter_balance" => {
            return (Act::EnterBalance { key: house.key(name, Some("acme")).await }, "42.50 topped up");
        }
        "confirm" => {
            let payment = house.in_review(buyer(house, name).await, HAND, ReviewReason::Reported).await;
            Act::Settle { payment, how: Settle::Confirm }
        }
        "refund_noted" => {
            let act = Act::Settle { payment: short(house, name).await, how: Settle::RefundNoted };
            return (act, "Taddr 4 0xff sent from the safe");
        }
        "activate" => Act::Settle { payment: short(house, name).await, how: Settle::Activate },
        "grant_for_payment" => Act::Settle { payment: short(house, name).await, how: Settle::Grant { requests: 5 } },
        "reject" => Act::Settle { payment: short(house, name).await, how: Settle::Reject },
        "keep" => {
            let payment = short(house, name).await;
            desk::act(&house.app, &By::operator(), payment, desk::Act::Activate, "r").await.expect("activated");
            Act::Settle { payment, how: Settle::Keep }
        }
        "grant" => Act::GrantRequests { user: buyer(house, name).await, requests: 5 },
        "extend" => Act::Extend { user: buyer(house, name).await, hours: 24 },
        "suspend" => Act::Suspend { user: buyer(house, name).await },
        "unsuspend" => {
            let user = buyer(house, name).await;
            people::suspend(&house.app, &By::operator(), user, "r").await.expect("suspended");
            Act::Unsuspend { user }
        }
        "retry" => Act::Retry { generation: house.cancelled(buyer(house, name).await).await },
        "switch" => Act::TurnSwitch { name: "model:m".to_owned(), value: "off".to_owned() },
        "mute" => Act::Mute { time: MuteFor::EightHours },
        "quiet_hours" => Act::SetQuietHours { hours: Some(QuietHours { from_minute: 22 * 60, to_minute: 7 * 60 }) },
        _ => Act::SetLanguage { language: Language::Ru },
    };
    (act, REASON)
}

async fn buyer(house: &House, name: &str) -> UserId {
    house.customer(&format!("{name}@example.org")).await
}

async fn short(house: &House, name: &str) -> PaymentId {
    house.in_review(buyer(house, name).await, TILL, ReviewReason::Short).await
}

fn telegram(house: &House) -> By {
    house.by(Surface::Telegram)
}

async fn refused(house: &House, reader: &Reader, act: &Act, before: &serde_json::Value, written: &str) -> String {
    let count = lines(house).await.len();
    let done = perform(&house.app, reader, &telegram(house), act, before, written).await;
    assert_eq!(lines(house).await.len(), count, "what is refused is on no record: {act:?}");
    match done {
        Ok(done) => panic!("{act:?} was done: {done}"),
        Err(Refused::Changed) => "changed".to_owned(),
        Err(Refused::Not(why)) => why,
        Err(Refused::Store(error)) => panic!("{act:?}: {error}"),
    }
}

#[tokio::test]
async fn an_act_says_what_it_will_do_and_what_was_and_is() {
    for name in SCENES {
        let mut said = Vec::new();
        for language in [Language::En, Language::Ru] {
            let house = House::new(TestDb::sqlite().await).await;
            let (act, written) = scene(&house, name).await;
            let reader = house.reader(language);
            let asked = ask(&house.app, &reader, &act).await.expect("readable");
            let done = perform(&house.app, &reader, &telegram(&house), &act, &asked.before, written).await.expect(name);
            assert_eq!((markup::trouble(&asked.text), markup::trouble(&done)), (None, None), "{name}");
            assert!(!asked.text.contains("@example.org") || asked.text.contains("…@example.org"), "{name}");
            said.push(format!("{}\n\n{done}", asked.text));
        }
        insta::assert_snapshot!(format!("act_{name}"), said.join("\n\n=== ru ===\n\n"));
    }
}

both! {
    async fn an_act_is_done_once_and_refused_when_things_changed_meanwhile(db: TestDb) {
        let house = House::new(db).await;
        let reader = house.reader(Language::En);
        for name in SCENES {
            let (act, written) = scene(&house, name).await;
            let asked = ask(&house.app, &reader, &act).await.expect("readable");
            assert_eq!((asked.is_money, asked.wants_reason), (act.is_money(), act.wants_reason()), "{name}");
            perform(&house.app, &reader, &telegram(&house), &act, &asked.before, written).await.expect(name);
            if !matches!(act, Act::TestKey { .. } | Act::AskBalance { .. }) {
                assert_eq!(refused(&house, &reader, &act, &asked.before, written).await, "changed", "{name}");
            }
        }
    }

    async fn without_the_scope_for_money_nothing_of_the_kind_is_done(db: TestDb) {
        let house = House::new(db).await;
        let reader = Reader { scope: Scope::Ops, ..house.reader(Language::En) };
        let mut money = Vec::new();
        for name in SCENES {
            let (act, written) = scene(&house, name).await;
            let asked = ask(&house.app, &reader, &act).await.expect("readable");
            if act.is_money() {
                let why = refused(&house, &reader, &act, &asked.before, written).await;
                assert!(why.contains("may not do this"), "{why}");
                money.push(name);
            } else {
                perform(&house.app, &reader, &telegram(&house), &act, &asked.before, written).await.expect(name);
            }
        }
        let all = ["confirm", "activate", "grant_for_payment", "refund_noted", "reject", "keep", "grant", "extend",
            "suspend", "unsuspend"];
        assert_eq!(money, all);
    }

    async fn what_is_gone_or_makes_no_sense_is_refused_in_words(db: TestDb) {
        let house = House::new(db).await;
        let (reader, env) = (house.reader(Language::En), &house.db.env);
        let gone = [
            Act::DisableKey { key: KeyId::new(env) },
            Act::EnterBalance { key: KeyId::new(env) },
            Act::Settle { payment: PaymentId::new(env), how: Settle::Reject },
            Act::GrantRequests { user: UserId::new(env), requests: 1 },
            Act::Retry { generation: GenerationId::new(env) },
            Act::TurnSwitch { name: "model:none".to_owned(), value: "off".to_owned() },
            Act::TurnSwitch { name: "model:m".to_owned(), value: "sideways".to_owned() },
        ];
        for act in gone {
            let asked = ask(&house.app, &reader, &act).await.expect("readable");
            let why = refused(&house, &reader, &act, &asked.before, "r").await;
            assert_eq!((&asked.text, asked.wants_reason), (&why, false), "it is said at once");
        }
        let try_now = async |act: Act, written: &str| {
            let asked = ask(&house.app, &reader, &act).await.expect("readable");
            refused(&house, &reader, &act, &asked.before, written).await
        };
        let key = house.key("acme's", Some("acme")).await;
        for written in ["in Telegram", "", "-4", "4.5.6"] {
            assert!(try_now(Act::EnterBalance { key }, written).await.contains("in dollars"), "{written}");
        }
        let alone = house.key("alone", None).await;
        assert!(try_now(Act::EnterBalance { key: alone }, "4").await.contains("belongs to no account"));
        let user = house.customer("b@example.org").await;
        let payment = house.in_review(user, TILL, ReviewReason::Short).await;
        for written in ["in Telegram", "Taddr many 0xff", "Taddr 0 0xff"] {
            let why = try_now(Act::Settle { payment, how: Settle::RefundNoted }, written).await;
            assert!(why.contains("the address, the amount"), "{why}");
        }
        let long = "x".repeat(501);
        assert!(try_now(Act::DisableKey { key }, &long).await.contains("1 to 500"));
        assert!(try_now(Act::Suspend { user }, &long).await.contains("1 to 500"));
        assert!(try_now(Act::Suspend { user: house.admin }, "r").await.contains("an admin's"));
        assert!(try_now(Act::Settle { payment, how: Settle::Keep }, "r").await.contains("begun no month"));
        let queued = house.queued(user).await;
        assert!(try_now(Act::Retry { generation: queued }, "r").await.contains("can't be tried again"));
    }

    async fn an_act_on_a_key_ends_what_was_wrong_with_it(db: TestDb) {
        let house = House::new(db).await;
        let (act, written) = scene(&house, "activate_key").await;
        let Act::ActivateKey { key } = act else { unreachable!("it activates a key") };
        let trouble = &incidents::Trouble {
            key: format!("key:{key}"),
            severity: Severity::Warning,
            subject: String::new(),
            title: "a key waits".to_owned(),
            detail: String::new(),
        };
        let (app, env) = (&house.app, &house.db.env);
        app.store.write(|tx| async move { incidents::report(&tx, env, trouble.clone()).await }).await.expect("reported");
        let reader = house.reader(Language::En);
        let asked = ask(app, &reader, &act).await.expect("readable");
        perform(app, &reader, &telegram(&house), &act, &asked.before, written).await.expect("done");
        let open = nproxy_store::incidents::open(app.store.read(), &trouble.key).await.expect("readable");
        assert!(open.is_none(), "as at the other doors");
    }
}
