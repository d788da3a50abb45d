//! In which language an admin is spoken to.

use nproxy_store::telegram::chats;

use super::{ChatError, language_told, subject};
use crate::App;
use crate::accounts::Language;
use crate::audit::{By, Change};

/// Of this chat alone: his mails and the web have the language of his account.
pub async fn set_chat_language(app: &App, by: &By, telegram_id: i64, language: Language) -> Result<(), ChatError> {
    app.store
        .write(|tx| async move {
            let row = chats::lock(&tx, telegram_id).await?.ok_or(ChatError::NotPaired)?;
            chats::set_language(&tx, telegram_id, language).await?;
            let change = Change::of("telegram.language", subject(telegram_id));
            let change = change.before(language_told(row.language)).after(language_told(language));
            by.did(&tx, &app.env, change).await?;
            Ok(())
        })
        .await
}
