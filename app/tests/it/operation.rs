//! What the operator is told: the audit log, incidents, mails.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::Duration;
use nproxy_app::Settings;
use nproxy_app::audit::{By, Change};
use nproxy_app::incidents::{Reported, Trouble, recover, report};
use nproxy_app::links::{self, LINK_MARK, Link, LinkPurpose, LinkState};
use nproxy_app::mail::{SendMail, post, send};
use nproxy_app::notes::{AccountNews, account_subject, tell_account};
use nproxy_domain::MailId;
use nproxy_domain::audit::{Actor, Surface};
use nproxy_domain::mail::{Mail, MailError, Mailer, Severity};
use nproxy_store::entities::text::{DeliveryState, IncidentState, Language};
use nproxy_store::entities::{audit_log, incidents, mails};
use nproxy_store::jobs::JobEnd;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{EntityTrait as _, PaginatorTrait as _};
use nproxy_store::{StoreError, both};
use serde_json::json;

use crate::house::{customer, house, plain};

/// Keeps what it is given and answers as told.
#[derive(Debug)]
struct Postman {
    sent: Mutex<Vec<Mail>>,
    answers: Mutex<Vec<MailError>>,
}

impl Postman {
    fn answering(answers: Vec<MailError>) -> Arc<Self> {
        Arc::new(Self { sent: Mutex::default(), answers: Mutex::new(answers) })
    }
}

#[async_trait]
impl Mailer for Postman {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        if let Some(error) = self.answers.lock().unwrap().pop() {
            return Err(error);
        }
        self.sent.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

fn welcome() -> Mail {
    Mail { to: "ada@example.org".into(), subject: "Welcome".into(), text: "token abc".into(), html: None }
}

fn trouble(detail: &str) -> Trouble {
    Trouble {
        key: "provider_down:nano_banana".into(),
        severity: Severity::Critical,
        subject: String::new(),
        title: "nano_banana is down".into(),
        detail: detail.into(),
    }
}

both! {
    async fn an_act_is_on_record_with_who_and_why_and_can_not_be_changed(db: TestDb) {
        let app = plain(&db);
        let ada = customer(&app, "ada@example.org").await.id;
        let by = By { actor: Actor::User(ada), surface: Surface::Web, request_id: Some("r1".into()) };
        let change = Change::of("keys.disable", "key:1".into())
            .before(json!({ "state": "active" }))
            .after(json!({ "state": "disabled" }))
            .because(Some("leaked".into()));
        let (by, change, env) = (&by, &change, &db.env);
        db.store.write(|tx| async move { by.did(&tx, env, change.clone()).await }).await.unwrap();
        let lines = audit_log::Entity::find().all(db.store.read()).await.unwrap();
        let line = lines.iter().find(|l| l.act == "keys.disable").unwrap();
        assert_eq!((line.actor.clone(), line.surface.as_str()), (format!("user:{ada}"), "web"));
        assert_eq!((line.before.clone(), line.after.clone()), (Some(json!({ "state": "active" })), Some(json!({ "state": "disabled" }))));
        assert_eq!((line.reason.as_deref(), line.request_id.as_deref(), line.at), (Some("leaked"), Some("r1"), db.env.now()));

        let (tampered, count) = (line.id, lines.len() as u64);
        let deleted = db.store.write(|tx| async move {
            audit_log::Entity::delete_by_id(tampered).exec(&tx).await?;
            Ok::<_, StoreError>(())
        }).await;
        assert!(deleted.is_err());
        assert_eq!(audit_log::Entity::find().count(db.store.read()).await.unwrap(), count);
    }

    async fn an_act_that_is_undone_leaves_no_line(db: TestDb) {
        let (by, env) = (&By::operator(), &db.env);
        let undone: Result<(), StoreError> = db.store.write(|tx| async move {
            by.did(&tx, env, Change::of("keys.disable", "key:1".into())).await?;
            Err(StoreError::Internal("changed my mind".into()))
        }).await;
        assert!(undone.is_err());
        assert_eq!(audit_log::Entity::find().count(db.store.read()).await.unwrap(), 0);
    }

    async fn one_trouble_is_one_incident_until_it_is_over(db: TestDb) {
        let env = &db.env;
        let meet = async |detail: &'static str| {
            db.store.write(|tx| async move { report(&tx, env, trouble(detail)).await }).await.unwrap()
        };
        let over = async || db.store.write(|tx| async move { recover(&tx, env, "provider_down:nano_banana").await }).await.unwrap();
        assert_eq!(over().await, None);
        let Reported::Opened(first) = meet("first").await else { panic!("news") };
        db.clock.advance(Duration::seconds(10));
        assert_eq!(meet("second\n\u{202E}line").await, Reported::Again(first, 2));
        assert_eq!(meet("third").await, Reported::Again(first, 3));
        let row = incidents::Entity::find_by_id(first.0).one(db.store.read()).await.unwrap().unwrap();
        assert_eq!((row.times, row.detail.as_str(), row.updated_at - row.opened_at), (3, "third", Duration::seconds(10)));
        assert_eq!(over().await, Some(first));
        assert_eq!(over().await, None);
        let row = incidents::Entity::find_by_id(first.0).one(db.store.read()).await.unwrap().unwrap();
        assert_eq!((row.state, row.recovered_at), (IncidentState::Recovered, Some(db.env.now())));
        let Reported::Opened(second) = meet("again").await else { panic!("news") };
        assert_ne!(first, second);
    }

    async fn trouble_met_by_many_at_the_same_instant_is_one_incident(db: TestDb) {
        let env = &db.env;
        let reports = (0..8).map(|_| db.store.write(move |tx| async move { report(&tx, env, trouble("down")).await }));
        let reports = futures::future::join_all(reports).await;
        let news = reports.iter().filter(|r| matches!(r, Ok(Reported::Opened(_)))).count();
        assert_eq!((news, reports.iter().filter(|r| r.is_ok()).count()), (1, 8), "{reports:?}");
    }

