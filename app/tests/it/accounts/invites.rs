//! Signing up by invitation.

use chrono::Duration;
use nproxy_app::accounts::{
    AccountSettings, CreateInviteError, InviteCreated, InviteState, NewInvite, RegisterError, Registered, Registration,
    RevokeInviteError, ThrottleSettings, VerifyError, create_invite, list_invites, register, revoke_invite,
    verify_email,
};
use nproxy_app::audit::By;
use nproxy_app::switches::SignUp;
use nproxy_app::{App, Settings};
use nproxy_domain::InviteId;
use nproxy_store::both;
use nproxy_store::entities::{audit_log, invites, users};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{EntityTrait as _, PaginatorTrait as _};

use super::HOME;
use super::post::{Post, token, wanted};
use crate::house::browser;

fn by_invitation(db: &TestDb, require_verified: bool) -> Post {
    let accounts = AccountSettings { sign_up: SignUp::Invite, require_verified, ..Default::default() };
    Post::with(db, Settings { accounts, ..Default::default() })
}

async fn invite(app: &App, uses_max: u32, days: Option<u32>) -> InviteCreated {
    let new = NewInvite { uses_max, days, note: "friends\nof Ada".into() };
    create_invite(app, &By::operator(), new).await.unwrap()
}

async fn sign_up(app: &App, email: &str, code: &str) -> Result<Registered, RegisterError> {
    register(app, Registration { invite: Some(code.to_owned()), ..wanted(email) }).await
}

fn is_invalid(result: &Result<Registered, RegisterError>) -> bool {
    matches!(result, Err(RegisterError::Invite(_)))
}

