//! The second factor of an admin, and what it lets in to.

use std::sync::Arc;

use chrono::Duration;
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use nproxy_app::accounts::{
    AccessState, AccountSettings, AdminAccess, AdminSettings, CodeError, ConfirmError, ConfirmSignIn, EnrolError,
    GiveError, Given, ProofError, ProveDeviceError, RecoveryCodes, Session, SignedIn, admin_access, clear,
    confirm_sign_in, enrol_second_factor, give_second_factor, grant_admin, prove_device, renew_recovery_codes,
    reset_second_factor, revoke_admin, second_factor, session,
};
use nproxy_app::audit::By;
use nproxy_app::{App, Settings};
use nproxy_domain::Timestamp;
use nproxy_store::both;
use nproxy_store::entities::{audit_log, recovery_codes, totp};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;
use sha1::Sha1;

use super::post::Post;
use super::{HOME, is_signed_in};
use crate::house::{NoMail, PASSWORD, address, customer, house, plain, signed_in};

const ADA: &str = "ada@example.org";

/// What a device shows.
pub fn shown(secret: &str, at: Timestamp) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(&BASE32_NOPAD.decode(secret.as_bytes()).unwrap()).unwrap();
    mac.update(&(at.timestamp() / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] % 16);
    let number = u32::from_be_bytes(digest[at..at + 4].try_into().unwrap()) % (1 << 31);
    format!("{:06}", number % 1_000_000)
}

fn code(text: &str) -> Given {
    Given::Code(text.into())
}

pub async fn admin(app: &App, email: &str) -> SignedIn {
    customer(app, email).await;
    grant_admin(app, &By::operator(), email).await.unwrap();
    signed_in(app, email).await
}

/// The session as a request sees it.
async fn of(app: &App, who: &SignedIn) -> Session {
    session(app, who.token.expose(), address(HOME)).await.unwrap()
}

async fn access(app: &App, who: &SignedIn) -> AdminAccess {
    let session = of(app, who).await;
    admin_access(app, &session.user, session.proven).await.unwrap().unwrap()
}

/// The secret of a device that was proven in this session.
pub async fn enrolled(app: &App, who: &SignedIn) -> (String, RecoveryCodes) {
    let session = of(app, who).await;
    let enrolment = enrol_second_factor(app, &session, PASSWORD.into(), address(HOME)).await.unwrap();
    let secret = enrolment.secret().to_owned();
    let code = shown(&secret, app.env.now()).into();
    let codes = prove_device(app, &By::customer(session.user.id), &session, code).await.unwrap();
    (secret, codes)
}

async fn give(app: &App, who: &SignedIn, given: Given) -> Result<(), GiveError> {
    let session = of(app, who).await;
    give_second_factor(app, &By::customer(session.user.id), &session, &given).await.map(drop)
}

fn wanted(password: &str, code: Option<String>) -> ConfirmSignIn {
    ConfirmSignIn { password: password.into(), code: code.map(Into::into), from: address(HOME) }
}

async fn acts(db: &TestDb) -> Vec<String> {
    let lines = audit_log::Entity::find().all(db.store.read()).await.unwrap();
    lines.into_iter().map(|line| line.act).filter(|act| act != "users.create" && act != "users.grant_admin").collect()
}

