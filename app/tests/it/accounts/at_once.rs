//! Signing up where addresses need no proof: whoever signs up is signed in.

use std::sync::Arc;

use chrono::Duration;
use nproxy_app::accounts::{
    AccountSettings, EmailInvalid, Language, PasswordError, RegisterError, Registered, Registration, Role, SignedIn,
    ThrottleSettings, register, sign_in,
};
use nproxy_app::audit::By;
use nproxy_app::switches::{self, SignUp, Switch};
use nproxy_app::{App, Settings};
use nproxy_store::both;
use nproxy_store::entities::{sessions, users};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{EntityTrait as _, PaginatorTrait as _};

use super::{HOME, is_signed_in, post};
use crate::house::{NoMail, PASSWORD, credentials, customer, house, signed_in};

fn settings(throttle: ThrottleSettings) -> Settings {
    let accounts = AccountSettings { require_verified: false, throttle, ..Default::default() };
    Settings { accounts, ..Default::default() }
}

fn at_once(db: &TestDb, throttle: ThrottleSettings) -> App {
    house(db, Arc::default(), Arc::new(NoMail), settings(throttle))
}

fn wanted(email: &str) -> Registration {
    Registration { language: Some(Language::Ru), ..post::wanted(email) }
}

fn signed_up(result: Result<Registered, RegisterError>) -> SignedIn {
    match result {
        Ok(Registered::SignedIn(signed_in)) => *signed_in,
        other => panic!("{other:?}"),
    }
}

