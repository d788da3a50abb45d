//! Somebody who is not on the list: a code, and nothing else.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;
use nproxy_app::telegram::{BeginError, CODE_VALID_FOR, Stranger, begin_pairing};
use nproxy_domain::Timestamp;
use teloxide::types::InlineKeyboardMarkup;

use super::{Dialog, Outsider, Trouble};
use crate::heard::From;
use crate::said::{Said, say};

/// Strangers who were told to come back later, and when. They are as few as codes are.
#[derive(Debug, Default)]
pub(super) struct SentAway(Mutex<HashMap<i64, Timestamp>>);

impl SentAway {
    fn is(&self, telegram_id: i64, now: Timestamp) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&telegram_id).is_some_and(|&until| now < until)
    }

    fn note(&self, telegram_id: i64, until: Timestamp, now: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, until| now < *until);
        all.insert(telegram_id, until);
    }
}

impl Dialog {
    pub(super) async fn outsider(&self, from: &From, outsider: &Outsider) -> Result<(), Trouble> {
        let text = match outsider {
            Outsider::NoAdmin(language) => say(*language, &Said::NoAdmin),
            // Told once: nobody keeps admins waiting by writing on.
            Outsider::Stranger if self.sent_away.is(from.id, self.app.env.now()) => return Ok(()),
            Outsider::Stranger => self.code(from).await?,
        };
        // No patience for strangers: a crowd of them must not keep admins waiting.
        self.telegram.send(from.id, &text, InlineKeyboardMarkup::default()).await?;
        Ok(())
    }

    async fn code(&self, from: &From) -> Result<String, Trouble> {
        let stranger = Stranger {
            telegram_id: from.id,
            name: from.name.clone(),
            username: from.username.clone(),
            language: from.language,
        };
        Ok(match begin_pairing(&self.app, self.me.id, &stranger).await {
            Ok(code) => say(from.language, &Said::Code { code: code.expose(), minutes: CODE_VALID_FOR.num_minutes() }),
            Err(BeginError::TooOften { again_at }) => {
                let now = self.app.env.now();
                self.sent_away.note(from.id, again_at, now);
                let left = again_at - now + TimeDelta::seconds(59);
                say(from.language, &Said::CodesTooOften { minutes: left.num_minutes().max(1) })
            }
            Err(BeginError::TooMany) => say(from.language, &Said::CodesTooMany),
            Err(BeginError::Store(error)) => return Err(error.into()),
        })
    }
}
