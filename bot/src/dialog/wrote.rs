//! Somebody wrote.

use nproxy_app::telegram::{OpenAsk, drop_asked, open_ask, set_ask_reason};

use super::ask::ask_card;
use super::command::Typed;
use super::meaning::{Asking, Meaning};
use super::shown::{Card, CardButton};
use super::{Dialog, Talk, Trouble};
use crate::Place;
use crate::heard::From;
use crate::said::Said;

/// A reason is a sentence or two; deeds have their own limits.
const REASON_CHARS_MAX: usize = 500;

impl Dialog {
    pub(super) async fn wrote(&self, from: &From, message: i64, text: Option<String>) -> Result<(), Trouble> {
        let talk = match self.talk(from).await? {
            Ok(talk) => talk,
            Err(outsider) => return self.outsider(from, &outsider).await,
        };
        let done = self.read(&talk, message, text).await;
        if let Err(Trouble::Store(_)) = &done {
            self.say(&talk, &Said::Failed).await?;
        }
        done
    }

    async fn read(&self, talk: &Talk, message: i64, text: Option<String>) -> Result<(), Trouble> {
        let Some(text) = text else { return self.say(talk, &Said::OnlyText).await };
        let typed = Typed::read(&text, &self.me.username);
        if let Typed::Text(text) = typed {
            return self.plain(talk, message, text).await;
        }
        // Whoever goes on to something else has not confirmed.
        drop_asked(&self.app, talk.chat).await?;
        match typed {
            Typed::Place(place) => self.show(talk, None, &place).await,
            Typed::Start => {
                self.say(talk, &Said::Help).await?;
                self.show(talk, None, &Place::Overview).await
            }
            Typed::Help => self.say(talk, &Said::Help).await,
            Typed::WhichUser => self.say(talk, &Said::WhichUser).await,
            Typed::WhichPicture => self.say(talk, &Said::WhichPicture).await,
            Typed::NoCommand | Typed::Text(_) => self.say(talk, &Said::NoCommand).await,
        }
    }

    /// A code, a reason, or something to look for.
    async fn plain(&self, talk: &Talk, message: i64, text: String) -> Result<(), Trouble> {
        let Some((ask, asking)) = self.asked(talk).await? else {
            return self.show(talk, None, &Place::Search { text }).await;
        };
        if ask.awaits_code {
            return self.code_came(talk, message, &text, ask, asking).await;
        }
        if !asking.wants_reason {
            return self.show(talk, None, &Place::Search { text }).await;
        }
        let reason: String = text.chars().take(REASON_CHARS_MAX).collect();
        if !set_ask_reason(&self.app, talk.chat, ask.id, reason.clone()).await? {
            return self.say(talk, &Said::AskTooOld).await;
        }
        self.ask_again(talk, &ask, &asking, &reason).await
    }

    /// What is asked now; what another version of us asked is not understood, and asked no more.
    pub(super) async fn asked(&self, talk: &Talk) -> Result<Option<(OpenAsk, Asking)>, Trouble> {
        let Some(ask) = open_ask(&self.app, talk.chat).await? else { return Ok(None) };
        if let Ok(asking) = serde_json::from_value(ask.ask.clone()) {
            return Ok(Some((ask, asking)));
        }
        drop_asked(&self.app, talk.chat).await?;
        Ok(None)
    }

    /// The same with the reason in it.
    async fn ask_again(&self, talk: &Talk, ask: &OpenAsk, asking: &Asking, reason: &str) -> Result<(), Trouble> {
        let card = ask_card(talk, ask.id, asking, Some(reason));
        self.put(talk, Some(ask.message_id), card).await.map(drop)
    }

    /// Without buttons, where nothing is to be pressed any more.
    pub(super) async fn end(&self, talk: &Talk, message: i64, said: &Said<'_>, back: &Place) -> Result<(), Trouble> {
        let to_back =
            CardButton::Means { label: talk.say(&Said::Back), meaning: Meaning::Show { place: back.clone() } };
        let card = Card { text: talk.say(said), rows: vec![vec![to_back]] };
        self.put(talk, Some(message), card).await.map(drop)
    }
}
