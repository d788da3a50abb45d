//! Who has an account, who is signed in, and how often one may try.

mod at_once;
mod invites;
pub mod post;
mod resets;
pub mod second_factor;
mod sign_up;

use std::sync::Arc;

use chrono::Duration;
use nproxy_app::accounts::{
    AccountSettings, ActingError, Forgotten, Language, PasswordSettings, Role, SessionError, SignInError, SignedIn,
    ThrottleSettings, acting_admin, clear, forgot_password, grant_admin, revoke_admin, session, set_language,
    set_password, sign_in, sign_out,
};
use nproxy_app::audit::By;
use nproxy_app::links::{self, LinkState};
use nproxy_app::{App, Settings};
use nproxy_domain::Timestamp;
use nproxy_domain::audit::{Actor, Surface};
use nproxy_store::both;
use nproxy_store::entities::{audit_log, login_attempts, sessions, users};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _};

use crate::house::{PASSWORD, address, browser, credentials, customer, house, plain, signed_in};

pub const HOME: &str = "192.0.2.1";
pub const ELSEWHERE: &str = "198.51.100.7";

pub async fn is_signed_in(app: &App, who: &SignedIn) -> bool {
    match session(app, who.token.expose(), address(HOME)).await {
        Ok(found) => {
            assert_eq!(found.user.id, who.user.id);
            true
        }
        Err(SessionError::NotSignedIn) => false,
        Err(SessionError::Store(error)) => panic!("{error}"),
    }
}

pub fn throttled(app_settings: ThrottleSettings) -> Settings {
    let accounts = AccountSettings { throttle: app_settings, ..Default::default() };
    Settings { accounts, ..Default::default() }
}

/// Seconds to wait, or whether the password was the matter.
pub async fn try_wrong(app: &App, email: &str, from: &str) -> Result<(), u64> {
    match sign_in(app, credentials(email, "wrong password", from)).await {
        Err(SignInError::WrongCredentials) => Ok(()),
        Err(SignInError::TooManyAttempts(wait)) => Err(wait.retry_after_seconds),
        other => panic!("{other:?}"),
    }
}

