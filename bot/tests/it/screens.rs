//! What is shown of real rows, in both languages.

use chrono::Duration;
use nproxy_app::accounts::Language;
use nproxy_app::audit::By;
use nproxy_app::chats::{MuteFor, QuietHours, mute, set_quiet_hours};
use nproxy_app::switches::{self, Turn};
use nproxy_app::{balances, incidents, people};
use nproxy_bot::{Button, Place, Reader, Scope};
use nproxy_domain::audit::Surface;
use nproxy_domain::mail::Severity;
use nproxy_domain::outcome::Class;
use nproxy_domain::payment::ReviewReason;
use nproxy_domain::provider::MicroUsd;
use nproxy_domain::{GenerationId, KeyId, PaymentId, UserId};
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use crate::house::{House, TELEGRAM_ID};
use crate::markup::{assert_taken, drawn};
use crate::outside::{HAND, PROVIDER, TILL};

/// A house where something of everything has happened, and every place in it.
pub async fn lived_in(db: TestDb) -> (House, Vec<(&'static str, Place)>) {
    let house = House::new(db).await;
    let (app, by) = (&house.app, &By::operator());
    let resting = house.key("key one", Some("acme")).await;
    let looked_at = house.key("ops@keys.example.org", None).await;
    house
        .sql("UPDATE provider_keys SET state = 'manual_review', next_at = NULL, strikes = 11 WHERE account IS NULL")
        .await;
    balances::enter(app, by, &PROVIDER.into(), "acme", MicroUsd(20_000_000), None).await.expect("entered");
    let anna = house.customer("anna.k@example.org").await;
    let bob = house.customer("bob@example.org").await;
    let declined = house.tried(anna).await;
    house.upstream.lock().unwrap().picture = (Class::Overload, "503 from the upstream".to_owned());
    let waiting = house.tried(anna).await;
    let cancelled = house.cancelled(anna).await;
    let broke = house.key("key three", None).await;
    house.sql("UPDATE provider_keys SET state = 'out_of_funds', next_at = NULL WHERE label = 'key three'").await;
    people::suspend(app, by, bob, "a chargeback, see mail of carol@example.org").await.expect("suspended");
    let short = house.in_review(anna, TILL, ReviewReason::Short).await;
    house.in_review(bob, HAND, ReviewReason::AccountSuspended).await;
    let trouble = &incidents::Trouble {
        key: format!("payment_review:{short}"),
        severity: Severity::Warning,
        subject: String::new(),
        title: "a payment waits for a decision".to_owned(),
        detail: "4 of 10 USDT came".to_owned(),
    };
    let env = &house.db.env;
    app.store.write(|tx| async move { incidents::report(&tx, env, trouble.clone()).await }).await.expect("reported");
    let off = Turn {
        name: "model:m".to_owned(),
        value: "off".to_owned(),
        text: None,
        until: None,
        reason: "it draws nothing but foxes".to_owned(),
    };
    switches::turn(app, &house.by(Surface::Web), off).await.expect("turned");
    mute(app, by, TELEGRAM_ID, MuteFor::Hour).await.expect("muted");
    let night = QuietHours { from_minute: 22 * 60, to_minute: 7 * 60 };
    set_quiet_hours(app, by, TELEGRAM_ID, Some(night)).await.expect("set");
    house.db.clock.advance(Duration::minutes(2));
    let keys = |state: Option<&str>| Place::Keys {
        provider: Some(PROVIDER.to_owned()),
        state: state.map(str::to_owned),
        cursor: None,
    };
    let search = |text: &str| Place::Search { text: text.to_owned() };
    let places = vec![
        ("overview", Place::Overview),
        ("health", Place::Health),
        ("pool", Place::Pool),
        ("keys", keys(None)),
        ("keys_in_review", keys(Some("manual_review"))),
        ("key_resting", Place::Key { key: resting }),
        ("key_broke", Place::Key { key: broke }),
        ("key_in_review", Place::Key { key: looked_at }),
        ("payments", Place::Payments { cursor: None }),
        ("payment", Place::Payment { payment: short }),
        ("customer", Place::Person { user: anna }),
        ("suspended", Place::Person { user: bob }),
        ("admin", Place::Person { user: house.admin }),
        ("picture_declined", Place::Picture { generation: declined }),
        ("picture_waiting", Place::Picture { generation: waiting }),
        ("picture_cancelled", Place::Picture { generation: cancelled }),
        ("incidents", Place::Incidents { cursor: None }),
        ("quiet", Place::Quiet),
        ("switches", Place::Switches { from: 0 }),
        ("switch", Place::Switch { name: "model:m".to_owned() }),
        ("language", Place::Language),
        ("search_several", search("example.org")),
        ("search_one", search("bob@")),
        ("search_none", search("nobody at all")),
    ];
    (house, places)
}

#[tokio::test]
async fn every_place_reads_well_in_both_languages() {
    let (house, places) = lived_in(TestDb::sqlite().await).await;
    for (name, place) in places {
        let mut drawings = Vec::new();
        for language in [Language::En, Language::Ru] {
            let view = house.show(&house.reader(language), &place).await;
            assert_taken(&view);
            drawings.push(drawn(&view));
        }
        insta::assert_snapshot!(name, drawings.join("\n\n=== ru ===\n\n"));
    }
}

both! {
    async fn every_place_can_be_shown_and_tells_no_address_and_no_prompt(db: TestDb) {
        let (house, places) = lived_in(db).await;
        for language in [Language::En, Language::Ru] {
            let reader = house.reader(language);
            for (name, place) in &places {
                let view = house.show(&reader, place).await;
                assert_taken(&view);
                let whole = drawn(&view);
                for secret in ["fox that", "secret of", "anna.k@", "bob@example", "carol@", "ada@", "ops@"] {
                    // What was searched for comes back as it was typed.
                    assert!(!whole.contains(secret) || *name == "search_one", "{name} tells {secret:?}: {whole}");
                }
            }
        }
        let open = Reader { full_addresses: true, ..house.reader(Language::En) };
        let (_, customer) = places.iter().find(|(name, _)| *name == "customer").expect("a place");
        assert!(house.show(&open, customer).await.text.contains("anna.k@example.org"), "where config allows it");
    }

    async fn whoever_may_not_touch_money_sees_no_button_for_it(db: TestDb) {
        let (house, places) = lived_in(db).await;
        let (may, may_not) = (house.reader(Language::En), Reader { scope: Scope::Ops, ..house.reader(Language::En) });
        let mut hidden = 0;
        for (_, place) in &places {
            let asks = |view: nproxy_bot::View| {
                let buttons = view.rows.into_iter().flatten();
                buttons.filter(|button| matches!(button, Button::Ask { act, .. } if act.is_money())).count()
            };
            assert_eq!(asks(house.show(&may_not, place).await), 0, "{place:?}");
            hidden += asks(house.show(&may, place).await);
        }
        assert!(hidden >= 12, "there was something to hide: {hidden}");
    }

    async fn long_lists_page_in_place(db: TestDb) {
        let house = House::new(db).await;
        for n in 0..12 {
            house.key(&format!("key {n}"), None).await;
        }
        let reader = house.reader(Language::En);
        let mut place = Place::Keys { provider: None, state: None, cursor: None };
        let mut seen = Vec::new();
        loop {
            let view = house.show(&reader, &place).await;
            assert_taken(&view);
            let buttons: Vec<Button> = view.rows.into_iter().flatten().collect();
            seen.extend(buttons.iter().filter_map(|button| match button {
                Button::To { label, place: Place::Key { .. } } => Some(label.clone()),
                _ => None,
            }));
            let next = buttons.into_iter().find_map(|button| match button {
                Button::To { label, place } if label == "Next page" => Some(place),
                _ => None,
            });
            match next {
                Some(next) => place = next,
                None => break,
            }
        }
        assert_eq!(seen, (0..12).map(|n| format!("key {n}")).collect::<Vec<_>>());
        let stale = Place::Keys { provider: None, state: None, cursor: Some("of another time".to_owned()) };
        assert!(house.show(&reader, &stale).await.text.contains("12 in all"), "the first page");
    }

    async fn a_search_for_one_thing_shows_the_thing(db: TestDb) {
        let (house, places) = lived_in(db).await;
        let reader = house.reader(Language::En);
        let of = |name: &str| places.iter().find(|(one, _)| *one == name).expect("a place").1.clone();
        let found = async |text: String| house.show(&reader, &Place::Search { text }).await;
        let Place::Picture { generation } = of("picture_declined") else { panic!("a picture") };
        assert_eq!(found(generation.to_string()).await, house.show(&reader, &of("picture_declined")).await);
        assert_eq!(found("ANNA.K@example.org".to_owned()).await, house.show(&reader, &of("customer")).await);
        let Place::Payment { payment } = of("payment") else { panic!("a payment") };
        assert_eq!(found(payment.to_string()).await, house.show(&reader, &of("payment")).await);
    }

    async fn what_is_gone_is_said_to_be(db: TestDb) {
        let house = House::new(db).await;
        let (reader, env) = (house.reader(Language::En), &house.db.env);
        let gone = [
            Place::Key { key: KeyId::new(env) },
            Place::Payment { payment: PaymentId::new(env) },
            Place::Person { user: UserId::new(env) },
            Place::Picture { generation: GenerationId::new(env) },
            Place::Switch { name: "model:none".to_owned() },
        ];
        for place in gone {
            let view = house.show(&reader, &place).await;
            assert_taken(&view);
            assert!(view.text.starts_with("There is no such"), "{}", view.text);
        }
        let stranger = Reader { telegram_id: 1, ..reader };
        assert!(house.show(&stranger, &Place::Quiet).await.text.contains("not paired"));
    }
}
