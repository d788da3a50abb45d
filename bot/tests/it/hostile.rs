//! Names that want to be more than names.

use nproxy_app::accounts::Language;
use nproxy_app::audit::By;
use nproxy_app::switches::{self, Turn};
use nproxy_app::{incidents, keys, people};
use nproxy_bot::acts::ask;
use nproxy_bot::{Act, Place, Settle};
use nproxy_domain::audit::Actor;
use nproxy_domain::mail::Severity;
use nproxy_domain::outcome::Class;
use nproxy_domain::payment::{PaymentState, ReviewReason};
use nproxy_domain::{PaymentEventId, ProcessorId};
use nproxy_store::both;
use nproxy_store::payments::{self, EventKind, NewEvent};
use nproxy_store::testing::TestDb;

use crate::house::House;
use crate::markup::{assert_taken, trouble};
use crate::outside::TILL;

/// Ends tags, begins others, turns the text around, and doesn't stop.
fn hostile(chars: usize) -> String {
    let name = "</b></code><a href=\"tg://user?id=1\">&\u{202E}click\n<pre>";
    name.chars().cycle().take(chars).collect()
}

both! {
    async fn hostile_text_breaks_no_message_and_fills_none(db: TestDb) {
        let house = House::new(db).await;
        let (app, by, env) = (&house.app, &By::operator(), &house.db.env);
        house.upstream.lock().unwrap().picture = (Class::PolicyPrompt, hostile(300));
        let key = house.key(&hostile(100), Some(&hostile(60))).await;
        keys::set(app, by, key, keys::KeyAct::Disable, &hostile(480)).await.expect("set");
        house.key("another", None).await;
        let user = house.customer("<b>&\"</b>@<code>.example").await;
        let picture = house.tried(user).await;
        let payment = house.in_review(user, TILL, ReviewReason::Unclear).await;
        for n in 0..40 {
            let event = &NewEvent {
                id: PaymentEventId::new(env),
                payment: Some(payment),
                processor: ProcessorId::from(TILL),
                external: None,
                kind: if n % 2 == 0 { EventKind::Failed } else { EventKind::Act },
                event_key: None,
                actor: Actor::System,
                before: Some(PaymentState::Pending),
                after: Some(PaymentState::NeedsReview),
                summary: hostile(600),
                body: None,
                at: env.now(),
            };
            app.store.write(|tx| async move { payments::record(&tx, event).await }).await.expect("recorded");
        }
        for n in 0..8 {
            let trouble = &incidents::Trouble {
                key: format!("pool:</b>{n}:failing"),
                severity: Severity::Critical,
                subject: hostile(300),
                title: hostile(300),
                detail: hostile(300),
            };
            app.store.write(|tx| async move { incidents::report(&tx, env, trouble.clone()).await }).await.expect("told");
        }
        people::suspend(app, by, user, &hostile(480)).await.expect("suspended");
        let turn = Turn {
            name: "generation".to_owned(),
            value: "paused".to_owned(),
            text: Some(hostile(280)),
            until: None,
            reason: hostile(480),
        };
        switches::turn(app, by, turn).await.expect("turned");
        let keys = Place::Keys { provider: Some(hostile(64)), state: Some(hostile(64)), cursor: Some(hostile(64)) };
        let places = [
            Place::Overview,
            Place::Health,
            Place::Pool,
            keys,
            Place::Keys { provider: None, state: None, cursor: None },
            Place::Key { key },
            Place::Payments { cursor: Some(hostile(20)) },
            Place::Payment { payment },
            Place::Person { user },
            Place::Picture { generation: picture },
            Place::Incidents { cursor: None },
            Place::Switches { from: usize::MAX },
            Place::Switch { name: "generation".to_owned() },
            Place::Switch { name: hostile(64) },
            Place::Search { text: hostile(150) },
            Place::Search { text: "anot".to_owned() },
        ];
        let acts = [
            Act::ActivateKey { key },
            Act::EnterBalance { key },
            Act::Settle { payment, how: Settle::RefundNoted },
            Act::Extend { user, hours: 24 },
            Act::Retry { generation: picture },
            Act::TurnSwitch { name: hostile(64), value: hostile(64) },
        ];
        for language in [Language::En, Language::Ru] {
            for full_addresses in [false, true] {
                let reader = nproxy_bot::Reader { full_addresses, ..house.reader(language) };
                for place in &places {
                    let view = house.show(&reader, place).await;
                    assert_taken(&view);
                    assert!(!view.text.contains('\u{202E}'), "{}", view.text);
                }
                for act in &acts {
                    let asked = ask(app, &reader, act).await.expect("readable");
                    assert_eq!(trouble(&asked.text), None);
                }
            }
        }
    }
}
