//! What somebody who is signed in does with his password, his address and his browsers.

use chrono::Duration;
use nproxy_app::accounts::{
    self, AccountSettings, Browser, ChangeEmail, ChangeEmailError, ChangePassword, ChangePasswordError, EmailLinkError,
    Inbox, Language, ProofError, Reset, SessionError, SignInError, SignedIn, ThrottleSettings, UserView, sign_in,
};
use nproxy_app::audit::By;
use nproxy_app::links::{Link, LinkError, LinkPurpose, LinkState};
use nproxy_app::notes::AccountNews;
use nproxy_app::{App, Settings};
use nproxy_domain::mail::Mail;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use crate::house::{PASSWORD, address, credentials, customer};
use crate::post::{post, sent, state, the_letter, the_letter_to_the_new_address, token};
use crate::world::World;

const HOME: &str = "192.0.2.1";
const ADA: &str = "ada@example.org";
const NEW: &str = "ada@new.example";
const THIRD: &str = "ada@third.example";
const OTHER_PASSWORD: &str = "another good one";

async fn world(db: TestDb) -> World {
    World::with(db, 0, Settings::default()).await
}

pub async fn signed_in(app: &App, email: &str, password: &str) -> Result<SignedIn, SignInError> {
    sign_in(app, credentials(email, password, HOME)).await
}

pub async fn is_signed_in(app: &App, who: &SignedIn) -> bool {
    match accounts::session(app, who.token.expose(), address(HOME)).await {
        Ok(_) => true,
        Err(SessionError::NotSignedIn) => false,
        Err(SessionError::Store(error)) => panic!("{error}"),
    }
}

async fn change_password(app: &App, who: &SignedIn, current: &str, new: &str) -> Result<(), ChangePasswordError> {
    let wanted = ChangePassword {
        user: who.user.clone(),
        session: who.session,
        current: current.into(),
        new: new.into(),
        from: address(HOME),
    };
    accounts::change_password(app, wanted).await
}

async fn ask(app: &App, user: &UserView, email: &str) -> Result<Inbox, ChangeEmailError> {
    let password = PASSWORD.into();
    accounts::change_email(app, ChangeEmail { user: user.id, password, email: email.into(), from: address(HOME) }).await
}

/// The address is asked for and confirmed; the letter to the old one.
async fn changed(world: &World, user: &UserView, email: &str) -> Mail {
    world.pass(Duration::hours(2));
    ask(&world.app, user, email).await.expect("asked for");
    let confirm = token(&the_letter_to_the_new_address(world).await);
    let now = accounts::confirm_email(&world.app, &confirm).await.expect("confirmed");
    assert_eq!((now.id, now.email.as_str()), (user.id, email));
    the_letter(world).await
}

fn wrong_credentials(tried: &Result<SignedIn, SignInError>) -> bool {
    matches!(tried, Err(SignInError::WrongCredentials))
}

fn used(tried: &Result<UserView, EmailLinkError>) -> bool {
    matches!(tried, Err(EmailLinkError::Link(LinkError::Used)))
}