    async fn a_mail_goes_out_once_and_its_text_is_forgotten(db: TestDb) {
        let postman = Postman::answering(vec![MailError::Temporary("ada@example.org: try later".into())]);
        let app = house(&db, Arc::default(), postman.clone(), Settings::default());
        let (env, mail) = (&db.env, &welcome());
        let id = db.store.write(|tx| async move { post(&tx, env, None, mail).await }).await.unwrap();
        let job = SendMail { mail: id };
        assert!(matches!(send(&app, job).await.unwrap(), JobEnd::Later(_)));
        for _ in 0..2 {
            assert_eq!(send(&app, job).await.unwrap(), JobEnd::Done);
        }
        let sent = postman.sent.lock().unwrap().clone();
        assert_eq!(sent.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(), ["token abc"]);
        let row = mails::Entity::find_by_id(id.0).one(db.store.read()).await.unwrap().unwrap();
        assert_eq!((row.state, row.body.as_str(), row.ended_at), (DeliveryState::Sent, "", Some(db.env.now())));
    }

    async fn a_refused_mail_is_given_up_and_says_why(db: TestDb) {
        let postman = Postman::answering(vec![MailError::Permanent("no such mailbox".into())]);
        let app = house(&db, Arc::default(), postman.clone(), Settings::default());
        let (env, mail) = (&db.env, &welcome());
        let id = db.store.write(|tx| async move { post(&tx, env, None, mail).await }).await.unwrap();
        assert_eq!(send(&app, SendMail { mail: id }).await.unwrap(), JobEnd::GiveUp);
        let row = mails::Entity::find_by_id(id.0).one(db.store.read()).await.unwrap().unwrap();
        assert_eq!((row.state, row.detail.as_deref()), (DeliveryState::Failed, Some("no such mailbox")));
    }

    async fn a_mail_whose_server_stays_away_is_given_up_after_two_days(db: TestDb) {
        let away = || MailError::Temporary("ada@example.org: away".into());
        let postman = Postman::answering((0..3).map(|_| away()).collect());
        let app = house(&db, Arc::default(), postman.clone(), Settings::default());
        let (env, mail) = (&db.env, &welcome());
        let id = db.store.write(|tx| async move { post(&tx, env, None, mail).await }).await.unwrap();
        for _ in 0..2 {
            assert!(matches!(send(&app, SendMail { mail: id }).await.unwrap(), JobEnd::Later(_)));
            db.clock.advance(Duration::hours(24));
        }
        assert_eq!(send(&app, SendMail { mail: id }).await.unwrap(), JobEnd::GiveUp);
        let row = mails::Entity::find_by_id(id.0).one(db.store.read()).await.unwrap().unwrap();
        assert_eq!((row.state, row.body.as_str()), (DeliveryState::Failed, ""));
        assert_eq!(row.detail.as_deref(), Some("[redacted]: away"), "without the address");
    }

    async fn links_of_two_sendings_are_both_good_and_stand_in_both_parts(db: TestDb) {
        // As where an answer was lost: the first mail may have arrived all the same.
        let postman = Postman::answering(Vec::new());
        let app = house(&db, Arc::default(), postman.clone(), Settings::default());
        let (app, subject) = (&app, db.env.uuid());
        let news = &AccountNews::ResetPassword(Link { purpose: LinkPurpose::ResetPassword, subject });
        for _ in 0..2 {
            let told = db.store.write(|tx| async move { tell_account(&tx, app, None, "ada@example.org", Language::En, news).await });
            told.await.unwrap();
        }
        for row in mails::Entity::find().all(db.store.read()).await.unwrap() {
            assert!(row.body.contains(LINK_MARK) && row.html.unwrap().contains(LINK_MARK), "no link is made before it is sent");
            assert_eq!(send(app, SendMail { mail: MailId(row.id) }).await.unwrap(), JobEnd::Done);
        }
        let sent = postman.sent.lock().unwrap().clone();
        let tokens: Vec<&str> = sent.iter().map(|mail| mail.text.split_once("/reset#").unwrap().1.lines().next().unwrap()).collect();
        assert_ne!(tokens[0], tokens[1]);
        for (mail, token) in sent.iter().zip(&tokens) {
            assert_eq!(mail.html.as_ref().unwrap().matches(&format!("/reset#{token}\"")).count(), 2, "the button and the link");
            let seen = links::look(app, token).await.unwrap();
            assert_eq!((seen.state, seen.email.as_str()), (LinkState::Good, "ada@example.org"));
        }
        for row in mails::Entity::find().all(db.store.read()).await.unwrap() {
            assert_eq!((row.body.as_str(), row.html), ("", None));
        }
    }

    async fn who_has_an_account_shows_in_no_subject(db: TestDb) {
        let app = plain(&db);
        let link = |purpose| Link { purpose, subject: db.env.uuid() };
        for language in [Language::En, Language::Ru] {
            let subject = |news| account_subject(&app, language, &news);
            let verify = subject(AccountNews::Verify(link(LinkPurpose::VerifyAddress)));
            assert_eq!(verify, subject(AccountNews::AlreadyRegistered));
            let reset = subject(AccountNews::ResetPassword(link(LinkPurpose::ResetPassword)));
            assert_eq!(reset, subject(AccountNews::NoAccount));
            let confirm = subject(AccountNews::ConfirmAddress(link(LinkPurpose::ConfirmAddress)));
            assert_eq!(confirm, subject(AccountNews::AddressTaken));
        }
    }
}
