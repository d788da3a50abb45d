//! When the reader is left alone.

use nproxy_app::StoreError;
use nproxy_app::chats::{MuteFor, QuietHours, chat_settings};

use super::Sight;
use super::page::{Page, gone};
use crate::{Act, Place, View};

const PRESETS: [QuietHours; 3] = [
    QuietHours { from_minute: 22 * 60, to_minute: 7 * 60 },
    QuietHours { from_minute: 20 * 60, to_minute: 5 * 60 },
    QuietHours { from_minute: 0, to_minute: 9 * 60 },
];

pub(super) async fn view(sight: &Sight<'_>) -> Result<View, StoreError> {
    let words = &sight.words.quiet;
    let Some(chat) = chat_settings(sight.app, sight.reader.telegram_id).await? else {
        return Ok(gone(sight, sight.words.refusals.reader_gone));
    };
    let mut page = Page::titled(words.title);
    page.say(chat.muted_until.map_or_else(|| words.heard.to_owned(), |at| (words.muted)(&sight.coming(at))));
    let hours = chat.quiet_hours;
    page.say(hours.map_or_else(|| words.no_hours.to_owned(), |hours| (words.hours)(&hours.to_string())));
    page.say(words.critical);
    let mute = |time: MuteFor| sight.ask((words.mute)(time), Act::Mute { time });
    page.row([mute(MuteFor::Hour), mute(MuteFor::EightHours)].into_iter().flatten());
    let off = if chat.muted_until.is_some() { mute(MuteFor::Off) } else { None };
    page.row([mute(MuteFor::UntilTomorrow), off].into_iter().flatten());
    let quiet = |hours: QuietHours| {
        sight.ask((words.hours_button)(&hours.to_string()), Act::SetQuietHours { hours: Some(hours) })
    };
    page.row(PRESETS.into_iter().filter_map(quiet));
    let none = sight.ask(words.no_hours_button, Act::SetQuietHours { hours: None });
    page.row(none.filter(|_| chat.quiet_hours.is_some()));
    Ok(page.end(sight, Place::Overview, Place::Quiet))
}
