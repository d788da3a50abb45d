//! The product with a post office: what was written is sent, and read.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use nproxy_app::accounts::{Inbox, Registered, Registration, register};
use nproxy_app::mail::{self, SendMail};
use nproxy_app::{App, Settings};
use nproxy_domain::MailId;
use nproxy_domain::mail::{Mail, MailError, Mailer};
use nproxy_store::entities::mails;
use nproxy_store::entities::text::DeliveryState;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::HOME;
use crate::house::{PASSWORD, browser, house};

#[derive(Debug, Default)]
struct Sent(Mutex<Vec<Mail>>);

#[async_trait]
impl Mailer for Sent {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.0.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

pub struct Post {
    pub app: App,
    sent: Arc<Sent>,
}

impl Post {
    pub fn open(db: &TestDb) -> Self {
        Self::with(db, Settings::default())
    }

    pub fn with(db: &TestDb, settings: Settings) -> Self {
        let sent = Arc::new(Sent::default());
        Self { app: house(db, Arc::default(), sent.clone(), settings), sent }
    }

    /// Sends what waits, oldest first.
    pub async fn deliver(&self) -> Vec<Mail> {
        let waiting = mails::Entity::find().filter(mails::Column::State.eq(DeliveryState::Pending));
        for row in waiting.order_by_asc(mails::Column::Id).all(self.app.store.read()).await.unwrap() {
            mail::send(&self.app, SendMail { mail: MailId(row.id) }).await.unwrap();
        }
        std::mem::take(&mut *self.sent.0.lock().unwrap())
    }

    /// Sends the one mail that waits.
    pub async fn letter(&self) -> Mail {
        let [mail] = self.deliver().await.try_into().unwrap_or_else(|all| panic!("one letter waits: {all:?}"));
        mail
    }

    /// Signs up from home; the ticket and what the page says.
    pub async fn sign_up(&self, email: &str, password: &str) -> (String, Inbox) {
        self.sign_up_from(email, password, HOME).await
    }

    pub async fn sign_up_from(&self, email: &str, password: &str, from: &str) -> (String, Inbox) {
        let wanted = Registration { password: password.into(), from: browser(from), ..wanted(email) };
        match register(&self.app, wanted).await.unwrap() {
            Registered::Waiting { ticket, inbox } => (ticket.expose().to_owned(), inbox),
            Registered::SignedIn(_) => panic!("signing up signs nobody in"),
        }
    }

    /// Signs up and reads the mail: the ticket, and the token of the link.
    pub async fn linked(&self, email: &str, password: &str) -> (String, String) {
        let (ticket, _) = self.sign_up(email, password).await;
        (ticket, token(&self.letter().await))
    }
}

pub fn wanted(email: &str) -> Registration {
    Registration {
        email: email.into(),
        password: PASSWORD.into(),
        language: None,
        terms_version: None,
        invite: None,
        from: browser(HOME),
    }
}

/// What stands in the fragment of the only link of a mail.
pub fn token(mail: &Mail) -> String {
    let (_, rest) = mail.text.split_once('#').unwrap_or_else(|| panic!("no link: {}", mail.text));
    let token: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    assert_eq!(token.len(), 43, "{}", mail.text);
    token
}
