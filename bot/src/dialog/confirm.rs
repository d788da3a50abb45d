//! An act was confirmed, or dropped.

use nproxy_app::audit::By;
use nproxy_app::telegram::{self, OpenAsk, await_code, take_ask};
use uuid::Uuid;

use super::ask::cancel;
use super::meaning::Asking;
use super::shown::Card;
use super::{Dialog, Talk, Trouble};
use crate::acts::{self, Refused};
use crate::said::{Said, plain_of};
use crate::{Place, Scope};

impl Dialog {
    pub(super) async fn confirmed(&self, talk: &Talk, message: i64, ask: Uuid) -> Result<(), Trouble> {
        let Some((open, asking)) = self.asked(talk).await?.filter(|(open, _)| open.id == ask) else {
            return self.end(talk, message, &Said::AskTooOld, &Place::Overview).await;
        };
        if asking.is_money && talk.reader.scope == Scope::Ops {
            take_ask(&self.app, talk.chat, ask).await?;
            return self.end(talk, message, &Said::NoMoneyScope, &asking.from).await;
        }
        if asking.is_money {
            if !await_code(&self.app, talk.chat, ask).await? {
                return self.end(talk, message, &Said::AskTooOld, &asking.from).await;
            }
            let said = Said::AsksCode { what: &asking.what, trouble: None };
            let card = Card { text: talk.say(&said), rows: vec![vec![cancel(talk, ask)]] };
            return self.put(talk, Some(message), card).await.map(drop);
        }
        self.perform(talk, message, &open, &asking).await.map(drop)
    }

    pub(super) async fn dropped(&self, talk: &Talk, message: i64, ask: Uuid) -> Result<(), Trouble> {
        let open = self.asked(talk).await?.filter(|(open, _)| open.id == ask);
        match open {
            Some((_, asking)) if take_ask(&self.app, talk.chat, ask).await? => {
                self.end(talk, message, &Said::Dropped { what: &asking.what }, &asking.from).await
            }
            _ => self.end(talk, message, &Said::AskTooOld, &Place::Overview).await,
        }
    }

    /// Takes what was asked, so that it is done once however often it is confirmed, and does it. What came of it in plain
    /// words; `None`: nothing.
    pub(super) async fn perform(
        &self,
        talk: &Talk,
        message: i64,
        open: &OpenAsk,
        asking: &Asking,
    ) -> Result<Option<String>, Trouble> {
        if !take_ask(&self.app, talk.chat, open.id).await? {
            self.end(talk, message, &Said::AskTooOld, &asking.from).await?;
            return Ok(None);
        }
        // Said without patience: that it is in work matters less than that it is done.
        let doing = Card::text(talk.say(&Said::Doing { what: &asking.what }));
        if let Err(error) = self.put(talk, Some(message), doing).await {
            tracing::debug!("that an act is in work is not shown: {error}");
        }
        let by = By::admin_in_telegram(talk.reader.admin);
        let reason = open.reason.clone().unwrap_or_else(|| talk.say(&Said::NoReason));
        let done = acts::perform(&self.app, &talk.reader, &by, &asking.act, &asking.before, &reason).await;
        let (said, outcome) = match &done {
            Ok(outcome) => (Said::Done { outcome }, Some(plain_of(outcome))),
            Err(Refused::Changed) => (Said::Changed, None),
            Err(Refused::Not(why)) => (Said::NotDone { why }, None),
            Err(Refused::Store(_)) => (Said::Failed, None),
        };
        // The language may be what was changed.
        let talk = match telegram::who(&self.app, talk.chat).await? {
            telegram::Who::Admin(paired) => {
                let mut talk = talk.clone();
                talk.reader.language = paired.language;
                talk
            }
            _ => talk.clone(),
        };
        if let Err(error) = self.end(&talk, message, &said, &asking.from).await {
            tracing::warn!("what came of an act could not be shown: {error}");
        }
        match done {
            // Whether it was done is not known: that is not "nothing".
            Err(Refused::Store(error)) => Err(Trouble::Told(error)),
            _ => Ok(outcome),
        }
    }
}
