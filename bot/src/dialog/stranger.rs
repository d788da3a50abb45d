//! Somebody who is not on the list: a code, and nothing else.

use chrono::TimeDelta;
use nproxy_app::telegram::{BeginError, CODE_VALID_FOR, Stranger, begin_pairing};
use teloxide::types::InlineKeyboardMarkup;

use super::{Dialog, Outsider, Trouble};
use crate::heard::From;
use crate::said::{Said, say};

impl Dialog {
    pub(super) async fn outsider(&self, from: &From, outsider: &Outsider) -> Result<(), Trouble> {
        let text = match outsider {
            Outsider::NoAdmin(language) => say(*language, &Said::NoAdmin),
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
                let left = again_at - self.app.env.now() + TimeDelta::seconds(59);
                say(from.language, &Said::CodesTooOften { minutes: left.num_minutes().max(1) })
            }
            Err(BeginError::TooMany) => say(from.language, &Said::CodesTooMany),
            Err(BeginError::Store(error)) => return Err(error.into()),
        })
    }
}
