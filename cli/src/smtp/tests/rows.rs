//! From the row to the inbox.

use std::path::Path;

use nproxy_app::App;
use nproxy_app::accounts::Language;
use nproxy_app::links::{self, Link, LinkPurpose, LinkState};
use nproxy_app::mail::{SendMail, post, send};
use nproxy_app::notes::{AccountNews, tell_account};
use nproxy_domain::MailId;
use nproxy_sandbox::MailConduct;
use nproxy_store::entities::mails;
use nproxy_store::entities::text::DeliveryState;
use nproxy_store::jobs::JobEnd;
use nproxy_store::testing::sea_orm::EntityTrait as _;

use super::{ADA, Post, letter};

async fn posted(app: &App) -> SendMail {
    let mail = &letter("Hi");
    let id = app.store.write(|tx| async move { post(&tx, &app.env, None, mail).await }).await.unwrap();
    SendMail { mail: id }
}

async fn row(app: &App, job: SendMail) -> mails::Model {
    mails::Entity::find_by_id(job.mail.0).one(app.store.read()).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_refused_recipient_ends_the_mail_and_the_row_says_why() {
    let post = Post::start().await;
    post.behaves(MailConduct { refused: vec![ADA.to_owned()], ..MailConduct::default() });
    let app = post.app().await;
    let job = posted(&app).await;
    assert_eq!(send(&app, job).await.unwrap(), JobEnd::GiveUp);
    let row = row(&app, job).await;
    let detail = row.detail.unwrap();
    assert_eq!((row.state, row.body.as_str()), (DeliveryState::Failed, ""));
    assert!(detail.contains("550 5.1.1") && !detail.contains(ADA), "{detail}");
}

#[tokio::test]
async fn a_greylisted_mail_is_sent_once_in_the_end() {
    let post = Post::start().await;
    post.behaves(MailConduct { greylisted: 2, ..MailConduct::default() });
    let app = post.app().await;
    let job = posted(&app).await;
    for _ in 0..2 {
        let JobEnd::Later(pause) = send(&app, job).await.unwrap() else { panic!("it is tried again") };
        post.pass(i64::try_from(pause.as_secs()).unwrap());
        assert_eq!(row(&app, job).await.state, DeliveryState::Pending);
    }
    for _ in 0..2 {
        assert_eq!(send(&app, job).await.unwrap(), JobEnd::Done);
    }
    assert_eq!(post.inbox.to(ADA).len(), 1);
    assert_eq!(row(&app, job).await.state, DeliveryState::Sent);
}

#[tokio::test]
async fn a_mail_arrives_when_the_server_is_back_after_hours() {
    let post = Post::start().await;
    post.behaves(MailConduct { away: true, ..MailConduct::default() });
    let app = post.app().await;
    let job = posted(&app).await;
    for _ in 0..6 {
        assert!(matches!(send(&app, job).await.unwrap(), JobEnd::Later(_)));
        post.pass(3600);
    }
    post.behaves(MailConduct::default());
    assert_eq!(send(&app, job).await.unwrap(), JobEnd::Done);
    assert_eq!(post.inbox.to(ADA).len(), 1);
}

#[tokio::test]
async fn a_links_token_is_in_the_mail_alone() {
    let post = Post::start().await;
    let app = &post.app().await;
    let link = Link { purpose: LinkPurpose::ResetPassword, subject: app.env.uuid() };
    let news = &AccountNews::ResetPassword(link);
    let told = app.store.write(|tx| async move { tell_account(&tx, app, None, ADA, Language::Ru, news).await });
    told.await.unwrap();
    let [row] = mails::Entity::find().all(app.store.read()).await.unwrap().try_into().unwrap();
    let job = SendMail { mail: MailId(row.id) };
    // A try that fails leaves no more behind than one that doesn't.
    post.behaves(MailConduct { greylisted: 1, ..MailConduct::default() });
    assert!(matches!(send(app, job).await.unwrap(), JobEnd::Later(_)));
    assert_eq!(send(app, job).await.unwrap(), JobEnd::Done);
    let [mail] = post.inbox.to(ADA).try_into().unwrap();
    let (page, token) = mail.links[0].split_once('#').unwrap();
    assert_eq!((page, token.len()), ("https://pictures.example/reset", 43));
    assert!(mail.html.unwrap().contains(&mail.links[0]));
    assert_eq!(links::look(app, token).await.unwrap().state, LinkState::Good);
    // All that is written down, be it in the database or in its log.
    let files = everything(post.dir.path());
    assert!(contains(&files, ADA.as_bytes()), "it is the right place to look");
    assert!(!contains(&files, token.as_bytes()));
}

fn everything(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.is_file()).flat_map(|path| std::fs::read(path).unwrap()).collect()
}

fn contains(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}
