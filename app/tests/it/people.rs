//! Customers at the admins' desk.

use chrono::Duration;
use nproxy_app::accounts::{Registered, Registration, SignInError, grant_admin, register, reset_password, undo_email};
use nproxy_app::accounts::{Reset, clear};
use nproxy_app::audit::By;
use nproxy_app::bulk::Outcome;
use nproxy_app::cycles::{ExtendError, extend_all, extend_cycle};
use nproxy_app::lists::{CycleState, UserState};
use nproxy_app::payments::{self, PlaceError};
use nproxy_app::people::{
    BulkAct, ChangePersonEmailError, PersonError, VerifySignUpError, change_people, change_person_email, close_person,
    export_person, list_registrations, person_file, send_reset_mail, sign_person_out, suspend, unsuspend,
    verify_registration,
};
use nproxy_app::turns::{RoomError, SubmitError};
use nproxy_app::{App, Settings, zips};
use nproxy_domain::UserId;
use nproxy_domain::processor::PaymentStatus;
use nproxy_store::both;
use nproxy_store::entities::audit_log;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;

use crate::account_changes::{is_signed_in, signed_in};
use crate::house::{PASSWORD, browser, customer};
use crate::payments::{buy, months, stands, tells, wish};
use crate::post::{post, the_letter, token};
use crate::world::{ASKED, World};

const ADA: &str = "ada@example.org";
const WHY: &str = "she asked by mail";

fn admin() -> By {
    By::operator()
}

/// The lines of one kind, with why.
async fn lines(app: &App, act: &str) -> Vec<audit_log::Model> {
    let all = audit_log::Entity::find().all(app.store.read()).await.expect("readable");
    all.into_iter().filter(|line| line.act == act).collect()
}

async fn ended(world: &World, user: UserId) -> nproxy_domain::Timestamp {
    let file = person_file(&world.app, user).await.expect("there");
    file.person.month.expect("a month").ends_at
}

