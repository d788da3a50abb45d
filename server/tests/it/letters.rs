//! What was written, sent and read.

use std::sync::Mutex;

use nproxy_app::mail::{self, SendMail};
use nproxy_domain::MailId;
use nproxy_domain::mail::{Mail, MailError, Mailer};
use nproxy_store::entities::mails;
use nproxy_store::entities::text::DeliveryState;
use nproxy_store::testing::sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use salvo::async_trait;

use crate::house::House;

#[derive(Debug, Default)]
pub struct Letters(Mutex<Vec<Mail>>);

#[async_trait]
impl Mailer for Letters {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.0.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

impl House {
    /// Sends the one mail that waits.
    pub async fn letter(&self) -> Mail {
        let [mail] = self.letters().await.try_into().unwrap_or_else(|all| panic!("one letter waits: {all:?}"));
        mail
    }

    async fn letters(&self) -> Vec<Mail> {
        let waiting = mails::Entity::find().filter(mails::Column::State.eq(DeliveryState::Pending));
        for row in waiting.order_by_asc(mails::Column::Id).all(self.app.store.read()).await.expect("readable") {
            mail::send(&self.app, SendMail { mail: MailId(row.id) }).await.expect("it is taken");
        }
        std::mem::take(&mut *self.letters.0.lock().unwrap())
    }

    /// What stands in the fragment of the one link; others may be told something as well.
    pub async fn token(&self) -> String {
        let letters = self.letters().await;
        let linked: Vec<_> = letters.iter().filter_map(|mail| mail.text.split_once('#')).collect();
        let [(_, rest)] = linked[..] else { panic!("one letter has a link: {letters:?}") };
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
    }
}