both! {
    async fn an_admin_is_let_in_once_a_device_is_proven_and_in_other_sessions_by_its_codes(db: TestDb) {
        let app = plain(&db);
        let first = admin(&app, ADA).await;
        assert_eq!(access(&app, &first).await.state, AccessState::Missing);
        let (secret, codes) = enrolled(&app, &first).await;
        let seen = access(&app, &first).await;
        assert_eq!(seen.state, AccessState::Given);
        assert_eq!(seen.ends_at, Some(db.env.now() + Duration::hours(12)));
        assert_eq!(seen.fresh_until, Some(db.env.now() + Duration::minutes(10)), "the password was typed just now");
        assert_eq!((codes.expose().count(), codes.expose().all(|code| code.len() == 19)), (10, true));

        let second = signed_in(&app, ADA).await;
        assert_eq!(access(&app, &second).await, AdminAccess { state: AccessState::Needed, fresh_until: None, ends_at: None });
        db.clock.advance(Duration::seconds(30));
        give(&app, &second, code(&shown(&secret, db.env.now()))).await.unwrap();
        assert_eq!(access(&app, &second).await.state, AccessState::Given);
        let factor = second_factor(&app, first.user.id).await.unwrap();
        assert_eq!((factor.enrolled_at.is_some(), factor.recovery_codes_left), (true, 10));
        assert_eq!(acts(&db).await, ["users.enrol_second_factor"]);
    }

    async fn the_database_holds_neither_the_secret_nor_a_recovery_code(db: TestDb) {
        let app = plain(&db);
        let ada = admin(&app, ADA).await;
        let (secret, codes) = enrolled(&app, &ada).await;
        let row = totp::Entity::find_by_id(ada.user.id.0).one(db.store.read()).await.unwrap().unwrap();
        let (bare, sealed) = (BASE32_NOPAD.decode(secret.as_bytes()).unwrap(), row.sealed_secret.clone().unwrap());
        assert!(!sealed.windows(bare.len()).any(|window| window == bare));
        assert!(row.sealed_next.is_none(), "a secret that was proven waits no more");
        let rows = recovery_codes::Entity::find().all(db.store.read()).await.unwrap();
        for code in codes.expose() {
            let plain = code.replace('-', "");
            assert!(rows.iter().all(|row| row.code_hash != plain.as_bytes() && row.code_hash.len() == 32));
        }
        for printed in [format!("{row:?}"), format!("{rows:?}"), format!("{codes:?}")] {
            assert!(!printed.contains("sealed") && !printed.contains("hash: "), "{printed}");
        }
    }

    async fn a_code_works_once_in_whatever_session(db: TestDb) {
        let app = plain(&db);
        let ada = admin(&app, ADA).await;
        let (secret, _) = enrolled(&app, &ada).await;
        let other = signed_in(&app, ADA).await;
        let now = shown(&secret, db.env.now());
        assert!(matches!(give(&app, &other, code(&now)).await, Err(GiveError::Code(CodeError::Used))), "it enrolled");
        db.clock.advance(Duration::minutes(1));
        let (late, next) = (shown(&secret, db.env.now() - Duration::seconds(30)), shown(&secret, db.env.now()));
        give(&app, &other, code(&next)).await.unwrap();
        for used in [&next, &late] {
            assert!(matches!(give(&app, &ada, code(used)).await, Err(GiveError::Code(CodeError::Used))));
        }
        let fresh = shown(&secret, db.env.now() + Duration::seconds(30));
        let both = futures::future::join(give(&app, &ada, code(&fresh)), give(&app, &other, code(&fresh))).await;
        assert_eq!(i32::from(both.0.is_ok()) + i32::from(both.1.is_ok()), 1, "{both:?}");
    }

    async fn five_tries_in_five_minutes_whatever_they_are_tried_at(db: TestDb) {
        let app = plain(&db);
        let ada = admin(&app, ADA).await;
        let (secret, codes) = enrolled(&app, &ada).await;
        let other = signed_in(&app, ADA).await;
        let wrong = || wanted(PASSWORD, Some("000000".to_owned()));
        for nth in 0..5 {
            let refused = match nth {
                0 | 1 => give(&app, &other, code("000000")).await.map_err(|error| matches!(error, GiveError::Code(CodeError::Wrong))),
                2 | 3 => give(&app, &ada, Given::RecoveryCode("abcd-abcd-abcd-abcd".into())).await
                    .map_err(|error| matches!(error, GiveError::Code(CodeError::Wrong))),
                _ => confirm_sign_in(&app, &of(&app, &ada).await, wrong()).await.map(drop)
                    .map_err(|error| matches!(error, ConfirmError::Code(CodeError::Wrong))),
            };
            assert_eq!(refused, Err(true), "{nth}");
            db.clock.advance(Duration::seconds(30));
        }
        let right = code(&shown(&secret, db.env.now()));
        match give(&app, &other, right.clone()).await {
            Err(GiveError::Code(CodeError::TooManyAttempts(wait))) => assert_eq!(wait.retry_after_seconds, 150),
            answer => panic!("{answer:?}"),
        }
        let recovery = codes.expose().next().unwrap();
        let recovered = give(&app, &other, Given::RecoveryCode(recovery.into())).await;
        assert!(matches!(recovered, Err(GiveError::Code(CodeError::TooManyAttempts(_)))), "{recovered:?}");
        db.clock.advance(Duration::seconds(150));
        give(&app, &other, code(&shown(&secret, db.env.now()))).await.unwrap();
        // Whoever showed that he has it begins anew.
        for _ in 0..5 {
            let refused = give(&app, &other, code("000000")).await;
            assert!(matches!(refused, Err(GiveError::Code(CodeError::Wrong))), "{refused:?}");
        }
    }

    async fn tries_at_the_same_instant_are_five_all_the_same(db: TestDb) {
        let app = plain(&db);
        let ada = admin(&app, ADA).await;
        enrolled(&app, &ada).await;
        let session = of(&app, &ada).await;
        let (by, wrong) = (By::customer(ada.user.id), code("000000"));
        let tries = (0..12).map(|_| give_second_factor(&app, &by, &session, &wrong));
        let ends = futures::future::join_all(tries).await;
        let looked_at = ends.iter().filter(|end| matches!(end, Err(GiveError::Code(CodeError::Wrong)))).count();
        assert_eq!(looked_at, 5, "{ends:?}");
    }

    async fn whoever_guesses_codes_gets_twenty_a_day_and_the_admin_hears_of_each_window(db: TestDb) {
        let post = Post::open(&db);
        let app = &post.app;
        let ada = admin(app, ADA).await;
        let (secret, _) = enrolled(app, &ada).await;
        let guessed = signed_in(app, ADA).await;
        for _ in 0..4 {
            for _ in 0..5 {
                let wrong = give(app, &guessed, code("000000")).await;
                assert!(matches!(wrong, Err(GiveError::Code(CodeError::Wrong))), "{wrong:?}");
            }
            let held = give(app, &guessed, code("000000")).await;
            assert!(matches!(held, Err(GiveError::Code(CodeError::TooManyAttempts(_)))), "{held:?}");
            let told = post.letter().await;
            assert!(told.to == ADA && told.text.contains("5 wrong codes"), "{}", told.text);
            db.clock.advance(Duration::minutes(5));
        }
        clear(app).await.unwrap();
        match give(app, &ada, code(&shown(&secret, db.env.now()))).await {
            Err(GiveError::Code(CodeError::TooManyAttempts(wait))) => {
                assert_eq!(wait.retry_after_seconds, (24 * 60 - 20) * 60);
            }
            answer => panic!("{answer:?}"),
        }
        let held = ["users.hold_second_factor"; 4];
        assert_eq!(acts(&db).await, [&["users.enrol_second_factor"][..], &held].concat());
        let lines = audit_log::Entity::find().all(db.store.read()).await.unwrap();
        let line = lines.iter().find(|line| line.act == held[0]).unwrap();
        assert_eq!((line.actor.as_str(), line.surface.as_str()), ("system", "web"), "nobody knows who it was");

        reset_second_factor(app, &By::operator(), ADA, "somebody guesses").await.unwrap();
        let anew = signed_in(app, ADA).await;
        enrolled(app, &anew).await;
        assert_eq!(access(app, &anew).await.state, AccessState::Given, "whoever has the server is not kept out");
    }

    async fn a_recovery_code_lets_in_once_and_is_on_record_and_new_ones_end_the_old(db: TestDb) {
        let app = plain(&db);
        let ada = admin(&app, ADA).await;
        let (_, codes) = enrolled(&app, &ada).await;
        let codes: Vec<&str> = codes.expose().collect();
        let recovery = |code: &str| Given::RecoveryCode(code.into());
        let other = signed_in(&app, ADA).await;
        give(&app, &other, recovery(&codes[0].to_uppercase().replace('-', " "))).await.unwrap();
        assert_eq!(access(&app, &other).await.state, AccessState::Given);
        let again = give(&app, &other, recovery(codes[0])).await;
        assert!(matches!(again, Err(GiveError::Code(CodeError::Used))), "{again:?}");
        assert_eq!(second_factor(&app, ada.user.id).await.unwrap().recovery_codes_left, 9);

        let by = By::customer(ada.user.id);
        let fresh = renew_recovery_codes(&app, &by, ada.user.id).await.unwrap();
        let old = give(&app, &other, recovery(codes[1])).await;
        assert!(matches!(old, Err(GiveError::Code(CodeError::Wrong))), "{old:?}");
        give(&app, &other, recovery(fresh.expose().next().unwrap())).await.unwrap();
        assert_eq!(acts(&db).await, [
            "users.enrol_second_factor", "users.use_recovery_code", "users.renew_recovery_codes", "users.use_recovery_code",
        ]);
    }

    async fn another_device_wants_the_password_and_the_one_that_there_is(db: TestDb) {
        let app = plain(&db);
        let ada = admin(&app, ADA).await;
        let (old, _) = enrolled(&app, &ada).await;
        let stranger = signed_in(&app, ADA).await;
        let enrol = async |who: &SignedIn, password: &str| {
            enrol_second_factor(&app, &of(&app, who).await, password.into(), address(HOME)).await
        };
        assert!(matches!(enrol(&stranger, PASSWORD).await, Err(EnrolError::Needed)));
        let wrong = enrol(&ada, "wrong password").await;
        assert!(matches!(wrong, Err(EnrolError::Proof(ProofError::WrongPassword))), "{wrong:?}");
        let prove = async |text: String| {
            let session = of(&app, &ada).await;
            prove_device(&app, &By::customer(ada.user.id), &session, text.into()).await
        };
        assert!(matches!(prove("000000".to_owned()).await, Err(ProveDeviceError::NothingToEnrol)));

        let new = enrol(&ada, PASSWORD).await.unwrap();
        assert!(new.uri().starts_with("otpauth://totp/nproxy:ada@example.org?secret="), "{}", new.uri());
        assert!(matches!(prove("000000".to_owned()).await, Err(ProveDeviceError::Code(CodeError::Wrong))));
        db.clock.advance(Duration::minutes(1));
        give(&app, &stranger, code(&shown(&old, db.env.now()))).await.unwrap();
        prove(shown(new.secret(), db.env.now())).await.unwrap();
        assert_eq!(access(&app, &stranger).await.state, AccessState::Needed, "it was let in by the old device");
        db.clock.advance(Duration::minutes(1));
        let refused = give(&app, &stranger, code(&shown(&old, db.env.now()))).await;
        assert!(matches!(refused, Err(GiveError::Code(CodeError::Wrong))), "{refused:?}");
        give(&app, &stranger, code(&shown(new.secret(), db.env.now()))).await.unwrap();
    }

    async fn an_admin_is_let_in_for_so_long_and_less_when_idle_while_the_session_goes_on(db: TestDb) {
        let app = plain(&db);
        let ada = admin(&app, ADA).await;
        let (secret, _) = enrolled(&app, &ada).await;
        for _ in 0..11 {
            db.clock.advance(Duration::minutes(59));
            assert_eq!(access(&app, &ada).await.state, AccessState::Given);
        }
        db.clock.advance(Duration::minutes(59));
        assert_eq!(access(&app, &ada).await.state, AccessState::Given);
        db.clock.advance(Duration::minutes(12));
        assert_eq!(access(&app, &ada).await.state, AccessState::Needed, "twelve hours are over");
        give(&app, &ada, code(&shown(&secret, db.env.now()))).await.unwrap();
        assert_eq!(access(&app, &ada).await.fresh_until, None, "the password was typed long ago");
        db.clock.advance(Duration::minutes(60));
        assert_eq!(access(&app, &ada).await.state, AccessState::Needed, "nobody was there for an hour");
        assert_eq!(access(&app, &ada).await.state, AccessState::Needed, "and using it again does not open it");
        assert!(is_signed_in(&app, &ada).await);
    }

    async fn a_fresh_sign_in_is_the_password_and_a_code_and_good_for_ten_minutes(db: TestDb) {
        let app = plain(&db);
        let ada = admin(&app, ADA).await;
        let (secret, _) = enrolled(&app, &ada).await;
        db.clock.advance(Duration::minutes(10));
        assert_eq!(access(&app, &ada).await.fresh_until, None);
        let confirm = async |wanted| confirm_sign_in(&app, &of(&app, &ada).await, wanted).await;
        assert!(matches!(confirm(wanted(PASSWORD, None)).await, Err(ConfirmError::CodeNeeded)));
        let now = || Some(shown(&secret, db.env.now()));
        let wrong = confirm(wanted("wrong password", now())).await;
        assert!(matches!(wrong, Err(ConfirmError::Proof(ProofError::WrongPassword))), "{wrong:?}");
        confirm(wanted(PASSWORD, now())).await.unwrap();
        let until = db.env.now() + Duration::minutes(10);
        assert_eq!(access(&app, &ada).await.fresh_until, Some(until));
        let again = confirm(wanted(PASSWORD, now())).await;
        assert!(matches!(again, Err(ConfirmError::Code(CodeError::Used))), "{again:?}");
        db.clock.advance(Duration::minutes(10));
        assert_eq!(access(&app, &ada).await.fresh_until, None);
    }

    async fn where_no_second_factor_is_asked_for_the_password_alone_is_fresh(db: TestDb) {
        let admins = AdminSettings { second_factor: false, ..AdminSettings::default() };
        let accounts = AccountSettings { admins, ..AccountSettings::default() };
        let app = house(&db, Arc::default(), Arc::new(NoMail), Settings { accounts, ..Settings::default() });
        let ada = admin(&app, ADA).await;
        let seen = access(&app, &ada).await;
        assert_eq!((seen.state, seen.fresh_until.is_some(), seen.ends_at), (AccessState::Off, true, None));
        db.clock.advance(Duration::minutes(10));
        assert_eq!(access(&app, &ada).await.fresh_until, None);
        confirm_sign_in(&app, &of(&app, &ada).await, wanted(PASSWORD, None)).await.unwrap();
        assert!(access(&app, &ada).await.fresh_until.is_some());
    }

    async fn customers_have_no_second_factor(db: TestDb) {
        let app = plain(&db);
        customer(&app, ADA).await;
        let ada = signed_in(&app, ADA).await;
        let session = of(&app, &ada).await;
        let by = By::customer(ada.user.id);
        assert_eq!(admin_access(&app, &session.user, session.proven).await.unwrap(), None);
        let enrolled = enrol_second_factor(&app, &session, PASSWORD.into(), address(HOME)).await;
        assert!(matches!(enrolled, Err(EnrolError::AdminOnly)), "{enrolled:?}");
        let proven = prove_device(&app, &by, &session, "000000".into()).await;
        assert!(matches!(proven, Err(ProveDeviceError::AdminOnly)), "{proven:?}");
        assert!(matches!(give(&app, &ada, code("000000")).await, Err(GiveError::AdminOnly)));
        let confirmed = confirm_sign_in(&app, &session, wanted(PASSWORD, None)).await;
        assert!(matches!(confirmed, Err(ConfirmError::AdminOnly)), "{confirmed:?}");
        assert_eq!(second_factor(&app, ada.user.id).await.unwrap().enrolled_at, None);
    }

    async fn the_operator_resets_a_lost_second_factor_and_takes_the_role_away(db: TestDb) {
        let app = plain(&db);
        let ada = admin(&app, ADA).await;
        enrolled(&app, &ada).await;
        let by = By::operator();
        assert!(reset_second_factor(&app, &by, ADA, " ").await.is_err(), "not without a reason");
        reset_second_factor(&app, &by, ADA, "her telephone fell into the sea").await.unwrap();
        assert!(!is_signed_in(&app, &ada).await);
        let anew = signed_in(&app, ADA).await;
        assert_eq!(access(&app, &anew).await.state, AccessState::Missing);
        assert!(reset_second_factor(&app, &by, ADA, "again").await.is_err(), "there is none");
        enrolled(&app, &anew).await;

        revoke_admin(&app, &by, ADA).await.unwrap();
        revoke_admin(&app, &by, ADA).await.unwrap();
        assert!(!is_signed_in(&app, &anew).await);
        let later = signed_in(&app, ADA).await;
        assert_eq!(admin_access(&app, &later.user, later.proven).await.unwrap(), None);
        grant_admin(&app, &by, ADA).await.unwrap();
        assert_eq!(access(&app, &later).await.state, AccessState::Missing, "he enrols anew");
        assert_eq!(acts(&db).await, [
            "users.enrol_second_factor", "users.reset_second_factor", "users.enrol_second_factor", "users.revoke_admin",
        ]);
    }
}