both! {
    async fn a_suspended_customer_is_kept_out_and_what_was_begun_comes_to_its_end(db: TestDb) {
        let world = World::new(db).await;
        let (app, by) = (&world.app, &admin());
        let ada = customer(app, ADA).await.id;
        world.grant(ada, 10).await;
        let here = signed_in(app, ADA, PASSWORD).await.expect("signed in");
        let begun = world.queue(ada, 1).await;
        let (payment, invoice) = buy(&world, ada).await;
        assert!(matches!(suspend(app, by, ada, " ").await, Err(PersonError::ReasonMissing)));
        suspend(app, by, ada, "chargebacks").await.expect("suspended");
        assert!(matches!(suspend(app, by, ada, WHY).await, Err(PersonError::SuspendedAlready)));

        assert!(!is_signed_in(app, &here).await);
        assert!(matches!(signed_in(app, ADA, PASSWORD).await, Err(SignInError::AccountSuspended)));
        let refused = world.submit(ada, 1).await;
        assert!(matches!(refused, Err(SubmitError::Room(RoomError::AccountInactive))), "{refused:?}");
        let other = payments::place(app, &wish(ada, "another")).await;
        assert!(matches!(other, Err(PlaceError::AccountSuspended)), "{other:?}");
        world.work().await;
        assert_eq!(world.states(ada, &begun).await, ["succeeded"], "what was asked for before");
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        assert_eq!(stands(&world, payment).await, ("needs_review".into(), Some("account_suspended".into())));
        let file = person_file(app, ada).await.expect("there");
        assert_eq!((file.person.state, file.suspended_reason.as_deref()), (UserState::Suspended, Some("chargebacks")));
        assert_eq!(file.person.month.map(|month| month.spent), Some(1), "it runs on");
        assert!(file.sessions.is_empty());

        unsuspend(app, by, ada, "sorted out").await.expect("let in");
        assert!(matches!(unsuspend(app, by, ada, WHY).await, Err(PersonError::NotSuspended)));
        signed_in(app, ADA, PASSWORD).await.expect("signed in");
        world.submit(ada, 1).await.expect("room for it");
        world.work().await;
        let [suspended] = &lines(app, "users.suspend").await[..] else { panic!("one line") };
        assert_eq!((suspended.reason.as_deref(), suspended.subject.as_str()), (Some("chargebacks"), format!("user:{ada}").as_str()));
        assert_eq!(lines(app, "users.unsuspend").await.len(), 1);
        post(&world).await;
        world.end().await;
    }

    async fn an_admins_account_is_no_matter_of_this_desk(db: TestDb) {
        let world = World::with(db, 0, Settings::default()).await;
        let (app, by) = (&world.app, &admin());
        let ada = customer(app, ADA).await.id;
        grant_admin(app, by, ADA).await.expect("an admin");
        assert!(matches!(suspend(app, by, ada, WHY).await, Err(PersonError::IsAdmin)));
        assert!(matches!(close_person(app, by, ada, WHY).await, Err(PersonError::IsAdmin)));
        let other = change_person_email(app, by, ada, "eve@example.org", WHY).await;
        assert!(matches!(other, Err(ChangePersonEmailError::Person(PersonError::IsAdmin))), "{other:?}");
        let rows = change_people(app, by, &[ada], BulkAct::Suspend, WHY, false).await.expect("judged");
        assert!(matches!(rows[0].outcome, Outcome::Refused(_)), "{rows:?}");
        assert_eq!(person_file(app, ada).await.expect("there").person.state, UserState::Active);
        world.end().await;
    }

    async fn everybody_at_once_is_signed_out_of_one_account(db: TestDb) {
        let world = World::with(db, 0, Settings::default()).await;
        let (app, by) = (&world.app, &admin());
        let (ada, _) = (customer(app, ADA).await.id, customer(app, "bob@example.org").await);
        let sessions = [signed_in(app, ADA, PASSWORD).await.expect("in"), signed_in(app, ADA, PASSWORD).await.expect("in")];
        let bobs = signed_in(app, "bob@example.org", PASSWORD).await.expect("in");
        assert_eq!(person_file(app, ada).await.expect("there").sessions.len(), 2);
        assert_eq!(sign_person_out(app, by, ada, WHY).await.expect("done"), 2);
        assert!(!is_signed_in(app, &sessions[0]).await && !is_signed_in(app, &sessions[1]).await);
        assert!(is_signed_in(app, &bobs).await);
        world.end().await;
    }

    async fn a_reset_mail_goes_to_the_customer_and_shows_its_link_to_nobody_else(db: TestDb) {
        let world = World::with(db, 0, Settings::default()).await;
        let (app, by) = (&world.app, &admin());
        let ada = customer(app, ADA).await.id;
        send_reset_mail(app, by, ada, WHY).await.expect("sent");
        let mail = the_letter(&world).await;
        assert_eq!(mail.to, ADA);
        let told = format!("{:?}", lines(app, "users.send_reset").await);
        assert!(!told.contains(&token(&mail)) && told.contains(WHY), "{told}");
        let [line] = &person_file(app, ada).await.expect("there").mails[..] else { panic!("one mail") };
        assert_eq!((line.subject.as_str(), line.ended_at.is_some()), (mail.subject.as_str(), true));
        let reset = Reset { token: token(&mail), password: "another good one".into() };
        reset_password(app, reset).await.expect("changed");
        post(&world).await;
        assert_eq!(person_file(app, ada).await.expect("there").mails.len(), 2);
        world.end().await;
    }

    async fn another_address_is_told_to_both_and_undone_from_the_old_one(db: TestDb) {
        let world = World::with(db, 0, Settings::default()).await;
        let (app, by) = (&world.app, &admin());
        let ada = customer(app, ADA).await.id;
        customer(app, "bob@example.org").await;
        let change = async |email: &str| change_person_email(app, by, ada, email, WHY).await;
        assert!(matches!(change("no address").await, Err(ChangePersonEmailError::Email(_))));
        assert!(matches!(change(ADA).await, Err(ChangePersonEmailError::Unchanged)));
        assert!(matches!(change("Bob@example.org").await, Err(ChangePersonEmailError::EmailTaken)));
        change("ada@new.example").await.expect("changed");
        let letters = post(&world).await;
        let [old, new] = &letters[..] else { panic!("two letters: {}", letters.len()) };
        assert_eq!((old.to.as_str(), new.to.as_str()), (ADA, "ada@new.example"));
        assert!(old.text.contains("/undo-email#") && !new.text.contains('#'), "{}", new.text);
        signed_in(app, "ada@new.example", PASSWORD).await.expect("signed in");
        assert!(!format!("{:?}", lines(app, "users.change_email").await).contains("new.example"), "that log is never emptied");
        undo_email(app, &token(old)).await.expect("undone");
        assert_eq!(person_file(app, ada).await.expect("there").person.email, ADA);
        post(&world).await;
        world.end().await;
    }

    async fn a_closed_account_is_closed_as_its_customer_would(db: TestDb) {
        let world = World::with(db, 0, Settings::default()).await;
        let (app, by) = (&world.app, &admin());
        let ada = customer(app, ADA).await.id;
        let here = signed_in(app, ADA, PASSWORD).await.expect("signed in");
        let erased_at = close_person(app, by, ada, WHY).await.expect("closed");
        assert_eq!(erased_at, app.env.now() + Duration::days(7));
        assert!(matches!(close_person(app, by, ada, WHY).await, Err(PersonError::ClosingAlready)));
        assert!(!is_signed_in(app, &here).await);
        let mail = the_letter(&world).await;
        assert_eq!(person_file(app, ada).await.expect("there").person.state, UserState::Closing);
        nproxy_app::accounts::keep(app, &token(&mail)).await.expect("kept");
        assert_eq!(person_file(app, ada).await.expect("there").delete_after, None);
        assert_eq!(lines(app, "users.close").await[0].reason.as_deref(), Some(WHY));
        world.end().await;
    }

    async fn an_export_is_for_the_admin_who_asked_as_long_as_he_is_one(db: TestDb) {
        let world = World::with(db, 0, Settings::default()).await;
        let (app, by) = (&world.app, &admin());
        let (ada, eve) = (customer(app, ADA).await.id, customer(app, "eve@example.org").await.id);
        grant_admin(app, by, "eve@example.org").await.expect("an admin");
        let id = export_person(app, by, eve, ada, WHY).await.expect("made");
        assert!(matches!(zips::open(app, ada, true, id).await, Err(zips::OpenError::NotFound)), "not for the customer");
        zips::open(app, eve, true, id).await.expect("hers");
        let no_admin = zips::open(app, eve, false, id).await;
        assert!(matches!(no_admin, Err(zips::OpenError::NotFound)), "not while she is not let in as an admin");
        assert_eq!(lines(app, "users.export").await.len(), 1);
        world.end().await;
    }

    async fn a_month_is_extended_with_what_is_left_of_it_and_the_queue_moves_along(db: TestDb) {
        let world = World::with(db, 0, Settings::default()).await;
        let (app, by) = (&world.app, &admin());
        let (ada, bob) = (world.customer(10).await, world.visitor().await);
        world.grant(ada, 4).await;
        let before = ended(&world, ada).await;
        let extended = extend_cycle(app, by, ada, 48, WHY).await.expect("extended");
        assert_eq!((extended.ends_at, extended.moved), (before + Duration::hours(48), 1));
        assert_eq!(ended(&world, ada).await, before + Duration::hours(48));
        let file = person_file(app, ada).await.expect("there");
        let queued = file.months.iter().find(|month| month.state == CycleState::Queued).expect("queued");
        assert_eq!((queued.starts_at, queued.request_limit), (before + Duration::hours(48), 4));
        assert!(matches!(extend_cycle(app, by, bob, 48, WHY).await, Err(ExtendError::NoCurrentMonth)));
        for hours in [0, 8761] {
            assert!(matches!(extend_cycle(app, by, ada, hours, WHY).await, Err(ExtendError::HoursOutOfRange)));
        }
        world.pass(Duration::days(32));
        assert_eq!(months(&world, ada).await, 2, "the first one still runs");
        world.end().await;
    }

    async fn everybody_gets_more_time_once_it_was_counted(db: TestDb) {
        let world = World::with(db, 0, Settings::default()).await;
        let (app, by) = (&world.app, &admin());
        let (ada, bob, _) = (world.customer(10).await, world.customer(4).await, world.visitor().await);
        world.grant(bob, 4).await;
        let before = ended(&world, ada).await;
        let counted = extend_all(app, by, 12, "the provider was away", true).await.expect("counted");
        assert_eq!((counted.cycles, counted.customers), (3, 2));
        assert_eq!(counted.first_new_end, Some(before + Duration::hours(12)));
        assert_eq!((ended(&world, ada).await, lines(app, "cycles.extend_all").await.len()), (before, 0), "nothing was done");
        let done = extend_all(app, by, 12, "the provider was away", false).await.expect("extended");
        assert_eq!(done, counted);
        assert_eq!(ended(&world, ada).await, before + Duration::hours(12));
        let [line] = &lines(app, "cycles.extend_all").await[..] else { panic!("one line") };
        assert_eq!(line.after.as_ref().expect("told")["customers"], 2);
        world.end().await;
    }

    async fn many_are_changed_at_once_and_who_is_refused_holds_nobody_back(db: TestDb) {
        let world = World::with(db, 0, Settings::default()).await;
        let (app, by) = (&world.app, &admin());
        let [ada, bob, eve] = [world.customer(10).await, world.visitor().await, world.customer(10).await];
        let nobody = UserId::new(&app.env);
        suspend(app, by, eve, WHY).await.expect("suspended");
        let before = ended(&world, ada).await;
        let outcomes = async |act, dry_run| {
            let rows = change_people(app, by, &[eve, nobody, ada, bob, ada], act, WHY, dry_run).await.expect("judged");
            assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [eve, nobody, ada, bob], "each once, in order");
            rows.into_iter().map(|row| row.outcome).collect::<Vec<_>>()
        };
        let unknown = || Outcome::Refused("there is no such user".to_owned());
        let suspended = [Outcome::Unchanged, unknown(), Outcome::Done, Outcome::Done];
        assert_eq!(outcomes(BulkAct::Suspend, true).await, suspended);
        assert_eq!(person_file(app, ada).await.expect("there").person.state, UserState::Active);
        assert_eq!(outcomes(BulkAct::Suspend, false).await, suspended);
        assert_eq!(person_file(app, bob).await.expect("there").person.state, UserState::Suspended);
        assert_eq!(lines(app, "users.suspend").await.len(), 3, "one for each, and one of before");
        assert_eq!(outcomes(BulkAct::Unsuspend, false).await, [Outcome::Done, unknown(), Outcome::Done, Outcome::Done]);
        let without = Outcome::Refused("the customer has no month at present".to_owned());
        assert_eq!(outcomes(BulkAct::Extend(24), false).await, [Outcome::Done, unknown(), Outcome::Done, without]);
        assert_eq!(ended(&world, ada).await, before + Duration::hours(24));
        outcomes(BulkAct::SignOut, false).await;
        let many: Vec<_> = (0..1001).map(|_| UserId::new(&app.env)).collect();
        for (ids, why) in [(&many[..], WHY), (&many[..0], WHY), (&many[..1], "")] {
            assert!(change_people(app, by, ids, BulkAct::SignOut, why, false).await.is_err());
        }
        world.end().await;
    }

    async fn a_sign_up_that_our_mail_does_not_reach_is_verified_by_hand(db: TestDb) {
        let world = World::with(db, 0, Settings::default()).await;
        let (app, by) = (&world.app, &admin());
        let wanted = Registration {
            email: ADA.into(), password: PASSWORD.into(), language: None, terms_version: None, invite: None,
            from: browser("192.0.2.1"),
        };
        let Registered::Waiting { .. } = register(app, wanted).await.expect("signed up") else { panic!("it waits") };
        let waiting = list_registrations(app, Some("ADA@example.org ")).await.expect("readable");
        assert_eq!((waiting.len(), waiting[0].email.as_str()), (1, ADA));
        assert_eq!(list_registrations(app, None).await.expect("readable"), waiting);
        for other in ["bob@example.org", "no address"] {
            assert_eq!(list_registrations(app, Some(other)).await.expect("readable"), []);
        }
        let id = waiting[0].id;
        let user = verify_registration(app, by, id, WHY).await.expect("an account");
        assert!(matches!(verify_registration(app, by, id, WHY).await, Err(VerifySignUpError::NotFound)));
        assert_eq!(person_file(app, user).await.expect("there").person.email, ADA);
        signed_in(app, ADA, PASSWORD).await.expect("with the password of the sign-up");
        assert_eq!(list_registrations(app, None).await.expect("readable"), []);
        post(&world).await;
        clear(app).await.expect("cleared");
        world.end().await;
    }
}
