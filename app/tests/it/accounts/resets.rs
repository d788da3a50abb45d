//! A password that somebody forgot.

use chrono::Duration;
use nproxy_app::App;
use nproxy_app::accounts::{
    ForgotError, Forgotten, Inbox, Language, PasswordError, Reset, ResetError, SignInError, ThrottleSettings,
    VerifyError, forgot_password, reset_password, set_language, sign_in, verify_email,
};
use nproxy_app::links::{self, LinkError, LinkPurpose, LinkState};
use nproxy_domain::UserId;
use nproxy_store::both;
use nproxy_store::entities::{audit_log, login_attempts, mails, sessions, users};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _, Statement,
};

use super::post::{Post, token};
use super::{ELSEWHERE, HOME, is_signed_in, throttled, try_wrong};
use crate::house::{PASSWORD, browser, credentials, customer, signed_in};

const ADA: &str = "ada@example.org";
const BOB: &str = "bob@example.org";
const FRESH: &str = "a fresh and better one";

async fn forgot(app: &App, email: &str) -> Result<Inbox, ForgotError> {
    forgot_password(app, Forgotten { email: email.into(), language: None, from: browser(HOME) }).await
}

async fn reset(app: &App, token: &str, password: &str) -> Result<String, ResetError> {
    reset_password(app, Reset { token: token.into(), password: password.into() }).await
}

async fn link(post: &Post, email: &str) -> String {
    forgot(&post.app, email).await.unwrap();
    token(&post.letter().await)
}

async fn change(db: &TestDb, user: UserId, change: users::ActiveModel) {
    let change = &users::ActiveModel { id: Set(user.0), ..change };
    let changed = db.store.write(|tx| async move {
        change.clone().update(&tx).await?;
        Ok::<_, nproxy_store::StoreError>(())
    });
    changed.await.unwrap();
}

/// The letters that were written, the jobs that send them, and what was counted.
async fn traces(db: &TestDb) -> [u64; 3] {
    let sql = "SELECT count(*) AS n FROM river_job WHERE kind = 'mail'";
    let row = db.store.read().query_one_raw(Statement::from_string(db.store.backend(), sql)).await.unwrap().unwrap();
    let jobs: i64 = row.try_get("", "n").unwrap();
    let letters = mails::Entity::find().count(db.store.read()).await.unwrap();
    let counted = login_attempts::Entity::find().count(db.store.read()).await.unwrap();
    [letters, u64::try_from(jobs).unwrap(), counted]
}

