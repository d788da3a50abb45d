//! What an admin turns on and off, and who obeys.

use chrono::Duration;
use nproxy_app::audit::By;
use nproxy_app::payments::{self, PlaceError, processors};
use nproxy_app::switches::{self, Notice, Switch, Turn, TurnError, list, turn};
use nproxy_app::turns::{RoomError, SubmitError};
use nproxy_store::both;
use nproxy_store::entities::audit_log;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;
use serde_json::json;

use crate::payments::{buy, place, wish};
use crate::world::{BANK, PROVIDER, World};

fn to(name: &str, value: &str) -> Turn {
    let (name, value, reason) = (name.to_owned(), value.to_owned(), "maintenance".to_owned());
    Turn { name, value, text: None, until: None, reason }
}

async fn set(world: &World, name: &str, value: &str) {
    turn(&world.app, &By::operator(), to(name, value)).await.expect("turned");
}

both! {
    async fn every_switch_is_listed_turned_or_not_and_says_who_turned_it(db: TestDb) {
        let world = World::new(db).await;
        let all = list(&world.app).await.expect("readable");
        let names: Vec<_> = all.iter().map(|switch| switch.name.as_str()).collect();
        assert_eq!(names[..3], ["generation", "read_only", "sign_up"]);
        for name in [format!("invoices:{BANK}"), format!("provider:{PROVIDER}"), "model:m".to_owned()] {
            assert!(names.contains(&name.as_str()), "{name}: {names:?}");
        }
        assert!(all.iter().all(|switch| switch.value == switch.values[0] && switch.actor.is_none()), "as usual");
        set(&world, "model:m", "off").await;
        let all = list(&world.app).await.expect("readable");
        let off = all.iter().find(|switch| switch.name == "model:m").expect("listed");
        assert_eq!((off.value.as_str(), off.actor.as_deref()), ("off", Some("operator")));
        assert_eq!((off.reason.as_deref(), off.changed_at), (Some("maintenance"), Some(world.app.env.now())));
        world.end().await;
    }

    async fn what_can_not_be_turned_is_told(db: TestDb) {
        let world = World::new(db).await;
        let refused = async |wanted| turn(&world.app, &By::operator(), wanted).await.expect_err("refused");
        for name in ["colour", "provider:nobody", "model:", "invoices:elsewhere"] {
            assert!(matches!(refused(to(name, "off")).await, TurnError::UnknownSwitch), "{name}");
        }
        assert!(matches!(refused(to("generation", "off")).await, TurnError::UnknownValue));
        assert!(matches!(refused(Turn { reason: " ".into(), ..to("read_only", "on") }).await, TurnError::ReasonMissing));
        let said = |name: &str, value: &str, text: String| Turn { text: Some(text), ..to(name, value) };
        assert!(matches!(refused(said("model:m", "off", "gone".into())).await, TurnError::NoNotice));
        assert!(matches!(refused(said("read_only", "off", "back".into())).await, TurnError::NoNotice));
        assert!(matches!(refused(said("read_only", "on", "x".repeat(301))).await, TurnError::TextTooLong));
        world.end().await;
    }

    async fn a_pause_tells_customers_why_and_until_when(db: TestDb) {
        let world = World::new(db).await;
        let (app, user) = (&world.app, world.customer(10).await);
        let until = app.env.now() + Duration::hours(2);
        let notice = Notice { text: Some("New keys are on the way".into()), until: Some(until) };
        let text = Some(" New keys are\non the\u{202E} way ".to_owned());
        turn(app, &By::operator(), Turn { text, until: Some(until), ..to("generation", "paused") }).await.expect("turned");
        match world.submit(user, 1).await {
            Err(SubmitError::Room(RoomError::Paused(said))) => assert_eq!(said, notice),
            answer => panic!("{answer:?}"),
        }
        set(&world, "generation", "running").await;
        assert_eq!(switches::read(app).await.expect("readable").paused_notice, Notice::default(), "it is over");
        let lines = audit_log::Entity::find().all(app.store.read()).await.expect("readable");
        let [on, off] = &lines.iter().filter(|line| line.act == "switches.set").collect::<Vec<_>>()[..] else { panic!("two") };
        let told = json!({ "value": "paused", "text": notice.text, "until": until });
        assert_eq!((&on.before, &on.after), (&Some(json!("running")), &Some(told.clone())));
        assert_eq!((&off.before, &off.after), (&Some(told), &Some(json!("running"))));
        world.end().await;
    }

    async fn a_model_that_is_off_is_not_taken_and_what_was_asked_for_is_made(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let asked = world.queue(user, 1).await;
        let cancelled = world.queue(user, 1).await;
        nproxy_app::generations::cancel(&world.app, user, cancelled[0]).await.expect("cancelled");
        set(&world, "model:m", "off").await;
        let refused = world.submit(user, 1).await;
        assert!(matches!(refused, Err(SubmitError::Room(RoomError::ModelOff))), "{refused:?}");
        world.work().await;
        assert_eq!(world.states(user, &asked).await, ["succeeded"]);
        set(&world, "model:m", "on").await;
        world.queue(user, 1).await;
        world.work().await;
        world.end().await;
    }

    async fn a_provider_that_is_off_is_not_asked_and_pictures_wait_for_it(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        set(&world, &format!("provider:{PROVIDER}"), "off").await;
        let ids = world.queue(user, 1).await;
        // Long past the deadline that a picture has once something was tried for it.
        for _ in 0..4 {
            assert_eq!(world.work().await, 1);
            assert_eq!(world.states(user, &ids).await, ["waiting"]);
            world.pass(Duration::minutes(3));
        }
        assert!(world.wire.calls().is_empty(), "nobody was asked");
        let other = world.another_process().await;
        switches::set(&other, &By::operator(), Switch::Provider(PROVIDER.into(), true), None).await.expect("turned");
        world.work().await;
        assert_eq!(world.states(user, &ids).await, ["succeeded"]);
        world.end().await;
    }

    async fn a_processor_that_is_off_makes_no_new_invoice_and_takes_what_comes(db: TestDb) {
        let world = World::new(db).await;
        let (app, user) = (&world.app, world.visitor().await);
        let (open, _) = buy(&world, user).await;
        set(&world, &format!("invoices:{BANK}"), "off").await;
        let offered = processors(app, "month-10").await.expect("readable");
        assert!(offered.iter().all(|processor| processor.id.0 != BANK), "{offered:?}");
        let other = payments::place(app, &payments::Place { plan: "month-4".into(), ..wish(user, "new") }).await;
        assert!(matches!(other, Err(PlaceError::ProcessorOff)), "{other:?}");
        let again = place(&world, &wish(user, "again")).await;
        assert_eq!(again.payment.id, open, "the one that is open is given again");
        set(&world, &format!("invoices:{BANK}"), "on").await;
        let offered = processors(app, "month-10").await.expect("readable");
        assert!(offered.iter().any(|processor| processor.id.0 == BANK), "{offered:?}");
        world.end().await;
    }
}
