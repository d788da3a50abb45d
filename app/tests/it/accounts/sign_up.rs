//! Signing up with an address that has to be proven.

use std::time::Duration as StdDuration;

use chrono::Duration;
use nproxy_app::accounts::{
    AccountSettings, AgainError, Language, PasswordSettings, RegisterError, Registered, Registration,
    RegistrationWaited, SignInError, ThrottleSettings, Verified, VerifyError, WaitError, change_registration_address,
    clear, register, resend_verification, sign_in, verify_email, wait_registration,
};
use nproxy_app::generations::Etag;
use nproxy_app::links::{self, LINK_MARK, LinkError, LinkState};
use nproxy_app::{App, Settings, SiteSettings};
use nproxy_store::both;
use nproxy_store::entities::{email_tokens, mails, pending_registrations, sessions, users};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _, PaginatorTrait as _};

use super::post::{Post, token, wanted};
use super::{ELSEWHERE, HOME, is_signed_in, throttled};
use crate::house::{PASSWORD, browser, credentials, customer};

const ADA: &str = "ada@example.org";

async fn open(app: &App, link: &str, ticket: Option<&str>) -> Result<Verified, VerifyError> {
    verify_email(app, link, ticket, &browser(HOME)).await
}

async fn look(app: &App, ticket: &str) -> Result<RegistrationWaited, WaitError> {
    wait_registration(app, ticket, None, StdDuration::ZERO, &browser(HOME)).await
}

/// What its page says of a sign-up that waits.
async fn waits(app: &App, ticket: &str) -> (u64, Etag) {
    match look(app, ticket).await.unwrap() {
        RegistrationWaited::Waiting { inbox, etag } => (inbox.resend_in_s, etag),
        other => panic!("{other:?}"),
    }
}

async fn is_right(app: &App, email: &str, password: &str) -> bool {
    match sign_in(app, credentials(email, password, HOME)).await {
        Ok(_) => true,
        Err(SignInError::WrongCredentials) => false,
        Err(error) => panic!("{error}"),
    }
}

fn too_soon<T: std::fmt::Debug>(result: Result<T, AgainError>) -> u64 {
    match result {
        Err(AgainError::TooManyAttempts(wait)) => wait.retry_after_seconds,
        other => panic!("{other:?}"),
    }
}