both! {
    async fn a_reset_ends_every_session_and_every_other_link_and_signs_nobody_in(db: TestDb) {
        let post = Post::open(&db);
        let ada = customer(&post.app, ADA).await;
        let (here, there) = (signed_in(&post.app, ADA).await, signed_in(&post.app, ADA).await);
        let (older, newer) = (link(&post, "Ada@example.org").await, link(&post, ADA).await);
        assert_eq!(reset(&post.app, &newer, FRESH).await.unwrap(), ADA);
        assert!(!is_signed_in(&post.app, &here).await && !is_signed_in(&post.app, &there).await);
        assert_eq!(sessions::Entity::find().count(db.store.read()).await.unwrap(), 2, "none has begun");
        assert_eq!(try_wrong(&post.app, ADA, HOME).await, Ok(()));
        let old = sign_in(&post.app, credentials(ADA, PASSWORD, HOME)).await;
        assert!(matches!(old, Err(SignInError::WrongCredentials)));
        sign_in(&post.app, credentials(ADA, FRESH, HOME)).await.unwrap();
        let told = post.letter().await;
        assert_eq!((told.to.as_str(), told.text.contains('#')), (ADA, false));
        assert!(told.subject.contains("was changed"), "{}", told.subject);
        let lines = audit_log::Entity::find().all(db.store.read()).await.unwrap();
        let [line] = &lines.iter().filter(|line| line.act == "users.reset_password").collect::<Vec<_>>()[..] else {
            panic!("one act, one line: {lines:?}")
        };
        assert_eq!((&line.subject, &line.actor), (&format!("user:{}", ada.id), &format!("user:{}", ada.id)));
        for used in [older, newer] {
            assert!(matches!(reset(&post.app, &used, PASSWORD).await, Err(ResetError::Link(LinkError::Used))));
            assert_eq!(links::look(&post.app, &used).await.unwrap().state, LinkState::Used);
        }
    }

    async fn the_answer_is_the_same_whoever_has_the_address_and_so_are_its_traces(db: TestDb) {
        let post = Post::open(&db);
        customer(&post.app, ADA).await;
        let known = forgot(&post.app, ADA).await.unwrap();
        let unknown = forgot(&post.app, "bob@example.org").await.unwrap();
        assert_eq!(Inbox { email: String::new(), ..known }, Inbox { email: String::new(), ..unknown.clone() });
        assert_eq!((unknown.email.as_str(), unknown.resend_in_s), ("bob@example.org", 60));
        let [to_ada, to_bob] = post.deliver().await.try_into().unwrap();
        assert_eq!((&to_ada.subject, &to_bob.subject), (&unknown.subject, &unknown.subject));
        assert!(to_ada.text.contains("/reset#"), "{}", to_ada.text);
        assert!(to_bob.text.contains("has no account") && !to_bob.text.contains('#'), "{}", to_bob.text);
        for (email, letters) in [(ADA, 1), ("bob@example.org", 0)] {
            let before = traces(&db).await;
            forgot(&post.app, email).await.unwrap();
            assert_eq!(post.deliver().await.len(), letters, "a stranger is told once a day");
            let after = traces(&db).await;
            let left: Vec<u64> = after.iter().zip(before).map(|(after, before)| after - before).collect();
            assert_eq!(left, [1, 1, 2], "{email}: a letter, a job, and what is counted");
        }
        db.clock.advance(Duration::days(1));
        forgot(&post.app, "bob@example.org").await.unwrap();
        post.letter().await;
        assert!(matches!(forgot(&post.app, "bob").await, Err(ForgotError::Email(_))));
    }

    async fn the_page_names_the_subject_in_its_own_language_whoever_has_the_address(db: TestDb) {
        let post = Post::open(&db);
        let ada = customer(&post.app, ADA).await;
        set_language(&post.app, ada.id, Language::Ru).await.unwrap();
        let said = async |email: &str| {
            let asked = Forgotten { email: email.into(), language: Some(Language::En), from: browser(HOME) };
            forgot_password(&post.app, asked).await.unwrap().subject
        };
        assert_eq!(said(ADA).await, said("bob@example.org").await);
        let [to_ada, to_bob] = post.deliver().await.try_into().unwrap();
        assert!(to_ada.subject.contains("пароль") && to_bob.subject.contains("password"), "{}", to_ada.subject);
    }

    async fn one_address_gets_five_letters_an_hour_and_one_network_may_ask_so_often(db: TestDb) {
        let post = Post::with(&db, throttled(ThrottleSettings { sign_ups_max: 7, ..Default::default() }));
        customer(&post.app, ADA).await;
        for _ in 0..7 {
            forgot(&post.app, ADA).await.unwrap();
        }
        assert_eq!(post.deliver().await.len(), 5);
        let eighth = forgot(&post.app, "bob@example.org").await;
        assert!(matches!(eighth, Err(ForgotError::TooManyAttempts(wait)) if wait.retry_after_seconds == 15 * 60));
        let asked = Forgotten { email: ADA.into(), language: None, from: browser(ELSEWHERE) };
        forgot_password(&post.app, asked).await.unwrap();
        post.sign_up("eve@example.org", PASSWORD).await;
    }

    async fn a_link_is_good_for_an_hour_and_for_one_thing(db: TestDb) {
        let post = Post::open(&db);
        customer(&post.app, ADA).await;
        let (_, of_sign_up) = post.linked("bob@example.org", PASSWORD).await;
        let old = link(&post, ADA).await;
        let seen = links::look(&post.app, &old).await.unwrap();
        assert_eq!((seen.purpose, seen.state, seen.email.as_str()), (LinkPurpose::ResetPassword, LinkState::Good, ADA));
        for foreign in [of_sign_up.as_str(), "", &"A".repeat(43)] {
            assert!(matches!(reset(&post.app, foreign, FRESH).await, Err(ResetError::Link(LinkError::Unknown))));
        }
        let as_sign_up = verify_email(&post.app, &old, None, &browser(HOME)).await;
        assert!(matches!(as_sign_up, Err(VerifyError::Link(LinkError::Unknown))));
        db.clock.advance(Duration::hours(1));
        assert!(matches!(reset(&post.app, &old, FRESH).await, Err(ResetError::Link(LinkError::Expired))));
        signed_in(&post.app, ADA).await;
    }

    async fn a_link_to_an_address_that_the_account_had_once_opens_nothing(db: TestDb) {
        let post = Post::open(&db);
        let ada = customer(&post.app, ADA).await;
        let link = link(&post, ADA).await;
        change(&db, ada.id, users::ActiveModel { email: Set("new@example.org".into()), ..Default::default() }).await;
        assert!(matches!(reset(&post.app, &link, FRESH).await, Err(ResetError::Link(LinkError::Unknown))));
        signed_in(&post.app, "new@example.org").await;
    }

    async fn a_password_that_is_refused_leaves_the_link_good(db: TestDb) {
        let post = Post::open(&db);
        customer(&post.app, ADA).await;
        let link = link(&post, ADA).await;
        for (bad, why) in [("short", PasswordError::TooShort), ("password123", PasswordError::Common), (ADA, PasswordError::Common)] {
            let refused = reset(&post.app, &link, bad).await;
            assert!(matches!(refused, Err(ResetError::Password(error)) if error == why), "{bad}: {refused:?}");
        }
        reset(&post.app, &link, FRESH).await.unwrap();
    }

    async fn a_link_opens_once_also_at_the_same_instant(db: TestDb) {
        let post = Post::open(&db);
        customer(&post.app, ADA).await;
        let link = link(&post, ADA).await;
        let words = ["the words of the first", "the words of the second"];
        let (a, b) = tokio::join!(reset(&post.app, &link, words[0]), reset(&post.app, &link, words[1]));
        let used = |r: &Result<String, ResetError>| matches!(r, Err(ResetError::Link(LinkError::Used)));
        assert!(a.is_ok() && used(&b) || b.is_ok() && used(&a), "{a:?} {b:?}");
        sign_in(&post.app, credentials(ADA, words[usize::from(b.is_ok())], HOME)).await.unwrap();
    }

    async fn an_account_that_is_suspended_or_closing_gets_the_letter_and_stays_what_it_is(db: TestDb) {
        let post = Post::open(&db);
        let now = db.env.now();
        let suspended = users::ActiveModel { suspended_at: Set(Some(now)), ..Default::default() };
        let closing = users::ActiveModel { delete_after: Set(Some(now + Duration::days(7))), ..Default::default() };
        for (email, what) in [(ADA, suspended), ("bob@example.org", closing)] {
            let user = customer(&post.app, email).await;
            change(&db, user.id, what).await;
            let link = link(&post, email).await;
            reset(&post.app, &link, FRESH).await.unwrap();
            post.letter().await;
            let refused = sign_in(&post.app, credentials(email, FRESH, HOME)).await;
            assert!(matches!(refused, Err(SignInError::AccountSuspended | SignInError::AccountClosing)), "{refused:?}");
        }
    }

    async fn the_owner_is_not_held_by_what_a_stranger_guessed(db: TestDb) {
        let limits = ThrottleSettings { account_max: 3, account_and_address_max: 3, ..Default::default() };
        let post = Post::with(&db, throttled(limits));
        customer(&post.app, ADA).await;
        customer(&post.app, "bob@example.org").await;
        for _ in 0..3 {
            assert_eq!(try_wrong(&post.app, ADA, ELSEWHERE).await, Ok(()));
            assert_eq!(try_wrong(&post.app, "bob@example.org", ELSEWHERE).await, Ok(()));
        }
        let held = sign_in(&post.app, credentials(ADA, PASSWORD, HOME)).await;
        assert!(matches!(held, Err(SignInError::TooManyAttempts(_))), "{held:?}");
        let link = link(&post, ADA).await;
        reset(&post.app, &link, FRESH).await.unwrap();
        sign_in(&post.app, credentials(ADA, FRESH, HOME)).await.unwrap();
        assert!(try_wrong(&post.app, "bob@example.org", HOME).await.is_err(), "of this account alone");
    }

    async fn nobody_holds_a_letter_back_from_its_owner_by_guessing(db: TestDb) {
        let post = Post::with(&db, throttled(ThrottleSettings { account_max: 1, ..Default::default() }));
        customer(&post.app, ADA).await;
        assert_eq!(try_wrong(&post.app, ADA, ELSEWHERE).await, Ok(()));
        assert!(try_wrong(&post.app, ADA, HOME).await.is_err());
        link(&post, ADA).await;
    }

    async fn nobody_holds_a_letter_back_from_its_owner_by_having_others_written(db: TestDb) {
        let post = Post::open(&db);
        customer(&post.app, ADA).await;
        for n in 0..7 {
            post.sign_up_from(ADA, PASSWORD, &format!("198.51.100.{n}")).await;
        }
        assert_eq!(post.deliver().await.len(), 5, "so often she is told that she has an account");
        reset(&post.app, &link(&post, ADA).await, FRESH).await.unwrap();
        post.letter().await;

        for _ in 0..7 {
            forgot(&post.app, BOB).await.unwrap();
        }
        assert!(post.letter().await.text.contains("has no account"), "once a day");
        let (_, of_sign_up) = post.linked(BOB, PASSWORD).await;
        verify_email(&post.app, &of_sign_up, None, &browser(HOME)).await.unwrap();
        for _ in 0..4 {
            link(&post, BOB).await;
        }
        forgot(&post.app, BOB).await.unwrap();
        assert_eq!(post.deliver().await.len(), 0, "five an hour, and what was withheld is none of them");
    }
}