both! {
    async fn a_wrong_password_and_an_unknown_address_look_the_same_and_take_the_same_way(db: TestDb) {
        let app = plain(&db);
        customer(&app, "ada@example.org").await;
        for email in ["ada@example.org", "nobody@example.org", "no address at all"] {
            let wrong = sign_in(&app, credentials(email, "wrong password", HOME)).await;
            assert!(matches!(wrong, Err(SignInError::WrongCredentials)), "{email}: {wrong:?}");
        }
        // No place at the desk: whoever asks is sent away, so all of them come by the desk.
        let passwords = PasswordSettings { hashes_at_once: 1, hashes_max: 0 };
        let accounts = AccountSettings { passwords, ..Default::default() };
        let full = house(&db, Arc::default(), app.mailer.clone(), Settings { accounts, ..Default::default() });
        for email in ["ada@example.org", "nobody@example.org", "no address at all"] {
            assert!(matches!(sign_in(&full, credentials(email, PASSWORD, HOME)).await, Err(SignInError::Busy(_))));
        }
        let rows = login_attempts::Entity::find().all(db.store.read()).await.unwrap();
        assert_eq!(rows.len(), 9, "who was sent away was not counted");
        assert!(rows.iter().all(|r| !r.subject.contains("ada") && !r.subject.contains(HOME)));
    }

    async fn guessing_for_one_account_from_one_address_is_slowed_and_the_owner_is_not_locked_out(db: TestDb) {
        let limits = ThrottleSettings { account_and_address_max: 3, ..Default::default() };
        let app = house(&db, Arc::default(), plain(&db).mailer.clone(), throttled(limits));
        customer(&app, "ada@example.org").await;
        for _ in 0..3 {
            assert_eq!(try_wrong(&app, "ada@example.org", ELSEWHERE).await, Ok(()));
            db.clock.advance(Duration::minutes(1));
        }
        // The first of the three leaves the window of 15 minutes after 12 more.
        assert_eq!(try_wrong(&app, "Ada@example.org", ELSEWHERE).await, Err(12 * 60));
        let right = sign_in(&app, credentials("ada@example.org", PASSWORD, ELSEWHERE)).await;
        assert!(matches!(right, Err(SignInError::TooManyAttempts(_))), "the right password does not help either");
        signed_in(&app, "ada@example.org").await;
        db.clock.advance(Duration::minutes(12));
        assert_eq!(try_wrong(&app, "ada@example.org", ELSEWHERE).await, Ok(()));
        assert_eq!(try_wrong(&app, "ada@example.org", ELSEWHERE).await, Err(60));
    }

    async fn many_addresses_that_guess_for_one_account_are_slowed_and_the_owner_at_home_is_not(db: TestDb) {
        let limits = ThrottleSettings { account_max: 4, ..Default::default() };
        let app = house(&db, Arc::default(), plain(&db).mailer.clone(), throttled(limits));
        customer(&app, "ada@example.org").await;
        signed_in(&app, "ada@example.org").await;
        for n in 0..4 {
            assert_eq!(try_wrong(&app, "ada@example.org", &format!("198.51.100.{n}")).await, Ok(()));
        }
        assert_eq!(try_wrong(&app, "ada@example.org", "198.51.100.9").await, Err(15 * 60));
        signed_in(&app, "ada@example.org").await;
        assert_eq!(try_wrong(&app, "bob@example.org", "198.51.100.9").await, Ok(()), "other accounts are not held");
    }

    async fn lists_of_accounts_from_one_address_are_slowed_and_others_are_not(db: TestDb) {
        let limits = ThrottleSettings { address_max: 5, ..Default::default() };
        let app = house(&db, Arc::default(), plain(&db).mailer.clone(), throttled(limits));
        customer(&app, "ada@example.org").await;
        for n in 0..5 {
            assert_eq!(try_wrong(&app, &format!("user{n}@example.org"), ELSEWHERE).await, Ok(()));
        }
        assert_eq!(try_wrong(&app, "user9@example.org", ELSEWHERE).await, Err(15 * 60));
        signed_in(&app, "ada@example.org").await;
    }

    async fn tries_at_the_same_instant_are_counted_one_after_the_other(db: TestDb) {
        let limits = ThrottleSettings { account_and_address_max: 3, ..Default::default() };
        let app = house(&db, Arc::default(), plain(&db).mailer.clone(), throttled(limits));
        let tries = futures::future::join_all((0..12).map(|_| try_wrong(&app, "ada@example.org", ELSEWHERE))).await;
        assert_eq!(tries.iter().filter(|t| t.is_ok()).count(), 3, "{tries:?}");
    }

    async fn a_right_password_wipes_out_the_mistakes_before_it(db: TestDb) {
        let limits = ThrottleSettings { account_and_address_max: 3, account_max: 4, ..Default::default() };
        let app = house(&db, Arc::default(), plain(&db).mailer.clone(), throttled(limits));
        customer(&app, "ada@example.org").await;
        for _ in 0..4 {
            assert_eq!(try_wrong(&app, "ada@example.org", HOME).await, Ok(()));
            assert_eq!(try_wrong(&app, "ada@example.org", HOME).await, Ok(()));
            signed_in(&app, "ada@example.org").await;
        }
    }

    async fn a_session_ends_when_it_is_idle_too_long_and_at_its_age(db: TestDb) {
        let app = plain(&db);
        customer(&app, "ada@example.org").await;
        let (used, idle) = (signed_in(&app, "ada@example.org").await, signed_in(&app, "ada@example.org").await);
        for _ in 0..6 {
            assert!(is_signed_in(&app, &used).await);
            db.clock.advance(Duration::days(29));
        }
        assert!(!is_signed_in(&app, &idle).await);
        assert!(is_signed_in(&app, &used).await);
        // 174 days old by now, and of age at 180.
        db.clock.advance(Duration::days(6));
        assert!(!is_signed_in(&app, &used).await);
        assert_eq!(used.expires_at, db.env.now());
    }

    async fn the_last_use_is_written_once_a_minute_at_most(db: TestDb) {
        let app = plain(&db);
        customer(&app, "ada@example.org").await;
        let who = signed_in(&app, "ada@example.org").await;
        let seen = async || sessions::Entity::find_by_id(who.session.0).one(db.store.read()).await.unwrap().unwrap().last_seen_at;
        let began = seen().await;
        db.clock.advance(Duration::seconds(59));
        assert!(is_signed_in(&app, &who).await);
        assert_eq!(seen().await, began);
        db.clock.advance(Duration::seconds(1));
        assert!(is_signed_in(&app, &who).await);
        assert_eq!(seen().await, began + Duration::seconds(60));
    }

    async fn a_session_knows_its_browser_and_where_it_was_used_last(db: TestDb) {
        let app = plain(&db);
        customer(&app, "ada@example.org").await;
        let who = signed_in(&app, "ada@example.org").await;
        let row = async || sessions::Entity::find_by_id(who.session.0).one(db.store.read()).await.unwrap().unwrap();
        let begun = row().await;
        assert_eq!((begun.user_agent.as_deref(), begun.address.as_deref()), (Some("Firefox"), Some(HOME)));
        db.clock.advance(Duration::minutes(1));
        session(&app, who.token.expose(), address(ELSEWHERE)).await.unwrap();
        assert_eq!(row().await.address.as_deref(), Some(ELSEWHERE));
    }

    async fn signing_out_ends_one_session_and_only_that(db: TestDb) {
        let app = plain(&db);
        customer(&app, "ada@example.org").await;
        let (here, there) = (signed_in(&app, "ada@example.org").await, signed_in(&app, "ada@example.org").await);
        sign_out(&app, here.token.expose()).await.unwrap();
        assert!(!is_signed_in(&app, &here).await && is_signed_in(&app, &there).await);
        for nothing in [here.token.expose(), "", "never one of ours"] {
            sign_out(&app, nothing).await.unwrap();
        }
    }

    async fn the_database_holds_no_token_and_a_foreign_one_opens_nothing(db: TestDb) {
        let app = plain(&db);
        customer(&app, "ada@example.org").await;
        let who = signed_in(&app, "ada@example.org").await;
        let row = sessions::Entity::find_by_id(who.session.0).one(db.store.read()).await.unwrap().unwrap();
        assert_eq!(row.token_hash.len(), 32);
        assert!(!format!("{row:?}").contains(who.token.expose()));
        for foreign in ["", "abc", &"A".repeat(43), &who.session.to_string()] {
            assert!(matches!(session(&app, foreign, address(HOME)).await, Err(SessionError::NotSignedIn)), "{foreign}");
        }
    }

    async fn a_suspended_account_is_told_to_its_owner_alone_and_its_sessions_are_over(db: TestDb) {
        let app = plain(&db);
        let ada = customer(&app, "ada@example.org").await;
        let who = signed_in(&app, "ada@example.org").await;
        let now = db.env.now();
        db.store.write(|tx| async move {
            let suspended = users::ActiveModel { id: Set(ada.id.0), suspended_at: Set(Some(now)), ..Default::default() };
            suspended.update(&tx).await?;
            Ok::<_, nproxy_store::StoreError>(())
        }).await.unwrap();
        assert!(!is_signed_in(&app, &who).await);
        let right = sign_in(&app, credentials("ada@example.org", PASSWORD, HOME)).await;
        assert!(matches!(right, Err(SignInError::AccountSuspended)));
        assert_eq!(try_wrong(&app, "ada@example.org", HOME).await, Ok(()));
    }

    async fn an_account_that_is_about_to_be_deleted_is_told_so_to_its_owner_alone(db: TestDb) {
        let app = plain(&db);
        let ada = customer(&app, "ada@example.org").await;
        let later = db.env.now() + Duration::days(7);
        db.store.write(|tx| async move {
            let closing = users::ActiveModel { id: Set(ada.id.0), delete_after: Set(Some(later)), ..Default::default() };
            closing.update(&tx).await?;
            Ok::<_, nproxy_store::StoreError>(())
        }).await.unwrap();
        let right = sign_in(&app, credentials("ada@example.org", PASSWORD, HOME)).await;
        assert!(matches!(right, Err(SignInError::AccountClosing)));
        assert_eq!(try_wrong(&app, "ada@example.org", HOME).await, Ok(()));
    }

    async fn the_operator_sets_a_password_which_is_told_and_whoever_was_signed_in_is_not_any_more(db: TestDb) {
        let post = post::Post::open(&db);
        let app = post.app.clone();
        customer(&app, "ada@example.org").await;
        let who = signed_in(&app, "ada@example.org").await;
        let forgotten = Forgotten { email: "ada@example.org".into(), language: None, from: browser(HOME) };
        forgot_password(&app, forgotten).await.unwrap();
        let link = post::token(&post.letter().await);
        set_password(&app, &By::operator(), "Ada@example.org", "another good one".into()).await.unwrap();
        let told = post.letter().await;
        assert_eq!((told.to.as_str(), told.subject.as_str()), ("ada@example.org", "Your password for nproxy was changed"));
        assert_eq!(links::look(&app, &link).await.unwrap().state, LinkState::Used);
        assert!(!is_signed_in(&app, &who).await);
        assert_eq!(sign_in(&app, credentials("ada@example.org", "another good one", HOME)).await.unwrap().user, who.user);
        let old = sign_in(&app, credentials("ada@example.org", PASSWORD, HOME)).await;
        assert!(matches!(old, Err(SignInError::WrongCredentials)));
    }

    async fn a_password_that_is_changed_while_it_is_being_looked_at_opens_nothing(db: TestDb) {
        // One hash at a time: the new password's first, then the look at the old one, which has been read by then.
        let passwords = PasswordSettings { hashes_at_once: 1, ..Default::default() };
        let accounts = AccountSettings { passwords, ..Default::default() };
        let app = house(&db, Arc::default(), plain(&db).mailer.clone(), Settings { accounts, ..Default::default() });
        customer(&app, "ada@example.org").await;
        let by = By::operator();
        let (changed, old) = tokio::join!(
            set_password(&app, &by, "ada@example.org", "another good one".into()),
            sign_in(&app, credentials("ada@example.org", PASSWORD, HOME)),
        );
        changed.unwrap();
        match old {
            Ok(who) => assert!(!is_signed_in(&app, &who).await),
            Err(error) => assert!(matches!(error, SignInError::WrongCredentials), "{error:?}"),
        }
        let new = sign_in(&app, credentials("ada@example.org", "another good one", HOME)).await.unwrap();
        assert!(is_signed_in(&app, &new).await);
    }

    async fn what_the_operator_does_to_accounts_is_on_record_once_and_without_passwords(db: TestDb) {
        let app = plain(&db);
        let ada = customer(&app, "ada@example.org").await;
        for _ in 0..2 {
            assert_eq!(grant_admin(&app, &By::operator(), "ADA@example.org").await.unwrap().role, Role::Admin);
        }
        assert!(grant_admin(&app, &By::operator(), "nobody@example.org").await.is_err());
        let lines = audit_log::Entity::find().all(db.store.read()).await.unwrap();
        let told: Vec<_> = lines.iter().map(|l| (l.act.as_str(), l.actor.as_str(), l.surface.as_str())).collect();
        assert_eq!(told, [("users.create", "operator", "cli"), ("users.grant_admin", "operator", "cli")]);
        assert!(lines.iter().all(|l| l.subject == format!("user:{}", ada.id)));
        assert!(!format!("{lines:?}").contains(PASSWORD));
    }

    async fn who_acts_from_a_shell_says_which_admin_he_is(db: TestDb) {
        let app = plain(&db);
        let ada = customer(&app, "ada@example.org").await;
        let refused = acting_admin(&app, "ada@example.org").await;
        assert!(matches!(refused, Err(ActingError::NoAdmin)), "{refused:?}");
        grant_admin(&app, &By::operator(), "ada@example.org").await.unwrap();
        let by = acting_admin(&app, "ADA@example.org").await.unwrap();
        assert_eq!((by.actor, by.surface), (Actor::User(ada.id), Surface::Cli));
        assert!(matches!(acting_admin(&app, "bob@example.org").await, Err(ActingError::UnknownUser)));
        assert!(matches!(acting_admin(&app, "ada").await, Err(ActingError::Email(_))));
        let closing = async |at: Option<Timestamp>| {
            let id = ada.id;
            app.store.write(|tx| async move { nproxy_store::users::set_delete_after(&tx, id, at).await }).await.unwrap();
        };
        closing(Some(db.env.now() + Duration::days(7))).await;
        assert!(matches!(acting_admin(&app, "ada@example.org").await, Err(ActingError::NoAdmin)), "she is leaving");
        closing(None).await;
        revoke_admin(&app, &By::operator(), "ada@example.org").await.unwrap();
        assert!(matches!(acting_admin(&app, "ada@example.org").await, Err(ActingError::NoAdmin)), "at once");
    }

    async fn a_customer_chooses_a_language(db: TestDb) {
        let app = plain(&db);
        let ada = customer(&app, "ada@example.org").await;
        assert_eq!(set_language(&app, ada.id, Language::Ru).await.unwrap().language, Language::Ru);
        let who = signed_in(&app, "ada@example.org").await;
        assert_eq!(who.user.language, Language::Ru);
    }

    async fn old_attempts_and_ended_sessions_are_forgotten_and_nothing_else(db: TestDb) {
        let app = plain(&db);
        customer(&app, "ada@example.org").await;
        signed_in(&app, "ada@example.org").await;
        assert_eq!(try_wrong(&app, "ada@example.org", ELSEWHERE).await, Ok(()));
        db.clock.advance(Duration::minutes(15));
        assert_eq!(clear(&app).await.unwrap(), 0, "what the rules look at");
        db.clock.advance(Duration::minutes(1));
        assert_eq!(clear(&app).await.unwrap(), 3, "the mistake, which no rule looks at any more");
        db.clock.advance(Duration::days(89));
        assert_eq!(clear(&app).await.unwrap(), 0, "the address is known for 90 days");
        db.clock.advance(Duration::days(1));
        assert_eq!(clear(&app).await.unwrap(), 1);
        db.clock.advance(Duration::days(1));
        let who = signed_in(&app, "ada@example.org").await;
        db.clock.advance(Duration::days(90));
        assert_eq!(clear(&app).await.unwrap(), 1, "the session of the first day");
        assert_eq!(sessions::Entity::find().all(db.store.read()).await.unwrap()[0].id, who.session.0);
    }
}