both! {
    async fn another_password_ends_all_other_sessions_and_this_one_stays(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let (ada, bob) = (customer(app, ADA).await, customer(app, "bob@example.org").await);
        let here = signed_in(app, ADA, PASSWORD).await.expect("signed in");
        let there = signed_in(app, ADA, PASSWORD).await.expect("signed in");
        let bobs = signed_in(app, &bob.email, PASSWORD).await.expect("signed in");
        let link = Link { purpose: LinkPurpose::ResetPassword, subject: ada.id.0 };
        let reset = sent(&world, ADA, AccountNews::ResetPassword, link).await;
        change_password(app, &here, PASSWORD, OTHER_PASSWORD).await.expect("changed");
        assert!(is_signed_in(app, &here).await && is_signed_in(app, &bobs).await && !is_signed_in(app, &there).await);
        let mail = the_letter(&world).await;
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), (ADA, "Your password for nproxy was changed"));
        assert_eq!(state(&world, &reset).await, LinkState::Used);
        assert!(wrong_credentials(&signed_in(app, ADA, PASSWORD).await));
        signed_in(app, ADA, OTHER_PASSWORD).await.expect("signed in");
        world.end().await;
    }

    async fn without_the_password_nothing_changes_and_guessing_is_slowed_as_at_sign_in(db: TestDb) {
        let throttle = ThrottleSettings { account_and_address_max: 3, ..Default::default() };
        let accounts = AccountSettings { throttle, ..Default::default() };
        let world = World::with(db, 0, Settings { accounts, ..Default::default() }).await;
        let app = &world.app;
        customer(app, ADA).await;
        let here = signed_in(app, ADA, PASSWORD).await.expect("signed in");
        let there = signed_in(app, ADA, PASSWORD).await.expect("signed in");
        let short = change_password(app, &here, "wrong password", "short").await;
        assert!(matches!(short, Err(ChangePasswordError::Password(_))), "no guess is spent on it");
        let own = change_password(app, &here, "wrong password", ADA).await;
        assert!(matches!(own, Err(ChangePasswordError::Password(_))), "everybody would try the address first");
        for _ in 0..3 {
            let wrong = change_password(app, &here, "wrong password", OTHER_PASSWORD).await;
            assert!(matches!(wrong, Err(ChangePasswordError::Proof(ProofError::WrongPassword))), "{wrong:?}");
        }
        let right = change_password(app, &here, PASSWORD, OTHER_PASSWORD).await;
        let Err(ChangePasswordError::Proof(ProofError::TooManyAttempts(wait))) = right else { panic!("{right:?}") };
        assert_eq!(wait.retry_after_seconds, 15 * 60);
        assert!(matches!(signed_in(app, ADA, PASSWORD).await, Err(SignInError::TooManyAttempts(_))));
        assert!(is_signed_in(app, &here).await && is_signed_in(app, &there).await);
        world.pass(Duration::minutes(15));
        change_password(app, &here, PASSWORD, OTHER_PASSWORD).await.expect("changed");
        assert_eq!(post(&world).await.len(), 1);
        world.end().await;
    }

    async fn a_new_address_is_the_accounts_once_it_says_so_and_the_old_one_is_told(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        let here = signed_in(app, ADA, PASSWORD).await.expect("signed in");
        let reset = sent(&world, ADA, AccountNews::ResetPassword, Link { purpose: LinkPurpose::ResetPassword, subject: ada.id.0 }).await;
        let inbox = ask(app, &ada, " Ada@New.Example").await.expect("asked for");
        let mail = the_letter_to_the_new_address(&world).await;
        assert_eq!((inbox.email.as_str(), inbox.subject.as_str(), inbox.resend_in_s), (NEW, mail.subject.as_str(), 60));
        assert_eq!((inbox.sender, mail.to.as_str()), (app.settings.site.mail_from.clone(), NEW));
        // Nothing is different until then.
        signed_in(app, ADA, PASSWORD).await.expect("signed in");
        assert!(wrong_credentials(&signed_in(app, NEW, PASSWORD).await));
        accounts::confirm_email(app, &token(&mail)).await.expect("confirmed");
        let told = the_letter(&world).await;
        assert_eq!(told.to, ADA);
        assert!(told.text.contains(NEW) && told.text.contains("/undo-email#"), "{}", told.text);
        assert!(is_signed_in(app, &here).await, "nobody is signed out by it");
        assert_eq!(signed_in(app, NEW, PASSWORD).await.expect("signed in").user.id, ada.id);
        assert!(wrong_credentials(&signed_in(app, ADA, PASSWORD).await));
        assert_eq!(state(&world, &reset).await, LinkState::Used, "the old address chooses no password any more");
        assert!(used(&accounts::confirm_email(app, &token(&mail)).await));
        world.end().await;
    }

    async fn the_old_address_is_told_of_the_wish_at_once_in_its_language(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        for (language, words) in [(Language::En, "Somebody who knows your password"), (Language::Ru, "кто знает ваш пароль")] {
            accounts::set_language(app, ada.id, language).await.expect("set");
            ask(app, &ada, NEW).await.expect("asked for");
            let [to_new, told] = post(&world).await.try_into().expect("two letters");
            assert_eq!((to_new.to.as_str(), told.to.as_str()), (NEW, ADA));
            assert!(told.text.contains(words) && told.text.contains(NEW) && !told.text.contains('#'), "{}", told.text);
        }
        world.end().await;
    }

    async fn a_change_that_waits_is_withdrawn_by_another_password_however_it_is_chosen(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        let here = signed_in(app, ADA, PASSWORD).await.expect("signed in");
        let link = Link { purpose: LinkPurpose::ResetPassword, subject: ada.id.0 };
        for way in ["changed", "reset", "set"] {
            let reset = sent(&world, ADA, AccountNews::ResetPassword, link).await;
            ask(app, &ada, NEW).await.expect("asked for");
            let confirm = token(&the_letter_to_the_new_address(&world).await);
            // The mail of this one leaves only when the password is another one.
            ask(app, &ada, THIRD).await.expect("asked for");
            match way {
                "changed" => change_password(app, &here, PASSWORD, PASSWORD).await.expect(way),
                "reset" => {
                    let wanted = Reset { token: reset.clone(), password: PASSWORD.into() };
                    accounts::reset_password(app, wanted).await.expect(way);
                }
                _ => drop(accounts::set_password(app, &By::operator(), ADA, PASSWORD.into()).await.expect(way)),
            }
            let [late, _, changed] = post(&world).await.try_into().expect("three letters");
            assert_eq!((changed.to.as_str(), changed.subject.as_str()), (ADA, "Your password for nproxy was changed"));
            for link in [&confirm, &token(&late)] {
                assert!(used(&accounts::confirm_email(app, link).await), "{way}");
            }
            assert_eq!(state(&world, &confirm).await, LinkState::Used, "{way}");
            assert_eq!(state(&world, &reset).await, LinkState::Used, "{way}");
            world.pass(Duration::hours(1));
        }
        signed_in(app, ADA, PASSWORD).await.expect("the address is the same");
        assert_eq!(post(&world).await.len(), 0);
        world.end().await;
    }

    async fn an_address_that_has_an_account_is_written_to_and_the_answer_does_not_tell(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        customer(app, "bob@example.org").await;
        let free = ask(app, &ada, NEW).await.expect("asked for");
        assert_eq!(the_letter_to_the_new_address(&world).await.to, NEW);
        let taken = ask(app, &ada, "bob@example.org").await.expect("asked for");
        let letter = the_letter_to_the_new_address(&world).await;
        assert_eq!((letter.to.as_str(), letter.subject.as_str()), ("bob@example.org", taken.subject.as_str()));
        assert!(!letter.text.contains('#'), "it confirms nothing: {}", letter.text);
        assert_eq!(Inbox { email: NEW.into(), ..taken }, free);
        world.end().await;
    }

    async fn what_can_be_no_new_address_is_said_and_five_an_hour_are_enough(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        assert!(matches!(ask(app, &ada, "no address").await, Err(ChangeEmailError::Email(_))));
        assert!(matches!(ask(app, &ada, "ADA@example.org").await, Err(ChangeEmailError::Unchanged)));
        let wrong = ChangeEmail { user: ada.id, password: "wrong password".into(), email: NEW.into(), from: address(HOME) };
        let wrong = accounts::change_email(app, wrong).await;
        assert!(matches!(wrong, Err(ChangeEmailError::Proof(ProofError::WrongPassword))), "{wrong:?}");
        for n in 0..5 {
            ask(app, &ada, &format!("ada{n}@new.example")).await.expect("asked for");
            world.pass(Duration::minutes(1));
        }
        let sixth = ask(app, &ada, NEW).await;
        let Err(ChangeEmailError::TooManyAttempts(wait)) = sixth else { panic!("{sixth:?}") };
        assert_eq!(wait.retry_after_seconds, 55 * 60);
        world.pass(Duration::minutes(55));
        ask(app, &ada, NEW).await.expect("asked for");
        assert_eq!(post(&world).await.iter().filter(|letter| letter.to != ADA).count(), 6);
        world.end().await;
    }

    async fn the_undo_link_brings_the_old_address_back_and_signs_everybody_out(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        let undo = token(&changed(&world, &ada, NEW).await);
        let thief = signed_in(app, NEW, PASSWORD).await.expect("signed in");
        let stolen = sent(&world, NEW, AccountNews::ResetPassword, Link { purpose: LinkPurpose::ResetPassword, subject: ada.id.0 }).await;
        world.pass(Duration::days(6));
        assert_eq!(accounts::undo_email(app, &undo).await.expect("undone").email, ADA);
        assert!(!is_signed_in(app, &thief).await);
        assert_eq!(state(&world, &stolen).await, LinkState::Used);
        for email in [ADA, NEW] {
            assert!(wrong_credentials(&signed_in(app, email, PASSWORD).await), "whoever changed it knew the password");
        }
        let letter = the_letter(&world).await;
        assert_eq!(letter.to, ADA);
        assert!(letter.text.contains("/reset#"), "{}", letter.text);
        assert_eq!(state(&world, &token(&letter)).await, LinkState::Good);
        assert!(used(&accounts::undo_email(app, &undo).await));
        world.end().await;
    }

    async fn an_older_undo_link_works_after_a_second_change_and_takes_the_newer_one_with_it(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        let first = token(&changed(&world, &ada, NEW).await);
        let second = changed(&world, &ada, THIRD).await;
        assert_eq!(second.to, NEW);
        let second = token(&second);
        assert_eq!(accounts::undo_email(app, &first).await.expect("undone").email, ADA);
        assert_eq!(state(&world, &second).await, LinkState::Used, "it would give the account to whoever took it");
        assert!(used(&accounts::undo_email(app, &second).await));
        assert_eq!(the_letter(&world).await.to, ADA);
        world.end().await;
    }

    async fn a_newer_undo_link_leaves_the_older_one_good(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        let first = token(&changed(&world, &ada, NEW).await);
        let second = token(&changed(&world, &ada, THIRD).await);
        assert_eq!(accounts::undo_email(app, &second).await.expect("undone").email, NEW);
        assert_eq!(accounts::undo_email(app, &first).await.expect("undone").email, ADA);
        assert_eq!(post(&world).await.len(), 2);
        world.end().await;
    }

    async fn of_two_changes_that_wait_the_first_one_confirmed_counts_also_at_the_same_instant(db: TestDb) {
        let world = world(db).await;
        let (app, other) = (&world.app, world.another_process().await);
        let ada = customer(app, ADA).await;
        ask(app, &ada, NEW).await.expect("asked for");
        let one = token(&the_letter_to_the_new_address(&world).await);
        ask(app, &ada, THIRD).await.expect("asked for");
        let two = token(&the_letter_to_the_new_address(&world).await);
        let (a, b) = tokio::join!(accounts::confirm_email(app, &one), accounts::confirm_email(&other, &two));
        assert!(a.is_ok() && used(&b) || b.is_ok() && used(&a), "{a:?} {b:?}");
        for link in [&one, &two] {
            assert_eq!(state(&world, link).await, LinkState::Used);
        }
        assert_eq!(the_letter(&world).await.to, ADA);
        world.end().await;
    }

    async fn an_address_that_somebody_took_meanwhile_stays_his(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        let taken = |tried: &Result<UserView, EmailLinkError>| matches!(tried, Err(EmailLinkError::EmailTaken));
        ask(app, &ada, THIRD).await.expect("asked for");
        let confirm = token(&the_letter_to_the_new_address(&world).await);
        customer(app, THIRD).await;
        assert!(taken(&accounts::confirm_email(app, &confirm).await));
        let undo = token(&changed(&world, &ada, NEW).await);
        customer(app, ADA).await;
        assert!(taken(&accounts::undo_email(app, &undo).await));
        assert_eq!(signed_in(app, NEW, PASSWORD).await.expect("signed in").user.id, ada.id, "and nothing else changed");
        world.end().await;
    }

    async fn links_grow_old_and_open_nothing_else(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        ask(app, &ada, NEW).await.expect("asked for");
        let confirm = token(&the_letter_to_the_new_address(&world).await);
        world.pass(Duration::hours(24));
        let expired = |tried: &Result<UserView, EmailLinkError>| matches!(tried, Err(EmailLinkError::Link(LinkError::Expired)));
        let unknown = |tried: &Result<UserView, EmailLinkError>| matches!(tried, Err(EmailLinkError::Link(LinkError::Unknown)));
        assert!(expired(&accounts::confirm_email(app, &confirm).await));
        assert!(unknown(&accounts::undo_email(app, &confirm).await), "it is for another thing");
        for nothing in ["", "never one of ours", &"A".repeat(43)] {
            assert!(unknown(&accounts::confirm_email(app, nothing).await));
        }
        let undo = token(&changed(&world, &ada, NEW).await);
        world.pass(Duration::days(7));
        assert!(expired(&accounts::undo_email(app, &undo).await));
        world.pass(Duration::days(31));
        assert!(accounts::clear(app).await.expect("cleared") > 0);
        assert!(nproxy_store::testing::tables_with(&app.store, ADA).await.is_empty(), "old addresses are forgotten");
        world.end().await;
    }

    async fn somebody_sees_where_he_is_signed_in_and_ends_what_is_not_his(db: TestDb) {
        let world = world(db).await;
        let app = &world.app;
        let (ada, bob) = (customer(app, ADA).await, customer(app, "bob@example.org").await);
        let here = signed_in(app, ADA, PASSWORD).await.expect("signed in");
        world.pass(Duration::minutes(1));
        let from = Browser::new(Some("Fire\u{202E}fox"), address("198.51.100.7"));
        let there = sign_in(app, accounts::SignIn { from, ..credentials(ADA, PASSWORD, HOME) }).await.expect("signed in");
        let out = signed_in(app, ADA, PASSWORD).await.expect("signed in");
        accounts::sign_out(app, out.token.expose()).await.expect("signed out");
        let bobs = signed_in(app, &bob.email, PASSWORD).await.expect("signed in");

        let seen = accounts::list_sessions(app, ada.id).await.expect("readable");
        assert_eq!(seen.iter().map(|s| s.session).collect::<Vec<_>>(), [there.session, here.session]);
        assert_eq!((seen[0].user_agent.as_deref(), seen[0].address.as_deref()), (Some("Fire fox"), Some("198.51.100.7")));
        assert_eq!((seen[0].created_at, seen[1].created_at), (app.env.now(), app.env.now() - Duration::minutes(1)));

        for foreign in [bobs.session, out.session] {
            let ended = accounts::end_session(app, ada.id, foreign).await;
            assert!(matches!(ended, Err(accounts::EndSessionError::NotFound)), "{ended:?}");
        }
        accounts::end_session(app, ada.id, there.session).await.expect("ended");
        assert!(!is_signed_in(app, &there).await && is_signed_in(app, &here).await && is_signed_in(app, &bobs).await);
        let third = signed_in(app, ADA, PASSWORD).await.expect("signed in");
        let this = accounts::session(app, here.token.expose(), address(HOME)).await.expect("signed in");
        accounts::end_other_sessions(app, &this).await.expect("ended");
        assert!(!is_signed_in(app, &third).await && is_signed_in(app, &here).await && is_signed_in(app, &bobs).await);
        // One that was idle too long is not shown as if it still went on.
        world.pass(Duration::days(30));
        assert_eq!(accounts::list_sessions(app, ada.id).await.expect("readable"), []);
        world.end().await;
    }
}
