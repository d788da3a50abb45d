//! From a view to a message.

use std::time::Duration;

use nproxy_app::telegram::{NewButton, keep_buttons};
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};
use url::Url;

use super::meaning::Meaning;
use super::{Dialog, Talk, Trouble};
use crate::api::ApiError;
use crate::link::can_be_opened;
use crate::said::Said;
use crate::{Button, Place, View, screens};

/// An admin who waits for an answer waits no longer for Telegram's limits.
const FLOOD_WAIT_MAX: Duration = Duration::from_secs(30);
const FLOOD_TRIES_MAX: u32 = 3;

/// A message to be: its text, and its buttons with what they mean.
pub(super) struct Card {
    pub text: String,
    pub rows: Vec<Vec<CardButton>>,
}

pub(super) enum CardButton {
    Means { label: String, meaning: Meaning },
    Opens { label: String, url: Url },
}

impl Card {
    pub fn text(text: String) -> Self {
        Self { text, rows: Vec::new() }
    }

    /// A view; `place`: what it shows.
    pub fn of(view: View, place: &Place) -> Self {
        let button = |button| match button {
            Button::To { label, place } => Some(CardButton::Means { label, meaning: Meaning::Show { place } }),
            Button::Ask { label, act } => {
                Some(CardButton::Means { label, meaning: Meaning::Ask { act, from: place.clone() } })
            }
            // Telegram refuses a whole message for one such address.
            Button::Open { url, .. } if !can_be_opened(&url) => None,
            Button::Open { label, url } => Some(CardButton::Opens { label, url }),
        };
        let rows = view.rows.into_iter().map(|row| row.into_iter().filter_map(button).collect::<Vec<_>>());
        Self { text: view.text, rows: rows.filter(|row| !row.is_empty()).collect() }
    }
}

impl Dialog {
    /// Shows a place: in the message that asked for it, or in a new one.
    pub(super) async fn show(&self, talk: &Talk, message: Option<i64>, place: &Place) -> Result<(), Trouble> {
        match screens::show(&self.app, &talk.reader, place).await {
            Ok(view) => self.put(talk, message, Card::of(view, place)).await.map(drop),
            Err(error) => {
                tracing::warn!(%error, "a place could not be shown");
                self.put(talk, None, Card::text(talk.say(&Said::Failed))).await.map(drop)
            }
        }
    }

    /// Edits a message, or sends one where it is not there any more; the number of the message that shows it.
    pub(super) async fn put(&self, talk: &Talk, message: Option<i64>, card: Card) -> Result<i64, Trouble> {
        let mut kept = Vec::new();
        let rows = card.rows.into_iter().map(|row| {
            let button = |button| match button {
                CardButton::Opens { label, url } => InlineKeyboardButton::url(label, url),
                CardButton::Means { label, meaning } => {
                    let new = NewButton::new(&self.app, meaning.value());
                    let button = InlineKeyboardButton::callback(label, new.token.expose());
                    kept.push(new);
                    button
                }
            };
            row.into_iter().map(button).collect::<Vec<_>>()
        });
        let markup = InlineKeyboardMarkup::new(rows.collect::<Vec<_>>());
        if let Some(message) = message {
            keep_buttons(&self.app, talk.chat, message, &kept).await?;
            match self.patiently(|| self.telegram.edit(talk.chat, message, &card.text, markup.clone())).await {
                Ok(()) => return Ok(message),
                // Its buttons go to the next one.
                Err(ApiError::NoMessage) => keep_buttons(&self.app, talk.chat, message, &[]).await?,
                Err(ApiError::Refused(why)) => return self.sorry(talk, &why).await,
                Err(error) => return Err(error.into()),
            }
        }
        let sent = self.patiently(|| self.telegram.send(talk.chat, &card.text, markup.clone())).await;
        match sent {
            Ok(message) => {
                keep_buttons(&self.app, talk.chat, message, &kept).await?;
                Ok(message)
            }
            Err(ApiError::Refused(why)) => self.sorry(talk, &why).await,
            Err(error) => Err(error.into()),
        }
    }

    /// What can't be shown must not look as if nobody listened.
    async fn sorry(&self, talk: &Talk, why: &str) -> Result<i64, Trouble> {
        tracing::warn!("Telegram refuses a message: {why}");
        let text = talk.say(if why.contains("too long") { &Said::TooLong } else { &Said::Failed });
        Ok(self.patiently(|| self.telegram.send(talk.chat, &text, InlineKeyboardMarkup::default())).await?)
    }

    pub(super) async fn say(&self, talk: &Talk, said: &Said<'_>) -> Result<(), Trouble> {
        self.put(talk, None, Card::text(talk.say(said))).await.map(drop)
    }

    /// Obeys Telegram's limits.
    pub(super) async fn patiently<T, F>(&self, call: impl Fn() -> F) -> Result<T, ApiError>
    where
        F: Future<Output = Result<T, ApiError>>,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            match call().await {
                Err(ApiError::Later { after }) if tries < FLOOD_TRIES_MAX && after <= FLOOD_WAIT_MAX => {
                    tokio::time::sleep(after).await;
                }
                other => return other,
            }
        }
    }
}
