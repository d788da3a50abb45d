//! What the reader wants of this chat.

use nproxy_app::accounts::Language;
use nproxy_app::chats::{ChatError, ChatSettings, QuietHours, chat_settings, mute, set_chat_language, set_quiet_hours};
use nproxy_domain::Timestamp;
use serde_json::json;

use super::answer::moved;
use super::{Deed, Looked, No};
use crate::Act;
use crate::screens::Sight;
use crate::words::html::bold;

pub(super) async fn look(sight: &Sight<'_>, act: &Act) -> Result<Looked, No> {
    let words = &sight.words.acts;
    let chat = read(sight).await?;
    Ok(match act {
        Act::Mute { time } => {
            let until = time.until(sight.now).map(|until| bold(&sight.coming(until)));
            let text = until.map_or_else(|| words.unmute.to_owned(), |until| (words.mute)(&until));
            Looked { text, state: json!({ "muted_until": chat.muted_until }) }
        }
        Act::SetQuietHours { hours } => {
            let hours = hours.map(|hours| bold(&hours.to_string()));
            let text = hours.map_or_else(|| words.unmute.to_owned(), |hours| (words.hours)(&hours));
            Looked { text, state: json!({ "quiet_hours": chat.quiet_hours }) }
        }
        Act::SetLanguage { language } => {
            let text = (words.language)(&bold(spoken(sight, *language)));
            Looked { text, state: json!({ "is_english": chat.language == Language::En }) }
        }
        _ => return Err(No::said(sight.words.common.gone)),
    })
}

pub(super) async fn perform(deed: &Deed<'_>, act: &Act) -> Result<String, No> {
    let (sight, by) = (deed.sight, deed.by);
    let (app, id, words) = (sight.app, sight.reader.telegram_id, &sight.words.quiet);
    let before = read(sight).await?;
    let done = match act {
        Act::Mute { time } => mute(app, by, id, *time).await.map(|_| ()),
        Act::SetQuietHours { hours } => set_quiet_hours(app, by, id, *hours).await,
        Act::SetLanguage { language } => set_chat_language(app, by, id, *language).await,
        _ => return Err(No::said(sight.words.common.gone)),
    };
    done.map_err(|error| match error {
        ChatError::NotPaired | ChatError::HoursOutOfRange => No::said(sight.words.refusals.reader_gone),
        ChatError::Store(error) => No::Store(error),
    })?;
    let after = read(sight).await?;
    Ok(match act {
        Act::Mute { .. } => {
            let said = |chat: &ChatSettings| muted(sight, chat.muted_until);
            moved(words.title, sight.words.keys.state_label, &said(&before), &said(&after))
        }
        Act::SetQuietHours { .. } => {
            let said = |chat: &ChatSettings| hours(sight, chat.quiet_hours);
            moved(words.title, sight.words.keys.state_label, &said(&before), &said(&after))
        }
        _ => {
            let said = |chat: &ChatSettings| spoken(sight, chat.language);
            moved(words.language, sight.words.keys.state_label, said(&before), said(&after))
        }
    })
}

async fn read(sight: &Sight<'_>) -> Result<ChatSettings, No> {
    let chat = chat_settings(sight.app, sight.reader.telegram_id).await?;
    chat.ok_or_else(|| No::said(sight.words.refusals.reader_gone))
}

fn muted(sight: &Sight<'_>, until: Option<Timestamp>) -> String {
    let words = &sight.words.acts;
    until.map_or_else(|| words.not_muted.to_owned(), |until| (words.muted_until)(&sight.coming(until)))
}

fn hours(sight: &Sight<'_>, hours: Option<QuietHours>) -> String {
    hours.map_or_else(|| sight.words.acts.no_hours.to_owned(), |hours| format!("{hours} UTC"))
}

fn spoken(sight: &Sight<'_>, language: Language) -> &'static str {
    match language {
        Language::En => sight.words.quiet.in_english,
        Language::Ru => sight.words.quiet.in_russian,
    }
}