both! {
    async fn who_registers_is_signed_in_at_once_and_again_with_the_password(db: TestDb) {
        let app = at_once(&db, ThrottleSettings::default());
        let new = signed_up(register(&app, wanted(" Ada@Example.org ")).await);
        assert_eq!((new.user.email.as_str(), new.user.role, new.user.language), ("ada@example.org", Role::Customer, Language::Ru));
        assert!(is_signed_in(&app, &new).await);
        let again = sign_in(&app, credentials("ADA@example.ORG", PASSWORD, HOME)).await.unwrap();
        assert_eq!(again.user, new.user);
        assert_ne!(again.token.expose(), new.token.expose());
        assert!(is_signed_in(&app, &again).await && is_signed_in(&app, &new).await);
    }

    async fn an_address_has_one_account_also_when_it_is_registered_twice_at_the_same_instant(db: TestDb) {
        let app = at_once(&db, ThrottleSettings::default());
        let other = house_on_another_connection(&db).await;
        let (a, b) = tokio::join!(register(&app, wanted("ada@example.org")), register(&other, wanted("ADA@example.org")));
        let taken = |r: &Result<Registered, RegisterError>| matches!(r, Err(RegisterError::EmailTaken));
        assert!(a.is_ok() && taken(&b) || b.is_ok() && taken(&a), "{a:?} {b:?}");
        assert!(taken(&register(&app, wanted("Ada@example.org")).await));
        assert_eq!(users::Entity::find().count(db.store.read()).await.unwrap(), 1);
        assert_eq!(sessions::Entity::find().count(db.store.read()).await.unwrap(), 1);
    }

    async fn what_is_no_address_or_no_password_is_said(db: TestDb) {
        let app = at_once(&db, ThrottleSettings::default());
        let with = |email: &str, password: &str| Registration { password: password.into(), ..wanted(email) };
        assert!(matches!(register(&app, with("ada", PASSWORD)).await, Err(RegisterError::Email(EmailInvalid))));
        let short = register(&app, with("ada@example.org", "too short")).await;
        assert!(matches!(short, Err(RegisterError::Password(PasswordError::TooShort))));
        let long = register(&app, with("ada@example.org", &"x".repeat(257))).await;
        assert!(matches!(long, Err(RegisterError::Password(PasswordError::TooLong))));
        assert_eq!(users::Entity::find().count(db.store.read()).await.unwrap(), 0);
    }

    async fn the_sign_up_switch_holds_at_once_and_lets_customers_in(db: TestDb) {
        let app = at_once(&db, ThrottleSettings::default());
        customer(&app, "ada@example.org").await;
        switches::set(&app, &By::operator(), Switch::SignUp(SignUp::Closed), None).await.unwrap();
        assert!(matches!(register(&app, wanted("new@example.org")).await, Err(RegisterError::SignUpClosed)));
        switches::set(&app, &By::operator(), Switch::SignUp(SignUp::Invite), None).await.unwrap();
        assert!(matches!(register(&app, wanted("new@example.org")).await, Err(RegisterError::Invite(_))));
        signed_in(&app, "ada@example.org").await;
        switches::set(&app, &By::operator(), Switch::SignUp(SignUp::Open), None).await.unwrap();
        register(&app, wanted("new@example.org")).await.unwrap();
    }

    async fn sign_ups_from_one_address_are_limited(db: TestDb) {
        let app = at_once(&db, ThrottleSettings { sign_ups_max: 2, ..Default::default() });
        for n in 0..2 {
            register(&app, wanted(&format!("user{n}@example.org"))).await.unwrap();
        }
        let third = register(&app, wanted("user3@example.org")).await;
        assert!(matches!(third, Err(RegisterError::TooManyAttempts(wait)) if wait.retry_after_seconds == 15 * 60));
        let common = Registration { password: "password123".into(), ..wanted("user3@example.org") };
        let common = register(&app, common).await;
        assert!(matches!(common, Err(RegisterError::TooManyAttempts(_))), "no password is judged for nothing: {common:?}");
        db.clock.advance(Duration::minutes(15));
        register(&app, wanted("user3@example.org")).await.unwrap();
    }

    async fn asking_for_addresses_that_are_taken_is_limited_as_well(db: TestDb) {
        let app = at_once(&db, ThrottleSettings { sign_ups_max: 2, ..Default::default() });
        customer(&app, "ada@example.org").await;
        for _ in 0..2 {
            assert!(matches!(register(&app, wanted("ada@example.org")).await, Err(RegisterError::EmailTaken)));
        }
        for email in ["ada@example.org", "new@example.org"] {
            assert!(matches!(register(&app, wanted(email)).await, Err(RegisterError::TooManyAttempts(_))), "{email}");
        }
    }

    async fn the_configuration_says_who_may_sign_up_until_somebody_turns_the_switch(db: TestDb) {
        let mut settings = settings(ThrottleSettings::default());
        settings.accounts.sign_up = SignUp::Closed;
        let app = house(&db, Arc::default(), Arc::new(NoMail), settings);
        assert!(matches!(register(&app, wanted("ada@example.org")).await, Err(RegisterError::SignUpClosed)));
        switches::set(&app, &By::operator(), Switch::SignUp(SignUp::Open), None).await.unwrap();
        signed_up(register(&app, wanted("ada@example.org")).await);
    }

    async fn a_password_that_everybody_guesses_is_refused(db: TestDb) {
        let app = at_once(&db, ThrottleSettings::default());
        for common in ["password123", "ada.lovelace@example.org", "nproxynproxy"] {
            let new = Registration { password: common.into(), ..wanted("ada.lovelace@example.org") };
            let refused = register(&app, new).await;
            assert!(matches!(refused, Err(RegisterError::Password(PasswordError::Common))), "{common}: {refused:?}");
        }
    }
}

async fn house_on_another_connection(db: &TestDb) -> App {
    let app = at_once(db, ThrottleSettings::default());
    let parts = nproxy_app::AppParts {
        store: db.another_store().await,
        env: db.env_of(2),
        gateway: nproxy_gateway::Gateway::new(
            [],
            Arc::new(app.ring.clone()),
            nproxy_gateway::Clients::new(&nproxy_gateway::GatewayLimits::default()).expect("clients"),
            nproxy_gateway::GatewayLimits::default(),
        ),
        processors: app.processors.clone(),
        ring: app.ring.clone(),
        assets: app.assets.clone(),
        mailer: app.mailer.clone(),
        notifier: None,
        catalog: app.catalog.clone(),
        plans: Vec::new(),
        settings: settings(ThrottleSettings::default()),
    };
    App::new(parts)
}