both! {
    async fn who_holds_a_good_code_signs_up_and_nobody_else(db: TestDb) {
        let post = by_invitation(&db, true);
        let made = invite(&post.app, 2, Some(3)).await;
        let code = made.code.expose();
        assert!(is_invalid(&register(&post.app, wanted("ada@example.org")).await));
        for wrong in ["", "ABCD", "0000-0000-0000-0000"] {
            assert!(is_invalid(&sign_up(&post.app, "ada@example.org", wrong).await), "{wrong}");
        }
        sign_up(&post.app, "ada@example.org", &code.to_lowercase().replace('-', " ")).await.unwrap();
        let uses = async || list_invites(&post.app).await.unwrap()[0].uses;
        assert_eq!(uses().await, 0, "nothing is used before there is an account");
        verify_email(&post.app, &token(&post.letter().await), None, &browser(HOME)).await.unwrap();
        assert_eq!(uses().await, 1);
        db.clock.advance(Duration::days(3));
        assert!(is_invalid(&sign_up(&post.app, "bob@example.org", &code).await), "it is too old");
        assert_eq!(list_invites(&post.app).await.unwrap()[0].state, InviteState::Expired);
    }

    async fn codes_that_are_tried_are_counted_as_sign_ups_are(db: TestDb) {
        let throttle = ThrottleSettings { sign_ups_max: 2, ..Default::default() };
        let accounts = AccountSettings { sign_up: SignUp::Invite, throttle, ..Default::default() };
        let post = Post::with(&db, Settings { accounts, ..Default::default() });
        for wrong in ["ABCD-ABCD-ABCD-ABCD", "0000-0000-0000-0000"] {
            assert!(is_invalid(&sign_up(&post.app, "ada@example.org", wrong).await), "{wrong}");
        }
        let code = invite(&post.app, 1, None).await.code.expose();
        let third = sign_up(&post.app, "ada@example.org", &code).await;
        assert!(matches!(third, Err(RegisterError::TooManyAttempts(_))), "{third:?}");
    }

    async fn of_twenty_with_an_invitation_for_one_the_first_link_makes_the_account(db: TestDb) {
        let post = by_invitation(&db, true);
        let code = invite(&post.app, 1, None).await.code.expose();
        for n in 0..20 {
            sign_up(&post.app, &format!("user{n}@example.org"), &code).await.unwrap();
        }
        let links: Vec<String> = post.deliver().await.iter().map(token).collect();
        let home = &browser(HOME);
        let opened = links.iter().map(|link| verify_email(&post.app, link, None, home));
        let opened = futures::future::join_all(opened).await;
        assert_eq!(opened.iter().filter(|o| o.is_ok()).count(), 1, "{opened:?}");
        assert!(opened.iter().all(|o| matches!(o, Ok(_) | Err(VerifyError::Invite(_)))), "{opened:?}");
        assert_eq!(users::Entity::find().count(db.store.read()).await.unwrap(), 1);
        assert_eq!(list_invites(&post.app).await.unwrap()[0].state, InviteState::UsedUp);
        assert!(is_invalid(&sign_up(&post.app, "late@example.org", &code).await));
    }

    async fn of_twenty_at_the_same_instant_where_addresses_need_no_proof_one_is_let_in(db: TestDb) {
        let post = by_invitation(&db, false);
        let code = &invite(&post.app, 1, None).await.code.expose();
        let app = &post.app;
        let tries = (0..20).map(|n| async move { sign_up(app, &format!("user{n}@example.org"), code).await });
        let tries = futures::future::join_all(tries).await;
        assert_eq!(tries.iter().filter(|t| t.is_ok()).count(), 1, "{tries:?}");
        assert!(tries.iter().filter(|t| t.is_err()).all(is_invalid), "{tries:?}");
        assert_eq!(users::Entity::find().count(db.store.read()).await.unwrap(), 1);
    }

    async fn an_invitation_that_is_revoked_opens_nothing_not_even_for_who_waits(db: TestDb) {
        let post = by_invitation(&db, true);
        let made = invite(&post.app, 5, None).await;
        sign_up(&post.app, "ada@example.org", &made.code.expose()).await.unwrap();
        for _ in 0..2 {
            let revoked = revoke_invite(&post.app, &By::operator(), made.invite.id).await.unwrap();
            assert_eq!(revoked.state, InviteState::Revoked);
        }
        assert!(is_invalid(&sign_up(&post.app, "bob@example.org", &made.code.expose()).await));
        let opened = verify_email(&post.app, &token(&post.letter().await), None, &browser(HOME)).await;
        assert!(matches!(opened, Err(VerifyError::Invite(_))));
        let unknown = revoke_invite(&post.app, &By::operator(), InviteId::new(&db.env)).await;
        assert!(matches!(unknown, Err(RevokeInviteError::NotFound)));
    }

    async fn invitations_are_on_record_without_their_codes(db: TestDb) {
        let post = by_invitation(&db, true);
        let made = invite(&post.app, 5, None).await;
        revoke_invite(&post.app, &By::operator(), made.invite.id).await.unwrap();
        revoke_invite(&post.app, &By::operator(), made.invite.id).await.unwrap();
        let lines = audit_log::Entity::find().all(db.store.read()).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.act.as_str(), line.actor.as_str())).collect();
        assert_eq!(told, [("invites.create", "operator"), ("invites.revoke", "operator")]);
        assert!(lines.iter().all(|line| line.subject == format!("invite:{}", made.invite.id)));
        let rows = invites::Entity::find().all(db.store.read()).await.unwrap();
        assert_eq!(rows[0].note, "friends of Ada");
        let kept = format!("{lines:?} {rows:?} {made:?}");
        let code = made.code.expose();
        assert!(!kept.contains(&code) && !kept.contains(&code.replace('-', "")), "{kept}");
    }

    async fn an_invitation_is_for_somebody_and_its_note_is_short(db: TestDb) {
        let post = by_invitation(&db, true);
        let none = NewInvite { uses_max: 0, days: None, note: String::new() };
        assert!(matches!(create_invite(&post.app, &By::operator(), none).await, Err(CreateInviteError::NoUse)));
        let long = NewInvite { uses_max: 1, days: None, note: "x".repeat(201) };
        assert!(matches!(create_invite(&post.app, &By::operator(), long).await, Err(CreateInviteError::NoteTooLong)));
        assert!(list_invites(&post.app).await.unwrap().is_empty());
    }
}