both! {
    async fn signing_up_signs_nobody_in_and_says_where_to_look(db: TestDb) {
        let post = Post::open(&db);
        let (_, inbox) = post.sign_up(" Ada@Example.org ", PASSWORD).await;
        assert_eq!((inbox.email.as_str(), inbox.resend_in_s), (ADA, 60));
        assert_eq!(inbox.sender, post.app.settings.site.mail_from);
        assert_eq!(users::Entity::find().count(db.store.read()).await.unwrap(), 0);
        assert_eq!(sessions::Entity::find().count(db.store.read()).await.unwrap(), 0);
        assert!(!is_right(&post.app, ADA, PASSWORD).await);
        let letter = post.letter().await;
        assert_eq!((letter.to.as_str(), &letter.subject), (ADA, &inbox.subject));
        assert!(letter.text.contains("/verify#"), "{}", letter.text);
    }

    async fn the_link_makes_the_account_with_the_password_of_its_own_sign_up(db: TestDb) {
        let post = Post::open(&db);
        let (_, of_attacker) = post.linked(ADA, "the attacker's own words").await;
        let (_, of_victim) = post.linked(ADA, "the victim's own words").await;
        assert_eq!(open(&post.app, &of_victim, None).await.unwrap().email, ADA);
        assert!(is_right(&post.app, ADA, "the victim's own words").await);
        assert!(!is_right(&post.app, ADA, "the attacker's own words").await);
        assert!(matches!(open(&post.app, &of_attacker, None).await, Err(VerifyError::EmailTaken)));
        assert!(is_right(&post.app, ADA, "the victim's own words").await);

        let (_, first) = post.linked("bob@example.org", "the first one's own words").await;
        post.linked("bob@example.org", "the second one's own words").await;
        open(&post.app, &first, None).await.unwrap();
        assert!(is_right(&post.app, "bob@example.org", "the first one's own words").await);
    }

    async fn links_of_one_address_that_are_opened_at_the_same_instant_make_one_account(db: TestDb) {
        let post = Post::open(&db);
        let mut links = Vec::new();
        for n in 0..5 {
            links.push(post.linked(ADA, &format!("the words of number {n}")).await.1);
        }
        let opened = futures::future::join_all(links.iter().map(|link| open(&post.app, link, None))).await;
        assert_eq!(opened.iter().filter(|o| o.is_ok()).count(), 1, "{opened:?}");
        assert!(opened.iter().all(|o| matches!(o, Ok(_) | Err(VerifyError::EmailTaken))), "{opened:?}");
        assert_eq!(users::Entity::find().count(db.store.read()).await.unwrap(), 1);
    }

    async fn an_address_that_has_an_account_gets_the_same_answer_and_its_owner_a_letter(db: TestDb) {
        let post = Post::open(&db);
        customer(&post.app, ADA).await;
        let (known, said) = post.sign_up(ADA, "another good one").await;
        let (_, of_unknown) = post.sign_up("bob@example.org", "another good one").await;
        assert_eq!((&said.sender, &said.subject, said.resend_in_s), (&of_unknown.sender, &of_unknown.subject, of_unknown.resend_in_s));
        let [to_owner, to_bob] = post.deliver().await.try_into().unwrap();
        assert_eq!((to_owner.to.as_str(), &to_owner.subject), (ADA, &to_bob.subject));
        assert!(!to_owner.text.contains('#') && to_owner.text.contains("has an account already"), "{}", to_owner.text);
        assert!(is_right(&post.app, ADA, PASSWORD).await);
        // Its page goes on the same: it waits, and another letter may be asked for.
        assert_eq!(waits(&post.app, &known).await.0, 60);
        db.clock.advance(Duration::minutes(1));
        resend_verification(&post.app, &known).await.unwrap();
        assert!(post.letter().await.text.contains("has an account already"));
    }

    async fn known_and_unknown_addresses_cost_one_hash_each(db: TestDb) {
        let post = Post::open(&db);
        customer(&post.app, ADA).await;
        for email in [ADA, "bob@example.org"] {
            post.sign_up(email, "another good one").await;
        }
        let rows = pending_registrations::Entity::find().all(db.store.read()).await.unwrap();
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row.password_hash.starts_with("$argon2id$")));
        assert_ne!(rows[0].password_hash, rows[1].password_hash);
        let passwords = PasswordSettings { hashes_at_once: 1, hashes_max: 0 };
        let accounts = AccountSettings { passwords, ..Default::default() };
        let full = Post::with(&db, Settings { accounts, ..Default::default() });
        for email in [ADA, "bob@example.org"] {
            assert!(matches!(register(&full.app, wanted(email)).await, Err(RegisterError::Busy(_))), "{email}");
        }
    }

    async fn a_link_that_is_opened_elsewhere_signs_in_the_browser_that_waits_and_once(db: TestDb) {
        let post = Post::open(&db);
        let (ticket, link) = post.linked(ADA, PASSWORD).await;
        let elsewhere = verify_email(&post.app, &link, None, &browser(ELSEWHERE)).await.unwrap();
        assert!(elsewhere.signed_in.is_none(), "a password is asked for there");
        let RegistrationWaited::SignedIn { signed_in, .. } = look(&post.app, &ticket).await.unwrap() else {
            panic!("the browser that waited is signed in")
        };
        assert_eq!(signed_in.user.email, ADA);
        assert!(is_signed_in(&post.app, &signed_in).await);
        assert!(matches!(look(&post.app, &ticket).await, Err(WaitError::NotFound)), "the ticket is used up");
        assert_eq!(sessions::Entity::find().count(db.store.read()).await.unwrap(), 1);
    }

    async fn the_browser_that_signed_up_is_signed_in_by_its_link(db: TestDb) {
        let post = Post::open(&db);
        let (ticket, link) = post.linked(ADA, PASSWORD).await;
        let here = open(&post.app, &link, Some(&ticket)).await.unwrap();
        assert!(is_signed_in(&post.app, &here.signed_in.unwrap()).await);
        assert!(matches!(look(&post.app, &ticket).await, Err(WaitError::NotFound)));
    }

    async fn the_ticket_of_another_sign_up_signs_nobody_in(db: TestDb) {
        let post = Post::open(&db);
        let (of_eve, _) = post.linked("eve@example.org", PASSWORD).await;
        let (_, link) = post.linked(ADA, PASSWORD).await;
        for nobodys in ["", "abc", &"A".repeat(43)] {
            assert!(matches!(look(&post.app, nobodys).await, Err(WaitError::NotFound)), "{nobodys}");
        }
        assert!(open(&post.app, &link, Some(&of_eve)).await.unwrap().signed_in.is_none());
        waits(&post.app, &of_eve).await;
    }

    async fn who_waits_hears_at_once_of_the_link_and_of_another_letter(db: TestDb) {
        let post = Post::open(&db);
        let (ticket, link) = post.linked(ADA, PASSWORD).await;
        let wait = |etag: Etag| {
            let (app, ticket) = (post.app.clone(), ticket.clone());
            tokio::spawn(async move {
                let home = browser(HOME);
                let wait = wait_registration(&app, &ticket, Some(&etag), StdDuration::from_secs(25), &home);
                tokio::time::timeout(StdDuration::from_secs(20), wait).await.expect("long before the end").unwrap()
            })
        };
        let (_, etag) = waits(&post.app, &ticket).await;
        let unchanged = wait_registration(&post.app, &ticket, Some(&etag), StdDuration::ZERO, &browser(HOME)).await;
        assert!(matches!(unchanged, Ok(RegistrationWaited::Unchanged { .. })));
        let waiting = wait(etag);
        db.clock.advance(Duration::minutes(1));
        resend_verification(&post.app, &ticket).await.unwrap();
        let RegistrationWaited::Waiting { inbox, etag } = waiting.await.unwrap() else { panic!("it waits still") };
        assert_eq!(inbox.resend_in_s, 60);
        let waiting = wait(etag);
        open(&post.app, &link, None).await.unwrap();
        assert!(matches!(waiting.await.unwrap(), RegistrationWaited::SignedIn { .. }));
    }

    async fn another_letter_is_a_minute_away_and_older_links_stay_good(db: TestDb) {
        let post = Post::open(&db);
        let (ticket, first) = post.linked(ADA, PASSWORD).await;
        assert_eq!(too_soon(resend_verification(&post.app, &ticket).await), 60);
        db.clock.advance(Duration::seconds(59));
        assert_eq!(waits(&post.app, &ticket).await.0, 1);
        assert_eq!(too_soon(resend_verification(&post.app, &ticket).await), 1);
        db.clock.advance(Duration::seconds(1));
        assert_eq!(waits(&post.app, &ticket).await.0, 0);
        assert_eq!(resend_verification(&post.app, &ticket).await.unwrap().resend_in_s, 60);
        assert_ne!(token(&post.letter().await), first);
        db.clock.advance(Duration::minutes(1));
        resend_verification(&post.app, &ticket).await.unwrap();
        open(&post.app, &first, None).await.unwrap();
        // One was on its way when the account was made.
        let late = token(&post.letter().await);
        assert_eq!(links::look(&post.app, &late).await.unwrap().state, LinkState::Used);
        assert!(matches!(open(&post.app, &late, None).await, Err(VerifyError::Link(LinkError::Used))));
        assert!(matches!(resend_verification(&post.app, &ticket).await, Err(AgainError::NotFound)), "it is an account");
    }

    async fn a_sign_up_is_written_to_five_times_an_hour_and_says_the_seconds_that_are_left(db: TestDb) {
        let post = Post::open(&db);
        let (ticket, _) = post.sign_up(ADA, PASSWORD).await;
        for _ in 0..3 {
            db.clock.advance(Duration::minutes(1));
            assert_eq!(resend_verification(&post.app, &ticket).await.unwrap().resend_in_s, 60);
        }
        db.clock.advance(Duration::minutes(1));
        let fifth = resend_verification(&post.app, &ticket).await.unwrap();
        assert_eq!(fifth.resend_in_s, 56 * 60, "the first leaves the hour then");
        assert_eq!(post.deliver().await.len(), 5);
        assert_eq!(waits(&post.app, &ticket).await.0, 56 * 60);
        assert_eq!(too_soon(resend_verification(&post.app, &ticket).await), 56 * 60);
        let elsewhere = change_registration_address(&post.app, &ticket, "bob@example.org", &browser(HOME)).await;
        assert_eq!(too_soon(elsewhere), 56 * 60);
        db.clock.advance(Duration::minutes(56));
        resend_verification(&post.app, &ticket).await.unwrap();
    }

    async fn one_address_gets_five_letters_an_hour_whoever_asks_and_nobody_is_told(db: TestDb) {
        let post = Post::open(&db);
        customer(&post.app, "owner@example.org").await;
        for email in [ADA, "owner@example.org"] {
            let mut answers = Vec::new();
            for n in 0..7 {
                answers.push(post.sign_up_from(email, PASSWORD, &format!("198.51.100.{n}")).await.1);
            }
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
            assert_eq!(post.deliver().await.len(), 5, "{email}");
        }
        let rows = mails::Entity::find().all(db.store.read()).await.unwrap();
        assert_eq!(rows.len(), 14, "what is not sent leaves the same traces");
        db.clock.advance(Duration::hours(1));
        post.sign_up(ADA, PASSWORD).await;
        post.letter().await;
    }

    async fn links_to_an_address_that_was_corrected_open_nothing(db: TestDb) {
        let post = Post::open(&db);
        let (ticket, wrong) = post.linked("ada@exmaple.org", PASSWORD).await;
        db.clock.advance(Duration::minutes(1));
        resend_verification(&post.app, &ticket).await.unwrap();
        let inbox = change_registration_address(&post.app, &ticket, "Ada@example.org", &browser(HOME)).await.unwrap();
        assert_eq!((inbox.email.as_str(), inbox.resend_in_s), (ADA, 60));
        // One was on its way when the address was corrected.
        let [late, right] = post.deliver().await.try_into().unwrap();
        assert_eq!((late.to.as_str(), right.to.as_str()), ("ada@exmaple.org", ADA));
        for dead in [wrong, token(&late)] {
            assert!(matches!(links::look(&post.app, &dead).await, Err(LinkError::Unknown)));
            assert!(matches!(open(&post.app, &dead, Some(&ticket)).await, Err(VerifyError::Link(LinkError::Unknown))));
        }
        let made = open(&post.app, &token(&right), Some(&ticket)).await.unwrap();
        assert_eq!((made.email.as_str(), made.signed_in.is_some()), (ADA, true));
        let no_address = change_registration_address(&post.app, &ticket, "ada", &browser(HOME)).await;
        assert!(matches!(no_address, Err(AgainError::Email(_))));
    }

    async fn an_address_may_be_corrected_at_once_and_the_same_one_only_after_the_pause(db: TestDb) {
        let post = Post::with(&db, throttled(ThrottleSettings { sign_ups_max: 2, ..Default::default() }));
        let (ticket, _) = post.sign_up("ada@exmaple.org", PASSWORD).await;
        let change = |email: &'static str| {
            let (app, ticket) = (post.app.clone(), ticket.clone());
            async move { change_registration_address(&app, &ticket, email, &browser(HOME)).await }
        };
        change(ADA).await.unwrap();
        assert_eq!(too_soon(change(ADA).await), 60);
        assert_eq!(too_soon(change("bob@example.org").await), 15 * 60, "it counts as a sign-up");
    }

    async fn a_link_is_good_once_for_a_day_and_an_old_one_is_told_from_one_that_never_was(db: TestDb) {
        let post = Post::open(&db);
        let (ticket, old) = post.linked(ADA, PASSWORD).await;
        assert_eq!(links::look(&post.app, &old).await.unwrap().state, LinkState::Good);
        db.clock.advance(Duration::hours(24));
        assert!(matches!(look(&post.app, &ticket).await, Err(WaitError::NotFound)), "nothing waits any more");
        let (_, used) = post.linked(ADA, PASSWORD).await;
        open(&post.app, &used, None).await.unwrap();
        db.clock.advance(Duration::days(3));
        assert!(clear(&post.app).await.unwrap() > 0);
        assert_eq!(pending_registrations::Entity::find().count(db.store.read()).await.unwrap(), 0);
        for (link, state) in [(&old, LinkState::Expired), (&used, LinkState::Used)] {
            assert_eq!(links::look(&post.app, link).await.unwrap().state, state);
        }
        assert!(matches!(open(&post.app, &old, None).await, Err(VerifyError::Link(LinkError::Expired))));
        assert!(matches!(open(&post.app, &used, None).await, Err(VerifyError::Link(LinkError::Used))));
        for never in ["", "abc", &"A".repeat(43)] {
            assert!(matches!(open(&post.app, never, None).await, Err(VerifyError::Link(LinkError::Unknown))));
            assert!(matches!(links::look(&post.app, never).await, Err(LinkError::Unknown)));
        }
        db.clock.advance(Duration::days(31));
        clear(&post.app).await.unwrap();
        assert!(matches!(links::look(&post.app, &old).await, Err(LinkError::Unknown)));
    }

    async fn a_mail_that_was_late_has_a_good_link_all_the_same(db: TestDb) {
        let post = Post::open(&db);
        post.sign_up(ADA, PASSWORD).await;
        db.clock.advance(Duration::hours(7));
        let link = token(&post.letter().await);
        db.clock.advance(Duration::hours(23));
        clear(&post.app).await.unwrap();
        open(&post.app, &link, None).await.unwrap();
    }

    async fn no_token_lies_in_the_database(db: TestDb) {
        let post = Post::open(&db);
        let (ticket, _) = post.sign_up(ADA, PASSWORD).await;
        let waiting = &mails::Entity::find().all(db.store.read()).await.unwrap()[0];
        assert!(waiting.body.contains(LINK_MARK) && !waiting.body.contains('#'), "{}", waiting.body);
        assert_eq!(email_tokens::Entity::find().count(db.store.read()).await.unwrap(), 0);
        let link = token(&post.letter().await);
        let sent = &mails::Entity::find().all(db.store.read()).await.unwrap()[0];
        assert_eq!((sent.body.as_str(), &sent.html), ("", &None));
        let tokens = &email_tokens::Entity::find().all(db.store.read()).await.unwrap()[0];
        let sign_up = &pending_registrations::Entity::find().all(db.store.read()).await.unwrap()[0];
        for (secret, hash) in [(&link, &tokens.token_hash), (&ticket, &sign_up.ticket_hash)] {
            assert_eq!(hash.len(), 32);
            assert_ne!(hash, secret.as_bytes());
        }
        let logged = format!("{tokens:?} {sign_up:?} {:?} {:?}", wanted(ADA), open(&post.app, &link, None).await);
        assert!(!logged.contains(&link) && !logged.contains(&ticket) && !logged.contains(ADA), "{logged}");
    }

    async fn the_current_terms_have_to_be_accepted_and_their_version_is_kept(db: TestDb) {
        let site = SiteSettings { terms_version: Some("2026-11".into()), ..Default::default() };
        let post = Post::with(&db, Settings { site, ..Default::default() });
        for version in [None, Some("2026-10".to_owned())] {
            let refused = register(&post.app, Registration { terms_version: version, ..wanted(ADA) }).await;
            assert!(matches!(refused, Err(RegisterError::TermsNotAccepted)));
        }
        let accepted = Registration { terms_version: Some("2026-11".into()), language: Some(Language::Ru), ..wanted(ADA) };
        assert!(matches!(register(&post.app, accepted).await.unwrap(), Registered::Waiting { .. }));
        open(&post.app, &token(&post.letter().await), None).await.unwrap();
        let user = &users::Entity::find().all(db.store.read()).await.unwrap()[0];
        assert_eq!((user.terms_version.as_deref(), user.language), (Some("2026-11"), Language::Ru));
    }

    async fn a_ticket_lets_nobody_into_an_account_that_is_suspended_meanwhile(db: TestDb) {
        let post = Post::open(&db);
        let (ticket, link) = post.linked(ADA, PASSWORD).await;
        open(&post.app, &link, None).await.unwrap();
        let (id, now) = (users::Entity::find().one(db.store.read()).await.unwrap().unwrap().id, db.env.now());
        db.store.write(|tx| async move {
            users::ActiveModel { id: Set(id), suspended_at: Set(Some(now)), ..Default::default() }.update(&tx).await?;
            Ok::<_, nproxy_store::StoreError>(())
        }).await.unwrap();
        assert!(matches!(look(&post.app, &ticket).await, Err(WaitError::NotFound)));
    }
}
