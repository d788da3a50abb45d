//! One function a call.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters as _, DeleteMessage, DeleteWebhook, EditMessageText,
    EditMessageTextSetters as _, GetMe, GetUpdates, GetUpdatesSetters as _, LeaveChat, SendMessage,
    SendMessageSetters as _, SetMyCommands, SetMyCommandsSetters as _,
};
use teloxide::types::{
    AllowedUpdate, BotCommand, BotCommandScope, CallbackQueryId, ChatId, InlineKeyboardMarkup, LinkPreviewOptions,
    MessageId, ParseMode, ReplyMarkup,
};

use super::{ApiError, Telegram};

/// What the bot is.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Me {
    pub id: i64,
    pub username: String,
}

/// An update that was not looked into.
#[derive(Debug)]
pub(crate) struct RawUpdate {
    pub id: i64,
    pub json: Box<RawValue>,
}

#[derive(Deserialize)]
struct UpdateNumber {
    update_id: i64,
}

#[derive(Deserialize)]
struct Sent {
    message_id: i64,
}

/// Looked up only where a link is what a message is about; ours open pages behind a sign-in.
const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

impl Telegram {
    pub async fn me(&self) -> Result<Me, ApiError> {
        self.call(&GetMe::new()).await
    }

    /// Whoever ran the bot before may have had its messages sent somewhere; then nobody may fetch them.
    pub async fn stop_sending(&self) -> Result<(), ApiError> {
        self.call::<_, bool>(&DeleteWebhook::new()).await.map(drop)
    }

    /// The next update behind `after`, which it confirms with all before; waits for one at most for `wait`. One at a time:
    /// what is confirmed was handled, and a crash repeats at most the one that was in work.
    pub async fn next_update(&self, after: Option<i64>, wait: Duration) -> Result<Option<RawUpdate>, ApiError> {
        let kinds = [AllowedUpdate::Message, AllowedUpdate::CallbackQuery, AllowedUpdate::MyChatMember];
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX);
        let mut asked = GetUpdates::new().limit(1).timeout(seconds).allowed_updates(kinds);
        // Numbers of updates fit; one that didn't would only be seen again.
        asked.offset = after.and_then(|id| i32::try_from(id + 1).ok());
        let updates: Vec<Box<RawValue>> = self.call_for(&asked, wait).await?;
        let Some(json) = updates.into_iter().next() else { return Ok(None) };
        let number: UpdateNumber = serde_json::from_str(json.get()).map_err(|error| ApiError::unreadable(&error))?;
        Ok(Some(RawUpdate { id: number.update_id, json }))
    }

    /// Confirms `last` and everything before.
    pub async fn confirm(&self, last: i64) -> Result<(), ApiError> {
        self.next_update(Some(last), Duration::ZERO).await.map(drop)
    }

    /// The number of the new message.
    pub async fn send(&self, chat: i64, html: &str, buttons: InlineKeyboardMarkup) -> Result<i64, ApiError> {
        Ok(self.call::<_, Sent>(&message(chat, html, buttons)).await?.message_id)
    }

    /// [`send`](Self::send) without a sound.
    pub async fn send_silently(&self, chat: i64, html: &str, buttons: InlineKeyboardMarkup) -> Result<i64, ApiError> {
        let silent = message(chat, html, buttons).disable_notification(true);
        Ok(self.call::<_, Sent>(&silent).await?.message_id)
    }

    /// One that is so already is fine.
    pub async fn edit(
        &self,
        chat: i64,
        message: i64,
        html: &str,
        buttons: InlineKeyboardMarkup,
    ) -> Result<(), ApiError> {
        let edited = EditMessageText::new(ChatId(chat), number(message), html).parse_mode(ParseMode::Html);
        let edited = edited.link_preview_options(NO_PREVIEW).reply_markup(buttons);
        match self.call::<_, serde_json::Value>(&edited).await {
            Ok(_) | Err(ApiError::NotModified) => Ok(()),
            Err(error) => Err(error),
        }
    }

    pub async fn delete(&self, chat: i64, message: i64) -> Result<(), ApiError> {
        self.call::<_, bool>(&DeleteMessage::new(ChatId(chat), number(message))).await.map(drop)
    }

    /// Ends the waiting of whoever pressed a button; with a text, he has to close it.
    pub async fn answer(&self, press: &str, text: Option<&str>) -> Result<(), ApiError> {
        let mut answer = AnswerCallbackQuery::new(CallbackQueryId(press.to_owned()));
        if let Some(text) = text {
            answer = answer.text(text).show_alert(true);
        }
        self.call::<_, bool>(&answer).await.map(drop)
    }

    pub async fn leave(&self, chat: i64) -> Result<(), ApiError> {
        self.call::<_, bool>(&LeaveChat::new(ChatId(chat))).await.map(drop)
    }

    /// What Telegram offers to type in private chats; `language`: for people with it, else for all.
    pub async fn set_commands(
        &self,
        commands: impl IntoIterator<Item = (&'static str, &'static str)>,
        language: Option<&str>,
    ) -> Result<(), ApiError> {
        let commands = commands.into_iter().map(|(name, about)| BotCommand::new(name, about));
        let mut set = SetMyCommands::new(commands).scope(BotCommandScope::AllPrivateChats);
        set.language_code = language.map(str::to_owned);
        self.call::<_, bool>(&set).await.map(drop)
    }
}

fn message(chat: i64, html: &str, buttons: InlineKeyboardMarkup) -> SendMessage {
    let message = SendMessage::new(ChatId(chat), html).parse_mode(ParseMode::Html);
    message.link_preview_options(NO_PREVIEW).reply_markup(ReplyMarkup::InlineKeyboard(buttons))
}

/// They are small; one that isn't is no message of ours.
fn number(message: i64) -> MessageId {
    MessageId(i32::try_from(message).unwrap_or_default())
}
