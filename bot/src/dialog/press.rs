//! Somebody pressed a button.

use nproxy_app::telegram::{PressError, meaning_of};

use super::meaning::Meaning;
use super::{Dialog, Outsider, Talk, Trouble};
use crate::heard::From;
use crate::said::{Said, say};

impl Dialog {
    pub(super) async fn pressed(&self, from: &From, press: &str, message: i64, token: &str) -> Result<(), Trouble> {
        let talk = match self.talk(from).await? {
            Ok(talk) => talk,
            Err(Outsider::NoAdmin(language)) => return self.alert(press, &say(language, &Said::NoAdmin)).await,
            Err(Outsider::Stranger) => return self.alert(press, &say(from.language, &Said::ButtonOfStranger)).await,
        };
        let meaning = match meaning_of(&self.app, talk.chat, message, token).await {
            // What another version of us meant is not understood.
            Ok(value) => serde_json::from_value(value).map_err(|_| Said::ButtonTooOld),
            Err(PressError::Expired) => Err(Said::ButtonTooOld),
            Err(PressError::Foreign) => Err(Said::ButtonForeign),
            Err(PressError::Store(error)) => return Err(error.into()),
        };
        let meaning: Meaning = match meaning {
            Ok(meaning) => meaning,
            Err(said) => return self.alert(press, &talk.say(&said)).await,
        };
        let done = self.mean(&talk, press, message, meaning).await;
        if let Err(Trouble::Store(_)) = &done {
            self.say(&talk, &Said::Failed).await?;
        }
        done
    }

    /// What is done may take longer than Telegram waits for an answer to a press, so that comes first.
    async fn mean(&self, talk: &Talk, press: &str, message: i64, meaning: Meaning) -> Result<(), Trouble> {
        match meaning {
            Meaning::Show { place } => {
                self.quiet(press).await;
                self.show(talk, Some(message), &place).await
            }
            Meaning::Ask { act, from } => self.ask(talk, press, message, act, from).await,
            Meaning::Do { ask } => {
                self.quiet(press).await;
                self.confirmed(talk, message, ask).await
            }
            Meaning::Drop { ask } => {
                self.quiet(press).await;
                self.dropped(talk, message, ask).await
            }
        }
    }

    /// Only ends the waiting; one that came too late has ended by itself.
    pub(super) async fn quiet(&self, press: &str) {
        if let Err(error) = self.telegram.answer(press, None).await {
            tracing::debug!("a press is answered too late: {error}");
        }
    }

    pub(super) async fn alert(&self, press: &str, text: &str) -> Result<(), Trouble> {
        Ok(self.telegram.answer(press, Some(text)).await?)
    }
}
